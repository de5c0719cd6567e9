/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* scan_tell.c - see scan_tell.h */
#include "config/scan_tell.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/config_name.h"
#include "dns/catalogue.h"

#define SHOWN_BYTES 40

size_t wb_scan_cut(const char *text, size_t length)
{
	char copy[256];
	const char *list;
	size_t cut = length < SHOWN_BYTES ? length : SHOWN_BYTES, end = 0;

	/* Of half a zone's name nobody could tell any more that it has an account's key in front. */
	snprintf(copy, sizeof(copy), "%.*s", (int)(length < sizeof(copy) ? length : sizeof(copy) - 1), text);
	list = wb_catalogue_hide_key(copy);
	if (list != copy)
		end = (size_t)(list - copy) + strcspn(list, " \"'})=,");
	if (end > cut)
		cut = end;
	/* Not within a character. */
	while (cut > 0 && cut < length && (text[cut] & 0xc0) == 0x80)
		cut--;
	return cut;
}

int wb_scan_shown_bytes(const struct wb_token *token)
{
	size_t length = (size_t)(token->end - token->start), line = 0;

	while (line < length && token->start[line] != '\n')
		line++;
	return (int)wb_scan_cut(token->start, line);
}

const char *wb_scan_shown_rest(const struct wb_token *token)
{
	return wb_scan_shown_bytes(token) < token->end - token->start ? "..." : "";
}

/* As other formats have it: "@include", ".include", "!include". */
static bool is_include(const char *word, size_t length)
{
	size_t mark = length > 0 && !isalpha((unsigned char)word[0]);

	return length - mark == 7 && strncmp(word + mark, "include", 7) == 0;
}

void wb_scan_tell_unknown(
    struct wb_scan_walk *walk, const struct wb_section *section, const struct wb_token *name, bool has_block)
{
	char expected[300];
	struct wb_text text;
	size_t length;
	const char *word = wb_token_text(name, &length);

	wb_text_open(&text, expected, sizeof(expected));
	wb_config_name_add_expected(&text, section, word, length, has_block);
	wb_diagnostics_add(walk->diagnostics, name->position, "found the unknown name \"%.*s\"%s%s: expected %s",
	    (int)(length < 40 ? length : 40), word, section != NULL ? " in section " : "", section != NULL ? section->name : "",
	    expected);
}

void wb_scan_tell_other(
    struct wb_scan_walk *walk, const struct wb_section *section, const struct wb_token *name, const struct wb_token *second)
{
	size_t length, colon = 0;
	const char *word = wb_token_text(name, &length);
	const struct wb_setting *setting;

	while (colon < length && word[colon] != ':')
		colon++;
	setting = wb_config_name_setting(section, word, colon);
	if (length > 2 && word[0] == '<' && word[1] == '/')
		wb_diagnostics_add(walk->diagnostics, name->position, "found %.*s%s: expected a } at the end of a section",
		    WB_TOKEN_SHOWN(name));
	else if (length > 1 && ((word[0] == '[' && word[length - 1] == ']') || (word[0] == '<' && word[length - 1] == '>')))
		wb_diagnostics_add(walk->diagnostics, name->position, "found %.*s%s: expected %.*s { ... } around its settings",
		    WB_TOKEN_SHOWN(name), (int)(length - 2 < 40 ? length - 2 : 40), word + 1);
	else if (length >= 2 && strncmp(word, "*/", 2) == 0)
		wb_diagnostics_add(walk->diagnostics, name->position,
		    "found */ that ends no comment: expected none, a comment has ended at the first */ behind its /*");
	else if ((colon < length || (second->kind == WB_TOKEN_WORD && second->start[0] == ':' && !second->is_first)) &&
	    setting != NULL)
		wb_diagnostics_add(walk->diagnostics, name->position, "found a colon behind %s: expected a =: %s = ...",
		    setting->name, setting->name);
	else if (colon < length && wb_config_name_section(section, word, colon) != NULL)
		wb_diagnostics_add(walk->diagnostics, name->position, "found %.*s%s: expected %.*s { ... }",
		    WB_TOKEN_SHOWN(name), (int)colon, word);
	else if (setting != NULL && wb_token_is_text(second) && !second->is_first)
		wb_diagnostics_add(walk->diagnostics, second->position,
		    "found %.*s%s behind %s: expected a = between them: %s = ...", WB_TOKEN_SHOWN(second), setting->name,
		    setting->name);
	else if (setting != NULL)
		wb_diagnostics_add(walk->diagnostics, name->position, "found %s alone: expected %s = %s", setting->name,
		    setting->name, wb_setting_is_list(setting) ? "{...}" : "...");
	else if (is_include(word, length))
		wb_diagnostics_add(walk->diagnostics, name->position,
		    "found include: expected all settings in this file; rules_file and known_senders name files beside it");
	else if (section == NULL && wb_config_name_is_dotted(word, length))
		wb_scan_tell_unknown(walk, section, name, false);
	else
		wb_diagnostics_add(walk->diagnostics, name->position,
		    "found %.*s%s: expected NAME = VALUE, NAME = {VALUE, VALUE}, SECTION { ... }, or # before a comment",
		    WB_TOKEN_SHOWN(name));
}

