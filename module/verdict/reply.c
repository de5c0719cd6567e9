/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* reply.c - see reply.h */
#include "verdict/reply.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define FOLD_COLUMN 75       /* the longest line that Exim leaves alone */
#define FOLD_COLUMN_FIRST 36 /* Exim folds at no space before this column */

#define PLACEHOLDER_BYTES_SHOWN 40 /* of one that is none, in a message */

/* Reads the placeholder at "%{"; *length_r: bytes that it takes. NULL: it is none. */
static const struct wb_placeholder *read_placeholder(const char *at, size_t *length_r)
{
	size_t name_length = at[1] == '{' ? strcspn(at + 2, "}\n") : 0;

	*length_r = name_length + 3;
	return name_length > 0 && at[2 + name_length] == '}' ? wb_placeholder_find(at + 2, name_length) : NULL;
}

/* How much of what begins at '%' was meant as a placeholder: up to its '}', or to the end of its name. */
static int placeholder_like(const char *at)
{
	size_t length = 1;

	if (at[1] == '{') {
		length = 2 + strspn(at + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
		length += at[length] == '}';
	}
	return (int)(length < PLACEHOLDER_BYTES_SHOWN ? length : PLACEHOLDER_BYTES_SHOWN);
}

/* "%{ip} %{name} ..." */
static void list_placeholders(char *buffer, size_t size)
{
	struct wb_text text;

	wb_text_open(&text, buffer, size);
	for (size_t i = 0; i < wb_placeholder_count; i++)
		wb_text_addf(&text, "%s%%{%s}", i > 0 ? " " : "", wb_placeholders[i].name);
}

bool wb_reply_misleads(const char *text)
{
	/* A word, and one that comes behind it somewhere. */
	static const struct {
		const char *word, *behind;
	} phrases[] = {
		{ "user unknown", "" },
		{ "unknown user", "" },
		{ "no such user", "" },
		{ "relay access denied", "" },
		{ "relay not permitted", "" },
		{ "try again later", "" },
		{ "mailbox", "unavailable" },
		{ "mailbox", "full" },
		{ "mailbox", "not found" },
		{ "mailbox", "disabled" },
	};

	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		const char *found = strcasestr(text, phrases[i].word);

		if (found != NULL && strcasestr(found, phrases[i].behind) != NULL)
			return true;
	}
	return false;
}

enum wb_status wb_reply_check(const char *template, struct wb_error *error_r)
{
	char known[300];
	size_t placeholder_length;

	if (wb_reply_misleads(template))
		return wb_fail(error_r, WB_INVALID,
		    "words that no bounce parser takes for an unknown user, an unavailable mailbox or a relay that is denied");
	for (int number = 1;; number++) {
		const char *line = template;
		size_t length = strcspn(line, "\n");

		if (number > WB_REPLY_LINES_MAX)
			return wb_fail(error_r, WB_INVALID, "at most %d lines", WB_REPLY_LINES_MAX);
		if (length == 0)
			return wb_fail(error_r, WB_INVALID, "text in each line: line %d is empty", number);
		if (length + sizeof("5.999.999 ") > WB_REPLY_LINE_BYTES_MAX)
			return wb_fail(error_r, WB_INVALID,
			    "lines of at most %d octets, enhanced code included: line %d has more", WB_REPLY_LINE_BYTES_MAX,
			    number);
		for (size_t i = 0; i < length; i++) {
			if (line[i] < 0x20 || line[i] == 0x7f || (line[i] & 0x80) != 0)
				return wb_fail(error_r, WB_INVALID, "printable ASCII: line %d holds the byte 0x%02x", number,
				    (unsigned char)line[i]);
			if (line[i] != '%')
				continue;
			if (line[i + 1] == '%') {
				i++;
			} else if (read_placeholder(line + i, &placeholder_length) == NULL) {
				list_placeholders(known, sizeof(known));
				return wb_fail(error_r, WB_INVALID,
				    "%%%% for a percent sign or one of %s: line %d has \"%.*s\"", known, number,
				    placeholder_like(line + i), line + i);
			}
		}
		if (line[length] == '\0')
			return WB_OK;
		template += length + 1;
	}
}

const char *wb_reply_default_text(struct wb_pool *pool, const char *phrase)
{
	char text[512];

	snprintf(text, sizeof(text),
	    "Server [%%{ip}] %s\nClient host [%%{ip}] blocked using %%{source}\nnot refused before %%{refused_from}\n%%{url}\nref %%{ref}",
	    phrase != NULL ? phrase : "blocked: %{title}");
	return wb_pool_copy(pool, text);
}

/* Where the values of the placeholders come from. */
struct values {
	wb_reply_value *value;
	const void *context;
};

/*
 * Fills one line; it is left out when a placeholder of it is empty, or when what was filled in makes it say what a bounce parser takes
 * for an unknown user: a listing's reason is anybody's words, and so is a name. The template itself was looked at when it was checked.
 */
