/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_client.c - the requests about a client are found from any prefix, by the index alone. */
#include "request_fixture.h"
#include "store/request_client.h"

static const char *const clients[] = { "192.0.2.66", "192.0.2.67", "198.51.100.1", "2001:db8:1:2::/64", "2001:db8:1:2::1",
	"2001:db8:1:3::1", "2001:db8:1:2::", "::/64", "192.0.2.66" };

/* "1 9": the numbers that the index has for a prefix. */
static const char *find(struct wb_request_session *session, const char *prefix)
{
	static char found[256];
	struct wb_text text;
	struct wb_prefix client = prefix_of(prefix);
	struct wb_request_numbers numbers;

	wb_text_open(&text, found, sizeof(found));
	assert_int_equal(wb_request_client_find(session, &client, &numbers, NULL), WB_OK);
	for (size_t i = 0; i < numbers.count; i++)
		wb_text_addf(&text, "%s%llu", i > 0 ? " " : "", (unsigned long long)numbers.rows[i]);
	free(numbers.rows);
	return found;
}

static struct wb_request_session open_index(const char *folder)
{
	struct wb_request_session session = open_session(open_store(folder));

	for (size_t i = 0; i < COUNT(clients); i++) {
		struct wb_prefix client = prefix_of(clients[i]);

		assert_int_equal(wb_request_client_add(&session, &client, i + 1, NULL), WB_OK);
	}
	return session;
}

static void test_what_covers_a_prefix_and_what_lies_in_it(void **state)
{
	static const struct {
		const char *prefix, *wanted;
	} rows[] = {
		{ "192.0.2.66", "1 9" },
		{ "192.0.2.68", "" },
		{ "192.0.2.66/31", "1 2 9" },
		{ "192.0.2.0/24", "1 2 9" },
		{ "192.0.2.128/25", "" },
		{ "0.0.0.0/0", "1 2 3 9" },
		{ "2001:db8:1:2::1", "4 5" },
		{ "2001:db8:1:2::2", "4" },
		{ "2001:db8:1:2::", "4 7" },
		{ "2001:db8:1:2::/96", "4 5 7" },
		{ "2001:db8:1:2:8000::/65", "4" },
		{ "2001:db8:1:2::/64", "4 5 7" },
		{ "2001:db8:1:3::/64", "6" },
		{ "2001:db8:1::/48", "4 5 6 7" },
		{ "2001:db8:1:4::/64", "" },
		{ "::1", "8" },
		{ "::/0", "4 5 6 7 8" },
		{ "ffff::/16", "" },
	};
	struct wb_request_session session = open_index(*state);

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].prefix);
		assert_string_equal(find(&session, rows[i].prefix), rows[i].wanted);
	}
	wb_request_session_close(&session);
}

static void test_what_is_removed_is_not_found(void **state)
{
	struct wb_request_session session = open_index(*state);
	struct wb_prefix client = prefix_of("192.0.2.66");

	assert_int_equal(wb_request_client_remove(&session, &client, 1, NULL), WB_OK);
	assert_string_equal(find(&session, "192.0.2.66"), "9");
	begin_row("nor is it twice");
	assert_int_equal(wb_request_client_remove(&session, &client, 1, NULL), WB_OK);
	assert_string_equal(find(&session, "0.0.0.0/0"), "2 3 9");
	begin_row("nor does another prefix length take it along");
	client = prefix_of("2001:db8:1:2::");
	assert_int_equal(wb_request_client_remove(&session, &client, 4, NULL), WB_OK);
	assert_string_equal(find(&session, "2001:db8:1:2::"), "4 7");
	wb_request_session_close(&session);
}

static void test_many_are_in_order(void **state)
{
	struct wb_request_session session = open_session(open_store(*state));
	struct wb_prefix network = prefix_of("10.0.0.0/8");
	struct wb_request_numbers numbers;

	for (unsigned i = 0; i < 500; i++) {
		struct wb_prefix client = prefix_of("10.0.0.0");

		wb_bytes_put(client.address.bytes + 14, (i * 7919) % 65536, 2);
		assert_int_equal(wb_request_client_add(&session, &client, i + 1, NULL), WB_OK);
	}
	assert_int_equal(wb_request_client_find(&session, &network, &numbers, NULL), WB_OK);
	assert_int_equal(numbers.count, 500);
	for (size_t i = 0; i < numbers.count; i++)
		assert_int_equal(numbers.rows[i], i + 1);
	free(numbers.rows);
	wb_request_session_close(&session);
}

static void test_keys_that_are_none_are_passed_by(void **state)
{
	struct wb_request_session session = open_index(*state);
	static const char *const keys[] = { "x", "\0\0\0\0\0\0\0\0\0\0\377\377\300\0\2\102\377\0\0\0\0\0\0\0\1" };
	static const size_t sizes[] = { 1, 25 };

	for (size_t i = 0; i < COUNT(keys); i++) {
		MDB_val key = { sizes[i], (void *)(uintptr_t)keys[i] };
		MDB_val nothing = { 0, NULL };

		assert_int_equal(
		    mdb_put(session.transaction.txn, session.tables[WB_REQUEST_CLIENTS].handle, &key, &nothing, 0), 0);
	}
	assert_string_equal(find(&session, "192.0.2.0/24"), "1 2 9");
	wb_request_session_close(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_covers_a_prefix_and_what_lies_in_it),
		test_in_folder(test_what_is_removed_is_not_found),
		test_in_folder(test_many_are_in_order),
		test_in_folder(test_keys_that_are_none_are_passed_by),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
