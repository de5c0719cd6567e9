/* verb_dnsbl.c - whyblock dnsbl status and dnsbl check: what is known about the zones, and the test that finds it out */
#include "dns/dnsbl.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/print_json.h"
#include "store/zone_states.h"

static const char *state_name(const struct wb_health *health, int64_t now_s)
{
	static const char *const names[] = { "good", "suspended", "failed" };

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
		return "nothing: it is asked again after its rest; if it comes back, ask the list's operator, or use a resolver of your own";
	return "ask the list's operator, or test again with whyblock dnsbl check; it is not asked until a test passes";
}

static void print_json(const struct wb_config *config, const struct wb_health *health, int64_t now_s)
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

static void print_people(const struct wb_config *config, const struct wb_health *health, int64_t now_s)
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
	if (wb_zone_states_load(cli->config->policy.store, names, cli->config->policy.zone_count, health, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	(cli->json ? print_json : print_people)(cli->config, health, cli->now_s);
	for (size_t i = 0; i < cli->config->policy.zone_count; i++) {
		if (!wb_health_may_ask(&health[i], cli->now_s))
			return CLI_NO;
	}
	return CLI_DONE;
}

/* Every zone empty at once is the resolver's doing: it takes answers inside 127.0.0.0/8 away, against DNS rebinding. */
static void warn_of_resolver(const struct wb_config *config, const char (*why)[WB_DNSBL_WHY_SIZE])
{
	for (size_t i = 0; i < config->policy.zone_count; i++) {
		if (!wb_dnsbl_looks_empty(why[i]))
			return;
	}
	if (config->policy.zone_count > 0)
		cli_fail(CLI_NO, "%s", WB_DNSBL_ADVICE_RESOLVER);
}

enum cli_exit cli_dnsbl_check(struct cli *cli)
{
	const struct wb_config *config = cli->config;
	char why[WB_ZONES_MAX][WB_DNSBL_WHY_SIZE];
	bool known[WB_ZONES_MAX];
	struct wb_health health[WB_ZONES_MAX];
	const char *names[WB_ZONES_MAX];
	struct wb_error error;
	enum cli_exit status = CLI_DONE;

	wb_zones_list_names(config->policy.zones, config->policy.zone_count, names);
	if (wb_zone_states_load(config->policy.store, names, config->policy.zone_count, health, &error) != WB_OK ||
	    wb_dnsbl_test(config, why, known, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	for (size_t i = 0; i < config->policy.zone_count; i++) {
		/* A point that got no answer says nothing; one that failed says enough. */
		bool failed = why[i][0] != '\0';

		if (failed || known[i])
			wb_health_note_test(&health[i], failed ? why[i] : NULL, cli->now_s);
		else if (!cli->json)
			printf("%s: no answer to the test: its state stays as it was\n", config->policy.zones[i].shown);
		if (failed || !known[i])
			status = CLI_NO;
		known[i] = failed || known[i];
	}
	if (wb_zone_states_save(config->policy.store, names, known, config->policy.zone_count, NULL, health, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	(cli->json ? print_json : print_people)(config, health, cli->now_s);
	warn_of_resolver(config, (const char(*)[WB_DNSBL_WHY_SIZE])why);
	return status;
}
