/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* name_advice.c - see name_advice.h */
#include "config/name_advice.h"

#include <string.h>

#include "base/text.h"
#include "config/config_name.h"
#include "config/report_section.h"
#include "config/setting_text.h"
#include "verdict/category.h"

/* Whether something of this file counts for it. */
static bool is_used(const struct wb_config *config, size_t category)
{
	const struct wb_policy *policy = &config->policy;
	const char *id = policy->categories[category].id;

	for (size_t i = 0; i < policy->rule_count; i++) {
		if (strcmp(policy->rules[i].category_id, id) == 0)
			return true;
	}
	for (size_t i = 0; i < config->feed_count; i++) {
		if (strcmp(config->feeds[i].category_id, id) == 0)
			return true;
	}
	for (size_t i = 0; i < config->report_count; i++) {
		if (strcmp(config->reports[i].category_id, id) == 0)
			return true;
	}
	for (size_t i = 0; i < policy->zone_count; i++) {
		for (size_t k = 0; k < policy->zones[i].code_count; k++) {
			if (strcmp(policy->zones[i].codes[k].category_id, id) == 0)
				return true;
		}
	}
	return false;
}

static void advise_categories(const struct wb_config *config, const struct wb_advice_taker *taker)
{
	char words[400];
	struct wb_text list;

	wb_text_open(&list, words, sizeof(words));
	for (size_t i = 0; i < wb_category_builtin_count; i++)
		wb_text_addf(&list, "%s%s", i > 0 ? " " : "", wb_category_builtins[i].id);
	for (size_t i = wb_category_builtin_count; i < config->policy.category_count; i++) {
		const struct wb_category *category = &config->policy.categories[i];
		size_t length;
		const char *nearest = wb_config_name_nearest(words, category->id, &length);

		if (length == 0 || is_used(config, i))
			continue;
		wb_advise(taker, WB_ADVICE_WARNING, category->position,
		    "found category \"%s\", a new one, for which nothing in this file counts: expected \"%.*s\", if that is meant",
		    category->id, (int)length, nearest);
	}
}

static void advise_reports(const struct wb_config *config, const struct wb_advice_taker *taker)
{
	char words[200];
	struct wb_text list;

	wb_text_open(&list, words, sizeof(words));
	for (size_t i = 0; i < wb_report_kind_count; i++)
		wb_text_addf(&list, "%s%s", i > 0 ? " " : "", wb_report_kinds[i].name);
	for (size_t i = wb_report_kind_count; i < config->report_count; i++) {
		const struct wb_report_settings *report = &config->reports[i];
		size_t length;
		const char *nearest = wb_config_name_nearest(words, report->name, &length);

		if (length == 0)
			continue;
		wb_advise(taker, WB_ADVICE_WARNING, report->position,
		    "found report \"%s\", a kind that an ACL of yours has to report: expected \"%.*s\", if the built-in one is meant",
		    report->name, (int)length, nearest);
	}
}

/* What hardly anybody has in front of an @: names of people have dots, too. */
static bool is_domain(const char *text)
{
	static const char *const ends[] = { "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz" };
	const char *first = strchr(text, '.'), *last = strrchr(text, '.');

	for (size_t i = 0; last != NULL && i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (strcmp(last + 1, ends[i]) == 0)
			return true;
	}
	return last != NULL && last > first && strlen(last + 1) == 2;
}

static void advise_recipients(const struct wb_config *config, const struct wb_advice_taker *taker)
{
	const struct wb_texts *recipients = &config->policy.exempt.recipients;

	for (size_t i = 0; i < recipients->count; i++) {
		if (strchr(recipients->items[i], '@') != NULL || !is_domain(recipients->items[i]))
			continue;
		wb_advise(taker, WB_ADVICE_WARNING, wb_setting_position_in(config, "exempt", "recipients", i),
		    "found recipients = \"%.100s\", a local part: expected \"@%.100s\", if all of that domain are meant",
		    recipients->items[i], recipients->items[i]);
	}
}

void wb_name_advise(const struct wb_config *config, wb_advice_visit *visit, void *context)
{
	const struct wb_advice_taker taker = { visit, context };

	advise_categories(config, &taker);
	advise_reports(config, &taker);
	advise_recipients(config, &taker);
}
