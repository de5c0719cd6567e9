/* listings.c - see listings.h */
#include "store/listings.h"

#include <stdlib.h>
#include <string.h>

#include "store/listing_record.h"
#include "store/listing_session.h"
#include "store/store.h"

static bool decode(const MDB_val *key, const MDB_val *value, struct wb_listing *listing_r, size_t *unreadable_r)
{
	return wb_listing_record_decode(key->mv_data, key->mv_size, value->mv_data, value->mv_size, listing_r, unreadable_r);
}

/*
 * Visits the listings of exactly this prefix; *go_on becomes false when the visitor has seen enough. Returns LMDB's code;
 * MDB_CORRUPTED also when a record was found that might be an allow listing, but whose name cannot be read.
 */
static int visit_prefix(MDB_cursor *cursor, const struct wb_prefix *prefix, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, bool *go_on)
{
	unsigned char head[WB_LISTING_HEAD_BYTES];
	MDB_val key = { sizeof(head), head };
	MDB_val value;
	struct wb_listing listing;
	bool might_allow = false;
	int rc;

	wb_listing_record_encode_head(prefix, head);
	for (rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); rc == 0 && *go_on;
	     rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		if (key.mv_size < sizeof(head) || memcmp(key.mv_data, head, sizeof(head)) != 0)
			break;
		if (decode(&key, &value, &listing, unreadable_r))
			*go_on = visit(context, &listing);
		else if (wb_listing_record_might_allow(key.mv_data, key.mv_size))
			might_allow = true;
	}
	if (rc == MDB_NOTFOUND || rc == 0)
		return might_allow ? MDB_CORRUPTED : 0;
	return rc;
}

