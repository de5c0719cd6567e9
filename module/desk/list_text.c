/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_text.c - see list_text.h */
#include "desk/list_text.h"

#include <stddef.h>
#include <string.h>

#include "base/timestamp.h"

#define IN_TEXT(field) TEXT, offsetof(struct wb_listing, field), sizeof(((struct wb_listing *)NULL)->field)
#define IN_TIME(kind, field) kind, offsetof(struct wb_listing, field), sizeof(int64_t)

/* The fields of a line in their order. An empty one is written as "-", and read as one that is left out. */
static const struct field {
	const char *name;
	enum { PREFIX, SCOPE, TIME, END, TEXT } kind;
	size_t offset, size; /* in a listing, of a time, an end and a text */
} fields[] = {
	{ "prefix", PREFIX, 0, 0 }, { "category", IN_TEXT(category) }, { "scope", SCOPE, 0, 0 }, { "source", IN_TEXT(source) },
	{ "created", IN_TIME(TIME, created_at_s) }, { "expires", IN_TIME(END, expires_at_s) }, { "reason", IN_TEXT(reason) },
	{ "note", IN_TEXT(note) }, /* for staff alone; written where there is one, since an older whyblock reads seven fields */
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))
#define FIELDS_NEEDED 2 /* a line may end behind the category */

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

static enum wb_status parse_field(
    const struct field *field, char *value, struct wb_listing *listing, struct wb_range *range, struct wb_error *error_r)
{
	char *place = (char *)listing + field->offset;
	enum wb_status status = WB_OK;
	struct wb_range rest;
	int64_t time_s;

	switch (field->kind) {
	case PREFIX:
		status = wb_range_parse(value, range, NULL, error_r);
		rest = *range;
		if (status == WB_OK)
			wb_range_take(&rest, &listing->prefix);
		return status;
	case SCOPE:
		return wb_list_text_parse_scope(field->name, value, &listing->scope, error_r);
	case TIME:
	case END:
		status = (field->kind == END ? wb_timestamp_parse_end : wb_timestamp_parse)(value, &time_s, error_r);
		if (status == WB_OK)
			memcpy(place, &time_s, sizeof(time_s));
		break;
	case TEXT:
		if (!wb_text_copy(place, field->size, value))
			status = wb_fail(error_r, WB_INVALID, "%s has %zu bytes: expected at most %zu", field->name,
			    strlen(value), field->size - 1);
		break;
	}
	return status;
}

void wb_list_text_add_names(struct wb_text *text, const char *between)
{
	for (size_t i = 0; i < FIELDS; i++)
		wb_text_addf(text, "%s%s", i > 0 ? between : "", fields[i].name);
}

enum wb_status wb_list_text_parse(
    char *line, struct wb_listing *listing, struct wb_range *range_r, enum wb_listing_end *end_r, struct wb_error *error_r)
{
	char *values[FIELDS];
	char names[WB_LIST_TEXT_HEADING_SIZE];
	char *next = line;
	struct wb_text text;

	*end_r = WB_LISTING_END_KEPT;
	listing->scope = WB_SCOPE_HOST;
	listing->expires_at_s = 0;
	listing->category[0] = listing->reason[0] = listing->note[0] = '\0';
	for (size_t i = 0; i < FIELDS; i++) {
		values[i] = next == NULL ? NULL : strsep(&next, "\t");
		/* Not those of the reason, which has always been taken as it is. */
		if (values[i] != NULL && fields[i].offset != offsetof(struct wb_listing, reason))
			values[i] = wb_text_trim(values[i]);
		if (values[i] != NULL && (values[i][0] == '\0' || strcmp(values[i], "-") == 0))
			values[i] = NULL;
	}
	if (next != NULL) {
		wb_text_open(&text, names, sizeof(names));
		wb_list_text_add_names(&text, ", ");
		return wb_fail(error_r, WB_INVALID, "more than %zu fields: expected %s, with tabs between them", FIELDS, names);
	}
	for (size_t i = 0; i < FIELDS_NEEDED; i++) {
		if (values[i] == NULL)
			return wb_fail(error_r, WB_INVALID,
			    "no category: expected at least a prefix, a tab and a category; or --category for all lines");
	}
	for (size_t i = 0; i < FIELDS; i++) {
		if (values[i] != NULL && parse_field(&fields[i], values[i], listing, range_r, error_r) != WB_OK)
			return WB_INVALID;
		if (values[i] != NULL && fields[i].kind == END)
			*end_r = WB_LISTING_END_SAID;
	}
	return WB_OK;
}

void wb_list_text_format(const struct wb_listing *listing, struct wb_text *text)
{
	char prefix[WB_PREFIX_TEXT_SIZE], time[WB_TIMESTAMP_TEXT_SIZE];

	for (size_t i = 0; i < FIELDS; i++) {
		const char *value = (const char *)listing + fields[i].offset;
		int64_t time_s;

		switch (fields[i].kind) {
		case PREFIX:
			wb_prefix_format(&listing->prefix, prefix);
			value = prefix;
			break;
		case SCOPE:
			value = wb_scope_name(listing->scope);
			break;
		case TIME:
		case END:
			memcpy(&time_s, value, sizeof(time_s));
			wb_timestamp_format(time_s, time);
			value = time;
			break;
		case TEXT:
			if (i == FIELDS - 1 && value[0] == '\0')
				continue;
			break;
		}
		wb_text_addf(text, "%s%s", i > 0 ? "\t" : "", value[0] != '\0' ? value : "-");
	}
}
