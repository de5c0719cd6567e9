/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* published_audit.c - see published_audit.h */
#include "store/published_audit.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/listing_rows.h"
#include "verdict/published_listings.h"

#define TRIES 20
#define TRY_MS 100

/* The rows of one family that hold: those of recent, and of the base where recent does not speak of their prefix. */
struct stream {
	uint32_t recent, base; /* the next row of each */
	bool is_read;          /* the next row that holds is here ... */
	bool is_over;          /* ... or there is none */
	struct wb_listings_row row;
	struct wb_listing listing;
};

struct audit {
	wb_published_audit_report *report;
	void *context;
	size_t faults;
	struct wb_published_listings published;
	struct stream streams[WB_LISTINGS_FAMILIES];
};

/* False: enough was told. */
static bool tell(struct audit *audit, const struct wb_prefix *prefix, const char *fault)
{
	char line[WB_ERROR_SIZE + WB_PREFIX_TEXT_SIZE], name[WB_PREFIX_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, line, sizeof(line));
	if (prefix != NULL) {
		wb_prefix_format(prefix, name);
		wb_text_addf(&text, "%s ", name);
	}
	wb_text_add(&text, fault);
	audit->report(audit->context, line);
	return ++audit->faults < WB_PUBLISHED_AUDIT_FAULTS_MAX;
}

/* Steps over the base's rows of a prefix of which recent speaks, and says whether recent's row comes next. */
static enum wb_status choose(struct audit *audit, enum wb_listings_family family, bool *is_recent_r, struct wb_error *error_r)
{
	struct wb_published_listings *published = &audit->published;
	struct stream *stream = &audit->streams[family];
	bool has_recent = stream->recent < published->recent.header.rows[family];
	struct wb_listings_row base;
	enum wb_status status = WB_OK;
	int order = -1;

	if (has_recent)
		status = wb_listings_file_row(&published->recent, family, stream->recent, &stream->row, error_r);
	while (status == WB_OK && order <= 0 && stream->base < published->base.header.rows[family]) {
		status = wb_listings_file_row(&published->base, family, stream->base, &base, error_r);
		order = !has_recent ? 1 : wb_listings_compare(&stream->row.prefix, &base.prefix);
		if (status != WB_OK || order < 0)
			break;
		if (order > 0) {
			*is_recent_r = false;
			stream->row = base;
			return WB_OK;
		}
		stream->base++;
		order = 0;
	}
	*is_recent_r = has_recent;
	stream->is_over = !has_recent;
	return status;
}

/* Reads the next row that holds, unless it is there already. */
static enum wb_status read_next(struct audit *audit, enum wb_listings_family family, struct wb_error *error_r)
{
	struct stream *stream = &audit->streams[family];
	enum wb_status status = WB_OK;
	bool is_recent;

	while (status == WB_OK && !stream->is_read && !stream->is_over) {
		status = choose(audit, family, &is_recent, error_r);
		if (status != WB_OK || stream->is_over)
			break;
		*(is_recent ? &stream->recent : &stream->base) += 1;
		stream->is_read = stream->row.kind != WB_LISTINGS_REMOVED;
		if (stream->row.kind == WB_LISTINGS_LISTED || stream->row.kind == WB_LISTINGS_STILL_ALLOW)
			status = wb_listings_file_listing(is_recent ? &audit->published.recent : &audit->published.base,
			    &stream->row, &stream->listing, error_r);
		if (status == WB_NOT_FOUND) /* its texts are damaged: row.kind is none that the store has */
			status = WB_OK;
	}
	return status;
}

static bool is_same(const struct stream *stream, enum wb_listings_kind kind, const struct wb_listing *listing)
{
	const struct wb_listing *published = &stream->listing;

	if (stream->row.kind != kind || (kind != WB_LISTINGS_LISTED && kind != WB_LISTINGS_STILL_ALLOW))
		return stream->row.kind == kind;
	return strcmp(published->category, listing->category) == 0 && strcmp(published->source, listing->source) == 0 &&
	    strcmp(published->reason, listing->reason) == 0 && published->scope == listing->scope &&
	    published->created_at_s == listing->created_at_s && published->expires_at_s == listing->expires_at_s;
}

/* A row of the store, a wb_listing_rows_visit. WB_NOT_FOUND ends the walk when enough was told. */
static enum wb_status compare_row(
    void *context, enum wb_listings_kind kind, const struct wb_listing *listing, struct wb_error *error_r)
{
	struct audit *audit = context;
	enum wb_listings_family family = wb_listings_family_of(&listing->prefix);
	struct stream *stream = &audit->streams[family];

	for (;;) {
		enum wb_status status = read_next(audit, family, error_r);
		int order;

		if (status != WB_OK)
			return status;
		order = stream->is_over ? 1 : wb_listings_compare(&stream->row.prefix, &listing->prefix);
		if (order > 0)
			return tell(audit, &listing->prefix, "is listed in the store, and not published") ? WB_OK
													  : WB_NOT_FOUND;
		stream->is_read = false;
		if (order == 0 && is_same(stream, kind, listing))
			return WB_OK;
		if (!tell(audit, &stream->row.prefix,
			order == 0 ? "is published otherwise than it is listed in the store"
				   : "is published, and not listed in the store"))
			return WB_NOT_FOUND;
		if (order == 0)
			return WB_OK;
	}
}

