/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail.c - see mail.h */
#include "cli/mail.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/crockford.h"
#include "base/email.h"
#include "base/text.h"
#include "cli/sendmail.h"
#include "desk/mail_thread.h"
#include "page/page.h"
#include "store/request.h"

#define MESSAGE_SIZE 16384
#define VALUE_SIZE 2048 /* WB_REQUEST_TEXT_SIZE, and some */
#define LINE_SIZE 2560
#define COLUMNS 76         /* as mail programs like them, in characters (RFC 5322 section 2.1.1) */
#define LINE_BYTES_MAX 900 /* of one in which no blank is; SMTP takes 998 */
#define ID_BYTES 15
#define ID_SIZE 25
#define IDS_MAX 10            /* of the references that are kept */
#define MESSAGE_ID_MAX 250    /* longer ones are none of a mail system's */
#define ENCODED_WORD_BYTES 45 /* of text in one: 60 of base64 and the 12 around them are under the 75 of RFC 2047 */

/* The values of a text's placeholders, cleaned: no line break of theirs begins a line of ours. */
struct value {
	const char *name;
	char text[VALUE_SIZE];
};
enum { NUMBER, CLIENT, REFERENCE, SITE, ANSWER, UNTIL, STATUS, FORM, LEVELS, WITHIN, KEEP, CONTACT, VALUES };

