/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listings.c - see listings.h */
#include "store/listings.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"
#include "store/listing_record.h"
#include "store/listing_session.h"
#include "store/publish.h"
#include "store/turn.h"

#define FETCHED_AHEAD 8 /* rows of a batch */

/*
 * Visits the listings of exactly this prefix; *go_on becomes false when the visitor has seen enough. WB_UNAVAILABLE also when a
 * record was found that might be an allow listing, but whose name cannot be read.
 */
static enum wb_status visit_prefix(struct wb_listing_session *session, const struct wb_prefix *prefix, wb_listing_visit *visit,
    void *context, size_t *unreadable_r, bool *go_on, struct wb_error *error_r)
{
	unsigned char bytes[WB_LISTING_HEAD_BYTES];
	struct wb_blob head = wb_listing_record_encode_head(prefix, bytes);
	struct wb_listing listing;
	struct wb_walk walk;
	bool might_allow = false;
	enum wb_status status;

	wb_walk_open(&walk, &session->listings);
	for (bool found = wb_walk_from(&walk, head); found && *go_on && wb_walk_begins(&walk, head);
	     found = *go_on && wb_walk_next(&walk)) {
		if (wb_listing_record_decode(walk.key, walk.value, &listing, unreadable_r))
			*go_on = visit(context, &listing);
		else if (wb_listing_record_might_allow(walk.key))
			might_allow = true;
	}
	status = wb_walk_close(&walk, error_r);
	return status == WB_OK && might_allow ? wb_store_fail_damaged(session->transaction.store, error_r) : status;
}

