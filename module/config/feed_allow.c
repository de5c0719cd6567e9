/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_allow.c - see feed_allow.h */
#include "config/feed_allow.h"

#include <string.h>

#include "base/text.h"

#define NAME_BYTES_SHOWN 40 /* of one that is none, in a message */

/* Of no size here: a row that is forgotten at its end does not fit its declaration. */
const struct wb_feed_guard_row wb_feed_guards[] = {
	[WB_FEED_GUARD_EMPTY] = { "empty", NULL, "a file with at least one prefix" },
	[WB_FEED_GUARD_CHANGE] = { "change", "by more than half",
	    "a file of half to one and a half times the size; look at it first" },
	[WB_FEED_GUARD_EXEMPT] = { "exempt", NULL,
	    "a feed without exempt and special addresses; --allow skip-special leaves special ones out" },
	[WB_FEED_GUARD_WIDE] = { "wide", NULL, "prefixes of /8 and longer, /19 for IPv6" },
	[WB_FEED_GUARD_LINES] = { "lines", "over 1 % bad",
	    "a file in which at most 1 % of the lines are bad; where the addresses stand behind other columns, or in CSV or JSON, --column names theirs" },
	[WB_FEED_SKIP_SPECIAL] = { "skip-special", "takes the rest", "addresses that clients have" },
};

enum wb_status wb_feed_allow_parse(const char *names, unsigned *allowed, struct wb_error *error_r)
{
	char known[100];
	struct wb_text text;
	size_t length;

	while (*names != '\0') {
		int guard = 0;

		length = strcspn(names, ",");
		while (guard < WB_FEED_GUARDS &&
		    (strlen(wb_feed_guards[guard].name) != length || strncmp(wb_feed_guards[guard].name, names, length) != 0))
			guard++;
		if (guard == WB_FEED_GUARDS)
			break;
		*allowed |= WB_FEED_ALLOWS(guard);
		names += length;
		names += *names == ',' && names[1] != '\0';
	}
	if (*names == '\0')
		return WB_OK;
	wb_text_open(&text, known, sizeof(known));
	for (size_t i = 0; i < WB_FEED_GUARDS; i++)
		wb_text_add_item(&text, i, WB_FEED_GUARDS, "and", wb_feed_guards[i].name);
	length = strcspn(names, ",");
	return wb_fail(error_r, WB_INVALID, "\"%.*s\": expected some of %s, with commas between them",
	    (int)(length < NAME_BYTES_SHOWN ? length : NAME_BYTES_SHOWN), names, known);
}
