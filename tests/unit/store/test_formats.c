/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_formats.c - the bytes on the disk are those that the first version wrote, record by record: a store outlives the program.
 * Each text here was made by that version; a row of a database is "KEY: VALUE;" in hexadecimal digits.
 */
#include "fixture.h"

#include <lmdb.h>

#include "store/answer_limit.h"
#include "store/change.h"
#include "store/feeds.h"
#include "store/request_record.h"

/* The database "meta". */
#define FORMAT_ROW "666f726d6174: 00000001;"
#define SERIALS_KEY "73657269616c73" /* "serials" */
#define LENGTHS_KEY "7072656669782d6c656e67746873"

static void add_hex(char **text, const MDB_val *value)
{
	for (size_t i = 0; i < value->mv_size; i++)
		*text += sprintf(*text, "%02x", ((const unsigned char *)value->mv_data)[i]);
}

/* All rows of a database of a folder. */
static const char *dump(const char *store, const char *folder, const char *database)
{
	static char text[32768];
	char *end = text;
	MDB_val key, value;
	MDB_cursor *cursor;
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;

	assert_int_equal(wb_store_open_read(store, folder, &env, NULL), WB_OK);
	assert_int_equal(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), 0);
	assert_int_equal(mdb_dbi_open(txn, database, 0, &dbi), 0);
	assert_int_equal(mdb_cursor_open(txn, dbi, &cursor), 0);
	text[0] = '\0';
	while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
		add_hex(&end, &key);
		end += sprintf(end, ": ");
		add_hex(&end, &value);
		end += sprintf(end, ";");
	}
	mdb_cursor_close(cursor);
	mdb_txn_abort(txn);
	mdb_env_close(env);
	return text;
}

static size_t parse_hex(const char *text, size_t digits, unsigned char *bytes)
{
	for (size_t i = 0; i < digits; i += 2)
		bytes[i / 2] = (unsigned char)strtol((const char[]){ text[i], text[i + 1], '\0' }, NULL, 16);
	return digits / 2;
}

/* Writes the rows of such a text. */
static void restore(const char *store, const char *folder, const char *database, const char *text)
{
	unsigned char key_bytes[512], value_bytes[8192];
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;

	assert_int_equal(wb_store_open_write(store, folder, &env, NULL), WB_OK);
	assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
	assert_int_equal(mdb_dbi_open(txn, database, MDB_CREATE, &dbi), 0);
	while (*text != '\0') {
		size_t digits = strcspn(text, ":");
		MDB_val key = { parse_hex(text, digits, key_bytes), key_bytes };
		MDB_val value = { 0, value_bytes };

		text += digits + 2;
		digits = strcspn(text, ";");
		value.mv_size = parse_hex(text, digits, value_bytes);
		text += digits + 1;
		assert_int_equal(mdb_put(txn, dbi, &key, &value, 0), 0);
	}
	assert_int_equal(mdb_txn_commit(txn), 0);
	mdb_env_close(env);
}

static const char listing_row[] =
    "00000000000000000000ffffc0000200786f70656e2d72656c61790073746166663a616e6e: 0101000000006ab13b80000000006ab28d006772c3bc6e;";
static const char history_rows[] =
    "000000006ab13b810000000000000000: 0100000003e80500000000000000000000ffffc000020078000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000006ab13b80000000006ab28d00616e6e006f70656e2d72656c61790073746166663a616e6e006772c3bc6e00006772c3bc6e00;"
    "000000006ab13b810000000000000001: 0101000003e80700000000000000000000ffffc00002007800000000000000000000000000000000000000000000000001000000006ab13b80000000006ab28d0001000000006ab13b80000000006ab28d00616e6e006f70656e2d72656c61790073746166663a616e6e006772c3bc6e006772c3bc6e006772c3bc6e00;"
    "000000006ab13b820000000000000000: 0101000003e80700000000000000000000ffffc00002007800000000000000000000000000000000000000000000000001000000006ab13b80000000006ab28d0001000000006ab13b80000000006ab28d00616e6e006f70656e2d72656c61790073746166663a616e6e006772c3bc6e006772c3bc6e006772c3bc6e00;";

