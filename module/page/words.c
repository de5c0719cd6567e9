/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* words.c - see words.h */
#include "page/words.h"

#include <inttypes.h>
#include <stdio.h>

#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)

#define LANGUAGE(NAME, tag, name) [WB_LANGUAGE_##NAME] = &wb_words_##tag,
const struct wb_words *const wb_words[WB_LANGUAGES] = { WB_LANGUAGE_ROWS(LANGUAGE) };

void wb_language_span(enum wb_language language, int64_t span_s, char *buffer)
{
	bool is_days = span_s > DAY_S - HOUR_S && (span_s <= DAY_S || span_s >= 2 * DAY_S);
	int64_t unit_s = is_days ? DAY_S : HOUR_S, count = (span_s + unit_s - 1) / unit_s;
	enum wb_phrase phrase = is_days ? count == 1 ? WB_PHRASE_DAY : WB_PHRASE_DAYS
	    : count == 1                ? WB_PHRASE_HOUR
					: WB_PHRASE_HOURS;

	snprintf(buffer, WB_LANGUAGE_SPAN_SIZE, "%" PRId64 " %s", count, wb_words[language]->phrases[phrase]);
}
