/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_prune.c - what was kept long enough goes, with all that belongs to it, and nothing else. */
#include "request_fixture.h"

#include "store/request_prune.h"

static uint64_t file_at(const char *store, const char *client, int64_t at_s)
{
	struct wb_request request = request_of(client);

	request.created_at_s = at_s;
	return file_request(store, request);
}

static size_t prune(const char *store, int64_t before_s, int64_t now_s)
{
	struct wb_request_session session = open_session(store);
	size_t removed = 99;

	assert_int_equal(wb_request_prune(&session, before_s, now_s, WB_AGE_GUARDED, &removed, NULL), WB_OK);
	commit_session(&session);
	return removed;
}

static bool never(void *context, const struct wb_request_note *note)
{
	(void)context, (void)note;
	fail_msg("a note was left");
	return false;
}

static void test_the_old_go_with_all_that_is_theirs(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_note note = { .at_s = NOW_S, .login = "ann", .text = "x" };

	for (int i = 0; i < 4; i++) {
		const char *client = i % 2 == 0 ? "192.0.2.1" : "2001:db8::/64";
		struct wb_request request = i < 2 ? request_of(client) : proven_of(client);

		request.created_at_s += 1000 * i;
		file_request(store, request);
		for (int n = 0; n < 3 && i != 2; n++)
			assert_int_equal(wb_request_note_add(store, (uint64_t)i + 1, &note, NULL), WB_OK);
	}
	assert_int_equal(prune(store, NOW_S, NOW_S + 9999), 0);
	begin_row("to the second");
	assert_int_equal(prune(store, NOW_S + 1000, NOW_S + 9999), 1);
	assert_int_equal(prune(store, NOW_S + 1001, NOW_S + 9999), 1);
	assert_string_equal(walk_requests(store, NULL).text, "3 192.0.2.1/32; 4 2001:db8::/64");
	assert_string_equal(walk_requests(store, "192.0.2.1").text, "3 192.0.2.1/32");
	assert_int_equal(count_entries(store, WB_REQUEST_REQUESTS), 3); /* the last number is one */
	assert_int_equal(count_entries(store, WB_REQUEST_TOKENS), 2);
	assert_int_equal(count_entries(store, WB_REQUEST_CLIENTS), 2);
	assert_int_equal(count_entries(store, WB_REQUEST_NOTES), 3);
	assert_int_equal(wb_request_note_walk(store, 1, never, NULL, NULL), WB_OK);
	begin_row("all of them");
	assert_int_equal(prune(store, NOW_S + 9999, NOW_S + 9999), 2);
	assert_int_equal(count_entries(store, WB_REQUEST_REQUESTS), 1);
	assert_int_equal(count_entries(store, WB_REQUEST_TOKENS), 0);
	assert_int_equal(count_entries(store, WB_REQUEST_CLIENTS), 0);
	assert_int_equal(count_entries(store, WB_REQUEST_NOTES), 0);
}

static void test_a_request_from_the_future_hides_no_old_one(void **state)
{
	const char *store = open_store(*state);

	file_at(store, "192.0.2.1", NOW_S + 400 * DAY_S);
	file_at(store, "192.0.2.2", NOW_S);
	file_at(store, "192.0.2.3", NOW_S + 100);
	file_at(store, "192.0.2.4", NOW_S);
	assert_int_equal(prune(store, NOW_S + 50, NOW_S + 200), 1);
	assert_string_equal(walk_requests(store, NULL).text, "1 192.0.2.1/32; 3 192.0.2.3/32; 4 192.0.2.4/32");
}

static void test_damaged_texts_do_not_keep_a_request(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_record record = { .request = request_of("192.0.2.1") };
	unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX];
	size_t size;

	file_at(store, "192.0.2.1", NOW_S);
	file_at(store, "192.0.2.2", NOW_S);
	file_at(store, "192.0.2.3", NOW_S);
	size = wb_request_record_encode(&record, bytes).size;
	bytes[size - 2] = 7;
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0\1", 8, bytes, size);
	begin_row("one of which nothing is left stays, and hides no other");
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0\2", 8, "x", 1);
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0\2y", 9, "x", 1);
	assert_int_equal(walk_requests(store, NULL).unreadable, 3);
	assert_int_equal(prune(store, NOW_S + 1, NOW_S + 1), 2);
	assert_int_equal(walk_requests(store, NULL).count, 0);
	assert_int_equal(walk_requests(store, NULL).unreadable, 2);
}

static void test_many_in_one_go(void **state)
{
	struct wb_request_session session = open_session(open_store(*state));
	struct wb_request_record record = { .request = request_of("192.0.2.1") };
	size_t removed;

	for (uint64_t number = 1; number <= 3000; number++) {
		record.request.number = number;
		record.request.created_at_s = NOW_S + (int64_t)number / 1000;
		assert_int_equal(wb_request_session_put(&session, &record, NULL), WB_OK);
	}
	assert_int_equal(wb_request_prune(&session, NOW_S + 2, NOW_S + 9, WB_AGE_FORCED, &removed, NULL), WB_OK);
	assert_int_equal(removed, 1999);
	wb_request_session_close(&session);
}

/* A clock that is a year ahead, while somebody files a request. */
static void test_more_than_half_wants_a_person(void **state)
{
	const char *store = open_store(*state);
	struct wb_request late = request_of("192.0.2.9");
	struct wb_error error;
	size_t removed = 99;
	char client[] = "192.0.2.1";

	for (int i = 0; i < 8; i++) {
		client[8] = (char)('1' + i);
		file_at(store, client, NOW_S + i);
	}
	late.created_at_s = NOW_S + 401 * DAY_S;
	assert_int_equal(file_limited(store, &late, &no_limits, 400 * DAY_S), WB_REQUEST_FILED);
	assert_int_equal(walk_requests(store, NULL).count, 9);
	begin_row("half of them may go");
	assert_int_equal(wb_request_expire(store, NOW_S + 4, NOW_S + 99, WB_AGE_GUARDED, &removed, &error), WB_OK);
	assert_int_equal(removed, 4);
	begin_row("not four of the five that are left");
	assert_int_equal(wb_request_expire(store, NOW_S + 99, NOW_S + 99, WB_AGE_GUARDED, &removed, &error), WB_INVALID);
	assert_int_equal(removed, 0);
	assert_contains(error.text, "4 of 5 requests are older than ");
	assert_contains(error.text, "--force");
	begin_row("but when a person says so");
	assert_int_equal(wb_request_expire(store, NOW_S + 99, NOW_S + 99, WB_AGE_FORCED, &removed, &error), WB_OK);
	assert_int_equal(removed, 4);
	assert_string_equal(walk_requests(store, NULL).text, "9 192.0.2.9/32");
	begin_row("a store that never had any");
	assert_int_equal(mkdir(path_in(*state, "b"), 0700), 0);
	store = open_store(path_in(*state, "b"));
	assert_int_equal(wb_request_expire(store, NOW_S, NOW_S, WB_AGE_GUARDED, &removed, &error), WB_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_old_go_with_all_that_is_theirs),
		test_in_folder(test_a_request_from_the_future_hides_no_old_one),
		test_in_folder(test_damaged_texts_do_not_keep_a_request),
		test_in_folder(test_many_in_one_go),
		test_in_folder(test_more_than_half_wants_a_person),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
