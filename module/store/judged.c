/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * judged.c - see judged.h
 *
 * Table "judged": key = address (16), kind (1), return code (4), origin (the rest); value = version (1), flags (1), first, last (8 each),
 * refusals (4), in grace, accepted from, accepted last (8 each).
 */
#include "store/judged.h"

#include <string.h>

#include "base/text.h"
#include "verdict/guard.h"

#define VALUE_VERSION 1
#define KEY_BYTES_MAX (21 + WB_JUDGED_ORIGIN_SIZE)
#define VALUE_BYTES 46
#define ADDRESS_BYTES 16

enum { FLAG_GUARDED = 1 };

static void walk_key(struct wb_record *record, struct wb_judged *judged)
{
	wb_record_bytes(record, judged->client.bytes, sizeof(judged->client.bytes));
	judged->kind = (enum wb_evidence_kind)wb_record_choice(record, judged->kind, WB_EVIDENCE_KIND_COUNT);
	judged->return_code = (uint32_t)wb_record_number(record, judged->return_code, 4);
	wb_record_last_text(record, judged->origin, sizeof(judged->origin));
}

static void walk_value(struct wb_record *record, struct wb_judged *judged)
{
	unsigned flags = judged->was_guarded ? FLAG_GUARDED : 0U;

	wb_record_version(record, VALUE_VERSION);
	flags = (unsigned)wb_record_number(record, flags, 1);
	judged->was_guarded = (flags & FLAG_GUARDED) != 0;
	judged->first_s = wb_record_time(record, judged->first_s);
	judged->last_s = wb_record_time(record, judged->last_s);
	judged->refusals = (uint32_t)wb_record_number(record, judged->refusals, 4);
	judged->in_grace_s = wb_record_time(record, judged->in_grace_s);
	judged->accepted_from_s = wb_record_time(record, judged->accepted_from_s);
	judged->accepted_last_s = wb_record_time(record, judged->accepted_last_s);
}

static struct wb_blob encode_key(const struct wb_judged *judged, unsigned char *bytes)
{
	struct wb_judged copy = *judged;
	struct wb_record record;

	wb_record_open_write(&record, bytes, KEY_BYTES_MAX);
	walk_key(&record, &copy);
	return wb_record_blob(&record);
}

static bool decode(struct wb_blob key, struct wb_blob value, struct wb_judged *judged_r)
{
	struct wb_record record;

	memset(judged_r, 0, sizeof(*judged_r));
	wb_record_open_read(&record, key);
	walk_key(&record, judged_r);
	if (!wb_record_ends_key(&record))
		return false;
	wb_record_open_read(&record, value);
	walk_value(&record, judged_r);
	return wb_record_ends_value(&record);
}

static enum wb_status put(struct wb_case_session *session, const struct wb_judged *judged, struct wb_error *error_r)
{
	unsigned char key[KEY_BYTES_MAX], value[VALUE_BYTES];
	struct wb_judged copy = *judged;
	struct wb_record record;

	wb_record_open_write(&record, value, sizeof(value));
	walk_value(&record, &copy);
	return wb_table_put(&session->tables[WB_CASE_JUDGED], encode_key(judged, key), wb_record_blob(&record), error_r);
}

/* ---- Booking --------------------------------------------------------------------------------------------------------- */

static enum wb_status book(
    struct wb_case_session *session, const struct wb_judged *wanted, bool is_refused, size_t rows_max, struct wb_error *error_r)
{
	const struct wb_table *table = &session->tables[WB_CASE_JUDGED];
	unsigned char bytes[KEY_BYTES_MAX];
	struct wb_blob key = encode_key(wanted, bytes), value;
	struct wb_judged judged = *wanted;
	enum wb_status status = wb_table_get(table, key, &value, error_r);
	size_t rows = 0;

	if (status == WB_NOT_FOUND) {
		status = wb_table_count(table, &rows, error_r);
		if (status != WB_OK || rows >= rows_max)
			return status;
	} else if (status != WB_OK || !decode(key, value, &judged)) {
		return status;
	}
	if (wanted->last_s > judged.last_s)
		judged.last_s = wanted->last_s;
	judged.was_guarded = judged.was_guarded || wanted->was_guarded;
	if (wanted->in_grace_s > judged.in_grace_s)
		judged.in_grace_s = wanted->in_grace_s;
	if (is_refused) {
		judged.refusals += judged.refusals < UINT32_MAX;
		judged.accepted_from_s = judged.accepted_last_s = 0;
	}
	return put(session, &judged, error_r);
}

enum wb_status wb_judged_refuse(
    struct wb_case_session *session, const struct wb_event *event, int64_t at_s, size_t rows_max, struct wb_error *error_r)
{
	const char *guard = wb_event_field(event, "guard"), *category = wb_event_field(event, "category");
	bool is_guarded = guard[0] != '\0' && strcmp(guard, WB_GUARD_UNKNOWN) != 0;
	bool is_in_grace = wb_event_field(event, "refused_from")[0] != '\0';
	enum wb_status status = WB_OK;

	if (category[0] == '\0' || (!event->is_refusal && !is_guarded))
		return WB_OK;
	for (size_t i = 0; i < event->evidence_count && status == WB_OK; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];
		struct wb_judged judged = {
			.client = event->client,
			.kind = row->kind,
			.return_code = row->return_code,
			.first_s = at_s,
			.last_s = at_s,
			.was_guarded = is_guarded,
			.in_grace_s = is_in_grace ? at_s : 0,
		};

