/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_mail.c - see request_mail.h */
#include "desk/request_mail.h"

#include <string.h>

#include "base/email.h"
#include "base/text.h"
#include "config/config.h"
#include "desk/auto_reply.h"
#include "desk/reference_scan.h"
#include "store/answer_limit.h"

/*
 * Asks for one more answer to this sender. Anybody can send mails without a reference, and with one reference any number of mails
 * about the same host, in anybody's name: all these leave half of the day's answers to those with whom a new request is filed. When
 * it cannot be told how many were sent, no answer is better than one too many.
 * WB_NOT_FOUND: enough was answered.
 */
static enum wb_status ask_for_answer(
    const struct wb_config *config, const struct wb_request_mail *mail, int64_t now_s, struct wb_request_mail_receipt *receipt)
{
	const struct wb_removal_settings *removal = &config->removal;
	uint32_t per_day = receipt->outcome == WB_REQUEST_MAIL_FILED ? removal->per_day : removal->per_day / 2;
	enum wb_status status = wb_answer_limit_take(config->policy.store, mail->sender, removal->per_address, per_day, now_s,
	    &receipt->may_answer, &receipt->no_answer);

	if (status == WB_OK && !receipt->may_answer)
		status = wb_fail(&receipt->no_answer, WB_NOT_FOUND, "enough was answered in the last 24 hours");
	return status;
}

/* A further mail about a host whose request is open: staff read it beside the request. */
static void keep_as_note(const char *store, uint64_t number, const struct wb_request_mail *mail, int64_t now_s)
{
	struct wb_request_note note = { .at_s = now_s, .login = "mail" };
	struct wb_text text;

	wb_text_open(&text, note.text, sizeof(note.text));
	wb_text_addf(&text, "from %.100s: %s ", mail->sender, mail->subject);
	for (const char *c = mail->body; *c != '\0'; c++)
		wb_text_add_char(&text, *c == '\n' ? ' ' : *c);
	wb_request_note_add(store, number, &note, NULL);
}

static enum wb_status file(const struct wb_config *config, const struct wb_request_mail *mail,
    const struct wb_reference *reference, int64_t now_s, struct wb_request_mail_receipt *receipt, struct wb_error *error_r)
{
	char subject_and_body[WB_REQUEST_TEXT_SIZE];
	struct wb_request_given given = {
		.origin = WB_REQUEST_MAIL,
		.now_s = now_s,
		.client = reference->client,
		.reference = reference,
		.language = mail->language,
		.name = mail->name,
		.how = subject_and_body,
	};
	struct wb_text how;
	enum wb_status status;

	/* Who wrote it is told the outcome; where nobody can be, the answer to this mail is all. A bounce may be sent on as it is. */
	if (mail->from[0] != '\0' && !wb_auto_reply_is_program(mail->from))
		given.email = mail->from;
	else if (wb_email_is_valid(mail->sender))
		given.email = mail->sender;
	wb_text_open(&how, subject_and_body, sizeof(subject_and_body));
	if (mail->subject[0] != '\0')
		wb_text_addf(&how, "%s\n", mail->subject);
	wb_text_add(&how, mail->body);
	status = wb_request_file_given(config, &given, WB_REQUEST_WAITS, &receipt->filed, error_r);
	if (status != WB_OK)
		return status;
	receipt->why = wb_request_outcome_row(receipt->filed.outcome).why;
	if (receipt->why != NULL)
		return WB_OK;
	receipt->outcome = receipt->filed.outcome == WB_REQUEST_FILED ? WB_REQUEST_MAIL_FILED : WB_REQUEST_MAIL_ALREADY_OPEN;
	ask_for_answer(config, mail, now_s, receipt);
	/* Notes are bounded as answers are. */
	if (receipt->outcome == WB_REQUEST_MAIL_ALREADY_OPEN && receipt->may_answer)
		keep_as_note(config->policy.store, receipt->filed.request.number, mail, now_s);
	return WB_OK;
}

enum wb_status wb_request_mail_file(const struct wb_config *config, const struct wb_request_mail *mail,
    const struct wb_reference *reference, int64_t now_s, struct wb_request_mail_receipt *receipt_r, struct wb_error *error_r)
{
	memset(receipt_r, 0, sizeof(*receipt_r));
	receipt_r->outcome = WB_REQUEST_MAIL_IGNORED;
	return file(config, mail, reference, now_s, receipt_r, error_r);
}

enum wb_status wb_request_mail_receive(const struct wb_config *config, const struct wb_request_mail *mail, int64_t now_s,
    struct wb_request_mail_receipt *receipt_r, struct wb_error *error_r)
{
	struct wb_reference_keys keys;
	struct wb_reference references[WB_REQUEST_MAIL_CODES_MAX];
	enum wb_status status;
	size_t count;

	memset(receipt_r, 0, sizeof(*receipt_r));
	receipt_r->outcome = WB_REQUEST_MAIL_IGNORED;
	receipt_r->why = wb_auto_reply_reason(mail, config->removal.address);
	if (receipt_r->why != NULL)
		return WB_OK;
	/* Without a key no code is genuine. */
	status = wb_reference_keys_read(config->policy.reference_key, &keys, error_r);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	count = wb_reference_scan(&keys, mail->text, mail->length, references, WB_REQUEST_MAIL_CODES_MAX);
	if (count > 0) {
		receipt_r->more_count = count - 1;
		memcpy(receipt_r->more, references + 1, (count - 1) * sizeof(references[0]));
		return file(config, mail, &references[0], now_s, receipt_r, error_r);
	}
	receipt_r->outcome = WB_REQUEST_MAIL_NO_REFERENCE;
	if (mail->is_too_deep)
		receipt_r->why = "its parts are nested too deep to be looked at";
	status = ask_for_answer(config, mail, now_s, receipt_r);
	if (status == WB_OK || status == WB_NOT_FOUND)
		return WB_OK;
	return wb_fail(error_r, status, "%s", receipt_r->no_answer.text);
}
