/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * verb_removal_receive.c - whyblock removal receive: a mail becomes a request
 *
 * The mail system's pipe runs it for each mail to the address for requests. Its exit status is 0 for all that was dealt with, a
 * mail that is ignored too; what another attempt may repair (the store, the configuration) is the mail system's to try again. The
 * first line that it prints is for the mail system's log.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rows.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/mail.h"
#include "cli/message.h"
#include "cli/print_explain.h"
#include "cli/print_json.h"
#include "cli/print_removal.h"
#include "desk/request_mail.h"
#include "verdict/check.h"

WB_ROWS_BEGIN(outcomes);
static const struct {
	const char *name;
	enum wb_mail answer;
} outcomes[WB_REQUEST_MAIL_OUTCOMES] = {
	WB_ROW(WB_REQUEST_MAIL_FILED) = { "filed", WB_MAIL_RECEIVED },
	WB_ROW(WB_REQUEST_MAIL_ALREADY_OPEN) = { "already open", WB_MAIL_RECEIVED },
	WB_ROW(WB_REQUEST_MAIL_NO_REFERENCE) = { "no reference", WB_MAIL_NO_REFERENCE },
	WB_ROW(WB_REQUEST_MAIL_IGNORED) = { "ignored", WB_MAILS }, /* it is never answered */
};
WB_ROWS_END(outcomes, WB_REQUEST_MAIL_OUTCOMES);

static ssize_t read_some(char *buffer, size_t size)
{
	ssize_t got;

	do
		got = read(STDIN_FILENO, buffer, size);
	while (got < 0 && errno == EINTR);
	return got;
}

/* All of standard input is read, so that whoever writes it does not fail; what is too much is dropped. NULL: it cannot be read. */
static char *read_mail(size_t *length_r)
{
	char *data = malloc(CLI_MESSAGE_BYTES_MAX);
	char rest[16384];
	ssize_t got = 0;

	*length_r = 0;
	while (data != NULL && *length_r < CLI_MESSAGE_BYTES_MAX &&
	    (got = read_some(data + *length_r, CLI_MESSAGE_BYTES_MAX - *length_r)) > 0)
		*length_r += (size_t)got;
	while (got > 0)
		got = read_some(rest, sizeof(rest));
	if (got < 0) {
		free(data);
		data = NULL;
	}
	return data;
}

/* The language that the sender's mail program asks for, else the one that the mail is in. */
static enum wb_language choose_language(const struct wb_request_mail *mail)
{
	char tag[sizeof(mail->content_language)];

	if (mail->accept_language[0] != '\0')
		return wb_language_choose(mail->accept_language);
	wb_text_copy(tag, sizeof(tag), mail->content_language);
	tag[strcspn(tag, ",; \t")] = '\0';
	return wb_language_choose(tag);
}

/* Until when a host is only put off by what this site has listed: "2026-11-29 18:00 UTC"; empty: it is refused, or let in. */
static void find_grace(const struct cli *cli, const struct wb_address *client, char until[WB_TIMESTAMP_TEXT_SIZE])
{
	const struct wb_check_options options = { .at_s = cli->now_s, .skip_dns = true };
	const struct wb_query query = { .client = *client };
	struct wb_check *check;

	until[0] = '\0';
	if (wb_check_open(&cli->config->policy, NULL, &options, &check) != WB_OK)
		return;
	wb_timestamp_format_minute(wb_check_run(check, &query)->verdict.refused_from_s, until);
	wb_check_close(&check);
}

/* It goes to whom the mail came from (RFC 3834 section 4), not to whom its From names. */
static bool answer(const struct cli *cli, const struct wb_request_mail *message, const struct wb_request_mail_receipt *receipt,
    struct wb_error *error_r)
{
	const char *url = cli->config->policy.site.url;
	const char *host = strstr(url, "://");
	const char *slash = host == NULL ? NULL : strrchr(host + 3, '/');
	char client[WB_PREFIX_TEXT_SIZE], status_url[512], until[WB_TIMESTAMP_TEXT_SIZE] = "";
	struct wb_text text;
	const struct cli_mail mail = {
		.text = outcomes[receipt->outcome].answer,
		.language = choose_language(message),
		.to = message->sender,
		.number = receipt->filed.request.number,
		.client = client,
		.until = until,
		.status = status_url,
		.is_reply = true,
		.message_id = message->message_id,
		.references = message->references,
	};

