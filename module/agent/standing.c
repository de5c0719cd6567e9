/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* standing.c - see standing.h */
#include "agent/standing.h"

#include <string.h>

#define DAY_S 86400

/* Brings the days up to now. */
static void turn_over(struct standing *standing, int64_t now_s)
{
	int64_t day = now_s / DAY_S, passed = day - standing->day;

	if (passed <= 0 || day > INT32_MAX)
		return;
	if (passed > STANDING_DAYS)
		passed = STANDING_DAYS;
	for (int i = STANDING_DAYS - 1; i >= 0; i--) {
		standing->accepted[i] = i >= passed ? standing->accepted[i - passed] : 0;
		standing->reports[i] = i >= passed ? standing->reports[i - passed] : 0;
	}
	standing->day = (int32_t)day;
}

void standing_accept(struct standing *standing, uint32_t recipients, bool is_good, int64_t now_s)
{
	uint32_t room;

	turn_over(standing, now_s);
	room = UINT16_MAX - standing->accepted[0];
	standing->recipients += recipients;
	if (is_good)
		standing->accepted[0] = (uint16_t)(standing->accepted[0] + (recipients < room ? recipients : room));
}

bool standing_forgives(struct standing *standing, int64_t now_s)
{
	uint32_t accepted = 0, reports = 1;

	turn_over(standing, now_s);
	for (int i = 0; i < STANDING_DAYS; i++) {
		accepted += standing->accepted[i];
		reports += standing->reports[i];
	}
	standing->reports[0] = (uint8_t)(standing->reports[0] + (standing->reports[0] < UINT8_MAX));
	return accepted >= reports * STANDING_RECIPIENTS;
}

void standing_key(const struct wb_address *client, unsigned char key_r[COUNTER_KEY_BYTES])
{
	const struct wb_prefix holder = wb_prefix_of_holder(client);

	_Static_assert(sizeof(holder.address.bytes) + 1 == STANDING_KEY_USED, "an address and the bits of its prefix");
	memset(key_r, 0, COUNTER_KEY_BYTES);
	memcpy(key_r, holder.address.bytes, sizeof(holder.address.bytes));
	key_r[sizeof(holder.address.bytes)] = holder.prefix_bits;
}
