/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* change.c - see change.h */
#include "store/change.h"

#include <string.h>

#include "base/text.h"

static struct wb_history_state state_of(const struct wb_listing *listing)
{
	struct wb_history_state state = {
		.is_listed = true,
		.scope = listing->scope,
		.created_at_s = listing->created_at_s,
		.expires_at_s = listing->expires_at_s,
	};

	wb_text_copy(state.reason, sizeof(state.reason), listing->reason);
	return state;
}

static struct wb_history_record record_of(const struct wb_listing *listing, enum wb_history_action action, const char *why)
{
	struct wb_history_record record = { .action = action, .has_prefix = true, .prefix = listing->prefix };

	wb_text_copy(record.category, sizeof(record.category), listing->category);
	wb_text_copy(record.source, sizeof(record.source), listing->source);
	wb_text_copy(record.why, sizeof(record.why), why);
	return record;
}

enum wb_status wb_change_note(struct wb_listing_writer *writer, const struct wb_change *change,
    struct wb_history_record *record, struct wb_error *error_r)
{
	enum wb_status status;
	size_t pruned;

	record->at_s = change->at_s;
	record->uid = change->uid;
	wb_text_copy(record->login, sizeof(record->login), change->login);
	status = wb_history_add(writer, record, error_r);
	if (status == WB_OK && change->keep_s > 0)
		status = wb_history_prune(writer, change->at_s - change->keep_s, WB_AGE_GUARDED, &pruned, error_r);
	return status == WB_INVALID ? WB_OK : status;
}

struct search {
	const struct wb_listing *wanted;
	struct wb_history_state state;
};

static bool note_state(void *context, const struct wb_listing *listing)
{
	struct search *search = context;

	if (strcmp(listing->category, search->wanted->category) != 0 || strcmp(listing->source, search->wanted->source) != 0)
		return true;
	search->state = state_of(listing);
	return false;
}

enum wb_status wb_change_add(struct wb_listing_writer *writer, const struct wb_change *change, const struct wb_listing *listing,
    bool *replaced_r, struct wb_error *error_r)
{
	struct search search = { .wanted = listing };
	struct wb_history_record record;
	size_t unreadable;
	enum wb_status status = wb_listing_find_prefix(writer, &listing->prefix, note_state, &search, &unreadable, error_r);

	if (status == WB_OK)
		status = wb_listing_add(writer, listing, replaced_r, error_r);
	if (status != WB_OK)
		return status;
	record = record_of(listing, *replaced_r ? WB_HISTORY_REPLACE : WB_HISTORY_ADD, listing->reason);
	record.before = search.state;
	record.after = state_of(listing);
	return wb_change_note(writer, change, &record, error_r);
}

struct removal {
	struct wb_listing_writer *writer;
	const struct wb_change *change;
	const char *category;
	const char *source;
	const char *why;
	enum wb_status status;
	struct wb_error *error_r;
};

static bool note_removal(void *context, const struct wb_listing *listing)
{
	struct removal *removal = context;
	struct wb_history_record record;

	if ((removal->category != NULL && strcmp(listing->category, removal->category) != 0) ||
	    (removal->source != NULL && strcmp(listing->source, removal->source) != 0))
		return true;
	record = record_of(listing, WB_HISTORY_REMOVE, removal->why);
	record.before = state_of(listing);
	removal->status = wb_change_note(removal->writer, removal->change, &record, removal->error_r);
	return removal->status == WB_OK;
}

enum wb_status wb_change_remove(struct wb_listing_writer *writer, const struct wb_change *change,
    const struct wb_prefix *prefix, const char *category, const char *source, const char *why, size_t *removed_r,
    struct wb_error *error_r)
{
	struct removal removal = { writer, change, category, source, why, WB_OK, error_r };
	size_t unreadable;
	enum wb_status status = wb_listing_find_prefix(writer, prefix, note_removal, &removal, &unreadable, error_r);

	if (status == WB_OK)
		status = removal.status;
	return status == WB_OK ? wb_listing_remove(writer, prefix, category, source, removed_r, error_r) : status;
}

enum wb_status wb_change_expire(struct wb_listing_writer *writer, const struct wb_change *change, int64_t now_s,
    enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_history_record record = { .action = WB_HISTORY_EXPIRE };
	enum wb_status status = wb_listing_expire(writer, now_s, guard, removed_r, error_r);
	size_t pruned;

	record.removed = *removed_r;
	if (status == WB_OK && change->keep_s > 0)
		status = wb_history_prune(writer, change->at_s - change->keep_s, guard, &pruned, error_r);
	return status == WB_OK && record.removed > 0 ? wb_change_note(writer, change, &record, error_r) : status;
}
