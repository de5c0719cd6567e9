/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_list_add.c - whyblock list add */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/ask_own.h"
#include "cli/cli.h"
#include "cli/counts_as.h"
#include "cli/print_json.h"
#include "cli/who.h"
#include "desk/list_change.h"
#include "desk/list_text.h"
#include "desk/range.h"
#include "desk/sender_space.h"
#include "verdict/reply.h"

#define SENDER_DEADLINE_MS 1000 /* for whose host it is */

static enum wb_status read_addition(
    const struct cli *cli, struct wb_list_addition *addition_r, struct wb_range *range_r, struct wb_error *error_r)
{
	char what[2 * WB_ADDRESS_TEXT_SIZE + 4];
	struct wb_listing *listing = &addition_r->listing;
	const char *const *option = cli->option;
	const char *reason = option[CLI_REASON];
	const char *source = option[CLI_SOURCE];

	*addition_r = (struct wb_list_addition){
		.listing = { .created_at_s = cli->now_s },
		.end = option[CLI_TTL] == NULL && option[CLI_EXPIRES] == NULL ? WB_LISTING_END_KEPT : WB_LISTING_END_SAID,
		.force = option[CLI_FORCE] != NULL ? WB_LIST_FORCED : WB_LIST_GUARDED,
	};
	if (reason == NULL || reason[0] == '\0')
		return wb_fail(error_r, WB_INVALID, "--reason is missing: whoever asks why will want to know");
	if (!wb_text_copy(what, sizeof(what), cli->argv[0]))
		return wb_prefix_parse(cli->argv[0], &listing->prefix, error_r);
	if (wb_range_parse(what, range_r, NULL, error_r) != WB_OK)
		return WB_INVALID;
	if (option[CLI_TTL] != NULL && option[CLI_EXPIRES] != NULL)
		return wb_fail(error_r, WB_INVALID, "--ttl and --expires together: expected one of them");
	if ((option[CLI_TTL] != NULL && wb_span_parse(option[CLI_TTL], &addition_r->ttl_s, error_r) != WB_OK) ||
	    (option[CLI_EXPIRES] != NULL &&
		wb_timestamp_parse_end(option[CLI_EXPIRES], &listing->expires_at_s, error_r) != WB_OK))
		return WB_INVALID;
	if (listing->expires_at_s != 0 && listing->expires_at_s <= cli->now_s)
		return wb_fail(error_r, WB_INVALID, "--expires %s is in the past: expected a later time", option[CLI_EXPIRES]);
	if (option[CLI_SCOPE] != NULL &&
	    wb_list_text_parse_scope("--scope", option[CLI_SCOPE], &listing->scope, error_r) != WB_OK)
		return WB_INVALID;
	if (source != NULL && strchr(source, ':') == NULL)
		snprintf(listing->source, sizeof(listing->source), WB_LISTING_SOURCE_STAFF "%s", source);
	else if (source != NULL)
		wb_text_copy(listing->source, sizeof(listing->source), source);
	else
		cli_default_source(cli, listing->source);
	if (source != NULL && strlen(source) > WB_LISTING_SOURCE_SIZE - 8)
		return wb_fail(error_r, WB_INVALID, "--source has %zu characters: expected at most %d", strlen(source),
		    WB_LISTING_SOURCE_SIZE - 8);
	if (!wb_text_copy(listing->category, sizeof(listing->category), cli->argv[1]))
		return wb_fail(error_r, WB_INVALID, "unknown category \"%.40s\"", cli->argv[1]);
	if (!wb_text_copy(listing->reason, sizeof(listing->reason), reason))
		return wb_fail(error_r, WB_INVALID, "--reason has %zu bytes: expected at most %d", strlen(reason),
		    WB_LISTING_REASON_SIZE - 1);
	addition_r->keeps_note = option[CLI_NOTE] == NULL;
	if (option[CLI_NOTE] != NULL && !wb_text_copy(listing->note, sizeof(listing->note), option[CLI_NOTE]))
		return wb_fail(error_r, WB_INVALID, "--note has %zu bytes: expected at most %d", strlen(option[CLI_NOTE]),
		    WB_LISTING_REASON_SIZE - 1);
	return WB_OK;
}