enum wb_status wb_listing_find(const char *store, const struct wb_address *address, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_listing_session session;
	unsigned shortest = wb_address_is_v4(address) ? WB_ADDRESS_V4_BITS : 0;
	bool go_on = true;
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	for (unsigned i = 0; status == WB_OK && go_on && i <= WB_ADDRESS_BITS - shortest; i++) {
		unsigned bits = WB_ADDRESS_BITS - i;
		struct wb_prefix prefix = wb_prefix_of(address, bits);

		if (session.lengths[bits] > 0)
			status = visit_prefix(&session, &prefix, visit, context, unreadable_r, &go_on, error_r);
	}
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_listing_walk(
    const char *store, wb_listing_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_listing_session session;
	struct wb_listing listing;
	struct wb_walk walk;
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	if (status == WB_OK) {
		wb_walk_open(&walk, &session.listings);
		while (wb_walk_next(&walk)) {
			if (wb_listing_record_decode(walk.key, walk.value, &listing, unreadable_r) && !visit(context, &listing))
				break;
		}
		status = wb_walk_close(&walk, error_r);
	}
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* True for a key whose address the prefix holds: all of these lie beside each other. */
static bool is_held(const struct wb_prefix *prefix, struct wb_blob key)
{
	struct wb_address address = { { 0 } };
	struct wb_prefix around;
	struct wb_record record;

	wb_record_open_read(&record, key);
	wb_record_bytes(&record, address.bytes, sizeof(address.bytes));
	around = wb_prefix_of(&address, prefix->prefix_bits);
	return !record.has_failed && memcmp(&around.address, &prefix->address, sizeof(address)) == 0;
}

static enum wb_status visit_inside(const struct wb_listing_session *session, const struct wb_prefix *prefix,
    wb_listing_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	unsigned char head[WB_LISTING_HEAD_BYTES];
	struct wb_listing listing;
	struct wb_walk walk;

	wb_walk_open(&walk, &session->listings);
	for (bool found = wb_walk_from(&walk, wb_listing_record_encode_head(prefix, head)); found && is_held(prefix, walk.key);
	     found = wb_walk_next(&walk)) {
		/* One that begins at the same address may be of a shorter prefix. */
		if (wb_listing_record_decode(walk.key, walk.value, &listing, unreadable_r) &&
		    !wb_prefix_equals(&listing.prefix, prefix) && wb_prefix_lies_in(&listing.prefix, prefix) &&
		    !visit(context, &listing))
			break;
	}
	return wb_walk_close(&walk, error_r);
}

enum wb_status wb_listing_walk_inside(const char *store, const struct wb_prefix *prefix, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_listing_session session;
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	if (status == WB_OK)
		status = visit_inside(&session, prefix, visit, context, unreadable_r, error_r);
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_listing_count(const char *store, struct wb_listing_count *count_r, struct wb_error *error_r)
{
	struct wb_listing_session session;
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r);

	memset(count_r, 0, sizeof(*count_r));
	for (size_t i = 0; status == WB_OK && i < WB_LISTING_LENGTHS; i++) {
		count_r->listings += session.lengths[i];
		count_r->prefix_lengths += session.lengths[i] > 0;
	}
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

bool wb_listing_is_busy(const char *store)
{
	char path[PATH_MAX];

	return (size_t)snprintf(path, sizeof(path), "%s/" WB_LISTING_FOLDER "/" WB_TURN_LOCK, store) < sizeof(path) &&
	    wb_turn_is_taken(path);
}

enum wb_status wb_listing_writer_open(const char *store, struct wb_listing_writer **writer_r, struct wb_error *error_r)
{
	struct wb_listing_writer *writer = calloc(1, sizeof(*writer));
	enum wb_status status;

	*writer_r = NULL;
	if (writer == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "store %s: out of memory", store);
	status = wb_listing_session_open_write(store, &writer->session, error_r);
	if (status != WB_OK)
		wb_listing_writer_close(&writer);
	*writer_r = writer;
	return status;
}

static enum wb_status put_record(struct wb_listing_session *session, const struct wb_prefix *prefix, struct wb_blob key,
    struct wb_blob value, bool *replaced_r, struct wb_error *error_r)
{
	enum wb_status status = wb_table_replace(&session->listings, key, value, replaced_r, error_r);

	if (status != WB_OK)
		return status;
	session->lengths[prefix->prefix_bits] += !*replaced_r;
	return wb_changed_add(&session->changed, prefix, error_r);
}

enum wb_status wb_listing_add(
    struct wb_listing_writer *writer, const struct wb_listing *listing, bool *replaced_r, struct wb_error *error_r)
{
	unsigned char key_bytes[WB_LISTING_KEY_BYTES_MAX], value_bytes[WB_LISTING_VALUE_BYTES_MAX];
	bool replaced;

	if (wb_listing_check(listing, error_r) != WB_OK)
		return WB_INVALID;
	return put_record(&writer->session, &listing->prefix, wb_listing_record_encode_key(listing, key_bytes),
	    wb_listing_record_encode_value(listing, value_bytes), replaced_r != NULL ? replaced_r : &replaced, error_r);
}

/*
 * Gives a listing what it does not say from the one that has its name, if that still counts: since when it is listed, if it is of now, and its
 * end. kept: counts ends that were given; NULL: it has one of its own. value_bytes: room for its new value.
 */
static enum wb_status keep_times(const struct wb_listing_session *session, struct wb_blob key, int64_t now_s,
    unsigned char *value_bytes, struct wb_blob *value, size_t *kept, struct wb_error *error_r)
{
	struct wb_listing before, after;
	struct wb_blob found;
	size_t unreadable;
	enum wb_status status;

	if (!wb_listing_record_decode(key, *value, &after, &unreadable) || (kept == NULL && after.created_at_s != now_s))
		return WB_OK;
	status = wb_table_get(&session->listings, key, &found, error_r);
	if (status != WB_OK)
		return status == WB_NOT_FOUND ? WB_OK : status;
	if (!wb_listing_record_decode(key, found, &before, &unreadable) || !wb_listing_is_active(&before, now_s))
		return WB_OK;
	if (after.created_at_s == now_s)
		after.created_at_s = wb_listing_since_s(&after, &before);
	if (kept != NULL && before.expires_at_s != 0) {
		after.expires_at_s = before.expires_at_s;
		(*kept)++;
	}
	*value = wb_listing_record_encode_value(&after, value_bytes);
	return WB_OK;
}

enum wb_status wb_listing_add_batch(struct wb_listing_writer *writer, const struct wb_listing_batch *batch, int64_t now_s,
    size_t *replaced_r, size_t *kept_r, struct wb_error *error_r)
{
	unsigned char key_bytes[WB_LISTING_KEY_BYTES_MAX], value_bytes[WB_LISTING_VALUE_BYTES_MAX];
	enum wb_status status = WB_OK;

	*replaced_r = *kept_r = 0;
	for (size_t i = 0; status == WB_OK && i < batch->count; i++) {
		struct wb_blob key, value;
		bool replaced = false;

		/* They lie all over the memory: what comes soon is fetched meanwhile. */
		if (i + FETCHED_AHEAD < batch->count)
			__builtin_prefetch(batch->bytes + batch->rows[i + FETCHED_AHEAD].place);
		wb_listing_batch_record(batch, i, key_bytes, &key, &value);
		status = keep_times(&writer->session, key, now_s, value_bytes, &value,
		    batch->rows[i].end == WB_LISTING_END_KEPT ? kept_r : NULL, error_r);
		if (status == WB_OK)
			status = put_record(&writer->session, &batch->rows[i].prefix, key, value, &replaced, error_r);
		*replaced_r += replaced;
	}
	return status;
}

enum wb_status wb_listing_find_prefix(struct wb_listing_writer *writer, const struct wb_prefix *prefix, wb_listing_visit *visit,
    void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	bool go_on = true;

	*unreadable_r = 0;
	return visit_prefix(&writer->session, prefix, visit, context, unreadable_r, &go_on, error_r);
}

enum wb_status wb_listing_find_inside(struct wb_listing_writer *writer, const struct wb_prefix *prefix, wb_listing_visit *visit,
    void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	*unreadable_r = 0;
	return visit_inside(&writer->session, prefix, visit, context, unreadable_r, error_r);
}

enum wb_status wb_listing_remove(struct wb_listing_writer *writer, const struct wb_prefix *prefix, const char *category,
    const char *source, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	unsigned char bytes[WB_LISTING_HEAD_BYTES];
	struct wb_blob head = wb_listing_record_encode_head(prefix, bytes);
	struct wb_listing listing;
	struct wb_walk walk;
	size_t unreadable = 0;
	enum wb_status status;

	*removed_r = 0;
	wb_walk_open(&walk, &session->listings);
	for (bool found = wb_walk_from(&walk, head); found && wb_walk_begins(&walk, head); found = wb_walk_next(&walk)) {
		if (!wb_listing_record_decode(walk.key, walk.value, &listing, &unreadable) ||
		    (category != NULL && strcmp(category, listing.category) != 0) ||
		    (source != NULL && strcmp(source, listing.source) != 0))
			continue;
		wb_walk_remove(&walk);
		wb_listing_session_forget(session, prefix->prefix_bits);
		(*removed_r)++;
	}
	status = wb_walk_close(&walk, error_r);
	return status == WB_OK && *removed_r > 0 ? wb_changed_add(&session->changed, prefix, error_r) : status;
}

enum wb_status wb_listing_expire(
    struct wb_listing_writer *writer, int64_t now_s, enum wb_age_guard guard, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	struct wb_listing listing;
	struct wb_walk walk;
	size_t unreadable = 0;
	uint64_t all = 0;
	char at[WB_TIMESTAMP_TEXT_SIZE];
	enum wb_status status = WB_OK, closed;

	*removed_r = 0;
	for (size_t i = 0; i < WB_LISTING_LENGTHS; i++)
		all += session->lengths[i];
	wb_walk_open(&walk, &session->listings);
	while (status == WB_OK && wb_walk_next(&walk)) {
		if (!wb_listing_record_decode(walk.key, walk.value, &listing, &unreadable) ||
		    wb_listing_is_kept(&listing, now_s))
			continue;
		wb_walk_remove(&walk);
		wb_listing_session_forget(session, listing.prefix.prefix_bits);
		status = wb_changed_add(&session->changed, &listing.prefix, error_r);
		(*removed_r)++;
	}
	closed = wb_walk_close(&walk, error_r);
	status = status == WB_OK ? closed : status;
	if (status != WB_OK || wb_age_guard_allows(guard, *removed_r, all))
		return status;
	wb_timestamp_format(now_s, at);
	return wb_fail(error_r, WB_INVALID,
	    "%zu of %llu listings have expired by %s, more than half: nothing was removed: expected a clock that is right; or --force",
	    *removed_r, (unsigned long long)all, at);
}

enum wb_status wb_listing_commit(struct wb_listing_writer *writer, struct wb_error *error_r)
{
	struct wb_error why;
	enum wb_status status = wb_listing_session_commit(&writer->session, error_r);

	if (status != WB_OK || wb_publish(&writer->session, WB_PUBLISH_CHANGED, &why) == WB_OK)
		return status;
	return wb_publish_fail(&why, error_r);
}

void wb_listing_writer_close(struct wb_listing_writer **writer)
{
	if (*writer == NULL)
		return;
	wb_listing_session_close(&(*writer)->session);
	free(*writer);
	*writer = NULL;
}
