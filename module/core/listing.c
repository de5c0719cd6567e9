/*
 * listing.c - see listing.h
 *
 * Database "listings": key = address (16 bytes), prefix length (1), category, NUL, source; value = version (1), scope (1),
 * created and expires (8 each, big-endian seconds), reason (the rest).
 * Database "meta": "format" (4 bytes, big-endian) and "prefix-lengths" (129 counters of 8 bytes, big-endian): they tell a
 * reader which prefix lengths are worth a look.
 */
#include "listing.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bytes.h"
#include "store.h"
#include "text.h"

#define FOLDER "listings"
#define FORMAT 1
#define VALUE_VERSION 1
#define KEY_HEAD_BYTES 17
#define KEY_BYTES_MAX (KEY_HEAD_BYTES + WB_CATEGORY_ID_SIZE + WB_LISTING_SOURCE_SIZE)
#define VALUE_HEAD_BYTES 18
#define VALUE_BYTES_MAX (VALUE_HEAD_BYTES + WB_LISTING_REASON_SIZE)
#define LENGTHS (WB_ADDRESS_BITS + 1)

static char meta_format[] = "format";
static char meta_lengths[] = "prefix-lengths";

/* A transaction with its two databases open. */
struct session {
	const char *store;
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi listings;
	MDB_dbi meta;
	uint64_t lengths[LENGTHS]; /* listings of each prefix length */
};

struct wb_listing_writer {
	struct session session;
};

bool wb_listing_is_active(const struct wb_listing *listing, int64_t now_s)
{
	return listing->expires_at_s == 0 || now_s < listing->expires_at_s;
}

static bool category_is_valid(const char *category)
{
	return strcmp(category, WB_CATEGORY_ALLOW) == 0 || wb_category_id_is_valid(category);
}

/* KIND:NAME without anything that a log line would have to quote. */
static bool source_is_valid(const char *source)
{
	const char *colon = strchr(source, ':');

	if (colon == NULL || colon == source || colon[1] == '\0')
		return false;
	for (const char *c = source; *c != '\0'; c++) {
		if (!isalnum((unsigned char)*c) && strchr(":._@+-", *c) == NULL)
			return false;
	}
	return true;
}

enum wb_status wb_listing_check(const struct wb_listing *listing, struct wb_error *error_r)
{
	char clean[WB_LISTING_REASON_SIZE];

	if (!category_is_valid(listing->category))
		return wb_fail(error_r, WB_INVALID,
		    "category \"%.40s\": right would be an id of a-z, 0-9 and -, a letter first", listing->category);
	if (!source_is_valid(listing->source))
		return wb_fail(error_r, WB_INVALID,
		    "source \"%.70s\": right would be staff:NAME, feed:NAME or report:NAME of letters, digits and . _ - + @",
		    listing->source);
	if (listing->created_at_s < 0 || listing->expires_at_s < 0)
		return wb_fail(error_r, WB_INVALID, "a time before 1970: right would be a later one");
	wb_text_copy_utf8(clean, sizeof(clean), listing->reason, strlen(listing->reason));
	if (strcmp(clean, listing->reason) != 0)
		return wb_fail(error_r, WB_INVALID, "reason: right would be up to %d bytes of printable text in UTF-8",
		    WB_LISTING_REASON_SIZE - 1);
	return WB_OK;
}

static MDB_val encode_key(const struct wb_listing *listing, unsigned char *bytes)
{
	size_t category_length = strlen(listing->category);
	size_t source_length = strlen(listing->source);

	memcpy(bytes, listing->prefix.address.bytes, 16);
	bytes[16] = listing->prefix.prefix_bits;
	memcpy(bytes + KEY_HEAD_BYTES, listing->category, category_length + 1);
	memcpy(bytes + KEY_HEAD_BYTES + category_length + 1, listing->source, source_length);
	return (MDB_val){ KEY_HEAD_BYTES + category_length + 1 + source_length, bytes };
}

static MDB_val encode_value(const struct wb_listing *listing, unsigned char *bytes)
{
	size_t reason_length = strlen(listing->reason);

	bytes[0] = VALUE_VERSION;
	bytes[1] = (unsigned char)listing->scope;
	wb_bytes_put(bytes + 2, (uint64_t)listing->created_at_s, 8);
	wb_bytes_put(bytes + 10, (uint64_t)listing->expires_at_s, 8);
	memcpy(bytes + VALUE_HEAD_BYTES, listing->reason, reason_length);
	return (MDB_val){ VALUE_HEAD_BYTES + reason_length, bytes };
}