static void add_reply_line(struct wb_text *reply, const char *line, size_t length, const char *status, enum wb_action action,
    const struct values *values)
{
	char buffer[WB_REPLY_LINE_BYTES_MAX + 1], value_buffer[WB_PLACEHOLDER_URL_BYTES_MAX + 1];
	struct wb_text filled, value;
	bool has_values = false;

	wb_text_open(&filled, buffer, sizeof(buffer));
	wb_text_addf(&filled, "%c%s ", action == WB_DEFER ? '4' : '5', status + 1);
	for (size_t i = 0; i < length; i++) {
		size_t placeholder_length = 0;
		const struct wb_placeholder *placeholder =
		    line[i] == '%' ? read_placeholder(line + i, &placeholder_length) : NULL;

		if (placeholder == NULL) {
			/* "%%" is one percent sign; any other was refused when the template was checked. */
			wb_text_add_char(&filled, line[i]);
			i += line[i] == '%' && line[i + 1] == '%';
			continue;
		}
		wb_text_open(&value, value_buffer, sizeof(value_buffer));
		values->value(values->context, placeholder, &value);
		if (value.length == 0)
			return;
		has_values = true;
		wb_text_add_printable(&filled, value_buffer, placeholder->bytes_max);
		i += placeholder_length - 1;
	}
	if (has_values && wb_reply_misleads(buffer))
		return;
	if (reply->length > 0)
		wb_text_add_char(reply, '\n');
	wb_text_add(reply, buffer);
}

void wb_reply_render(
    const char *template, const char *status, enum wb_action action, wb_reply_value *value, const void *context, char *buffer)
{
	static const char fallback[] = "Server blocked";
	const struct values values = { value, context };
	struct wb_text reply;

	wb_text_open(&reply, buffer, WB_REPLY_TEXT_SIZE);
	for (;;) {
		size_t length = strcspn(template, "\n");

		add_reply_line(&reply, template, length, status, action, &values);
		if (template[length] == '\0')
			break;
		template += length + 1;
	}
	if (reply.length == 0)
		add_reply_line(&reply, fallback, sizeof(fallback) - 1, status, action, &values);
}

/*
 * Where Exim folds a line: the last space of columns 36 to 75 that follows a colon, else the last space there,
 * else the first one behind; 0 when the line stays whole.
 */
static size_t fold_place(const char *line, size_t length)
{
	size_t last_space = 0;

	if (length <= FOLD_COLUMN)
		return 0;
	for (size_t i = FOLD_COLUMN; i >= FOLD_COLUMN_FIRST; i--) {
		if (line[i] != ' ')
			continue;
		if (line[i - 1] == ':')
			return i;
		if (last_space == 0)
			last_space = i;
	}
	if (last_space != 0)
		return last_space;
	for (size_t i = FOLD_COLUMN + 1; i < length; i++) {
		if (line[i] == ' ')
			return i;
	}
	return 0;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \n")] == '\0';
}

void wb_reply_format_smtp(const char *rendered, enum wb_action action, struct wb_text *text)
{
	const char *code = action == WB_DEFER ? "451" : "550";

	while (*rendered != '\0') {
		size_t length = strcspn(rendered, "\n");
		size_t fold = fold_place(rendered, length);
		const char *next;
		size_t blank = 0;

		if (fold != 0)
			length = fold;
		next = rendered + length + (rendered[length] != '\0');
		/* Folded first, then stripped: white space where a line begins counts for its length, but is not sent. */
		while (text->length > 0 && blank < length && rendered[blank] == ' ')
			blank++;
		if (blank < length || text->length == 0)
			wb_text_addf(text, "%s%s%c%.*s", text->length > 0 ? "\n" : "", code, is_blank(next) ? ' ' : '-',
			    (int)(length - blank), rendered + blank);
		rendered = is_blank(next) ? "" : next;
	}
}

static void widest_value(const void *context, const struct wb_placeholder *placeholder, struct wb_text *text)
{
	wb_text_add(text, *(const char *const *)((const char *)context + placeholder->widest));
}

struct wb_reply_review wb_reply_review(const char *template, const char *status, const char *site, const char *url)
{
	static const char *const clients[] = { "255.255.255.255", "2001:1111:2222:3333:4444:5555:6666:7777" };
	struct wb_reply_review review = { .has_block_words = true };
	char long_text[WB_PLACEHOLDER_BYTES_MAX + 1], rendered[WB_REPLY_TEXT_SIZE], sent[2 * WB_REPLY_TEXT_SIZE];
	struct wb_text text;
	struct wb_placeholder_extremes extremes = {
		.text = long_text,
		.country = "US",
		.asn = "AS4294967295",
		.refused_from = "2026-11-29 18:00 UTC",
		.ref = "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G-8F3K-2M4Q-Z7T5-W9XB-1C6D",
		.site = site,
		.url = url,
	};

	/* Words of 10 between spaces: what a long name looks like. */
	for (size_t i = 0; i < WB_PLACEHOLDER_BYTES_MAX; i++)
		long_text[i] = i % 11 == 10 ? ' ' : 'x';
	long_text[WB_PLACEHOLDER_BYTES_MAX] = '\0';

	for (size_t i = 0; i < sizeof(clients) / sizeof(clients[0]); i++) {
		extremes.client = clients[i];
		wb_reply_render(template, status, WB_REJECT, widest_value, &extremes, rendered);
		for (const char *line = rendered; line != NULL; line = strchr(line, '\n')) {
			line += *line == '\n';
			review.is_cut = review.is_cut || strcspn(line, "\n") >= WB_REPLY_LINE_BYTES_MAX;
		}
		if (strstr(rendered, "] blocked using ") == NULL) {
			review.has_block_words = false;
			continue;
		}
		/* One line that is sent must hold the words as a whole; parsers look at lines. */
		wb_text_open(&text, sent, sizeof(sent));
		wb_reply_format_smtp(rendered, WB_REJECT, &text);
		if (strstr(sent, "] blocked using") == NULL)
			review.words_are_folded = true;
	}
	return review;
}
