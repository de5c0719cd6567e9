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
#define WB_HEALTH_SUSPEND_S 300 /* how long a zone is suspended after an error answer, and at most after timeouts */
#define WB_HEALTH_SILENT_S \
	30 /* after one timeout; twice as long after each further one that comes soon behind the last suspension */
#define WB_HEALTH_UNTESTED_S 3600 /* after a test that a zone did not answer, unless it is tested again before */

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

/* What a connection has seen of a zone that somebody else should know. */
enum wb_health_finding {
	WB_HEALTH_NOTHING_NEW,
	WB_HEALTH_ANSWERED,      /* that it is alive was not known */
	WB_HEALTH_TIMED_OUT,     /* nothing usable came to one connection, however often it has asked: silence, SERVFAIL */
	WB_HEALTH_REFUSED,       /* an error answer */
	WB_HEALTH_FINDING_COUNT, /* how many there are; none itself */
};

/* The state after a finding. why: what was seen; of a silence it may be empty. Pure. */
void wb_health_note(struct wb_health *health, enum wb_health_finding finding, const char *why, int64_t now_s);

/*
 * What is known of a zone by its tests and by what connections have seen of it since: a failed test stands until the next one, of
 * all else the newer word counts, and of two in one second the test. A test of the future is as old as can be: the clock was wrong then, and
 * what is seen now must not wait for that day. Pure.
 */
void wb_health_join(struct wb_health *tested, const struct wb_health *seen, int64_t now_s);

/* The state after a self-test. */
void wb_health_note_test(struct wb_health *health, const struct wb_self_test_result *result, int64_t now_s);

#endif
