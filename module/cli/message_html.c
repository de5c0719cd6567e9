/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* message_html.c - see message_html.h */
#include "cli/message_html.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *entity;
	char c;
} entities[] = {
	{ "&amp;", '&' },
	{ "&lt;", '<' },
	{ "&gt;", '>' },
	{ "&quot;", '"' },
	{ "&#39;", '\'' },
	{ "&nbsp;", ' ' },
	{ "&shy;", '\0' }, /* where a word may be broken */
	{ "&#45;", '-' },
	{ "&hyphen;", '-' },
	{ "&dash;", '-' },
};

/* Tags that begin a line. */
static const char *const blocks[] = { "br", "p", "div", "tr", "li", "pre", "blockquote", "h1", "h2", "h3", "table" };

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

static size_t entity_length(const char *html, size_t left, char *c_r)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		size_t length = strlen(entities[i].entity);

		if (left >= length && strncasecmp(html, entities[i].entity, length) == 0) {
			*c_r = entities[i].c;
			return length;
		}
	}
	*c_r = *html;
	return 1;
}

size_t cli_message_strip_html(const char *html, size_t length, char *text_r)
{
	size_t used = 0, hidden;
	bool breaks;
	char c;

	for (size_t i = 0; i < length;) {
		if (html[i] == '<' && (hidden = hidden_length(html + i, length - i)) > 0) {
			i += hidden;
		} else if (html[i] == '<') {
			i += tag_length(html + i, length - i, &breaks);
			if (breaks && used > 0 && text_r[used - 1] != '\n')
				text_r[used++] = '\n';
		} else {
			i += entity_length(html + i, length - i, &c);
			if (c != '\0')
				text_r[used++] = c;
		}
	}
	text_r[used] = '\0';
	return used;
}
