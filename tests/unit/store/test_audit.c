/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_audit.c - damage in the listings is found and named, and a copy is whole. */
#include <dirent.h>

#include "fixture.h"
#include "request_fixture.h"
#include "store/audit.h"
#include "store/change.h"
#include "store/listing_record.h"
#include "store/listing_session.h"

static char reports[2048];

static void note_fault(void *context, const char *fault)
{
	struct wb_text text = { reports, sizeof(reports), strlen(reports), false };

	assert_ptr_equal(context, reports);
	assert_true(wb_text_is_printable(fault));
	wb_text_addf(&text, "%s%s", text.length > 0 ? "; " : "", fault);
}

static struct wb_audit walk(const char *store)
{
	struct wb_audit audit = { 99, 99, 99, 99, 99 };
	struct wb_error error = { "" };

	reports[0] = '\0';
	if (wb_audit_walk(store, note_fault, reports, &audit, &error) != WB_OK)
		fail_msg("%s", error.text);
	return audit;
}

/* Adds listings with their records of history. */
static const char *open_listings(const char *folder)
{
	static const struct wb_change change = { .at_s = NOW_S, .login = "ann", .uid = 1001 };
	static const char *const prefixes[] = { "192.0.2.66", "192.0.2.0/24", "2001:db8::/48" };
	const char *store = open_store(folder);
	struct wb_listing_writer *writer;
	bool replaced;

	assert_int_equal(wb_listing_writer_open(store, &writer, NULL), WB_OK);
	for (size_t i = 0; i < COUNT(prefixes); i++) {
		struct wb_listing listing = listing_of(prefixes[i], "spam");

		assert_int_equal(wb_change_add(writer, &change, &listing, &replaced, NULL), WB_OK);
	}
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	return store;
}

static void test_a_good_store_has_no_faults(void **state)
{
	const char *store = open_store(*state);
	struct wb_audit audit = walk(store);

	assert_int_equal(audit.listings + audit.history + audit.requests + audit.faults, 0);
	store = open_listings(*state);
	audit = walk(store);
	assert_int_equal(audit.listings, 3);
	assert_int_equal(audit.history, 3);
	assert_int_equal(audit.faults, 0);
	assert_string_equal(reports, "");
}

static void test_requests_for_removal_are_walked_too(void **state)
{
	const char *store = open_listings(*state);
	struct wb_request_note note = { .at_s = NOW_S, .login = "ann", .text = "x" };
	struct wb_audit audit;

	file_request(store, request_of("192.0.2.1"));
	file_request(store, request_of("192.0.2.2"));
	assert_int_equal(wb_request_note_add(store, 1, &note, NULL), WB_OK);
	audit = walk(store);
	assert_int_equal(audit.requests, 2);
	assert_int_equal(audit.faults, 0);
	begin_row("a request that cannot be read");
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0\2", 8, "\1garbage", 8);
	audit = walk(store);
	assert_int_equal(audit.listings, 3);
	assert_int_equal(audit.requests, 1);
	assert_int_equal(audit.faults, 1);
	assert_string_equal(reports, "a request for removal that cannot be read");
	begin_row("a note that cannot be read");
	put_raw(store, WB_REQUEST_NOTES, "\0\0\0\0\0\0\0\1z", 9, "\1garbage", 8);
	audit = walk(store);
	assert_int_equal(audit.faults, 2);
	assert_contains(reports, "; a note on a request for removal that cannot be read");
	begin_row("a folder that cannot be opened");
	write_text(store, "requests/data.mdb", "garbage");
	assert_int_equal(wb_audit_walk(store, note_fault, reports, &audit, NULL), WB_UNAVAILABLE);
}

static void test_what_cannot_be_opened_is_no_fault_of_a_record(void **state)
{
	const char *store = open_listings(*state);
	struct wb_audit audit;
	struct wb_error error = { "" };

	assert_int_equal(wb_audit_walk(path_in(*state, "none"), note_fault, reports, &audit, &error), WB_UNAVAILABLE);
	assert_true(strlen(error.text) > 0);
	write_text(store, "listings/data.mdb", "garbage");
	assert_int_equal(wb_audit_walk(store, note_fault, reports, &audit, &error), WB_UNAVAILABLE);
}

