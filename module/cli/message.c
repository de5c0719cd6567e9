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
#include "cli/message_rtf.h"

/* Bounds that no mail of a person comes near, and that keep hostile ones to some megabytes and milliseconds. */
#define LINES_MAX 200000
#define LINE_BYTES_MAX 65536
#define PARTS_MAX 100
#define PART_TEXT_MAX (256 << 10)
#define TEXT_MAX (1 << 20)
#define BASE64_LINE_MIN 56
#define COMPRESSED_MAX 20
#define RUN_MIN 8 /* characters that can be read one behind the other in a file that is no text, before they are looked at */
#define CUT "\n[...]"
#define PART_END "\n\001\n"

struct walk {
	struct wb_request_mail *message;
	GString *text;
	GString *files; /* of what is attached and says it is no text: behind all that does */
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

static void keep(GString *kept, const char *text, size_t length)
{
	size_t room = TEXT_MAX - kept->len;

	if (length > PART_TEXT_MAX)
		length = PART_TEXT_MAX;
	if (kept->len >= TEXT_MAX)
		return;
	g_string_append_len(kept, text, (gssize)(length < room ? length : room));
	g_string_append(kept, PART_END);
}

static void keep_text(struct walk *walk, const char *text, size_t length)
{
	keep(walk->text, text, length);
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
	if (length >= sizeof(walk->message->body)) {
		/* Whoever reads it sees that there was more. */
		wb_text_copy_utf8_lines(walk->message->body, sizeof(walk->message->body) - sizeof(CUT), text, length);
		strcat(walk->message->body, CUT);
	}
	walk->has_plain = is_plain && walk->message->body[0] != '\0';
}

/* HTML is kept as it is, since a code may stand in a link, and without its tags, since they may stand in a code. */
static void keep_html(struct walk *walk, GString *kept, const char *html, size_t length)
{
	char *plain;

	if (length > PART_TEXT_MAX)
		length = PART_TEXT_MAX;
	plain = malloc(length + 1);
	keep(kept, html, length);
	if (plain == NULL)
		return;
	length = cli_message_strip_html(html, length, plain);
	keep(kept, plain, length);
	if (kept == walk->text)
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

/* A charset of which each character has two bytes or four, if it is what the text is in. */
static bool is_wide(GMimePart *part)
{
	const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");

	return charset != NULL &&
	    (g_ascii_strncasecmp(charset, "utf-16", 6) == 0 || g_ascii_strncasecmp(charset, "utf-32", 6) == 0 ||
		g_ascii_strncasecmp(charset, "ucs", 3) == 0);
}

/* Not every one: a file may be nothing but heads of such texts. */
static void keep_compressed(struct walk *walk, const GByteArray *bytes)
{
	size_t at = 0, length;
	char *text = bytes->len > 0 ? malloc(PART_TEXT_MAX) : NULL;

	for (int i = 0; text != NULL && i < COMPRESSED_MAX; i++) {
		length = cli_message_expand_rtf(bytes->data, bytes->len, &at, text, PART_TEXT_MAX - 1);
		if (length == 0)
			break;
		keep(walk->files, text, drop_nuls(text, length));
	}
	free(text);
}

/* The part's bytes without their transfer encoding and without NULs; in UTF-8 when it is text in a charset that is known. */
static char *decode(struct walk *walk, GMimePart *part, size_t *length_r)
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
	/* Some say UTF-16 of a text that is ASCII: nothing is left of it then but in its bytes. */
	if (text != NULL && bytes->len > 0 && is_wide(part))
		keep_text(walk, (char *)bytes->data, bytes->len);
	if (text == NULL)
		keep_compressed(walk, bytes);
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

/*
 * What can be read in a file that is no text, in place: runs of some characters, each a part of its own. A mail that Outlook has saved
 * (.msg, in UTF-16, so its NULs are gone) and winmail.dat hold the text so. Text stays as it is. Returns its new length.
 */
static size_t keep_runs(char *data, size_t length)
{
	size_t kept = 0, begin = 0;
	bool is_text = true;

	for (size_t i = 0; i < length && is_text; i++)
		is_text = (unsigned char)data[i] >= ' ' || strchr("\t\n\v\f\r\033", data[i]) != NULL;
	if (is_text)
		return length;
	for (size_t i = 0; i <= length; i++) {
		if (i < length && ((data[i] >= ' ' && data[i] < 0x7f) || strchr("\t\r\n", data[i]) != NULL))
			continue;
		if (i - begin >= RUN_MIN) {
			memmove(data + kept, data + begin, i - begin);
			kept += i - begin;
			data[kept++] = '\001'; /* in the place of what was there */
		}
		begin = i + 1;
	}
	return kept < length ? kept : length;
}

static void walk_object(struct walk *walk, GMimeObject *object, int depth);

/* What says nothing of what it is, or that it is a file of some program: a bounce that was saved or dragged here, for one. */
static void take_unknown(struct walk *walk, char *data, size_t length, int depth)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *mail = g_mime_parser_construct_message(parser, NULL);

	if (mail != NULL && g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(mail))) > 0)
		walk_object(walk, g_mime_message_get_mime_part(mail), depth + 1);
	if (mail != NULL)
		g_object_unref(mail);
	g_object_unref(parser);
	g_object_unref(stream);
	length = keep_runs(data, length);
	if (memchr(data, '<', length < 64 ? length : 64) != NULL)
		keep_html(walk, walk->files, data, length);
	else
		keep(walk->files, data, length);
}

