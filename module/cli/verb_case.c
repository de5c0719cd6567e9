/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_case.c - whyblock case: what happened to a mail, for whoever asks in support */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/code_text.h"
#include "cli/counts_as.h"
#include "cli/meant.h"
#include "cli/print_case.h"
#include "cli/print_json.h"
#include "cli/print_wrapped.h"
#include "desk/case_reference.h"
#include "desk/list_guard.h"
#include "desk/reference_scan.h"
#include "store/case_find.h"
#include "verdict/check.h"

#define ROWS_SHOWN 20 /* of a table, unless --all is given */

/* What was found, while it is walked through. */
struct found {
	const struct cli *cli;
	size_t count, most;
	bool is_one; /* the newest is shown on a screen of its own */
	bool has_code;
	const struct wb_reference *reference; /* NULL: any; else those that it could be of */
	json_object *rows;
};

/* "<ann@example.org>", as mail programs and this command itself show it, without its brackets. False: no mail address, nor a domain as "@example.org". */
static bool read_mailbox(const char *given, char mailbox_r[WB_QUERY_MAILBOX_SIZE])
{
	size_t length = strlen(given);
	bool is_bracketed = length >= 2 && given[0] == '<' && given[length - 1] == '>';

	given += is_bracketed;
	length -= is_bracketed ? 2 : 0;
	if (length >= WB_QUERY_MAILBOX_SIZE)
		return false;
	memcpy(mailbox_r, given, length);
	mailbox_r[length] = '\0';
	return length == 0 || strchr(mailbox_r, '@') != NULL || strcasecmp(mailbox_r, "postmaster") == 0;
}

static enum cli_exit read_mails(const struct cli *cli, struct wb_case_query *query, char sender[WB_QUERY_MAILBOX_SIZE],
    char recipient[WB_QUERY_MAILBOX_SIZE])
{
	const char *from = cli->option[CLI_SENDER], *to = cli->option[CLI_RECIPIENT];

	if (from != NULL && !read_mailbox(from, sender))
		return cli_fail(CLI_BAD_DATA,
		    "--sender: found \"%.60s\", expected a mail address, \"@\" and a domain, or \"<>\" for bounces", from);
	if (to != NULL && (!read_mailbox(to, recipient) || recipient[0] == '\0'))
		return cli_fail(
		    CLI_BAD_DATA, "--recipient: found \"%.60s\", expected a mail address, or \"@\" and a domain", to);
	query->sender = from != NULL ? sender : NULL;
	query->recipient = to != NULL ? recipient : NULL;
	return CLI_DONE;
}

static const struct wb_outcome *look_now(const struct cli *cli, const struct wb_case *remembered, struct wb_check **check_r)
{
	const struct wb_check_options options = { .skip_dns = cli->option[CLI_NO_DNS] != NULL, .locate = true };
	struct wb_query query = { .client = remembered->event.client };

	if (wb_check_open(&cli->config->policy, NULL, &options, check_r) != WB_OK)
		return NULL;
	/* Without HELO and mail, which the host may choose otherwise now: what is known of the host itself. */
	wb_text_copy(query.name, sizeof(query.name), wb_event_field(&remembered->event, "name"));
	return wb_check_run(*check_r, &query);
}

static bool show(void *context, const struct wb_case *remembered)
{
	struct found *found = context;
	struct wb_check *check = NULL;
	const struct wb_outcome *now;
	json_object *row;

	if (found->reference != NULL && !wb_case_is_of_reference(remembered, found->reference))
		return true;
	if (found->count++ == 0 && found->is_one) {
		now = look_now(found->cli, remembered, &check);
		if (found->rows != NULL) {
			row = cli_case_json(remembered);
			json_object_object_add(row, "blocked_now",
			    now == NULL || (now->action < WB_DEFER && cli_case_unheard(remembered, now)[0] != '\0')
				? NULL
				: json_object_new_boolean(now->action >= WB_DEFER));
			json_object_array_add(found->rows, row);
		} else {
			cli_case_print(remembered, now);
		}
		wb_check_close(&check);
		return true;
	}
	if (found->count > found->most)
		return false;
	if (found->rows != NULL) {
		json_object_array_add(found->rows, cli_case_json(remembered));
	} else {
		if (found->is_one && found->count == 2)
			puts("\nOther cases of it");
		cli_case_print_row(remembered, found->count == 1 + (size_t)found->is_one);
	}
	return true;
}

/* An address, or what is none: a code. */
static enum cli_exit read_subject(
    struct cli *cli, struct wb_prefix *prefix_r, struct wb_reference *reference_r, bool *has_code_r)
{
	static char code[CLI_CODE_TEXT_SIZE]; /* pages that need not be of the stack */
	struct wb_reference_keys keys;
	/* A code has neither, unless it is in a link or a line. */
	bool is_like_address = cli->argc == 1 && strpbrk(cli->argv[0], ".:") != NULL && strpbrk(cli->argv[0], " \n") == NULL &&
	    strstr(cli->argv[0], "//") == NULL;
	struct wb_error error, address_error;
	struct wb_text text;
	enum wb_status status;
	size_t key;