static struct wb_listing example(void)
{
	struct wb_listing listing = listing_of("192.0.2.0/24", "open-relay");

	listing.scope = WB_SCOPE_RANGE;
	listing.expires_at_s = NOW_S + 86400;
	strcpy(listing.reason, "gr\303\274n");
	return listing;
}

/* A database "meta" whose table counts one listing of /120, as IPv4's /24 is kept. */
static const char *meta_rows(void)
{
	static char text[4096];
	char *end = text + sprintf(text, FORMAT_ROW LENGTHS_KEY ": ");

	for (int bits = 0; bits <= 128; bits++)
		end += sprintf(end, "%016x", bits == 120);
	sprintf(end, ";");
	return text;
}

static bool note_listing(void *context, const struct wb_listing *listing)
{
	*(struct wb_listing *)context = *listing;
	return true;
}

static bool note_history(void *context, const struct wb_history_record *record)
{
	*(struct wb_history_record *)context = *record;
	return true;
}

static void test_listings_and_history(void **state)
{
	struct wb_change change = { .at_s = NOW_S + 1, .login = "ann", .uid = 1000 };
	const char *store = open_store(*state);
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_listing listing = example(), seen;
	struct wb_history_record record;
	const char *meta;
	bool replaced;
	size_t unreadable;

	assert_int_equal(wb_change_add(writer, &change, &listing, &replaced, NULL), WB_OK);
	assert_int_equal(wb_change_add(writer, &change, &listing, &replaced, NULL), WB_OK);
	change.at_s++;
	assert_int_equal(wb_change_add(writer, &change, &listing, &replaced, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_string_equal(dump(store, "listings", "listings"), listing_row);
	assert_string_equal(dump(store, "listings", "history"), history_rows);
	/* Behind what the first version wrote, and reads: the serial and that of the base, which go by the clock, and the second transaction's number. */
	meta = dump(store, "listings", "meta");
	assert_memory_equal(meta, meta_rows(), strlen(meta_rows()));
	meta += strlen(meta_rows());
	assert_memory_equal(meta, SERIALS_KEY ": ", strlen(SERIALS_KEY ": "));
	assert_string_equal(meta + strlen(SERIALS_KEY ": ") + 32, "0000000000000002;");
	begin_row("and back");
	store = path_in(*state, "other");
	assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
	restore(store, "listings", "listings", listing_row);
	restore(store, "listings", "history", history_rows);
	restore(store, "listings", "meta", meta_rows());
	assert_int_equal(wb_listing_walk(store, note_listing, &seen, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	assert_memory_equal(&seen.prefix, &listing.prefix, sizeof(seen.prefix));
	assert_string_equal(seen.category, listing.category);
	assert_string_equal(seen.source, listing.source);
	assert_int_equal(seen.scope, listing.scope);
	assert_int_equal(seen.created_at_s, listing.created_at_s);
	assert_int_equal(seen.expires_at_s, listing.expires_at_s);
	assert_string_equal(seen.reason, listing.reason);
	assert_int_equal(wb_history_walk(store, NULL, 0, note_history, &record, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	assert_int_equal(record.action, WB_HISTORY_REPLACE);
	assert_int_equal(record.at_s, NOW_S + 2);
	assert_int_equal(record.uid, 1000);
	assert_true(record.has_prefix && record.before.is_listed && record.after.is_listed);
	assert_int_equal(record.after.scope, WB_SCOPE_RANGE);
	assert_int_equal(record.after.expires_at_s, listing.expires_at_s);
	assert_string_equal(record.login, "ann");
	assert_string_equal(record.source, "staff:ann");
	assert_string_equal(record.after.reason, "gr\303\274n");
}

static const char feed_row[] =
    "64726f70: 01020000000000093a80000000006ab13b8000000000000000050000000000000001000000000000000400000000000000027370616d;";

static bool note_feed(void *context, const struct wb_feed *feed)
{
	*(struct wb_feed *)context = *feed;
	return true;
}

static void test_feeds(void **state)
{
	const struct wb_feed feed = { "drop", "spam", WB_SCOPE_NETWORK, 604800, NOW_S, 5, 1, 4, 2 };
	const char *store = open_store(*state);
	struct wb_listing_writer *writer = open_writer(store);
	struct wb_feed seen;
	size_t unreadable;

	assert_int_equal(wb_feeds_put(writer, &feed, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_string_equal(dump(store, "listings", "feeds"), feed_row);
	restore(store, "listings", "feeds", feed_row);
	assert_int_equal(wb_feeds_walk(store, note_feed, &seen, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	assert_string_equal(seen.name, feed.name);
	assert_string_equal(seen.category, feed.category);
	assert_int_equal(seen.scope, feed.scope);
	assert_int_equal(seen.ttl_s, feed.ttl_s);
	assert_int_equal(seen.synced_at_s, feed.synced_at_s);
	assert_int_equal(seen.listings, feed.listings);
	assert_true(seen.added == feed.added && seen.kept == feed.kept && seen.removed == feed.removed);
}

static const char answer_rows[] = "000000006ab13b8000000000: 153f67633d47cd5c3640e9eb1b519721;"
				  "000000006ab13b8000000001: 153f67633d47cd5c3640e9eb1b519721;";

static void test_answers(void **state)
{
	const char *store = open_store(*state);
	bool granted;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(wb_answer_limit_take(store, "Ann@example.net", 2, 50, NOW_S, &granted, NULL), WB_OK);
		assert_true(granted);
	}
	assert_string_equal(dump(store, "requests", "answers"), answer_rows);
	restore(store, "requests", "answers", answer_rows);
	assert_int_equal(wb_answer_limit_take(store, "ann@example.net", 2, 50, NOW_S, &granted, NULL), WB_OK);
	assert_false(granted);
}

static const char request_value[] =
    "01010107000000006ab13b8000000000000000000000ffffc000024280a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf20010db8000000000000000000000001000000006ab13b7b04123400000000000000000000ffffc000024280000000006ab13b89000000006ab13b8a6f70656e2d72656c617900646500416e6e00616e6e406578616d706c652e6e6574006f6e650a74776f006772c3bc6e003031323334353637383941424344454647484a4b4d4e5051523000626f6200676f6f6400";

static void test_a_request(void **state)
{
	struct wb_request_record record = {
		.request = {
			.number = 7,
			.created_at_s = NOW_S,
			.state = WB_REQUEST_APPROVED,
			.origin = WB_REQUEST_MAIL,
			.client = prefix_of("192.0.2.66"),
			.category = "open-relay",
			.has_reference = true,
			.reference = { .at_s = NOW_S - 5, .action = WB_REJECT, .category_hash = 0x1234 },
			.has_visitor = true,
			.visitor = address_of("2001:db8::1"),
			.language = "de",
			.name = "Ann",
			.email = "ann@example.net",
			.how = "one\ntwo",
			.done = "gr\303\274n",
			.dns_token = "0123456789ABCDEFGHJKMNPQR0",
			.decided_at_s = NOW_S + 9,
			.decided_by = "bob",
			.answer = "good",
			.allowed_until_s = NOW_S + 10,
			.is_allowed = true,
		},
	};
	unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX];
	char text[2 * WB_REQUEST_VALUE_BYTES_MAX];
	struct wb_request_record seen;
	MDB_val value = { 0, bytes };
	char *end = text;

	(void)state;
	record.request.reference.client = prefix_of("192.0.2.66");
	for (size_t i = 0; i < sizeof(record.token_hash); i++)
		record.token_hash[i] = (unsigned char)(0xa0 + i);
	value.mv_size = wb_request_record_encode(&record, bytes).size;
	add_hex(&end, &value);
	assert_string_equal(text, request_value);
	assert_true(wb_request_record_decode(
	    7, (struct wb_blob){ bytes, parse_hex(request_value, strlen(request_value), bytes) }, &seen));
	assert_int_equal(seen.request.number, 7);
	assert_string_equal(seen.request.how, record.request.how);
	assert_string_equal(seen.request.answer, record.request.answer);
	begin_row("every field: it is written as it was");
	end = text;
	value.mv_size = wb_request_record_encode(&seen, bytes).size;
	add_hex(&end, &value);
	assert_string_equal(text, request_value);
}

static const char note_rows[] = "00000000000000010000000000000000: 01000000006ab13b83616e6e0063616c6c6564207468656d00;"
				"00000000000000010000000000000001: 01000000006ab13b83616e6e0063616c6c6564207468656d00;"
				"00000000000000020000000000000000: 01000000006ab13b83616e6e0063616c6c6564207468656d00;";
static const char client_rows[] = "00000000000000000000ffffc0000242800000000000000001: ;"
				  "20010db8000100020000000000000000400000000000000002: ;";
static const char last_row[] = "0000000000000000: 0000000000000002;";

static bool note_note(void *context, const struct wb_request_note *note)
{
	*(struct wb_request_note *)context = *note;
	return true;
}

static void test_what_belongs_to_a_request(void **state)
{
	static const struct wb_request_limits limits = { .most = {
							     [WB_REQUEST_ADDRESS_EXCEEDED] = 9,
							     [WB_REQUEST_HOST_EXCEEDED] = 9,
							     [WB_REQUEST_DAY_EXCEEDED] = 9,
							 } };
	const struct wb_request_note note = { .at_s = NOW_S + 3, .login = "ann", .text = "called them" };
	struct wb_request request = { .created_at_s = NOW_S, .client = prefix_of("192.0.2.66"), .language = "en" };
	struct wb_request other = { .created_at_s = NOW_S, .client = prefix_of("2001:db8:1:2::/64"), .language = "en" };
	const char *store = open_store(*state);
	char token[WB_REQUEST_TOKEN_SIZE];
	enum wb_request_outcome outcome;
	struct wb_request_note seen;

	assert_int_equal(wb_request_file(store, &request, &limits, 0, WB_REQUEST_WAITS, &outcome, token, NULL), WB_OK);
	assert_int_equal(wb_request_file(store, &other, &limits, 0, WB_REQUEST_WAITS, &outcome, token, NULL), WB_OK);
	assert_int_equal(wb_request_note_add(store, 1, &note, NULL), WB_OK);
	assert_int_equal(wb_request_note_add(store, 1, &note, NULL), WB_OK);
	assert_int_equal(wb_request_note_add(store, 2, &note, NULL), WB_OK);
	assert_string_equal(dump(store, "requests", "notes"), note_rows);
	assert_string_equal(dump(store, "requests", "clients"), client_rows);
	/* Random in the rest: the tokens. */
	assert_memory_equal(dump(store, "requests", "requests"), last_row, strlen(last_row));
	assert_non_null(strstr(dump(store, "requests", "tokens"), ": 0000000000000001;"));
	assert_non_null(strstr(dump(store, "requests", "tokens"), ": 0000000000000002;"));
	restore(store, "requests", "notes", note_rows);
	assert_int_equal(wb_request_note_walk(store, 1, note_note, &seen, NULL), WB_OK);
	assert_string_equal(seen.login, note.login);
	assert_string_equal(seen.text, note.text);
	assert_int_equal(seen.at_s, note.at_s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_listings_and_history),
		test_in_folder(test_feeds),
		test_in_folder(test_answers),
		cmocka_unit_test(test_a_request),
		test_in_folder(test_what_belongs_to_a_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
