/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_removal.c - whyblock removal list */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/grow.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/print_explain.h"
#include "cli/print_json.h"
#include "cli/print_removal.h"
#include "cli/print_wrapped.h"
#include "cli/removal_filter.h"
#include "store/held_mail.h"

#define FIXED_COLUMNS 28    /* of a row beside address and category: number, age, proof, state, and the blanks between */
#define FROM_COLUMNS_MIN 12 /* with less a mail address has a line of its own */
#define OWN_LINE_FROM 40
#define AGE_SIZE 24
#define DNS_S_MAX 30 /* so long a list with --would asks about its hosts */

/* Of a request, what a line shows. */
struct row {
	uint64_t number;
	int64_t created_at_s;
	struct wb_prefix client;
	bool has_reference;
	struct wb_reference reference;
	char category[WB_CATEGORY_ID_SIZE];
	const char *proof, *state, *would; /* would: NULL: nobody asked for it */
	char assignee[WB_HISTORY_LOGIN_SIZE];
	char from[WB_REQUEST_EMAIL_SIZE];
	json_object *json; /* NULL: for people */
};

struct rows {
	const struct cli *cli;
	const struct cli_removal_filter *filter;
	struct row *items;
	size_t count, room; /* room: bytes */
	size_t first, seen; /* of the rows that are wanted: the first to be shown, and how many there are */
	bool has_memory;
};

static const char *short_proof(const struct wb_request *request)
{
	switch (cli_removal_proof(request)) {
	case CLI_PROOF_REFERENCE:
		return request->reference.client.prefix_bits < request->client.prefix_bits ? "ref64" : "ref";
	case CLI_PROOF_VISIT:
		return "visit";
	case CLI_PROOF_NONE:
	case CLI_PROOF_COUNT:
		break;
	}
	return "-";
}

static bool is_on_page(const struct rows *rows)
{
	/* What an approval would do is found out behind the walk: until then all of them are wanted. */
	if (rows->filter->would >= 0)
		return true;
	return rows->seen >= rows->first && rows->seen - rows->first < rows->filter->limit;
}

static bool add_row(void *context, const struct wb_request *request)
{
	struct rows *rows = context;
	struct row *row, *items;

	if (!cli_removal_filter_takes(rows->filter, request))
		return true;
	if (!is_on_page(rows)) {
		rows->seen++;
		return true;
	}
	rows->seen++;
	items = wb_grow(rows->items, rows->count * sizeof(*items), sizeof(*items), &rows->room);
	rows->has_memory = items != NULL;
	if (items == NULL)
		return false;
	rows->items = items;
	row = &rows->items[rows->count++];
	*row = (struct row){
		.number = request->number,
		.created_at_s = request->created_at_s,
		.client = request->client,
		.has_reference = request->has_reference,
		.reference = request->reference,
		.proof = short_proof(request),
		.state = cli_removal_state_name(request),
		.json = rows->cli->json ? cli_removal_request_json(request) : NULL,
	};
	wb_text_copy(row->category, sizeof(row->category), request->category[0] != '\0' ? request->category : "-");
	wb_text_copy(row->assignee, sizeof(row->assignee), request->assignee);
	wb_text_copy(row->from, sizeof(row->from),
	    request->email[0] != '\0'      ? request->email
		: request->name[0] != '\0' ? request->name
					   : "-");
	return true;
}

/* Which hosts were looked at without some zone, and why: an approval would allow those of which nothing else is known. */
static void tell_unasked(const struct rows *rows, const struct cli_removal_dns *dns, size_t unasked, bool is_late)
{
	const struct wb_policy *policy = &rows->cli->config->policy;
	char names[200] = "";
	struct wb_text text;

	if (unasked == 0)
		return;
	wb_text_open(&text, names, sizeof(names));
	if (is_late)
		wb_text_addf(&text, "the DNS, which took more than %d seconds", DNS_S_MAX);
	else if (dns->has_no_server)
		wb_text_add(&text, "the DNS, since no name server works");
	for (size_t i = 0; i < policy->zone_count && !is_late && !dns->has_no_server; i++) {
		if ((dns->silent_zones >> i & 1) != 0)
			wb_text_addf(&text, "%s%s", text.length > 0 ? ", " : "", policy->zones[i].shown);
	}
	cli_fail(CLI_DONE, "%zu of %zu hosts were looked at without %s%s: they may be listed there", unasked, rows->count,
	    names, is_late || dns->has_no_server ? "" : ", which did not answer");
}

