/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* zone_evidence.c - see zone_evidence.h */
#include "verdict/zone_evidence.h"

/* One return code of one zone, on its way into the facts. */
struct answer {
	const struct wb_zone *zone;
	uint64_t bit; /* the zone's, in the facts */
	uint32_t return_code;
	const char *text;
	struct wb_facts *facts;
};

static void take_code(void *context, const struct wb_code *code)
{
	const struct answer *answer = context;
	struct wb_evidence *evidence;

	if (answer->zone->is_dnswl) {
		if (wb_zone_vouches(answer->zone, code) && answer->zone->relief_milli > 0) {
			answer->facts->relieving_zones |= answer->bit;
		} else if (wb_zone_vouches(answer->zone, code)) {
			answer->facts->vouching_zone = answer->zone;
			answer->facts->vouching_trust = code->trust;
		}
		return;
	}
	evidence = code->kind == WB_CODE_LISTED ? wb_evidence_add(answer->facts) : NULL;
	if (evidence != NULL)
		*evidence = (struct wb_evidence){
			.kind = WB_EVIDENCE_ZONE,
			.hit = { answer->zone, code, answer->return_code, answer->text },
			.category = code->category,
			.scope = (enum wb_scope)code->scope,
			.weight_milli = code->weight_milli,
		};
}

_Static_assert(WB_ZONES_MAX <= 64, "a bit for each zone");

/* Who was asked and has not answered might have vouched; who is never asked about such addresses would not. */
static void note_silence(const struct wb_zone *zone, enum wb_dnsbl_answer answer, uint64_t bit, struct wb_facts *facts)
{
	switch (answer) {
	case WB_DNSBL_PENDING:
	case WB_DNSBL_UNKNOWN:
	case WB_DNSBL_ERROR:
		facts->unheard_zones |= bit;
		break;
	case WB_DNSBL_UNASKED:
		if (zone->asks_ipv6 || wb_address_is_v4(&facts->client))
			facts->absent_zones |= bit;
		break;
	case WB_DNSBL_NOT_LISTED:
	case WB_DNSBL_LISTED:
	case WB_DNSBL_ANSWER_COUNT:
		break;
	}
}

void wb_zone_evidence_begin(struct wb_facts *facts)
{
	facts->evidence_count = facts->local_count;
	facts->left_out_count = facts->local_left_out_count;
	facts->vouching_zone = NULL;
	facts->relieving_zones = facts->unheard_zones = facts->absent_zones = 0;
}

static void add(
    const struct wb_zone *zones, size_t place, const struct wb_dnsbl_result *result, bool is_listed, struct wb_facts *facts)
{
	uint64_t bit = UINT64_C(1) << place;

	if (zones[place].is_dnswl)
		note_silence(&zones[place], result->answer, bit, facts);
	for (size_t c = 0; is_listed && c < result->code_count; c++) {
		struct answer answer = { &zones[place], bit, result->codes[c], result->text, facts };

		wb_zone_decode(&zones[place], result->codes[c], take_code, &answer);
	}
}

static bool is_listed(const struct wb_dnsbl_result *result)
{
	return result->answer == WB_DNSBL_LISTED && !result->is_unproven;
}

void wb_zone_evidence_add(
    const struct wb_zone *zones, size_t place, const struct wb_dnsbl_result *result, struct wb_facts *facts)
{
	add(zones, place, result, is_listed(result), facts);
}

/* is_supposed: what hits of block lists would say whose probes are still to come. */
static void take(
    const struct wb_dnsbl *dnsbl, const struct wb_zone *zones, size_t zone_count, bool is_supposed, struct wb_facts *facts)
{
	wb_zone_evidence_begin(facts);
	for (size_t i = 0; i < zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(dnsbl, i);
		bool is_pending = is_supposed && !zones[i].is_dnswl && result->answer == WB_DNSBL_PENDING;

		add(zones, i, result, is_pending || is_listed(result), facts);
	}
}

void wb_zone_evidence_take(const struct wb_dnsbl *dnsbl, const struct wb_zone *zones, size_t zone_count, struct wb_facts *facts)
{
	take(dnsbl, zones, zone_count, false, facts);
}

void wb_zone_evidence_suppose(
    const struct wb_dnsbl *dnsbl, const struct wb_zone *zones, size_t zone_count, struct wb_facts *facts)
{
	take(dnsbl, zones, zone_count, true, facts);
}
