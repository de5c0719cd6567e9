/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* message.c - see message.h */
#include "cli/message.h"

#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "base/email.h"
#include "base/text.h"
#include "cli/message_html.h"

/* Bounds that no mail of a person comes near, and that keep hostile ones to some megabytes and milliseconds. */
#define LINES_MAX 200000
#define LINE_BYTES_MAX 65536
#define PARTS_MAX 100
#define DEPTH_MAX 10
#define PART_TEXT_MAX (256 << 10)
#define TEXT_MAX (1 << 20)
#define PART_END "\n\001\n"

struct walk {
	struct wb_request_mail *message;
	GString *text;
	size_t parts;
	bool has_plain; /* body is of a text/plain part */
};

/* Cuts lines without end, ends the message before there are too many of them, and drops the NULs, which no text has. */
static size_t bound_lines(char *data, size_t length)
{
	size_t kept = 0, line = 0, lines = 0;

	for (size_t i = 0; i < length && lines < LINES_MAX; i++) {
		if (data[i] == '\n') {
			lines++;
			line = 0;
		} else if (data[i] == '\0' || ++line > LINE_BYTES_MAX) {
			continue;
		}
		data[kept++] = data[i];
	}
	return kept;
}

static void keep_text(struct walk *walk, const char *text, size_t length)
{
	size_t room = TEXT_MAX - walk->text->len;

	if (length > PART_TEXT_MAX)
		length = PART_TEXT_MAX;
	if (walk->text->len >= TEXT_MAX)
		return;
	g_string_append_len(walk->text, text, (gssize)(length < room ? length : room));
	g_string_append(walk->text, PART_END);
}

static void keep_body(struct walk *walk, const char *text, size_t length, bool is_plain)
{
	if (walk->has_plain || (!is_plain && walk->message->body[0] != '\0'))
		return;
	for (; length > 0 && g_ascii_isspace(*text); length--)
		text++;
	while (length > 0 && g_ascii_isspace(text[length - 1]))
		length--;
	wb_text_copy_utf8_lines(walk->message->body, sizeof(walk->message->body), text, length);
	walk->has_plain = is_plain && walk->message->body[0] != '\0';
}

/* HTML is kept as it is, since a code may stand in a link, and without its tags, since they may stand in a code. */
static void keep_html(struct walk *walk, const char *html, size_t length)
{
	char *plain;

	if (length > PART_TEXT_MAX)
		length = PART_TEXT_MAX;
	plain = malloc(length + 1);
	keep_text(walk, html, length);
	if (plain == NULL)
		return;
	length = cli_message_strip_html(html, length, plain);
	keep_text(walk, plain, length);
	keep_body(walk, plain, length, false);
	free(plain);
}

/* NULs, which no text has: of UTF-16 that says no charset ASCII is left then, and no code has anything else. */
static size_t drop_nuls(char *data, size_t length)
{
	size_t kept = 0;

	for (size_t i = 0; i < length; i++) {
		if (data[i] != '\0')
			data[kept++] = data[i];
	}
	data[kept] = '\0';
	return kept;
}

/* The part's bytes without their transfer encoding and without NULs; in UTF-8 when it is text in a charset that is known. */
static char *decode(GMimePart *part, size_t *length_r)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream;
	GByteArray *bytes;
	char *text = GMIME_IS_TEXT_PART(part) ? g_mime_text_part_get_text(GMIME_TEXT_PART(part)) : NULL;
	size_t text_length = text != NULL ? strlen(text) : 0;

	*length_r = text_length;
	if (content == NULL)
		return text;
	bytes = g_byte_array_new();
	stream = g_mime_stream_mem_new_with_byte_array(bytes); /* owns them */
	g_mime_data_wrapper_write_to_stream(content, stream);
	/* Of a text that GMime has cut at a NUL the bytes say more. */
	if (text == NULL || (bytes->len > 0 && memchr(bytes->data, '\0', bytes->len) != NULL)) {
		g_free(text);
		text = g_malloc(bytes->len + 1);
		if (bytes->len > 0)
			memcpy(text, bytes->data, bytes->len);
		*length_r = drop_nuls(text, bytes->len);
	}
	g_object_unref(stream);
	return text;
}

static void walk_object(struct walk *walk, GMimeObject *object, int depth);

/* An attachment that says nothing of what it is, and is a mail or a text: a bounce that was saved to a file, for one. */
static void take_unknown(struct walk *walk, char *data, size_t length, int depth)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *mail = g_mime_parser_construct_message(parser, NULL);

	keep_text(walk, data, length);
	if (mail != NULL && g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(mail))) > 0)
		walk_object(walk, g_mime_message_get_mime_part(mail), depth + 1);
	if (mail != NULL)
		g_object_unref(mail);
	g_object_unref(parser);
	g_object_unref(stream);
}

