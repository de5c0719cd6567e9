/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_removal.c - see print_removal.h */
#include "cli/print_removal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"
#include "cli/print_json.h"

enum cli_exit cli_removal_number(const char *word, uint64_t *number_r)
{
	const char *digit = word;

	*number_r = 0;
	for (; *digit >= '0' && *digit <= '9' && *number_r < UINT64_MAX / 100; digit++)
		*number_r = *number_r * 10 + (uint64_t)(*digit - '0');
	if (*digit == '\0' && *number_r > 0)
		return CLI_DONE;
	return cli_fail(CLI_BAD_DATA, "\"%.40s\" is no request's number: expected one that whyblock removal list shows", word);
}

enum cli_exit cli_removal_each(const struct cli *cli, int count, cli_removal_act *act, void *context)
{
	json_object *list = cli->json && count > 1 ? json_object_new_array() : NULL;
	enum cli_exit worst = CLI_DONE, status;
	uint64_t number;

	for (int i = 0; i < count; i++) {
		if (cli_removal_number(cli->argv[i], &number) != CLI_DONE) {
			json_object_put(list);
			return CLI_BAD_DATA;
		}
	}
	for (int i = 0; i < count; i++) {
		json_object *object = NULL;
		uint64_t earlier = 0;

		cli_removal_number(cli->argv[i], &number);
		for (int k = 0; k < i && earlier != number; k++)
			cli_removal_number(cli->argv[k], &earlier);
		if (earlier == number)
			continue;
		status = act(cli, number, context, &object);
		if (status != CLI_DONE)
			worst = status;
		if (list == NULL && object != NULL) {
			cli_json_print_pretty(object);
		} else if (list != NULL) {
			if (object == NULL) {
				object = json_object_new_object();
				json_object_object_add(object, "number", json_object_new_int64((int64_t)number));
			}
			json_object_object_add(object, "failed", json_object_new_boolean(status != CLI_DONE));
			json_object_array_add(list, object);
		}
	}
	if (list != NULL)
		cli_json_print_pretty(list);
	return worst;
}

enum cli_exit cli_removal_missing(uint64_t number)
{
	return cli_fail(CLI_NO, "there is no request %llu: see whyblock removal list --all", (unsigned long long)number);
}

enum cli_exit cli_removal_read(const struct cli *cli, uint64_t number, struct wb_request *request_r)
{
	struct wb_error error;
	enum wb_status status = wb_request_find(cli->config->policy.store, number, request_r, &error);

	if (status == WB_NOT_FOUND)
		return cli_removal_missing(number);
	return status == WB_OK ? CLI_DONE : cli_fail(cli_exit_of(status), "%s", error.text);
}

enum cli_exit cli_removal_check_assignee(const struct cli *cli, const struct wb_request *request)
{
	if (cli->option[CLI_FORCE] != NULL || request->assignee[0] == '\0' || strcmp(request->assignee, cli->caller.login) == 0)
		return CLI_DONE;
	return cli_fail(
	    CLI_BAD_DATA, "request %llu is with %s, or --force", (unsigned long long)request->number, request->assignee);
}

static void note_silence(const struct wb_outcome *outcome, struct cli_removal_dns *dns)
{
	const enum wb_health_finding *zones = outcome->findings, *servers = zones + outcome->policy->zone_count;
	size_t silent = 0;

	if (outcome->name_servers.count == 0)
		return;
	for (size_t i = 0; outcome->dnsbl != NULL && i < outcome->policy->zone_count; i++)
		dns->silent_zones |= (uint64_t)(zones[i] == WB_HEALTH_TIMED_OUT) << i;
	for (size_t i = 0; i < outcome->name_servers.count; i++)
		silent += servers[i] == WB_HEALTH_TIMED_OUT;
	dns->has_no_server = silent == outcome->name_servers.count;
}

enum cli_exit cli_removal_look(
    const struct cli *cli, const struct wb_request *request, struct cli_removal_dns *dns, struct cli_removal_look *look_r)
{
	const struct wb_check_options options = {
		.skip_dns = dns->skip || dns->has_no_server,
		.silent_zones = dns->silent_zones,
		.wait_for_all = true,
		.locate = true,
	};
	const struct wb_query query = { .client = request->client.address };
	struct wb_removal_listings *listings = malloc(sizeof(*listings));
	struct wb_error error = { "out of memory" };
	enum wb_status status = wb_check_open(&cli->config->policy, NULL, &options, &look_r->check);

	if (listings == NULL)
		status = WB_NO_MEMORY;
	if (status == WB_OK) {
		look_r->outcome = wb_check_run(look_r->check, &query);
		if (!options.skip_dns)
			note_silence(look_r->outcome, dns);
		status = wb_removal_find(look_r->outcome, &request->client, listings, &error);
	}
	if (status == WB_OK) {
		wb_unseen_rules_find(look_r->outcome, request->has_reference ? &request->reference : NULL, &look_r->unseen);
		wb_removal_plan_make(
		    look_r->outcome, &request->client, request->category, listings, &look_r->unseen, cli->now_s, &look_r->plan);
	}
	free(listings);
	return status == WB_OK ? CLI_DONE : cli_fail(CLI_IO, "%s", error.text);
}

void cli_removal_say_unseen(const struct wb_unseen_rules *unseen, struct wb_text *text)
{
	if (unseen->rule != NULL && unseen->is_known)
		wb_text_addf(
		    text, "a rule about the mail decided, %s: it holds again when such a mail comes", unseen->rule->name);
	else if (unseen->rule != NULL)
		wb_text_addf(text,
		    "whether a rule about the mail decided, such as %s, is not known: no case of the reference is kept",
		    unseen->rule->name);
}