	*has_code_r = false;
	if (cli->argc == 1 && wb_prefix_parse(cli->argv[0], prefix_r, &address_error) == WB_OK) {
		*prefix_r = cli_counts_as(cli, prefix_r);
		return CLI_DONE;
	}
	cli_code_text_read(cli, code, &text);
	if (is_like_address && strchr(code, '@') == NULL)
		return cli_fail(CLI_BAD_DATA, "%s", address_error.text);
	status = wb_reference_keys_read(cli->config->policy.reference_key, &keys, &error);
	if (status == WB_OK)
		status = wb_reference_read(&keys, code, reference_r, &key, &error);
	if (status == WB_INVALID && text.truncated)
		return cli_fail(CLI_BAD_DATA,
		    "found \"%.60s\" and more than %zu characters: expected an address, a network or a code of this site", code,
		    sizeof(code) - 1);
	if (status == WB_INVALID && strchr(code, '@') != NULL)
		return cli_fail(CLI_BAD_DATA,
		    "found \"%.60s\", expected an address, a network or a code: --recipient and --sender take mail addresses",
		    code);
	if (status == WB_INVALID)
		return cli_fail(CLI_BAD_DATA, "expected an address, a network or a code of this site: %s", error.text);
	if (status == WB_NOT_FOUND)
		return cli_fail(CLI_NO, "no key of this site sealed this code; check it for a typing error");
	if (status != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	*has_code_r = true;
	*prefix_r = reference_r->client;
	return CLI_DONE;
}

/* Nothing was found: why that may be, and where else there is something. */
static void say_nothing(const struct found *found, const struct wb_case_query *query)
{
	const char *more = "whyblock cases import takes in what Exim's logs tell";

	char meant[200];
	const char *source = query->source != NULL ? cli_meant_source(found->cli->config, query->source) : NULL;
	const char *category = query->category != NULL && !wb_list_knows_category(found->cli->config, query->category)
	    ? wb_list_nearest_category(found->cli->config, query->category)
	    : NULL;

	snprintf(meant, sizeof(meant), "did you mean --%s %.150s?", source != NULL ? "source" : "category",
	    source != NULL         ? source
		: category != NULL ? category
				   : "");
	if (source != NULL || category != NULL)
		more = meant;
	else if (found->has_code)
		more = "the code is genuine: whyblock ref says what it holds";
	else if (query->sender != NULL || query->recipient != NULL)
		more = "logs that were imported do not say who wrote to whom";
	cli_print_wrapped(
	    query->since_s != 0 ? "nothing is remembered of it since then;" : "nothing is remembered of it;", 0, "");
	cli_print_wrapped(more, 0, "");
}

enum cli_exit cli_case_show(struct cli *cli)
{
	struct wb_case_query query = {
		.category = cli->option[CLI_CATEGORY],
		.source = cli->option[CLI_SOURCE],
	};
	struct found found = { .cli = cli, .most = cli->option[CLI_ALL] != NULL ? SIZE_MAX : ROWS_SHOWN };
	char sender[WB_QUERY_MAILBOX_SIZE], recipient[WB_QUERY_MAILBOX_SIZE];
	struct wb_reference reference;
	struct wb_prefix prefix;
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status;
	enum cli_exit subject;

	if (cli->option[CLI_SINCE] != NULL &&
	    wb_timestamp_parse_since(cli->option[CLI_SINCE], cli->now_s, &query.since_s, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "--since: %s", error.text);
	subject = read_mails(cli, &query, sender, recipient);
	if (subject != CLI_DONE)
		return subject;
	if (cli->argc > 0) {
		subject = read_subject(cli, &prefix, &reference, &found.has_code);
		if (subject != CLI_DONE)
			return subject;
		query.client = &prefix;
		found.is_one = found.has_code || prefix.prefix_bits == 128;
		found.reference = found.has_code ? &reference : NULL;
	}
	found.rows = cli->json ? json_object_new_array() : NULL;
	status = wb_case_find(cli->config->policy.store, &query, show, &found, &unreadable, &error);
	if (found.rows != NULL)
		cli_json_print_pretty(found.rows);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (unreadable > 0)
		return cli_fail(CLI_IO, "%zu cases cannot be read and were passed over", unreadable);
	if (found.count > found.most && found.rows == NULL)
		puts("... and more: --all shows them, --since 24h those of a day");
	if (found.count > 0)
		return CLI_DONE;
	if (found.rows == NULL)
		say_nothing(&found, &query);
	return CLI_NO;
}
