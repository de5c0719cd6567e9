/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* placeholder.c - see placeholder.h */
#include "verdict/placeholder.h"

#include <string.h>

#include "base/timestamp.h"
#include "verdict/check.h"
#include "verdict/evidence_text.h"

static void add_ip(const struct wb_outcome *outcome, struct wb_text *text)
{
	char client[WB_ADDRESS_TEXT_SIZE];

	wb_address_format(&outcome->query.client, client);
	wb_text_add(text, client);
}

static void add_name(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, outcome->query.name);
}

static void add_helo(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, outcome->query.helo);
}

static void add_sender(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, outcome->query.sender);
}

static void add_recipient(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, outcome->query.recipient);
}

static void add_category(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->verdict.category != NULL)
		wb_text_add(text, outcome->verdict.category->id);
}

static void add_title(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->verdict.category != NULL)
		wb_text_add(text, outcome->verdict.category->title);
}

static void add_country(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, wb_outcome_place(outcome)->country);
}

static void add_asn(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (wb_outcome_place(outcome)->asn != 0)
		wb_text_addf(text, "AS%u", wb_outcome_place(outcome)->asn);
}

static void add_as_org(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, wb_outcome_place(outcome)->as_org);
}

static void add_source(const struct wb_outcome *outcome, struct wb_text *text)
{
	const struct wb_evidence *heaviest = outcome->verdict.heaviest;
	const struct wb_zone *zone = heaviest != NULL ? wb_evidence_zone(heaviest) : NULL;

	wb_text_add(text, zone != NULL ? zone->shown : outcome->policy->site.name);
}

static void add_reason(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->verdict.heaviest != NULL)
		wb_text_add(text, wb_evidence_reason(outcome->verdict.heaviest));
}

static void add_ref(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, outcome->reference_code);
}

/* To the minute, and not after it. */
static void add_refused_from(const struct wb_outcome *outcome, struct wb_text *text)
{
	char timestamp[WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format_minute(outcome->verdict.refused_from_s, timestamp);
	wb_text_add(text, timestamp);
}

static void add_url(const struct wb_outcome *outcome, struct wb_text *text)
{
	char code[WB_REFERENCE_TEXT_SIZE];

	wb_text_add(text, outcome->policy->site.url);
	if (text->length == 0 || outcome->reference_code[0] == '\0')
		return;
	wb_reference_format_url(outcome->reference_code, code);
	wb_text_addf(text, "?ref=%s", code);
}

static void add_site(const struct wb_outcome *outcome, struct wb_text *text)
{
	wb_text_add(text, outcome->policy->site.name);
}

static void add_contact(const struct wb_outcome *outcome, struct wb_text *text)
{
	if (outcome->policy->site.contacts.count > 0)
		wb_text_add(text, outcome->policy->site.contacts.items[0]);
}

#define WIDEST(member) offsetof(struct wb_placeholder_extremes, member), WB_PLACEHOLDER_BYTES_MAX

const struct wb_placeholder wb_placeholders[] = {
	{ "ip", add_ip, WIDEST(client), "the client's address" },
	{ "name", add_name, WIDEST(text), "its host name, when Exim has looked it up" },
	{ "helo", add_helo, WIDEST(text), "what it said in HELO or EHLO" },
	{ "sender", add_sender, WIDEST(text), "the envelope sender" },
	{ "recipient", add_recipient, WIDEST(text), "the envelope recipient" },
	{ "category", add_category, WIDEST(text), "the category's id" },
	{ "title", add_title, WIDEST(text), "the category's title" },
	{ "country", add_country, WIDEST(country), "country code of the client's address" },
	{ "asn", add_asn, WIDEST(asn), "AS number of the client's network: AS64496" },
	{ "as_org", add_as_org, WIDEST(text), "that network's name" },
	{ "source", add_source, WIDEST(site),
	    "who lists the client: a DNSBL zone, or site.name for listings and rules of your own" },
	{ "reason", add_reason, WIDEST(text), "the reason given with the listing" },
	{ "ref", add_ref, WIDEST(ref), "the signed reference" },
	{ "url", add_url, offsetof(struct wb_placeholder_extremes, url), WB_PLACEHOLDER_URL_BYTES_MAX,
	    "site.url, with the reference when there is one" },
	{ "refused_from", add_refused_from, WIDEST(refused_from),
	    "2026-11-29 18:00 UTC: within a category's grace, before which mail is deferred and not refused" },
	{ "site", add_site, WIDEST(site), "site.name" },
	{ "contact", add_contact, WIDEST(text), "the first of site.contacts" },
};
const size_t wb_placeholder_count = sizeof(wb_placeholders) / sizeof(wb_placeholders[0]);

const struct wb_placeholder *wb_placeholder_find(const char *name, size_t length)
{
	for (size_t i = 0; i < wb_placeholder_count; i++) {
		if (strlen(wb_placeholders[i].name) == length && memcmp(wb_placeholders[i].name, name, length) == 0)
			return &wb_placeholders[i];
	}
	return NULL;
}
