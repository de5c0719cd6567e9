/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_forget.c - whyblock forget: what is held about a host or a person goes */
#include <stdio.h>
#include <string.h>

#include "base/email.h"
#include "cli/cli.h"
#include "cli/counts_as.h"
#include "cli/print_json.h"
#include "cli/who.h"
#include "desk/forget.h"

static void print(const struct cli *cli, const struct wb_forgotten *forgotten)
{
	json_object *object;
	size_t all = 0;

	if (cli->json) {
		object = json_object_new_object();
		for (int i = 0; i < WB_FORGET_PLACES; i++)
			json_object_object_add(
			    object, wb_held_table[i].key, json_object_new_int64((int64_t)forgotten->removed[i]));
		json_object_object_add(object, "listings_left", json_object_new_int64((int64_t)forgotten->listings));
		cli_json_print_line(object);
		return;
	}
	for (int i = 0; i < WB_FORGET_PLACES; i++) {
		printf("%8zu  %s\n", forgotten->removed[i], wb_held_table[i].key);
		all += forgotten->removed[i];
	}
	puts(all > 0 ? "forgotten; the history says that it was asked, and not about whom"
		     : "nothing was held; the history says that it was asked, and not about whom");
	if (forgotten->listings > 0)
		printf("%zu listings stay, which say whom the site blocks: see whyblock list show\n", forgotten->listings);
}

enum cli_exit cli_forget(struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	struct wb_subject subject = { NULL, NULL };
	struct wb_forgotten forgotten;
	struct wb_prefix prefix;
	struct wb_error error;
	enum wb_status status;

	if (strchr(cli->argv[0], '@') != NULL) {
		if (!wb_email_is_valid(cli->argv[0]))
			return cli_fail(
			    CLI_BAD_DATA, "found \"%.60s\": expected one mail address, such as ann@example.org", cli->argv[0]);
		subject.mailbox = cli->argv[0];
	} else {
		if (wb_prefix_parse(cli->argv[0], &prefix, &error) != WB_OK)
			return cli_fail(CLI_BAD_DATA, "%s", error.text);
		prefix = cli_counts_as(cli, &prefix);
		subject.client = &prefix;
	}
	status = wb_forget(cli->config, &change, &subject, &forgotten, &error);
	if (!wb_status_is_done(status))
		return cli_fail(cli_exit_of(status), "%s", error.text);
	print(cli, &forgotten);
	if (forgotten.unreadable > 0)
		return cli_fail(CLI_IO, "%zu cases that may be about it cannot be read, and stay until they are too old",
		    forgotten.unreadable);
	return cli_done(status, "forgotten", &error);
}
