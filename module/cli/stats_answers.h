/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * stats_answers.h - the part of whyblock stats about requests for removal, which stands in the store and not in a log.
 */
#ifndef WB_CLI_STATS_ANSWERS_H
#define WB_CLI_STATS_ANSWERS_H

#include "cli/cli.h"
#include "desk/answer_times.h"

struct stats_answers {
	bool is_known; /* there is a configuration with a store, and this process may read it */
	int64_t promised_s;
	struct wb_answer_times times;
};

/* Looks, as the store's owner: what is left to be done with the caller's rights is done before. What cannot be read is not known. */
void stats_answers_find(const struct cli *cli, int64_t since_s, int64_t until_s, struct stats_answers *answers_r);

/* For people; nothing when nothing is known, or there was no request. */
void stats_answers_print(const struct stats_answers *answers);

#endif
