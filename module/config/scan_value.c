/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* scan_value.c - see scan_value.h */
#include "config/scan_value.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "config/config_name.h"
#include "config/scan_tell.h"

/* Whether a token is the first word of a statement: its line begins so. */
static bool begins_statement(const struct wb_token *token)
{
	return token->is_first && token->kind == WB_TOKEN_WORD && wb_config_name_begins(token->start);
}

static void note_value(struct wb_scan_walk *walk, struct wb_position position)
{
	struct wb_config_scan *scan = walk->scan;
	struct wb_position *values = wb_pool_grow(&scan->pool, scan->values, scan->value_count, sizeof(*values));

	if (values == NULL) {
		walk->no_memory = true;
		return;
	}
	scan->values = values;
	values[scan->value_count++] = position;
}

static struct wb_position behind(const struct wb_token *token, const char *at)
{
	struct wb_position position = token->position;

	for (const char *c = token->start; c < at; c++) {
		position.column = *c == '\n' ? 1 : position.column + ((*c & 0xc0) != 0x80);
		position.line += *c == '\n';
	}
	return position;
}

static bool is_pattern(const struct wb_setting *setting)
{
	size_t length = setting != NULL ? strlen(setting->name) : 0;

	return length > 8 && strcmp(setting->name + length - 8, "_pattern") == 0;
}

/* libconfuse would put the process's environment into the value: Exim's has none, a shell's has much. */
static bool check_environment(struct wb_scan_walk *walk, const struct wb_token *token)
{
	bool is_good = true;

	for (char *at = token->start; token->start[0] != '\'' && at + 1 < token->end; at++) {
		if (at[0] != '$' || at[1] != '{')
			continue;
		wb_diagnostics_add(walk->diagnostics, behind(token, at),
		    "found \"${\" where the environment is not read: expected the value itself, %%{...} for a placeholder, or single quotes");
		is_good = false;
	}
	return is_good;
}

/* A backslash that libconfuse would take away, or take for something else, without a word: "\d" of a pattern would be "d". */
static bool check_escapes(struct wb_scan_walk *walk, const struct wb_token *token, const struct wb_setting *setting)
{
	bool is_good = true;

	if (token->kind != WB_TOKEN_QUOTED || token->start[0] != '"')
		return true;
	for (char *at = token->start; is_good && at + 2 < token->end; at++) {
		char next = at[1];

		if (*at != '\\')
			continue;
		if (next == 'x' && isxdigit((unsigned char)at[2])) {
			at += 2;
			continue;
		}
		is_good = next != '\0' && strchr("\\\"ntrfae\n", next) != NULL;
		is_good = is_good || (!is_pattern(setting) && (!isalnum((unsigned char)next) || next == 'b' || next == 'v'));
		if (!is_good)
			wb_diagnostics_add(walk->diagnostics, behind(token, at),
			    "found \\%c in double quotes, where the backslash would be lost: expected \\\\%c, or single quotes around the value",
			    next, next);
		at++;
	}
	return is_good;
}

bool wb_scan_check_text(struct wb_scan_walk *walk, const struct wb_token *token, const struct wb_setting *setting)
{
	if (token->kind == WB_TOKEN_CURLED) {
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found %.*s%s in quotes that are not plain: expected \" at both ends, as the keyboard has it",
		    WB_TOKEN_SHOWN(token));
		return false;
	}
	if (token->is_open) {
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found a quote that is never closed: expected %c at the end of %.*s%s", *token->start,
		    WB_TOKEN_SHOWN(token));
		return false;
	}
	return check_environment(walk, token) && check_escapes(walk, token, setting);
}

void wb_scan_skip(struct wb_scan_walk *walk, int open_braces)
{
	for (;;) {
		struct wb_token_scanner before = walk->at;
		struct wb_token token = wb_token_next(&walk->at);

		if (token.kind == WB_TOKEN_END || token.kind == WB_TOKEN_COMMENT ||
		    (open_braces == 0 && (token.is_first || wb_token_is_mark(&token, '}')))) {
			walk->at = before;
			return;
		}
		open_braces += wb_token_is_mark(&token, '{') - wb_token_is_mark(&token, '}');
	}
}

