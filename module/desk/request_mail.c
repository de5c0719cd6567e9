/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_mail.c - see request_mail.h */
#include "desk/request_mail.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/email.h"
#include "base/private_space.h"
#include "base/text.h"
#include "config/config.h"
#include "desk/auto_reply.h"
#include "desk/mail_thread.h"
#include "desk/reference_scan.h"
#include "store/answer_limit.h"
#include "verdict/exempt.h"

#define CUT "\n[...]"
#define MACHINE_NOTES_MAX 30 /* of programs, on one request */

/* What goes on while one mail is dealt with. */
struct reception {
	const struct wb_config *config;
	const struct wb_request_mail *mail;
	int64_t now_s;
	const char *answer_to;
	struct wb_request_mail_receipts *receipts;
	struct wb_error *error_r;
};

/* where it goes */

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at == NULL ? "" : at + 1;
}

/* One domain, or one is a part of the other. */
static bool is_related(const char *address, const char *other)
{
	const char *a = domain_of(address), *b = domain_of(other);
	size_t left = strlen(a), right = strlen(b);

	if (left == 0 || right == 0)
		return false;
	if (left < right)
		return b[right - left - 1] == '.' && strcasecmp(b + right - left, a) == 0;
	return strcasecmp(a + left - right, b) == 0 && (left == right || a[left - right - 1] == '.');
}

/* The envelope's sender is this mailbox, for bounces: "prvs=TAG=ann@example.com" (BATV), or "SRS0=TAG=TT=example.com=ann@" and a forwarder. */
static bool is_form_of(const char *sender, const char *from)
{
	char tail[2 * WB_REQUEST_EMAIL_SIZE];
	size_t local = strcspn(sender, "@"), length;

	if (strncasecmp(sender, "SRS", 3) == 0)
		snprintf(tail, sizeof(tail), "=%s=%.*s", domain_of(from), (int)strcspn(from, "@"), from);
	else if (strcasecmp(domain_of(sender), domain_of(from)) == 0)
		snprintf(tail, sizeof(tail), "=%.*s", (int)strcspn(from, "@"), from);
	else
		return false;
	length = strlen(tail);
	return local > length && strncasecmp(sender + local - length, tail, length) == 0;
}

const char *wb_request_mail_answer_to(const struct wb_request_mail *mail)
{
	const bool is_program = wb_auto_reply_is_program(mail->sender);
	const bool has_from = mail->from[0] != '\0' && !wb_auto_reply_is_program(mail->from);

	if (!wb_email_is_valid(mail->sender))
		return "";
	if (mail->reply_to[0] != '\0' && is_related(mail->reply_to, mail->sender) && !wb_auto_reply_is_program(mail->reply_to))
		return mail->reply_to;
	if (has_from && (is_form_of(mail->sender, mail->from) || (is_program && is_related(mail->from, mail->sender))))
		return mail->from;
	return is_program ? "" : mail->sender;
}

/* what is kept */

/* Subject and text, and who wrote it where that is not whom we answer. */
static void write_text(const struct reception *now, const char *known, char *buffer, size_t size)
{
	const struct wb_request_mail *mail = now->mail;
	const char *from = mail->from[0] != '\0' ? mail->from : mail->sender;
	struct wb_text text;

	wb_text_open(&text, buffer, size);
	if (from[0] != '\0' && strcasecmp(from, known) != 0)
		wb_text_addf(&text, "From: %s\n", from);
	if (mail->subject[0] != '\0')
		wb_text_addf(&text, "%s\n", mail->subject);
	wb_text_add(&text, mail->body);
	if (text.length == 0)
		wb_text_add(&text, "(a mail without a text)");
	if (!text.truncated)
		return;
	/* Whoever reads it sees that there was more. */
	for (text.length -= sizeof(CUT) - 1; text.length > 0 && ((unsigned char)buffer[text.length] & 0xc0) == 0x80;)
		text.length--;
	text.truncated = false;
	wb_text_add(&text, CUT);
}

/* The same text; two that fill the room of one may have been cut at a character's end. */
static bool is_same_text(const char *a, const char *b, size_t size)
{
	size_t left = strlen(a), right = strlen(b);

	if (left + 5 < size || right + 5 < size)
		return strcmp(a, b) == 0;
	return strncmp(a, b, size - 5) == 0;
}

