/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_explain.c - see print_explain.h */
#include "cli/print_explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"
#include "cli/print_json.h"
#include "cli/print_wrapped.h"
#include "verdict/evidence_text.h"
#include "verdict/guard.h"
#include "verdict/log_field.h"
#include "verdict/tag_header.h"

static void print_line(const char *label, const char *value)
{
	if (value[0] != '\0')
		printf("%-10s %s\n", label, value);
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
	print_sender(outcome);
	print_line("Exempt", outcome->verdict.exempt);
	if (outcome->is_gathered)
		print_line("Fault", outcome->facts.fault.text);
}

#define RULE_INDENT 16 /* of what a rule says */

/* A row of evidence in words. */
struct wording {
	char source[WB_EVIDENCE_SOURCE_SIZE], detail[WB_EVIDENCE_DETAIL_SIZE], expires[WB_TIMESTAMP_TEXT_SIZE];
};

static void word_evidence(const struct wb_evidence *evidence, const struct wb_place *place, struct wording *wording_r)
{
	struct wb_text text;

	wb_text_open(&text, wording_r->source, sizeof(wording_r->source));
	wb_evidence_add_source(evidence, &text);
	wb_text_open(&text, wording_r->detail, sizeof(wording_r->detail));
	wb_evidence_add_detail(evidence, place, &text);
	wb_timestamp_format(wb_evidence_expires_at_s(evidence), wording_r->expires);
}

/* "; first seen 2026-11-29T14:00:00Z", where a category's grace asks for it. */
static void add_age(const struct wb_outcome *outcome, const struct wb_evidence *evidence, const char *id, struct wb_text *text)
{
	const struct wb_category *category = wb_policy_category(outcome->policy, id);
	char since[WB_TIMESTAMP_TEXT_SIZE];

	if (category == NULL || category->grace_s == 0)
		return;
	wb_timestamp_format(evidence->since_s, since);
	if (evidence->since_s != 0)
		wb_text_addf(text, "; %s %s", evidence->kind == WB_EVIDENCE_LISTING ? "listed since" : "first seen", since);
	else if (outcome->verdict.scores[evidence->category].is_in_grace)
		wb_text_add(text, "; not seen before, as far as the agent has told");
}

