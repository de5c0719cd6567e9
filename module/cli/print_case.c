/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_case.c - see print_case.h */
#include "cli/print_case.h"
#include "cli/listing_note.h"

#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "cli/print_event.h"
#include "cli/print_json.h"
#include "cli/print_table.h"
#include "cli/print_wrapped.h"
#include "verdict/evidence_text.h"

#define INDENT 11
#define LINE_SIZE 1024
#define MAILS_SHOWN 6

static const char *field(const struct wb_case *remembered, const char *key)
{
	return wb_event_field(&remembered->event, key);
}

/* What is remembered of a stranger's words is printable; a file that was written by somebody else need not be. */
static void add_clean(struct wb_text *text, const char *foreign)
{
	wb_text_add_printable(text, foreign, LINE_SIZE);
}

static void print_line(const char *label, struct wb_text *text)
{
	char padded[INDENT + 1];

	if (text->length == 0)
		return;
	snprintf(padded, sizeof(padded), "%-*s", INDENT, label);
	cli_print_labelled(padded, text->data, INDENT);
}

static void print_client(const struct wb_case *remembered)
{
	char buffer[LINE_SIZE], client[WB_ADDRESS_TEXT_SIZE];
	struct wb_text text;

	wb_address_format(&remembered->event.client, client);
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_add(&text, client);
	if (field(remembered, "name")[0] != '\0') {
		wb_text_add(&text, ", ");
		add_clean(&text, field(remembered, "name"));
	}
	if (field(remembered, "country")[0] != '\0')
		wb_text_addf(&text, ", %.2s", field(remembered, "country"));
	if (field(remembered, "asn")[0] != '\0') {
		wb_text_addf(&text, ", AS%.10s ", field(remembered, "asn"));
		add_clean(&text, field(remembered, "as_org"));
	}
	print_line("Client", &text);
	wb_text_open(&text, buffer, sizeof(buffer));
	add_clean(&text, field(remembered, "helo"));
	if (text.length > 0 && remembered->helo_varies)
		wb_text_add(&text, ", and others");
	print_line("HELO", &text);
}

static void print_times(const struct wb_case *remembered)
{
	char buffer[LINE_SIZE], first[WB_TIMESTAMP_TEXT_SIZE], last[WB_TIMESTAMP_TEXT_SIZE];
	struct wb_text text;

	wb_timestamp_format(remembered->first_s, first);
	wb_timestamp_format(remembered->last_s, last);
	wb_text_open(&text, buffer, sizeof(buffer));
	if (remembered->count == 1)
		wb_text_addf(&text, "once, %s", first);
	else
		wb_text_addf(&text, "%u times, from %s to %s", remembered->count, first, last);
	if (remembered->is_from_log)
		wb_text_add(&text, ", read from the log");
	print_line("Seen", &text);
	wb_text_open(&text, buffer, sizeof(buffer));
	if (remembered->accepted > 0)
		wb_text_addf(&text, "for %u recipients in these connections, in the end", remembered->accepted);
	print_line("Accepted", &text);
}

static void add_score(const struct wb_case *remembered, struct wb_text *text)
{
	if (field(remembered, "score")[0] == '\0')
		return;
	wb_text_add(text, ", score ");
	add_clean(text, field(remembered, "score"));
	wb_text_add(text, " of ");
	add_clean(text, field(remembered, "threshold"));
}

