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
#include "desk/auto_reply.h"
#include "store/request.h"

#define MESSAGE_SIZE 16384
#define VALUE_SIZE 1024 /* a whole answer of staff */
#define LINE_SIZE 2048
#define ANSWER_COLUMNS 76
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
#define VALUES 7

static void set(struct value *value, const char *name, const char *text)
{
	value->name = name;
	wb_text_copy_utf8(value->text, sizeof(value->text), text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

/* What staff say: its lines stay, and long ones end where a word does. */
static void set_lines(struct value *value, const char *name, const char *text)
{
	char *blank = NULL, *line = value->text;

	value->name = name;
	wb_text_copy_utf8_lines(value->text, sizeof(value->text), text != NULL ? text : "", text != NULL ? strlen(text) : 0);
	for (char *c = value->text; *c != '\0'; c++) {
		if (*c == '\n') {
			line = c + 1;
			blank = NULL;
		} else if (*c == ' ') {
			blank = c;
		}
		if (c - line >= ANSWER_COLUMNS && blank != NULL) {
			*blank = '\n';
			line = blank + 1;
			blank = NULL;
		}
	}
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

/* Where a line is left out, one of the blank ones around it goes, too. */
static void add_body(struct wb_text *message, const struct value *values, const char *body)
{
	char line[LINE_SIZE];
	bool was_blank = true;

	while (*body != '\0') {
		size_t length = strcspn(body, "\n");

		if (fill_line(values, body, length, line) && !(was_blank && line[0] == '\0')) {
			wb_text_addf(message, "%s\n", line);
			was_blank = line[0] == '\0';
		}
		body += length + (body[length] == '\n');
	}
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

static void add_headers(
    struct wb_text *message, const struct wb_config *config, const struct cli_mail *mail, const struct value *values)
{
	const struct wb_mail_text *text = wb_mail_text_find(mail->language, mail->text);
	const char *address = config->removal.address;
	unsigned char random[ID_BYTES];
	char id[ID_SIZE], subject[LINE_SIZE], date[64];
	time_t now = time(NULL);
	struct tm tm;

	randombytes_buf(random, sizeof(random));
	wb_crockford_encode(random, sizeof(random), id);
	if (!fill_line(values, text->subject, strlen(text->subject), subject))
		snprintf(subject, sizeof(subject), "whyblock");
	wb_text_add(message, "From: ");
	add_phrase(message, values[2].text);
	wb_text_addf(message, "\n <%s>\nTo: <%s>\nSubject: ", address, mail->to);
	add_unstructured(message, subject);
	wb_text_add_char(message, '\n');
	/* The names of days and months are English whatever the user's language: no locale was set. */
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", gmtime_r(&now, &tm));
	wb_text_addf(message, "Date: %s\n", date);
	wb_text_addf(message, "Message-ID: " WB_AUTO_REPLY_OWN_ID "%s%s>\n", id, strrchr(address, '@'));
	if (mail->is_reply)
		add_thread(message, mail);
	wb_text_addf(message,
	    "Auto-Submitted: %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Language: %s\nContent-Transfer-Encoding: 8bit\n\n",
	    mail->is_reply ? "auto-replied" : "auto-generated", wb_languages[mail->language].tag);
}

enum wb_status cli_mail_send(const struct wb_config *config, const struct cli_mail *mail, struct wb_error *error_r)
{
	const struct wb_texts *contacts = &config->policy.site.contacts;
	struct value values[VALUES];
	char buffer[MESSAGE_SIZE], number[24] = "";
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

	if (mail->number != 0)
		snprintf(number, sizeof(number), "%" PRIu64, mail->number);
	set(&values[0], "number", number);
	set(&values[1], "client", mail->client);
	set(&values[2], "site", config->policy.site.name);
	set_lines(&values[3], "answer", mail->answer);
	set(&values[4], "until", mail->until);
	set(&values[5], "status", mail->status);
	set(&values[6], "contact", contacts->count > 0 ? contacts->items[0] : config->removal.address);

	wb_text_open(&message, buffer, sizeof(buffer));
	add_headers(&message, config, mail, values);
	add_body(&message, values, wb_mail_text_find(mail->language, mail->text)->body);
	return cli_sendmail(
	    config->removal.sendmail, mail->is_reply ? "" : config->removal.address, mail->to, buffer, message.length, error_r);
}
