/* classify.c - see classify.h */
#include "classify.h"

#include <stdio.h>
#include <string.h>

static bool is_over(int64_t expires_at_s, int64_t now_s)
{
	return expires_at_s != 0 && now_s >= expires_at_s;
}

bool wb_classify_counts(const struct wb_config *config, const struct wb_evidence *evidence, int64_t now_s)
{
	return config->categories[evidence->category].action != WB_OFF && !is_over(evidence->expires_at_s, now_s);
}

/* Sums one category's evidence and finds what would be done if it won. */
static struct wb_category_score score_category(
    const struct wb_config *config, const struct wb_facts *facts, size_t index, int64_t now_s)
{
	const struct wb_category *category = &config->categories[index];
	struct wb_category_score score = { .action = WB_OFF };
	bool about_host = false;

	for (size_t i = 0; i < facts->evidence_count; i++) {
		const struct wb_evidence *evidence = &facts->evidence[i];

		if (evidence->category != index || !wb_classify_counts(config, evidence, now_s))
			continue;
		score.score_milli += evidence->weight_milli;
		about_host = about_host || evidence->scope == WB_SCOPE_HOST;
		if (score.heaviest == NULL || evidence->weight_milli > score.heaviest->weight_milli)
			score.heaviest = evidence;
	}
	if (score.heaviest == NULL || score.score_milli < category->threshold_milli)
		return score;
	score.action = (enum wb_action)category->action;
	score.capped = score.action == WB_REJECT && !about_host;
	if (score.capped)
		score.action = WB_DEFER;
	return score;
}

/* Score divided by threshold is compared by cross-multiplication: no rounding decides who is blocked. */
static bool beats(const struct wb_config *config, const struct wb_category_score *scores, size_t index, size_t best)
{
	uint64_t left = scores[index].score_milli * config->categories[best].threshold_milli;
	uint64_t right = scores[best].score_milli * config->categories[index].threshold_milli;

	if (scores[index].action != scores[best].action)
		return scores[index].action > scores[best].action;
	return left > right;
}

void wb_classify(const struct wb_config *config, const struct wb_facts *facts, int64_t now_s, struct wb_verdict *verdict_r)
{
	size_t best = 0;

	memset(verdict_r, 0, sizeof(*verdict_r));
	verdict_r->decided_at_s = now_s;
	for (size_t i = 0; i < config->category_count; i++) {
		verdict_r->scores[i] = score_category(config, facts, i, now_s);
		if (beats(config, verdict_r->scores, i, best))
			best = i;
	}
	/* An allow listing always wins. */
	if (facts->allow.source[0] != '\0' && !is_over(facts->allow.expires_at_s, now_s)) {
		snprintf(verdict_r->exempt, sizeof(verdict_r->exempt), "allow %.60s %.60s", facts->allow.source,
		    facts->allow.detail);
		return;
	}
	if (facts->listings_unknown || verdict_r->scores[best].action == WB_OFF)
		return;
	verdict_r->action = verdict_r->scores[best].action;
	verdict_r->category = &config->categories[best];
	verdict_r->score_milli = verdict_r->scores[best].score_milli;
	verdict_r->heaviest = verdict_r->scores[best].heaviest;
}
