/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* message_html.c - see message_html.h */
#include "cli/message_html.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static const struct {
	const char *entity;
	char c;
} entities[] = {
	{ "&amp;", '&' },
	{ "&lt;", '<' },
	{ "&gt;", '>' },
	{ "&quot;", '"' },
	{ "&apos;", '\'' },
	{ "&nbsp;", ' ' },
	{ "&shy;", '\0' }, /* where a word may be broken */
	{ "&zwnj;", '\0' },
	{ "&zwj;", '\0' },
	{ "&hyphen;", '-' },
	{ "&dash;", '-' },
	{ "&ndash;", '-' },
	{ "&mdash;", '-' },
	{ "&equals;", '=' },
	{ "&num;", '#' },
};

/* Tags that begin a line; a cell does, since two that touch are not one word. */
static const char *const blocks[] = { "br", "p", "div", "tr", "li", "pre", "blockquote", "h1", "h2", "h3", "table", "td", "th",
	"dt", "dd", "ul", "ol", "hr", "section", "article", "center" };

/* True when the tag at html (behind its '<' and '/') has this name. */
static bool is_tag(const char *html, size_t left, const char *name)
{
	size_t length = strlen(name);

	return left > length && strncasecmp(html, name, length) == 0 && strchr(" \t\r\n/>", html[length]) != NULL &&
	    html[length] != '\0';
}

/* The length of an element whose content is no text, up to its end tag; 0 when this is none. */
static size_t hidden_length(const char *html, size_t left)
{
	static const char *const names[] = { "script", "style", "head" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *at = html;

		if (!is_tag(html + 1, left - 1, names[i]))
			continue;
		while ((at = memchr(at + 1, '<', left - (size_t)(at + 1 - html))) != NULL) {
			if (left - (size_t)(at - html) > 2 && at[1] == '/' &&
			    is_tag(at + 2, left - (size_t)(at - html) - 2, names[i]))
				return (size_t)(at - html);
		}
		return left;
	}
	return 0;
}

/* The length of the tag or comment at html, and whether it begins a line. */
static size_t tag_length(const char *html, size_t left, bool *breaks_r)
{
	const char *end = memchr(html, '>', left);
	size_t name = left > 1 && html[1] == '/' ? 2 : 1;

	*breaks_r = false;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		*breaks_r = *breaks_r || (left > name && is_tag(html + name, left - name, blocks[i]));
	return end == NULL ? left : (size_t)(end - html) + 1;
}

/* Those that cannot be seen. */
static bool is_hidden(unsigned long code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad || (code >= 0x200b && code <= 0x200f);
}

/* "&#8209;" or "&#x2011;"; 0: it is none. It is never shorter than the character in UTF-8. */
static size_t number_length(const char *html, size_t left, unsigned long *code_r)
{
	bool is_hex = left > 3 && (html[2] == 'x' || html[2] == 'X');
	size_t begin = is_hex ? 3 : 2, i = begin;

	*code_r = 0;
	if (left < 4 || html[1] != '#')
		return 0;
	for (; i < left && i < begin + 7; i++) {
		const char *digits = "0123456789abcdef0123456789ABCDEF";
		const char *digit = html[i] == '\0' ? NULL : strchr(digits, html[i]);
		unsigned long value = digit == NULL ? 16 : (unsigned long)(digit - digits) % 16;

		if (value >= (is_hex ? 16 : 10))
			break;
		*code_r = *code_r * (is_hex ? 16 : 10) + value;
	}
	return i > begin && i < left && html[i] == ';' ? i + 1 : 0;
}

/* Writes what stands at html, an entity or a byte, and adds to used; returns its length there. */
static size_t take_character(const char *html, size_t left, char *text_r, size_t *used)
{
	unsigned long code;
	size_t length = html[0] == '&' ? number_length(html, left, &code) : 0;

	if (length > 0) {
		*used += is_hidden(code) ? 0 : wb_text_encode_utf8((uint32_t)code, text_r + *used);
		return length;
	}
	for (size_t i = 0; html[0] == '&' && i < sizeof(entities) / sizeof(entities[0]); i++) {
		length = strlen(entities[i].entity);
		if (left < length || strncasecmp(html, entities[i].entity, length) != 0)
			continue;
		if (entities[i].c != '\0')
			text_r[(*used)++] = entities[i].c;
		return length;
	}
	if (html[0] != '\0')
		text_r[(*used)++] = html[0];
	return 1;
}

size_t cli_message_strip_html(const char *html, size_t length, char *text_r)
{
	size_t used = 0, hidden;
	bool breaks;

	for (size_t i = 0; i < length;) {
		if (html[i] == '<' && (hidden = hidden_length(html + i, length - i)) > 0) {
			i += hidden;
		} else if (html[i] == '<') {
			i += tag_length(html + i, length - i, &breaks);
			if (breaks && used > 0 && text_r[used - 1] != '\n')
				text_r[used++] = '\n';
		} else {
			i += take_character(html + i, length - i, text_r, &used);
		}
	}
	text_r[used] = '\0';
	return used;
}
