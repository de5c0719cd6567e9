/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_import.c - see list_import.h */
#include "desk/list_import.h"

#include <string.h>

#include "base/nat64.h"
#include "base/text.h"
#include "desk/list_text.h"
#include "store/feed_entries.h"
#include "store/listings.h"

/* What an import reads, and where it goes. */
struct list_reading {
	const struct wb_config *config;
	const struct wb_change *change;
	const struct wb_list_import *import;
	struct wb_listing_batch *batch;
	struct wb_list_imported *imported;
	struct wb_feed_entries entries, excluded; /* of a list from elsewhere */
};

static void report(struct list_reading *reading, const struct wb_line_reader *reader, enum wb_list_guard guard, const char *why)
{
	reading->imported->mistakes++;
	wb_line_reader_report(reader, guard == WB_LIST_GUARD_NONE ? WB_LINE_BAD : WB_LINE_GUARDED, why);
}

/* Makes of the prefix what its clients count as, and says so. */
static enum wb_status translate(struct list_reading *reading, const struct wb_line_reader *reader, struct wb_prefix *prefix,
    enum wb_list_guard *guard_r, struct wb_error *error_r)
{
	const struct wb_prefix written = *prefix;
	char note[WB_NAT64_TEXT_SIZE];
	enum wb_status status = wb_list_translate(reading->config, prefix, reading->import->force, guard_r, error_r);

	if (status == WB_OK && !wb_prefix_equals(&written, prefix)) {
		wb_nat64_format(&written, prefix, note);
		wb_line_reader_report(reader, WB_LINE_NOTED, note);
	}
	return status;
}

/* All prefixes of one line; the first that is refused ends it. */
static enum wb_status add_range(struct list_reading *reading, const struct wb_line_reader *reader, struct wb_listing *listing,
    struct wb_range *range, enum wb_listing_end end, struct wb_error *error_r)
{
	const struct wb_list_import *import = reading->import;
	enum wb_list_guard guard = WB_LIST_GUARD_NONE;
	enum wb_status status = WB_OK;

	while (status == WB_OK && wb_range_take(range, &listing->prefix)) {
		status = translate(reading, reader, &listing->prefix, &guard, error_r);
		if (status == WB_OK)
			status = wb_list_check(reading->config, listing, import->force, import->own, &guard, error_r);
		/* Behind a mistake the rest is read for its mistakes only. */
		if (status == WB_OK && reading->imported->mistakes == 0)
			status = import->category != NULL
			    ? wb_feed_entries_add(&reading->entries, &listing->prefix, listing->reason, error_r)
			    : wb_listing_batch_add(reading->batch, listing, end, error_r);
	}
	if (status != WB_INVALID)
		return status;
	report(reading, reader, guard, error_r->text);
	return WB_OK;
}

static enum wb_status read_lines(
    struct list_reading *reading, const struct wb_line_listener *listener, struct wb_error *error_r)
{
	struct wb_line_reader reader;
	enum wb_status status = wb_line_reader_open(&reader, &reading->import->file, listener, error_r);

	while (status == WB_OK && (status = wb_line_reader_next(&reader, error_r)) == WB_OK) {
		struct wb_listing listing = { .created_at_s = reading->change->at_s };
		enum wb_listing_end end;
		struct wb_range range;
		const char *text;

		text = reader.text + strspn(reader.text, " ");
		if (text[0] == '#' || (text[0] == '\0' && reader.length == strlen(reader.text)))
			continue;
		wb_text_copy(listing.source, sizeof(listing.source), reading->import->source);
		status = wb_line_reader_check(&reader, error_r);
		if (status == WB_OK)
			status = wb_list_text_parse(reader.text, &listing, &range, &end, error_r);
		if (status == WB_OK)
			status = add_range(reading, &reader, &listing, &range, end, error_r);
		else if (status == WB_INVALID)
			report(reading, &reader, WB_LIST_GUARD_NONE, error_r->text);
		if (status == WB_INVALID)
			status = WB_OK;
	}
	wb_line_reader_close(&reader);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* What all lines of a list from elsewhere have in common. */
static struct wb_listing listing_of(const struct list_reading *reading)
{
	const struct wb_list_import *import = reading->import;
	struct wb_listing listing = { .created_at_s = reading->change->at_s, .scope = import->scope };