	wb_prefix_format_short(&receipt->filed.request.client, client);
	if (receipt->filed.request.number != 0)
		find_grace(cli, &receipt->filed.request.client.address, until);
	/* "https://postmaster.example.net/status/TOKEN" for a site.url of ".../blocked". */
	wb_text_open(&text, status_url, sizeof(status_url));
	if (host != NULL && receipt->filed.token[0] != '\0' && cli->config->web.status_links)
		wb_text_addf(
		    &text, "%.*s/status/%s", slash == NULL ? (int)strlen(url) : (int)(slash - url), url, receipt->filed.token);
	return cli_mail_send(cli->config, &mail, error_r) == WB_OK;
}

static json_object *receipt_json(const struct wb_request_mail_receipt *receipt, bool answered)
{
	const struct wb_request *request = &receipt->filed.request;
	json_object *object = json_object_new_object();

	json_object_object_add(object, "outcome", json_object_new_string(outcomes[receipt->outcome].name));
	json_object_object_add(object, "number", request->number == 0 ? NULL : json_object_new_int64((int64_t)request->number));
	json_object_object_add(object, "why", cli_json_text(receipt->why != NULL ? receipt->why : ""));
	json_object_object_add(object, "answered", json_object_new_boolean(answered));
	json_object_object_add(object, "answer_error", cli_json_text(receipt->no_answer.text));
	return object;
}

/* One line of key=value pairs, as Exim's log has them of the module. */
static void print_receipt(const struct wb_request_mail *mail, const struct wb_request_mail_receipt *receipt, bool answered)
{
	const struct wb_request *request = &receipt->filed.request;
	char line[1024], client[WB_PREFIX_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, line, sizeof(line));
	wb_text_add(&text, "whyblock: removal=");
	wb_text_add_value(&text, outcomes[receipt->outcome].name, 40);
	if (request->number != 0) {
		wb_prefix_format_short(&request->client, client);
		wb_text_addf(&text, " request=%llu client=%s", (unsigned long long)request->number, client);
	}
	wb_text_add(&text, " sender=");
	wb_text_add_value(&text, mail->sender, WB_REQUEST_EMAIL_SIZE);
	if (receipt->why != NULL) {
		wb_text_add(&text, " why=");
		wb_text_add_value(&text, receipt->why, 100);
	}
	wb_text_addf(&text, " answered=%s", answered ? "yes" : "no");
	if (receipt->no_answer.text[0] != '\0') {
		wb_text_add(&text, " answer_error=");
		wb_text_add_value(&text, receipt->no_answer.text, 200);
	}
	puts(line);
}

/* A mail that was parsed: with each genuine code in it a request of its own. */
static enum cli_exit deal_with(const struct cli *cli, struct wb_request_mail *mail)
{
	struct wb_request_mail_receipt first, further;
	json_object *others = NULL, *object;
	struct wb_error error;
	bool answered;

	mail->sender = cli->option[CLI_SENDER];
	if (mail->sender == NULL)
		mail->sender = getenv("SENDER");
	if (mail->sender == NULL)
		mail->sender = "";
	mail->language = wb_languages[choose_language(mail)].tag;
	if (wb_request_mail_receive(cli->config, mail, cli->now_s, &first, &error) != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	answered = first.may_answer && answer(cli, mail, &first, &first.no_answer);
	object = cli->json ? receipt_json(&first, answered) : NULL;
	if (object == NULL)
		print_receipt(mail, &first, answered);
	for (size_t i = 0; i < first.more_count; i++) {
		/* The first is filed: the mail system must not try it again. */
		if (wb_request_mail_file(cli->config, mail, &first.more[i], cli->now_s, &further, &error) != WB_OK) {
			cli_fail(CLI_DONE, "a further reference of the mail was not filed: %s", error.text);
			continue;
		}
		answered = further.may_answer && answer(cli, mail, &further, &further.no_answer);
		if (object == NULL) {
			print_receipt(mail, &further, answered);
			continue;
		}
		others = others != NULL ? others : json_object_new_array();
		json_object_array_add(others, receipt_json(&further, answered));
	}
	if (object != NULL) {
		if (others != NULL)
			json_object_object_add(object, "others", others);
		cli_json_print_pretty(object);
	}
	return CLI_DONE;
}

enum cli_exit cli_removal_receive(struct cli *cli)
{
	struct wb_request_mail mail;
	struct wb_error error;
	size_t length;
	char *data = read_mail(&length);
	enum cli_exit status;

	if (data == NULL)
		return cli_fail(CLI_IO, "the mail cannot be read from standard input");
	if (cli_message_parse(data, length, &mail, &error) == WB_OK)
		status = deal_with(cli, &mail);
	else
		status = cli_fail(CLI_IO, "%s", error.text);
	cli_message_close(&mail);
	free(data);
	return status;
}
