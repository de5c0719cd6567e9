/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* zone_evidence.c - see zone_evidence.h */
#include "verdict/zone_evidence.h"

/* One return code of one zone, on its way into the facts. */
struct answer {
	const struct wb_zone *zone;
	uint32_t return_code;
	const char *text;
	struct wb_facts *facts;
};

static void take_code(void *context, const struct wb_code *code)
{
	const struct answer *answer = context;
	struct wb_evidence *evidence;

	if (answer->zone->is_dnswl) {
		if (wb_zone_vouches(answer->zone, code)) {
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

void wb_zone_evidence_take(const struct wb_dnsbl *dnsbl, const struct wb_zone *zones, size_t zone_count, struct wb_facts *facts)
{
	facts->evidence_count = facts->local_count;
	facts->left_out_count = facts->local_left_out_count;
	facts->vouching_zone = NULL;
	for (size_t i = 0; i < zone_count; i++) {
		const struct wb_dnsbl_result *result = wb_dnsbl_result(dnsbl, i);

		for (size_t c = 0; result->answer == WB_DNSBL_LISTED && !result->is_unproven && c < result->code_count; c++) {
			struct answer answer = { &zones[i], result->codes[c], result->text, facts };

			wb_zone_decode(&zones[i], result->codes[c], take_code, &answer);
		}
	}
}