/* "; 60 days instead of 30: removed on request twice before (the last time by request 7, 2026-11-22)" */
static void print_removals(const struct wb_list_added *added, int64_t asked_s)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = { { "days", 86400 }, { "hours", 3600 }, { "minutes", 60 }, { "seconds", 1 } };
	const struct wb_relist *relist = &added->relist;
	int64_t span_s = added->listing.expires_at_s - added->listing.created_at_s;
	char last[WB_TIMESTAMP_TEXT_SIZE];
	size_t i = 0;

	if (relist->removals == 0)
		return;
	fputs("; ", stdout);
	if (asked_s > 0 && span_s != asked_s) {
		/* The largest unit that fits both; a second always does. */
		while (span_s % units[i].seconds != 0 || asked_s % units[i].seconds != 0)
			i++;
		printf("%lld %s instead of %lld: ", (long long)(span_s / units[i].seconds), units[i].name,
		    (long long)(asked_s / units[i].seconds));
	}
	if (relist->removals <= 2)
		printf("removed on request %s before", relist->removals == 1 ? "once" : "twice");
	else
		printf("removed on request %zu times before", relist->removals);
	wb_timestamp_format(relist->last_at_s, last);
	printf(" (%srequest %llu, %.10s)", relist->removals > 1 ? "the last time by " : "",
	    (unsigned long long)relist->last_number, last);
}