static void set_why(struct wb_request_mail_receipt *receipt, const char *why)
{
	wb_text_copy(receipt->why, sizeof(receipt->why), why);
}

static struct wb_request_mail_receipt *add_receipt(struct reception *now, enum wb_request_mail_outcome outcome)
{
	struct wb_request_mail_receipt *receipt = &now->receipts->rows[now->receipts->count++];

	memset(receipt, 0, sizeof(*receipt));
	receipt->outcome = outcome;
	return receipt;
}

/* Keeps it for staff; head: a line about it that its text does not say, or "". */
static enum wb_status hold(struct reception *now, const char *head, const char *why)
{
	struct wb_held_mail held = { .at_s = now->now_s };
	struct wb_text text;
	uint64_t gave_way;
	enum wb_status status;

	wb_text_copy(held.sender, sizeof(held.sender), now->mail->sender);
	wb_text_copy(held.why, sizeof(held.why), why);
	wb_text_open(&text, held.text, sizeof(held.text));
	wb_text_addf(&text, "%s%s", head, head[0] != '\0' ? "\n" : "");
	write_text(now, now->mail->sender, held.text + text.length, sizeof(held.text) - text.length);
	status = wb_held_mail_add(now->config->policy.store, &held, now->config->removal.keep_s, &gave_way, now->error_r);
	now->receipts->gave_way = gave_way != 0 ? gave_way : now->receipts->gave_way;
	return status;
}

static enum wb_status hold_reference(struct reception *now, const struct wb_reference *reference, const char *why)
{
	char client[WB_PREFIX_TEXT_SIZE], head[WB_PREFIX_TEXT_SIZE + 32];

	wb_prefix_format_short(&reference->client, client);
	snprintf(head, sizeof(head), "%s (a genuine reference)", client);
	return hold(now, head, why);
}

struct note_search {
	const char *text;
	enum wb_request_note_kind kind;
	size_t machine_count;
	bool is_there;
};

static bool look_at_note(void *context, const struct wb_request_note *note)
{
	struct note_search *search = context;

	search->machine_count += note->kind == WB_REQUEST_NOTE_INTERNAL && strcmp(note->login, "mail") == 0;
	search->is_there =
	    search->is_there || (note->kind == search->kind && is_same_text(note->text, search->text, WB_REQUEST_NOTE_SIZE));
	return true;
}

/*
 * What somebody, or a mail system, wrote about a request that there is. What is there already is not kept twice, since the mail system
 * may have tried it before; but what a request waits for may be the same word as the last time.
 */
static enum wb_status keep_reply(
    struct reception *now, const struct wb_request *request, enum wb_auto_reply kind, struct wb_request_mail_receipt *receipt)
{
	const char *store = now->config->policy.store;
	struct wb_request_note note = { .at_s = now->now_s, .login = "mail", .kind = WB_REQUEST_NOTE_INTERNAL };
	struct note_search search = { .text = note.text };
	struct wb_error error;
	enum wb_status status;

	search.kind = kind == WB_AUTO_REPLY_PROGRAM ? WB_REQUEST_NOTE_INTERNAL : WB_REQUEST_NOTE_REPLY;
	write_text(now, request->email, note.text, sizeof(note.text));
	status = wb_request_note_walk(store, request->number, look_at_note, &search, now->error_r);
	if (status != WB_OK)
		return status;
	if (search.is_there && (request->state != WB_REQUEST_WAITING || kind == WB_AUTO_REPLY_PROGRAM))
		return WB_OK;
	if (kind == WB_AUTO_REPLY_PROGRAM)
		return search.machine_count >= MACHINE_NOTES_MAX
		    ? WB_OK
		    : wb_request_note_add(store, request->number, &note, now->error_r);
	status = wb_request_reply(store, request->number, note.text, now->now_s, WB_REQUEST_WAITS, &error);
	if (status != WB_INVALID)
		return status == WB_OK ? WB_OK : wb_fail(now->error_r, status, "%s", error.text);
	/* It has had too many. What mail systems return more is none of a person's. */
	if (kind == WB_AUTO_REPLY_RETURNED)
		return WB_OK;
	receipt->outcome = WB_REQUEST_MAIL_HELD;
	set_why(receipt, error.text);
	return hold(now, "", error.text);
}