/* Looks at each host as removal show does, and keeps the rows of which an approval would do what is wanted. */
static enum cli_exit keep_those_that_would(struct rows *rows)
{
	struct cli_removal_dns dns = { .skip = rows->cli->option[CLI_NO_DNS] != NULL };
	const int64_t end_us = wb_clock_system.monotonic_us(NULL) + DNS_S_MAX * INT64_C(1000000);
	size_t kept = 0, seen = 0, unasked = 0;
	bool is_late = false;
	enum cli_exit status = CLI_DONE;

	for (size_t i = 0; i < rows->count; i++) {
		struct row *row = &rows->items[i];
		struct cli_removal_look look = { .check = NULL };
		struct wb_request request = {
			.client = row->client,
			.has_reference = row->has_reference,
			.reference = row->reference,
		};
		bool is_wanted;

		wb_text_copy(request.category, sizeof(request.category), strcmp(row->category, "-") == 0 ? "" : row->category);
		if (!dns.skip && !dns.has_no_server && wb_clock_system.monotonic_us(NULL) >= end_us)
			is_late = dns.skip = true;
		unasked += is_late || dns.has_no_server || dns.silent_zones != 0;
		if (status == CLI_DONE)
			status = cli_removal_look(rows->cli, &request, &dns, &look);
		is_wanted = status == CLI_DONE && (int)cli_removal_would(&look.plan) == rows->filter->would;
		wb_check_close(&look.check);
		seen += is_wanted;
		if (is_wanted && seen > rows->first && kept < rows->filter->limit) {
			row->would = cli_removal_would_name((enum cli_removal_would)rows->filter->would);
			rows->items[kept++] = *row;
		} else {
			json_object_put(row->json);
		}
	}
	if (status == CLI_DONE)
		tell_unasked(rows, &dns, unasked, is_late);
	rows->count = kept;
	rows->seen = seen;
	return status;
}

/* "45m", "12h", "40d"; with '!' behind it when nobody has answered within the time that is promised. */
static void format_age(const struct cli *cli, const struct row *row, char *buffer)
{
	long long age_s = cli->now_s > row->created_at_s ? cli->now_s - row->created_at_s : 0;
	int64_t promised_s = cli->config->removal.answer_within_s;
	bool is_late = promised_s > 0 && age_s > promised_s && strcmp(row->state, "open") == 0;

	if (age_s < 2 * 3600)
		snprintf(buffer, AGE_SIZE, "%lldm", age_s / 60);
	else if (age_s < 2 * 86400)
		snprintf(buffer, AGE_SIZE, "%lldh%s", age_s / 3600, is_late ? "!" : "");
	else
		snprintf(buffer, AGE_SIZE, "%lldd%s", age_s / 86400, is_late ? "!" : "");
}

/* How wide a column gets: as its widest text, so that a line with an address of IPv6 still has room for what is behind it. */
static int widen(int width, const char *text)
{
	return (int)strlen(text) > width ? (int)strlen(text) : width;
}

/* What a row says behind its state: in its line, or where that has no room in a line of its own. */
static void print_rest(const struct row *row, int assignee, bool has_would, int room, bool is_own_line)
{
	char from[WB_REQUEST_EMAIL_SIZE];
	const char *who = row->assignee[0] != '\0' ? row->assignee : "-";

	if (!is_own_line && assignee > 0)
		printf("%-*.*s ", assignee, assignee, who);
	if (!is_own_line && has_would)
		printf("%-7s ", row->would);
	wb_text_copy_utf8(from, (size_t)room + 1, row->from, strlen(row->from));
	printf("%s", from);
	if (is_own_line && row->assignee[0] != '\0')
		printf(", with %.12s", who);
	if (is_own_line && has_would)
		printf(", would %s", row->would);
	putchar('\n');
}

