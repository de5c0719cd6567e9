/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* text.c - see text.h */
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool is_printable(unsigned char c)
{
	return c >= 0x20 && c < 0x7f;
}

void wb_text_open(struct wb_text *text, char *buffer, size_t size)
{
	text->data = buffer;
	text->size = size;
	text->length = 0;
	text->truncated = false;
	buffer[0] = '\0';
}

void wb_text_add_char(struct wb_text *text, char c)
{
	if (text->length + 1 >= text->size) {
		text->truncated = true;
		return;
	}
	text->data[text->length++] = c;
	text->data[text->length] = '\0';
}

void wb_text_add(struct wb_text *text, const char *string)
{
	for (; *string != '\0'; string++)
		wb_text_add_char(text, *string);
}

void wb_text_addf(struct wb_text *text, const char *format, ...)
{
	va_list args;
	size_t room = text->size - text->length;
	int length;

	va_start(args, format);
	length = vsnprintf(text->data + text->length, room, format, args);
	va_end(args);
	if (length < 0)
		return;
	if ((size_t)length >= room) {
		text->truncated = true;
		text->length = text->size - 1;
		return;
	}
	text->length += (size_t)length;
}

void wb_text_add_printable(struct wb_text *text, const char *foreign, size_t max_bytes)
{
	for (size_t i = 0; i < max_bytes && foreign[i] != '\0'; i++)
		wb_text_add_char(text, is_printable((unsigned char)foreign[i]) ? foreign[i] : '?');
}

void wb_text_add_value(struct wb_text *text, const char *value, size_t max_bytes)
{
	size_t length = strnlen(value, max_bytes);
	bool quoted = length == 0;

	for (size_t i = 0; i < length && !quoted; i++)
		quoted = !is_printable((unsigned char)value[i]) || strchr(" \"\\=", value[i]) != NULL;
	if (quoted)
		wb_text_add_char(text, '"');
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)value[i];

		if (c == '"' || c == '\\')
			wb_text_addf(text, "\\%c", c);
		else if (is_printable(c))
			wb_text_add_char(text, (char)c);
		else
			wb_text_addf(text, "\\x%02x", c);
	}
	if (quoted)
		wb_text_add_char(text, '"');
}

void wb_text_add_item(struct wb_text *text, size_t place, size_t count, const char *word, const char *name)
{
	if (place > 0 && place + 1 == count)
		wb_text_addf(text, " %s ", word);
	else if (place > 0)
		wb_text_add(text, ", ");
	wb_text_add(text, name);
}

void wb_text_add_milli(struct wb_text *text, unsigned long milli)
{
	char places[8];
	size_t last;

	snprintf(places, sizeof(places), "%03lu", milli % 1000);
	for (last = 2; last > 0 && places[last] == '0'; last--)
		places[last] = '\0';
	wb_text_addf(text, "%lu.%s", milli / 1000, places);
}

size_t wb_text_encode_utf8(uint32_t code, char *encoded_r)
{
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	if ((code >= 0xd800 && code < 0xe000) || code > 0x10ffff)
		return 0;
	for (size_t i = length - 1; i > 0; i--, code >>= 6)
		encoded_r[i] = (char)(0x80 | (code & 0x3f));
	encoded_r[0] = (char)(first[length] | code);
	return length;
}

