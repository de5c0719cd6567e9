/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listing_rows.c - see listing_rows.h */
#include "store/listing_rows.h"

#include "store/listing_record.h"

/* False: a key that does not begin with a prefix. */
static bool read_prefix(struct wb_blob key, struct wb_prefix *prefix_r)
{
	struct wb_record record;

	wb_record_open_read(&record, key);
	wb_record_prefix(&record, prefix_r);
	return !record.has_failed;
}

struct visiting {
	struct wb_walk walk; /* of the listings */
	wb_listing_rows_visit *visit;
	void *context;
	enum wb_status status;
	struct wb_error *error_r;
};

/* The record on which the walk stands, as wb_listing_find takes it. */
static bool visit_record(struct visiting *visiting)
{
	const struct wb_walk *walk = &visiting->walk;
	enum wb_listings_kind kind;
	struct wb_listing listing;
	struct wb_prefix prefix;
	size_t unreadable = 0;

	if (!read_prefix(walk->key, &prefix))
		return true;
	if (wb_listing_record_decode(walk->key, walk->value, &listing, &unreadable))
		kind = unreadable > 0 ? WB_LISTINGS_STILL_ALLOW : WB_LISTINGS_LISTED;
	else
		kind = wb_listing_record_might_allow(walk->key) ? WB_LISTINGS_MIGHT_ALLOW : WB_LISTINGS_UNREADABLE;
	listing.prefix = prefix;
	visiting->status = visiting->visit(visiting->context, kind, &listing, visiting->error_r);
	return visiting->status == WB_OK;
}

static bool visit_changed(void *context, const struct wb_prefix *prefix)
{
	struct visiting *visiting = context;
	struct wb_walk *walk = &visiting->walk;
	unsigned char bytes[WB_LISTING_HEAD_BYTES];
	struct wb_blob head = wb_listing_record_encode_head(prefix, bytes);
	const struct wb_listing removed = { .prefix = *prefix };
	bool is_listed = false;

	for (bool found = wb_walk_from(walk, head); found && wb_walk_begins(walk, head); found = wb_walk_next(walk)) {
		is_listed = true;
		if (!visit_record(visiting))
			return false;
	}
	if (!is_listed)
		visiting->status = visiting->visit(visiting->context, WB_LISTINGS_REMOVED, &removed, visiting->error_r);
	return visiting->status == WB_OK;
}

enum wb_status wb_listing_rows_walk(struct wb_listing_session *session, enum wb_listing_rows rows, wb_listing_rows_visit *visit,
    void *context, struct wb_error *error_r)
{
	struct visiting visiting = { .visit = visit, .context = context, .error_r = error_r };
	enum wb_status status = WB_OK, closed;

	wb_walk_open(&visiting.walk, &session->listings);
	if (rows == WB_LISTING_ROWS_CHANGED)
		status = wb_changed_walk(&session->changed, visit_changed, &visiting, error_r);
	else
		while (wb_walk_next(&visiting.walk) && visit_record(&visiting))
			continue;
	closed = wb_walk_close(&visiting.walk, error_r);
	if (visiting.status != WB_OK)
		return visiting.status;
	return status == WB_OK ? closed : status;
}

static enum wb_status count_row(
    void *context, enum wb_listings_kind kind, const struct wb_listing *listing, struct wb_error *error_r)
{
	uint32_t *count = context;

	(void)kind, (void)error_r;
	count[wb_listings_family_of(&listing->prefix)]++;
	return WB_OK;
}

enum wb_status wb_listing_rows_count(struct wb_listing_session *session, enum wb_listing_rows rows,
    uint32_t count_r[WB_LISTINGS_FAMILIES], struct wb_error *error_r)
{
	struct wb_prefix prefix;
	struct wb_walk walk;

	count_r[WB_LISTINGS_V4] = count_r[WB_LISTINGS_V6] = 0;
	if (rows == WB_LISTING_ROWS_CHANGED)
		return wb_listing_rows_walk(session, rows, count_row, count_r, error_r);
	wb_walk_open(&walk, &session->listings);
	while (wb_walk_next(&walk)) {
		if (read_prefix(walk.key, &prefix))
			count_r[wb_listings_family_of(&prefix)]++;
	}
	return wb_walk_close(&walk, error_r);
}