/* what becomes of it */

/* A code about this host says no more than the request does that the mail answers. */
static bool is_of_request(const struct wb_reference *reference, const struct wb_request *request)
{
	return wb_prefix_overlaps(&reference->client, &request->client) &&
	    (!wb_request_is_decided(request) || reference->at_s <= request->decided_at_s) && request->has_reference;
}

static enum wb_status file(struct reception *now, const struct wb_reference *reference)
{
	struct wb_request_mail_receipt *receipt = add_receipt(now, WB_REQUEST_MAIL_FILED);
	char text[WB_REQUEST_TEXT_SIZE];
	struct wb_request_given given = {
		.origin = WB_REQUEST_MAIL,
		.now_s = now->now_s,
		.client = reference->client,
		.reference = reference,
		.language = now->mail->language,
		.name = now->mail->name,
		.email = now->answer_to,
		.how = text,
	};
	struct wb_request_filed filed;
	const char *why;
	enum wb_status status;

	write_text(now, now->answer_to, text, sizeof(text));
	status = wb_request_file_given(now->config, &given, WB_REQUEST_WAITS, &filed, now->error_r);
	if (status != WB_OK)
		return status;
	why = wb_request_outcome_row(filed.outcome).why;
	if (why != NULL) {
		receipt->outcome = WB_REQUEST_MAIL_HELD;
		set_why(receipt, why);
		return hold_reference(now, reference, why);
	}
	receipt->request = filed.request;
	wb_text_copy(receipt->token, sizeof(receipt->token), filed.token);
	if (filed.outcome == WB_REQUEST_FILED)
		return WB_OK;
	status = wb_request_find(now->config->policy.store, filed.request.number, &receipt->request, now->error_r);
	if (status != WB_OK)
		return wb_fail(
		    now->error_r, WB_UNAVAILABLE, "request %llu cannot be read", (unsigned long long)filed.request.number);
	/* Its maker is told more of it, at the address that the request has. */
	if (receipt->request.email[0] != '\0' && strcasecmp(receipt->request.email, now->answer_to) == 0)
		wb_text_copy(receipt->token, sizeof(receipt->token), receipt->request.token);
	/* This very mail made it, and the mail system tries it again since something behind that failed. */
	if (receipt->token[0] != '\0' && is_same_text(receipt->request.how, text, WB_REQUEST_TEXT_SIZE))
		return WB_OK;
	receipt->outcome = WB_REQUEST_MAIL_ALREADY_OPEN;
	return keep_reply(now, &receipt->request, WB_AUTO_REPLY_PERSON, receipt);
}

/* The mail itself names a host that is none of ours. */
static bool names_a_host(const struct reception *now)
{
	static const char symbols[] = "0123456789abcdefABCDEF:.";
	char text[WB_LISTING_REASON_SIZE + WB_REQUEST_TEXT_SIZE], word[WB_ADDRESS_TEXT_SIZE];
	struct wb_address address;
	struct wb_prefix host;

	snprintf(text, sizeof(text), "%s\n%s", now->mail->subject, now->mail->body);
	for (const char *at = text; *(at += strcspn(at, symbols)) != '\0';) {
		size_t length = strspn(at, symbols), kept = length;

		while (kept > 0 && (at[kept - 1] == '.' || at[kept - 1] == ':'))
			kept--; /* of the sentence */
		if (kept >= 7 && kept < sizeof(word)) {
			memcpy(word, at, kept);
			word[kept] = '\0';
			if (wb_address_parse(word, &address, NULL) == WB_OK) {
				host = wb_prefix_of(&address, WB_ADDRESS_BITS);
				if (wb_private_space_overlap(&host) == NULL && !wb_address_is_loopback(&address) &&
				    wb_exempt_host(&now->config->policy.exempt, &address) == NULL)
					return true;
			}
		}
		at += length;
	}
	return false;
}

/*
 * Asks for one more answer to this sender. Anybody can send mails without a reference, and with one reference any number of mails
 * about the same host, in anybody's name: all these leave half of the day's answers to those with whom a new request is filed.
 * WB_NOT_FOUND: enough was answered.
 */