static bool decode_key(const MDB_val *key, struct wb_listing *listing_r)
{
	const char *names = (const char *)key->mv_data + KEY_HEAD_BYTES;
	const char *end = (const char *)key->mv_data + key->mv_size;
	const char *category_end;
	struct wb_prefix masked;

	if (key->mv_size <= KEY_HEAD_BYTES || key->mv_size > KEY_BYTES_MAX)
		return false;
	memcpy(listing_r->prefix.address.bytes, key->mv_data, 16);
	listing_r->prefix.prefix_bits = ((const unsigned char *)key->mv_data)[16];
	if (listing_r->prefix.prefix_bits > WB_ADDRESS_BITS)
		return false;
	masked = wb_prefix_of(&listing_r->prefix.address, listing_r->prefix.prefix_bits);
	if (memcmp(&masked.address, &listing_r->prefix.address, sizeof(masked.address)) != 0)
		return false;
	category_end = memchr(names, '\0', (size_t)(end - names));
	if (category_end == NULL || category_end - names >= WB_CATEGORY_ID_SIZE || end - category_end > WB_LISTING_SOURCE_SIZE)
		return false;
	memcpy(listing_r->category, names, (size_t)(category_end - names) + 1);
	memcpy(listing_r->source, category_end + 1, (size_t)(end - category_end) - 1);
	listing_r->source[end - category_end - 1] = '\0';
	return category_is_valid(listing_r->category) && source_is_valid(listing_r->source);
}

static bool decode_value(const MDB_val *value, struct wb_listing *listing_r)
{
	const unsigned char *bytes = value->mv_data;

	if (value->mv_size < VALUE_HEAD_BYTES || value->mv_size >= VALUE_BYTES_MAX || bytes[0] != VALUE_VERSION ||
	    bytes[1] > WB_SCOPE_NETWORK)
		return false;
	listing_r->scope = (enum wb_scope)bytes[1];
	listing_r->created_at_s = (int64_t)wb_bytes_get(bytes + 2, 8);
	listing_r->expires_at_s = (int64_t)wb_bytes_get(bytes + 10, 8);
	memcpy(listing_r->reason, bytes + VALUE_HEAD_BYTES, value->mv_size - VALUE_HEAD_BYTES);
	listing_r->reason[value->mv_size - VALUE_HEAD_BYTES] = '\0';
	return wb_listing_check(listing_r, NULL) == WB_OK;
}

/* False: the record does not decode. One that is named an allow listing allows all the same: damage never blocks. */
static bool decode(const MDB_val *key, const MDB_val *value, struct wb_listing *listing_r, size_t *unreadable_r)
{
	memset(listing_r, 0, sizeof(*listing_r));
	if (decode_key(key, listing_r) && decode_value(value, listing_r))
		return true;
	(*unreadable_r)++;
	if (!decode_key(key, listing_r) || strcmp(listing_r->category, WB_CATEGORY_ALLOW) != 0)
		return false;
	listing_r->scope = WB_SCOPE_HOST;
	listing_r->created_at_s = listing_r->expires_at_s = 0;
	wb_text_copy(listing_r->reason, sizeof(listing_r->reason), "unreadable record");
	return true;
}

/* Reads and checks "meta". WB_NOT_FOUND: nothing was ever committed here. */
static enum wb_status load_meta(struct session *session, struct wb_error *error_r)
{
	MDB_val key = { sizeof(meta_format) - 1, meta_format };
	MDB_val value;
	int rc = mdb_get(session->txn, session->meta, &key, &value);

	if (rc == MDB_NOTFOUND)
		return WB_NOT_FOUND;
	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	if (value.mv_size != 4 || wb_bytes_get(value.mv_data, 4) != FORMAT)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s: its format is %llu, this whyblock knows %d: use the version that wrote it, or a newer one",
		    session->store, value.mv_size == 4 ? (unsigned long long)wb_bytes_get(value.mv_data, 4) : 0ULL, FORMAT);
	key = (MDB_val){ sizeof(meta_lengths) - 1, meta_lengths };
	rc = mdb_get(session->txn, session->meta, &key, &value);
	if (rc != 0 || value.mv_size != LENGTHS * 8)
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "store %s: its table of prefix lengths is damaged: restore it from a backup", session->store);
	for (size_t i = 0; i < LENGTHS; i++)
		session->lengths[i] = wb_bytes_get((unsigned char *)value.mv_data + 8 * i, 8);
	return WB_OK;
}

static enum wb_status save_meta(struct session *session, struct wb_error *error_r)
{
	unsigned char bytes[LENGTHS * 8];
	MDB_val key = { sizeof(meta_format) - 1, meta_format };
	MDB_val value = { 4, bytes };
	int rc;

