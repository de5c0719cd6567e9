/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_guard.h - what a feed's file must not do, unless it was allowed by name: a broken or hostile file changes nothing.
 */
#ifndef WB_FEED_GUARD_H
#define WB_FEED_GUARD_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"
#include "config/feed_allow.h"

struct wb_exempt;

/* The shortest prefixes that are listed without a word more. */
#define WB_FEED_GUARD_SHORTEST_V4 8
#define WB_FEED_GUARD_SHORTEST_V6 19

/*
 * The guard that this prefix trips, or WB_FEED_GUARDS. error_r names the guard and says what is wrong, what was expected and
 * how to take it all the same.
 */
enum wb_feed_guard wb_feed_guard_check_prefix(
    const struct wb_exempt *exempt, const struct wb_prefix *prefix, unsigned allowed, struct wb_error *error_r);

/*
 * The same for a whole file, of which so many prefixes would be listed, and for what it would make of a feed that had `before` prefixes (0: none,
 * so any will do).
 */
enum wb_feed_guard wb_feed_guard_check_file(
    size_t good_lines, size_t bad_lines, size_t prefixes, unsigned allowed, struct wb_error *error_r);
enum wb_feed_guard wb_feed_guard_check_change(uint64_t before, uint64_t after, unsigned allowed, struct wb_error *error_r);

#endif
