/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* event_facts.c - see event_facts.h */
#include "verdict/event_facts.h"

#include <inttypes.h>
#include <string.h>

#include "verdict/check_host.h"
#include "verdict/rule_digest.h"

static void format_stage(const struct wb_outcome *outcome, const char *recipients, struct wb_text *text)
{
	(void)outcome;
	if (recipients != NULL)
		wb_text_add(text, "data");
}

static void format_login(const struct wb_outcome *outcome, const char *recipients, struct wb_text *text)
{
	(void)recipients;
	if (outcome->query.authenticated)
		wb_text_add(text, "yes");
}

static void format_unread(const struct wb_outcome *outcome, const char *recipients, struct wb_text *text)
{
	(void)recipients;
	if (outcome->is_gathered && outcome->facts.listings_unknown)
		wb_text_add(text, "listings");
}

/* One recipient alone is the event's own field. */
static void format_recipients(const struct wb_outcome *outcome, const char *recipients, struct wb_text *text)
{
	if (recipients == NULL || outcome->query.recipient[0] != '\0')
		return;
	wb_text_add_printable(text, recipients, WB_EVENT_RECIPIENTS_MAX);
	if (strlen(recipients) > WB_EVENT_RECIPIENTS_MAX)
		wb_text_add(text, "...");
}

static void add_codes(const struct wb_dnsbl_result *result, struct wb_text *text)
{
	for (size_t i = 0; i < result->code_count; i++) {
		char code[WB_CODE_TEXT_SIZE];

		wb_code_format(result->codes[i], code);
		wb_text_addf(text, "%s%s", i > 0 ? "/" : "", code);
	}
}

static void format_answers(const struct wb_outcome *outcome, const char *recipients, struct wb_text *text)
{
	(void)recipients;
	for (size_t i = 0; outcome->is_gathered && outcome->dnsbl != NULL && i < outcome->policy->zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(outcome->dnsbl, i);
		size_t start = text->length;

		if (result->answer == WB_DNSBL_PENDING)
			continue;
		wb_text_addf(text, "%s%s=", text->length > 0 ? " " : "", outcome->policy->zones[i].shown);
		switch (result->answer) {
		case WB_DNSBL_NOT_LISTED:
			wb_text_add(text, "no");
			break;
		case WB_DNSBL_LISTED:
			wb_text_add(text, result->is_unproven ? "unproven:" : "");
			add_codes(result, text);
			break;
		case WB_DNSBL_ERROR:
			wb_text_add(text, "error");
			break;
		case WB_DNSBL_UNASKED:
			wb_text_add(text, "unasked");
			break;
		case WB_DNSBL_UNKNOWN:
		case WB_DNSBL_PENDING:
		case WB_DNSBL_ANSWER_COUNT:
			wb_text_add(text, "unknown");
			break;
		}
		/* Half an answer would be another one. */
		if (text->truncated) {
			text->data[text->length = start] = '\0';
			return;
		}
	}
}

static void format_host(const struct wb_outcome *outcome, const char *recipients, struct wb_text *text)
{
	const struct wb_host *host = outcome->host;

	(void)recipients;
	if (!outcome->is_gathered || host == NULL)
		return;
	wb_text_addf(text, "%" PRIx32 "/%" PRIx32 " %" PRIx32 "/%" PRIx32 " ", host->helo_truths.yes, host->helo_truths.unknown,
	    host->name_truths.yes, host->name_truths.unknown);
	wb_text_add_printable(text, host->name, WB_QUERY_NAME_SIZE);
}

static void format_names(const struct wb_outcome *outcome, const char *recipients, struct wb_text *text)
{
	static const char marks[] = { [WB_HOST_NAME_OPEN] = '?',
		[WB_HOST_NAME_CONFIRMED] = '+',
		[WB_HOST_NAME_DENIED] = '-',
		[WB_HOST_NAME_UNKNOWN] = '?' };
	const struct wb_host_names *names = outcome->names;
	enum wb_host_name_state state;
	const char *name;

	(void)recipients;
	if (!outcome->is_gathered || names == NULL)
		return;
	state = wb_host_names_state(names);
	wb_text_add(text, wb_check_host_wants(outcome->policy).name ? "all " : "senders ");
	if (state == WB_HOST_NAME_DENIED)
		wb_text_add(text, "denied");
	else
		wb_text_add(
		    text, state == WB_HOST_NAME_CONFIRMED && !wb_host_names_is_unknown(names) ? "confirmed" : "unknown");
	for (size_t i = 0; (name = wb_host_names_at(names, i, &state)) != NULL; i++) {
		wb_text_add_char(text, ' ');
		wb_text_add_printable(text, name, WB_QUERY_NAME_SIZE);
		wb_text_add_char(text, marks[state]);
	}
}

/* Of a known sender's host, or where a recipient chooses less, grace has no part in it. */
static void format_grace(const struct wb_outcome *outcome, const char *recipients, struct wb_text *text)
{
	const struct wb_policy *policy = outcome->policy;

	(void)recipients;
	for (size_t i = 0; outcome->is_gathered && i < policy->category_count; i++) {
		if (outcome->verdict.scores[i].is_in_grace)
			wb_text_addf(text, "%s%s", text->length > 0 ? " " : "", policy->categories[i].id);
	}
}

static void format_rules(const struct wb_outcome *outcome, const char *recipients, struct wb_text *text)
{
	if (recipients != NULL)
		wb_text_addf(text, "%" PRIx64, wb_rule_digest_messages(outcome->policy));
}

const struct wb_event_fact wb_event_facts[] = {
	{ "stage", format_stage },
	{ "login", format_login },
	{ "unread", format_unread },
	{ "recipients", format_recipients },
	{ "answers", format_answers },
	{ "host", format_host },
	{ "names", format_names },
	{ "grace", format_grace },
	{ "rules", format_rules },
};
const size_t wb_event_fact_count = sizeof(wb_event_facts) / sizeof(wb_event_facts[0]);
_Static_assert(sizeof(wb_event_facts) / sizeof(wb_event_facts[0]) <= WB_EVENT_FACTS_MAX, "an event has room for all facts");