	wb_bytes_put(bytes, FORMAT, 4);
	rc = mdb_put(session->txn, session->meta, &key, &value, 0);
	for (size_t i = 0; i < LENGTHS; i++)
		wb_bytes_put(bytes + 8 * i, session->lengths[i], 8);
	key = (MDB_val){ sizeof(meta_lengths) - 1, meta_lengths };
	value.mv_size = sizeof(bytes);
	if (rc == 0)
		rc = mdb_put(session->txn, session->meta, &key, &value, 0);
	return rc == 0 ? WB_OK : wb_store_fail(session->store, rc, error_r);
}

static void close_session(struct session *session)
{
	if (session->txn != NULL)
		mdb_txn_abort(session->txn);
	if (session->env != NULL)
		mdb_env_close(session->env);
	session->txn = NULL;
	session->env = NULL;
}

/* WB_NOT_FOUND: nothing is listed. The session must be closed whatever is returned. */
static enum wb_status open_read(const char *store, struct session *session, struct wb_error *error_r)
{
	enum wb_status status;
	int rc;

	memset(session, 0, sizeof(*session));
	session->store = store;
	status = wb_store_open_read(store, FOLDER, &session->env, error_r);
	if (status == WB_OK)
		status = wb_store_begin_read(session->env, &session->txn, error_r);
	if (status != WB_OK)
		return status;
	rc = mdb_dbi_open(session->txn, "meta", 0, &session->meta);
	if (rc == 0)
		rc = mdb_dbi_open(session->txn, "listings", 0, &session->listings);
	if (rc == MDB_NOTFOUND)
		return WB_NOT_FOUND;
	if (rc != 0)
		return wb_store_fail(store, rc, error_r);
	return load_meta(session, error_r);
}

/* Visits the listings of exactly this prefix. False: the visitor has seen enough. */
static bool visit_prefix(
    MDB_cursor *cursor, const struct wb_prefix *prefix, wb_listing_visit *visit, void *context, size_t *unreadable_r)
{
	unsigned char head[KEY_HEAD_BYTES];
	MDB_val key = { sizeof(head), head };
	MDB_val value;
	struct wb_listing listing;

	memcpy(head, prefix->address.bytes, 16);
	head[16] = prefix->prefix_bits;
	for (int rc = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); rc == 0;
	     rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		if (key.mv_size < sizeof(head) || memcmp(key.mv_data, head, sizeof(head)) != 0)
			break;
		if (decode(&key, &value, &listing, unreadable_r) && !visit(context, &listing))
			return false;
	}
	return true;
}

