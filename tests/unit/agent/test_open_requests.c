/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_open_requests.c - how many requests wait, and how seldom the store is asked for it. */
#include "agent/open_requests.h"
#include "request_fixture.h"

static struct open_requests requests;

static int begin(void **state)
{
	memset(&requests, 0, sizeof(requests));
	return open_folder(state);
}

static void file_at(const char *store, const char *client, int64_t at_s)
{
	struct wb_request request = request_of(client);

	request.created_at_s = at_s;
	file_request(store, request);
}

static void test_open_ones_are_counted_and_the_oldest_is_known(void **state)
{
	const char *store = open_store(*state);
	struct wb_request decided = { .number = 1, .state = WB_REQUEST_DENIED, .decided_at_s = NOW_S };

	begin_row("none was ever filed");
	open_requests_look(&requests, store, NOW_S);
	assert_true(requests.is_known);
	assert_int_equal(requests.open.count, 0);
	file_at(store, "192.0.2.1", NOW_S - 900);
	file_at(store, "192.0.2.2", NOW_S - 500);
	file_at(store, "192.0.2.3", NOW_S - 700); /* the clock was set back */
	begin_row("not before its time");
	open_requests_look(&requests, store, NOW_S + OPEN_REQUESTS_LOOK_S - 1);
	assert_int_equal(requests.open.count, 0);
	open_requests_look(&requests, store, NOW_S + OPEN_REQUESTS_LOOK_S);
	assert_int_equal(requests.open.count, 3);
	assert_int_equal(requests.open.oldest_at_s, NOW_S - 900);
	begin_row("what is decided waits no more");
	assert_int_equal(wb_request_decide(store, &decided, NULL), WB_OK);
	open_requests_look(&requests, store, NOW_S + 2 * OPEN_REQUESTS_LOOK_S);
	assert_int_equal(requests.open.count, 2);
	assert_int_equal(requests.open.oldest_at_s, NOW_S - 700);
	assert_int_equal(requests.faults, 0);
}

static void test_a_look_that_took_long_is_followed_by_a_longer_wait(void **state)
{
	const char *store = open_store(*state);

	requests.looked_at_s = NOW_S;
	requests.open.read_count = 40 * OPEN_REQUESTS_A_SECOND;
	open_requests_look(&requests, store, NOW_S + 39);
	assert_int_equal(requests.looked_at_s, NOW_S);
	open_requests_look(&requests, store, NOW_S + 40);
	assert_int_equal(requests.looked_at_s, NOW_S + 40);
	begin_row("a clock that was set back does not stop it");
	open_requests_look(&requests, store, NOW_S - 1000);
	assert_int_equal(requests.looked_at_s, NOW_S - 1000);
}

static void test_what_cannot_be_read_is_not_known_and_counted(void **state)
{
	const char *store = open_store(*state);

	file_at(store, "192.0.2.1", NOW_S - 900);
	open_requests_look(&requests, store, NOW_S);
	assert_int_equal(requests.open.count, 1);
	assert_int_equal(truncate(path_in(store, "requests/data.mdb"), 100), 0);
	open_requests_look(&requests, store, NOW_S + 15);
	assert_false(requests.is_known);
	open_requests_look(&requests, store, NOW_S + 20);
	assert_int_equal(requests.faults, 1);
	open_requests_look(&requests, store, NOW_S + 30);
	assert_int_equal(requests.faults, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_open_ones_are_counted_and_the_oldest_is_known, begin, close_folder),
		cmocka_unit_test_setup_teardown(test_a_look_that_took_long_is_followed_by_a_longer_wait, begin, close_folder),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_read_is_not_known_and_counted, begin, close_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
