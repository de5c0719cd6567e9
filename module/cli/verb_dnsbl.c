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
#include "cli/print_table.h"
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

/* All that is known: of the zones, and behind them of the name servers through which they are asked. */
struct states {
	struct wb_name_servers servers;
	struct wb_health health[WB_ZONES_MAX + WB_NAME_SERVERS_MAX];
};

static const char *server_advice(const struct wb_policy *policy)
{
	return policy->dns.servers.count > 0 ? "have it answer, or set dns.servers to one that does"
					     : "have it answer, or name one that does in " WB_RESOLV_CONF;
}

static json_object *row_json(
    const char *key, const char *name, const struct wb_health *health, const char *advice, int64_t now_s)
{
	json_object *row = json_object_new_object();

	json_object_object_add(row, key, json_object_new_string(name));
	json_object_object_add(row, "state", json_object_new_string(state_name(health, now_s)));
	json_object_object_add(row, "since", cli_json_time(health->since_s));
	json_object_object_add(row, "until", cli_json_time(health->until_s));
	json_object_object_add(row, "tested", cli_json_time(health->tested_at_s));
	json_object_object_add(row, "why", json_object_new_string(health->why));
	json_object_object_add(row, "advice", json_object_new_string(advice));
	return row;
}

/* A name server has a row when it does not answer. */
static void print_zones_json(const struct wb_policy *policy, const struct states *states, int64_t now_s)
{
	json_object *rows = json_object_new_array();

	for (size_t i = 0; i < states->servers.count; i++) {
		const struct wb_health *health = &states->health[policy->zone_count + i];

		if (!wb_health_may_ask(health, now_s))
			json_object_array_add(
			    rows, row_json("name_server", states->servers.rows[i], health, server_advice(policy), now_s));
	}
	for (size_t i = 0; i < policy->zone_count; i++)
		json_object_array_add(rows,
		    row_json("zone", policy->zones[i].shown, &states->health[i],
			advice(&policy->zones[i], &states->health[i], now_s), now_s));
	puts(json_object_to_json_string_ext(rows, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(rows);
}

static void print_words(const char *label, const char *words)
{
	if (words[0] == '\0')
		return;
	fputs(label, stdout);
	cli_screen_put(words, (int)strlen(label));
}

static void print_row(const char *name, const struct wb_health *health, const char *what_to_do, int64_t now_s)
{
	static const struct cli_column columns[] = {
		{ "ZONE", 32, 32, NULL, false },
		{ "STATE", 8, 9, NULL, false },
		{ "WHEN", 0, CLI_TABLE_REST, NULL, false },
	};
	char since[WB_TIMESTAMP_TEXT_SIZE], until[WB_TIMESTAMP_TEXT_SIZE], when[80];
	const char *const cells[] = { name, state_name(health, now_s), when };
	struct wb_text text;

	wb_timestamp_format(health->since_s, since);
	wb_timestamp_format(health->until_s, until);
	wb_text_open(&text, when, sizeof(when));
	if (health->since_s != 0)
		wb_text_addf(&text, "since %s", since);
	if (health->until_s != 0)
		wb_text_addf(&text, "%suntil %s", text.length > 0 ? " " : "", until);
	cli_table_row(columns, sizeof(columns) / sizeof(columns[0]), cells, 1,
	    wb_health_may_ask(health, now_s)           ? CLI_GREEN
		: health->state == WB_HEALTH_SUSPENDED ? CLI_YELLOW
						       : CLI_RED);
	print_words("    why: ", health->why);
	print_words("    do:  ", what_to_do);
}

static void print_zones_text(const struct wb_policy *policy, const struct states *states, int64_t now_s)
{
	char name[WB_NAME_SERVER_SIZE + 16];

	if (policy->zone_count == 0)
		puts("no zone is configured");
	for (size_t i = 0; i < states->servers.count; i++) {
		const struct wb_health *health = &states->health[policy->zone_count + i];

		snprintf(name, sizeof(name), "name server %s", states->servers.rows[i]);
		if (!wb_health_may_ask(health, now_s))
			print_row(name, health, server_advice(policy), now_s);
	}
	for (size_t i = 0; i < policy->zone_count; i++)
		print_row(
		    policy->zones[i].shown, &states->health[i], advice(&policy->zones[i], &states->health[i], now_s), now_s);
}

enum cli_exit cli_dnsbl_status(struct cli *cli)
{
	const struct wb_policy *policy = &cli->config->policy;
	struct states states;
	struct wb_error error;

	wb_name_servers_find(&policy->dns.servers, NULL, &states.servers);
	if (wb_zones_load_with_servers(policy, cli->now_s, &states.servers, states.health, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	(cli->json ? print_zones_json : print_zones_text)(policy, &states, cli->now_s);
	for (size_t i = 0; i < policy->zone_count + states.servers.count; i++) {
		if (!wb_health_may_ask(&states.health[i], cli->now_s))
			return CLI_NO;
	}
	return CLI_DONE;
}

/* The test of a name server is whether it answered to anything at all. */
static void note_server(struct wb_health *health, enum wb_resolver_server_state state, const char *why, int64_t now_s)
{
	if (state == WB_RESOLVER_SERVER_UNKNOWN)
		return;
	wb_health_note(health, state == WB_RESOLVER_SERVER_GOOD ? WB_HEALTH_ANSWERED : WB_HEALTH_TIMED_OUT, why, now_s);
	health->tested_at_s = now_s;
}

/* Tests every zone, and makes its new state of the old one. What is no zone's fault changes none. */
static enum wb_status test_zones(const struct wb_policy *policy, int64_t now_s, struct states *states,
    struct wb_self_test_result *results_r, struct wb_self_test_servers *servers_r, struct wb_error *error_r)
{
	struct wb_name_servers all;
	enum wb_status status;

	wb_name_servers_find(&policy->dns.servers, NULL, &all);
	status = wb_self_test_run(
	    policy->zones, policy->zone_count, &policy->dns, &all, &wb_clock_system, results_r, servers_r, error_r);
	if (status != WB_OK)
		return status;
	/* A file that cannot be read is replaced by a good one. */
	states->servers = all;
	wb_zones_load_with_servers(policy, now_s, &states->servers, states->health, NULL);
	for (size_t i = 0; i < policy->zone_count && servers_r->none_works[0] == '\0'; i++)
		wb_health_note_test(&states->health[i], &results_r[i], now_s);
	for (size_t i = 0; i < all.count; i++)
		note_server(&states->health[policy->zone_count + i], servers_r->states[i], servers_r->why[i], now_s);
	return WB_OK;
}

static enum wb_status publish(const struct wb_policy *policy, const struct states *states, struct wb_error *error_r)
{
	struct wb_zone_row rows[WB_ZONES_MAX + WB_NAME_SERVERS_MAX];
	size_t count = policy->zone_count + states->servers.count;

	for (size_t i = 0; i < count; i++) {
		if (i < policy->zone_count)
			wb_text_copy(rows[i].zone, sizeof(rows[i].zone), policy->zones[i].shown);
		else
			wb_zones_name_server(&states->servers, i - policy->zone_count, rows[i].zone);
		rows[i].health = states->health[i];
	}
	return wb_zones_publish(wb_policy_folder(policy), rows, count, error_r);
}

enum cli_exit cli_dnsbl_check(struct cli *cli)
{
	const struct wb_policy *policy = &cli->config->policy;
	struct wb_self_test_result results[WB_ZONES_MAX];
	struct wb_self_test_servers servers;
	struct states states;
	struct wb_error error;
	enum cli_exit status = CLI_DONE;
	size_t empty = 0;

	if (test_zones(policy, cli->now_s, &states, results, &servers, &error) != WB_OK ||
	    publish(policy, &states, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	(cli->json ? print_zones_json : print_zones_text)(policy, &states, cli->now_s);
	if (servers.none_works[0] != '\0')
		return cli_fail(CLI_NO, "no name server works, so no zone was tested: %s%s", servers.none_works,
		    states.servers.is_default ? " (" WB_RESOLV_CONF " names none)" : "");
	for (size_t i = 0; i < policy->zone_count; i++) {
		if (results[i].outcome != WB_SELF_TEST_PASSED)
			status = CLI_NO;
		empty += results[i].outcome == WB_SELF_TEST_EMPTY;
	}
	for (size_t i = 0; i < states.servers.count; i++)
		status = servers.states[i] == WB_RESOLVER_SERVER_FAULTY ? CLI_NO : status;
	if (empty > 0 && empty == policy->zone_count)
		cli_fail(CLI_NO, "%s", WB_SELF_TEST_ADVICE_RESOLVER);
	return status;
}