enum wb_status wb_listing_find(const char *store, const struct wb_address *address, wb_listing_visit *visit, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	struct session session;
	MDB_cursor *cursor = NULL;
	unsigned shortest = wb_address_is_v4(address) ? WB_ADDRESS_V4_BITS : 0;
	bool go_on = true;
	enum wb_status status = open_read(store, &session, error_r);
	int rc;

	*unreadable_r = 0;
	if (status == WB_OK && (rc = mdb_cursor_open(session.txn, session.listings, &cursor)) != 0)
		status = wb_store_fail(store, rc, error_r);
	for (unsigned bits = WB_ADDRESS_BITS + 1; status == WB_OK && go_on && bits-- > shortest;) {
		struct wb_prefix prefix = wb_prefix_of(address, bits);

		if (session.lengths[bits] > 0)
			go_on = visit_prefix(cursor, &prefix, visit, context, unreadable_r);
	}
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	close_session(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_listing_walk(
    const char *store, wb_listing_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r)
{
	struct session session;
	MDB_cursor *cursor = NULL;
	MDB_val key, value;
	struct wb_listing listing;
	enum wb_status status = open_read(store, &session, error_r);
	int rc = 0;

	*unreadable_r = 0;
	if (status == WB_OK && (rc = mdb_cursor_open(session.txn, session.listings, &cursor)) != 0)
		status = wb_store_fail(store, rc, error_r);
	while (status == WB_OK && (rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
		if (decode(&key, &value, &listing, unreadable_r) && !visit(context, &listing))
			break;
	}
	if (status == WB_OK && rc != 0 && rc != MDB_NOTFOUND)
		status = wb_store_fail(store, rc, error_r);
	if (cursor != NULL)
		mdb_cursor_close(cursor);
	close_session(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_listing_count(const char *store, struct wb_listing_count *count_r, struct wb_error *error_r)
{
	struct session session;
	enum wb_status status = open_read(store, &session, error_r);

	memset(count_r, 0, sizeof(*count_r));
	for (size_t i = 0; status == WB_OK && i < LENGTHS; i++) {
		count_r->listings += session.lengths[i];
		count_r->prefix_lengths += session.lengths[i] > 0;
	}
	close_session(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

static enum wb_status begin_write(struct session *session, struct wb_error *error_r)
{
	enum wb_status status;
	int rc = mdb_txn_begin(session->env, NULL, 0, &session->txn);

	if (rc == 0)
		rc = mdb_dbi_open(session->txn, "meta", MDB_CREATE, &session->meta);
	if (rc == 0)
		rc = mdb_dbi_open(session->txn, "listings", MDB_CREATE, &session->listings);
	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	status = load_meta(session, error_r);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_listing_writer_open(const char *store, struct wb_listing_writer **writer_r, struct wb_error *error_r)
{
	struct wb_listing_writer *writer = calloc(1, sizeof(*writer));
	enum wb_status status;

	*writer_r = NULL;
	if (writer == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "store %s: out of memory", store);
	writer->session.store = store;
	status = wb_store_open_write(store, FOLDER, WB_STORE_SYNC, &writer->session.env, error_r);
	if (status == WB_OK)
		status = begin_write(&writer->session, error_r);
	if (status != WB_OK)
		wb_listing_writer_close(&writer);
	*writer_r = writer;
	return status;
}

enum wb_status wb_listing_add(
    struct wb_listing_writer *writer, const struct wb_listing *listing, bool *replaced_r, struct wb_error *error_r)
{
	struct session *session = &writer->session;
	unsigned char key_bytes[KEY_BYTES_MAX];
	unsigned char value_bytes[VALUE_BYTES_MAX];
	MDB_val key, value;
	bool replaced;
	int rc;

	if (wb_listing_check(listing, error_r) != WB_OK)
		return WB_INVALID;
	key = encode_key(listing, key_bytes);
	value = encode_value(listing, value_bytes);
	rc = mdb_put(session->txn, session->listings, &key, &value, MDB_NOOVERWRITE);
	replaced = rc == MDB_KEYEXIST;
	if (replaced) {
		value = encode_value(listing, value_bytes);
		rc = mdb_put(session->txn, session->listings, &key, &value, 0);
	}
	if (rc != 0)
		return wb_store_fail(session->store, rc, error_r);
	session->lengths[listing->prefix.prefix_bits] += !replaced;
	if (replaced_r != NULL)
		*replaced_r = replaced;
	return WB_OK;
}

/* What a walk that removes looks for. */
struct removal {
	const struct wb_prefix *prefix; /* NULL: any */
	const char *category;           /* NULL: any */
	int64_t expired_at_s;           /* 0: expired or not */
};

static bool removal_matches(const struct removal *removal, const struct wb_listing *listing)
{
	return (removal->category == NULL || strcmp(removal->category, listing->category) == 0) &&
	    (removal->expired_at_s == 0 || !wb_listing_is_active(listing, removal->expired_at_s));
}

static enum wb_status remove_matching(
    struct session *session, const struct removal *removal, size_t *removed_r, struct wb_error *error_r)
{
	unsigned char head[KEY_HEAD_BYTES] = { 0 };
	MDB_val key = { sizeof(head), head };
	MDB_val value;
	MDB_cursor *cursor = NULL;
	struct wb_listing listing;
	size_t unreadable = 0;
	int rc = mdb_cursor_open(session->txn, session->listings, &cursor);

	*removed_r = 0;
	if (removal->prefix != NULL) {
		memcpy(head, removal->prefix->address.bytes, 16);
		head[16] = removal->prefix->prefix_bits;
	}
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
    size_t *removed_r, struct wb_error *error_r)
{
	const struct removal removal = { .prefix = prefix, .category = category };

	return remove_matching(&writer->session, &removal, removed_r, error_r);
}

enum wb_status wb_listing_expire(struct wb_listing_writer *writer, int64_t now_s, size_t *removed_r, struct wb_error *error_r)
{
	const struct removal removal = { .expired_at_s = now_s };

	return remove_matching(&writer->session, &removal, removed_r, error_r);
}

enum wb_status wb_listing_commit(struct wb_listing_writer *writer, struct wb_error *error_r)
{
	struct session *session = &writer->session;
	enum wb_status status = save_meta(session, error_r);
	int rc;

	if (status != WB_OK)
		return status;
	rc = mdb_txn_commit(session->txn);
	session->txn = NULL;
	return rc == 0 ? WB_OK : wb_store_fail(session->store, rc, error_r);
}

void wb_listing_writer_close(struct wb_listing_writer **writer)
{
	if (*writer == NULL)
		return;
	close_session(&(*writer)->session);
	free(*writer);
	*writer = NULL;
}
