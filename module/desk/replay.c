/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* replay.c - see replay.h */
#include "desk/replay.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

const struct wb_replay_table_row wb_replay_tables[WB_REPLAY_TABLES] = {
	[WB_REPLAY_BY_ACTION] = { "actions", "Changed" },
	[WB_REPLAY_BY_CATEGORY] = { "categories", "By category" },
	[WB_REPLAY_BY_SOURCE] = { "sources", "By what decides" },
	[WB_REPLAY_BY_ASN] = { "networks", "By network" },
	[WB_REPLAY_HOSTS] = { "hosts", "Accepted mail that would be refused, by host" },
};

enum wb_status wb_replay_open(struct wb_replay *replay, const struct wb_policy *before, const struct wb_policy *after,
    bool is_same, struct wb_error *error_r)
{
	memset(replay, 0, sizeof(*replay));
	replay->is_same_policy = is_same;
	for (int i = 0; i < WB_REPLAY_TABLES; i++)
		wb_tally_open(&replay->tallies[i], i == WB_REPLAY_HOSTS ? WB_REPLAY_HOSTS_MAX : WB_REPLAY_NAMES_MAX);
	if (wb_redecider_open(before, before, &replay->before) != WB_OK ||
	    wb_redecider_open(after, before, &replay->after) != WB_OK)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	return WB_OK;
}

void wb_replay_close(struct wb_replay *replay)
{
	wb_redecider_close(&replay->before);
	wb_redecider_close(&replay->after);
	for (int i = 0; i < WB_REPLAY_TABLES; i++)
		wb_tally_close(&replay->tallies[i]);
}

const char *wb_replay_action_name(enum wb_action action)
{
	return action == WB_OFF ? "accept" : wb_action_name(action);
}

/* What was done then: by what is recorded of it. */
static enum wb_action recorded_action(const struct wb_event *event)
{
	enum wb_action action;

	if (!wb_action_parse(wb_event_field(event, "action"), &action))
		return WB_OFF;
	return action > WB_LOG && strcmp(wb_event_field(event, "mode"), "monitor") == 0 ? WB_LOG : action;
}

static void count_host(struct wb_replay *replay, const struct wb_replay_row *row)
{
	char client[WB_ADDRESS_TEXT_SIZE], note[WB_TALLY_NAME_SIZE];
	const char *name = wb_event_field(row->event, "name"), *guard = wb_event_field(row->event, "guard");
	struct wb_text text;

	wb_address_format(&row->event->client, client);
	wb_text_open(&text, note, sizeof(note));
	wb_text_add(&text, name);
	if (guard[0] != '\0')
		wb_text_addf(&text, "%sknown: %s", name[0] != '\0' ? ", " : "", guard);
	wb_tally_add_many(&replay->tallies[WB_REPLAY_HOSTS], client, note, row->accepted);
	replay->accepted_refused += row->accepted;
}

static void count_change(struct wb_replay *replay, struct wb_replay_row *row)
{
	const struct wb_redecision *after = row->after;
	const char *category = after->category != NULL ? after->category->id : wb_event_field(row->event, "category");
	const char *asn = wb_event_field(row->event, "asn");
	char name[64];

	snprintf(name, sizeof(name), "%s -> %s", wb_replay_action_name(row->before), wb_replay_action_name(after->least));
	wb_tally_add_many(&replay->tallies[WB_REPLAY_BY_ACTION], name, NULL, row->count);
	wb_tally_add_many(&replay->tallies[WB_REPLAY_BY_CATEGORY], category[0] != '\0' ? category : "-", NULL, row->count);
	wb_tally_add_many(
	    &replay->tallies[WB_REPLAY_BY_SOURCE], after->source[0] != '\0' ? after->source : "-", NULL, row->count);
	snprintf(name, sizeof(name), asn[0] != '\0' ? "AS%.16s" : "-%.0s", asn);
	wb_tally_add_many(&replay->tallies[WB_REPLAY_BY_ASN], name, wb_event_field(row->event, "as_org"), row->count);
	if (row->before < WB_DEFER && after->least >= WB_DEFER) {
		replay->refused_more += row->count;
		if (row->accepted > 0)
			count_host(replay, row);
		row->accepted = 0; /* which recipients of the case they were is not known: they are counted once */
	} else if (row->before >= WB_DEFER && after->least < WB_DEFER) {
		replay->refused_less += row->count;
	}
}

static void count_unknown(struct wb_replay *replay, const struct wb_replay_row *row)
{
	for (int i = 0; i < WB_MISSING_COUNT; i++) {
		if ((row->after->missing >> i & 1) != 0)
			replay->missing[i] += row->count;
	}
	if (row->before < WB_DEFER && row->after->most >= WB_DEFER)
		replay->maybe_more += row->count;
}