/* The case has the code of its first verdict; the others have codes of their own, by which it is found, too. */
static void print_reference(const struct wb_case *remembered)
{
	char buffer[LINE_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	add_clean(&text, field(remembered, "ref"));
	if (text.length > 0 && remembered->count > 1)
		wb_text_addf(&text, ", of the first of the %u; each has its own", remembered->count);
	print_line("Reference", &text);
}

static void print_verdict(const struct wb_case *remembered)
{
	static const struct {
		const char *label, *key;
	} rows[] = { { "Guard", "guard" }, { "Grace to", "refused_from" }, { "Chosen by", "choice" }, { "Allow list", "dnswl" },
		{ "Fault", "fault" }, { "Shadow", "shadow" } };
	char buffer[LINE_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	add_clean(&text, field(remembered, "action"));
	if (field(remembered, "category")[0] != '\0') {
		wb_text_add(&text, " as ");
		add_clean(&text, field(remembered, "category"));
	}
	add_score(remembered, &text);
	if (strcmp(field(remembered, "mode"), "monitor") == 0)
		wb_text_add(&text, "; only logged, since mode was monitor");
	if (strcmp(field(remembered, "stage"), "data") == 0)
		wb_text_add(&text, ", at the end of the mail");
	print_line("Verdict", &text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		wb_text_open(&text, buffer, sizeof(buffer));
		add_clean(&text, field(remembered, rows[i].key));
		print_line(rows[i].label, &text);
	}
}

static void add_source(const struct wb_event_evidence *row, struct wb_text *text)
{
	char source[WB_EVIDENCE_SOURCE_SIZE];
	struct wb_text plain;

	wb_text_open(&plain, source, sizeof(source));
	wb_evidence_add_source_of(row->kind, row->origin, row->return_code, &plain);
	add_clean(text, source);
}

/* store: where the notes of staff are; NULL: nobody looks for them. */
static void print_evidence(const struct wb_case *remembered, const char *store)
{
	const struct wb_event *event = &remembered->event;
	char buffer[LINE_SIZE], note[WB_LISTING_REASON_SIZE];
	struct wb_text text;

	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];

		wb_text_open(&text, buffer, sizeof(buffer));
		add_source(row, &text);
		wb_text_add(&text, " for ");
		add_clean(&text, row->category);
		wb_text_add(&text, ", ");
		wb_text_add_milli(&text, row->weight_milli);
		if (row->detail[0] != '\0') {
			wb_text_add(&text, ": ");
			add_clean(&text, row->detail);
		}
		if (row->reason[0] != '\0' && strcmp(row->reason, row->detail) != 0) {
			wb_text_add(&text, row->detail[0] != '\0' ? "; " : ": ");
			add_clean(&text, row->reason);
		}
		if (row->discount != WB_DISCOUNT_NONE)
			wb_text_addf(&text, " (does not count: %s)", wb_discount_text(row->discount));
		print_line(i == 0 ? "Because" : "", &text);
		if (store == NULL || row->kind != WB_EVIDENCE_LISTING)
			continue;
		cli_listing_find_note_of(store, &event->client, row->origin, row->category, note);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_text_addf(&text, "note, for staff alone: %s", note);
		if (note[0] != '\0')
			print_line("", &text);
	}
}

static void print_mails(const struct wb_case *remembered)
{
	size_t shown = remembered->mail_count < MAILS_SHOWN ? remembered->mail_count : MAILS_SHOWN;
	uint64_t left = remembered->mails_left_out;
	char buffer[LINE_SIZE];
	struct wb_text text;

	for (size_t i = 0; i < remembered->mail_count; i++) {
		const struct wb_case_mail *mail = &remembered->mails[i];

		if (i >= shown) {
			left += mail->count;
			continue;
		}
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_text_add(&text, "from <");
		add_clean(&text, mail->sender);
		wb_text_add(&text, "> to <");
		add_clean(&text, mail->recipient);
		wb_text_add_char(&text, '>');
		if (mail->count > 1)
			wb_text_addf(&text, ", %u times", mail->count);
		print_line(i == 0 ? "Mail" : "", &text);
	}
	wb_text_open(&text, buffer, sizeof(buffer));
	if (left > 0)
		wb_text_addf(&text, "and %llu more", (unsigned long long)left);
	print_line("", &text);
}

