/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_list.c - whyblock list remove and expire */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/counts_as.h"
#include "cli/print_json.h"
#include "cli/who.h"
#include "desk/list_change.h"
#include "desk/range.h"
#include "store/case_prune.h"
#include "store/judged.h"
#include "store/listings.h"
#include "store/request_prune.h"

#define KEEP_OUT_SIZE 256

/* The command that keeps out what the feeds list. */
static void add_keep_out(
    struct cli *cli, const struct wb_prefix *prefix, const struct wb_list_removed *removed, struct wb_text *text)
{
	struct wb_listing allow = { .prefix = *prefix, .category = WB_CATEGORY_ALLOW, .source = WB_LISTING_SOURCE_STAFF "x" };
	enum wb_list_guard guard;
	char shown[WB_PREFIX_TEXT_SIZE];

	wb_prefix_format_short(prefix, shown);
	wb_text_addf(text, "whyblock list add %s %s --reason \"kept out of %s\"", shown, WB_CATEGORY_ALLOW, removed->feeds[0]);
	/* A feed may list what is too wide for a person's word alone. */
	if (wb_list_check(cli->config, &allow, WB_LIST_GUARDED, NULL, &guard, NULL) != WB_OK)
		wb_text_add(text, " --force");
}

static void print_removed_json(struct cli *cli, const struct wb_prefix *prefix, const struct wb_list_removed *removed)
{
	json_object *object = json_object_new_object(), *feeds = json_object_new_array();
	char shown[WB_PREFIX_TEXT_SIZE], keep_out[KEEP_OUT_SIZE];
	struct wb_text text;

	wb_prefix_format(prefix, shown);
	json_object_object_add(object, "prefix", cli_json_text(shown));
	json_object_object_add(object, "removed", json_object_new_int64((int64_t)removed->count));
	for (size_t i = 0; i < removed->feed_count; i++)
		json_object_array_add(feeds, cli_json_text(removed->feeds[i]));
	json_object_object_add(object, "feeds", feeds);
	wb_text_open(&text, keep_out, sizeof(keep_out));
	if (removed->feed_count > 0)
		add_keep_out(cli, prefix, removed, &text);
	json_object_object_add(object, "keep_out", removed->feed_count > 0 ? cli_json_text(keep_out) : NULL);
	cli_json_print_line(object);
}

static void print_removed_text(struct cli *cli, const struct wb_prefix *prefix, const struct wb_list_removed *removed)
{
	char shown[WB_PREFIX_TEXT_SIZE], keep_out[KEEP_OUT_SIZE];
	struct wb_text text;

	wb_prefix_format(prefix, shown);
	printf("removed %zu listing%s of %s\n", removed->count, removed->count == 1 ? "" : "s", shown);
	for (size_t i = 0; i < removed->feed_count; i++)
		printf("%s lists it: its next sync brings it back\n", removed->feeds[i]);
	if (removed->feed_count == 0)
		return;
	wb_text_open(&text, keep_out, sizeof(keep_out));
	add_keep_out(cli, prefix, removed, &text);
	printf("to keep it out: %s\n", keep_out);
}

enum cli_exit cli_list_remove(struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	const char *category = cli->argc > 1 ? cli->argv[1] : NULL;
	const char *why = cli->option[CLI_REASON] != NULL ? cli->option[CLI_REASON] : "";
	char text[WB_PREFIX_TEXT_SIZE], what[2 * WB_ADDRESS_TEXT_SIZE + 4];
	struct wb_prefix written, prefix;
	struct wb_range range = { .is_empty = true };
	struct wb_error error;
	struct wb_list_removed removed = { .count = 0 };
	enum wb_status status = WB_OK;

	/* All ways in which list add takes it. */
	if (!wb_text_copy(what, sizeof(what), cli->argv[0]))
		status = wb_prefix_parse(cli->argv[0], &written, &error);
	else
		status = wb_range_parse(what, &range, NULL, &error);
	if (status == WB_OK && (!wb_range_is_prefix(&range) || !wb_range_take(&range, &written)))
		status = wb_fail(&error, WB_INVALID,
		    "%s is several prefixes: expected one of them, as whyblock list dump shows it", cli->argv[0]);

	/* What was listed as it is written, before nat64_prefixes was set, must be removable still. */
	prefix = written;
	if (status == WB_OK)
		status = wb_list_remove(cli->config, &change, &written, category, why, &removed, &error);
	if (status == WB_OK && removed.count == 0) {
		prefix = cli_counts_as(cli, &written);
		if (!wb_prefix_equals(&written, &prefix))
			status = wb_list_remove(cli->config, &change, &prefix, category, why, &removed, &error);
	}
	if (!wb_status_is_done(status))
		return cli_fail(cli_exit_of(status), "%s", error.text);
	wb_prefix_format(&prefix, text);
	if (cli->json)
		print_removed_json(cli, &prefix, &removed);
	else if (removed.count > 0)
		print_removed_text(cli, &prefix, &removed);
	else
		printf("nothing was listed for exactly %s%s%s: see whyblock list show %.*s\n", text,
		    category != NULL ? " as " : "", category != NULL ? category : "", (int)strcspn(text, "/"), text);
	return removed.count > 0 ? cli_done(status, "removed", &error) : CLI_NO;
}

enum cli_exit cli_list_expire(struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	struct wb_error error;
	const enum wb_age_guard guard = cli->option[CLI_FORCE] != NULL ? WB_AGE_FORCED : WB_AGE_GUARDED;
	const int64_t keep_s = cli->config->cases.keep_s;
	const int64_t keep_requests_s = cli->config->removal.keep_s;
	size_t removed, cases = 0, requests = 0;
	enum wb_status status = wb_list_expire(cli->config, &change, cli->now_s, guard, &removed, &error), pruned = WB_OK;

	if (!wb_status_is_done(status))
		return cli_fail(cli_exit_of(status), "%s", error.text);
	pruned = wb_judged_expire(cli->config->policy.store, cli->now_s, guard, &error);
	if (keep_s > 0 && pruned == WB_OK)
		pruned = wb_case_expire(cli->config->policy.store, cli->now_s - keep_s, guard, &cases, &error);
	if (keep_requests_s > 0 && pruned == WB_OK)
		pruned = wb_request_expire(
		    cli->config->policy.store, cli->now_s - keep_requests_s, cli->now_s, guard, &requests, &error);
	if (cli->json)
		printf("{\"removed\":%zu,\"cases\":%zu,\"requests\":%zu}\n", removed, cases, requests);
	else
		printf("removed %zu expired listings\n", removed);
	if (!cli->json && cases > 0)
		printf("removed %zu cases older than cases.keep\n", cases);
	if (!cli->json && requests > 0)
		printf("removed %zu requests older than removal.keep\n", requests);
	if (pruned != WB_OK)
		return cli_fail(cli_exit_of(pruned), "%s", error.text);
	return cli_done(status, "removed", &error);
}
