/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* config_scan.c - see config_scan.h */
#include "config/config_scan.h"

#include <ctype.h>
#include <string.h>

enum token_kind { TOKEN_END, TOKEN_STRING, TOKEN_MARK, TOKEN_UNTERMINATED };

struct token {
	enum token_kind kind;
	char *start; /* quotes included */
	char *end;   /* behind the last character */
	int line;    /* where it begins */
};

struct scanner {
	char *at;
	int line;
};

/* Behind an unquoted word. ${NAME} is one word for libconfuse, braces included, and // is no comment inside of one. */
static char *word_end(char *at)
{
	if (strncmp(at, "${", 2) == 0)
		return at + strcspn(at, "}\n") + (strchr(at, '}') == at + strcspn(at, "}\n"));
	return at + strcspn(at, " \t\r\n\"'{}()=+,#");
}

static struct token next_token(struct scanner *scanner)
{
	struct token token;
	char quote;

	for (; isspace((unsigned char)*scanner->at); scanner->at++)
		scanner->line += *scanner->at == '\n';
	token.start = scanner->at;
	token.line = scanner->line;
	token.kind = TOKEN_STRING;
	quote = *scanner->at;
	if (quote == '\0') {
		token.kind = TOKEN_END;
	} else if (strchr("{}()=+,", quote) != NULL) {
		token.kind = TOKEN_MARK;
		scanner->at++;
	} else if (quote == '"' || quote == '\'') {
		for (scanner->at++; *scanner->at != '\0' && *scanner->at != quote; scanner->at++) {
			if (*scanner->at == '\\' && scanner->at[1] != '\0')
				scanner->at++;
			scanner->line += *scanner->at == '\n';
		}
		if (*scanner->at == '\0')
			token.kind = TOKEN_UNTERMINATED;
		else
			scanner->at++;
	} else {
		scanner->at = word_end(scanner->at);
		if (scanner->at == token.start)
			scanner->at++;
	}
	token.end = scanner->at;
	return token;
}

static bool is_mark(const struct token *token, char mark)
{
	return token->kind == TOKEN_MARK && token->start[0] == mark;
}

/* Compares a token with a name as libconfuse would read it, quotes left out. */
static bool is_string(const struct token *token, const char *name)
{
	size_t length = (size_t)(token->end - token->start);
	const char *start = token->start;

	if (token->kind != TOKEN_STRING)
		return false;
	if (start[0] == '"' || start[0] == '\'') {
		start++;
		length -= 2;
	}
	return strlen(name) == length && memcmp(start, name, length) == 0;
}

/* libconfuse would put the process's environment into the value: Exim's has none, a shell's has much. */
static void disarm_environment(const struct token *token, struct wb_diagnostics *diagnostics)
{
	if (token->start[0] == '\'')
		return;
	for (char *at = token->start; at + 1 < token->end; at++) {
		if (at[0] != '$' || at[1] != '{')
			continue;
		wb_diagnostics_add(diagnostics, token->line,
		    "found \"${\": the environment is not read here; expected %%{...} for a placeholder, or single quotes");
		/* What takes their place is good in a path, so that there is one diagnostic, not two. */
		memcpy(at, "/_", 2);
		at += strcspn(at, "}");
		if (at < token->end)
			*at = '_';
	}
}

static void blank(char *from, const char *to)
{
	for (; from < to; from++) {
		if (*from != '\n')
			*from = ' ';
	}
}

