/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * desk_fixture.h - what tests of the desk need: a configuration with a store of its own, who acts, and what is listed and recorded.
 */
#ifndef WB_DESK_FIXTURE_H
#define WB_DESK_FIXTURE_H

#include "fixture.h"
#include "store/change.h"
#include "store/history.h"

static const struct wb_change by_ann = { .at_s = NOW_S, .login = "ann", .uid = 1000 };

/* more: further lines of the file. The store is there and empty. */
static inline struct wb_config *open_desk(const char *folder, const char *more)
{
	char text[2048];

	snprintf(text, sizeof(text), "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\n%s\n", init_store(folder), more);
	return open_config(folder, text);
}

struct desk_text {
	char text[4096];
};

static inline bool desk_note_listing(void *context, const struct wb_listing *listing)
{
	struct desk_text *noted = context;
	size_t length = strlen(noted->text);
	char prefix[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format(&listing->prefix, prefix);
	snprintf(noted->text + length, sizeof(noted->text) - length, "%s %s %s %s|", prefix, listing->category, listing->source,
	    listing->reason);
	return true;
}

/* "192.0.2.66/32 spam staff:ann seen relaying|" for each listing, in the order of the store. */
static inline struct desk_text all_listed(const struct wb_config *config)
{
	struct desk_text noted = { "" };
	size_t unreadable;

	assert_int_equal(wb_listing_walk(config->policy.store, desk_note_listing, &noted, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	return noted;
}

static inline bool desk_note_record(void *context, const struct wb_history_record *record)
{
	struct desk_text *noted = context;
	size_t length = strlen(noted->text);

	snprintf(noted->text + length, sizeof(noted->text) - length, "%s %s %s|", record->login,
	    wb_history_actions[record->action].name, record->why);
	return true;
}

/* "ann add seen relaying|" for each record of history, the oldest first. */
static inline struct desk_text all_recorded(const struct wb_config *config)
{
	struct desk_text noted = { "" };
	size_t unreadable;

	assert_int_equal(wb_history_walk(config->policy.store, NULL, 0, desk_note_record, &noted, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	return noted;
}

#endif