/* "until 2026-12-24T18:00:00Z" or "without end" */
static void print_end(int64_t expires_at_s)
{
	char expires[WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format(expires_at_s, expires);
	printf("%s%s", expires_at_s == 0 ? "without end" : "until ", expires_at_s == 0 ? "" : expires);
}

/* "2026-12-24T18:00:00Z" of a kept end, which may be what nobody wants */
static void print_kept_end(int64_t expires_at_s)
{
	char expires[WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format(expires_at_s, expires);
	printf("keeps its end: %s (for ever: --expires never)", expires);
}

static void print_ended(const struct wb_approval_ended *ended)
{
	size_t shown = ended->count < WB_APPROVAL_ENDED_SHOWN ? ended->count : WB_APPROVAL_ENDED_SHOWN;
	char prefix[WB_PREFIX_TEXT_SIZE];

	for (size_t i = 0; i < shown; i++) {
		const struct wb_listing *row = &ended->rows[i];

		wb_prefix_format(&row->prefix, prefix);
		printf("ended: %s was allowed by %s for %s, ", prefix, row->source, row->reason);
		print_end(row->expires_at_s);
		putchar('\n');
	}
	if (ended->count > shown)
		printf("ended: %zu more that were allowed for removal requests: see whyblock history\n", ended->count - shown);
}

static void print_added_text(const struct wb_list_added *added, int64_t asked_s)
{
	const struct wb_listing *listing = &added->listing;
	const struct wb_listing *allow = &added->allow;
	char prefix[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format(&listing->prefix, prefix);
	printf("%s %s as %s by %s, ", added->is_replaced ? "replaced the listing of" : "listed", prefix, listing->category,
	    listing->source);
	(added->keeps_end ? print_kept_end : print_end)(listing->expires_at_s);
	print_removals(added, asked_s);
	putchar('\n');
	print_ended(&added->ended);
	if (allow->source[0] == '\0')
		return;
	wb_prefix_format(&allow->prefix, prefix);
	printf("it does not count while %s is allowed by %s, ", prefix, allow->source);
	print_end(allow->expires_at_s);
	printf(": to end that, whyblock list remove %s %s\n", prefix, WB_CATEGORY_ALLOW);
}

static json_object *prefix_json(const struct wb_listing *listing)
{
	char prefix[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format(&listing->prefix, prefix);
	return cli_json_text(prefix);
}

static json_object *added_json(const struct wb_list_added *added, int64_t asked_s)
{
	const struct wb_listing *listing = &added->listing;
	json_object *object = json_object_new_object(), *ended = json_object_new_array();

	json_object_object_add(object, "prefix", prefix_json(listing));
	json_object_object_add(object, "category", cli_json_text(listing->category));
	json_object_object_add(object, "source", cli_json_text(listing->source));
	json_object_object_add(object, "expires", cli_json_time(listing->expires_at_s));
	json_object_object_add(object, "keeps_end", json_object_new_boolean(added->keeps_end));
	json_object_object_add(object, "replaced", json_object_new_boolean(added->is_replaced));
	json_object_object_add(object, "earlier_removals", json_object_new_int64((int64_t)added->relist.removals));
	json_object_object_add(object, "asked_ttl", asked_s > 0 ? json_object_new_int64(asked_s) : NULL);
	json_object_object_add(object, "allowed", json_object_new_boolean(added->allow.source[0] != '\0'));
	for (size_t i = 0; i < added->ended.count && i < WB_APPROVAL_ENDED_SHOWN; i++) {
		const struct wb_listing *row = &added->ended.rows[i];
		json_object *item = json_object_new_object();

		json_object_object_add(item, "prefix", prefix_json(row));
		json_object_object_add(item, "source", cli_json_text(row->source));
		json_object_object_add(item, "expires", cli_json_time(row->expires_at_s));
		json_object_object_add(item, "reason", cli_json_text(row->reason));
		json_object_array_add(ended, item);
	}
	json_object_object_add(object, "ended", ended);
	json_object_object_add(object, "ended_count", json_object_new_int64((int64_t)added->ended.count));
	return object;
}

/* Before one of several is listed: a guard that refuses the last one shall refuse all. */
static enum wb_status check_all(const struct cli *cli, const struct wb_list_addition *addition, struct wb_range range,
    enum wb_list_guard *guard_r, struct wb_error *error_r)
{
	struct wb_listing listing = addition->listing;
	enum wb_status status = WB_OK;

	while (status == WB_OK && wb_range_take(&range, &listing.prefix)) {
		status = wb_list_translate(cli->config, &listing.prefix, addition->force, guard_r, error_r);
		if (status == WB_OK)
			status = wb_list_check(cli->config, &listing, addition->force, addition->own, guard_r, error_r);
	}
	return status;
}

enum cli_exit cli_list_add(struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	struct wb_list_added added = { .guard = WB_LIST_GUARD_NONE };
	struct wb_own_addresses own = { NULL };
	struct wb_list_addition addition;
	json_object *rows = NULL;
	struct wb_range range = { .is_empty = true }, rest;
	struct wb_error error;
	enum wb_status status = read_addition(cli, &addition, &range, &error);
	bool is_one = status == WB_OK && wb_range_is_prefix(&range);

	/* It takes its time, and only what blocks is held against it. */
	if (status == WB_OK && addition.force == WB_LIST_GUARDED && strcmp(cli->argv[1], WB_CATEGORY_ALLOW) != 0) {
		rest = range;
		wb_range_take(&rest, &addition.listing.prefix);
		cli_ask_own(cli, !is_one || addition.listing.prefix.prefix_bits < WB_ADDRESS_BITS, &own);
		for (rest = range; wb_range_take(&rest, &addition.listing.prefix);)
			if (!wb_prefix_is_asn(&addition.listing.prefix))
				wb_sender_space_add(&cli->config->policy, &addition.listing.prefix, SENDER_DEADLINE_MS, &own);
	}
	addition.own = &own;
	if (status == WB_OK && !is_one)
		status = check_all(cli, &addition, range, &added.guard, &error);
	/* A range is as many listings as it has prefixes, each in a transaction of its own: to repeat it is harmless. */
	while (wb_status_is_done(status) && wb_range_take(&range, &addition.listing.prefix)) {
		status = wb_list_add(cli->config, &change, &addition, &added, &error);
		cli_say_counts_as(&added.asked, &added.listing.prefix);
		if (added.unknown.text[0] != '\0')
			cli_fail(CLI_IO, "earlier removals are not known: %s", added.unknown.text);
		if (!wb_status_is_done(status))
			break;
		if (!cli->json) {
			print_added_text(&added, addition.ttl_s);
		} else if (is_one) {
			cli_json_print_line(added_json(&added, addition.ttl_s));
		} else {
			rows = rows == NULL ? json_object_new_array() : rows;
			json_object_array_add(rows, added_json(&added, addition.ttl_s));
		}
	}
	wb_own_address_close(&own);
	if (rows != NULL)
		cli_json_print_line(rows);
	if (!wb_status_is_done(status))
		return cli_fail(
		    cli_exit_of(status), "%s%s", error.text, added.guard != WB_LIST_GUARD_NONE ? ", or --force" : "");
	if (wb_reply_misleads(added.listing.reason))
		cli_fail(CLI_DONE,
		    "the reason has words that bounce parsers take for an unknown user or a full mailbox: no reply shows it");
	return cli_done(status, "listed", &error);
}