const char *cli_case_unheard(const struct wb_case *remembered, const struct wb_outcome *now)
{
	const struct wb_event *event = &remembered->event;

	for (size_t i = 0; i < event->evidence_count; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];

		for (size_t z = 0; row->kind == WB_EVIDENCE_ZONE && z < now->policy->zone_count; z++) {
			enum wb_dnsbl_answer answer =
			    now->dnsbl != NULL ? wb_dnsbl_result(now->dnsbl, z)->answer : WB_DNSBL_UNASKED;

			if (strcmp(now->policy->zones[z].shown, row->origin) == 0 && answer != WB_DNSBL_LISTED &&
			    answer != WB_DNSBL_NOT_LISTED)
				return now->policy->zones[z].shown;
		}
	}
	return now->facts.fault.text[0] != '\0' ? "the check" : "";
}

/* What may be said to whoever asks, by what the heaviest evidence of now is; and by that of then, where nothing is left of it. */
static void add_answer(const struct wb_case *remembered, const struct wb_outcome *now, struct wb_text *text)
{
	const struct wb_evidence *heaviest = now->verdict.heaviest;
	char prefix[WB_PREFIX_TEXT_SIZE], until[WB_TIMESTAMP_TEXT_SIZE];

	if (now->action < WB_DEFER && cli_case_unheard(remembered, now)[0] != '\0') {
		wb_text_add(text, "not known: ask again when it answers; see whyblock dnsbl status");
		return;
	}
	if (now->action < WB_DEFER && !remembered->event.is_refusal) {
		wb_text_add(text, "it was not refused");
		return;
	}
	if (now->action < WB_DEFER || heaviest == NULL) {
		wb_text_add(text,
		    now->action < WB_DEFER ? "the mail can be sent again"
					   : "something could not be checked: see whyblock status");
		return;
	}
	switch (heaviest->kind) {
	case WB_EVIDENCE_LISTING:
		wb_prefix_format(&heaviest->listing->prefix, prefix);
		wb_text_addf(text, "%s lists %s", heaviest->listing->source, prefix);
		if (heaviest->listing->expires_at_s != 0) {
			wb_timestamp_format(heaviest->listing->expires_at_s, until);
			wb_text_addf(text, " until %s", until);
		}
		if (strncmp(heaviest->listing->source, "feed:", 5) == 0)
			wb_text_add(text, ", by a file of others; whyblock list add ADDRESS allow lets the host in");
		else
			wb_text_addf(text, "; whyblock list remove %s %s takes it away", prefix, heaviest->listing->category);
		break;
	case WB_EVIDENCE_ZONE:
		wb_text_addf(text, "%s lists the host: whoever runs it asks there", heaviest->hit.zone->shown);
		if (heaviest->hit.zone->removal[0] != '\0')
			wb_text_addf(text, ", %s", heaviest->hit.zone->removal);
		break;
	case WB_EVIDENCE_RULE:
	case WB_EVIDENCE_MESSAGE:
		wb_text_add(text, heaviest->rule->remedy[0] != '\0' ? heaviest->rule->remedy : heaviest->rule->reason);
		break;
	case WB_EVIDENCE_NEIGHBOURS:
	case WB_EVIDENCE_KIND_COUNT:
		wb_text_add(text, "other hosts of its network are listed");
		break;
	}
}

