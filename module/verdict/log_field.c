/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_field.c - see log_field.h */
#include "verdict/log_field.h"

#include <string.h>

#include "base/timestamp.h"
#include "verdict/evidence_text.h"

#define EVIDENCE_BYTES_MAX 300 /* of the log's list of evidence */

static void format_client(const struct wb_outcome *outcome, struct wb_text *text)
{
	char client[WB_ADDRESS_TEXT_SIZE];

	wb_address_format(&outcome->query.client, client);
	wb_text_add(text, client);
}

/* By it Exim's own lines about the connection are found. */
static void format_translated(const struct wb_outcome *outcome, struct wb_text *text)
{
	char address[WB_ADDRESS_TEXT_SIZE];

	if (!outcome->is_translated)
		return;
	wb_address_format(&outcome->came_from, address);
	wb_text_add(text, address);
}

static void format_action(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, outcome->verdict.action == WB_OFF ? "accept" : wb_action_name(outcome->verdict.action));
}

static void format_mode(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->policy->mode == WB_MONITOR)
		wb_text_add(text, "monitor");
}

static void format_category(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->verdict.category != NULL)
		wb_text_add(text, outcome->verdict.category->id);
}

static void format_country(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, wb_outcome_place(outcome)->country);
}

static void format_asn(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (wb_outcome_place(outcome)->asn != 0)
		wb_text_addf(text, "%u", wb_outcome_place(outcome)->asn);
}

static void format_as_org(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, wb_outcome_place(outcome)->as_org);
}

static void format_score(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->verdict.category != NULL)
		wb_text_add_milli(text, outcome->verdict.score_milli);
}

static void format_threshold(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->verdict.category != NULL)
		wb_text_add_milli(text, outcome->verdict.category->threshold_milli);
}

/* When no category has won: those that something counts for. */
static void format_below(const struct wb_outcome *outcome, struct wb_text *text)
{
	const struct wb_verdict *verdict = &outcome->verdict;

	for (size_t i = 0; verdict->action == WB_OFF && wb_outcome_has_evidence(outcome) && i < outcome->policy->category_count;
	     i++) {
		if (verdict->scores[i].score_milli == 0)
			continue;
		wb_text_addf(text, "%s%s:", text->length > 0 ? "," : "", outcome->policy->categories[i].id);
		wb_text_add_milli(text, verdict->scores[i].score_milli);
		wb_text_add_char(text, '/');
		wb_text_add_milli(text, outcome->policy->categories[i].threshold_milli);
	}
}

/* What the score is the sum of, and when no category has won, of all scores; a long list ends with "...". */
static void format_evidence(const struct wb_outcome *outcome, struct wb_text *text)
{
	const struct wb_verdict *verdict = &outcome->verdict;
	bool is_told = verdict->category != NULL || (verdict->action == WB_OFF && wb_outcome_has_evidence(outcome));
	char buffer[WB_EVIDENCE_SOURCE_SIZE];
	struct wb_text source;

	for (size_t i = 0; is_told && i < outcome->facts.evidence_count; i++) {
		const struct wb_evidence *evidence = &outcome->facts.evidence[i];

		if ((verdict->category != NULL && &outcome->policy->categories[evidence->category] != verdict->category) ||
		    wb_classify_discount(outcome->policy, &outcome->facts, i, verdict->decided_at_s) != WB_DISCOUNT_NONE)
			continue;
		if (text->length > 0)
			wb_text_add_char(text, ',');
		wb_text_open(&source, buffer, sizeof(buffer));
		wb_evidence_add_source(evidence, &source);
		if (text->length + source.length > EVIDENCE_BYTES_MAX) {
			wb_text_add(text, "...");
			return;
		}
		wb_text_add(text, buffer);
	}
}

static void format_reason(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->verdict.heaviest != NULL)
		wb_text_add(text, wb_evidence_reason(outcome->verdict.heaviest));
}

static void format_exempt(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, outcome->verdict.exempt);
}

static void format_choice(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->verdict.chooser != NULL)
		wb_text_add(text, outcome->verdict.chooser);
}

/* Allow lists in the DNS of which the verdict is another than it would be without them. */
static void format_dnswl(const struct wb_outcome *outcome, struct wb_text *text)
{
	const struct wb_facts *facts = &outcome->facts;
	bool is_told = outcome->is_gathered && outcome->verdict.exempt[0] == '\0' && facts->evidence_count > facts->local_count;

	for (size_t i = 0; is_told && i < outcome->policy->zone_count; i++) {
		const struct wb_zone *zone = &outcome->policy->zones[i];

		if ((facts->relieving_zones >> i & 1) != 0) {
			wb_text_addf(text, "%s%s:-", text->length > 0 ? "," : "", zone->shown);
			wb_text_add_milli(text, zone->relief_milli);
		} else if (outcome->verdict.lowered && (facts->unheard_zones >> i & 1) != 0) {
			wb_text_addf(text, "%s%s:unknown", text->length > 0 ? "," : "", zone->shown);
		}
	}
}

static void format_guard(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->verdict.guard != NULL)
		wb_text_add(text, outcome->verdict.guard);
}

static void format_refused_from(const struct wb_outcome *outcome, struct wb_text *text)
{
	char timestamp[WB_TIMESTAMP_TEXT_SIZE];

	if (outcome->verdict.refused_from_s == 0)
		return;
	wb_timestamp_format(outcome->verdict.refused_from_s, timestamp);
	wb_text_add(text, timestamp);
}

