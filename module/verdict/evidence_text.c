/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* evidence_text.c - see evidence_text.h */
#include "verdict/evidence_text.h"

#include <stdio.h>

#include "verdict/neighbours.h"

#define DIGITS_OF(number) #number
#define DIGITS(number) DIGITS_OF(number)
#define NEIGHBOURS_AT_LEAST DIGITS(WB_NEIGHBOURS_WANTED) " or more"
#define ZONE_BYTES_MAX 120 /* of a zone's name in a source */

const char *wb_evidence_origin(const struct wb_evidence *evidence)
{
	switch (evidence->kind) {
	case WB_EVIDENCE_LISTING:
		return evidence->listing->source;
	case WB_EVIDENCE_ZONE:
		return evidence->hit.zone->shown;
	case WB_EVIDENCE_RULE:
	case WB_EVIDENCE_MESSAGE:
		return evidence->rule->name;
	case WB_EVIDENCE_NEIGHBOURS:
	case WB_EVIDENCE_KIND_COUNT:
		break;
	}
	return "";
}

void wb_evidence_add_source_of(enum wb_evidence_kind kind, const char *origin, uint32_t return_code, struct wb_text *text)
{
	char code[WB_CODE_TEXT_SIZE];

	switch (kind) {
	case WB_EVIDENCE_LISTING:
		wb_text_addf(text, "listing:%s", origin);
		break;
	case WB_EVIDENCE_ZONE:
		wb_code_format(return_code, code);
		wb_text_addf(text, "dnsbl:%.*s:%s", ZONE_BYTES_MAX, origin, code);
		break;
	case WB_EVIDENCE_RULE:
	case WB_EVIDENCE_MESSAGE:
		wb_text_addf(text, "rule:%s", origin);
		break;
	case WB_EVIDENCE_NEIGHBOURS:
		/* Without the network, which is the detail: statistics and metrics have a row for each source. */
		wb_text_add(text, "neighbours");
		break;
	case WB_EVIDENCE_KIND_COUNT:
		break;
	}
}

void wb_evidence_add_source(const struct wb_evidence *evidence, struct wb_text *text)
{
	wb_evidence_add_source_of(evidence->kind, wb_evidence_origin(evidence),
	    evidence->kind == WB_EVIDENCE_ZONE ? evidence->hit.return_code : 0, text);
}

void wb_evidence_add_detail(const struct wb_evidence *evidence, const struct wb_place *place, struct wb_text *text)
{
	const struct wb_rule *rule;
	bool is_of_network;
	char prefix[WB_PREFIX_TEXT_SIZE];

	switch (evidence->kind) {
	case WB_EVIDENCE_LISTING:
		wb_prefix_format(&evidence->listing->prefix, prefix);
		wb_text_add(text, prefix);
		break;
	case WB_EVIDENCE_ZONE:
		wb_text_add(text, evidence->hit.code->meaning);
		break;
	case WB_EVIDENCE_RULE:
	case WB_EVIDENCE_MESSAGE:
		rule = evidence->rule;
		is_of_network = rule->asns.count + rule->except_asns.count > 0;
		if (is_of_network)
			wb_text_addf(text, "AS%u %s", place->asn, place->as_org);
		if (rule->countries.count + rule->except_countries.count > 0)
			wb_text_addf(text, "%scountry %s", is_of_network ? ", " : "", place->country);
		if (evidence->detail != NULL)
			wb_text_addf(text, "%s%s", text->length > 0 ? ", " : "", evidence->detail);
		break;
	case WB_EVIDENCE_NEIGHBOURS:
		wb_prefix_format(&evidence->network, prefix);
		wb_text_add(text, prefix);
		break;
	case WB_EVIDENCE_KIND_COUNT:
		break;
	}
}

const char *wb_evidence_reason(const struct wb_evidence *evidence)
{
	switch (evidence->kind) {
	case WB_EVIDENCE_LISTING:
		return evidence->listing->reason;
	case WB_EVIDENCE_ZONE:
		return evidence->hit.text;
	case WB_EVIDENCE_NEIGHBOURS:
		return wb_prefix_is_v4(&evidence->network) ? NEIGHBOURS_AT_LEAST " other hosts of its /24 are listed"
							   : NEIGHBOURS_AT_LEAST " other /64s of its /48 are listed";
	case WB_EVIDENCE_RULE:
	case WB_EVIDENCE_MESSAGE:
		return evidence->rule->reason;
	case WB_EVIDENCE_KIND_COUNT:
		break;
	}
	return "";
}

const char *wb_evidence_remedy(const struct wb_evidence *evidence)
{
	bool is_of_rule = evidence->kind == WB_EVIDENCE_RULE || evidence->kind == WB_EVIDENCE_MESSAGE;

	return is_of_rule ? evidence->rule->remedy : "";
}

void wb_evidence_add_absence(const struct wb_zone *zone, const char *why, struct wb_text *text)
{
	wb_text_addf(text, "%.100s: %s, so it vouched for nobody", zone->shown, why);
}

void wb_evidence_add_voucher(const struct wb_facts *facts, struct wb_text *text)
{
	if (facts->vouching_zone != NULL)
		wb_text_addf(text, "%.100s, trust %u", facts->vouching_zone->shown, facts->vouching_trust);
}
