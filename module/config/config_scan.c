/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* config_scan.c - see config_scan.h */
#include "config/config_scan.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/config_name.h"
#include "config/scan_tell.h"
#include "config/scan_value.h"
#include "dns/catalogue.h"

#define FRAMES_MAX 4     /* the file, a section, one in it, and one to spare */
#define SETTINGS_MAX 256 /* of the table; test_config_scan.c holds it to that */

/* A section that is open; the first is the file itself. */
struct frame {
	const struct wb_section *section; /* NULL: the file */
	size_t place;                     /* see struct wb_scanned_section */
	struct wb_token name;
	struct wb_position brace;
	int indent;              /* the column where the line of its name begins */
	int lines[SETTINGS_MAX]; /* where each setting stood; 0: not yet */
};

struct statements {
	struct wb_scan_walk walk;
	struct frame frames[FRAMES_MAX];
	size_t depth;
	int indent; /* of the present line */
};

static struct frame *top(struct statements *statements)
{
	return &statements->frames[statements->depth];
}

/* ---- Sections begin and end --------------------------------------------------------------------------------------------- */

static const struct wb_scanned_section *find_same(const struct statements *statements, const struct wb_scanned_section *wanted)
{
	const struct wb_config_scan *scan = statements->walk.scan;

	for (size_t i = 0; i < scan->section_count; i++) {
		const struct wb_scanned_section *section = &scan->sections[i];

		if (section->section == wanted->section && section->parent == wanted->parent &&
		    section->title_length == wanted->title_length &&
		    (wanted->title == NULL || memcmp(section->title, wanted->title, wanted->title_length) == 0))
			return section;
	}
	return NULL;
}

/* False: it stands a second time, or there are too many. */
static bool note_section(
    struct statements *statements, const struct wb_section *kind, const struct wb_token *name, const struct wb_token *title)
{
	struct wb_scan_walk *walk = &statements->walk;
	struct wb_config_scan *scan = walk->scan;
	struct wb_scanned_section section = {
		.section = kind, .place = scan->section_count + 1, .parent = top(statements)->place, .position = name->position
	};
	const struct wb_scanned_section *same;
	struct wb_scanned_section *sections;

	if (title != NULL) {
		section.title = wb_token_text(title, &section.title_length);
		section.position = title->position;
	}
	if (scan->section_count == WB_CONFIG_SECTIONS_MAX) {
		wb_diagnostics_add(
		    walk->diagnostics, name->position, "found more than %d sections: expected fewer", WB_CONFIG_SECTIONS_MAX);
		return false;
	}
	same = find_same(statements, &section);
	if (same != NULL && title == NULL) {
		wb_diagnostics_add(walk->diagnostics, name->position,
		    "found a second section %s: expected one with all its settings, as the one that begins in line %d",
		    kind->name, same->position.line);
		return false;
	}
	if (same != NULL) {
		char whole[256];

		snprintf(whole, sizeof(whole), "%.*s", (int)section.title_length, section.title);
		wb_diagnostics_add(walk->diagnostics, title->position,
		    "found a second section with the title \"%.40s\": expected one section with all its settings, as the one that begins in line %d",
		    wb_catalogue_hide_key(whole), same->position.line);
		return false;
	}
	sections = wb_pool_grow(&scan->pool, scan->sections, scan->section_count, sizeof(*sections));
	if (sections == NULL) {
		walk->no_memory = true;
		return false;
	}
	scan->sections = sections;
	sections[scan->section_count++] = section;
	return true;
}

static void open_section(
    struct statements *statements, const struct wb_section *kind, const struct wb_token *name, const struct wb_token *brace)
{
	struct frame *frame = &statements->frames[++statements->depth];

	*frame = (struct frame){ .section = kind,
		.place = statements->walk.scan->section_count,
		.name = *name,
		.brace = brace->position,
		.indent = statements->indent };
}