void cli_removal_print_plan(
    const struct wb_removal_plan *plan, const struct wb_prefix *client, int64_t until_s, bool done, const char *indent)
{
	char prefix[WB_PREFIX_TEXT_SIZE], until[WB_TIMESTAMP_TEXT_SIZE];

	for (size_t i = 0; i < plan->removed_count; i++) {
		const struct wb_listing *listing = &plan->removed[i];

		wb_prefix_format(&listing->prefix, prefix);
		printf("%s%s the listing of %s as %s by %s\n", indent, done ? "removed" : "remove", prefix, listing->category,
		    listing->source);
	}
	if (plan->allows) {
		wb_prefix_format(client, prefix);
		wb_timestamp_format(until_s, until);
		printf("%s%s allow for %s %s%s:", indent, done ? "added" : "add", prefix,
		    until_s == 0 ? "without end" : "until ", until_s == 0 ? "" : until);
		printf(done ? " %s\n" : "\n    %s\n", plan->why);
		return;
	}
	if (plan->is_allowed) {
		wb_timestamp_format(plan->allowed_until_s, until);
		printf("%s%s %s%s\n", indent, plan->why, plan->allowed_until_s == 0 ? "without end" : "until ",
		    plan->allowed_until_s == 0 ? "" : until);
		return;
	}
	if (plan->removed_count == 0)
		printf("%s%s nothing: nothing blocks it now\n", indent, done ? "changed" : "change");
	if (plan->why[0] != '\0')
		printf("%snote: %s\n", indent, plan->why);
}

void cli_removal_add_plan_json(json_object *object, const struct wb_removal_plan *plan, int64_t until_s)
{
	json_object *removed = json_object_new_array();

	for (size_t i = 0; i < plan->removed_count; i++) {
		json_object *row = json_object_new_object();
		char prefix[WB_PREFIX_TEXT_SIZE];

		wb_prefix_format(&plan->removed[i].prefix, prefix);
		json_object_object_add(row, "prefix", json_object_new_string(prefix));
		json_object_object_add(row, "category", json_object_new_string(plan->removed[i].category));
		json_object_object_add(row, "source", json_object_new_string(plan->removed[i].source));
		json_object_array_add(removed, row);
	}
	json_object_object_add(object, "removes", removed);
	json_object_object_add(object, "allows", json_object_new_boolean(plan->allows));
	json_object_object_add(object, "allowed_already", json_object_new_boolean(plan->is_allowed));
	json_object_object_add(object, "until", plan->allows ? cli_json_time(until_s) : cli_json_time(plan->allowed_until_s));
	json_object_object_add(object, "why", cli_json_text(plan->why));
}

json_object *cli_removal_rule_json(const struct wb_unseen_rules *unseen)
{
	return unseen->rule != NULL && unseen->is_known ? json_object_new_string(unseen->rule->name) : NULL;
}

json_object *cli_removal_request_json(const struct wb_request *request)
{
	json_object *object = json_object_new_object();
	char client[WB_PREFIX_TEXT_SIZE], visitor[WB_ADDRESS_TEXT_SIZE] = "";

	wb_prefix_format_short(&request->client, client);
	if (request->has_visitor)
		wb_address_format(&request->visitor, visitor);
	json_object_object_add(object, "number", json_object_new_int64((int64_t)request->number));
	json_object_object_add(object, "created", cli_json_time(request->created_at_s));
	json_object_object_add(object, "state", json_object_new_string(wb_request_state_name(request->state)));
	json_object_object_add(object, "by", json_object_new_string(wb_request_origin_name(request->origin)));
	json_object_object_add(object, "client", json_object_new_string(client));
	json_object_object_add(object, "category", cli_json_text(request->category));
	json_object_object_add(object, "reference", json_object_new_boolean(request->has_reference));
	json_object_object_add(object, "visitor", cli_json_text(visitor));
	json_object_object_add(object, "language", json_object_new_string(request->language));
	json_object_object_add(object, "name", cli_json_text(request->name));
	json_object_object_add(object, "email", cli_json_text(request->email));
	json_object_object_add(object, "how", cli_json_text(request->how));
	json_object_object_add(object, "done", cli_json_text(request->done));
	json_object_object_add(object, "decided", cli_json_time(request->decided_at_s));
	json_object_object_add(object, "decided_by", cli_json_text(request->decided_by));
	json_object_object_add(object, "answer", cli_json_text(request->answer));
	json_object_object_add(object, "allowed", json_object_new_boolean(request->is_allowed));
	json_object_object_add(object, "allowed_until", cli_json_time(request->allowed_until_s));
	json_object_object_add(object, "assignee", cli_json_text(request->assignee));
	json_object_object_add(object, "question", cli_json_text(request->question));
	json_object_object_add(object, "asked_back", cli_json_time(request->asked_back_at_s));
	json_object_object_add(object, "replied", cli_json_time(request->replied_at_s));
	return object;
}

void cli_removal_print_given_way(const struct wb_held_mail_counts *counts)
{
	char since[WB_TIMESTAMP_TEXT_SIZE];

	if (counts->gave_way == 0)
		return;
	wb_timestamp_format_minute(counts->gave_way_since_s, since);
	printf("%llu held %s gave way to newer ones since %s\n", (unsigned long long)counts->gave_way,
	    counts->gave_way == 1 ? "mail" : "mails", since);
}