static void take_part(struct walk *walk, GMimePart *part, int depth)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	bool is_html = g_mime_content_type_is_type(type, "text", "html");
	bool is_plain = g_mime_content_type_is_type(type, "text", "plain");
	bool is_unknown = g_mime_content_type_is_type(type, "application", "octet-stream");
	size_t length = 0;
	char *text;

	/* Of other kinds only reports: message/delivery-status, text/rfc822-headers and their like. */
	if (!g_mime_content_type_is_type(type, "text", "*") && !g_mime_content_type_is_type(type, "message", "*") &&
	    !is_unknown)
		return;
	text = decode(part, &length);
	if (text == NULL)
		return;
	if (is_unknown)
		take_unknown(walk, text, length, depth);
	else if (is_html)
		keep_html(walk, text, length);
	else
		keep_text(walk, text, length);
	if (is_plain)
		keep_body(walk, text, length, true);
	g_free(text);
}

static void walk_object(struct walk *walk, GMimeObject *object, int depth)
{
	GMimeMessage *inner;
	int count;

	walk->message->is_too_deep = walk->message->is_too_deep || (object != NULL && depth > DEPTH_MAX);
	if (object == NULL || depth > DEPTH_MAX || walk->parts++ >= PARTS_MAX)
		return;
	if (GMIME_IS_MULTIPART(object)) {
		count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
		for (int i = 0; i < count && walk->parts < PARTS_MAX; i++)
			walk_object(walk, g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1);
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
		if (inner != NULL)
			walk_object(walk, g_mime_message_get_mime_part(inner), depth + 1);
	} else if (GMIME_IS_PART(object)) {
		take_part(walk, GMIME_PART(object), depth);
	}
}

/* The first address of From alone: one person asks. */
static void take_from(GMimeMessage *mail, struct wb_request_mail *message)
{
	InternetAddressList *list = g_mime_message_get_from(mail);
	InternetAddress *first =
	    list != NULL && internet_address_list_length(list) > 0 ? internet_address_list_get_address(list, 0) : NULL;
	const char *address = NULL, *name = NULL;

	if (first == NULL || !INTERNET_ADDRESS_IS_MAILBOX(first))
		return;
	address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first));
	name = internet_address_get_name(first);
	if (address != NULL && wb_email_is_valid(address))
		wb_text_copy(message->from, sizeof(message->from), address);
	if (name != NULL)
		wb_text_copy_utf8(message->name, sizeof(message->name), name, strlen(name));
}

static void take_headers(GMimeMessage *mail, struct wb_request_mail *message)
{
	const struct {
		const char *name;
		char *buffer;
		size_t size;
	} rows[] = {
		{ "Message-ID", message->message_id, sizeof(message->message_id) },
		{ "References", message->references, sizeof(message->references) },
		{ "Accept-Language", message->accept_language, sizeof(message->accept_language) },
		{ "Content-Language", message->content_language, sizeof(message->content_language) },
		{ "Auto-Submitted", message->auto_submitted, sizeof(message->auto_submitted) },
		{ "Precedence", message->precedence, sizeof(message->precedence) },
		{ "X-Auto-Response-Suppress", message->suppress, sizeof(message->suppress) },
	};
	const char *subject = g_mime_message_get_subject(mail);
	GMimeObject *part = g_mime_message_get_mime_part(mail);
	GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(mail));
	int count = g_mime_header_list_get_count(headers);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *value = g_mime_object_get_header(GMIME_OBJECT(mail), rows[i].name);

		/* GMime keeps Content-... with the part. */
		if (value == NULL && part != NULL)
			value = g_mime_object_get_header(part, rows[i].name);
		if (value != NULL)
			wb_text_copy_utf8(rows[i].buffer, rows[i].size, value, strlen(value));
	}
	if (subject != NULL)
		wb_text_copy_utf8(message->subject, sizeof(message->subject), subject, strlen(subject));
	take_from(mail, message);
	for (int i = 0; i < count && !message->is_of_list; i++)
		message->is_of_list =
		    g_ascii_strncasecmp(g_mime_header_get_name(g_mime_header_list_get_header_at(headers, i)), "List-", 5) == 0;
}

enum wb_status cli_message_parse(char *data, size_t length, struct wb_request_mail *message_r, struct wb_error *error_r)
{
	struct walk walk = { .message = message_r };
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *mail;

	memset(message_r, 0, sizeof(*message_r));
	g_mime_init();
	stream = g_mime_stream_mem_new_with_buffer(data, bound_lines(data, length));
	parser = g_mime_parser_new_with_stream(stream);
	mail = g_mime_parser_construct_message(parser, NULL);
	walk.text = g_string_new(NULL);
	if (mail != NULL) {
		take_headers(mail, message_r);
		keep_text(&walk, message_r->subject, strlen(message_r->subject));
		walk_object(&walk, g_mime_message_get_mime_part(mail), 1);
		g_object_unref(mail);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	message_r->text = malloc(walk.text->len + 1);
	if (message_r->text != NULL) {
		message_r->length = walk.text->len;
		memcpy(message_r->text, walk.text->str, walk.text->len + 1);
	}
	g_string_free(walk.text, TRUE);
	g_mime_shutdown();
	return message_r->text != NULL ? WB_OK : wb_fail(error_r, WB_NO_MEMORY, "out of memory");
}

void cli_message_close(struct wb_request_mail *message)
{
	free(message->text);
	message->text = NULL;
}