void wb_scan_tell_no_brace(struct wb_scan_walk *walk, const struct wb_section *kind, const struct wb_token *name,
    const struct wb_token *title, const struct wb_token *token)
{
	bool goes_on = !token->is_first && token->kind != WB_TOKEN_END;
	const char *word = "...";
	size_t length = 3;

	if (title != NULL)
		word = wb_token_text(title, &length);
	length = wb_scan_cut(word, length);
	if (kind->title == NULL)
		wb_diagnostics_add(walk->diagnostics, goes_on ? token->position : name->position,
		    "found %s and no { behind it: expected %s { ... }", kind->name, kind->name);
	else if (length == 1 && *word == '[')
		wb_diagnostics_add(walk->diagnostics, title->position,
		    "found [ behind %s: expected the title alone: %s \"...\" { ... }", kind->name, kind->name);
	else if (title != NULL && goes_on && (token->kind == WB_TOKEN_QUOTED || wb_token_is_mark(token, ',')))
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found %.*s%s behind %s \"%.*s\": expected a section of its own for each: %s \"%.*s\" { ... }",
		    WB_TOKEN_SHOWN(token), kind->name, (int)length, word, kind->name, (int)length, word);
	else if (title != NULL && goes_on)
		wb_diagnostics_add(walk->diagnostics, token->position,
		    "found %.*s%s behind %s \"%.*s\": expected a { before it: %s \"%.*s\" { ... }", WB_TOKEN_SHOWN(token),
		    kind->name, (int)length, word, kind->name, (int)length, word);
	else
		wb_diagnostics_add(walk->diagnostics, title != NULL ? title->position : name->position,
		    "found %s%s%.*s%s and no { behind it: expected %s \"%.*s\" { ... }", kind->name, title != NULL ? " \"" : "",
		    title != NULL ? (int)length : 0, word, title != NULL ? "\"" : "", kind->name, (int)length, word);
}

void wb_scan_tell_equals(
    struct wb_scan_walk *walk, const struct wb_section *kind, const struct wb_token *equals, const struct wb_token *value)
{
	const char *word = kind->title;
	size_t length = kind->title != NULL ? strlen(kind->title) : 0;

	if (kind->title != NULL && wb_token_is_text(value) && !value->is_open)
		word = wb_token_text(value, &length);
	wb_diagnostics_add(walk->diagnostics, equals->position,
	    "found %s =, and %s is a section here: expected %s%s%.*s%s { ... }", kind->name, kind->name, kind->name,
	    kind->title != NULL ? " \"" : "", (int)wb_scan_cut(word != NULL ? word : "", length),
	    kind->title != NULL ? word : "", kind->title != NULL ? "\"" : "");
}