		if (row->discount != WB_DISCOUNT_NONE || strcmp(row->category, category) != 0)
			continue;
		wb_text_copy(judged.origin, sizeof(judged.origin), row->origin);
		status = book(session, &judged, event->is_refusal && !is_guarded && !is_in_grace, rows_max, error_r);
	}
	return status;
}

enum wb_status wb_judged_accept(
    struct wb_case_session *session, const struct wb_address *client, int64_t at_s, struct wb_error *error_r)
{
	const struct wb_blob prefix = { client->bytes, ADDRESS_BYTES };
	struct wb_judged rows[16]; /* of one host there are few; of more the first ones speak */
	size_t count = 0;
	struct wb_walk walk;
	enum wb_status status;

	wb_walk_open(&walk, &session->tables[WB_CASE_JUDGED]);
	for (bool found = wb_walk_from(&walk, prefix);
	     found && wb_walk_begins(&walk, prefix) && count < sizeof(rows) / sizeof(rows[0]); found = wb_walk_next(&walk))
		count += decode(walk.key, walk.value, &rows[count]);
	status = wb_walk_close(&walk, error_r);
	for (size_t i = 0; i < count && status == WB_OK; i++) {
		if (at_s < rows[i].last_s)
			continue;
		if (rows[i].accepted_from_s == 0)
			rows[i].accepted_from_s = at_s;
		rows[i].accepted_last_s = at_s;
		status = put(session, &rows[i], error_r);
	}
	return status;
}

/* ---- Reading, and what goes ------------------------------------------------------------------------------------------ */

enum wb_status wb_judged_walk(
    const char *store, wb_judged_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_case_session session;
	struct wb_judged judged;
	struct wb_walk walk;
	enum wb_status status = wb_case_session_open_read(store, &session, error_r);

	*unreadable_r = 0;
	if (status == WB_OK) {
		wb_walk_open(&walk, &session.tables[WB_CASE_JUDGED]);
		while (wb_walk_next(&walk)) {
			if (!decode(walk.key, walk.value, &judged))
				(*unreadable_r)++;
			else if (!visit(context, &judged))
				break;
		}
		status = wb_walk_close(&walk, error_r);
	}
	wb_case_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

static bool is_old(const struct wb_judged *judged, int64_t now_s)
{
	int64_t last_s = judged->last_s > judged->accepted_last_s ? judged->last_s : judged->accepted_last_s;

	return now_s - last_s > WB_JUDGED_KEEP_S;
}

/* Counts the old rows, or removes them. */
static enum wb_status walk_old(
    struct wb_case_session *session, int64_t now_s, bool removes, size_t *old_r, struct wb_error *error_r)
{
	struct wb_judged judged;
	struct wb_walk walk;

	*old_r = 0;
	wb_walk_open(&walk, &session->tables[WB_CASE_JUDGED]);
	while (wb_walk_next(&walk)) {
		if (!decode(walk.key, walk.value, &judged) || !is_old(&judged, now_s))
			continue;
		(*old_r)++;
		if (removes)
			wb_walk_remove(&walk);
	}
	return wb_walk_close(&walk, error_r);
}

enum wb_status wb_judged_expire(const char *store, int64_t now_s, enum wb_age_guard guard, struct wb_error *error_r)
{
	struct wb_case_session session;
	size_t old = 0, all = 0;
	enum wb_status status = wb_case_session_open_write(store, &session, error_r);

	if (status == WB_OK)
		status = wb_table_count(&session.tables[WB_CASE_JUDGED], &all, error_r);
	if (status == WB_OK)
		status = walk_old(&session, now_s, false, &old, error_r);
	if (status == WB_OK && !wb_age_guard_allows(guard, old, all))
		status = wb_fail(error_r, WB_INVALID,
		    "%zu of %zu rows of accuracy are older than 90 days, more than half: nothing was removed: expected a clock that is right; or --force",
		    old, all);
	else if (status == WB_OK && old > 0)
		status = walk_old(&session, now_s, true, &old, error_r);
	if (status == WB_OK && old > 0)
		status = wb_case_session_commit(&session, error_r);
	wb_case_session_close(&session);
	return status;
}

enum wb_status wb_judged_forget(const char *store, const struct wb_prefix *client, size_t *removed_r, struct wb_error *error_r)
{
	const struct wb_blob from = { client->address.bytes, ADDRESS_BYTES };
	struct wb_case_session session;
	struct wb_address address;
	struct wb_walk walk;
	enum wb_status status = wb_case_session_open_write(store, &session, error_r);

	*removed_r = 0;
	if (status == WB_OK) {
		wb_walk_open(&walk, &session.tables[WB_CASE_JUDGED]);
		for (bool found = wb_walk_from(&walk, from); found; found = wb_walk_next(&walk)) {
			/* One that is damaged must not keep those behind it. */
			if (walk.key.size < ADDRESS_BYTES)
				continue;
			memcpy(address.bytes, walk.key.data, ADDRESS_BYTES);
			if (!wb_prefix_covers(client, &address))
				break;
			wb_walk_remove(&walk);
			(*removed_r)++;
		}
		status = wb_walk_close(&walk, error_r);
	}
	if (status == WB_OK && *removed_r > 0)
		status = wb_case_session_commit(&session, error_r);
	wb_case_session_close(&session);
	return status;
}