static enum wb_status ask_for_answer(struct reception *now, struct wb_request_mail_receipt *receipt)
{
	const struct wb_removal_settings *removal = &now->config->removal;
	uint32_t per_day = receipt->outcome == WB_REQUEST_MAIL_FILED ? removal->per_day : removal->per_day / 2;
	enum wb_status status;

	if (now->answer_to[0] == '\0')
		return wb_fail(&receipt->no_answer, WB_NOT_FOUND, "its sender cannot be answered");
	status = wb_answer_limit_take(now->config->policy.store, now->answer_to, removal->per_address, per_day, now->now_s,
	    &receipt->may_answer, now->error_r);
	if (status == WB_OK && !receipt->may_answer)
		return wb_fail(&receipt->no_answer, WB_NOT_FOUND, "enough was answered in the last 24 hours");
	return status;
}

/* A person's mail in which nothing of ours was found. It is answered, or else it is kept, and so it is when it names a host. */
static enum wb_status answer_or_hold(struct reception *now)
{
	struct wb_request_mail_receipt *receipt = add_receipt(now, WB_REQUEST_MAIL_NO_REFERENCE);
	struct wb_error *error_r = now->error_r, error;
	enum wb_status status, held;

	if (now->mail->is_too_deep)
		set_why(receipt, "its parts are nested too deep to be looked at");
	status = ask_for_answer(now, receipt);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	if (receipt->may_answer && !names_a_host(now))
		return WB_OK;
	now->error_r = &error;
	held = hold(now, "", receipt->may_answer ? "it names a host, and has no reference" : receipt->no_answer.text);
	now->error_r = error_r;
	/* Who is told how to ask has lost nothing. */
	if (held != WB_OK && !receipt->may_answer)
		return wb_fail(error_r, held, "%s", error.text);
	if (!receipt->may_answer)
		receipt->outcome = WB_REQUEST_MAIL_HELD;
	return WB_OK;
}

/* Each genuine code; of a reply those that are about something else than what it answers. */
static enum wb_status file_codes(struct reception *now, const struct wb_request *answered, size_t *count_r)
{
	struct wb_reference references[WB_REQUEST_MAIL_CODES_MAX + 1];
	struct wb_reference_keys keys;
	/* Without a key no code is genuine. */
	enum wb_status status = wb_reference_keys_read(now->config->policy.reference_key, &keys, now->error_r);

	*count_r = 0;
	if (status != WB_OK && status != WB_NOT_FOUND)
		return status;
	*count_r = wb_reference_scan(&keys, now->mail->text, now->mail->length, references, WB_REQUEST_MAIL_CODES_MAX + 1);
	status = WB_OK;
	if (*count_r > WB_REQUEST_MAIL_CODES_MAX) {
		*count_r = WB_REQUEST_MAIL_CODES_MAX;
		status = hold(now, "", "it has references about more hosts than requests are made of");
	}
	for (size_t i = 0; i < *count_r && status == WB_OK; i++) {
		if (answered == NULL || !is_of_request(&references[i], answered))
			status = file(now, &references[i]);
	}
	return status;
}

/* Nothing in the mail is ours but a request's number, which anybody can write: it is another's word, who may be a colleague of the asker. */
static enum wb_status hold_unproven(struct reception *now, const struct wb_request *request)
{
	struct wb_request_mail_receipt *receipt = add_receipt(now, WB_REQUEST_MAIL_HELD);
	const char *reply_to = now->mail->reply_to;
	char head[WB_REQUEST_EMAIL_SIZE + 16] = "";

	snprintf(receipt->why, sizeof(receipt->why),
	    "it says that it is about request %llu, and nothing proves that the one who asked wrote it",
	    (unsigned long long)request->number);
	if (reply_to[0] != '\0' && strcasecmp(reply_to, now->mail->sender) != 0)
		snprintf(head, sizeof(head), "Reply-To: %s", reply_to);
	return hold(now, head, receipt->why);
}

/*
 * The request whose number the subject has. WB_NOT_FOUND: none, or the number is there by chance, since nobody of the asker's domain
 * sends the mail or is named by it.
 */
