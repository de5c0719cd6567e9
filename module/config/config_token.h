/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * config_token.h - the words, quoted values and marks of a configuration's text, each with its place.
 * Where libconfuse's lexer would go on to the next quote, however far, a quote that is never closed ends with its line here.
 */
#ifndef WB_CONFIG_TOKEN_H
#define WB_CONFIG_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/position.h"

enum wb_token_kind {
	WB_TOKEN_END,
	WB_TOKEN_WORD,
	WB_TOKEN_QUOTED,
	WB_TOKEN_MARK,    /* one of { } ( ) = + , */
	WB_TOKEN_STRAY,   /* what has no place in the format: ; and a space that is none of ASCII */
	WB_TOKEN_CURLED,  /* in quotes of typography, as text programs make them */
	WB_TOKEN_COMMENT, /* that is never closed: it goes to the text's end */
};

struct wb_token {
	enum wb_token_kind kind;
	char *start; /* quotes included */
	char *end;   /* behind the last character */
	struct wb_position position;
	bool is_open;  /* a quote that is never closed */
	bool is_first; /* of its line */
	bool is_glued; /* to what stands before it */
};

struct wb_token_scanner {
	char *at;
	struct wb_position position; /* of at */
	bool is_first;
};

/* text outlives the scanner. */
void wb_token_scanner_open(struct wb_token_scanner *scanner, char *text);

/* Goes on to the next token. Comments on the way are overwritten with blanks; their line breaks stay. */
struct wb_token wb_token_next(struct wb_token_scanner *scanner);

/* The same, and the scanner stays where it is. */
struct wb_token wb_token_peek(const struct wb_token_scanner *scanner);

bool wb_token_is_mark(const struct wb_token *token, char mark);

/* A word, or something in quotes. */
bool wb_token_is_text(const struct wb_token *token);

/* What the token says without its quotes: length_r bytes, escapes as they stand. */
const char *wb_token_text(const struct wb_token *token, size_t *length_r);

/* Overwrites with blanks, but for line breaks. */
void wb_token_blank(char *from, const char *to);

#endif
