/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_removal_held.c - whyblock removal held and drop: mails that were kept for staff, since some limit was reached */
#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/print_json.h"
#include "cli/print_removal.h"
#include "store/held_mail.h"

struct held {
	json_object *json; /* NULL: they are printed */
	uint64_t last;
	size_t count;
};

static bool show(void *context, const struct wb_held_mail *mail)
{
	struct held *held = context;
	char at[WB_TIMESTAMP_TEXT_SIZE];

	wb_timestamp_format(mail->at_s, at);
	held->count++;
	if (held->json != NULL) {
		json_object *object = json_object_new_object();

		json_object_object_add(object, "number", json_object_new_int64((int64_t)mail->number));
		json_object_object_add(object, "time", json_object_new_string(at));
		json_object_object_add(object, "sender", cli_json_text(mail->sender));
		json_object_object_add(object, "why", cli_json_text(mail->why));
		json_object_object_add(object, "text", cli_json_text(mail->text));
		json_object_array_add(held->json, object);
		return true;
	}
	printf("%smail %llu  %s  from %s\n  held: %s\n", held->count > 1 ? "\n" : "", (unsigned long long)mail->number, at,
	    mail->sender, mail->why);
	for (const char *line = mail->text; *line != '\0'; line += *line == '\n') {
		size_t length = strcspn(line, "\n");

		printf("  | %.*s\n", (int)length, line);
		line += length;
	}
	return true;
}

enum cli_exit cli_removal_held(struct cli *cli)
{
	struct held held = { .json = cli->json ? json_object_new_array() : NULL };
	struct wb_held_mail_counts counts;
	struct wb_error error;
	enum wb_status status = wb_held_mail_walk(cli->config->policy.store, show, &held, &error);

	if (status == WB_OK)
		status = wb_held_mail_count(cli->config->policy.store, &counts, &error);
	if (status != WB_OK) {
		json_object_put(held.json);
		return cli_fail(cli_exit_of(status), "%s", error.text);
	}
	if (cli->json)
		cli_json_print_pretty(held.json);
	else if (held.count == 0)
		puts("no mail is held");
	else
		cli_removal_print_given_way(&counts);
	return CLI_DONE;
}

static bool take_first(void *context, const struct wb_held_mail *mail)
{
	((struct held *)context)->last = mail->number;
	return false;
}

enum cli_exit cli_removal_drop(struct cli *cli)
{
	const char *store = cli->config->policy.store;
	struct held held = { .count = 0 };
	struct wb_error error;
	enum wb_status status = WB_OK;

	if (strcmp(cli->argv[0], "all") != 0) {
		if (cli_removal_number(cli->argv[0], &held.last) != CLI_DONE)
			return CLI_BAD_DATA;
		status = wb_held_mail_remove(store, held.last, &error);
		if (status == WB_NOT_FOUND)
			return cli_fail(CLI_NO, "no mail %llu is held", (unsigned long long)held.last);
		held.count = status == WB_OK;
	} else {
		for (;; held.count++) {
			held.last = 0;
			status = wb_held_mail_walk(store, take_first, &held, &error);
			if (status != WB_OK || held.last == 0)
				break;
			status = wb_held_mail_remove(store, held.last, &error);
			if (status != WB_OK)
				break;
		}
	}
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (cli->json)
		printf("{\"dropped\":%zu}\n", held.count);
	else
		printf("%zu dropped\n", held.count);
	return CLI_DONE;
}
