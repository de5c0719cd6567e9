/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * verb_removal_receive.c - whyblock removal receive: a mail becomes a request
 *
 * The mail system's pipe runs it for each mail to the address for requests. Its exit status is 0 for all that was dealt with, a
 * mail that is ignored too. What another attempt may repair (a full disk, a store or a key that cannot be read) is the mail system's to
 * try again: 75, EX_TEMPFAIL of sysexits.h, which all of them take so. What was done by then is not done twice. The lines that it
 * prints are for the mail system's log.
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
	WB_ROW(WB_REQUEST_MAIL_REPLY) = { "reply", WB_MAILS }, /* this one and the last two are never answered */
	WB_ROW(WB_REQUEST_MAIL_NO_REFERENCE) = { "no reference", WB_MAIL_NO_REFERENCE },
	WB_ROW(WB_REQUEST_MAIL_HELD) = { "held", WB_MAILS },
	WB_ROW(WB_REQUEST_MAIL_IGNORED) = { "ignored", WB_MAILS },
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

static bool answer(const struct cli *cli, const struct wb_request_mail *message, const struct wb_request_mail_receipt *receipt,
    struct wb_error *error_r)
{
	const bool is_about_one = receipt->request.number != 0;
	char until[WB_TIMESTAMP_TEXT_SIZE] = "", levels[8];
	const struct cli_mail mail = {
		.text = outcomes[receipt->outcome].answer,
		.language = choose_language(message),
		.to = wb_request_mail_answer_to(message),
		.request = is_about_one ? &receipt->request : NULL,
		.token = receipt->token,
		.until = until,
		.levels = message->is_too_deep ? levels : NULL,
		.is_reply = true,
		.message_id = message->message_id,
		.references = message->references,
	};

	snprintf(levels, sizeof(levels), "%d", CLI_MESSAGE_LEVELS_MAX);
	if (is_about_one)
		find_grace(cli, &receipt->request.client.address, until);
	if (cli_mail_send(cli->config, &mail, error_r) == WB_OK)
		return true;
	/* Staff read there that nobody was told. */
	if (receipt->outcome == WB_REQUEST_MAIL_FILED) {
		struct wb_request_note note = { .at_s = cli->now_s, .login = "mail" };

		snprintf(note.text, sizeof(note.text), "%s was not told that the request is filed: %s", mail.to, error_r->text);
		wb_request_note_add(cli->config->policy.store, receipt->request.number, &note, NULL);
	}
	return false;
}

static json_object *receipt_json(const struct wb_request_mail_receipt *receipt, bool answered)
{
	const struct wb_request *request = &receipt->request;
	json_object *object = json_object_new_object();

	json_object_object_add(object, "outcome", json_object_new_string(outcomes[receipt->outcome].name));
	json_object_object_add(object, "number", request->number == 0 ? NULL : json_object_new_int64((int64_t)request->number));
	json_object_object_add(object, "why", cli_json_text(receipt->why));
	json_object_object_add(object, "answered", json_object_new_boolean(answered));
	json_object_object_add(object, "answer_error", cli_json_text(receipt->no_answer.text));
	return object;
}

/* One line of key=value pairs, as Exim's log has them of the module. */
static void print_receipt(
    const struct wb_request_mail *mail, const struct wb_request_mail_receipt *receipt, bool answered, uint64_t gave_way)
{
	const struct wb_request *request = &receipt->request;
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
	if (receipt->why[0] != '\0') {
		wb_text_add(&text, " why=");
		wb_text_add_value(&text, receipt->why, sizeof(receipt->why));
	}
	wb_text_addf(&text, " answered=%s", answered ? "yes" : "no");
	if (receipt->no_answer.text[0] != '\0') {
		wb_text_add(&text, " answer_error=");
		wb_text_add_value(&text, receipt->no_answer.text, 200);
	}
	if (gave_way != 0)
		wb_text_addf(&text, " gave_way=%llu", (unsigned long long)gave_way);
	puts(line);
}

/* It is dealt with all the same. The receipt's line says it, too: of several lines Exim logs the first. */
static void say_who_gave_way(uint64_t number)
{
	if (number != 0)
		cli_fail(CLI_DONE,
		    "held mail %llu gave way to this one: at most %d of one sender are held, %d of one domain, %d in all",
		    (unsigned long long)number, WB_HELD_MAIL_SENDER_MAX, WB_HELD_MAIL_DOMAIN_MAX, WB_HELD_MAIL_MAX);
}

static enum cli_exit deal_with(const struct cli *cli, struct wb_request_mail *mail)
{
	struct wb_request_mail_receipts receipts;
	json_object *object = NULL, *others = NULL, *one;
	struct wb_error error;
	uint64_t gave_way, late;

	mail->sender = cli->option[CLI_SENDER];
	if (mail->sender == NULL)
		mail->sender = getenv("SENDER");
	/* Empty, it is a bounce; without it nobody knows whom to answer, and each mail would be taken for one. */
	if (mail->sender == NULL)
		return cli_fail(CLI_LATER, "no envelope sender: expected the mail system to set SENDER, or --sender ADDRESS");
	mail->language = wb_languages[choose_language(mail)].tag;
	if (wb_request_mail_receive(cli->config, mail, cli->now_s, &receipts, &error) != WB_OK)
		return cli_fail(CLI_LATER, "%s", error.text);
	gave_way = receipts.gave_way;
	for (size_t i = 0; i < receipts.count; i++) {
		struct wb_request_mail_receipt *receipt = &receipts.rows[i];
		bool answered = receipt->may_answer && answer(cli, mail, receipt, &receipt->no_answer);

		/* Nothing has become of it but the answer. */
		if (receipt->outcome == WB_REQUEST_MAIL_NO_REFERENCE && !answered) {
			receipt->outcome = WB_REQUEST_MAIL_HELD;
			if (wb_request_mail_hold(cli->config, mail, cli->now_s, receipt->no_answer.text, &late, &error) !=
			    WB_OK)
				return cli_fail(CLI_LATER, "%s", error.text);
			gave_way = late != 0 ? late : gave_way; /* it may have been kept already */
		}
		if (!cli->json) {
			print_receipt(mail, receipt, answered, gave_way);
			continue;
		}
		one = receipt_json(receipt, answered);
		if (object == NULL) {
			object = one;
			continue;
		}
		others = others != NULL ? others : json_object_new_array();
		json_object_array_add(others, one);
	}
	if (object != NULL) {
		if (others != NULL)
			json_object_object_add(object, "others", others);
		cli_json_print_pretty(object);
	}
	say_who_gave_way(gave_way);
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
		return cli_fail(CLI_LATER, "the mail cannot be read from standard input");
	if (cli_message_parse(data, length, &mail, &error) == WB_OK)
		status = deal_with(cli, &mail);
	else
		status = cli_fail(CLI_LATER, "%s", error.text);
	cli_message_close(&mail);
	free(data);
	return status;
}
