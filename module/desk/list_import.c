/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_import.c - see list_import.h */
#include "desk/list_import.h"

#include <string.h>

#include "base/nat64.h"
#include "base/text.h"
#include "desk/list_text.h"
#include "store/listings.h"

static enum wb_status read_lines(const struct wb_config *config, const struct wb_change *change,
    const struct wb_list_import *import, struct wb_line_reader *reader, struct wb_listing_batch *batch,
    struct wb_list_imported *imported, struct wb_error *error_r)
{
	enum wb_status status;

	while ((status = wb_line_reader_next(reader, error_r)) == WB_OK) {
		enum wb_list_guard guard = WB_LIST_GUARD_NONE;
		enum wb_listing_end end;
		struct wb_listing listing = { .created_at_s = change->at_s };
		char note[WB_NAT64_TEXT_SIZE];
		struct wb_prefix written;

		if (reader->length == 0 || reader->text[0] == '#')
			continue;
		status = wb_line_reader_check(reader, error_r);
		wb_text_copy(listing.source, sizeof(listing.source), import->source);
		if (status == WB_OK)
			status = wb_list_text_parse(reader->text, &listing, &end, error_r);
		written = listing.prefix;
		if (status == WB_OK)
			status = wb_list_translate(config, &listing.prefix, import->force, &guard, error_r);
		if (status == WB_OK && !wb_prefix_equals(&written, &listing.prefix)) {
			wb_nat64_format(&written, &listing.prefix, note);
			wb_line_reader_report(reader, WB_LINE_NOTED, note);
		}
		if (status == WB_OK)
			status = wb_list_check(config, &listing, import->force, import->own, &guard, error_r);
		if (status == WB_OK && imported->mistakes > 0)
			continue;
		if (status == WB_OK)
			status = wb_listing_batch_add(batch, &listing, end, error_r);
		if (status == WB_INVALID) {
			imported->mistakes++;
			wb_line_reader_report(
			    reader, guard == WB_LIST_GUARD_NONE ? WB_LINE_BAD : WB_LINE_GUARDED, error_r->text);
		} else if (status != WB_OK) {
			return status;
		}
	}
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_list_import(const struct wb_config *config, const struct wb_change *change,
    const struct wb_list_import *import, const struct wb_line_listener *listener, struct wb_list_imported *imported_r,
    struct wb_error *error_r)
{
	struct wb_history_record record = { .action = WB_HISTORY_IMPORT };
	struct wb_listing_batch batch = { NULL };
	struct wb_listing_writer *writer = NULL;
	struct wb_line_reader reader;
	struct wb_error why; /* of each line, though the caller may want none */
	enum wb_status status;

	*imported_r = (struct wb_list_imported){ 0 };
	if (strlen(import->source) >= sizeof(record.source))
		return wb_fail(error_r, WB_INVALID, "source: expected at most %zu bytes", sizeof(record.source) - 1);
	status = wb_line_reader_open(&reader, &import->file, listener, &why);
	if (status == WB_OK)
		status = read_lines(config, change, import, &reader, &batch, imported_r, &why);
	wb_line_reader_close(&reader);
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