static void set(struct value *value, const char *name, const char *text)
{
	value->name = name;
	wb_text_copy_utf8(value->text, sizeof(value->text), text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

/* The value of the placeholder that begins at text, and its length there; NULL when none does. */
static const char *find_value(const struct value *values, const char *text, size_t *length_r)
{
	for (size_t i = 0; i < VALUES; i++) {
		size_t length = strlen(values[i].name);

		if (strncmp(text, "%{", 2) == 0 && strncmp(text + 2, values[i].name, length) == 0 && text[2 + length] == '}') {
			*length_r = length + 3;
			return values[i].text;
		}
	}
	return NULL;
}

/* Fills one line; false when a value is empty, and so the line says nothing. */
static bool fill_line(const struct value *values, const char *line, size_t length, char *buffer)
{
	struct wb_text text;
	const char *end = line + length;

	wb_text_open(&text, buffer, LINE_SIZE);
	while (line < end) {
		size_t used = 1;
		const char *value = find_value(values, line, &used);

		if (value != NULL && value[0] == '\0')
			return false;
		if (value != NULL)
			wb_text_add(&text, value);
		else
			wb_text_add_char(&text, *line);
		line += used;
	}
	return true;
}

/* How many bytes of text, at most, make whole characters. */
static size_t cut_characters(const char *text, size_t most)
{
	size_t length = strnlen(text, most + 1);

	if (length <= most)
		return length;
	for (length = most; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80; length--)
		;
	return length;
}

/* Lines that are too long, of what staff wrote for one, are broken at a blank. */
static void add_wrapped(struct wb_text *message, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n"), columns = 0, at = 0, cut = 0;

		for (; at < length && (columns <= COLUMNS || (cut == 0 && at < LINE_BYTES_MAX)); at++) {
			columns += ((unsigned char)text[at] & 0xc0) != 0x80;
			if (text[at] == ' ' && columns <= COLUMNS + 1 && at > strspn(text, " "))
				cut = at;
			else if (text[at] == ' ' && columns > COLUMNS && cut == 0)
				cut = at;
		}
		if (at == length && columns <= COLUMNS)
			cut = length;
		else if (cut == 0)
			cut = at < length ? cut_characters(text, at) : length;
		wb_text_addf(message, "%.*s\n", (int)cut, text);
		text += cut;
		text += *text == ' ' || *text == '\n';
	}
}

/* Where a line is left out, one of the blank ones around it goes, too. */
static void add_body(struct wb_text *message, const struct value *values, const char *body)
{
	char line[LINE_SIZE];
	bool was_blank = true;

	while (*body != '\0') {
		size_t length = strcspn(body, "\n");

		if (fill_line(values, body, length, line) && !(was_blank && line[0] == '\0')) {
			if (line[0] == '\0')
				wb_text_add_char(message, '\n');
			add_wrapped(message, line);
			was_blank = line[0] == '\0';
		}
		body += length + (body[length] == '\n');
	}
}

/* Encoded words of RFC 2047 for what is not ASCII, each on a line of its own. */
static void add_unstructured(struct wb_text *message, const char *text)
{
	char word[sodium_base64_ENCODED_LEN(ENCODED_WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];

	/* What looks like an encoded word would be taken for one. */
	if (wb_text_is_printable(text) && strstr(text, "=?") == NULL) {
		wb_text_add(message, text);
		return;
	}
	for (const char *separator = ""; *text != '\0'; separator = "\n ") {
		size_t length = cut_characters(text, ENCODED_WORD_BYTES);

		sodium_bin2base64(word, sizeof(word), (const unsigned char *)text, length, sodium_base64_VARIANT_ORIGINAL);
		wb_text_addf(message, "%s=?utf-8?B?%s?=", separator, word);
		text += length;
	}
}

/* A name before an address: quoted, or encoded (RFC 2047 section 5 forbids both). */
static void add_phrase(struct wb_text *message, const char *name)
{
	if (!wb_text_is_printable(name) || strstr(name, "=?") != NULL) {
		add_unstructured(message, name);
		return;
	}
	wb_text_add_char(message, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"' || *name == '\\')
			wb_text_add_char(message, '\\');
		wb_text_add_char(message, *name);
	}
	wb_text_add_char(message, '"');
}

/* The next <...> of a list of Message-IDs, or NULL. */
static const char *next_id(const char *list, size_t *length_r)
{
	for (const char *begin = strchr(list, '<'); begin != NULL; begin = strchr(begin + 1, '<')) {
		size_t length = 1;

		while (begin[length] > ' ' && begin[length] < 0x7f && begin[length] != '<' && begin[length] != '>')
			length++;
		if (begin[length] == '>' && length > 1 && length < MESSAGE_ID_MAX) {
			*length_r = length + 1;
			return begin;
		}
	}
	return NULL;
}

/* In-Reply-To and References of RFC 5322 section 3.6.4: the last ones of the mail, then its own. */
static void add_thread(struct wb_text *message, const struct cli_mail *mail)
{
	size_t length, count = 0, position = 0;
	const char *own = next_id(mail->message_id, &length);

	if (own == NULL)
		return;
	wb_text_addf(message, "In-Reply-To: %.*s\nReferences:", (int)length, own);
	for (const char *id = mail->references; (id = next_id(id, &length)) != NULL; id += length)
		count++;
	for (const char *id = mail->references; (id = next_id(id, &length)) != NULL; id += length) {
		if (++position + IDS_MAX > count)
			wb_text_addf(message, " %.*s\n", (int)length, id);
	}
	own = next_id(mail->message_id, &length);
	wb_text_addf(message, " %.*s\n", (int)length, own);
}

/*
 * What stands before the '@' of the Message-ID. A mail that is sent once more, since the mail system or staff try again, has the same:
 * whoever gets both sees one.
 */
static void format_id(const struct cli_mail *mail, char *id_r)
{
	const struct wb_request *request = mail->request;
	unsigned char random[ID_BYTES];
	char what[MESSAGE_ID_MAX + 64], symbols[ID_SIZE];

	if (request != NULL && mail->is_reply)
		snprintf(what, sizeof(what), "received %.*s", MESSAGE_ID_MAX, mail->message_id);
	else if (request != NULL && mail->text == WB_MAIL_QUESTION)
		snprintf(what, sizeof(what), "question %lld", (long long)request->asked_back_at_s);
	else if (request != NULL)
		snprintf(what, sizeof(what), "decided %lld", (long long)request->decided_at_s);
	if (request != NULL && wb_mail_thread_format(request, what, id_r))
		return;
	randombytes_buf(random, sizeof(random));
	wb_crockford_encode(random, sizeof(random), symbols);
	snprintf(id_r, WB_MAIL_THREAD_ID_SIZE, WB_MAIL_THREAD_PREFIX "%s", symbols);
}

static void add_headers(
    struct wb_text *message, const struct wb_config *config, const struct cli_mail *mail, const struct value *values)
{
	const struct wb_mail_text *text = wb_mail_text_find(mail->language, mail->text);
	const char *address = config->removal.address;
	char id[WB_MAIL_THREAD_ID_SIZE], subject[LINE_SIZE], date[64];
	time_t now = time(NULL);
	struct tm tm;

	format_id(mail, id);
	if (!fill_line(values, text->subject, strlen(text->subject), subject))
		snprintf(subject, sizeof(subject), "whyblock");
	wb_text_add(message, "From: ");
	add_phrase(message, values[SITE].text);
	wb_text_addf(message, "\n <%s>\nTo: <%s>\nSubject: ", address, mail->to);
	add_unstructured(message, subject);
	wb_text_add_char(message, '\n');
	/* The names of days and months are English whatever the user's language: no locale was set. */
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", gmtime_r(&now, &tm));
	wb_text_addf(message, "Date: %s\n", date);
	wb_text_addf(message, "Message-ID: <%s%s>\n", id, strrchr(address, '@'));
	if (mail->is_reply)
		add_thread(message, mail);
	wb_text_addf(message,
	    "Auto-Submitted: %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Language: %s\nContent-Transfer-Encoding: 8bit\n\n",
	    mail->is_reply ? "auto-replied" : "auto-generated", wb_languages[mail->language].tag);
}

/* A link to a page of the service; empty where there is none, or no token (NULL). */
static void set_url(struct value *value, const char *name, const struct wb_config *config, const char *page, const char *token)
{
	char path[WB_PAGE_PATH_SIZE], link[VALUE_SIZE] = "";

	if (token != NULL && config->web.status_links) {
		snprintf(path, sizeof(path), "%s%s", page, token);
		wb_page_url(config->policy.site.url, path, link, sizeof(link));
	}
	set(value, name, link);
}

/* Its code, sealed with the key of today; empty without a genuine one. */
static void format_reference(const struct wb_config *config, const struct wb_request *request, char *code_r)
{
	struct wb_reference_keys keys;

	code_r[0] = '\0';
	if (request != NULL && request->has_reference &&
	    wb_reference_keys_read(config->policy.reference_key, &keys, NULL) == WB_OK)
		wb_reference_format(&keys, &request->reference, code_r);
}

static void fill_values(const struct wb_config *config, const struct cli_mail *mail, struct value values[VALUES])
{
	const struct wb_texts *contacts = &config->policy.site.contacts;
	const struct wb_removal_settings *removal = &config->removal;
	char number[24] = "", client[WB_PREFIX_TEXT_SIZE] = "", code[WB_REFERENCE_TEXT_SIZE];
	char within[WB_LANGUAGE_SPAN_SIZE] = "", keep[WB_LANGUAGE_SPAN_SIZE] = "";

	if (mail->request != NULL) {
		snprintf(number, sizeof(number), "%" PRIu64, mail->request->number);
		wb_prefix_format_short(&mail->request->client, client);
	}
	format_reference(config, mail->request, code);
	if (removal->answer_within_s > 0)
		wb_language_span(mail->language, removal->answer_within_s, within);
	if (removal->keep_s > 0)
		wb_language_span(mail->language, removal->keep_s, keep);
	set(&values[NUMBER], "number", number);
	set(&values[CLIENT], "client", client);
	set(&values[REFERENCE], "reference", code);
	set(&values[SITE], "site", config->policy.site.name);
	set(&values[ANSWER], "answer", "");
	if (mail->answer != NULL)
		wb_text_copy_utf8_lines(values[ANSWER].text, sizeof(values[ANSWER].text), mail->answer, strlen(mail->answer));
	set(&values[UNTIL], "until", mail->until);
	set_url(&values[STATUS], "status", config, WB_PAGE_STATUS,
	    mail->token != NULL && mail->token[0] != '\0' ? mail->token : NULL);
	set_url(&values[FORM], "form", config, WB_PAGE_REMOVE, "");
	set(&values[LEVELS], "levels", mail->levels);
	set(&values[WITHIN], "within", within);
	set(&values[KEEP], "keep", keep);
	set(&values[CONTACT], "contact", contacts->count > 0 ? contacts->items[0] : removal->address);
}

enum wb_status cli_mail_send(const struct wb_config *config, const struct cli_mail *mail, struct wb_error *error_r)
{
	struct value values[VALUES];
	char buffer[MESSAGE_SIZE];
	struct wb_text message;

	if (!wb_email_is_valid(mail->to))
		return wb_fail(error_r, WB_INVALID, "the request has no address to send it to");
	if (!wb_email_is_valid(config->removal.address))
		return wb_fail(error_r, WB_INVALID,
		    "there is no address to send it from: set removal.address, or an address in site.contacts");
	if (config->removal.sendmail[0] == '\0')
		return wb_fail(error_r, WB_INVALID, "removal.sendmail is empty");
	if (sodium_init() < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "libsodium cannot be used");

	fill_values(config, mail, values);
	wb_text_open(&message, buffer, sizeof(buffer));
	add_headers(&message, config, mail, values);
	add_body(&message, values, wb_mail_text_find(mail->language, mail->text)->body);
	return cli_sendmail(
	    config->removal.sendmail, mail->is_reply ? "" : config->removal.address, mail->to, buffer, message.length, error_r);
}
