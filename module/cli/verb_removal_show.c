/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_removal_show.c - whyblock removal show: all that is needed to decide, on one screen */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/rows.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/listing_note.h"
#include "cli/print_explain.h"
#include "cli/print_history.h"
#include "cli/print_json.h"
#include "cli/print_removal.h"
#include "cli/print_wrapped.h"
#include "cli/removal_filter.h"
#include "desk/proof.h"
#include "verdict/evidence_text.h"

#define TEXT_WIDTH 68 /* bytes of a text in one line, behind its label */

/* How much is shown: what fits one screen, or (--all) as good as everything. */
struct limits {
	size_t rows;  /* of the history, and of other requests: the last ones */
	size_t lines; /* of a text */
	size_t notes; /* the last ones */
};
static const struct limits of_a_screen = { 3, 5, 4 }, of_all = { 1000, 1000, 1000 };

/* What is gathered before the first line is printed. */
struct screen {
	const struct limits *limits;
	struct wb_request request;
	struct cli_removal_look look;
	bool proof_asked;
	struct wb_proof proof;
	int64_t until_s;
	json_object *earlier;    /* as text for people: the rows are made once */
	json_object *same_email; /* about other hosts, by whoever gave the same mail address */
	json_object *notes;
	struct wb_history_record *history; /* the last limits->rows, as a ring */
	size_t history_count;
	json_object *history_json;
};

static bool add_earlier(void *context, const struct wb_request *request)
{
	struct screen *screen = context;

	if (request->number != screen->request.number)
		json_object_array_add(screen->earlier, cli_removal_request_json(request));
	return true;
}

/* Anybody can give any address: it says who may be meant, and proves nothing. */
static bool add_same_email(void *context, const struct wb_request *request)
{
	struct screen *screen = context;

	if (strcasecmp(request->email, screen->request.email) == 0 &&
	    !wb_prefix_overlaps(&request->client, &screen->request.client))
		json_object_array_add(screen->same_email, cli_removal_request_json(request));
	return true;
}

static bool add_note(void *context, const struct wb_request_note *note)
{
	struct screen *screen = context;
	json_object *row = json_object_new_object();

	json_object_object_add(row, "time", cli_json_time(note->at_s));
	json_object_object_add(row, "kind", json_object_new_string(wb_request_note_kind_name(note->kind)));
	json_object_object_add(row, "login", json_object_new_string(note->login));
	json_object_object_add(row, "text", json_object_new_string(note->text));
	json_object_array_add(screen->notes, row);
	return true;
}

/* That something was listed which still is, the screen says under Now, with the time: it need not tell it twice. */
static bool is_shown_as_evidence(const struct screen *screen, const struct wb_history_record *record)
{
	const struct wb_facts *facts = &screen->look.outcome->facts;

	if (screen->limits == &of_all || (record->action != WB_HISTORY_ADD && record->action != WB_HISTORY_REPLACE))
		return false;
	for (size_t i = 0; screen->look.outcome->is_gathered && i < facts->evidence_count; i++) {
		const struct wb_listing *listing =
		    facts->evidence[i].kind == WB_EVIDENCE_LISTING ? facts->evidence[i].listing : NULL;

		if (listing != NULL && wb_prefix_equals(&listing->prefix, &record->prefix) &&
		    strcmp(listing->category, record->category) == 0 && strcmp(listing->source, record->source) == 0)
			return true;
	}
	return false;
}

static bool add_history(void *context, const struct wb_history_record *record)
{
	struct screen *screen = context;

	if (wb_history_actions[record->action].is_summary)
		return true;
	if (!is_shown_as_evidence(screen, record))
		screen->history[screen->history_count++ % screen->limits->rows] = *record;
	json_object_array_add(screen->history_json, cli_history_json(record));
	return true;
}

static enum cli_exit gather(const struct cli *cli, struct screen *screen)
{
	const char *store = cli->config->policy.store;
	const struct wb_prefix *client = &screen->request.client;
	struct wb_error error = { "out of memory" };
	struct cli_removal_dns dns = { .skip = cli->option[CLI_NO_DNS] != NULL };
	size_t skipped, unreadable = 0;
	enum wb_status status;
	enum cli_exit exit = cli_removal_look(cli, &screen->request, &dns, &screen->look);