/* Sections that end where their } is missing: before a token, all that stand in frames[level]. What libconfuse reads gets a } of ours. */
static void close_sections(struct statements *statements, size_t level, const struct wb_token *token)
{
	struct wb_scan_walk *walk = &statements->walk;
	char *at = token->start;

	for (; statements->depth > level; statements->depth--) {
		struct frame *frame = top(statements);

		wb_diagnostics_add(walk->diagnostics, frame->brace,
		    "found the { of %s and no } that closes it: expected a } before %.*s in line %d", frame->section->name,
		    wb_scan_shown_bytes(token), token->start, token->position.line);
		walk->unclosed--;
		if (isspace((unsigned char)at[-1]))
			*--at = '}';
	}
}

static void tell_unclosed_at_end(struct statements *statements)
{
	for (; statements->depth > 0; statements->depth--)
		wb_diagnostics_add(statements->walk.diagnostics, top(statements)->brace,
		    "found the { of %s and no } that closes it: expected a } behind its last setting",
		    top(statements)->section->name);
}

static void take_closing_brace(struct statements *statements, const struct wb_token *token)
{
	struct wb_scan_walk *walk = &statements->walk;

	if (statements->depth == 0) {
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found a } that closes nothing: expected none here, or a { behind the name of its section");
		wb_token_blank(token->start, token->end);
		walk->unclosed++;
		return;
	}
	/* Where too few close, that of an outer section stands below its name. */
	for (size_t level = statements->depth - 1; walk->unclosed > 0 && token->is_first && level > 0; level--) {
		if (top(statements)->indent != token->position.column &&
		    statements->frames[level].indent == token->position.column)
			close_sections(statements, level, token);
	}
	statements->depth--;
}

/* ---- Statements --------------------------------------------------------------------------------------------------------- */

/* Leaves a statement that has a mistake. */
static void drop(struct statements *statements, const struct wb_token *name)
{
	struct frame *frame = top(statements);

	wb_token_blank(name->start, statements->walk.at.at);
	if (frame->place > 0)
		statements->walk.scan->sections[frame->place - 1].has_mistake = true;
}

static void skip(struct statements *statements, const struct wb_token *name)
{
	wb_scan_skip_statement(&statements->walk);
	drop(statements, name);
}

static void take_setting(
    struct statements *statements, const struct wb_setting *setting, const struct wb_token *name, bool adds)
{
	struct wb_scan_walk *walk = &statements->walk;
	size_t row = (size_t)(setting - wb_settings);
	int none = 0, *line = row < SETTINGS_MAX ? &top(statements)->lines[row] : &none;
	bool is_good = true;

	if (*line > 0 && !(adds && wb_setting_is_list(setting))) {
		wb_diagnostics_add(walk->diagnostics, name->position,
		    "found %s a second time in the same section: expected it once; it stands in line %d, too", setting->name,
		    *line);
		is_good = false;
	} else if (adds && *line == 0) {
		wb_diagnostics_add(walk->diagnostics, name->position,
		    "found %s += and nothing before that it adds to: expected %s = %s", setting->name, setting->name,
		    wb_setting_is_list(setting) ? "{...}" : "...");
		is_good = false;
	}
	if (!is_good) {
		skip(statements, name);
		return;
	}
	*line = name->position.line;
	if (!wb_scan_value(walk, setting, name))
		drop(statements, name);
}

/* A section by its name; behind it the walk stands. title: NULL: there is none. */
static void take_section(
    struct statements *statements, const struct wb_section *kind, const struct wb_token *name, struct wb_token *title)
{
	struct wb_scan_walk *walk = &statements->walk;
	struct wb_token brace = wb_scan_peek(walk);
	size_t length;

	if (!wb_token_is_mark(&brace, '{')) {
		wb_scan_tell_no_brace(walk, kind, name, title, &brace);
		if (!brace.is_first)
			wb_scan_skip(walk, 0);
		drop(statements, name);
		return;
	}
	if (kind->title != NULL && (title == NULL || (wb_token_text(title, &length), length == 0))) {
		wb_diagnostics_add(walk->diagnostics, title != NULL ? title->position : brace.position,
		    "found %s without a title: expected %s \"%s\" { ... }, such as %s { ... }", kind->name, kind->name,
		    kind->title, kind->example);
		skip(statements, name);
		return;
	}
	if (kind->title == NULL && title != NULL) {
		wb_diagnostics_add(walk->diagnostics, title->position,
		    "found %.*s%s behind %s: expected %s { ... } without a title", WB_TOKEN_SHOWN(title), kind->name,
		    kind->name);
		wb_token_blank(title->start, title->end);
		title = NULL;
	}
	if ((title != NULL && !wb_scan_check_text(walk, title, NULL)) || !note_section(statements, kind, name, title)) {
		skip(statements, name);
		return;
	}
	wb_token_next(&walk->at);
	open_section(statements, kind, name, &brace);
}

