/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * standing.h - how a host stands with us by what it did in the last seven days: mail of it that was accepted, against reports. A mail server
 * like any other sends much that is wanted, and forwards now and then what is not. Pure values.
 */
#ifndef WB_AGENT_STANDING_H
#define WB_AGENT_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/counter_table.h"
#include "base/address.h"

#define STANDING_DAYS 7
#define STANDING_RECIPIENTS 10 /* for whom mail was accepted, for each report that was forgiven, and one more */

struct standing {
	uint64_t recipients;              /* of all time, as far as it is known */
	int32_t day;                      /* the last of the days below, of the epoch */
	uint16_t accepted[STANDING_DAYS]; /* recipients of each; the last one first. So many or more at its largest */
	uint8_t reports[STANDING_DAYS];   /* that would have listed it; the same */
};

/*
 * Mail for so many recipients was accepted. is_good: it speaks for the host: who tries addresses meets some that somebody has, too.
 * All begins as zero. now_s: Unix time; a clock that was set back makes nothing older or newer.
 */
void standing_accept(struct standing *standing, uint32_t recipients, bool is_good, int64_t now_s);

/* A report would list it. True: it has mail enough to be forgiven; which the next one takes into account. */
bool standing_forgives(struct standing *standing, int64_t now_s);

/* The key of whoever holds this address: itself, or its /64 of IPv6. The bytes from STANDING_KEY_USED on are zero. */
#define STANDING_KEY_USED 17
void standing_key(const struct wb_address *client, unsigned char key_r[COUNTER_KEY_BYTES]);

#endif
