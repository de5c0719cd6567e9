/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * candidates.h - hosts with enough reports. The DNS is asked whose each of them is, some at a time, while the others wait for their turn. Those
 * that are no known sender's are listed, all that are ready in one transaction. The caller never waits, neither for the DNS nor for another
 * writer of the store. There are CANDIDATES_MAX at most; a further one takes the place of the oldest.
 */
#ifndef WB_AGENT_CANDIDATES_H
#define WB_AGENT_CANDIDATES_H

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "agent/counter_table.h"
#include "agent/live.h"
#include "base/status.h"
#include "desk/report_result.h"

#define CANDIDATES_MAX 4096

/* Called once for each, at the latest when it must make room. key, ticket: as they were given. */
typedef void candidates_end(
    void *context, const unsigned char key[COUNTER_KEY_BYTES], uint64_t ticket, enum wb_report_result result, int64_t now_s);

struct candidates;

/*
 * live: the policy and the configuration, which this looks at; must outlive it. loop: NULL: the caller has the turns; for tests.
 * Returns: WB_OK, or WB_NO_MEMORY. Close it whatever is returned.
 */
enum wb_status candidates_open(sd_event *loop, struct live *live, candidates_end *end, void *context,
    struct candidates **candidates_r, struct wb_error *error_r);

/* Lists who is ready; who is not is told. NULL is allowed; leaves NULL. */
void candidates_close(struct candidates **candidates, int64_t now_s);

/*
 * key: names it to end. client: the host; kind: of its section; reason: printable, for the listing. Live has a configuration.
 * Returns: its ticket, never 0.
 */
uint64_t candidates_add(struct candidates *candidates, const unsigned char key[COUNTER_KEY_BYTES],
    const struct wb_address *client, const char *kind, const char *reason, int64_t now_s);

/* Does what can be done without waiting. True: somebody is left. */
bool candidates_turn(struct candidates *candidates, int64_t now_s);

uint32_t candidates_count(const struct candidates *candidates);
uint64_t candidates_unwritten(const struct candidates *candidates); /* times that the store could not be written */

/* Tells whether the store could not be written when it was tried last, or what was listed could not be published. */
bool candidates_are_stuck(const struct candidates *candidates);

#endif