/* Whether a name that is none here is one outside, and a } is missing before it. */
static bool ends_section(struct statements *statements, const struct wb_token *name, bool has_block)
{
	size_t length;
	const char *word = wb_token_text(name, &length);

	if (!name->is_first || statements->walk.unclosed <= 0)
		return false;
	for (size_t level = statements->depth; level-- > 0;) {
		const struct wb_section *section = statements->frames[level].section;

		if (has_block ? wb_config_name_section(section, word, length) == NULL
			      : wb_config_name_setting(section, word, length) == NULL)
			continue;
		close_sections(statements, level, name);
		return true;
	}
	return false;
}

/* A = where a section begins, or a { where a setting has its value. */
static bool take_confused(struct statements *statements, const struct wb_token *name, const struct wb_token *second)
{
	struct wb_scan_walk *walk = &statements->walk;
	size_t length;
	const char *word = wb_token_text(name, &length);
	const struct wb_section *kind = wb_config_name_section(top(statements)->section, word, length);
	const struct wb_setting *setting = wb_config_name_setting(top(statements)->section, word, length);
	struct wb_token third;

	if (wb_token_is_mark(second, '{') && kind == NULL && setting != NULL) {
		wb_diagnostics_add(walk->diagnostics, second->position, "found %s {: expected a = between them: %s = %s",
		    setting->name, setting->name, wb_setting_is_list(setting) ? "{...}" : "...");
		skip(statements, name);
		return true;
	}
	if (!wb_token_is_mark(second, '=') || setting != NULL || kind == NULL)
		return false;
	wb_token_next(&walk->at);
	third = wb_token_peek(&walk->at);
	wb_scan_tell_equals(walk, kind, second, &third);
	wb_token_blank(second->start, second->end);
	if (kind->title == NULL && wb_token_is_mark(&third, '{'))
		take_section(statements, kind, name, NULL);
	else
		skip(statements, name);
	return true;
}

/* It may stand in a line of its own, where no other section begins. */
static bool is_title(const struct wb_section *section, const struct wb_token *token, const struct wb_token *behind)
{
	size_t length;
	const char *word = wb_token_text(token, &length);

	if (!wb_token_is_text(token) || !token->is_first)
		return wb_token_is_text(token);
	return wb_token_is_mark(behind, '{') &&
	    (token->kind == WB_TOKEN_QUOTED || wb_config_name_section(section, word, length) == NULL);
}

/* The walk stands behind the name. */
static void take_statement(struct statements *statements, struct wb_token *name)
{
	struct wb_scan_walk *walk = &statements->walk;
	struct wb_token second = wb_scan_peek(walk), third;
	struct wb_token_scanner ahead = walk->at;
	size_t length;
	const char *word = wb_token_text(name, &length);
	const struct wb_setting *setting;
	const struct wb_section *kind;
	bool assigns, adds, has_block;

	wb_token_next(&ahead);
	third = wb_token_next(&ahead);
	adds = wb_token_is_mark(&second, '+') && wb_token_is_mark(&third, '=');
	assigns = wb_token_is_mark(&second, '=') || adds;
	has_block =
	    wb_token_is_mark(&second, '{') || (wb_token_is_text(&second) && wb_token_is_mark(&third, '{') && !second.is_first);
	if (!wb_scan_check_text(walk, name, NULL)) {
		skip(statements, name);
		return;
	}
	setting = wb_config_name_setting(top(statements)->section, word, length);
	kind = wb_config_name_section(top(statements)->section, word, length);
	if (setting == NULL && kind == NULL && (assigns || has_block) && ends_section(statements, name, has_block)) {
		setting = wb_config_name_setting(top(statements)->section, word, length);
		kind = wb_config_name_section(top(statements)->section, word, length);
	}
	if (take_confused(statements, name, &second))
		return;
	if (assigns && setting != NULL) {
		wb_token_next(&walk->at);
		if (adds)
			wb_token_next(&walk->at);
		take_setting(statements, setting, name, adds);
	} else if (kind != NULL && !assigns && (has_block || wb_token_is_text(&second) || wb_token_is_mark(&second, '{'))) {
		bool has_title = is_title(top(statements)->section, &second, &third);

		if (has_title)
			wb_token_next(&walk->at);
		take_section(statements, kind, name, has_title ? &second : NULL);
	} else if (kind != NULL && setting == NULL) {
		take_section(statements, kind, name, NULL);
	} else if (assigns || has_block) {
		wb_scan_tell_unknown(walk, top(statements)->section, name, has_block);
		skip(statements, name);
	} else {
		wb_scan_tell_other(walk, top(statements)->section, name, &second);
		skip(statements, name);
	}
}

