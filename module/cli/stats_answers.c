/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* stats_answers.c - see stats_answers.h */
#include "cli/stats_answers.h"

#include <stdio.h>
#include <unistd.h>

#include "base/timestamp.h"
#include "store/store_owner.h"

#define SPAN_SIZE 32

void stats_answers_find(const struct cli *cli, int64_t since_s, int64_t until_s, struct stats_answers *answers_r)
{
	struct wb_diagnostics diagnostics;
	struct wb_config *config;
	struct stat st;

	*answers_r = (struct stats_answers){ .is_known = false };
	if (wb_config_open(cli->config_path, &config, &diagnostics) == WB_OK && config->policy.store[0] != '\0' &&
	    stat(config->policy.store, &st) == 0 &&
	    (st.st_uid == geteuid() || (geteuid() == 0 && wb_store_become_owner(&st, NULL) == WB_OK))) {
		answers_r->promised_s = config->removal.answer_within_s;
		answers_r->is_known = wb_answer_times_find(config->policy.store, since_s, until_s, answers_r->promised_s,
					  cli->now_s, &answers_r->times, NULL) == WB_OK;
	}
	wb_config_close(&config);
}

/* "45 minutes", "3.5 hours", "2.0 days" */
static const char *span(int64_t seconds, char *buffer)
{
	if (seconds < 2 * 3600)
		snprintf(buffer, SPAN_SIZE, "%lld minutes", (long long)seconds / 60);
	else if (seconds < 2 * 86400)
		snprintf(buffer, SPAN_SIZE, "%.1f hours", (double)seconds / 3600);
	else
		snprintf(buffer, SPAN_SIZE, "%.1f days", (double)seconds / 86400);
	return buffer;
}

void stats_answers_print(const struct stats_answers *answers)
{
	const struct wb_answer_times *times = &answers->times;
	char median[SPAN_SIZE], longest[SPAN_SIZE], promised[WB_SPAN_TEXT_SIZE];

	if (!answers->is_known || (times->answered == 0 && times->open == 0))
		return;
	wb_span_format(answers->promised_s, promised);
	puts("\nRequests for removal");
	printf("%10zu answered", times->answered);
	if (times->answered > 0)
		printf(": half of them within %s, the longest after %s", span(times->median_s, median),
		    span(times->longest_s, longest));
	putchar('\n');
	if (times->answered > 0 && answers->promised_s > 0)
		printf("%10zu of them within %s, as promised: %.1f %%\n", times->within, promised,
		    100.0 * (double)times->within / (double)times->answered);
	printf("%10zu wait for an answer", times->open);
	if (times->open > 0)
		printf(", the oldest for %s", span(times->oldest_s, longest));
	if (times->open > 0 && answers->promised_s > 0)
		printf("; %zu longer than promised", times->late);
	putchar('\n');
}
