/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_thread.c - see mail_thread.h */
#include "desk/mail_thread.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/crockford.h"
#include "verdict/sodium.h"

#define NUMBER_DIGITS_MAX 19
#define WHICH_BYTES 5 /* which mail of the request it is: 8 symbols */
#define SEAL_BYTES 10 /* 80 bits: 16 symbols */
#define SYMBOLS ((WHICH_BYTES + SEAL_BYTES) * 8 / WB_CROCKFORD_BITS)
#define TOKEN_SYMBOLS (WB_REQUEST_TOKEN_SIZE - 1)
#define TRIES_MAX 50 /* of ids, and of tokens, for each of which the store is asked */

/* The tag's bytes: which mail, and the seal over that and the number. */
static bool seal(const struct wb_request *request, unsigned char tag[WHICH_BYTES + SEAL_BYTES])
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	char sealed[NUMBER_DIGITS_MAX + 2 + WHICH_BYTES];
	int length = snprintf(sealed, sizeof(sealed) - WHICH_BYTES, "%llu ", (unsigned long long)request->number);

	if (request->token[0] == '\0' || wb_sodium_load(NULL) != WB_OK)
		return false;
	memcpy(sealed + length, tag, WHICH_BYTES);
	wb_sodium.crypto_generichash(hash, sizeof(hash), (const unsigned char *)sealed, (size_t)length + WHICH_BYTES,
	    (const unsigned char *)request->token, strlen(request->token));
	memcpy(tag + WHICH_BYTES, hash, SEAL_BYTES);
	return true;
}

bool wb_mail_thread_format(const struct wb_request *request, const char *what, char *id_r)
{
	unsigned char tag[WHICH_BYTES + SEAL_BYTES], hash[crypto_generichash_BYTES_MIN];
	char symbols[SYMBOLS + 1];

	id_r[0] = '\0';
	if (request->number == 0 || wb_sodium_load(NULL) != WB_OK)
		return false;
	wb_sodium.crypto_generichash(hash, sizeof(hash), (const unsigned char *)what, strlen(what), NULL, 0);
	memcpy(tag, hash, WHICH_BYTES);
	if (!seal(request, tag))
		return false;
	wb_crockford_encode(tag, sizeof(tag), symbols);
	snprintf(id_r, WB_MAIL_THREAD_ID_SIZE, WB_MAIL_THREAD_PREFIX "%llu.%s", (unsigned long long)request->number, symbols);
	return true;
}

/* The next of these words, in any case; NULL: there is none. */
static const char *find_word(const char *text, size_t left, const char *word)
{
	const size_t length = strlen(word);
	const char *const end = text + left;

	for (; (size_t)(end - text) >= length; text++) {
		if (strncasecmp(text, word, length) == 0)
			return text;
	}
	return NULL;
}

/* "17.TAG" behind the name: a request's number and its tag. */
static bool read_id(const char *text, size_t left, uint64_t *number_r, unsigned char *tag_r)
{
	char symbols[SYMBOLS + 1] = "";
	size_t digits = 0;

	*number_r = 0;
	for (; digits < left && digits < NUMBER_DIGITS_MAX && text[digits] >= '0' && text[digits] <= '9'; digits++)
		*number_r = *number_r * 10 + (uint64_t)(text[digits] - '0');
	if (digits == 0 || left < digits + 1 + SYMBOLS || text[digits] != '.')
		return false;
	memcpy(symbols, text + digits + 1, SYMBOLS);
	return wb_crockford_decode(symbols, tag_r, WHICH_BYTES + SEAL_BYTES);
}

static enum wb_status find_id(
    const char *store, const char *text, size_t length, int *tries, struct wb_request *request_r, struct wb_error *error_r)
{
	unsigned char given[WHICH_BYTES + SEAL_BYTES], tag[WHICH_BYTES + SEAL_BYTES];
	const char *const end = text + length;
	enum wb_status status;
	uint64_t number;

	for (const char *at = text; (at = find_word(at, (size_t)(end - at), WB_MAIL_THREAD_PREFIX)) != NULL && *tries > 0;) {
		at += strlen(WB_MAIL_THREAD_PREFIX);
		if (!read_id(at, (size_t)(end - at), &number, given))
			continue;
		(*tries)--;
		status = wb_request_find(store, number, request_r, error_r);
		if (status != WB_OK && status != WB_NOT_FOUND)
			return status;
		memcpy(tag, given, sizeof(tag));
		/* In any time: who could measure it would have to send a mail for each try. */
		if (status == WB_OK && seal(request_r, tag) && memcmp(tag, given, sizeof(tag)) == 0)
			return WB_OK;
	}
	return WB_NOT_FOUND;
}