/* Pictures, sounds, films and fonts: large, and nobody writes in them. */
static bool is_no_text(GMimeContentType *type)
{
	static const char *const kinds[] = { "image", "audio", "video", "font", "model" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (g_mime_content_type_is_type(type, kinds[i], "*"))
			return true;
	}
	return false;
}

/* How long this line's base64 is, behind the marks of quoting, at *begin_r; 0: it has anything else, or too little. */
static size_t base64_at(const char *line, size_t length, const char **begin_r)
{
	size_t i = 0, begin;

	while (i < length && (line[i] == '>' || line[i] == '|' || line[i] == ' '))
		i++;
	for (begin = i; i < length && (g_ascii_isalnum(line[i]) || strchr("+/=", line[i]) != NULL); i++)
		;
	*begin_r = line + begin;
	return i == length || line[i] == '\r' || line[i] == ' ' ? i - begin : 0;
}

/* The source of a mail, put into a text as it is, has base64 there that nobody has decoded: blocks of it, from a long line on. */
static void keep_source(struct walk *walk, const char *text, size_t length)
{
	guchar *decoded = NULL;
	gint state = 0;
	guint save = 0;
	size_t used = 0;

	for (const char *line = text, *begin; line < text + length;) {
		const char *end = memchr(line, '\n', length - (size_t)(line - text));
		size_t size = base64_at(line, (size_t)((end != NULL ? end : text + length) - line), &begin);

		if (decoded == NULL && size >= BASE64_LINE_MIN)
			decoded = g_malloc(length - (size_t)(line - text) + 3);
		if (decoded != NULL && size > 0)
			used += g_base64_decode_step(begin, size, decoded + used, &state, &save);
		line = end != NULL ? end + 1 : text + length;
		if (decoded == NULL || (size > 0 && line < text + length))
			continue;
		/* It ends here: as it is, and as a mail or a file has it. */
		used = keep_runs((char *)decoded, drop_nuls((char *)decoded, used));
		keep(walk->files, (char *)decoded, used);
		g_free(decoded);
		decoded = NULL;
		state = 0;
		save = 0;
		used = 0;
	}
}

static void take_part(struct walk *walk, GMimePart *part, int depth)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	/* Of message/... those that are mails and not GMime's messages are encoded, which RFC 2046 forbids. */
	bool is_text = g_mime_content_type_is_type(type, "text", "*") ||
	    (g_mime_content_type_is_type(type, "message", "*") && !g_mime_content_type_is_type(type, "message", "rfc822") &&
		!g_mime_content_type_is_type(type, "message", "global"));
	size_t length = 0;
	char *text;

	if (is_no_text(type))
		return;
	text = decode(walk, part, &length);
	if (text == NULL)
		return;
	if (!is_text)
		take_unknown(walk, text, length, depth);
	else if (g_mime_content_type_is_type(type, "text", "html"))
		keep_html(walk, walk->text, text, length);
	else
		keep_text(walk, text, length);
	if (g_mime_content_type_is_type(type, "text", "plain")) {
		keep_body(walk, text, length, true);
		keep_source(walk, text, length < PART_TEXT_MAX ? length : PART_TEXT_MAX);
	}
	g_free(text);
}

