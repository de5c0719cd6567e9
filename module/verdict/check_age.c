/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* check_age.c - see check_age.h */
#include "verdict/check_age.h"

#include "verdict/classify.h"
#include "verdict/evidence_text.h"

/* The row about the age of this evidence, of those that were looked up and those that are to be; NULL: there is no room. */
static struct wb_first_seen *find_row(const struct wb_policy *policy, const struct wb_facts *facts,
    const struct wb_evidence *evidence, struct wb_check_ages *ages)
{
	const char *source = evidence->kind == WB_EVIDENCE_ZONE ? evidence->hit.zone->run_by : wb_evidence_origin(evidence);
	const struct wb_first_seen_key key =
	    wb_first_seen_key(&facts->client, evidence->kind, source, policy->categories[evidence->category].id);

	for (size_t i = 0; i < ages->count; i++) {
		if (wb_first_seen_compare(&ages->rows[i].key, &key) == 0)
			return &ages->rows[i];
	}
	if (ages->count == WB_EVIDENCE_MAX)
		return NULL;
	ages->rows[ages->count] = (struct wb_first_seen){ .key = key };
	return &ages->rows[ages->count++];
}

static bool has_grace(const struct wb_policy *policy)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (policy->categories[i].grace_s > 0)
			return true;
	}
	return false;
}

void wb_check_age_find(const struct wb_policy *policy, struct wb_facts *facts, int64_t now_s, struct wb_check_ages *ages)
{
	struct wb_first_seen *rows[WB_EVIDENCE_MAX];
	size_t known = ages->count;
	struct wb_verdict verdict;
	struct wb_error error;

	if (facts->evidence_count == 0 || !has_grace(policy))
		return;
	wb_classify(policy, facts, NULL, now_s, &verdict);
	for (size_t i = 0; i < facts->evidence_count; i++) {
		const struct wb_evidence *evidence = &facts->evidence[i];
		bool is_needed = evidence->kind != WB_EVIDENCE_LISTING && verdict.scores[evidence->category].is_in_grace;

		rows[i] = is_needed ? find_row(policy, facts, evidence, ages) : NULL;
	}
	if (ages->count > known &&
	    wb_first_seen_find(wb_policy_folder(policy), ages->rows + known, ages->count - known, now_s, &error) != WB_OK)
		wb_evidence_note(facts, "%s", error.text);
	for (size_t i = 0; i < facts->evidence_count; i++) {
		if (rows[i] != NULL)
			facts->evidence[i].since_s = rows[i]->first_s;
	}
}
