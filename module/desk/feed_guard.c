/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_guard.c - see feed_guard.h */
#include "desk/feed_guard.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/private_space.h"
#include "base/text.h"
#include "desk/special_space.h"
#include "verdict/exempt.h"

__attribute__((format(printf, 3, 4))) static enum wb_feed_guard refuse(
    struct wb_error *error_r, enum wb_feed_guard guard, const char *format, ...)
{
	char found[200];
	va_list args;

	va_start(args, format);
	vsnprintf(found, sizeof(found), format, args);
	va_end(args);
	wb_fail(error_r, WB_INVALID, "guard %s: %s: expected %s; or --allow %s", wb_feed_guards[guard].name, found,
	    wb_feed_guards[guard].expected, wb_feed_guards[guard].name);
	return guard;
}

static bool is_allowed(unsigned allowed, enum wb_feed_guard guard)
{
	return (allowed & WB_FEED_ALLOWS(guard)) != 0;
}

enum wb_feed_guard wb_feed_guard_check_prefix(
    const struct wb_exempt *exempt, const struct wb_prefix *prefix, unsigned allowed, struct wb_error *error_r)
{
	unsigned shortest = wb_prefix_is_v4(prefix) ? WB_FEED_GUARD_SHORTEST_V4 : WB_FEED_GUARD_SHORTEST_V6;
	char text[WB_PREFIX_TEXT_SIZE], network[WB_PREFIX_TEXT_SIZE];
	const struct wb_prefix *covered = NULL;
	bool is_private, is_special;

	if (!is_allowed(allowed, WB_FEED_GUARD_WIDE) && wb_prefix_length(prefix) < shortest) {
		wb_prefix_format(prefix, text);
		return refuse(
		    error_r, WB_FEED_GUARD_WIDE, "%s is shorter than /%u and would block very many hosts", text, shortest);
	}
	if (is_allowed(allowed, WB_FEED_GUARD_EXEMPT))
		return WB_FEED_GUARDS;
	/* What is left out need not be refused. */
	if (!is_allowed(allowed, WB_FEED_SKIP_SPECIAL))
		covered = wb_private_space_overlap(prefix);
	is_private = covered != NULL;
	if (covered == NULL && !is_allowed(allowed, WB_FEED_SKIP_SPECIAL))
		covered = wb_special_space_overlap(prefix);
	is_special = covered != NULL;
	if (covered == NULL)
		covered = wb_exempt_overlap(exempt, prefix);
	if (covered == NULL)
		return WB_FEED_GUARDS;
	wb_prefix_format(prefix, text);
	wb_prefix_format(covered, network);
	return refuse(error_r, WB_FEED_GUARD_EXEMPT, "%s overlaps %s, which %s", text, network,
	    is_private       ? "is private or loopback space"
		: is_special ? "is special space: no client has such an address"
			     : "exempt.hosts exempts");
}

enum wb_feed_guard wb_feed_guard_check_file(
    size_t good_lines, size_t bad_lines, size_t prefixes, unsigned allowed, struct wb_error *error_r)
{
	if (!is_allowed(allowed, WB_FEED_GUARD_LINES) && bad_lines > 0 && 99 * bad_lines > good_lines)
		return refuse(error_r, WB_FEED_GUARD_LINES, "%zu of %zu lines are bad", bad_lines, bad_lines + good_lines);
	if (!is_allowed(allowed, WB_FEED_GUARD_EMPTY) && prefixes == 0)
		return refuse(
		    error_r, WB_FEED_GUARD_EMPTY, "there is no prefix in it%s", good_lines > 0 ? " that would be listed" : "");
	return WB_FEED_GUARDS;
}

enum wb_feed_guard wb_feed_guard_check_change(uint64_t before, uint64_t after, unsigned allowed, struct wb_error *error_r)
{
	uint64_t change = after > before ? after - before : before - after;

	/* An empty file is another guard's. */
	if (is_allowed(allowed, WB_FEED_GUARD_CHANGE) || before == 0 || after == 0 || change <= before / 2)
		return WB_FEED_GUARDS;
	return refuse(error_r, WB_FEED_GUARD_CHANGE, "the feed would %s from %llu to %llu prefixes",
	    after > before ? "grow" : "shrink", (unsigned long long)before, (unsigned long long)after);
}
