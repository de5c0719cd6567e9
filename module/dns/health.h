/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * health.h - what is known about a DNSBL zone: whether it is suspended, or failed its test, and what an event makes of that.
 * Pure: where the states of all zones are kept is the caller's affair.
 */
#ifndef WB_HEALTH_H
#define WB_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

struct wb_self_test_result;

#define WB_HEALTH_WHY_SIZE 128
#define WB_HEALTH_SUSPEND_S 300 /* how long a zone is suspended after an error answer, or after timeouts in a row */
#define WB_HEALTH_TIMEOUTS 2    /* in a row, before a zone is suspended */

enum wb_health_state {
	WB_HEALTH_GOOD,
	WB_HEALTH_SUSPENDED,   /* until until_s */
	WB_HEALTH_FAILED,      /* its last test; until the next one passes */
	WB_HEALTH_EMPTY,       /* the same: what must be listed was not, which may be the resolver's doing */
	WB_HEALTH_STATE_COUNT, /* how many there are; none itself */
};

struct wb_health {
	enum wb_health_state state;
	uint32_t timeouts;            /* in a row */
	int64_t since_s;              /* Unix time of the state's beginning; 0: it was never noted */
	int64_t until_s;              /* of WB_HEALTH_SUSPENDED */
	int64_t tested_at_s;          /* Unix time of the last test; 0: never */
	char why[WB_HEALTH_WHY_SIZE]; /* printable; empty when good */
};

/* True when the zone is to be asked now. A zone that was never tested is. */
bool wb_health_may_ask(const struct wb_health *health, int64_t now_s);

/* The state after an error answer, after a timeout, and after a good answer. Pure; true when something changed. */
bool wb_health_note_error(struct wb_health *health, const char *why, int64_t now_s);
bool wb_health_note_timeout(struct wb_health *health, int64_t now_s);
bool wb_health_note_answer(struct wb_health *health);

/* The state after a self-test, which must have come to something: not WB_SELF_TEST_NO_ANSWER. */
void wb_health_note_test(struct wb_health *health, const struct wb_self_test_result *result, int64_t now_s);

#endif