/*
 * What stands between "status" and the token, as links are that were rewritten on the way: "/", "%2F", "%252F", "-2F", "=2F", or "_" as
 * Proofpoint's second version has it. 0: it is no such link.
 */
static size_t slash_at(const char *text, size_t left)
{
	size_t at = 1;

	if (left > 0 && (text[0] == '/' || text[0] == '_'))
		return 1;
	if (left < 3 || (text[0] != '%' && text[0] != '-' && text[0] != '='))
		return 0;
	while (at + 2 < left && text[at] == '2' && text[at + 1] == '5')
		at += 2;
	return at + 2 <= left && text[at] == '2' && (text[at + 1] == 'F' || text[at + 1] == 'f') ? at + 2 : 0;
}

/* A token may be broken over lines, by quoted-printable or by a mail program that quotes. */
static bool read_token(const char *text, size_t left, char *token_r)
{
	size_t count = 0;

	for (size_t i = 0; i < left && count < TOKEN_SYMBOLS; i++) {
		if (wb_crockford_value(text[i]) >= 0)
			token_r[count++] = text[i];
		else if (count == 0 || strchr("=\r\n> |", text[i]) == NULL || text[i] == '\0')
			return false;
	}
	token_r[count] = '\0';
	return count == TOKEN_SYMBOLS;
}

static enum wb_status find_link(
    const char *store, const char *text, size_t length, struct wb_request *request_r, struct wb_error *error_r)
{
	const char *const end = text + length;
	char token[WB_REQUEST_TOKEN_SIZE];
	enum wb_status status = WB_NOT_FOUND;
	int tries = TRIES_MAX;

	for (const char *at = text; (at = find_word(at, (size_t)(end - at), "status")) != NULL && tries > 0;) {
		size_t slash;

		at += strlen("status");
		slash = slash_at(at, (size_t)(end - at));
		if (slash == 0 || !read_token(at + slash, (size_t)(end - at) - slash, token))
			continue;
		tries--;
		status = wb_request_find_token(store, token, request_r, error_r);
		if (status != WB_NOT_FOUND)
			return status;
	}
	return WB_NOT_FOUND;
}

enum wb_status wb_mail_thread_find(
    const char *store, const struct wb_request_mail *mail, struct wb_request *request_r, struct wb_error *error_r)
{
	const struct {
		const char *text;
		size_t length;
	} places[] = {
		{ mail->in_reply_to, strlen(mail->in_reply_to) },
		{ mail->references, strlen(mail->references) },
		{ mail->text, mail->length },
	};
	enum wb_status status = WB_NOT_FOUND;
	int tries = TRIES_MAX;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]) && status == WB_NOT_FOUND; i++)
		status = find_id(store, places[i].text, places[i].length, &tries, request_r, error_r);
	return status == WB_NOT_FOUND ? find_link(store, mail->text, mail->length, request_r, error_r) : status;
}

/* Behind BATV's mark, "prvs=0123456789=" or Barracuda's "btv1==0123456789a==", when it has one. */
static const char *skip_batv(const char *sender)
{
	static const char symbols[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char *const marks[][2] = { { "prvs=", "=" }, { "btv1==", "==" } };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *at = sender + strlen(marks[i][0]);

		if (strncasecmp(sender, marks[i][0], strlen(marks[i][0])) != 0)
			continue;
		at += strspn(at, symbols);
		if (strncmp(at, marks[i][1], strlen(marks[i][1])) == 0)
			return at + strlen(marks[i][1]);
	}
	return sender;
}

enum wb_status wb_mail_thread_find_subject(const char *store, const struct wb_request_mail *mail, struct wb_request *request_r,
    bool *is_of_asker_r, struct wb_error *error_r)
{
	const char *at = mail->subject;
	enum wb_status status;

	*is_of_asker_r = false;
	/* The first number alone: in our subjects the host's address follows it. */
	at += strcspn(at, "0123456789");
	if (*at == '\0' || strspn(at, "0123456789") > NUMBER_DIGITS_MAX || at[strspn(at, "0123456789")] == '.')
		return WB_NOT_FOUND;
	status = wb_request_find(store, strtoull(at, NULL, 10), request_r, error_r);
	if (status == WB_OK && request_r->email[0] != '\0')
		*is_of_asker_r = strcasecmp(request_r->email, mail->sender) == 0 ||
		    strcasecmp(request_r->email, skip_batv(mail->sender)) == 0;
	return status;
}