/* A mail in the mail: its own Message-ID says which of ours came back, and its subject may hold a code. */
static void take_inner(struct walk *walk, GMimeMessage *mail, int depth)
{
	const char *id = g_mime_message_get_message_id(mail), *subject = g_mime_message_get_subject(mail);
	char *line = g_strdup_printf("<%.250s>\n%.1000s", id != NULL ? id : "", subject != NULL ? subject : "");

	keep_text(walk, line, strlen(line));
	g_free(line);
	walk_object(walk, g_mime_message_get_mime_part(mail), depth + 1);
}

static void walk_object(struct walk *walk, GMimeObject *object, int depth)
{
	GMimeMessage *inner;
	int count;

	walk->message->is_too_deep = walk->message->is_too_deep || (object != NULL && depth > CLI_MESSAGE_LEVELS_MAX);
	if (object == NULL || depth > CLI_MESSAGE_LEVELS_MAX || walk->parts++ >= PARTS_MAX)
		return;
	if (GMIME_IS_MULTIPART(object)) {
		count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
		for (int i = 0; i < count && walk->parts < PARTS_MAX; i++)
			walk_object(walk, g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1);
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
		if (inner != NULL)
			take_inner(walk, inner, depth);
	} else if (GMIME_IS_PART(object)) {
		take_part(walk, GMIME_PART(object), depth);
	}
}

/* The first address of From alone, since one person asks, and the only one of Reply-To. */
static void take_addresses(GMimeMessage *mail, struct wb_request_mail *message)
{
	InternetAddressList *list = g_mime_message_get_from(mail), *replies = g_mime_message_get_reply_to(mail);
	InternetAddress *first =
	    list != NULL && internet_address_list_length(list) > 0 ? internet_address_list_get_address(list, 0) : NULL;
	const char *address = NULL, *name = NULL;

	if (replies != NULL && internet_address_list_length(replies) == 1) {
		InternetAddress *reply = internet_address_list_get_address(replies, 0);

		address = INTERNET_ADDRESS_IS_MAILBOX(reply)
		    ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(reply))
		    : NULL;
		if (address != NULL && wb_email_is_valid(address))
			wb_text_copy(message->reply_to, sizeof(message->reply_to), address);
	}
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
		{ "In-Reply-To", message->in_reply_to, sizeof(message->in_reply_to) },
		{ "References", message->references, sizeof(message->references) },
		{ "Accept-Language", message->accept_language, sizeof(message->accept_language) },
		{ "Content-Language", message->content_language, sizeof(message->content_language) },
		{ "Auto-Submitted", message->auto_submitted, sizeof(message->auto_submitted) },
		{ "Precedence", message->precedence, sizeof(message->precedence) },
		{ "X-Auto-Response-Suppress", message->suppress, sizeof(message->suppress) },
	};
	static const char *const responders[] = { "X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder",
		"X-Vacation", "X-Mail-Autoreply" };
	const char *subject = g_mime_message_get_subject(mail), *type;
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
	take_addresses(mail, message);
	type = part != NULL ? g_mime_object_get_content_type_parameter(part, "report-type") : NULL;
	if (type != NULL)
		wb_text_copy_utf8(message->report, sizeof(message->report), type, strlen(type));
	for (int i = 0; i < count; i++) {
		const char *name = g_mime_header_get_name(g_mime_header_list_get_header_at(headers, i));

		message->is_of_list = message->is_of_list || g_ascii_strncasecmp(name, "List-", 5) == 0;
		for (size_t k = 0; k < sizeof(responders) / sizeof(responders[0]); k++)
			message->is_responder = message->is_responder || g_ascii_strcasecmp(name, responders[k]) == 0;
	}
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
	walk.files = g_string_new(NULL);
	if (mail != NULL) {
		take_headers(mail, message_r);
		keep_text(&walk, message_r->subject, strlen(message_r->subject));
		walk_object(&walk, g_mime_message_get_mime_part(mail), 1);
		g_object_unref(mail);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	g_string_append_len(walk.text, walk.files->str, (gssize)walk.files->len);
	g_string_free(walk.files, TRUE);
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
