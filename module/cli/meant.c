/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* meant.c - see meant.h */
#include "cli/meant.h"

#include <string.h>

#include "base/nearest.h"

const char *cli_meant_feed(const struct wb_config *config, const char *written)
{
	struct wb_nearest nearest;

	wb_nearest_open(&nearest, written);
	for (size_t i = 0; i < config->feed_count; i++)
		wb_nearest_try(&nearest, config->feeds[i].name);
	return nearest.name;
}

const char *cli_meant_source(const struct wb_config *config, const char *written)
{
	const struct wb_policy *policy = &config->policy;
	struct wb_nearest nearest;
	bool is_part = false;

	wb_nearest_open(&nearest, written);
	for (size_t i = 0; i < policy->zone_count; i++) {
		wb_nearest_try(&nearest, policy->zones[i].shown);
		is_part = is_part || strcasestr(policy->zones[i].shown, written) != NULL;
	}
	for (size_t i = 0; i < policy->rule_count; i++) {
		wb_nearest_try(&nearest, policy->rules[i].name);
		is_part = is_part || strcasestr(policy->rules[i].name, written) != NULL;
	}
	for (size_t i = 0; i < config->feed_count; i++) {
		wb_nearest_try(&nearest, config->feeds[i].name);
		is_part = is_part || strcasestr(config->feeds[i].name, written) != NULL;
	}
	return is_part ? NULL : nearest.name;
}