/* How many bytes the UTF-8 character at s takes (RFC 3629 section 4), or 0 when it is none or a control character. */
static size_t utf8_length(const unsigned char *s, size_t left)
{
	static const struct {
		unsigned char first, last, low, high;
		size_t length;
	} rows[] = {
		{ 0x20, 0x7e, 0x00, 0x00, 1 },
		{ 0xc2, 0xc2, 0xa0, 0xbf, 2 },
		{ 0xc3, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
		if (s[0] < rows[r].first || s[0] > rows[r].last)
			continue;
		if (rows[r].length > left || (rows[r].length > 1 && (s[1] < rows[r].low || s[1] > rows[r].high)))
			return 0;
		for (size_t i = 2; i < rows[r].length; i++) {
			if (s[i] < 0x80 || s[i] > 0xbf)
				return 0;
		}
		return rows[r].length;
	}
	return 0;
}

/* Characters that turn the direction of what follows (Unicode 15, Bidi_Control): on a terminal they disguise it. */
static bool turns_direction(const unsigned char *s, size_t length)
{
	if (length == 2)
		return s[0] == 0xd8 && s[1] == 0x9c;
	return length == 3 && s[0] == 0xe2 &&
	    ((s[1] == 0x80 && (s[2] == 0x8e || s[2] == 0x8f || (s[2] >= 0xaa && s[2] <= 0xae))) ||
		(s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9));
}

static void copy_utf8(char *buffer, size_t size, const char *foreign, size_t length, bool keep_lines)
{
	const unsigned char *s = (const unsigned char *)foreign;
	size_t used = 0;

	for (size_t i = 0; i < length && s[i] != '\0';) {
		size_t line_break = 0, n;

		/* Of a Unix, or of a form that a browser sent. */
		if (keep_lines && s[i] == '\n')
			line_break = 1;
		else if (keep_lines && s[i] == '\r' && length - i > 1 && s[i + 1] == '\n')
			line_break = 2;
		/* Most of what is copied is plain ASCII, and feeds have a comment in each of a million lines. */
		if (s[i] >= 0x20 && s[i] <= 0x7e)
			n = 1;
		else
			n = line_break > 0 ? 0 : utf8_length(s + i, length - i);
		if (used + (n > 0 ? n : 1) >= size)
			break;
		if (n == 0) {
			buffer[used++] = line_break > 0 ? '\n' : '?';
			i += line_break > 0 ? line_break : 1;
			continue;
		}
		if (turns_direction(s + i, n)) {
			buffer[used++] = '?';
		} else {
			memcpy(buffer + used, s + i, n);
			used += n;
		}
		i += n;
	}
	buffer[used] = '\0';
}

void wb_text_copy_utf8(char *buffer, size_t size, const char *foreign, size_t length)
{
	copy_utf8(buffer, size, foreign, length, false);
}

void wb_text_copy_utf8_lines(char *buffer, size_t size, const char *foreign, size_t length)
{
	copy_utf8(buffer, size, foreign, length, true);
}

void wb_text_copy_message(char *buffer, size_t size, const char *message)
{
	const unsigned char *s = (const unsigned char *)message;
	size_t length = strlen(message);
	size_t used = 0;

	for (size_t i = 0; i < length;) {
		size_t taken = utf8_length(s + i, length - i);
		char escape[5];
		const void *shown = s + i;
		size_t n = taken;

		/* Of a character that turns the direction each byte is escaped: those behind the first begin no character. */
		if (taken == 0 || turns_direction(s + i, taken)) {
			if (s[i] == '\n' || s[i] == '\t')
				snprintf(escape, sizeof(escape), "\\%c", s[i] == '\n' ? 'n' : 't');
			else
				snprintf(escape, sizeof(escape), "\\x%02x", s[i]);
			shown = escape;
			n = strlen(escape);
			taken = 1;
		}
		if (used + n >= size)
			break;
		memcpy(buffer + used, shown, n);
		used += n;
		i += taken;
	}
	buffer[used] = '\0';
}

bool wb_text_copy(char *buffer, size_t size, const char *string)
{
	return (size_t)snprintf(buffer, size, "%s", string) < size;
}

char *wb_text_trim(char *string)
{
	size_t length;

	string += strspn(string, " \t");
	length = strlen(string);
	while (length > 0 && (string[length - 1] == ' ' || string[length - 1] == '\t'))
		string[--length] = '\0';
	return string;
}

bool wb_text_is_printable(const char *string)
{
	for (; *string != '\0'; string++) {
		if (!is_printable((unsigned char)*string))
			return false;
	}
	return true;
}

void wb_text_percent_encode(char c, char *encoded_r)
{
	bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	bool is_unreserved = is_letter || (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c) != NULL);

	snprintf(encoded_r, WB_TEXT_PERCENT_SIZE, is_unreserved ? "%c" : "%%%02X", (unsigned char)c);
}
