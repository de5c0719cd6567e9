/*
 * feed_guard.h - what a feed's file must not do, unless it was allowed by name: a broken or hostile file changes nothing.
 */
#ifndef WB_FEED_GUARD_H
#define WB_FEED_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"

struct wb_exempt;

enum wb_feed_guard {
	WB_FEED_GUARD_EMPTY,  /* no prefix in the file */
	WB_FEED_GUARD_CHANGE, /* it shrinks or grows by more than half */
	WB_FEED_GUARD_EXEMPT, /* a prefix covers exempt hosts, or private or loopback addresses */
	WB_FEED_GUARD_WIDE,   /* a prefix covers very many hosts */
	WB_FEED_GUARD_LINES,  /* more than 1 % of the lines are bad */
	WB_FEED_GUARDS
};
#define WB_FEED_ALLOWS(guard) (1u << (guard))

/* The shortest prefixes that are listed without a word more. */
#define WB_FEED_GUARD_SHORTEST_V4 8
#define WB_FEED_GUARD_SHORTEST_V6 19

/* One row for each enum wb_feed_guard, in its order. */
struct wb_feed_guard_row {
	const char *name;  /* as --allow and the setting allow take it */
	const char *right; /* what was expected */
};
extern const struct wb_feed_guard_row wb_feed_guards[];

/* Adds the guards named in a list "change,wide" to a set; WB_INVALID: the reason names them all. */
enum wb_status wb_feed_guard_parse(const char *names, unsigned *allowed, struct wb_error *error_r);

/*
 * The guard that this prefix trips, or WB_FEED_GUARDS. error_r names the guard and says what is wrong, what was expected and
 * how to take it all the same.
 */
enum wb_feed_guard wb_feed_guard_check_prefix(
    const struct wb_exempt *exempt, const struct wb_prefix *prefix, unsigned allowed, struct wb_error *error_r);

/* The same for a whole file, and for what it would make of a feed that had `before` prefixes (0: none, so any will do). */
enum wb_feed_guard wb_feed_guard_check_file(size_t good_lines, size_t bad_lines, unsigned allowed, struct wb_error *error_r);
enum wb_feed_guard wb_feed_guard_check_change(uint64_t before, uint64_t after, unsigned allowed, struct wb_error *error_r);

#endif