/* Whether a statement begins with this token: with any name, known or not. */
static bool is_next_statement(const struct wb_scan_walk *walk, const struct wb_token *token)
{
	struct wb_token_scanner ahead = walk->at;
	struct wb_token behind_it;

	if (token->is_first)
		return true;
	if (token->kind != WB_TOKEN_WORD || token->is_glued || !isalpha((unsigned char)token->start[0]))
		return false;
	wb_token_next(&ahead);
	behind_it = wb_token_next(&ahead);
	if (wb_token_is_text(&behind_it) && !behind_it.is_first)
		behind_it = wb_token_next(&ahead);
	return wb_token_is_mark(&behind_it, '=') || wb_token_is_mark(&behind_it, '{') || wb_token_is_mark(&behind_it, '+');
}

struct wb_token wb_scan_peek(struct wb_scan_walk *walk)
{
	struct wb_token token = wb_token_peek(&walk->at);

	while (token.kind == WB_TOKEN_STRAY && token.start[0] != ';') {
		wb_diagnostics_add(walk->diagnostics, token.position,
		    "found a special space, which looks like a plain one: expected a plain space");
		wb_token_next(&walk->at);
		wb_token_blank(token.start, token.end);
		token = wb_token_peek(&walk->at);
	}
	return token;
}

void wb_scan_skip_statement(struct wb_scan_walk *walk)
{
	struct wb_token token = wb_token_peek(&walk->at);

	while (!token.is_first &&
	    (wb_token_is_mark(&token, '+') || wb_token_is_mark(&token, '=') ||
		(wb_token_is_text(&token) && !is_next_statement(walk, &token)))) {
		wb_token_next(&walk->at);
		token = wb_token_peek(&walk->at);
	}
	if (!wb_token_is_mark(&token, '{')) {
		if (!is_next_statement(walk, &token))
			wb_scan_skip(walk, 0);
		return;
	}
	for (int open = 0;;) {
		token = wb_token_next(&walk->at);
		open += wb_token_is_mark(&token, '{') - wb_token_is_mark(&token, '}');
		if (open == 0 || token.kind == WB_TOKEN_END || token.kind == WB_TOKEN_COMMENT)
			return;
	}
}

/* ---- Lists -------------------------------------------------------------------------------------------------------------- */

/* What ends a list in which the } is missing. */
static bool tell_unclosed(
    struct wb_scan_walk *walk, const struct wb_token *brace, const struct wb_token *name, const struct wb_token *token)
{
	int length = wb_scan_shown_bytes(name);

	if (token->kind == WB_TOKEN_END)
		wb_diagnostics_add(walk->diagnostics, brace->position,
		    "found the { of %.*s and no } that closes it: expected a } behind its last value", length, name->start);
	else
		wb_diagnostics_add(walk->diagnostics, brace->position,
		    "found the { of %.*s and no } that closes it: expected a } before %.*s in line %d", length, name->start,
		    wb_scan_shown_bytes(token), token->start, token->position.line);
	walk->unclosed--;
	return false;
}

/* A quote is missing in this line, or there is one too many: from there on each is taken for the other kind. */
static bool is_odd(const struct wb_scan_walk *walk, const struct wb_token *token)
{
	struct wb_token_scanner ahead = walk->at;
	struct wb_token other = *token;

	while (token->is_glued && !other.is_open && other.kind != WB_TOKEN_END && other.position.line == token->position.line)
		other = wb_token_next(&ahead);
	return other.is_open && other.position.line == token->position.line;
}

static void tell_odd(struct wb_scan_walk *walk, const struct wb_token *name, const struct wb_token *token)
{
	wb_diagnostics_add(walk->diagnostics, token->position,
	    "found an odd number of quotes in the line of %.*s: expected one before and one behind each value",
	    wb_scan_shown_bytes(name), name->start);
}