static void print_evidence_row(
    const struct wb_outcome *outcome, const struct wb_evidence *evidence, const char *category, enum wb_discount discount)
{
	/* A rule says whole sentences, which stand in lines of their own. */
	const char *remedy = wb_evidence_remedy(evidence), *reason = wb_evidence_reason(evidence);
	bool is_of_rule = remedy[0] != '\0', expires = wb_evidence_expires_at_s(evidence) != 0;
	struct wording wording;
	char weight[24], age[80];
	struct wb_text text;

	wb_text_open(&text, age, sizeof(age));
	add_age(outcome, evidence, category, &text);
	wb_text_open(&text, weight, sizeof(weight));
	wb_text_add_milli(&text, evidence->weight_milli);
	word_evidence(evidence, &outcome->facts.place, &wording);
	printf("  %-24s %-12s %-8s %-5s%s%s%s%s%s%s%s%s%s\n", wording.source, category, wb_scope_name(evidence->scope), weight,
	    is_of_rule ? "" : "  ", is_of_rule ? "" : wording.detail, expires ? ", until " : "", expires ? wording.expires : "",
	    !is_of_rule && reason[0] != '\0' ? ", " : "", is_of_rule ? "" : reason, age,
	    discount != WB_DISCOUNT_NONE ? "; does not count: " : "", wb_discount_text(discount));
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
static void format_result(const struct wb_dnsbl_result *result, struct wb_text *text)
{
	char code[WB_CODE_TEXT_SIZE];

	for (size_t i = 0; i < result->code_count; i++) {
		wb_code_format(result->codes[i], code);
		wb_text_addf(text, "%s%s", i > 0 ? " " : "", code);
	}
	if (result->why[0] != '\0')
		wb_text_addf(text, "%s%s", text->length > 0 ? ", " : "", result->why);
	if (result->unnamed_code != 0)
		wb_text_add(text, ", a code that the zone's table does not name: it does not count");
}

static void print_zones(const struct wb_outcome *outcome)
{
	char buffer[256];
	struct wb_text text;

	if (outcome->dnsbl == NULL)
		return;
	puts("\nZones");
	for (size_t i = 0; i < outcome->policy->zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(outcome->dnsbl, i);

		wb_text_open(&text, buffer, sizeof(buffer));
		format_result(result, &text);
		printf("  %-32s %-12s %s\n", outcome->policy->zones[i].shown, wb_dnsbl_answer_name(result->answer), buffer);
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
		puts(line);
	}
}

static void format_header(const struct wb_outcome *outcome, char *buffer)
{
	struct wb_text text;

	wb_text_open(&text, buffer, WB_TAG_HEADER_SIZE);
	wb_tag_header_format(outcome, &text);
}

static void print_verdict(const struct wb_outcome *outcome, char *smtp)
{
	const struct wb_verdict *verdict = &outcome->verdict;
	char header[WB_TAG_HEADER_SIZE];

	fputs("\nVerdict    ", stdout);
	if (verdict->action == WB_OFF)
		fputs("accept", stdout);
	else
		printf("%s%s%s%s", wb_action_name(verdict->action), verdict->category != NULL ? " as " : ", as on_error says",
		    verdict->category != NULL ? verdict->category->id : "",
		    outcome->action != verdict->action ? "; monitor mode: it is logged, and the mail accepted" : "");
	if (verdict->chooser != NULL)
		printf("; lowered to %s: the recipient's choice (recipient \"%s\" in whyblock.conf)",
		    wb_action_name(verdict->action), verdict->chooser);
	putchar('\n');
	format_header(outcome, header);
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

static json_object *milli(uint64_t value)
{
	return json_object_new_double((double)value / 1000);
}

static json_object *evidence_json(
    const struct wb_outcome *outcome, const struct wb_evidence *evidence, const char *category, enum wb_discount discount)
{
	json_object *row = json_object_new_object();
	bool expires = wb_evidence_expires_at_s(evidence) != 0;
	struct wording wording;

	word_evidence(evidence, &outcome->facts.place, &wording);
	json_object_object_add(row, "source", json_object_new_string(wording.source));
	json_object_object_add(row, "category", json_object_new_string(category));
	json_object_object_add(row, "scope", json_object_new_string(wb_scope_name(evidence->scope)));
	json_object_object_add(row, "weight", milli(evidence->weight_milli));
	json_object_object_add(row, "since", cli_json_time(evidence->since_s));
	json_object_object_add(row, "expires", expires ? json_object_new_string(wording.expires) : NULL);
	json_object_object_add(row, "reason", json_object_new_string(wb_evidence_reason(evidence)));
	json_object_object_add(row, "remedy", json_object_new_string(wb_evidence_remedy(evidence)));
	json_object_object_add(row, "detail", json_object_new_string(wording.detail));
	json_object_object_add(row, "counts", json_object_new_boolean(discount == WB_DISCOUNT_NONE));
	return row;
}

static json_object *evidences_json(const struct wb_outcome *outcome)
{
	const struct wb_facts *facts = &outcome->facts;
	const struct wb_evidence allow = wb_evidence_of_listing(&facts->allow);
	json_object *rows = json_object_new_array();

	if (!outcome->is_gathered)
		return rows;
	if (facts->is_allowed)
		json_object_array_add(rows, evidence_json(outcome, &allow, WB_CATEGORY_ALLOW, WB_DISCOUNT_NONE));
	for (size_t i = 0; i < facts->evidence_count; i++) {
		const struct wb_evidence *evidence = &facts->evidence[i];

		json_object_array_add(
		    rows, evidence_json(outcome, evidence, category_id(outcome, evidence), discount_of(outcome, i)));
	}
	return rows;
}

static json_object *zones_json(const struct wb_outcome *outcome)
{
	json_object *rows = json_object_new_array();
	char buffer[256];
	struct wb_text text;

	for (size_t i = 0; outcome->dnsbl != NULL && i < outcome->policy->zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(outcome->dnsbl, i);
		json_object *row = json_object_new_object();

		wb_text_open(&text, buffer, sizeof(buffer));
		format_result(result, &text);
		json_object_object_add(row, "zone", json_object_new_string(outcome->policy->zones[i].shown));
		json_object_object_add(row, "answer", json_object_new_string(wb_dnsbl_answer_name(result->answer)));
		json_object_object_add(row, "detail", json_object_new_string(buffer));
		json_object_object_add(row, "text", json_object_new_string(result->text));
		json_object_array_add(rows, row);
	}
	return rows;
}

static json_object *categories_json(const struct wb_outcome *outcome)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < outcome->policy->category_count; i++) {
		const struct wb_category *category = &outcome->policy->categories[i];
		const struct wb_category_score *score = &outcome->verdict.scores[i];
		json_object *row = json_object_new_object();

		json_object_object_add(row, "category", json_object_new_string(category->id));
		json_object_object_add(row, "score", milli(score->score_milli));
		json_object_object_add(row, "threshold", milli(category->threshold_milli));
		json_object_object_add(row, "tag_at", category->tag_at_milli != 0 ? milli(category->tag_at_milli) : NULL);
		json_object_object_add(row, "defer_at", category->defer_at_milli != 0 ? milli(category->defer_at_milli) : NULL);
		json_object_object_add(row, "action", json_object_new_string(wb_action_name(score->action)));
		json_object_object_add(row, "choice", score->chooser != NULL ? json_object_new_string(score->chooser) : NULL);
		json_object_object_add(row, "wanted", json_object_new_string(wb_action_name(score->wanted)));
		json_object_object_add(row, "capped", json_object_new_boolean(score->capped));
		json_object_object_add(row, "lowered", json_object_new_boolean(score->lowered));
		json_object_object_add(row, "guarded", json_object_new_boolean(score->guarded));
		json_object_object_add(row, "in_grace", json_object_new_boolean(score->is_in_grace));
		json_object_object_add(row, "refused_from", cli_json_time(score->refused_from_s));
		json_object_array_add(rows, row);
	}
	return rows;
}