	if (exit != CLI_DONE)
		return exit;
	screen->proof_asked = cli->option[CLI_NO_DNS] == NULL && wb_prefix_is_host(client);
	if (screen->proof_asked &&
	    wb_proof_check(&cli->config->policy.dns.servers, &client->address, screen->request.dns_token,
		cli->config->policy.dns.deadline_ms, &screen->proof, NULL) != WB_OK)
		screen->proof.state = WB_PROOF_UNKNOWN;
	screen->earlier = json_object_new_array();
	screen->same_email = json_object_new_array();
	screen->notes = json_object_new_array();
	screen->history_json = json_object_new_array();
	screen->history = calloc(screen->limits->rows, sizeof(*screen->history));
	status =
	    screen->history == NULL ? WB_NO_MEMORY : wb_request_walk(store, client, add_earlier, screen, &unreadable, &error);
	if (status == WB_OK && screen->request.email[0] != '\0')
		status = wb_request_walk(store, NULL, add_same_email, screen, &skipped, &error);
	if (status == WB_OK)
		status = wb_request_note_walk(store, screen->request.number, add_note, screen, &error);
	if (status == WB_OK)
		status = wb_history_walk(store, client, 0, add_history, screen, &skipped, &error);
	if (status != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	if (unreadable + skipped > 0)
		cli_fail(CLI_IO, "%zu records about this host cannot be read and were skipped", unreadable + skipped);
	return CLI_DONE;
}

/* How much of a line goes on the screen: up to the last blank before its width, or else whole characters. */
static size_t cut_line(const char *text)
{
	size_t length = strcspn(text, "\n"), cut;

	if (length <= TEXT_WIDTH)
		return length;
	for (cut = TEXT_WIDTH; cut > TEXT_WIDTH / 2; cut--) {
		if (text[cut] == ' ')
			return cut;
	}
	for (cut = TEXT_WIDTH; ((unsigned char)text[cut] & 0xc0) == 0x80; cut--)
		;
	return cut;
}

static void print_text(const struct screen *screen, const char *label, const char *text)
{
	char shown[TEXT_WIDTH + 1];

	for (size_t line = 0; *text != '\0' && line < screen->limits->lines;) {
		size_t length = cut_line(text);

		wb_text_copy_utf8(shown, sizeof(shown), text, length);
		if (length > 0)
			printf("%-10s %s\n", line++ == 0 ? label : "", shown);
		text += length + (text[length] == '\n' || text[length] == ' ');
	}
	if (*text != '\0')
		printf("%-10s ... (--all shows the rest)\n", "");
}

static void print_request(const struct screen *screen)
{
	const struct wb_request *request = &screen->request;
	const struct wb_place *place = &screen->look.outcome->facts.place;
	char timestamp[WB_TIMESTAMP_TEXT_SIZE], client[WB_PREFIX_TEXT_SIZE], asn[16] = "";

	wb_timestamp_format(request->created_at_s, timestamp);
	printf("%-10s %llu, %s, made %s by %s, in %s%s%s\n", "Request", (unsigned long long)request->number,
	    cli_removal_state_name(request), timestamp, wb_request_origin_name(request->origin), request->language,
	    request->assignee[0] != '\0' ? ", with " : "", request->assignee);
	wb_prefix_format_short(&request->client, client);
	if (place->asn != 0)
		snprintf(asn, sizeof(asn), "AS%u", place->asn);
	printf("%-10s %s%s%s%s%s%s%s\n", "Address", client, place->country[0] != '\0' ? "  " : "", place->country,
	    asn[0] != '\0' ? "  " : "", asn, asn[0] != '\0' ? " " : "", asn[0] != '\0' ? place->as_org : "");
	printf("%-10s %s\n", "Category", request->category[0] != '\0' ? request->category : "not known");
	printf("%-10s %s%s%s%s\n", "From", request->name, request->name[0] != '\0' ? " <" : "",
	    request->email[0] != '\0' ? request->email : "-", request->name[0] != '\0' ? ">" : "");
	print_text(screen, "How", request->how);
	print_text(screen, "Done", request->done);
	if (!wb_request_is_decided(request))
		return;
	wb_timestamp_format(request->decided_at_s, timestamp);
	printf("%-10s %s by %s at %s\n", "Decided", wb_request_state_name(request->state), request->decided_by, timestamp);
	print_text(screen, "Answer", request->answer);
}

WB_ROWS_BEGIN(proof_rows);
/* Of the DNS token: in words, and for programs. */
static const struct {
	const char *name;
	const char *words;
} proof_rows[WB_PROOF_STATES] = {
	WB_ROW(WB_PROOF_UNKNOWN) = { "unknown", "unknown: the DNS did not answer" },
	WB_ROW(WB_PROOF_NO_NAME) = { "no name", "nothing can be proved: the address has no name that leads back to it" },
	WB_ROW(WB_PROOF_NO_TOKEN) = { "no token", "not there" },
	WB_ROW(WB_PROOF_CONFIRMED) = { "confirmed", "confirmed" },
};
WB_ROWS_END(proof_rows, WB_PROOF_STATES);

static void print_proof(const struct screen *screen)
{
	const struct wb_request *request = &screen->request;
	const struct wb_reference *reference = &request->reference;
	const struct wb_proof *proof = &screen->proof;
	char timestamp[WB_TIMESTAMP_TEXT_SIZE], network[WB_PREFIX_TEXT_SIZE], visitor[WB_ADDRESS_TEXT_SIZE];
	char name[WB_PROOF_NAME_SIZE];

	puts("Proof");
	wb_timestamp_format(reference->at_s, timestamp);
	if (request->has_reference)
		printf("  %-10s genuine: %s at %s, %s\n", "reference", wb_action_name(reference->action), timestamp,
		    request->category[0] != '\0' ? request->category : "of a category that is gone");
	else
		printf("  %-10s none\n", "reference");
	/* A code of before holds of an IPv6 address its /64 alone, where a hoster may have put hosts of several customers. */
	if (request->has_reference && reference->client.prefix_bits != WB_ADDRESS_BITS) {
		wb_prefix_format(&reference->client, network);
		printf("  %-10s of some host in %s, it does not say which:\n  %-10s perhaps a neighbour's\n", "", network, "");
	}

	if (screen->proof_asked) {
		wb_text_copy_utf8(name, sizeof(name), proof->name, strlen(proof->name));
		printf("  %-10s %s", "DNS", proof_rows[proof->state].words);
		if (name[0] != '\0')
			printf(": " WB_PROOF_LABEL ".%s TXT \"" WB_PROOF_PREFIX "%s\"", name, request->dns_token);
		putchar('\n');
	} else {
		printf("  %-10s %s\n", "DNS",
		    wb_prefix_is_host(&request->client) ? "not asked"
							: "not asked: which address of the /64 it is, is not known");
	}

	if (!request->has_visitor)
		return;
	wb_address_format(&request->visitor, visitor);
	if (wb_request_is_from_client(request))
		printf(
		    "  %-10s came from the listed address (proves nothing for an open proxy or an\n  %-10s infected host: whoever "
		    "uses it comes from there, too)\n",
		    "visit", "");
	else
		printf("  %-10s came from %s\n", "visit", visitor);
}

static const char *text_of(json_object *row, const char *key)
{
	const char *text = json_object_get_string(json_object_object_get(row, key));

	return text != NULL ? text : "";
}

/* "2026-11-30 01:10" of a time as JSON has it. */
static const char *short_time(json_object *row, const char *key, char *buffer)
{
	snprintf(buffer, WB_TIMESTAMP_TEXT_SIZE, "%.10s %.5s", text_of(row, key),
	    strlen(text_of(row, key)) > 11 ? text_of(row, key) + 11 : "");
	return buffer;
}

static void print_earlier(json_object *row)
{
	char line[2 * WB_REQUEST_ANSWER_SIZE], created[WB_TIMESTAMP_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, line, sizeof(line));
	wb_text_addf(&text, "%s, %s, %s%s%s", text_of(row, "client"), text_of(row, "state"), text_of(row, "email"),
	    text_of(row, "answer")[0] != '\0' ? ": " : "", text_of(row, "answer"));
	for (char *c = line; *c != '\0'; c++)
		*c = *c == '\n' ? ' ' : *c;
	printf("  %-5s %s  ", text_of(row, "number"), short_time(row, "created", created));
	cli_print_wrapped(line, 26, "");
}

static void print_others(const struct screen *screen, json_object *list, const char *title)
{
	size_t count = json_object_array_length(list), most = screen->limits->rows;

	if (count > 0)
		puts(title);
	if (count > most)
		printf("  the last %zu of %zu\n", most, count);
	for (size_t i = count > most ? count - most : 0; i < count; i++)
		print_earlier(json_object_array_get_idx(list, i));
}

/* Who said it to whom: what is for staff alone must not be taken for what the one who asked has read. */
static void print_note(const struct screen *screen, json_object *row)
{
	const char *kind = text_of(row, "kind"), *login = text_of(row, "login");
	char at[WB_TIMESTAMP_TEXT_SIZE], who[WB_HISTORY_LOGIN_SIZE + 32];

	if (strcmp(kind, wb_request_note_kind_name(WB_REQUEST_NOTE_REPLY)) == 0)
		snprintf(who, sizeof(who), "reply of the one who asked");
	else if (strcmp(kind, wb_request_note_kind_name(WB_REQUEST_NOTE_QUESTION)) == 0)
		snprintf(who, sizeof(who), "%s asked back", login);
	else
		snprintf(who, sizeof(who), "%s, for staff alone", login);
	printf("  %s  %s\n", short_time(row, "time", at), who);
	print_text(screen, "", text_of(row, "text"));
}

/* What whyblock explain says of the host, in as many lines as something speaks against it. */
static void print_now(const struct cli_removal_look *look)
{
	const struct wb_outcome *outcome = look->outcome;
	const struct wb_verdict *verdict = &outcome->verdict;
	const struct wb_facts *facts = &outcome->facts;
	char line[1024], clean[1024], note[WB_LISTING_REASON_SIZE], since[WB_TIMESTAMP_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, line, sizeof(line));
	if (verdict->exempt[0] != '\0')
		wb_text_addf(&text, "accepted: %s", verdict->exempt);
	else if (verdict->category != NULL && outcome->action > WB_OFF)
		wb_text_addf(&text, "%s as %s", wb_action_name(outcome->action), verdict->category->id);
	else
		wb_text_add(&text, "accepted");
	if (facts->fault.text[0] != '\0')
		wb_text_addf(&text, "; not known: %s", facts->fault.text);
	wb_text_copy_message(clean, sizeof(clean), line);
	printf("%-10s ", "Now");
	cli_print_wrapped(clean, 11, "");
	if (verdict->exempt[0] == '\0' && verdict->action < WB_DEFER &&
	    wb_unseen_rules_block(outcome->policy, &look->unseen, verdict->scores[look->unseen.category].score_milli)) {
		wb_text_open(&text, line, sizeof(line));
		cli_removal_say_unseen(&look->unseen, &text);
		printf("  ");
		cli_print_wrapped(line, 4, "");
	}
	for (size_t i = 0; outcome->is_gathered && i < facts->evidence_count; i++) {
		const struct wb_evidence *evidence = &facts->evidence[i];

		wb_text_open(&text, line, sizeof(line));
		wb_evidence_add_source(evidence, &text);
		wb_text_add(&text, ": ");
		wb_evidence_add_detail(evidence, &facts->place, &text);
		if (wb_evidence_reason(evidence)[0] != '\0')
			wb_text_addf(&text, ", %s", wb_evidence_reason(evidence));
		if (evidence->kind == WB_EVIDENCE_LISTING) {
			wb_timestamp_format(evidence->listing->created_at_s, since);
			wb_text_addf(&text, ", since %.10s", since);
		}
		wb_text_copy_message(clean, sizeof(clean), line);
		printf("  ");
		cli_print_wrapped(clean, 4, "");
		if (evidence->kind != WB_EVIDENCE_LISTING)
			continue;
		cli_listing_find_note(outcome->policy->store, evidence->listing, note);
		cli_print_labelled("note, for staff alone: ", note, 27);
	}
}

static void print_people(const struct screen *screen)
{
	size_t records = screen->history_count < screen->limits->rows ? screen->history_count : screen->limits->rows;
	size_t notes = json_object_array_length(screen->notes);

	print_request(screen);
	print_proof(screen);
	print_now(&screen->look);
	if (records > 0)
		puts("History");
	for (size_t i = 0; i < records; i++)
		cli_history_print_short(&screen->history[(screen->history_count - records + i) % screen->limits->rows]);
	if (records < screen->history_count)
		printf("  and %zu before them: see whyblock history\n", screen->history_count - records);

	print_others(screen, screen->earlier, "Other requests");
	print_others(screen, screen->same_email, "With this mail address, about other hosts");

	if (notes > 0)
		puts("Notes");
	if (notes > screen->limits->notes)
		printf("  the last %zu of %zu\n", screen->limits->notes, notes);
	for (size_t i = notes > screen->limits->notes ? notes - screen->limits->notes : 0; i < notes; i++)
		print_note(screen, json_object_array_get_idx(screen->notes, i));

	if (wb_request_is_decided(&screen->request))
		return;
	printf("whyblock removal approve %llu would\n", (unsigned long long)screen->request.number);
	cli_removal_print_plan(&screen->look.plan, &screen->request.client, screen->until_s, false, "  ");
}

static void print_json(const struct screen *screen)
{
	const struct wb_request *request = &screen->request;
	json_object *object = cli_removal_request_json(request);
	json_object *proof = json_object_new_object();
	json_object *reference = NULL, *plan = NULL;
	char name[WB_PROOF_NAME_SIZE], client[WB_PREFIX_TEXT_SIZE], no_reply[] = "";

	if (request->has_reference) {
		wb_prefix_format_short(&request->reference.client, client);
		reference = json_object_new_object();
		json_object_object_add(reference, "time", cli_json_time(request->reference.at_s));
		json_object_object_add(reference, "action", json_object_new_string(wb_action_name(request->reference.action)));
		json_object_object_add(reference, "category", cli_json_text(request->category));
		json_object_object_add(reference, "client", json_object_new_string(client));
		json_object_object_add(reference, "rule", cli_removal_rule_json(&screen->look.unseen));
	}
	wb_text_copy_utf8(name, sizeof(name), screen->proof.name, strlen(screen->proof.name));
	json_object_object_add(proof, "reference", reference);
	json_object_object_add(
	    proof, "dns", screen->proof_asked ? json_object_new_string(proof_rows[screen->proof.state].name) : NULL);
	json_object_object_add(proof, "name", cli_json_text(name));
	json_object_object_add(proof, "token", cli_json_text(request->dns_token));
	json_object_object_add(proof, "visit", json_object_new_boolean(wb_request_is_from_client(request)));
	if (!wb_request_is_decided(request)) {
		plan = json_object_new_object();
		cli_removal_add_plan_json(plan, &screen->look.plan, screen->until_s);
	}
	json_object_object_add(object, "proof", proof);
	json_object_object_add(object, "now", cli_explain_json(screen->look.outcome, no_reply));
	json_object_object_add(object, "history", json_object_get(screen->history_json));
	json_object_object_add(object, "requests", json_object_get(screen->earlier));
	json_object_object_add(object, "same_email", json_object_get(screen->same_email));
	json_object_object_add(object, "notes", json_object_get(screen->notes));
	json_object_object_add(object, "approve", plan);
	cli_json_print_pretty(object);
}

struct next {
	const char *login;
	uint64_t number;
};

/* Opened again by a reply, one comes before those that nobody has looked at: its maker has waited twice. */
static bool take_next(void *context, const struct wb_request *request)
{
	struct next *next = context;
	bool is_mine = strcmp(request->assignee, next->login) == 0;

	if (request->state == WB_REQUEST_OPEN && (request->assignee[0] == '\0' || is_mine) &&
	    (next->number == 0 || (is_mine && cli_removal_is_replied(request))))
		next->number = request->number;
	return !(is_mine && next->number == request->number && cli_removal_is_replied(request));
}

/* The one to look at next; 0, and a message on standard output, when there is none. */
static enum cli_exit find_next(const struct cli *cli, uint64_t *number_r)
{
	struct next next = { .login = cli->caller.login };
	struct wb_error error;
	size_t unreadable;
	enum wb_status status = wb_request_walk(cli->config->policy.store, NULL, take_next, &next, &unreadable, &error);

	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	*number_r = next.number;
	if (next.number == 0)
		puts(cli->json ? "null" : "no request is open that nobody has taken");
	return CLI_DONE;
}

enum cli_exit cli_removal_show(struct cli *cli)
{
	struct screen screen = { .limits = cli->option[CLI_ALL] != NULL ? &of_all : &of_a_screen };
	int64_t ttl_s = cli->config->removal.allow_ttl_s;
	uint64_t number = 0;
	enum cli_exit status = cli->argc > 0 ? cli_removal_number(cli->argv[0], &number) : find_next(cli, &number);

	if (status == CLI_DONE && number != 0)
		status = cli_removal_read(cli, number, &screen.request);
	if (status != CLI_DONE || number == 0)
		return status;
	screen.until_s = ttl_s == 0 ? 0 : cli->now_s + ttl_s;
	status = gather(cli, &screen);
	if (status == CLI_DONE)
		(cli->json ? print_json : print_people)(&screen);
	wb_check_close(&screen.look.check);
	json_object_put(screen.earlier);
	json_object_put(screen.same_email);
	json_object_put(screen.notes);
	json_object_put(screen.history_json);
	free(screen.history);
	return status;
}
