/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_text.c - see list_text.h */
#include "desk/list_text.h"

#include <string.h>

#include "base/timestamp.h"

enum { PREFIX, CATEGORY, SCOPE, SOURCE, CREATED, EXPIRES, REASON, FIELDS };

enum wb_status wb_list_text_parse_scope(const char *what, const char *name, enum wb_scope *scope_r, struct wb_error *error_r)
{
	const size_t count = WB_SCOPE_COUNT;
	char known[80];
	struct wb_text text;

	if (wb_scope_parse(name, scope_r))
		return WB_OK;
	wb_text_open(&text, known, sizeof(known));
	for (size_t i = 0; i < count; i++)
		wb_text_add_item(&text, i, count, "or", wb_scope_name((enum wb_scope)i));
	return wb_fail(error_r, WB_INVALID, "%s \"%.40s\": expected %s", what, name, known);
}

static enum wb_status copy_field(const char *name, const char *value, char *buffer, size_t size, struct wb_error *error_r)
{
	if (value == NULL || wb_text_copy(buffer, size, value))
		return WB_OK;
	return wb_fail(error_r, WB_INVALID, "%s has %zu bytes: expected at most %zu", name, strlen(value), size - 1);
}

enum wb_status wb_list_text_parse(char *line, struct wb_listing *listing, struct wb_error *error_r)
{
	char *field[FIELDS];
	char *next = line;

	listing->scope = WB_SCOPE_HOST;
	listing->expires_at_s = 0;
	listing->category[0] = listing->reason[0] = '\0';
	for (int i = 0; i < FIELDS; i++) {
		field[i] = next == NULL ? NULL : strsep(&next, "\t");
		if (field[i] != NULL && (field[i][0] == '\0' || strcmp(field[i], "-") == 0))
			field[i] = NULL;
	}
	if (next != NULL)
		return wb_fail(error_r, WB_INVALID,
		    "more than %d fields: expected prefix, category, scope, source, created, expires, reason, with tabs between them",
		    FIELDS);
	if (field[PREFIX] == NULL || field[CATEGORY] == NULL)
		return wb_fail(error_r, WB_INVALID, "no category: expected at least a prefix, a tab and a category");
	if ((field[SCOPE] != NULL && wb_list_text_parse_scope("scope", field[SCOPE], &listing->scope, error_r) != WB_OK) ||
	    wb_prefix_parse(field[PREFIX], &listing->prefix, error_r) != WB_OK ||
	    copy_field("category", field[CATEGORY], listing->category, sizeof(listing->category), error_r) != WB_OK ||
	    copy_field("source", field[SOURCE], listing->source, sizeof(listing->source), error_r) != WB_OK ||
	    copy_field("reason", field[REASON], listing->reason, sizeof(listing->reason), error_r) != WB_OK ||
	    (field[CREATED] != NULL && wb_timestamp_parse(field[CREATED], &listing->created_at_s, error_r) != WB_OK) ||
	    (field[EXPIRES] != NULL && wb_timestamp_parse(field[EXPIRES], &listing->expires_at_s, error_r) != WB_OK))
		return WB_INVALID;
	return WB_OK;
}

void wb_list_text_format(const struct wb_listing *listing, struct wb_text *text)
{
	char prefix[WB_PREFIX_TEXT_SIZE], created[WB_TIMESTAMP_TEXT_SIZE], expires[WB_TIMESTAMP_TEXT_SIZE];

	wb_prefix_format(&listing->prefix, prefix);
	wb_timestamp_format(listing->created_at_s, created);
	wb_timestamp_format(listing->expires_at_s, expires);
	wb_text_addf(text, "%s\t%s\t%s\t%s\t%s\t%s\t%s", prefix, listing->category, wb_scope_name(listing->scope),
	    listing->source, created, expires, listing->reason[0] != '\0' ? listing->reason : "-");
}