/* Moves to the line's end, but for braces that close what was opened before this value: in quotes or not, nobody can tell. */
static void skip_odd(struct wb_scan_walk *walk, const struct wb_token *value)
{
	const char *end = value->start + strcspn(value->start, "\n");
	struct wb_token token = wb_token_peek(&walk->at);
	int open = 0;

	for (const char *at = value->start; at < end; at++)
		open += (*at == '{') - (*at == '}');
	for (; open < 0 && end > value->start; end--)
		open += end[-1] == '}';
	while (token.kind != WB_TOKEN_END && token.kind != WB_TOKEN_COMMENT && token.start < end) {
		wb_token_next(&walk->at);
		token = wb_token_peek(&walk->at);
	}
}

/* A value that follows another without a comma. False: nothing more of the list can be read. */
static bool tell_missing_comma(
    struct wb_scan_walk *walk, const struct wb_token *name, const struct wb_token *last, const struct wb_token *token)
{
	if (is_odd(walk, token)) {
		tell_odd(walk, name, token);
		return false;
	}
	wb_diagnostics_add(walk->diagnostics, token->position, "found %.*s%s behind %.*s%s: expected a comma between them",
	    WB_TOKEN_SHOWN(token), WB_TOKEN_SHOWN(last));
	return true;
}

/* A mark or a stray character in a list. False: nothing more of the list can be read. */
static bool tell_stray(struct wb_scan_walk *walk, const struct wb_token *token, bool wants_value)
{
	if (wb_token_is_mark(token, '{')) {
		wb_diagnostics_add(
		    walk->diagnostics, token->position, "found a { in a list: expected values, with commas between them");
		wb_scan_skip(walk, 1);
	} else if (wb_token_is_mark(token, ',')) {
		wb_diagnostics_add(
		    walk->diagnostics, token->position, "found a comma and no value before it: expected a value");
	} else if (token->start[0] == ';') {
		wb_diagnostics_add(walk->diagnostics, token->position, "found ;: expected a comma between two values");
	} else if (token->kind == WB_TOKEN_STRAY) {
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found a special space, which looks like a plain one: expected a plain space");
	} else {
		wb_diagnostics_add(walk->diagnostics, token->position, "found %c in a list: expected %s", *token->start,
		    wants_value ? "a value" : "a comma or the } at its end");
	}
	return true;
}

/* Behind its {. */
static bool take_list(
    struct wb_scan_walk *walk, const struct wb_setting *setting, const struct wb_token *name, const struct wb_token *brace)
{
	struct wb_token last = *brace;
	bool is_good = true, wants_value = true;

	for (;;) {
		struct wb_token_scanner before = walk->at;
		struct wb_token token = wb_token_next(&walk->at);

		if (wb_token_is_mark(&token, '}')) {
			return is_good;
		}
		if (token.kind == WB_TOKEN_END || token.kind == WB_TOKEN_COMMENT || begins_statement(&token)) {
			walk->at = before;
			/* What a comment has swallowed may have held the brace. */
			return token.kind != WB_TOKEN_COMMENT && tell_unclosed(walk, brace, name, &token);
		}
		if (wb_token_is_mark(&token, ',') && !wants_value) {
			wants_value = true;
			continue;
		}
		if (!wb_token_is_text(&token)) {
			tell_stray(walk, &token, wants_value);
			wants_value = wants_value || token.start[0] == ';';
			is_good = false;
			continue;
		}
		if (!wants_value && !tell_missing_comma(walk, name, &last, &token)) {
			wb_scan_skip(walk, 1);
			return false;
		}
		is_good = wants_value && wb_scan_check_text(walk, &token, setting) && is_good;
		note_value(walk, token.position);
		wants_value = false;
		last = token;
	}
}

/* ---- One value ---------------------------------------------------------------------------------------------------------- */

static bool is_number(const struct wb_token *token)
{
	for (const char *at = token->start; at < token->end; at++) {
		if (!isdigit((unsigned char)*at))
			return false;
	}
	return token->kind == WB_TOKEN_WORD;
}

