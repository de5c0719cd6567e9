/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * intake.h - takes events in. Who sends one has connected, sent and gone: what waits is in the kernel's queue, and is taken in the order
 * of its coming. Peers that
 * have connected and send nothing are held, so many of them at most.
 */
#ifndef WB_AGENT_INTAKE_H
#define WB_AGENT_INTAKE_H

#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/record.h"
#include "base/status.h"

#define INTAKE_SILENT_MAX 256 /* peers that have sent nothing yet; beyond it the oldest goes */

struct intake_counts {
	uint64_t refused; /* of somebody who may send none */
	uint64_t empty;   /* peers that went, or had to, without a packet */
};

struct intake;

/* Called for each packet, whose bytes end with the call. A packet of more than WB_EVENT_BYTES_MAX bytes is cut behind the next one. */
typedef void intake_take(void *context, struct wb_blob packet);

/* folder: the run folder, of whose group the senders are; it must outlive it. Close it with intake_close; NULL is allowed. */
enum wb_status intake_open(
    sd_event *loop, const char *folder, intake_take *take, void *context, struct intake **intake_r, struct wb_error *error_r);
void intake_close(struct intake **intake);

/* Takes in all that waits; for the end, when nobody finds the socket any more. */
void intake_drain(struct intake *intake);

struct intake_counts intake_counts(const struct intake *intake);

#endif
