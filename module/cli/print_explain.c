/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_explain.c - see print_explain.h */
#include "cli/print_explain.h"

#include <stdio.h>
#include <string.h>

#include "cli/explain_words.h"
#include "cli/listing_note.h"
#include "cli/print_table.h"
#include "cli/print_wrapped.h"
#include "verdict/guard.h"
#include "verdict/log_field.h"
#include "verdict/tag_header.h"

#define LABEL_INDENT 11
#define SCORE_INDENT 4

static void print_line(const char *label, const char *value)
{
	if (value[0] == '\0')
		return;
	printf("%-10s ", label);
	cli_screen_put(value, LABEL_INDENT);
}

/* What came from the command line goes back to the terminal, so it is made harmless like any other foreign text. */
static void print_foreign(const char *label, const char *foreign)
{
	char buffer[WB_QUERY_MAILBOX_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_add_printable(&text, foreign, sizeof(buffer));
	print_line(label, buffer);
}

/* Whose host it is, and by which name; of a client that nobody would refuse it was not asked. */
static void print_sender(const struct wb_outcome *outcome)
{
	const char *confirmed = outcome->names != NULL ? wb_host_names_confirmed(outcome->names) : NULL;
	char buffer[WB_HOST_NAME_SIZE + 64];

	if (outcome->query.name[0] == '\0' && confirmed != NULL)
		print_foreign("Host name", confirmed);
	if (outcome->facts.sender_state == WB_SENDER_KNOWN) {
		snprintf(buffer, sizeof(buffer), "known: %s, a %s", outcome->facts.sender->name,
		    wb_sender_kind_name(outcome->facts.sender->kind));
		print_line("Host is", buffer);
	} else if (outcome->facts.sender_state == WB_SENDER_UNKNOWN) {
		print_line("Host is", "unknown: the DNS did not say which name the host has, and it may be a known one");
	}
}

/* "localhost, unqualified; not known: unresolved": what rules about hosts could hold by. */
static void print_truths(const char *label, const struct wb_truths *truths, const char *const *names, size_t count)
{
	char buffer[256];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	for (size_t i = 0; i < count; i++) {
		if ((truths->yes >> i & 1) != 0)
			wb_text_addf(&text, "%s%s", text.length > 0 ? ", " : "", names[i]);
	}
	for (size_t i = 0, unknown = 0; i < count; i++) {
		if ((truths->unknown >> i & 1) != 0)
			wb_text_addf(&text, "%s%s",
			    unknown++ > 0         ? ", "
				: text.length > 0 ? "; not known: "
						  : "not known: ",
			    names[i]);
	}
	print_line(label, buffer);
}

/* Of what is not known, what a rule asks for. */
static void print_host(const struct wb_outcome *outcome)
{
	uint32_t helo_facts = 0, name_facts = 0;
	struct wb_truths helo, name;

	if (outcome->host == NULL)
		return;
	for (size_t i = 0; i < outcome->policy->rule_count; i++) {
		helo_facts |= outcome->policy->rules[i].helo_facts;
		name_facts |= outcome->policy->rules[i].host_name_facts;
	}
	helo = outcome->host->helo_truths;
	helo.unknown &= outcome->query.helo[0] != '\0' ? helo_facts : 0;
	name = outcome->host->name_truths;
	name.unknown &= name_facts;
	print_truths("HELO is", &helo, wb_helo_fact_names, WB_HELO_FACTS);
	print_truths("Name is", &name, wb_host_name_fact_names, WB_HOST_NAME_FACTS);
}

static void print_facts(const struct wb_outcome *outcome)
{
	const struct wb_place *place = &outcome->facts.place;
	char buffer[256];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_log_field_find("client")->format(outcome, &text);
	if (outcome->is_translated) {
		wb_text_add(&text, ", which stands in ");
		wb_log_field_find("translated")->format(outcome, &text);
	}
	print_line("Client", buffer);
	wb_text_open(&text, buffer, sizeof(buffer));
	if (outcome->is_gathered && place->country[0] != '\0')
		wb_text_addf(&text, "%s  ", place->country);
	if (outcome->is_gathered && place->asn != 0)
		wb_text_addf(&text, "AS%u %s", place->asn, place->as_org);
	print_line("Network", buffer);
	print_foreign("Host name", outcome->query.name);
	print_foreign("HELO", outcome->query.helo);
	print_foreign("Sender", outcome->query.sender);
	print_foreign("Recipient", outcome->query.recipient);
	print_host(outcome);
	print_sender(outcome);
	print_line("Exempt", outcome->verdict.exempt);
	if (outcome->is_gathered)
		print_line("Fault", outcome->facts.fault.text);
}

#define RULE_INDENT 16 /* of what a rule says */
#define NOTE_INDENT 27

/* "first seen 2026-11-29T14:00:00Z", where a category's grace asks for it. */
static void add_age(const struct wb_outcome *outcome, const struct wb_evidence *evidence, const char *id, struct wb_text *text)
{
	const struct wb_category *category = wb_policy_category(outcome->policy, id);
	char since[WB_TIMESTAMP_TEXT_SIZE];

	if (category == NULL || category->grace_s == 0)
		return;
	wb_timestamp_format(evidence->since_s, since);
	if (evidence->since_s != 0)
		wb_text_addf(text, "%s %s", evidence->kind == WB_EVIDENCE_LISTING ? "listed since" : "first seen", since);
	else if (outcome->verdict.scores[evidence->category].is_in_grace)
		wb_text_add(text, "not seen before, as far as the agent has told");
}

/* Joins what is not empty. */
static void add_part(struct wb_text *text, const char *between, const char *before, const char *part)
{
	if (part[0] != '\0')
		wb_text_addf(text, "%s%s%s", text->length > 0 ? between : "  ", before, part);
}

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Neither table has a heading: the first column is the indent. */
static const struct cli_column evidence_columns[] = {
	{ "", 1, 1, NULL, false },
	{ "source", 24, 24, NULL, false },
	{ "category", 12, 12, NULL, false },
	{ "scope", 8, 8, NULL, false },
	{ "weight", 5, 5, NULL, false },
	{ "what", 0, CLI_TABLE_REST, NULL, false },
};
static const struct cli_column zone_columns[] = {
	{ "", 1, 1, NULL, false },
	{ "zone", 32, 32, NULL, false },
	{ "answer", 12, 12, NULL, false },
	{ "codes", 0, CLI_TABLE_REST, NULL, false },
};

static void print_evidence_row(
    const struct wb_outcome *outcome, const struct wb_evidence *evidence, const char *category, enum wb_discount discount)
{
	/* A rule says whole sentences, which stand in lines of their own. */
	const char *remedy = wb_evidence_remedy(evidence), *reason = wb_evidence_reason(evidence);
	bool is_of_rule = remedy[0] != '\0', expires = wb_evidence_expires_at_s(evidence) != 0;
	char weight[24], age[80], rest[1024], note[WB_LISTING_REASON_SIZE];
	struct cli_explain_words wording;
	const char *const cells[] = { "", wording.source, category, wb_scope_name(evidence->scope), weight, rest + 1 };
	struct wb_text text;

	wb_text_open(&text, age, sizeof(age));
	add_age(outcome, evidence, category, &text);
	wb_text_open(&text, weight, sizeof(weight));
	wb_text_add_milli(&text, evidence->weight_milli);
	cli_explain_word(evidence, &outcome->facts.place, &wording);
	wb_text_open(&text, rest, sizeof(rest));
	add_part(&text, "", "", is_of_rule ? "" : wording.detail);
	add_part(&text, ", ", "until ", expires ? wording.expires : "");
	add_part(&text, ", ", "", is_of_rule ? "" : reason);
	add_part(&text, "; ", "", age);
	add_part(&text, "; ", "does not count: ", wb_discount_text(discount));
	cli_table_row(evidence_columns, COUNT(evidence_columns) - (rest[0] == '\0'), cells, COUNT(cells), CLI_PLAIN);
	if (evidence->kind == WB_EVIDENCE_LISTING) {
		cli_listing_find_note(outcome->policy->store, evidence->listing, note);
		cli_print_labelled("note, for staff alone: ", note, NOTE_INDENT);
	}
	if (is_of_rule) {
		cli_print_labelled("found: ", wording.detail, RULE_INDENT);
		cli_print_labelled("why: ", reason, RULE_INDENT);
		cli_print_labelled("what helps: ", remedy, RULE_INDENT);
	}
}

static const char *category_id(const struct wb_outcome *outcome, const struct wb_evidence *evidence)
{
	return outcome->policy->categories[evidence->category].id;
}

static enum wb_discount discount_of(const struct wb_outcome *outcome, size_t index)
{
	return wb_classify_discount(outcome->policy, &outcome->facts, index, outcome->verdict.decided_at_s);
}

static void print_evidence(const struct wb_outcome *outcome)
{
	const struct wb_facts *facts = &outcome->facts;
	const struct wb_evidence allow = wb_evidence_of_listing(&facts->allow);

	puts("\nEvidence");
	if (facts->evidence_count == 0 && !facts->is_allowed)
		puts("  none");
	if (facts->is_allowed)
		print_evidence_row(outcome, &allow, WB_CATEGORY_ALLOW, WB_DISCOUNT_NONE);
	for (size_t i = 0; i < facts->evidence_count; i++)
		print_evidence_row(
		    outcome, &facts->evidence[i], category_id(outcome, &facts->evidence[i]), discount_of(outcome, i));
	if (facts->left_out_count > 0)
		printf("  %zu more, for which there is no room: they do not count\n", facts->left_out_count);
	if (facts->unknown_category_count > 0)
		printf("  %zu listings of categories that the configuration does not have: they do not count\n",
		    facts->unknown_category_count);
}

/* "127.0.0.2 127.0.0.4", or why there is no code. */
static void print_zones(const struct wb_outcome *outcome)
{
	char buffer[256];
	const char *cells[COUNT(zone_columns)] = { "", NULL, NULL, buffer };
	struct wb_text text;

	if (outcome->dnsbl == NULL)
		return;
	puts("\nZones");
	for (size_t i = 0; i < outcome->policy->zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(outcome->dnsbl, i);

		wb_text_open(&text, buffer, sizeof(buffer));
		cli_explain_add_result(result, &text);
		cells[1] = outcome->policy->zones[i].shown;
		cells[2] = wb_dnsbl_answer_name(result->answer);
		cli_table_row(
		    zone_columns, COUNT(zone_columns), cells, 2, result->answer == WB_DNSBL_LISTED ? CLI_YELLOW : CLI_PLAIN);
	}
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_evidence_add_voucher(&outcome->facts, &text);
	if (text.length > 0)
		printf("  %s vouches for the host: DNSBL evidence does not count\n", buffer);
	for (size_t i = 0; i < outcome->policy->zone_count; i++) {
		if ((outcome->facts.relieving_zones >> i & 1) == 0)
			continue;
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_text_add_milli(&text, outcome->policy->zones[i].relief_milli);
		printf("  %s knows the host: it takes %s from what the zones say in each category\n",
		    outcome->policy->zones[i].shown, buffer);
	}
	for (size_t i = 0; outcome->verdict.misses_allow_list && i < outcome->policy->zone_count; i++) {
		if ((outcome->facts.absent_zones >> i & 1) == 0)
			continue;
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_evidence_add_absence(&outcome->policy->zones[i], wb_dnsbl_result(outcome->dnsbl, i)->why, &text);
		printf("  %s\n", buffer);
	}
}

static void add_softened(const struct wb_outcome *outcome, const struct wb_category *category,
    const struct wb_category_score *score, struct wb_text *text)
{
	char grace[WB_SPAN_TEXT_SIZE], from[WB_TIMESTAMP_TEXT_SIZE];

	if (score->guarded) {
		wb_text_add(text,
		    outcome->facts.sender_state == WB_SENDER_UNKNOWN
			? ", not reject: the DNS did not say whose host it is, and it might be a known sender's"
			: ", and not more: the host is a known sender's");
		return;
	}
	if (score->is_in_grace) {
		wb_span_format(category->grace_s, grace);
		wb_timestamp_format(score->refused_from_s, from);
		wb_text_addf(text, ", not reject: within its grace of %s", grace);
		if (score->refused_from_s != 0)
			wb_text_addf(text, ", until %s", from);
		else
			wb_text_add(text, ", and what speaks against the host ends before");
	}
	if (score->lowered)
		wb_text_add(text, ", not reject: an allow list in the DNS gave no answer, and might have vouched for the host");
	if (score->capped)
		wb_text_add(text, ", not reject: no evidence is about the host itself");
}

static void print_scores(const struct wb_outcome *outcome)
{
	bool any = false;

	for (size_t i = 0; i < outcome->policy->category_count; i++) {
		const struct wb_category *category = &outcome->policy->categories[i];
		const struct wb_category_score *score = &outcome->verdict.scores[i];
		char line[384];
		struct wb_text text;

		if (score->score_milli == 0)
			continue;
		if (!any)
			puts("\nScores");
		any = true;
		wb_text_open(&text, line, sizeof(line));
		wb_text_addf(&text, "  %-24s ", category->id);
		wb_text_add_milli(&text, score->score_milli);
		wb_text_add(&text, " of ");
		wb_text_add_milli(&text, category->threshold_milli);
		wb_text_addf(&text, "  %s", score->wanted == WB_OFF ? "under the threshold" : wb_action_name(score->action));
		add_softened(outcome, category, score, &text);
		if (score->chooser != NULL)
			wb_text_addf(&text, ", not %s: the recipient's choice", wb_action_name(score->wanted));
		if (score->wanted != WB_OFF && score->score_milli < category->threshold_milli) {
			bool defers = category->defer_at_milli != 0 && score->score_milli >= category->defer_at_milli;

			wb_text_addf(&text, ", by %s = ", defers ? "defer_at" : "tag_at");
			wb_text_add_milli(&text, defers ? category->defer_at_milli : category->tag_at_milli);
		}
		/* What is softened is told in a sentence, which a terminal may have no room for. */
		if (cli_screen_columns() == 0 || cli_text_columns(line, text.length) <= cli_screen_columns()) {
			puts(line);
		} else {
			fputs("  ", stdout);
			cli_put_wrapped_in(stdout, line, SCORE_INDENT, "", cli_screen_columns());
		}
	}
}

static void print_verdict(const struct wb_outcome *outcome, char *smtp)
{
	const struct wb_verdict *verdict = &outcome->verdict;
	const enum cli_colour colour = cli_colour_of(verdict->action);
	char header[WB_TAG_HEADER_SIZE];

	fputs("\nVerdict    ", stdout);
	if (verdict->action == WB_OFF)
		printf("%saccept%s", cli_screen_begin(CLI_GREEN), cli_screen_end(CLI_GREEN));
	else
		printf("%s%s%s%s%s%s", cli_screen_begin(colour), wb_action_name(verdict->action), cli_screen_end(colour),
		    verdict->category != NULL ? " as " : ", as on_error says",
		    verdict->category != NULL ? verdict->category->id : "",
		    outcome->action != verdict->action ? "; monitor mode: it is logged, and the mail accepted" : "");
	if (verdict->chooser != NULL)
		printf("; lowered to %s: the recipient's choice (recipient \"%s\" in whyblock.conf)",
		    wb_action_name(verdict->action), verdict->chooser);
	putchar('\n');
	cli_explain_header(outcome, header);
	if (header[0] != '\0')
		printf("Header\n  %s: %s\n", WB_TAG_HEADER_NAME, header);
	if (smtp[0] == '\0')
		return;
	puts("Reply");
	for (char *line = strtok(smtp, "\n"); line != NULL; line = strtok(NULL, "\n"))
		printf("  %s\n", line);
}

void cli_explain_print(const struct wb_outcome *outcome, char *smtp)
{
	print_facts(outcome);
	if (outcome->is_gathered)
		print_evidence(outcome);
	print_zones(outcome);
	print_scores(outcome);
	print_verdict(outcome, smtp);
}