static json_object *verdict_json(const struct wb_outcome *outcome)
{
	json_object *verdict = json_object_new_object();
	char buffer[WB_LOG_FIELD_SIZE];
	struct wb_text text;

	for (size_t i = 0; i < wb_log_field_count; i++) {
		const struct wb_log_field *field = &wb_log_fields[i];

		wb_text_open(&text, buffer, sizeof(buffer));
		field->format(outcome, &text);
		if (text.length == 0)
			continue;
		json_object_object_add(verdict, field->key,
		    field->is_number ? json_object_new_double_s(atof(buffer), buffer) : json_object_new_string(buffer));
	}
	return verdict;
}

/* What the allow lists in the DNS have to do with the verdict. */
static json_object *allow_lists_json(const struct wb_outcome *outcome)
{
	const struct wb_facts *facts = &outcome->facts;
	json_object *rows = json_object_new_array();

	for (size_t i = 0; outcome->dnsbl != NULL && i < outcome->policy->zone_count; i++) {
		const struct wb_zone *zone = &outcome->policy->zones[i];
		uint64_t bit = UINT64_C(1) << i;
		json_object *row;

		if (!zone->is_dnswl)
			continue;
		row = json_object_new_object();
		json_object_object_add(row, "zone", json_object_new_string(zone->shown));
		json_object_object_add(
		    row, "weight", zone->relief_milli > 0 ? json_object_new_double(-(double)zone->relief_milli / 1000) : NULL);
		json_object_object_add(row, "vouches",
		    json_object_new_boolean(zone == facts->vouching_zone || (facts->relieving_zones & bit) != 0));
		json_object_object_add(row, "unknown", json_object_new_boolean((facts->unheard_zones & bit) != 0));
		json_object_object_add(row, "absent", json_object_new_boolean((facts->absent_zones & bit) != 0));
		json_object_array_add(rows, row);
	}
	return rows;
}

json_object *cli_explain_json(const struct wb_outcome *outcome, char *smtp)
{
	json_object *object = json_object_new_object();
	json_object *faults = json_object_new_array();
	json_object *reply = json_object_new_array();
	char client[WB_ADDRESS_TEXT_SIZE], voucher[128], header[WB_TAG_HEADER_SIZE];
	struct wb_text text;

	wb_address_format(&outcome->query.client, client);
	wb_text_open(&text, voucher, sizeof(voucher));
	if (outcome->is_gathered)
		wb_evidence_add_voucher(&outcome->facts, &text);
	json_object_object_add(object, "client", json_object_new_string(client));
	json_object_object_add(object, "accept", json_object_new_boolean(outcome->action < WB_DEFER));
	json_object_object_add(object, "verdict", verdict_json(outcome));
	json_object_object_add(
	    object, "exempt", outcome->verdict.exempt[0] != '\0' ? json_object_new_string(outcome->verdict.exempt) : NULL);
	if (outcome->is_gathered && outcome->facts.fault.text[0] != '\0')
		json_object_array_add(faults, json_object_new_string(outcome->facts.fault.text));
	json_object_object_add(object, "faults", faults);
	json_object_object_add(object, "evidence", evidences_json(outcome));
	json_object_object_add(object, "zones", zones_json(outcome));
	json_object_object_add(object, "dnswl", cli_json_text(voucher));
	json_object_object_add(object, "allow_lists", allow_lists_json(outcome));
	json_object_object_add(object, "categories", categories_json(outcome));
	for (char *line = strtok(smtp, "\n"); line != NULL; line = strtok(NULL, "\n"))
		json_object_array_add(reply, json_object_new_string(line));
	json_object_object_add(object, "reply", reply);
	format_header(outcome, header);
	json_object_object_add(object, "header", cli_json_text(header));
	return object;
}
