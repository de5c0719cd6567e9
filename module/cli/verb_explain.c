/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_explain.c - whyblock explain: the whole trail from the facts to the very reply, on the path that Exim takes */
#include <stdio.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/print_explain.h"
#include "cli/print_json.h"
#include "cli/print_reading.h"
#include "cli/who.h"
#include "desk/apply.h"
#include "desk/mail_file.h"
#include "store/mmdb_copy.h"
#include "verdict/check.h"
#include "verdict/refusal.h"

/* The verdict is the file's. Exim's is that of the policy in force, which may be another one. */
static void warn_unless_in_force(const struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	struct wb_apply apply;

	if (wb_apply(cli->config, WB_APPLY_CHECK, &change, &apply, NULL) == WB_OK && apply.outcome != WB_APPLY_SAME &&
	    !apply.is_first)
		cli_fail(
		    CLI_DONE, "%s is not in force, and this is what it would do: see whyblock apply --check", cli->config_path);
	wb_apply_close(&apply);
}

/* As Exim does, explain asks the copies. */
static void warn_of_stale_copies(const struct wb_policy *policy)
{
	const char *const sources[WB_GEOIP_WANTS] = {
		[WB_GEOIP_COUNTRY] = policy->geoip.country,
		[WB_GEOIP_ASN] = policy->geoip.asn,
	};
	struct wb_mmdb_copy copy;

	for (int i = 0; i < WB_GEOIP_WANTS; i++) {
		wb_mmdb_look(wb_policy_folder(policy), (enum wb_geoip_want)i, sources[i], &copy);
		if (copy.outcome == WB_MMDB_STALE)
			cli_fail(CLI_DONE, "geoip %s: %s: run whyblock apply", sources[i],
			    copy.is_there ? "what is asked is a copy of before"
					  : "there is no copy of it, and nothing else is asked");
	}
}

enum cli_exit cli_explain(struct cli *cli)
{
	const struct wb_check_options options = {
		.at_s = cli->option[CLI_AT] != NULL ? cli->now_s : 0,
		.skip_dns = cli->option[CLI_NO_DNS] != NULL,
		.wait_for_all = true,
		.locate = true,
		.sign = true,
	};
	struct wb_query query = { .authenticated = false };
	const struct {
		enum cli_option option;
		char *buffer;
		size_t size;
	} texts[] = {
		{ CLI_HELO, query.helo, sizeof(query.helo) },
		{ CLI_NAME, query.name, sizeof(query.name) },
		{ CLI_SENDER, query.sender, sizeof(query.sender) },
		{ CLI_RECIPIENT, query.recipient, sizeof(query.recipient) },
	};
	static struct wb_mail_file mail;
	static struct wb_message message;
	const struct wb_outcome *outcome;
	struct wb_check *check;
	char reply[WB_REPLY_TEXT_SIZE], smtp[2 * WB_REPLY_TEXT_SIZE];
	struct wb_text text;
	struct wb_error error;
	enum cli_exit status;

	if (wb_address_parse(cli->argv[0], &query.client, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "%s", error.text);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (cli->option[texts[i].option] != NULL)
			wb_text_copy(texts[i].buffer, texts[i].size, cli->option[texts[i].option]);
	}

	if (cli->option[CLI_MESSAGE] != NULL) {
		const struct wb_line_source source = cli_named_source(cli, cli->option[CLI_MESSAGE]);

		if (wb_mail_file_read(&source, &mail, &error) != WB_OK)
			return cli_fail(CLI_IO, "%s", error.text);
		wb_message_read(mail.header, mail.header_size, mail.body, mail.body_size, &message);
		query.message = &message;
		query.recipients = query.recipient;
	}
	if (wb_check_open(&cli->config->policy, NULL, &options, &check) != WB_OK)
		return cli_fail(CLI_IO, "out of memory");
	warn_unless_in_force(cli);
	warn_of_stale_copies(&cli->config->policy);
	outcome = wb_check_run(check, &query);
	wb_refusal_format(outcome, reply);
	wb_text_open(&text, smtp, sizeof(smtp));
	wb_reply_format_smtp(reply, outcome->verdict.action, &text);
	if (cli->json)
		cli_json_print_pretty(cli_explain_json(outcome, smtp));
	else
		cli_explain_print(outcome, smtp);
	status = outcome->action < WB_DEFER ? CLI_DONE : CLI_NO;
	wb_check_close(&check);
	return status;
}
