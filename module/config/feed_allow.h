/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_allow.h - the guards that keep a broken or hostile file from becoming listings, by name, and what allows one to be passed:
 * the setting allow of a feed, and --allow.
 */
#ifndef WB_FEED_ALLOW_H
#define WB_FEED_ALLOW_H

#include "base/status.h"

enum wb_feed_guard {
	WB_FEED_GUARD_EMPTY,  /* no prefix in the file */
	WB_FEED_GUARD_CHANGE, /* it shrinks or grows by more than half */
	WB_FEED_GUARD_EXEMPT, /* a prefix covers exempt hosts, or private, loopback or other special addresses */
	WB_FEED_GUARD_WIDE,   /* a prefix covers very many hosts */
	WB_FEED_GUARD_LINES,  /* more than 1 % of the lines are bad */
	WB_FEED_SKIP_SPECIAL, /* no guard: special space is left out, and the rest taken, where WB_FEED_GUARD_EXEMPT would refuse the file */
	WB_FEED_GUARDS
};
#define WB_FEED_ALLOWS(guard) (1u << (guard))

/* One row for each enum wb_feed_guard, in its order. */
struct wb_feed_guard_row {
	const char *name; /* as --allow and the setting allow take it */
	const char *note; /* what it means, in a list of the names; NULL: the name says it */
	const char *expected;
};
extern const struct wb_feed_guard_row wb_feed_guards[WB_FEED_GUARDS];

/* Adds the guards named in a list "change,wide" to a set; WB_INVALID: the reason names them all. */
enum wb_status wb_feed_allow_parse(const char *names, unsigned *allowed, struct wb_error *error_r);

#endif