/* What stands where a statement would begin and is no name. */
static void tell_stray(struct statements *statements, const struct wb_token *token)
{
	struct wb_scan_walk *walk = &statements->walk;
	struct wb_token behind = wb_token_peek(&walk->at);

	if (token->start[0] == ';' && token->is_first && !behind.is_first && behind.kind != WB_TOKEN_END) {
		wb_diagnostics_add(
		    walk->diagnostics, token->position, "found ; at the beginning of a line: expected # before a comment");
		skip(statements, token);
		return;
	}
	if (token->start[0] == ';')
		wb_diagnostics_add(
		    walk->diagnostics, token->position, "found ;: expected nothing, a setting ends with its line");
	else if (wb_token_is_mark(token, ','))
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found a comma between statements: expected none, commas stand in lists alone: {..., ...}");
	else if (wb_token_is_mark(token, '{'))
		wb_diagnostics_add(
		    walk->diagnostics, token->position, "found a { and no name before it: expected SECTION { ... }");
	else
		wb_diagnostics_add(
		    walk->diagnostics, token->position, "found %c and no name before it: expected NAME = VALUE", *token->start);
	if (wb_token_is_mark(token, '{'))
		wb_scan_skip(walk, 1);
	else if (token->kind == WB_TOKEN_MARK && !wb_token_is_mark(token, ','))
		wb_scan_skip(walk, 0);
	drop(statements, token);
}

/* How many braces more open than close. */
static int count_unclosed(char *text)
{
	struct wb_token_scanner scanner;
	struct wb_token token;
	int unclosed = 0;

	wb_token_scanner_open(&scanner, text);
	do {
		token = wb_token_next(&scanner);
		unclosed += wb_token_is_mark(&token, '{') - wb_token_is_mark(&token, '}');
	} while (token.kind != WB_TOKEN_END && token.kind != WB_TOKEN_COMMENT);
	return unclosed;
}

enum wb_status wb_config_scan_text(char *text, struct wb_config_scan *scan, struct wb_diagnostics *diagnostics)
{
	static struct statements statements; /* too large for a stack; the reader is not reentrant either */
	struct wb_token token;

	memset(&statements, 0, sizeof(statements));
	statements.walk = (struct wb_scan_walk){ .scan = scan, .diagnostics = diagnostics, .unclosed = count_unclosed(text) };
	wb_token_scanner_open(&statements.walk.at, text);
	do {
		wb_scan_peek(&statements.walk);
		token = wb_token_next(&statements.walk.at);
		if (token.is_first)
			statements.indent = token.position.column;
		if (wb_token_is_mark(&token, '}'))
			take_closing_brace(&statements, &token);
		else if (wb_token_is_text(&token))
			take_statement(&statements, &token);
		else if (token.kind != WB_TOKEN_END && token.kind != WB_TOKEN_COMMENT)
			tell_stray(&statements, &token);
	} while (token.kind != WB_TOKEN_END && token.kind != WB_TOKEN_COMMENT && !statements.walk.no_memory);
	if (token.kind == WB_TOKEN_COMMENT) {
		wb_diagnostics_add(
		    diagnostics, token.position, "found a /* that is never closed: expected a */ behind the comment");
		wb_token_blank(token.start, token.end);
	} else {
		tell_unclosed_at_end(&statements);
	}
	return statements.walk.no_memory ? WB_NO_MEMORY : WB_OK;
}
