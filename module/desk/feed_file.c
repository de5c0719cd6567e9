/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_file.c - see feed_file.h */
#include "desk/feed_file.h"

#include <string.h>

#include "base/nat64.h"
#include "desk/feed_format.h"
#include "desk/feed_guard.h"

/* WB_INVALID: of some part nobody can say as what its clients count. What counts as IPv4 is told once for a line. */
static enum wb_status check_nat64(const struct wb_prefixes *own, const struct wb_line_reader *reader,
    const struct wb_feed_line *line, struct wb_error *error_r)
{
	struct wb_range range = line->range;
	char note[WB_NAT64_TEXT_SIZE] = "";
	struct wb_prefix prefix, plain;

	while (wb_range_take(&range, &prefix)) {
		enum wb_status status = wb_nat64_prefix(own, &prefix, &plain, error_r);

		if (status == WB_INVALID)
			return WB_INVALID;
		if (status == WB_OK && note[0] == '\0')
			wb_nat64_format(&prefix, &plain, note);
	}
	if (note[0] != '\0')
		wb_line_reader_report(reader, WB_LINE_NOTED, note);
	return WB_OK;
}

/*
 * Once a guard has refused a line, nothing will come of the file: the rest is read for its mistakes only. A range that trips a guard
 * with many of its prefixes is told once.
 */
static enum wb_status add_feed_line(const struct wb_policy *policy, unsigned allowed, const struct wb_line_reader *reader,
    struct wb_feed_line *line, struct wb_feed_file *file, struct wb_error *error_r)
{
	enum wb_status status = check_nat64(&policy->nat64_prefixes, reader, line, error_r);
	bool is_guarded = false;
	struct wb_prefix prefix, plain;

	while (status == WB_OK && !is_guarded && wb_range_take(&line->range, &prefix)) {
		wb_nat64_prefix(&policy->nat64_prefixes, &prefix, &plain, NULL);
		is_guarded = wb_feed_guard_check_prefix(&policy->exempt, &plain, allowed, error_r) != WB_FEED_GUARDS;
		if (is_guarded)
			wb_line_reader_report(reader, WB_LINE_GUARDED, error_r->text);
		else if (file->guarded == 0)
			status = wb_feed_entries_add(&file->entries, &plain, line->reason, error_r);
	}
	file->guarded += is_guarded;
	return status;
}

enum wb_status wb_feed_file_read(const struct wb_policy *policy, const struct wb_line_source *source, unsigned allowed,
    const struct wb_line_listener *listener, struct wb_feed_file *file_r, struct wb_error *error_r)
{
	static const char byte_order_mark[] = "\xef\xbb\xbf"; /* Windows' editors begin a file with it */
	struct wb_line_reader reader;
	struct wb_feed_line line;
	struct wb_error why; /* of each line, though the caller may want none */
	enum wb_status status;

	memset(file_r, 0, sizeof(*file_r));
	status = wb_line_reader_open(&reader, source, listener, &why);
	while (status == WB_OK) {
		char *text = reader.text;

		status = wb_line_reader_next(&reader, &why);
		if (status != WB_OK)
			break;
		if (reader.number == 1 && strncmp(text, byte_order_mark, strlen(byte_order_mark)) == 0)
			text += strlen(byte_order_mark);
		status = wb_line_reader_check(&reader, &why);
		if (status == WB_OK)
			status = wb_feed_format_parse(text, &line, &why);
		if (status == WB_OK)
			status = add_feed_line(policy, allowed, &reader, &line, file_r, &why);
		if (status == WB_OK) {
			file_r->good++;
		} else if (status == WB_INVALID) {
			file_r->bad++;
			wb_line_reader_report(&reader, WB_LINE_BAD, why.text);
		}
		/* A bad line, and one without a prefix, end nothing. */
		if (status == WB_INVALID || status == WB_NOT_FOUND)
			status = WB_OK;
	}
	wb_line_reader_close(&reader);
	/* WB_NOT_FOUND: there is no further line. */
	if (status != WB_NOT_FOUND)
		return wb_fail(error_r, status, "%s", why.text);

	if (wb_feed_guard_check_file(file_r->good, file_r->bad, allowed, &why) != WB_FEED_GUARDS)
		return wb_fail(error_r, WB_INVALID, "%s: %.400s", source->path, why.text);
	if (file_r->guarded > 0)
		return wb_fail(error_r, WB_INVALID, "%s: %zu line%s refused", source->path, file_r->guarded,
		    file_r->guarded == 1 ? " was" : "s were");
	return WB_OK;
}
