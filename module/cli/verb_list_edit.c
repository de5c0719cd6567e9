/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_list_edit.c - whyblock list edit */
#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "cli/ask_own.h"
#include "cli/cli.h"
#include "cli/counts_as.h"
#include "cli/print_json.h"
#include "cli/who.h"
#include "desk/list_edit.h"
#include "desk/list_text.h"

/* The values that the edit points at. */
struct said {
	enum wb_scope scope;
	int64_t expires_at_s;
	char source[WB_LISTING_SOURCE_SIZE];
};

static enum wb_status read_end(const struct cli *cli, struct said *said, struct wb_error *error_r)
{
	const char *ttl = cli->option[CLI_TTL], *expires = cli->option[CLI_EXPIRES];
	enum wb_status status;

	if (ttl != NULL && expires != NULL)
		return wb_fail(error_r, WB_INVALID, "--ttl and --expires together: expected one of them");
	if (ttl != NULL) {
		status = wb_span_parse(ttl, &said->expires_at_s, error_r);
		said->expires_at_s += cli->now_s;
		return status;
	}
	status = wb_timestamp_parse_end(expires, &said->expires_at_s, error_r);
	if (status == WB_OK && said->expires_at_s != 0 && said->expires_at_s <= cli->now_s)
		return wb_fail(error_r, WB_INVALID, "--expires %s is in the past: expected a later time", expires);
	return status;
}

static enum wb_status read_edit(const struct cli *cli, struct said *said, struct wb_list_edit *edit_r, struct wb_error *error_r)
{
	const char *const *option = cli->option;
	const char *source = option[CLI_SOURCE];

	*edit_r = (struct wb_list_edit){
		.category = cli->argc > 1 ? cli->argv[1] : NULL,
		.new_category = option[CLI_CATEGORY],
		.new_reason = option[CLI_REASON],
		.new_note = option[CLI_NOTE],
		.force = option[CLI_FORCE] != NULL ? WB_LIST_FORCED : WB_LIST_GUARDED,
	};
	if (wb_prefix_parse(cli->argv[0], &edit_r->prefix, error_r) != WB_OK)
		return WB_INVALID;
	if (option[CLI_REASON] != NULL && option[CLI_REASON][0] == '\0')
		return wb_fail(error_r, WB_INVALID, "--reason is empty: whoever asks why will want to know");
	if (source != NULL) {
		snprintf(said->source, sizeof(said->source), "%s%.57s",
		    strchr(source, ':') == NULL ? WB_LISTING_SOURCE_STAFF : "", source);
		edit_r->source = said->source;
	}
	if (option[CLI_SCOPE] != NULL) {
		if (wb_list_text_parse_scope("--scope", option[CLI_SCOPE], &said->scope, error_r) != WB_OK)
			return WB_INVALID;
		edit_r->new_scope = &said->scope;
	}
	if (option[CLI_TTL] != NULL || option[CLI_EXPIRES] != NULL) {
		if (read_end(cli, said, error_r) != WB_OK)
			return WB_INVALID;
		edit_r->new_expires_at_s = &said->expires_at_s;
	}
	return WB_OK;
}

static json_object *listing_json(const struct wb_listing *listing)
{
	json_object *object = json_object_new_object();

	json_object_object_add(object, "category", cli_json_text(listing->category));
	json_object_object_add(object, "scope", cli_json_text(wb_scope_name(listing->scope)));
	json_object_object_add(object, "expires", cli_json_time(listing->expires_at_s));
	json_object_object_add(object, "reason", cli_json_text(listing->reason));
	json_object_object_add(object, "note", cli_json_text(listing->note));
	return object;
}

static void print_edited_json(const char *prefix, const struct wb_list_edited *edited)
{
	json_object *object = json_object_new_object();

	json_object_object_add(object, "prefix", cli_json_text(prefix));
	json_object_object_add(object, "source", cli_json_text(edited->after.source));
	json_object_object_add(object, "before", listing_json(&edited->before));
	json_object_object_add(object, "after", listing_json(&edited->after));
	cli_json_print_line(object);
}

/* "spam -> virus" */
static void print_pair(const char *label, const char *before, const char *after)
{
	if (strcmp(before, after) != 0)
		printf("  %-9s %s -> %s\n", label, before, after);
}

static void print_edited_text(const char *prefix, const struct wb_list_edited *edited)
{
	const struct wb_listing *before = &edited->before, *after = &edited->after;
	char ends[2][WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format(before->expires_at_s, ends[0]);
	wb_timestamp_format(after->expires_at_s, ends[1]);
	printf("changed the listing of %s as %s by %s\n", prefix, before->category, after->source);
	print_pair("category", before->category, after->category);
	print_pair("scope", wb_scope_name(before->scope), wb_scope_name(after->scope));
	print_pair("expires", before->expires_at_s == 0 ? "never" : ends[0], after->expires_at_s == 0 ? "never" : ends[1]);
	print_pair("reason", before->reason, after->reason);
	print_pair("note", before->note[0] != '\0' ? before->note : "none", after->note[0] != '\0' ? after->note : "none");
}

enum cli_exit cli_list_edit(struct cli *cli)
{
	static const enum cli_option changes[] = { CLI_REASON, CLI_NOTE, CLI_TTL, CLI_EXPIRES, CLI_CATEGORY, CLI_SCOPE };
	const struct wb_change change = cli_change(cli);
	struct wb_own_addresses own = { NULL };
	struct wb_list_edit edit;
	struct wb_list_edited edited = { .count = 0 };
	struct said said;
	struct wb_prefix written;
	char prefix[WB_PREFIX_TEXT_SIZE];
	struct wb_error error;
	bool changes_something = false;
	enum wb_status status;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		changes_something = changes_something || cli->option[changes[i]] != NULL;
	if (!changes_something)
		return cli_fail(
		    CLI_USAGE, "nothing to change: expected --reason, --note, --ttl, --expires, --category or --scope");
	if (read_edit(cli, &said, &edit, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "%s", error.text);
	/* What blocks from now on may be the operator's own. */
	if (edit.new_category != NULL && edit.force == WB_LIST_GUARDED && strcmp(edit.new_category, WB_CATEGORY_ALLOW) != 0)
		cli_ask_own(cli, edit.prefix.prefix_bits < WB_ADDRESS_BITS, &own);
	edit.own = &own;
	written = edit.prefix;
	status = wb_list_edit(cli->config, &change, &edit, &edited, &error);
	if (status == WB_NOT_FOUND) {
		edit.prefix = cli_counts_as(cli, &written);
		if (!wb_prefix_equals(&edit.prefix, &written))
			status = wb_list_edit(cli->config, &change, &edit, &edited, &error);
	}
	wb_own_address_close(&own);
	wb_prefix_format(&edit.prefix, prefix);
	if (status == WB_NOT_FOUND)
		return cli_fail(CLI_NO, "nothing is listed for exactly %s%s%s%s%s: see whyblock list show %s", prefix,
		    edit.category != NULL ? " as " : "", edit.category != NULL ? edit.category : "",
		    edit.source != NULL ? " by " : "", edit.source != NULL ? edit.source : "", cli->argv[0]);
	if (!wb_status_is_done(status))
		return cli_fail(
		    cli_exit_of(status), "%s%s", error.text, edited.guard != WB_LIST_GUARD_NONE ? ", or --force" : "");
	(cli->json ? print_edited_json : print_edited_text)(prefix, &edited);
	return cli_done(status, "changed", &error);
}
