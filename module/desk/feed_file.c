/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_file.c - see feed_file.h */
#include "desk/feed_file.h"

#include <string.h>

#include "base/nat64.h"
#include "desk/feed_guard.h"
#include "desk/special_space.h"

struct file_reading {
	const struct wb_policy *policy;
	unsigned allowed;
	struct wb_feed_file *file;
};

/* True for what is left out: no client comes from there. */
static bool is_skipped(const struct file_reading *reading, const struct wb_prefix *prefix)
{
	return (reading->allowed & WB_FEED_ALLOWS(WB_FEED_SKIP_SPECIAL)) != 0 && wb_special_space_covers(prefix);
}

/* WB_INVALID: of some part nobody can say as what its clients count. What counts as IPv4 is told once for a line. */
static enum wb_status check_nat64(const struct file_reading *reading, const struct wb_line_reader *reader,
    const struct wb_feed_item *item, struct wb_error *error_r)
{
	const struct wb_prefixes *own = &reading->policy->nat64_prefixes;
	struct wb_range range = item->range;
	char note[WB_NAT64_TEXT_SIZE] = "";
	struct wb_prefix prefix, plain;

	while (wb_range_take(&range, &prefix)) {
		enum wb_status status =
		    is_skipped(reading, &prefix) ? WB_NOT_FOUND : wb_nat64_prefix(own, &prefix, &plain, error_r);

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
 * A wb_feed_found. Once a guard has refused a line, nothing will come of the file: the rest is read for its mistakes only. A range that trips
 * a guard with many of its prefixes is told once.
 */
static enum wb_status add_item(
    void *context, const struct wb_line_reader *reader, struct wb_feed_item *item, struct wb_error *error_r)
{
	struct file_reading *reading = context;
	struct wb_feed_file *file = reading->file;
	const struct wb_policy *policy = reading->policy;
	enum wb_status status = check_nat64(reading, reader, item, error_r);
	bool is_guarded = false;
	struct wb_prefix prefix, plain;

	while (status == WB_OK && !is_guarded && wb_range_take(&item->range, &prefix)) {
		wb_nat64_prefix(&policy->nat64_prefixes, &prefix, &plain, NULL);
		if (item->is_excluded) {
			status = wb_feed_entries_add(&file->excluded, &plain, "", error_r);
			continue;
		}
		if (is_skipped(reading, &prefix) || is_skipped(reading, &plain)) {
			file->special++;
			continue;
		}
		is_guarded = wb_feed_guard_check_prefix(&policy->exempt, &plain, reading->allowed, error_r) != WB_FEED_GUARDS;
		if (is_guarded)
			wb_line_reader_report(reader, WB_LINE_GUARDED, error_r->text);
		else if (file->guarded == 0)
			status = wb_feed_entries_add(&file->entries, &plain, item->reason, error_r);
	}
	file->guarded += is_guarded;
	return status;
}

/* What is excluded goes, wherever it stands in the file; and what is special of wider prefixes. */
static enum wb_status take_off(struct wb_feed_file *file, unsigned allowed, struct wb_error *error_r)
{
	size_t count = 0;
	const struct wb_prefix *special = wb_special_space(&count);
	enum wb_status status = WB_OK;

	if ((allowed & WB_FEED_ALLOWS(WB_FEED_SKIP_SPECIAL)) == 0)
		count = 0;
	for (size_t i = 0; status == WB_OK && i < count; i++)
		status = wb_feed_entries_add(&file->excluded, &special[i], "", error_r);
	return status == WB_OK ? wb_feed_entries_exclude(&file->entries, &file->excluded, error_r) : status;
}

enum wb_status wb_feed_file_read(const struct wb_policy *policy, const struct wb_line_source *source, const char *column,
    unsigned allowed, const struct wb_line_listener *listener, struct wb_feed_file *file_r, struct wb_error *error_r)
{
	struct file_reading reading = { policy, allowed, file_r };
	struct wb_error why; /* though the caller may want none */
	enum wb_status status;

	memset(file_r, 0, sizeof(*file_r));
	status = wb_feed_read(source, column, listener, add_item, &reading, &file_r->lines, error_r);
	if (status == WB_OK && file_r->guarded == 0)
		status = take_off(file_r, allowed, error_r);
	if (status != WB_OK)
		return status;
	if (wb_feed_guard_check_file(file_r->lines.good, file_r->lines.bad, file_r->entries.count + file_r->guarded, allowed,
		&why) != WB_FEED_GUARDS)
		return wb_fail(error_r, WB_INVALID, "%s: %.400s", source->path, why.text);
	if (file_r->guarded > 0)
		return wb_fail(error_r, WB_INVALID, "%s: %zu line%s refused", source->path, file_r->guarded,
		    file_r->guarded == 1 ? " was" : "s were");
	return WB_OK;
}
