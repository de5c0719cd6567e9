/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_sockets.c - what c-ares wants watched, and no more than there is room for; what a socket that is ready does: test_resolver.c. */
#include "dns/sockets.h"
#include "unit.h"

static void test_sockets_come_change_and_go(void **state)
{
	static struct wb_sockets sockets;

	(void)state;
	wb_sockets_watch(&sockets, NULL, 5, 1, 0);
	wb_sockets_watch(&sockets, NULL, 6, 0, 1);
	wb_sockets_watch(&sockets, NULL, 7, 1, 1);
	assert_int_equal(sockets.count, 3);
	assert_int_equal(sockets.rows[2].events, POLLIN | POLLOUT);
	begin_row("one changes");
	wb_sockets_watch(&sockets, NULL, 6, 1, 0);
	assert_int_equal(sockets.count, 3);
	assert_int_equal(sockets.rows[1].events, POLLIN);
	begin_row("one goes, and the last one takes its place");
	wb_sockets_watch(&sockets, NULL, 5, 0, 0);
	assert_int_equal(sockets.count, 2);
	assert_int_equal(sockets.rows[0].fd, 7);
	begin_row("one that was not there");
	wb_sockets_watch(&sockets, NULL, 5, 0, 0);
	assert_int_equal(sockets.count, 2);
}

static void test_what_finds_no_room_is_not_watched(void **state)
{
	static struct wb_sockets sockets;

	(void)state;
	for (int fd = 0; fd < WB_SOCKETS_MAX + 10; fd++)
		wb_sockets_watch(&sockets, NULL, fd, 1, 0);
	assert_int_equal(sockets.count, WB_SOCKETS_MAX);
	wb_sockets_watch(&sockets, NULL, WB_SOCKETS_MAX + 5, 0, 0);
	assert_int_equal(sockets.count, WB_SOCKETS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sockets_come_change_and_go),
		cmocka_unit_test(test_what_finds_no_room_is_not_watched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