static int line_at(const char *text, const char *at)
{
	int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* libconfuse counts a comment's lines twice and forgives one that never ends. False: there is such a one. */
static bool blank_comments(char *text, struct wb_diagnostics *diagnostics)
{
	for (char *at = text; *at != '\0';) {
		char *end;

		if (at[0] == '#' || strncmp(at, "//", 2) == 0) {
			end = at + strcspn(at, "\n");
			blank(at, end);
		} else if (strncmp(at, "/*", 2) == 0) {
			end = strstr(at + 2, "*/");
			if (end == NULL) {
				wb_diagnostics_add(diagnostics, line_at(text, at),
				    "found a /* that is never closed: expected a */ behind the comment");
				return false;
			}
			end += 2;
			blank(at, end);
		} else if (*at == '"' || *at == '\'') {
			/* Behind the quote that closes this one, or at the end of the text. */
			for (end = at + 1; *end != '\0' && *end != *at;)
				end += *end == '\\' && end[1] != '\0' ? 2 : 1;
			end += *end != '\0';
		} else {
			end = word_end(at);
		}
		at = end > at ? end : at + 1;
	}
	return true;
}

#define DEPTH_MAX 16
#define NAMES_MAX 1024

/* A walk over all tokens. Braces are numbered in the order in which they open; 0 is the file itself. */
struct walk {
	struct wb_diagnostics *diagnostics;
	struct token before, last;          /* the two tokens before the present one */
	unsigned scopes[DEPTH_MAX + 1];     /* that are open */
	int lines[DEPTH_MAX + 1];           /* where they opened */
	size_t names_before[DEPTH_MAX + 1]; /* names of the braces around */
	size_t depth;
	unsigned scope_count;
	struct {
		const char *start;
		size_t length;
		unsigned scope;
	} names[NAMES_MAX];
	size_t name_count;
};

/* libconfuse lets a second setting or section of one name silently wipe the first. */
static void note_name(struct walk *walk, const struct token *name)
{
	size_t length = (size_t)(name->end - name->start);

	for (size_t i = 0; i < walk->name_count; i++) {
		if (walk->names[i].scope != walk->scopes[walk->depth] || walk->names[i].length != length ||
		    memcmp(walk->names[i].start, name->start, length) != 0)
			continue;
		wb_diagnostics_add(walk->diagnostics, name->line,
		    "found %.*s a second time in the same section: expected it once", (int)(length < 40 ? length : 40),
		    name->start);
		return;
	}
	if (walk->name_count == NAMES_MAX) {
		wb_diagnostics_add(
		    walk->diagnostics, name->line, "found more than %d names: expected fewer sections", NAMES_MAX);
		return;
	}
	walk->names[walk->name_count].start = name->start;
	walk->names[walk->name_count].length = length;
	walk->names[walk->name_count++].scope = walk->scopes[walk->depth];
}

/* False: nothing behind this token can be understood. */
static bool take_token(struct walk *walk, struct token *token)
{
	const struct token none = { .kind = TOKEN_END };
	bool is_named = walk->last.kind == TOKEN_STRING;
	bool is_titled = is_named && walk->before.kind == TOKEN_STRING;
	bool ends = is_mark(token, '}') || (token->kind == TOKEN_STRING && is_mark(&walk->last, '='));

	if (token->kind == TOKEN_UNTERMINATED) {
		wb_diagnostics_add(walk->diagnostics, token->line,
		    "found a quote that is never closed: expected %c at the value's end", *token->start);
		/* libconfuse would print what it cannot read to standard output, which may be an SMTP dialogue. */
		*token->start = '\0';
		return false;
	}
	if (token->kind == TOKEN_STRING)
		disarm_environment(token, walk->diagnostics);
	if (is_named && (is_mark(token, '=') || (is_mark(token, '{') && !is_titled)))
		note_name(walk, &walk->last);

	if (is_mark(token, '{')) {
		if (walk->depth == DEPTH_MAX) {
			wb_diagnostics_add(walk->diagnostics, token->line, "found braces nested too deep");
			return false;
		}
		walk->depth++;
		walk->scopes[walk->depth] = ++walk->scope_count;
		walk->lines[walk->depth] = token->line;
		walk->names_before[walk->depth] = walk->name_count;
	} else if (is_mark(token, '}')) {
		if (walk->depth == 0) {
			wb_diagnostics_add(walk->diagnostics, token->line, "found a } that closes nothing: expected none here");
			return false;
		}
		/* What was named in the brace is forgotten with it. */
		walk->name_count = walk->names_before[walk->depth--];
	}

	/* A } and the value behind a = end a statement: what stood before is no part of the next. */
	walk->before = ends ? none : walk->last;
	walk->last = ends ? none : *token;
	return true;
}

bool wb_config_scan_check(char *text, struct wb_diagnostics *diagnostics)
{
	static struct walk walk;
	struct scanner scanner = { text, 1 };
	struct token token;

	memset(&walk, 0, sizeof(walk));
	walk.diagnostics = diagnostics;
	walk.before.kind = walk.last.kind = TOKEN_END;
	if (!blank_comments(text, diagnostics))
		return false;
	for (token = next_token(&scanner); token.kind != TOKEN_END; token = next_token(&scanner)) {
		if (!take_token(&walk, &token))
			return false;
	}
	if (walk.depth == 0)
		return true;
	wb_diagnostics_add(
	    diagnostics, walk.lines[walk.depth], "found a { that is never closed: expected a } behind its last line");
	return false;
}

/* Moves behind the } that closes an already opened brace. */
static void skip_braces(struct scanner *scanner)
{
	for (int depth = 1; depth > 0;) {
		struct token token = next_token(scanner);

		if (token.kind == TOKEN_END || token.kind == TOKEN_UNTERMINATED)
			return;
		depth += is_mark(&token, '{') - is_mark(&token, '}');
	}
}

/* The scanner stands behind a statement's name; moves behind the whole statement. */
static void skip_statement(struct scanner *scanner)
{
	for (;;) {
		struct scanner before = *scanner;
		struct token token = next_token(scanner);

		if (is_mark(&token, '{')) {
			skip_braces(scanner);
			return;
		}
		if (is_mark(&token, '=')) {
			token = next_token(scanner);
			if (is_mark(&token, '{'))
				skip_braces(scanner);
			return;
		}
		/* A title or a + may stand between the name and what follows; anything else belongs to the next statement. */
		if (token.kind != TOKEN_STRING && !is_mark(&token, '+')) {
			*scanner = before;
			return;
		}
	}
}

bool wb_config_scan_blank(char *text, const char *name, int line)
{
	struct scanner scanner = { text, 1 };

	for (;;) {
		struct token token = next_token(&scanner);

		if (token.kind == TOKEN_END || token.kind == TOKEN_UNTERMINATED || token.line > line)
			return false;
		if (token.line != line || !is_string(&token, name))
			continue;
		skip_statement(&scanner);
		blank(token.start, scanner.at);
		return true;
	}
}

/* The name before the last such title; behind_r stands behind the title. */
static struct token find_titled(char *text, const char *title, int line, struct scanner *behind_r)
{
	struct scanner scanner = { text, 1 };
	struct token before = { .kind = TOKEN_END };
	struct token found = { .kind = TOKEN_END };

	for (;;) {
		struct token token = next_token(&scanner);

		if (token.kind == TOKEN_END || token.kind == TOKEN_UNTERMINATED || token.line > line)
			return found;
		if (before.kind == TOKEN_STRING && is_string(&token, title)) {
			found = before;
			*behind_r = scanner;
		}
		before = token;
	}
}

int wb_config_scan_titled_line(char *text, const char *title, int line)
{
	struct scanner behind;
	struct token name = find_titled(text, title, line, &behind);

	return name.kind == TOKEN_STRING ? name.line : 0;
}

bool wb_config_scan_blank_titled(char *text, const char *title, int line)
{
	struct scanner behind;
	struct token name = find_titled(text, title, line, &behind);

	if (name.kind != TOKEN_STRING)
		return false;
	skip_statement(&behind);
	blank(name.start, behind.at);
	return true;
}