/* A key: of a prefix, or with more bits than there are, or none at all. */
static size_t make_key(const char *prefix, const char *rest, unsigned char *key)
{
	struct wb_prefix of;

	if (prefix == NULL) {
		memcpy(key, rest, strlen(rest));
		return strlen(rest);
	}
	of = prefix_of(prefix);
	wb_listing_record_encode_head(&of, key);
	memcpy(key + WB_LISTING_HEAD_BYTES, rest, strlen(rest));
	return WB_LISTING_HEAD_BYTES + strlen(rest);
}

static void test_records_that_do_not_decode(void **state)
{
	static const struct {
		const char *label, *prefix, *rest, *value, *report;
		uint64_t faults, listings;
	} rows[] = {
		{ "a value that is none", "192.0.2.9", "spam", "x", "a listing that cannot be read: 192.0.2.9/32 spam", 2, 3 },
		{ "a category that is not printable", "192.0.2.9", "sp\033[31m", "x",
		    "a listing that cannot be read: 192.0.2.9/32 sp?[31m", 2, 3 },
		{ "an allow listing, which allows all the same", "192.0.2.9", "allow", "x", "192.0.2.9/32 allow", 2, 3 },
		{ "a length that was in use: the table does not agree", "192.0.2.9", "spam", "x", "there are 2", 2, 3 },
		{ "one that was not: never found", "192.0.2.128/25", "spam", "x",
		    "says 0 listings of 121 bits, there are 1: they are never found", 2, 3 },
		{ "a key that is too short", NULL, "\001\377z", "x", "cannot be read: 01ff7a", 1, 3 },
		{ "a key without a prefix length", NULL, "1234567890123456\377spam", "x",
		    "cannot be read: 31323334353637383930313233343536ff7370616d", 1, 3 },
		{ "a long key is cut", NULL, "1234567890123456\377spam123456789", "x",
		    "cannot be read: 31323334353637383930313233343536ff7370616d313233", 1, 3 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *store = open_listings(*state);
		struct wb_listing_session session;
		unsigned char bytes[64];
		MDB_val key = { 0, bytes }, value = { strlen(rows[i].value), (void *)(uintptr_t)rows[i].value };
		struct wb_audit audit;

		begin_row(rows[i].label);
		key.mv_size = make_key(rows[i].prefix, rows[i].rest, bytes);
		assert_int_equal(wb_listing_session_open_write(store, &session, NULL), WB_OK);
		assert_int_equal(mdb_put(session.transaction.txn, session.listings.handle, &key, &value, 0), 0);
		assert_int_equal(wb_listing_session_commit(&session, NULL), WB_OK);
		wb_listing_session_close(&session);
		audit = walk(store);
		assert_contains(reports, rows[i].report);
		if (rows[i].prefix == NULL) /* then it is the end, too */
			assert_int_equal(strlen(strstr(reports, rows[i].report)), strlen(rows[i].report));
		assert_int_equal(audit.faults, rows[i].faults);
		assert_int_equal(audit.listings, rows[i].listings);
		assert_int_equal(audit.history, 3 * (i + 1)); /* each row lists anew */
		assert_int_equal(wb_listing_session_open_write(store, &session, NULL), WB_OK);
		assert_int_equal(mdb_del(session.transaction.txn, session.listings.handle, &key, NULL), 0);
		assert_int_equal(wb_listing_session_commit(&session, NULL), WB_OK);
		wb_listing_session_close(&session);
	}
}

static void test_a_table_of_lengths_that_says_too_much(void **state)
{
	const char *store = open_listings(*state);
	struct wb_listing_session session;

	assert_int_equal(wb_listing_session_open_write(store, &session, NULL), WB_OK);
	session.lengths[128] = 5;
	assert_int_equal(wb_listing_session_commit(&session, NULL), WB_OK);
	wb_listing_session_close(&session);
	assert_int_equal(walk(store).faults, 1);
	assert_string_equal(reports, "the table of prefix lengths says 5 listings of 128 bits, there are 1");
}

static void test_history_that_does_not_decode(void **state)
{
	const char *store = open_listings(*state);
	struct wb_listing_session session;
	unsigned char bytes[16] = { 0 };
	MDB_val key = { sizeof(bytes), bytes }, value = { 1, bytes };
	MDB_dbi history;

	assert_int_equal(wb_listing_session_open_write(store, &session, NULL), WB_OK);
	assert_int_equal(mdb_dbi_open(session.transaction.txn, "history", 0, &history), 0);
	assert_int_equal(mdb_put(session.transaction.txn, history, &key, &value, 0), 0);
	assert_int_equal(wb_listing_session_commit(&session, NULL), WB_OK);
	wb_listing_session_close(&session);
	assert_int_equal(walk(store).history, 3);
	assert_int_equal(walk(store).faults, 1);
	assert_string_equal(reports, "a record of the history that cannot be read");
}

static unsigned count_files(const char *folder)
{
	DIR *open = opendir(folder);
	unsigned count = 0;

	assert_non_null(open);
	while (readdir(open) != NULL)
		count++;
	closedir(open);
	return count;
}

static void test_a_copy_is_a_store(void **state)
{
	const char *store = open_listings(*state), *copy = path_in(*state, "copy"), *data;
	struct wb_listing_writer *writer;
	struct wb_listing more = listing_of("192.0.2.67", "spam");
	struct wb_error error = { "" };
	struct stat st;

	assert_int_equal(wb_store_init(copy, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
	data = write_text(copy, "listings/data.mdb", "what it replaces");
	begin_row("while somebody writes");
	assert_int_equal(wb_listing_writer_open(store, &writer, NULL), WB_OK);
	assert_int_equal(wb_listing_add(writer, &more, NULL, NULL), WB_OK);
	if (wb_audit_backup(store, data, &error) != WB_OK)
		fail_msg("%s", error.text);
	wb_listing_writer_close(&writer);
	assert_int_equal(stat(data, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(walk(copy).listings, 3);
	assert_int_equal(walk(copy).history, 3);
	assert_int_equal(walk(copy).faults, 0);
}

static void test_a_copy_that_cannot_be_made_leaves_nothing(void **state)
{
	const char *store = open_store(*state);
	const char *taken = path_in(*state, "taken");
	char long_path[8192];
	struct wb_error error = { "" };
	unsigned files;

	begin_row("nothing was ever listed");
	assert_int_equal(wb_audit_backup(store, path_in(*state, "copy"), &error), WB_NOT_FOUND);
	open_listings(*state);
	assert_int_equal(mkdir(taken, 0755), 0);
	files = count_files(*state);
	begin_row("a folder in its place");
	assert_int_equal(wb_audit_backup(store, taken, &error), WB_UNAVAILABLE);
	assert_contains(error.text, taken);
	begin_row("no such folder");
	assert_int_equal(wb_audit_backup(store, path_in(*state, "none/copy"), &error), WB_UNAVAILABLE);
	begin_row("no store");
	assert_int_equal(wb_audit_backup(path_in(*state, "none"), path_in(*state, "copy"), &error), WB_UNAVAILABLE);
	begin_row("too long");
	memset(long_path, 'x', sizeof(long_path) - 1);
	long_path[sizeof(long_path) - 1] = '\0';
	assert_int_equal(wb_audit_backup(store, long_path, &error), WB_INVALID);
	assert_int_equal(count_files(*state), files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_good_store_has_no_faults),
		test_in_folder(test_requests_for_removal_are_walked_too),
		test_in_folder(test_what_cannot_be_opened_is_no_fault_of_a_record),
		test_in_folder(test_records_that_do_not_decode),
		test_in_folder(test_a_table_of_lengths_that_says_too_much),
		test_in_folder(test_history_that_does_not_decode),
		test_in_folder(test_a_copy_is_a_store),
		test_in_folder(test_a_copy_that_cannot_be_made_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
