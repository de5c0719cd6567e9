/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * standing.h - how a host stands with us by what it did in the last seven days: its mail that was accepted, against reports. An ordinary mail
 * server sends much that is wanted, and forwards now and then what is not. Pure values.
 */
#ifndef WB_AGENT_STANDING_H
#define WB_AGENT_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/counter_table.h"
#include "base/address.h"

#define STANDING_DAYS 7
#define STANDING_RECIPIENTS 10 /* so many accepted recipients forgive one report; each earlier report has used up as many */

struct standing {
	uint64_t recipients;              /* of all time, as far as it is known */
	int32_t day;                      /* the last of the days below, of the epoch */
	uint16_t accepted[STANDING_DAYS]; /* recipients of each day, the last day first; it stays at its largest value */
	uint8_t reports[STANDING_DAYS];   /* that would have listed it; the same */
};

/*
 * Notes that mail for some recipients was accepted. A standing begins as all zero.
 * is_good: false when it does not speak for the host: whoever guesses addresses also finds some that exist.
 * now_s:   Unix time; a clock that was set back makes nothing older or newer.
 */
void standing_accept(struct standing *standing, uint32_t recipients, bool is_good, int64_t now_s);

/* Notes a report that would list the host. True: enough of its mail was accepted to forgive it. Either way the next one needs more. */
bool standing_forgives(struct standing *standing, int64_t now_s);

/* The key of whoever holds this address: itself, or its /64 of IPv6. The bytes from STANDING_KEY_USED on are zero. */
#define STANDING_KEY_USED 17
void standing_key(const struct wb_address *client, unsigned char key_r[COUNTER_KEY_BYTES]);

#endif