/* No value of it has a space, in quotes or not. */
static bool has_no_spaces(const struct wb_setting *setting)
{
	return setting->type == WB_SETTING_CHOICE || setting->type == WB_SETTING_BOOLEAN || setting->type == WB_SETTING_SPAN ||
	    setting->type == WB_SETTING_MILLI || setting->type == WB_SETTING_MARK || setting->type == WB_SETTING_COUNT;
}

/* What stands behind a value in its line, and begins no statement. */
static bool tell_rest(struct wb_scan_walk *walk, const struct wb_setting *setting, const struct wb_token *name,
    const struct wb_token *value, const struct wb_token *token)
{
	struct wb_token_scanner ahead = walk->at;
	struct wb_token other;
	char wanted[240];
	struct wb_text text;

	wb_token_next(&ahead);
	other = wb_token_next(&ahead);
	if (wb_token_is_mark(token, ',') && token->is_glued && is_number(value) && other.is_glued && is_number(&other) &&
	    setting->type == WB_SETTING_COUNT)
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found a comma in the number %.*s,%.*s: expected it without: %.*s%.*s", wb_scan_shown_bytes(value),
		    value->start, wb_scan_shown_bytes(&other), other.start, wb_scan_shown_bytes(value), value->start,
		    wb_scan_shown_bytes(&other), other.start);
	else if (wb_token_is_mark(token, ',') && token->is_glued && is_number(value) && other.is_glued && is_number(&other))
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found a comma in the number %.*s,%.*s: expected a point: %.*s.%.*s", wb_scan_shown_bytes(value),
		    value->start, wb_scan_shown_bytes(&other), other.start, wb_scan_shown_bytes(value), value->start,
		    wb_scan_shown_bytes(&other), other.start);
	else if (wb_token_is_mark(token, ',') && wb_setting_is_list(setting) && wb_token_is_text(&other) && !other.is_first)
		wb_diagnostics_add(walk->diagnostics, value->position,
		    "found several values without braces: expected %.*s = {%.*s%s, ...}", wb_scan_shown_bytes(name),
		    name->start, WB_TOKEN_SHOWN(value));
	else if (wb_token_is_mark(token, ','))
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found a comma behind the value of %.*s: expected none, each setting ends with its line",
		    wb_scan_shown_bytes(name), name->start);
	else if (value->kind == WB_TOKEN_WORD && has_no_spaces(setting)) {
		wb_text_open(&text, wanted, sizeof(wanted));
		wb_setting_wanted(setting, &text);
		wb_diagnostics_add(walk->diagnostics, token->position, "found %.*s%s behind %.*s%s: expected one value: %s",
		    WB_TOKEN_SHOWN(token), WB_TOKEN_SHOWN(value), wanted);
	} else if (value->kind == WB_TOKEN_WORD)
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found %.*s%s behind %.*s%s: expected quotes around the whole value, as in %.*s = \"...\"",
		    WB_TOKEN_SHOWN(token), WB_TOKEN_SHOWN(value), wb_scan_shown_bytes(name), name->start);
	else
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found %.*s%s behind the closing quote of %.*s: expected nothing there, or a \\ before each quote within the value",
		    WB_TOKEN_SHOWN(token), wb_scan_shown_bytes(name), name->start);
	return false;
}

/* A value in braces where one alone was expected; several are, too. */
static bool tell_braces(struct wb_scan_walk *walk, const struct wb_token *name, const struct wb_token *brace, char close)
{
	wb_diagnostics_add(walk->diagnostics, brace->position,
	    "found %c ... %c around the value of %.*s: expected one value without them: %.*s = ...", *brace->start, close,
	    wb_scan_shown_bytes(name), name->start, wb_scan_shown_bytes(name), name->start);
	wb_scan_skip(walk, close == '}' ? 1 : 0);
	return false;
}

static bool tell_brackets(
    struct wb_scan_walk *walk, const struct wb_setting *setting, const struct wb_token *name, const struct wb_token *open)
{
	char close = *open->start == '(' ? ')' : ']';