static void format_ref(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, outcome->reference_code);
}

static void format_checks(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_addf(text, "%u", outcome->gather_count);
}

static void format_us(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_addf(text, "%llu", (unsigned long long)outcome->elapsed_us);
}

static void format_left_out(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->is_gathered && outcome->verdict.exempt[0] == '\0' && outcome->facts.left_out_count > 0)
		wb_text_addf(text, "%zu", outcome->facts.left_out_count);
}

static void format_notice(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->is_gathered && outcome->verdict.exempt[0] == '\0')
		wb_text_add(text, outcome->facts.notice);
}

static void format_fault(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->is_gathered && outcome->verdict.exempt[0] == '\0')
		wb_text_add(text, outcome->facts.fault.text);
}

static void format_event(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->events_lost > 0)
		wb_text_add(text, "lost");
	if (outcome->events_lost > 1)
		wb_text_addf(text, ":%u", outcome->events_lost);
}

const struct wb_log_field wb_log_fields[] = {
	{ "action", false, format_action, "accept, log, tag, defer or reject" },
	{ "mode", false, format_mode, "monitor, when nothing is done but logging" },
	{ "category", false, format_category, "the category that won" },
	{ "client", false, format_client, "the client's address" },
	{ "translated", false, format_translated,
	    "the IPv6 address that it came from, as Exim logs it, when the client is the IPv4 host in that (NAT64, 6to4)" },
	{ "country", false, format_country, "its country, two letters" },
	{ "asn", true, format_asn, "the AS number of its network" },
	{ "as_org", false, format_as_org, "that network's name" },
	{ "score", true, format_score, "sum of the weights in that category" },
	{ "threshold", true, format_threshold,
	    "what the score had to reach for the category's action; below it, tag_at or defer_at of the category was reached" },
	{ "below", false, format_below,
	    "of a client that is let through: CATEGORY:SCORE/THRESHOLD of each that something counts for" },
	{ "evidence", false, format_evidence, "what the score is the sum of, separated by commas" },
	{ "reason", false, format_reason, "the reason given with the heaviest evidence" },
	{ "exempt", false, format_exempt, "why the client is not blocked" },
	{ "choice", false, format_choice,
	    "the recipient, as whyblock.conf names it, who chose that less is done than the category says" },
	{ "dnswl", false, format_dnswl,
	    "ZONE:-2.0, an allow list that takes so much from what other zones say; ZONE:unknown, one that gave no answer, so that the client is deferred where it would be rejected" },
	{ "guard", false, format_guard,
	    "the known sender for whose sake less is done to its host; " WB_GUARD_UNKNOWN
	    ", when the DNS did not say whose host it is" },
	{ "refused_from", false, format_refused_from,
	    "of a client that is deferred within a category's grace: it is not refused before" },
	{ "ref", false, format_ref, "the signed reference in the reply" },
	{ "checks", true, format_checks, "how often this connection looked the address up" },
	{ "us", true, format_us, "microseconds that this verdict took" },
	{ "left_out", true, format_left_out, "pieces of evidence that found no room and do not count" },
	{ "event", false, format_event,
	    "lost, when the agent could not be told; lost:N, when it is the last of N of this connection" },
	{ "notice", false, format_notice,
	    "what was learnt about a DNSBL zone, a name server or the client's host name, and what could not be read and makes the verdict milder" },
	{ "fault", false, format_fault, "what could not be checked" },
};
const size_t wb_log_field_count = sizeof(wb_log_fields) / sizeof(wb_log_fields[0]);
_Static_assert(sizeof(wb_log_fields) / sizeof(wb_log_fields[0]) <= WB_LOG_FIELDS_MAX, "an event has room for all fields");

const struct wb_log_field *wb_log_field_find(const char *key)
{
	for (size_t i = 0; i < wb_log_field_count; i++) {
		if (strcmp(wb_log_fields[i].key, key) == 0)
			return &wb_log_fields[i];
	}
	return NULL;
}

uint32_t wb_log_field_lost(const char *value)
{
	uint64_t number = 0;
	const char *at;

	if (strcmp(value, "lost") == 0)
		return 1;
	if (strncmp(value, "lost:", strlen("lost:")) != 0)
		return 0;
	for (at = value + strlen("lost:"); *at >= '0' && *at <= '9' && number <= UINT32_MAX; at++)
		number = number * 10 + (uint64_t)(*at - '0');
	return *at == '\0' && number <= UINT32_MAX ? (uint32_t)number : 0;
}

void wb_log_format_line(const struct wb_outcome *outcome, struct wb_text *text)
{
	char buffer[WB_LOG_FIELD_SIZE];
	const char *space = "";

	wb_text_add(text, WB_LOG_PREFIX);
	for (size_t i = 0; i < wb_log_field_count; i++) {
		struct wb_text value;

		wb_text_open(&value, buffer, sizeof(buffer));
		wb_log_fields[i].format(outcome, &value);
		if (value.length == 0)
			continue;
		wb_text_addf(text, "%s%s=", space, wb_log_fields[i].key);
		wb_text_add_value(text, buffer, sizeof(buffer));
		space = " ";
	}
}
