/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* config_token.c - see config_token.h */
#include "config/config_token.h"

#include <string.h>

#include "config/config_name.h"

#define BLANKS " \t\n\v\f"

static void advance(struct wb_token_scanner *scanner, const char *to)
{
	for (; scanner->at < to; scanner->at++) {
		if (*scanner->at == '\n') {
			scanner->position.line++;
			scanner->position.column = 1;
			scanner->is_first = true;
		} else {
			/* Of a character in UTF-8 its first byte counts. */
			scanner->position.column += (*scanner->at & 0xc0) != 0x80;
		}
	}
}

void wb_token_blank(char *from, const char *to)
{
	for (; from < to; from++) {
		if (*from != '\n')
			*from = ' ';
	}
}

/* Bytes of a space that is none of ASCII, or of nothing at all that has a width: 0 when there is none. Pages on the web have many. */
static size_t odd_space(const char *at)
{
	unsigned third = at[0] != '\0' && at[1] != '\0' ? (unsigned char)at[2] : 0;

	if (strncmp(at, "\xc2\xa0", 2) == 0)
		return 2;
	if (strncmp(at, "\xe2\x80", 2) == 0 && ((third >= 0x80 && third <= 0x8b) || third == 0xaf))
		return 3;
	return strncmp(at, "\xe3\x80\x80", 3) == 0 || strncmp(at, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* Bytes of a quote of typography: those of English, German and French, the acute and the grave. */
static size_t curled_quote(const char *at)
{
	if (*at == '`')
		return 1;
	if (strncmp(at, "\xc2\xb4", 2) == 0 || strncmp(at, "\xc2\xab", 2) == 0 || strncmp(at, "\xc2\xbb", 2) == 0)
		return 2;
	return strncmp(at, "\xe2\x80", 2) == 0 && (unsigned char)at[2] >= 0x98 && (unsigned char)at[2] <= 0x9f ? 3 : 0;
}

/* Behind an unquoted word. ${NAME} is one word for libconfuse, braces included, and // is no comment inside of one. */
static char *word_end(char *at)
{
	if (strncmp(at, "${", 2) == 0)
		return at + strcspn(at, "}\n") + (strchr(at, '}') == at + strcspn(at, "}\n"));
	for (; *at != '\0' && strchr(BLANKS "\"'{}()=+,#", *at) == NULL; at++) {
		if (odd_space(at) > 0 || (*at == ';' && (at[1] == '\0' || strchr(BLANKS "}#", at[1]) != NULL)))
			break;
	}
	return at;
}

/* Where a line ends for what was begun in it and never ended: braces that close what stands around it are not a part of it. */
static char *cut_line(char *at)
{
	char *end = at + strcspn(at, "\n");

	while (end > at && strchr(BLANKS "{};", end[-1]) != NULL)
		end--;
	return end;
}

/*
 * Behind a quoted value. One may have several lines, but none that reads as the next statement: then the quote that closes it is missing,
 * and the one that was found opens another.
 */
static char *quoted_end(char *at, bool *is_open_r)
{
	char *end = at + 1;

	*is_open_r = false;
	for (; *end != '\0' && *end != *at; end++) {
		if (*end == '\\' && end[1] != '\0')
			end++;
		else if (*end == '\n' && wb_config_name_begins(end + 1))
			break;
	}
	if (*end == *at)
		return end + 1;
	*is_open_r = true;
	return cut_line(at + 1);
}

static char *curled_end(char *at)
{
	char *end = at + curled_quote(at), *last = cut_line(end);

	while (end < last && curled_quote(end) == 0)
		end++;
	return end + curled_quote(end);
}

/* False: a comment begins here that is never closed. */
static bool skip_blanks(struct wb_token_scanner *scanner)
{
	for (;;) {
		char *at = scanner->at, *end;

		advance(scanner, at + strspn(at, BLANKS));
		at = scanner->at;
		if (*at == '#' || strncmp(at, "//", 2) == 0) {
			end = at + strcspn(at, "\n");
		} else if (strncmp(at, "/*", 2) == 0) {
			end = strstr(at + 2, "*/");
			if (end == NULL)
				return false;
			end += 2;
		} else {
			return true;
		}
		advance(scanner, end);
		wb_token_blank(at, end);
	}
}

void wb_token_scanner_open(struct wb_token_scanner *scanner, char *text)
{
	*scanner = (struct wb_token_scanner){ text, { 1, 1 }, true };
}

struct wb_token wb_token_next(struct wb_token_scanner *scanner)
{
	char *behind = scanner->at;
	bool closes = skip_blanks(scanner);
	char *at = scanner->at;
	struct wb_token token = { .kind = WB_TOKEN_WORD,
		.start = at,
		.position = scanner->position,
		.is_first = scanner->is_first,
		.is_glued = at == behind };

	if (!closes) {
		token.kind = WB_TOKEN_COMMENT;
		token.end = at + strlen(at);
	} else if (*at == '\0') {
		token.kind = WB_TOKEN_END;
		token.end = at;
	} else if (strchr("{}()=+,", *at) != NULL) {
		token.kind = WB_TOKEN_MARK;
		token.end = at + 1;
	} else if (*at == ';' || odd_space(at) > 0) {
		token.kind = WB_TOKEN_STRAY;
		token.end = at + (*at == ';' ? 1 : odd_space(at));
	} else if (*at == '"' || *at == '\'') {
		token.kind = WB_TOKEN_QUOTED;
		token.end = quoted_end(at, &token.is_open);
	} else if (curled_quote(at) > 0) {
		token.kind = WB_TOKEN_CURLED;
		token.end = curled_end(at);
	} else {
		token.end = word_end(at);
		token.end += token.end == at;
	}
	advance(scanner, token.end);
	scanner->is_first = false;
	return token;
}

struct wb_token wb_token_peek(const struct wb_token_scanner *scanner)
{
	struct wb_token_scanner ahead = *scanner;

	return wb_token_next(&ahead);
}

bool wb_token_is_mark(const struct wb_token *token, char mark)
{
	return token->kind == WB_TOKEN_MARK && token->start[0] == mark;
}

bool wb_token_is_text(const struct wb_token *token)
{
	return token->kind == WB_TOKEN_WORD || token->kind == WB_TOKEN_QUOTED || token->kind == WB_TOKEN_CURLED;
}

const char *wb_token_text(const struct wb_token *token, size_t *length_r)
{
	size_t opens = 0, closes = 0;

	if (token->kind == WB_TOKEN_QUOTED) {
		opens = 1;
		closes = !token->is_open;
	} else if (token->kind == WB_TOKEN_CURLED) {
		opens = curled_quote(token->start);
		for (size_t bytes = 1; bytes <= 3 && token->start + opens + bytes <= token->end; bytes++) {
			if (curled_quote(token->end - bytes) == bytes)
				closes = bytes;
		}
	}
	*length_r = (size_t)(token->end - token->start) - opens - closes;
	return token->start + opens;
}
