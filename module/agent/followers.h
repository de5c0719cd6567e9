/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * followers.h - whoever wants to see events as they come: `whyblock events --follow`. Each gets every packet as it was sent, behind a
 * head of two numbers. Nobody waits for a slow one: what finds no room with it is counted, and the next head tells how many.
 */
#ifndef WB_AGENT_FOLLOWERS_H
#define WB_AGENT_FOLLOWERS_H

#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/record.h"
#include "base/status.h"
#include "verdict/follow.h"

#define FOLLOWERS_MAX 16 /* beyond it the first one goes */

struct followers;

/* Listens at WB_FOLLOW_SOCKET in the folder, for root and the store's owner alone. Close it with followers_close; NULL is allowed. */
enum wb_status followers_open(sd_event *loop, const char *folder, struct followers **followers_r, struct wb_error *error_r);
void followers_close(struct followers **followers);

/* Gives a packet on; head: what is said in front, but for how many were missed. */
void followers_give(struct followers *followers, struct wb_follow_head head, struct wb_blob packet);

uint32_t followers_count(const struct followers *followers);

/* Packets that found no room with one of them. */
uint64_t followers_missed(const struct followers *followers);

#endif
