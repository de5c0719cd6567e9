/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * redecide_fixture.h - rows of what another policy would have decided: two configurations, an event as event_fixture.h writes it, and the
 * actions that are possible.
 */
#ifndef WB_REDECIDE_FIXTURE_H
#define WB_REDECIDE_FIXTURE_H

#include "desk/redecide.h"
#include "event_fixture.h"
#include "fixture.h"

#define NOTHING "known_senders = \"\"\nrules_file = \"\"\ngeoip { country = \"\" asn = \"\" }\n"
#define MISSING(what) (1u << WB_MISSING_##what)

struct redecide_row {
	const char *label, *before, *after; /* lines of the configurations */
	const char *client, *fields, *evidence;
	const char *recipient;
	enum wb_action least, most;
	unsigned missing;
	const char *category, *source; /* NULL: they do not matter */
	bool helo_varies, is_from_log;
};

static inline struct wb_config *open_lines(const char *folder, const char *lines)
{
	char text[4096];

	snprintf(text, sizeof(text), NOTHING "%s", lines);
	return open_config(folder, text);
}

static inline struct wb_redecision redecide_row(const char *folder, const struct redecide_row *row, int64_t at_s)
{
	struct wb_config *before = open_lines(folder, row->before);
	/* With the same lines it is the same policy, as in replay the one in force is. */
	struct wb_config *after = strcmp(row->before, row->after) != 0 ? open_lines(folder, row->after) : before;
	const struct wb_redecide_about about = { at_s, at_s, row->recipient != NULL ? row->recipient : "", row->helo_varies,
		row->is_from_log };
	struct wb_redecider *redecider;
	struct wb_redecision decision;

	set_event(row->client != NULL ? row->client : "192.0.2.66", row->fields, row->evidence);
	assert_int_equal(wb_redecider_open(&after->policy, &before->policy, &redecider), WB_OK);
	wb_redecide(redecider, &event, &about, &decision);
	if (row->category != NULL)
		assert_string_equal(decision.category != NULL ? decision.category->id : "", row->category);
	wb_redecider_close(&redecider);
	assert_null(redecider);
	if (after != before)
		wb_config_close(&after);
	wb_config_close(&before);
	return decision;
}

static inline void check_rows(const char *folder, const struct redecide_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct wb_redecision decision;

		begin_row(rows[i].label);
		decision = redecide_row(folder, &rows[i], NOW_S);
		if (decision.least != rows[i].least || decision.most != rows[i].most || decision.missing != rows[i].missing)
			fail_msg("found %d to %d, missing %x: expected %d to %d, %x", decision.least, decision.most,
			    decision.missing, rows[i].least, rows[i].most, rows[i].missing);
		if (rows[i].source != NULL)
			assert_string_equal(decision.source, rows[i].source);
	}
}

#endif
