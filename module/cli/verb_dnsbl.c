/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_dnsbl.c - whyblock dnsbl status and dnsbl check: what is known about the zones, and the test that finds it out */
#include "dns/self_test.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/print_json.h"
#include "store/zones_publish.h"

static const char *state_name(const struct wb_health *health, int64_t now_s)
{
	static const char *const names[] = { "good", "suspended", "failed", "failed" };

	_Static_assert(sizeof(names) / sizeof(names[0]) == WB_HEALTH_STATE_COUNT, "a name for each state");

	return wb_health_may_ask(health, now_s) ? names[WB_HEALTH_GOOD] : names[health->state];
}

/* What staff can do about it. */
static const char *advice(const struct wb_zone *zone, const struct wb_health *health, int64_t now_s)
{
	if (zone->known != NULL && zone->known->dead_since != NULL)
		return "this list is dead: remove it from the configuration";
	if (wb_health_may_ask(health, now_s))
		return health->tested_at_s == 0 ? "never tested: run whyblock dnsbl check" : "";
	if (health->state == WB_HEALTH_SUSPENDED)
		return "nothing: it is asked again when its suspension ends; if it comes back, ask the list's operator, or use a resolver of your own";
	return "ask the list's operator, or test again with whyblock dnsbl check; it is not asked until a test passes";
}

static void print_zones_json(const struct wb_config *config, const struct wb_health *health, int64_t now_s)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < config->policy.zone_count; i++) {
		json_object *row = json_object_new_object();

		json_object_object_add(row, "zone", json_object_new_string(config->policy.zones[i].shown));
		json_object_object_add(row, "state", json_object_new_string(state_name(&health[i], now_s)));
		json_object_object_add(row, "since", cli_json_time(health[i].since_s));
		json_object_object_add(row, "until", cli_json_time(health[i].until_s));
		json_object_object_add(row, "tested", cli_json_time(health[i].tested_at_s));
		json_object_object_add(row, "why", json_object_new_string(health[i].why));
		json_object_object_add(
		    row, "advice", json_object_new_string(advice(&config->policy.zones[i], &health[i], now_s)));
		json_object_array_add(rows, row);
	}
	puts(json_object_to_json_string_ext(rows, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(rows);
}

static void print_zones_text(const struct wb_config *config, const struct wb_health *health, int64_t now_s)
{
	if (config->policy.zone_count == 0)
		puts("no zone is configured");
	for (size_t i = 0; i < config->policy.zone_count; i++) {
		const char *what_to_do = advice(&config->policy.zones[i], &health[i], now_s);
		char since[WB_TIMESTAMP_TEXT_SIZE], until[WB_TIMESTAMP_TEXT_SIZE];

		wb_timestamp_format(health[i].since_s, since);
		wb_timestamp_format(health[i].until_s, until);
		printf("%-32s %-8s", config->policy.zones[i].shown, state_name(&health[i], now_s));
		if (health[i].since_s != 0)
			printf(" since %s", since);
		if (health[i].until_s != 0)
			printf(" until %s", until);
		putchar('\n');
		if (health[i].why[0] != '\0')
			printf("    why: %s\n", health[i].why);
		if (what_to_do[0] != '\0')
			printf("    do:  %s\n", what_to_do);
	}
}

enum cli_exit cli_dnsbl_status(struct cli *cli)
{
	struct wb_health health[WB_ZONES_MAX];
	const char *names[WB_ZONES_MAX];
	struct wb_error error;

	wb_zones_list_names(cli->config->policy.zones, cli->config->policy.zone_count, names);
	if (wb_zones_load(wb_policy_folder(&cli->config->policy), names, cli->config->policy.zone_count, health, &error) !=
	    WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	(cli->json ? print_zones_json : print_zones_text)(cli->config, health, cli->now_s);
	for (size_t i = 0; i < cli->config->policy.zone_count; i++) {
		if (!wb_health_may_ask(&health[i], cli->now_s))
			return CLI_NO;
	}
	return CLI_DONE;
}

/* Tests every zone, and makes the row of each of it: the old one is what the last tests have found. */
static enum wb_status test_zones(const struct wb_policy *policy, int64_t now_s, struct wb_zone_row *rows_r,
    struct wb_self_test_result *results_r, struct wb_error *error_r)
{
	struct wb_health health[WB_ZONES_MAX];
	const char *names[WB_ZONES_MAX];
	enum wb_status status;

	wb_zones_list_names(policy->zones, policy->zone_count, names);
	status = wb_self_test_run(policy->zones, policy->zone_count, &policy->dns, &wb_clock_system, results_r, error_r);
	/* A file that cannot be read is replaced by a good one. */
	if (status == WB_OK)
		wb_zones_load(wb_policy_folder(policy), names, policy->zone_count, health, NULL);
	for (size_t i = 0; i < policy->zone_count && status == WB_OK; i++) {
		wb_health_note_test(&health[i], &results_r[i], now_s);
		wb_text_copy(rows_r[i].zone, sizeof(rows_r[i].zone), names[i]);
		rows_r[i].health = health[i];
	}
	return status;
}

enum cli_exit cli_dnsbl_check(struct cli *cli)
{
	const struct wb_config *config = cli->config;
	const struct wb_policy *policy = &config->policy;
	struct wb_self_test_result results[WB_ZONES_MAX];
	struct wb_zone_row rows[WB_ZONES_MAX];
	struct wb_health health[WB_ZONES_MAX];
	struct wb_error error;
	enum cli_exit status = CLI_DONE;
	size_t empty = 0;

	if (test_zones(policy, cli->now_s, rows, results, &error) != WB_OK ||
	    wb_zones_publish(wb_policy_folder(policy), rows, policy->zone_count, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	for (size_t i = 0; i < policy->zone_count; i++) {
		health[i] = rows[i].health;
		if (results[i].outcome != WB_SELF_TEST_PASSED)
			status = CLI_NO;
		empty += results[i].outcome == WB_SELF_TEST_EMPTY;
	}
	(cli->json ? print_zones_json : print_zones_text)(config, health, cli->now_s);
	if (empty > 0 && empty == policy->zone_count)
		cli_fail(CLI_NO, "%s", WB_SELF_TEST_ADVICE_RESOLVER);
	return status;
}