enum wb_status wb_listing_find(const char *store, const struct wb_address *address, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_listing_session session;
	MDB_cursor *cursor = NULL;
	unsigned shortest = wb_address_is_v4(address) ? WB_ADDRESS_V4_BITS : 0;
	bool go_on = true;
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r);
	int rc;

	*unreadable_r = 0;
	if (status == WB_OK && (rc = mdb_cursor_open(session.txn, session.listings, &cursor)) != 0)
		status = wb_store_fail(store, rc, error_r);
	for (unsigned i = 0; status == WB_OK && go_on && i <= WB_ADDRESS_BITS - shortest; i++) {
		unsigned bits = WB_ADDRESS_BITS - i;
		struct wb_prefix prefix = wb_prefix_of(address, bits);

		if (session.lengths[bits] == 0)
			continue;
		rc = visit_prefix(cursor, &prefix, visit, context, unreadable_r, &go_on);
		if (rc != 0)
			status = wb_store_fail(store, rc, error_r);
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* A record's key begins with the address: one inside the prefix may be of a shorter one that begins at the same address. */
static bool lies_inside(const struct wb_prefix *prefix, const struct wb_listing *listing)
{
	return !wb_prefix_equals(&listing->prefix, prefix) && wb_prefix_lies_in(&listing->prefix, prefix);
}

/* True behind the last key whose address the prefix holds. */
static bool is_behind(const struct wb_prefix *prefix, const MDB_val *key)
{
	struct wb_address address;
	struct wb_prefix around;

	if (key->mv_size < sizeof(address))
		return true;
	memcpy(&address, key->mv_data, sizeof(address));
	around = wb_prefix_of(&address, prefix->prefix_bits);
	return memcmp(&around.address, &prefix->address, sizeof(around.address)) != 0;
}

/* Those inside the prefix; NULL: all. */
static enum wb_status walk(const char *store, const struct wb_prefix *inside, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_listing_session session;
	MDB_cursor *cursor = NULL;
	unsigned char head[WB_LISTING_HEAD_BYTES];
	MDB_val key = { sizeof(head), head };
	MDB_val value;
	struct wb_listing listing;
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r);
	int rc = 0;

	*unreadable_r = 0;
	if (inside != NULL)
		wb_listing_record_encode_head(inside, head);
	if (status == WB_OK && (rc = mdb_cursor_open(session.txn, session.listings, &cursor)) != 0)
		status = wb_store_fail(store, rc, error_r);
	for (MDB_cursor_op op = inside != NULL ? MDB_SET_RANGE : MDB_FIRST; status == WB_OK; op = MDB_NEXT) {
		rc = mdb_cursor_get(cursor, &key, &value, op);
		if (rc != 0 || (inside != NULL && is_behind(inside, &key)))
			break;
		if (decode(&key, &value, &listing, unreadable_r) && (inside == NULL || lies_inside(inside, &listing)) &&
		    !visit(context, &listing))
			break;
	}
	if (status == WB_OK && rc != 0 && rc != MDB_NOTFOUND)
		status = wb_store_fail(store, rc, error_r);
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_listing_walk(
    const char *store, wb_listing_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	return walk(store, NULL, visit, context, unreadable_r, error_r);
}

enum wb_status wb_listing_walk_inside(const char *store, const struct wb_prefix *prefix, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	return walk(store, prefix, visit, context, unreadable_r, error_r);
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

enum wb_status wb_listing_add(
    struct wb_listing_writer *writer, const struct wb_listing *listing, bool *replaced_r, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	unsigned char key_bytes[WB_LISTING_KEY_BYTES_MAX];
	unsigned char value_bytes[WB_LISTING_VALUE_BYTES_MAX];
	MDB_val key, value;
	bool replaced;
	int rc;

	if (wb_listing_check(listing, error_r) != WB_OK)
		return WB_INVALID;
	key = (MDB_val){ wb_listing_record_encode_key(listing, key_bytes), key_bytes };
	value = (MDB_val){ wb_listing_record_encode_value(listing, value_bytes), value_bytes };
	rc = mdb_put(session->txn, session->listings, &key, &value, MDB_NOOVERWRITE);
	replaced = rc == MDB_KEYEXIST;
	if (replaced) {
		value = (MDB_val){ wb_listing_record_encode_value(listing, value_bytes), value_bytes };
		rc = mdb_put(session->txn, session->listings, &key, &value, 0);
	}
	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	session->lengths[listing->prefix.prefix_bits] += !replaced;
	if (replaced_r != NULL)
		*replaced_r = replaced;
	return WB_OK;
}

enum wb_status wb_listing_find_prefix(struct wb_listing_writer *writer, const struct wb_prefix *prefix, wb_listing_visit *visit,
    void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct wb_listing_session *session = &writer->session;
	MDB_cursor *cursor;
	bool go_on = true;
	int rc = mdb_cursor_open(session->txn, session->listings, &cursor);

	*unreadable_r = 0;
	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	rc = visit_prefix(cursor, prefix, visit, context, unreadable_r, &go_on);
	mdb_cursor_close(cursor);
	return rc == 0 ? WB_OK : wb_store_fail(writer->session.store, rc, error_r);
}

/* What a walk that removes looks for. */
struct removal {
	const struct wb_prefix *prefix; /* NULL: any */
	const char *category;           /* NULL: any */
	const char *source;             /* NULL: any */
	int64_t expired_at_s;           /* 0: expired or not */
};

static bool removal_matches(const struct removal *removal, const struct wb_listing *listing)
{
	return (removal->category == NULL || strcmp(removal->category, listing->category) == 0) &&
	    (removal->source == NULL || strcmp(removal->source, listing->source) == 0) &&
	    (removal->expired_at_s == 0 || !wb_listing_is_active(listing, removal->expired_at_s));
}

static enum wb_status remove_matching(
    struct wb_listing_session *session, const struct removal *removal, size_t *removed_r, struct wb_error *error_r)
{
	unsigned char head[WB_LISTING_HEAD_BYTES] = { 0 };
	MDB_val key = { sizeof(head), head };
	MDB_val value;
	MDB_cursor *cursor = NULL;
	struct wb_listing listing;
	size_t unreadable = 0;
	int rc = mdb_cursor_open(session->txn, session->listings, &cursor);

	*removed_r = 0;
	if (removal->prefix != NULL)
		wb_listing_record_encode_head(removal->prefix, head);
	if (rc == 0)
		rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
	while (rc == 0 &&
	    (removal->prefix == NULL || (key.mv_size > sizeof(head) && memcmp(key.mv_data, head, sizeof(head)) == 0))) {
		if (decode(&key, &value, &listing, &unreadable) && removal_matches(removal, &listing)) {
			rc = mdb_cursor_del(cursor, 0);
			session->lengths[listing.prefix.prefix_bits] -= session->lengths[listing.prefix.prefix_bits] > 0;
			(*removed_r)++;
		}
		/* After a deletion the cursor stands on the next record, and MDB_NEXT gives just that. */
		if (rc == 0)
			rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	return rc == 0 || rc == MDB_NOTFOUND ? WB_OK : wb_store_fail(session->store, rc, error_r);
}

enum wb_status wb_listing_remove(struct wb_listing_writer *writer, const struct wb_prefix *prefix, const char *category,
    const char *source, size_t *removed_r, struct wb_error *error_r)
{
	const struct removal removal = { .prefix = prefix, .category = category, .source = source };

	return remove_matching(&writer->session, &removal, removed_r, error_r);
}

enum wb_status wb_listing_expire(struct wb_listing_writer *writer, int64_t now_s, size_t *removed_r, struct wb_error *error_r)
{
	const struct removal removal = { .expired_at_s = now_s };

	return remove_matching(&writer->session, &removal, removed_r, error_r);
}

enum wb_status wb_listing_commit(struct wb_listing_writer *writer, struct wb_error *error_r)
{
	return wb_listing_session_commit(&writer->session, error_r);
}

void wb_listing_writer_close(struct wb_listing_writer **writer)
{
	if (*writer == NULL)
		return;
	wb_listing_session_close(&(*writer)->session);
	free(*writer);
	*writer = NULL;
}