	if (!wb_setting_is_list(setting))
		return tell_braces(walk, name, open, close);
	wb_diagnostics_add(walk->diagnostics, open->position,
	    "found %c ... %c around the values of %.*s: expected { ... }: %.*s = {...}", *open->start, close,
	    wb_scan_shown_bytes(name), name->start, wb_scan_shown_bytes(name), name->start);
	/* They may go on over lines. */
	for (struct wb_token token = wb_token_peek(&walk->at);
	     token.kind != WB_TOKEN_END && !begins_statement(&token) && !wb_token_is_mark(&token, '}');
	     token = wb_token_peek(&walk->at)) {
		wb_token_next(&walk->at);
		if (memchr(token.start, close, (size_t)(token.end - token.start)) != NULL && token.kind != WB_TOKEN_QUOTED)
			break;
	}
	return false;
}

static bool take_single(
    struct wb_scan_walk *walk, const struct wb_setting *setting, const struct wb_token *name, struct wb_token *value)
{
	bool is_good = wb_scan_check_text(walk, value, setting);
	struct wb_token token = wb_token_peek(&walk->at);

	note_value(walk, value->position);
	if (!wb_token_is_text(&token) && !wb_token_is_mark(&token, ',') && !wb_token_is_mark(&token, '=') &&
	    !wb_token_is_mark(&token, '('))
		return is_good;
	if (is_next_statement(walk, &token))
		return is_good;
	if (is_good && value->kind == WB_TOKEN_QUOTED && is_odd(walk, &token)) {
		tell_odd(walk, name, &token);
		skip_odd(walk, value);
		return false;
	}
	if (is_good)
		tell_rest(walk, setting, name, value, &token);
	wb_scan_skip(walk, 0);
	return false;
}

/* There is nothing that could be a value. */
static bool tell_nothing(struct wb_scan_walk *walk, const struct wb_setting *setting, const struct wb_token *name)
{
	char wanted[240];
	struct wb_text text;

	wb_text_open(&text, wanted, sizeof(wanted));
	wb_setting_wanted(setting, &text);
	wb_diagnostics_add(walk->diagnostics, name->position, "found %.*s = and no value: expected %s behind the =%s",
	    wb_scan_shown_bytes(name), name->start, wanted, wb_setting_is_list(setting) ? ", in { }" : "");
	return false;
}

bool wb_scan_value(struct wb_scan_walk *walk, const struct wb_setting *setting, const struct wb_token *name)
{
	struct wb_token token = wb_scan_peek(walk);
	size_t values_before = walk->scan->value_count;
	bool is_good = true;

	/* Signs of other languages: ==, =>. */
	while (!token.is_first && (wb_token_is_mark(&token, '=') || (token.kind == WB_TOKEN_WORD && *token.start == '>'))) {
		if (is_good)
			wb_diagnostics_add(walk->diagnostics, token.position,
			    "found =%c: expected one = between name and value", *token.start);
		is_good = false;
		wb_token_next(&walk->at);
		token = wb_token_peek(&walk->at);
	}
	if (begins_statement(&token) || (!wb_token_is_text(&token) && strchr("{(", *token.start) == NULL) ||
	    *token.start == '\0')
		return tell_nothing(walk, setting, name);
	wb_token_next(&walk->at);
	if (wb_token_is_mark(&token, '(') ||
	    (token.kind == WB_TOKEN_WORD && token.start[0] == '[' &&
		memchr(token.start, ':', (size_t)(token.end - token.start)) == NULL))
		is_good = tell_brackets(walk, setting, name, &token);
	else if (wb_token_is_mark(&token, '{') && !wb_setting_is_list(setting))
		is_good = tell_braces(walk, name, &token, '}');
	else if (wb_token_is_mark(&token, '{'))
		is_good = take_list(walk, setting, name, &token) && is_good;
	else
		is_good = take_single(walk, setting, name, &token) && is_good;
	if (!is_good)
		walk->scan->value_count = values_before;
	return is_good;
}