static void add_row(struct wb_replay *replay, struct wb_replay_row *row)
{
	replay->verdicts += row->count;
	if (row->after->least != row->after->most) {
		replay->unknown += row->count;
		count_unknown(replay, row);
	} else if (row->after->least == row->before) {
		replay->same += row->count;
		return;
	} else {
		replay->changed += row->count;
	}
	if (replay->visit != NULL)
		replay->visit(replay->context, row);
	if (row->after->least == row->after->most)
		count_change(replay, row);
}

/* Both policies decide; before, where its facts are not all known, is what was done. */
static void decide(struct wb_replay *replay, const struct wb_case *remembered, const char *recipient, enum wb_action *before_r,
    struct wb_redecision *after_r)
{
	const struct wb_redecide_about about = {
		.at_s = remembered->first_s,
		.last_s = remembered->last_s,
		.recipient = recipient,
		.helo_varies = remembered->helo_varies,
		.is_from_log = remembered->is_from_log,
	};
	struct wb_redecision before;

	wb_redecide(replay->before, &remembered->event, &about, &before);
	*before_r = before.least == before.most ? before.least : recorded_action(&remembered->event);
	wb_redecide(replay->after, &remembered->event, &about, after_r);
}

/*
 * Takes in what one more recipient alone would have. One message has the strictest of them, since who wants less wants it for himself
 * (choice.h); of several messages it is not known who was together.
 */
static void add_decision(struct wb_redecision *all, const struct wb_redecision *next, bool is_one_message)
{
	unsigned missing = all->missing | next->missing;
	enum wb_action least = all->least < next->least ? all->least : next->least;
	enum wb_action most = all->most > next->most ? all->most : next->most;

	if (is_one_message)
		least = all->least > next->least ? all->least : next->least;
	else if (all->least != next->least || all->most != next->most)
		missing |= 1u << WB_MISSING_RECIPIENT;
	if (next->most > all->most)
		*all = *next;
	all->least = least;
	all->most = most;
	all->missing = least != most ? missing : 0;
}

/* At the end of a message one verdict is about all its recipients. */
static void add_message(struct wb_replay *replay, const struct wb_case *remembered, uint64_t accepted)
{
	/* Of those that found no room, or where there are none, nothing is known. */
	size_t count = remembered->mail_count + (remembered->mail_count == 0 || remembered->mails_left_out > 0);
	struct wb_redecision all, next;
	enum wb_action before;
	struct wb_replay_row row = { &remembered->event, "", remembered->count, accepted, WB_OFF, &all };

	for (size_t i = 0; i < count; i++) {
		const char *recipient = i < remembered->mail_count ? remembered->mails[i].recipient : "";

		decide(replay, remembered, recipient, &before, &next);
		if (i == 0) {
			row.before = before;
			all = next;
			continue;
		}
		/* What was done then is known, too, where it would be something else for one of them alone. */
		if (before != row.before)
			row.before = recorded_action(&remembered->event);
		add_decision(&all, &next, remembered->count == 1);
	}
	add_row(replay, &row);
}

static void add_recipients(struct wb_replay *replay, const struct wb_case *remembered, uint64_t accepted)
{
	uint64_t left = remembered->count;
	struct wb_redecision after;
	struct wb_replay_row row = { .event = &remembered->event, .accepted = accepted, .after = &after };

	for (size_t i = 0; i <= remembered->mail_count && left > 0; i++) {
		bool is_rest = i == remembered->mail_count;
		uint64_t count = is_rest ? left : remembered->mails[i].count;

		row.recipient = is_rest ? "" : remembered->mails[i].recipient;
		row.count = count < left ? count : left;
		decide(replay, remembered, row.recipient, &row.before, &after);
		add_row(replay, &row);
		left -= row.count;
	}
}

void wb_replay_add(struct wb_replay *replay, const struct wb_case *remembered)
{
	bool is_accept = recorded_action(&remembered->event) == WB_OFF;
	uint64_t accepted = 0;

	if (replay->first_s == 0 || remembered->first_s < replay->first_s)
		replay->first_s = remembered->first_s;
	if (remembered->last_s > replay->last_s)
		replay->last_s = remembered->last_s;
	if (remembered->has_accepted)
		accepted = remembered->accepted;
	else if (is_accept)
		accepted = remembered->count;
	else if (recorded_action(&remembered->event) < WB_DEFER)
		replay->unknown_mail += remembered->count;
	if (replay->is_same_policy) {
		replay->verdicts += remembered->count;
		replay->same += remembered->count;
	} else if (strcmp(wb_event_field(&remembered->event, "stage"), "data") == 0) {
		add_message(replay, remembered, accepted);
	} else {
		add_recipients(replay, remembered, accepted);
	}
}

void wb_replay_sort(struct wb_replay *replay)
{
	for (int i = 0; i < WB_REPLAY_TABLES; i++)
		wb_tally_sort(&replay->tallies[i], WB_TALLY_BY_COUNT);
}
