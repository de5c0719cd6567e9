/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* category_name.c - see category_name.h */
#include "config/category_name.h"

#include <string.h>

#include "base/text.h"
#include "config/config.h"
#include "config/config_name.h"
#include "config/setting_text.h"
#include "dns/catalogue.h"

#define LISTED_MAX 12 /* of a file that defines many, these are named */

const char *wb_category_name_expected(const struct wb_config *config, const char *id, bool takes_allow, char *buffer)
{
	const struct wb_policy *policy = &config->policy;
	size_t count = policy->category_count + takes_allow, shown = count < LISTED_MAX ? count : LISTED_MAX, length;
	char words[WB_POLICY_CATEGORIES_MAX * (WB_CATEGORY_ID_SIZE + 1)];
	struct wb_text text, list;
	const char *nearest;

	wb_text_open(&text, buffer, WB_CATEGORY_NAME_EXPECTED_SIZE);
	wb_text_add(&text, "a category: ");
	wb_text_open(&list, words, sizeof(words));
	for (size_t i = 0; i < count; i++) {
		const char *known = i < policy->category_count ? policy->categories[i].id : WB_CATEGORY_ALLOW;

		wb_text_addf(&list, "%s%s", i > 0 ? " " : "", known);
		if (i < shown)
			wb_text_add_item(&text, i, shown, "or", known);
	}
	wb_text_add(&text, shown < count ? ", or another one of this file" : "");
	nearest = wb_config_name_nearest(words, id, &length);
	if (length > 0)
		wb_text_addf(&text, "; the nearest is \"%.*s\"", (int)length, nearest);
	return buffer;
}

const struct wb_category *wb_category_name_find(struct wb_config *config, struct wb_diagnostics *diagnostics,
    struct wb_position section, const char *what, const char *id, bool takes_allow)
{
	const struct wb_category *category = wb_policy_category(&config->policy, id);
	char expected[WB_CATEGORY_NAME_EXPECTED_SIZE];

	if (category != NULL || (takes_allow && strcmp(id, WB_CATEGORY_ALLOW) == 0))
		return category;
	wb_category_name_expected(config, id, takes_allow, expected);
	if (id[0] != '\0' || wb_setting_is_given(config, section, "category"))
		wb_diagnostics_add(diagnostics, wb_setting_position(config, section, "category", 0),
		    "found %s with category = \"%.40s\": expected %s", what, wb_catalogue_hide_key(id), expected);
	else if (wb_setting_section_is_whole(config, diagnostics, section))
		wb_diagnostics_add(diagnostics, section, "found %s without category = \"...\": expected %s", what, expected);
	return NULL;
}
