/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* html.c - see html.h */
#include "page/html.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define HTML_START_SIZE 16384
#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

static void add(struct wb_html *html, const char *bytes, size_t length)
{
	size_t size = html->size > 0 ? html->size : HTML_START_SIZE;
	char *data;

	if (html->no_memory)
		return;
	while (size - html->length <= length)
		size *= 2;
	if (size != html->size) {
		data = realloc(html->data, size);
		if (data == NULL) {
			html->no_memory = true;
			return;
		}
		html->data = data;
		html->size = size;
	}
	memcpy(html->data + html->length, bytes, length);
	html->length += length;
	html->data[html->length] = '\0';
}

void wb_html_raw(struct wb_html *html, const char *markup)
{
	add(html, markup, strlen(markup));
}

/* The character at s and how many bytes it takes (RFC 3629 section 4: the shortest form alone); 0 when it is none. */
static size_t read_character(const unsigned char *s, uint32_t *character_r)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;
	uint32_t character = length <= 1 ? s[0] : s[0] & (0xffu >> (length + 1));

	for (size_t i = 1; i < length; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (s[i] & 0x3fu);
	}
	if (length == 0 || character < least[length] || character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
		return 0;
	*character_r = character;
	return length;
}

/* Characters that no HTML may hold, and those that turn the direction of what follows (Unicode's Bidi_Control). */
static bool is_forbidden(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || (c & 0xfffe) == 0xfffe ||
	    (c >= 0xfdd0 && c <= 0xfdef);
}

static const char *escape(uint32_t character)
{
	switch (character) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return is_forbidden(character) ? REPLACEMENT : NULL;
	}
}

/* Adds one character of text and returns how many bytes of it were read. */
static size_t add_character(struct wb_html *html, const char *text)
{
	uint32_t character = 0;
	size_t length = read_character((const unsigned char *)text, &character);
	const char *escaped = length == 0 ? REPLACEMENT : escape(character);

	if (escaped != NULL)
		wb_html_raw(html, escaped);
	else
		add(html, text, length);
	return length > 0 ? length : 1;
}

void wb_html_text(struct wb_html *html, const char *text)
{
	while (*text != '\0')
		text += add_character(html, text);
}

void wb_html_paragraphs(struct wb_html *html, const char *text)
{
	text += strspn(text, "\r\n");
	while (*text != '\0') {
		bool is_open = true;

		wb_html_raw(html, "<p>");
		while (is_open && *text != '\0') {
			size_t breaks = 0, line_feeds = 0;

			for (; text[breaks] == '\r' || text[breaks] == '\n'; breaks++)
				line_feeds += text[breaks] == '\n';
			if (breaks == 0) {
				text += add_character(html, text);
				continue;
			}
			is_open = text[breaks] != '\0' && line_feeds < 2;
			if (is_open)
				wb_html_raw(html, "<br>\n");
			text += breaks;
		}
		wb_html_raw(html, "</p>\n");
	}
}

void wb_html_fill(struct wb_html *html, const char *sentence, const char *const *values)
{
	size_t count = 0;
	const char *mark;

	while (values != NULL && values[count] != NULL)
		count++;
	while ((mark = strstr(sentence, "%{")) != NULL) {
		bool is_placeholder = mark[2] >= '0' && mark[2] <= '9' && mark[3] == '}';
		size_t number = (size_t)(mark[2] - '0');

		add(html, sentence, (size_t)(mark - sentence) + (is_placeholder ? 0 : 2));
		if (is_placeholder && number < count)
			wb_html_text(html, values[number]);
		sentence = mark + (is_placeholder ? 4 : 2);
	}
	wb_html_raw(html, sentence);
}

void wb_html_close(struct wb_html *html)
{
	free(html->data);
	*html = (struct wb_html){ 0 };
}