/* What is left over is not in the store. */
static enum wb_status compare_rest(struct audit *audit, enum wb_listings_family family, struct wb_error *error_r)
{
	struct stream *stream = &audit->streams[family];
	enum wb_status status;

	while ((status = read_next(audit, family, error_r)) == WB_OK && !stream->is_over) {
		stream->is_read = false;
		if (!tell(audit, &stream->row.prefix, "is published, and not listed in the store"))
			return WB_NOT_FOUND;
	}
	return status;
}

/* The order of the rows, their covers, and the index: a look-up goes by them. */
static enum wb_status check_numbers(
    struct audit *audit, struct wb_listings_file *file, enum wb_listings_family family, struct wb_error *error_r)
{
	struct {
		struct wb_prefix prefix;
		uint32_t last;
	} around[WB_ADDRESS_BITS + 1];
	struct wb_listings_row row;
	uint32_t *index = calloc(WB_LISTINGS_INDEX_NUMBERS, sizeof(*index));
	uint32_t bucket = 0, rows = file->header.rows[family];
	size_t depth = 0;
	bool go_on = true;
	enum wb_status status = index == NULL ? wb_fail(error_r, WB_NO_MEMORY, "out of memory") : WB_OK;

	for (uint32_t i = 0; status == WB_OK && file->header.index_bits != 0 && i < WB_LISTINGS_INDEX_NUMBERS; i++)
		status = wb_listings_file_index(file, family, i, &index[i], error_r);
	for (uint32_t number = 0; status == WB_OK && go_on && number <= rows; number++) {
		uint32_t until = WB_LISTINGS_INDEX_NUMBERS, cover;

		if (number < rows) {
			status = wb_listings_file_row(file, family, number, &row, error_r);
			if (status != WB_OK)
				break;
			until = wb_listings_bucket(family, &row.prefix.address) + 1;
		}
		for (; go_on && file->header.index_bits != 0 && bucket < until; bucket++) {
			if (index[bucket] != number)
				go_on = tell(audit, NULL, "a number of the published index is wrong");
		}
		if (number == rows || !go_on)
			break;
		if (number > 0 && wb_listings_compare(&around[depth - 1].prefix, &row.prefix) > 0)
			go_on = tell(audit, &row.prefix, "is published in the wrong place");
		while (depth > 0 && !wb_prefix_lies_in(&row.prefix, &around[depth - 1].prefix))
			depth--;
		if (depth > 0 && wb_prefix_equals(&row.prefix, &around[depth - 1].prefix))
			depth--;
		cover = depth > 0 ? around[depth - 1].last : WB_LISTINGS_NONE;
		if (row.cover != cover)
			go_on = tell(audit, &row.prefix, "is published with a wrong number of the row that covers it");
		around[depth].prefix = row.prefix;
		around[depth++].last = number;
	}
	free(index);
	return status == WB_OK && !go_on ? WB_NOT_FOUND : status;
}

/* Opens both at one state. WB_NOT_FOUND: it was told that they differ, or nothing was ever listed. */
static enum wb_status open_both(
    struct audit *audit, const char *store, struct wb_listing_session *session, struct wb_error *error_r)
{
	struct wb_error why;

	for (int tries = TRIES;; poll(NULL, 0, TRY_MS)) {
		enum wb_status status = wb_listing_session_open_read(store, session, error_r);

		if (status != WB_OK)
			return status;
		status = wb_published_listings_open(store, &audit->published, &why);
		if (status == WB_OK && audit->published.recent.header.serial == session->changed.serial)
			return WB_OK;
		if (status == WB_OK)
			wb_fail(&why, WB_UNAVAILABLE,
			    "the last change of the listings is not in force: publish it with whyblock init");
		if (--tries == 0 || status != WB_OK) {
			tell(audit, NULL, why.text);
			return WB_NOT_FOUND;
		}
		wb_published_listings_close(&audit->published);
		wb_listing_session_close(session);
	}
}

enum wb_status wb_published_audit_walk(
    const char *store, wb_published_audit_report *report, void *context, struct wb_error *error_r)
{
	struct audit *audit = calloc(1, sizeof(*audit));
	struct wb_listing_session session;
	struct wb_error why;
	enum wb_status status, read = WB_OK;

	if (audit == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "store %s: out of memory", store);
	*audit = (struct audit){ .report = report, .context = context, .published = { { .fd = -1 }, { .fd = -1 } } };
	status = open_both(audit, store, &session, error_r);
	for (enum wb_listings_family family = 0; status == WB_OK && family < WB_LISTINGS_FAMILIES; family++) {
		status = read = check_numbers(audit, &audit->published.base, family, &why);
		if (status == WB_OK)
			status = read = check_numbers(audit, &audit->published.recent, family, &why);
	}
	if (status == WB_OK)
		status = read = wb_listing_rows_walk(&session, WB_LISTING_ROWS_ALL, compare_row, audit, &why);
	for (enum wb_listings_family family = 0; status == WB_OK && family < WB_LISTINGS_FAMILIES; family++)
		status = read = compare_rest(audit, family, &why);
	if (read != WB_OK && read != WB_NOT_FOUND) {
		/* Of a published file, mostly: that it cannot be read is what was looked for. */
		tell(audit, NULL, why.text);
		status = WB_OK;
	}
	wb_published_listings_close(&audit->published);
	wb_listing_session_close(&session);
	free(audit);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
