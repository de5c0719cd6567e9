/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_fixture.h - a wb_feed_found for the tests of what reads feeds: it writes down what it is given.
 */
#ifndef WB_FEED_FIXTURE_H
#define WB_FEED_FIXTURE_H

#include "desk/feed_format.h"
#include "unit.h"

/* "192.0.2.0/24 SBL1|!192.0.2.9/32|" */
struct found_items {
	char text[4096];
};

static inline enum wb_status write_item(
    void *context, const struct wb_line_reader *reader, struct wb_feed_item *item, struct wb_error *error_r)
{
	struct found_items *items = context;
	char prefix[WB_PREFIX_TEXT_SIZE];
	struct wb_prefix next;

	(void)reader;
	(void)error_r;
	while (wb_range_take(&item->range, &next)) {
		size_t length = strlen(items->text);

		wb_prefix_format(&next, prefix);
		snprintf(items->text + length, sizeof(items->text) - length, "%s%s%s%s|", item->is_excluded ? "!" : "", prefix,
		    item->reason[0] != '\0' ? " " : "", item->reason);
	}
	return WB_OK;
}

#endif