	listing.expires_at_s = import->ttl_s == 0 ? 0 : listing.created_at_s + import->ttl_s;
	wb_text_copy(listing.category, sizeof(listing.category), import->category);
	wb_text_copy(listing.source, sizeof(listing.source), import->source);
	return listing;
}

/* A wb_feed_found. */
static enum wb_status add_item(
    void *context, const struct wb_line_reader *reader, struct wb_feed_item *item, struct wb_error *error_r)
{
	struct list_reading *reading = context;
	struct wb_listing listing = listing_of(reading);
	enum wb_list_guard guard;
	enum wb_status status = WB_OK;
	struct wb_prefix prefix;

	wb_text_copy(listing.reason, sizeof(listing.reason), item->reason[0] != '\0' ? item->reason : reading->import->reason);
	if (!item->is_excluded)
		return add_range(reading, reader, &listing, &item->range, WB_LISTING_END_KEPT, error_r);
	while (status == WB_OK && wb_range_take(&item->range, &prefix)) {
		status = translate(reading, reader, &prefix, &guard, error_r);
		if (status == WB_OK)
			status = wb_feed_entries_add(&reading->excluded, &prefix, "", error_r);
	}
	return status;
}

static enum wb_status read_plain_list(
    struct list_reading *reading, const struct wb_line_listener *listener, struct wb_error *error_r)
{
	const struct wb_list_import *import = reading->import;
	struct wb_listing listing = listing_of(reading);
	struct wb_feed_entries *entries = &reading->entries;
	struct wb_feed_lines lines;
	struct wb_error why;
	enum wb_status status = wb_feed_read(&import->file, import->column, listener, add_item, reading, &lines, &why);

	if (status != WB_OK)
		wb_fail(error_r, status, "%.450s; nothing was changed", why.text);
	reading->imported->mistakes += lines.bad;
	if (status == WB_OK)
		status = wb_feed_entries_exclude(entries, &reading->excluded, error_r);
	for (size_t i = 0; status == WB_OK && i < entries->count; i++) {
		listing.prefix = entries->items[i].prefix;
		wb_text_copy(listing.reason, sizeof(listing.reason), wb_feed_entries_reason(entries, &entries->items[i]));
		status = wb_listing_batch_add(
		    reading->batch, &listing, import->ttl_s > 0 ? WB_LISTING_END_SAID : WB_LISTING_END_KEPT, error_r);
	}
	wb_feed_entries_close(entries);
	wb_feed_entries_close(&reading->excluded);
	return status;
}

enum wb_status wb_list_import(const struct wb_config *config, const struct wb_change *change,
    const struct wb_list_import *import, const struct wb_line_listener *listener, struct wb_list_imported *imported_r,
    struct wb_error *error_r)
{
	struct wb_history_record record = { .action = WB_HISTORY_IMPORT };
	struct wb_listing_batch batch = { NULL };
	struct wb_listing_writer *writer = NULL;
	struct list_reading reading = { config, change, import, &batch, imported_r, { NULL }, { NULL } };
	struct wb_error why = { "" }; /* of each line, though the caller may want none */
	enum wb_status status;

	*imported_r = (struct wb_list_imported){ 0 };
	if (strlen(import->source) >= sizeof(record.source))
		return wb_fail(error_r, WB_INVALID, "source: expected at most %zu bytes", sizeof(record.source) - 1);
	status = (import->category != NULL ? read_plain_list : read_lines)(&reading, listener, &why);
	if (status == WB_OK && imported_r->mistakes > 0)
		status = wb_fail(&why, WB_INVALID, "%s: %zu line%s with mistakes, nothing was imported", import->file.path,
		    imported_r->mistakes, imported_r->mistakes == 1 ? "" : "s");
	/* Whoever else wants to write waits from here on only, however slowly the lines came. */
	wb_listing_batch_sort(&batch);
	if (status == WB_OK)
		status = wb_listing_writer_open(config->policy.store, &writer, &why);
	if (status == WB_OK)
		status = wb_listing_add_batch(writer, &batch, change->at_s, &imported_r->replaced, &imported_r->kept, &why);
	imported_r->added = batch.count - imported_r->replaced;
	wb_listing_batch_close(&batch);
	record.added = imported_r->added;
	record.kept = imported_r->replaced;
	wb_text_copy(record.source, sizeof(record.source), import->source);
	wb_text_copy(record.why, sizeof(record.why), import->file.path);
	if (status == WB_OK)
		status = wb_change_note(writer, change, &record, &why);
	if (status == WB_OK)
		status = wb_listing_commit(writer, &why);
	wb_listing_writer_close(&writer);
	return status == WB_OK ? WB_OK : wb_fail(error_r, status, "%s", why.text);
}
