/*
 * health.h - what all processes know about DNSBL zones: which one is suspended, and which failed its test.
 * Kept in the store's health/ folder, written only when something changes, and never waited for: it may be lost.
 */
#ifndef WB_HEALTH_H
#define WB_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define WB_HEALTH_WHY_SIZE 128
#define WB_HEALTH_SUSPEND_S 300 /* how long a zone is suspended after an error answer, or after timeouts in a row */
#define WB_HEALTH_TIMEOUTS 2    /* in a row, before a zone is suspended */

enum wb_health_state {
	WB_HEALTH_GOOD,
	WB_HEALTH_SUSPENDED, /* until until_s */
	WB_HEALTH_FAILED,    /* its last test; until the next one passes */
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

/* The state after a test by the points of RFC 5782; why is NULL when it passed. */
void wb_health_note_test(struct wb_health *health, const char *why, int64_t now_s);

/*
 * Reads what is known about each zone, by its shown name; what is not known is good. Never waits.
 * Returns WB_OK, or WB_UNAVAILABLE with every row good.
 */
enum wb_status wb_health_load(
    const char *store, const char *const *zones, size_t count, struct wb_health *rows_r, struct wb_error *error_r);

/*
 * Writes the rows whose changed flag is set.
 * loaded: the rows as they were read; a row that another process has changed since is left as that process wrote it, and when one
 * is writing just now nothing is written (WB_NOT_FOUND): Exim never waits. NULL, for the command: waits, and writes all.
 */
enum wb_status wb_health_save(const char *store, const char *const *zones, const bool *changed, size_t count,
    const struct wb_health *loaded, const struct wb_health *rows, struct wb_error *error_r);

#endif
