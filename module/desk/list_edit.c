/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_edit.c - see list_edit.h */
#include "desk/list_edit.h"

#include <string.h>

#include "base/text.h"

struct search {
	const struct wb_list_edit *edit;
	struct wb_list_edited *edited;
};

/* A wb_listing_visit. */
static bool note_found(void *context, const struct wb_listing *listing)
{
	const struct search *search = context;
	const struct wb_list_edit *edit = search->edit;

	if ((edit->category != NULL && strcmp(listing->category, edit->category) != 0) ||
	    (edit->source != NULL && strcmp(listing->source, edit->source) != 0))
		return true;
	if (search->edited->count < WB_LIST_EDIT_FOUND_MAX)
		search->edited->found[search->edited->count] = *listing;
	search->edited->count++;
	return true;
}

struct name_search {
	const struct wb_listing *listing;
	bool is_there;
};

/* A wb_listing_visit. */
static bool note_same_name(void *context, const struct wb_listing *found)
{
	struct name_search *search = context;

	search->is_there = wb_listing_has_same_name(found, search->listing);
	return !search->is_there;
}

static enum wb_status fill_after(const struct wb_list_edit *edit, struct wb_listing *after, struct wb_error *error_r)
{
	if (edit->new_category != NULL && !wb_text_copy(after->category, sizeof(after->category), edit->new_category))
		return wb_fail(error_r, WB_INVALID, "unknown category \"%.40s\"", edit->new_category);
	if (edit->new_reason != NULL && !wb_text_copy(after->reason, sizeof(after->reason), edit->new_reason))
		return wb_fail(error_r, WB_INVALID, "the reason has %zu bytes: expected at most %d", strlen(edit->new_reason),
		    WB_LISTING_REASON_SIZE - 1);
	if (edit->new_note != NULL && !wb_text_copy(after->note, sizeof(after->note), edit->new_note))
		return wb_fail(error_r, WB_INVALID, "the note has %zu bytes: expected at most %d", strlen(edit->new_note),
		    WB_LISTING_REASON_SIZE - 1);
	if (edit->new_scope != NULL)
		after->scope = *edit->new_scope;
	if (edit->new_expires_at_s != NULL)
		after->expires_at_s = *edit->new_expires_at_s;
	return WB_OK;
}

/* One of them, and nobody else's to change. */
static enum wb_status check_found(const struct wb_list_edited *edited, struct wb_error *error_r)
{
	const struct wb_listing *listing = &edited->found[0];
	char prefix[WB_PREFIX_TEXT_SIZE];

	if (edited->count == 0)
		return WB_NOT_FOUND;
	wb_prefix_format(&listing->prefix, prefix);
	if (edited->count > 1)
		return wb_fail(error_r, WB_INVALID,
		    "%zu listings of %s: expected the category or the source of one, such as %s by %s", edited->count, prefix,
		    listing->category, listing->source);
	if (strncmp(listing->source, WB_LISTING_SOURCE_FEED, strlen(WB_LISTING_SOURCE_FEED)) == 0)
		return wb_fail(error_r, WB_INVALID,
		    "%s lists %s as %s, and its next sync would write that again: expected a listing of staff's",
		    listing->source, prefix, listing->category);
	return WB_OK;
}

/* Another category is another name: the one of before goes, and what takes its place is in the list since then. */
static enum wb_status rename_listing(const struct wb_change *change, struct wb_listing_writer *writer,
    const struct wb_list_edited *edited, struct wb_error *error_r)
{
	const struct wb_listing *before = &edited->before, *after = &edited->after;
	struct name_search search = { .listing = after };
	char prefix[WB_PREFIX_TEXT_SIZE];
	size_t unreadable, removed;
	enum wb_status status = wb_listing_find_prefix(writer, &after->prefix, note_same_name, &search, &unreadable, error_r);

	wb_prefix_format(&after->prefix, prefix);
	if (status == WB_OK && search.is_there)
		status = wb_fail(error_r, WB_INVALID, "%s is listed as %s by %s already: expected another category", prefix,
		    after->category, after->source);
	if (status == WB_OK)
		status = wb_change_remove(
		    writer, change, &before->prefix, before->category, before->source, after->reason, &removed, error_r);
	return status;
}

enum wb_status wb_list_edit(const struct wb_config *config, const struct wb_change *change, const struct wb_list_edit *edit,
    struct wb_list_edited *edited_r, struct wb_error *error_r)
{
	struct search search = { edit, edited_r };
	struct wb_listing_writer *writer = NULL;
	enum wb_list_force force;
	bool is_renamed = false, replaced;
	size_t unreadable;
	enum wb_status status = wb_listing_writer_open(config->policy.store, &writer, error_r);

	*edited_r = (struct wb_list_edited){ .guard = WB_LIST_GUARD_NONE };
	if (status == WB_OK)
		status = wb_listing_find_prefix(writer, &edit->prefix, note_found, &search, &unreadable, error_r);
	if (status == WB_OK)
		status = check_found(edited_r, error_r);
	if (status == WB_OK) {
		edited_r->before = edited_r->after = edited_r->found[0];
		status = fill_after(edit, &edited_r->after, error_r);
		is_renamed = strcmp(edited_r->before.category, edited_r->after.category) != 0;
	}
	/* What is listed is past the guards; another category may be what they are for. */
	force = is_renamed ? edit->force : WB_LIST_FORCED;
	if (status == WB_OK)
		status = wb_list_check(config, &edited_r->after, force, edit->own, &edited_r->guard, error_r);
	if (status == WB_OK && is_renamed)
		status = rename_listing(change, writer, edited_r, error_r);
	if (status == WB_OK)
		status = wb_change_add(writer, change, &edited_r->after, &replaced, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	return status;
}