static void print_rows(const struct rows *rows)
{
	char age[AGE_SIZE], client[WB_PREFIX_TEXT_SIZE];
	int address = 7, category = 8, assignee = 0, used;
	bool has_would = rows->filter->would >= 0, is_own_line;

	for (size_t i = 0; i < rows->count; i++) {
		wb_prefix_format_short(&rows->items[i].client, client);
		address = widen(address, client);
		category = widen(category, rows->items[i].category);
		assignee = widen(assignee, rows->items[i].assignee);
	}
	if (category > CLI_COLUMNS - FIXED_COLUMNS - address)
		category = CLI_COLUMNS - FIXED_COLUMNS - address;
	if (assignee > 12)
		assignee = 12;
	used = FIXED_COLUMNS + address + 1 + category + (assignee > 0 ? assignee + 1 : 0) + (has_would ? 8 : 0);
	is_own_line = used > CLI_COLUMNS - FROM_COLUMNS_MIN;
	printf("%6s %4s %-*s %-*s %-5s %-8s", "NUMBER", "AGE", address, "ADDRESS", category, "CATEGORY", "PROOF", "STATE");
	if (!is_own_line && assignee > 0)
		printf(" %-*.*s", assignee, assignee, "WITH");
	if (!is_own_line && has_would)
		printf(" %-7s", "WOULD");
	puts(is_own_line ? "\n            FROM" : " FROM");
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->items[i];

		wb_prefix_format_short(&row->client, client);
		format_age(rows->cli, row, age);
		printf("%6llu %4s %-*s %-*.*s %-5s %-8s%s", (unsigned long long)row->number, age, address, client, category,
		    category, row->category, row->proof, row->state, is_own_line ? "\n            " : " ");
		print_rest(row, assignee, has_would, is_own_line ? OWN_LINE_FROM : CLI_COLUMNS - used, is_own_line);
	}
}

/* Somebody wrote, and became no request: where staff look each day they are told of it. */
static void print_held(const struct cli *cli)
{
	struct wb_held_mail_counts counts;

	if (wb_held_mail_count(cli->config->policy.store, &counts, NULL) != WB_OK || counts.kept == 0)
		return;
	printf("%zu %s held for staff", counts.kept, counts.kept == 1 ? "mail is" : "mails are");
	if (counts.kept >= WB_HELD_MAIL_WARN_FROM)
		printf(", of %d at most", WB_HELD_MAIL_MAX);
	puts(": whyblock removal held");
	cli_removal_print_given_way(&counts);
}

static void print_people(const struct rows *rows)
{
	const struct cli_removal_filter *filter = rows->filter;
	bool is_filtered = filter->state != NULL || filter->category != NULL || filter->language != NULL ||
	    filter->assignee != NULL || filter->newer_s != 0 || filter->older_s != 0 || filter->proof >= 0 ||
	    filter->would >= 0;

	if (rows->count > 0)
		print_rows(rows);
	else if (rows->seen > 0)
		printf("there is no page %zu of %zu requests\n", filter->page, rows->seen);
	else if (is_filtered)
		puts("there is no such request");
	else
		puts(filter->all ? "there is no request" : "no request is open");
	if (rows->count > 0 && rows->count < rows->seen)
		printf("%zu to %zu of %zu", rows->first + 1, rows->first + rows->count, rows->seen);
	if (rows->count > 0 && rows->first + rows->count < rows->seen)
		printf("; more: --page %zu", filter->page + 1);
	if (rows->count > 0 && rows->count < rows->seen)
		putchar('\n');
	if (!is_filtered)
		print_held(rows->cli);
}

enum cli_exit cli_removal_list(struct cli *cli)
{
	struct cli_removal_filter filter;
	struct rows rows = { .cli = cli, .filter = &filter, .has_memory = true };
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status;
	enum cli_exit exit = cli_removal_filter_read(cli, &filter);

	if (exit != CLI_DONE)
		return exit;
	rows.first = filter.page > 1 ? (filter.page - 1) * filter.limit : 0;
	status = wb_request_walk(cli->config->policy.store, NULL, add_row, &rows, &unreadable, &error);
	if (status != WB_OK)
		exit = cli_fail(cli_exit_of(status), "%s", error.text);
	else if (!rows.has_memory)
		exit = cli_fail(CLI_IO, "out of memory");
	else if (filter.would >= 0)
		exit = keep_those_that_would(&rows);
	if (exit == CLI_DONE && cli->json) {
		json_object *list = json_object_new_array();

		for (size_t i = 0; i < rows.count; i++) {
			if (rows.items[i].would != NULL)
				json_object_object_add(
				    rows.items[i].json, "would", json_object_new_string(rows.items[i].would));
			json_object_array_add(list, rows.items[i].json);
		}
		cli_json_print_pretty(list);
	} else if (exit == CLI_DONE) {
		print_people(&rows);
	}
	for (size_t i = 0; exit != CLI_DONE && i < rows.count; i++)
		json_object_put(rows.items[i].json);
	free(rows.items);
	if (exit == CLI_DONE && unreadable > 0)
		return cli_fail(CLI_IO, "%zu requests cannot be read and were skipped", unreadable);
	return exit;
}