static void print_now(const struct wb_case *remembered, const struct wb_outcome *now)
{
	char buffer[LINE_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	if (now->action >= WB_DEFER)
		wb_text_addf(&text, "still blocked: %s%s%s", wb_action_name(now->action),
		    now->verdict.category != NULL ? " as " : "",
		    now->verdict.category != NULL ? now->verdict.category->id : "");
	else if (cli_case_unheard(remembered, now)[0] != '\0')
		wb_text_addf(&text, "not known: %s gave no answer, or was not asked", cli_case_unheard(remembered, now));
	else if (now->facts.is_allowed)
		wb_text_addf(&text, "not blocked, since %s allows it", now->facts.allow.source);
	else
		wb_text_add(&text, "not blocked");
	if (now->action < WB_DEFER && strcmp(field(remembered, "stage"), "data") == 0)
		wb_text_add(&text, " by what is known of the host; what its mail was refused for may be so still");
	print_line("Now", &text);
	wb_text_open(&text, buffer, sizeof(buffer));
	add_answer(remembered, now, &text);
	print_line("Answer", &text);
}

void cli_case_print(const struct wb_case *remembered, const struct wb_outcome *now)
{
	print_client(remembered);
	print_verdict(remembered);
	print_reference(remembered);
	print_times(remembered);
	print_evidence(remembered, now != NULL ? now->policy->store : NULL);
	print_mails(remembered);
	if (now != NULL)
		print_now(remembered, now);
}

static const struct cli_column columns[] = {
	{ "LAST", 20, 20, NULL, false },
	{ "TIMES", 5, 5, NULL, true },
	{ " ACTION", 7, 7, NULL, false },
	{ "CATEGORY", 12, 12, NULL, false },
	{ "CLIENT", 15, 15, NULL, false },
	{ "SOURCE", 0, CLI_TABLE_REST, NULL, false },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

void cli_case_print_row(const struct wb_case *remembered, bool first)
{
	char time[WB_TIMESTAMP_TEXT_SIZE], client[WB_ADDRESS_TEXT_SIZE], source[WB_EVIDENCE_SOURCE_SIZE];
	char action[8], shown[WB_CATEGORY_ID_SIZE], times[16];
	const struct wb_event *event = &remembered->event;
	const char *category = field(remembered, "category");
	const char *const cells[COLUMNS] = { time, times, action, shown, client, source };
	struct wb_text text;

	if (first)
		cli_table_heading(columns, COLUMNS);
	wb_timestamp_format(remembered->last_s, time);
	wb_address_format(&event->client, client);
	wb_text_open(&text, source, sizeof(source));
	for (size_t i = 0; i < event->evidence_count && text.length == 0; i++) {
		if (event->evidence[i].discount == WB_DISCOUNT_NONE &&
		    (category[0] == '\0' || strcmp(event->evidence[i].category, category) == 0))
			add_source(&event->evidence[i], &text);
	}
	wb_text_add(&text, text.length == 0 ? "-" : "");
	wb_text_open(&text, action, sizeof(action));
	wb_text_add_char(&text, ' ');
	add_clean(&text, field(remembered, "action"));
	wb_text_open(&text, shown, sizeof(shown));
	add_clean(&text, category[0] != '\0' ? category : "-");
	snprintf(times, sizeof(times), "%u", remembered->count);
	cli_table_row(columns, COLUMNS, cells, 2, cli_colour_of_name(action + 1));
}

json_object *cli_case_json(const struct wb_case *remembered)
{
	json_object *object = json_object_new_object(), *mails = json_object_new_array();
	char client[WB_ADDRESS_TEXT_SIZE];

	wb_address_format(&remembered->event.client, client);
	json_object_object_add(object, "client", json_object_new_string(client));
	json_object_object_add(object, "first", cli_json_time(remembered->first_s));
	json_object_object_add(object, "last", cli_json_time(remembered->last_s));
	json_object_object_add(object, "times", json_object_new_int64(remembered->count));
	json_object_object_add(
	    object, "accepted", remembered->has_accepted ? json_object_new_int64(remembered->accepted) : NULL);
	json_object_object_add(object, "from_log", json_object_new_boolean(remembered->is_from_log));
	json_object_object_add(object, "helo_varies", json_object_new_boolean(remembered->helo_varies));
	for (size_t i = 0; i < remembered->mail_count; i++) {
		json_object *mail = json_object_new_object();

		json_object_object_add(mail, "sender", cli_json_foreign(remembered->mails[i].sender));
		json_object_object_add(mail, "recipient", cli_json_foreign(remembered->mails[i].recipient));
		json_object_object_add(mail, "times", json_object_new_int64(remembered->mails[i].count));
		json_object_array_add(mails, mail);
	}
	json_object_object_add(object, "mails", mails);
	json_object_object_add(object, "mails_left_out", json_object_new_int64(remembered->mails_left_out));
	cli_event_add_content(object, &remembered->event);
	return object;
}