static enum wb_status find_by_subject(struct reception *now, struct wb_request *request_r, bool *is_of_asker_r)
{
	const struct wb_request_mail *mail = now->mail;
	enum wb_status status =
	    wb_mail_thread_find_subject(now->config->policy.store, mail, request_r, is_of_asker_r, now->error_r);

	if (status != WB_OK || *is_of_asker_r)
		return status;
	return is_related(mail->sender, request_r->email) || is_related(mail->from, request_r->email) ||
		is_related(mail->reply_to, request_r->email)
	    ? WB_OK
	    : WB_NOT_FOUND;
}

static enum wb_status deal_with(struct reception *now, enum wb_auto_reply kind, const char *why)
{
	const char *store = now->config->policy.store;
	struct wb_request_mail_receipt *receipt;
	struct wb_request answered;
	size_t codes = 0;
	bool is_of_asker = true;
	enum wb_status status = WB_NOT_FOUND;

	if (kind != WB_AUTO_REPLY_LOOP)
		status = wb_mail_thread_find(store, now->mail, &answered, now->error_r);
	if (status == WB_NOT_FOUND && (kind == WB_AUTO_REPLY_PERSON || kind == WB_AUTO_REPLY_UNASKED)) {
		status = file_codes(now, NULL, &codes);
		if (status == WB_OK && codes == 0)
			status = find_by_subject(now, &answered, &is_of_asker);
	}
	if (codes > 0 || (status != WB_OK && status != WB_NOT_FOUND))
		return status;
	if (status == WB_OK && !is_of_asker)
		return hold_unproven(now, &answered);
	if (status == WB_NOT_FOUND && kind == WB_AUTO_REPLY_PERSON)
		return answer_or_hold(now);
	if (status == WB_NOT_FOUND) {
		set_why(add_receipt(now, WB_REQUEST_MAIL_IGNORED), why);
		return WB_OK;
	}
	receipt = add_receipt(now, WB_REQUEST_MAIL_REPLY);
	receipt->request = answered;
	if (why != NULL)
		set_why(receipt, why);
	status = keep_reply(now, &answered, kind, receipt);
	if (status == WB_OK && (kind == WB_AUTO_REPLY_PERSON || kind == WB_AUTO_REPLY_UNASKED))
		status = file_codes(now, &answered, &codes);
	return status;
}

enum wb_status wb_request_mail_receive(const struct wb_config *config, const struct wb_request_mail *mail, int64_t now_s,
    struct wb_request_mail_receipts *receipts_r, struct wb_error *error_r)
{
	struct reception now = {
		.config = config,
		.mail = mail,
		.now_s = now_s,
		.answer_to = wb_request_mail_answer_to(mail),
		.receipts = receipts_r,
		.error_r = error_r,
	};
	const char *why;
	enum wb_auto_reply kind = wb_auto_reply_kind(mail, config->removal.address, &why);
	enum wb_status status;

	receipts_r->count = 0;
	receipts_r->gave_way = 0;
	status = deal_with(&now, kind, why);
	/* All is kept; now who is told. */
	for (size_t i = 0; i < receipts_r->count && status == WB_OK; i++) {
		struct wb_request_mail_receipt *receipt = &receipts_r->rows[i];

		if (receipt->outcome != WB_REQUEST_MAIL_FILED && receipt->outcome != WB_REQUEST_MAIL_ALREADY_OPEN)
			continue;
		if (kind == WB_AUTO_REPLY_PERSON)
			status = ask_for_answer(&now, receipt);
		else
			set_why(receipt, why);
		status = status == WB_NOT_FOUND ? WB_OK : status;
	}
	return status;
}

enum wb_status wb_request_mail_hold(const struct wb_config *config, const struct wb_request_mail *mail, int64_t now_s,
    const char *why, uint64_t *gave_way_r, struct wb_error *error_r)
{
	struct wb_request_mail_receipts receipts = { .count = 0 };
	struct reception now = { .config = config, .mail = mail, .now_s = now_s, .receipts = &receipts, .error_r = error_r };
	enum wb_status status = hold(&now, "", why);

	*gave_way_r = receipts.gave_way;
	return status;
}
