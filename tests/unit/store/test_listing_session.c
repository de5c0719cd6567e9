/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_listing_session.c - a transaction of the listings folder: the table of lengths, and what other files keep beside it. */
#include "fixture.h"

#include "store/listing_session.h"

static struct wb_listing_session open_write(const char *store)
{
	struct wb_listing_session session;
	struct wb_error error = { "" };

	if (wb_listing_session_open_write(store, &session, &error) != WB_OK)
		fail_msg("%s", error.text);
	return session;
}

static void test_nothing_was_ever_listed(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_session session;
	struct wb_error error;

	assert_int_equal(wb_listing_session_open_read(store, &session, &error), WB_NOT_FOUND);
	wb_listing_session_close(&session);
	begin_row("a writer that did not commit changes nothing");
	session = open_write(store);
	session.lengths[128] = 7;
	wb_listing_session_close(&session);
	assert_int_equal(wb_listing_session_open_read(store, &session, &error), WB_NOT_FOUND);
	wb_listing_session_close(&session);
	begin_row("no store");
	assert_int_equal(wb_listing_session_open_read(path_in(*state, "none"), &session, &error), WB_UNAVAILABLE);
	wb_listing_session_close(&session);
	assert_int_equal(wb_listing_session_open_write(path_in(*state, "none"), &session, &error), WB_UNAVAILABLE);
	wb_listing_session_close(&session);
}

static void test_a_commit_writes_the_table_of_lengths(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_session session = open_write(store);
	struct wb_error error = { "" };

	for (unsigned i = 0; i < WB_LISTING_LENGTHS; i++) {
		assert_int_equal(session.lengths[i], 0);
		session.lengths[i] = 0x0102030405060700 + i;
	}
	assert_int_equal(wb_listing_session_commit(&session, &error), WB_OK);
	wb_listing_session_close(&session);
	wb_listing_session_close(&session); /* harmless */
	assert_int_equal(wb_listing_session_open_read(store, &session, &error), WB_OK);
	for (unsigned i = 0; i < WB_LISTING_LENGTHS; i++)
		assert_int_equal(session.lengths[i], 0x0102030405060700 + i);
	wb_listing_session_close(&session);
	session = open_write(store);
	assert_int_equal(session.lengths[128], 0x0102030405060780);
	wb_listing_session_close(&session);
}

static void test_other_databases_are_part_of_the_transaction(void **state)
{
	const char *store = open_store(*state);
	MDB_val key = { 1, "k" }, value = { 1, "v" };
	struct wb_error error = { "" };
	MDB_dbi dbi;

	for (int committed = 0; committed < 2; committed++) {
		struct wb_listing_session session = open_write(store);

		assert_int_equal(mdb_dbi_open(session.transaction.txn, "history", MDB_CREATE, &dbi), 0);
		assert_int_equal(mdb_put(session.transaction.txn, dbi, &key, &value, 0), 0);
		assert_int_equal(mdb_dbi_open(session.transaction.txn, "feeds", MDB_CREATE, &dbi), 0);
		if (committed)
			assert_int_equal(wb_listing_session_commit(&session, &error), WB_OK);
		wb_listing_session_close(&session);
		assert_int_equal(wb_listing_session_open_read(store, &session, &error), committed ? WB_OK : WB_NOT_FOUND);
		if (committed) {
			assert_int_equal(mdb_dbi_open(session.transaction.txn, "history", 0, &dbi), 0);
			assert_int_equal(mdb_get(session.transaction.txn, dbi, &key, &value), 0);
		}
		wb_listing_session_close(&session);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_nothing_was_ever_listed),
		test_in_folder(test_a_commit_writes_the_table_of_lengths),
		test_in_folder(test_other_databases_are_part_of_the_transaction),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
