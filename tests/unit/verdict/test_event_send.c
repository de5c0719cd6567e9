/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_event_send.c - what becomes of a packet: sent, unwanted or lost, and never waited for. */
#include "unit.h"
#include "verdict/event_send.h"

#include <sys/socket.h>
#include <sys/un.h>

#define ROOM 3

static int listen_in(const char *folder)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/events", folder);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, ROOM), 0);
	return fd;
}

static void test_no_agent_is_to_run(void **state)
{
	assert_int_equal(wb_event_send(path_in(*state, "none"), "x", 1), WB_EVENT_UNWANTED);
	write_text(*state, "file", "");
	assert_int_equal(wb_event_send(path_in(*state, "file/run"), "x", 1), WB_EVENT_UNWANTED);
}

/* Its unit makes the folder before. */
static void test_an_agent_that_did_not_start(void **state)
{
	assert_int_equal(wb_event_send(*state, "x", 1), WB_EVENT_LOST);
}

static void test_a_dead_agent(void **state)
{
	close(listen_in(*state));
	assert_int_equal(wb_event_send(*state, "x", 1), WB_EVENT_LOST);
}

static void test_what_is_not_taken_waits_and_more_is_lost(void **state)
{
	char bytes[16];
	int fd = listen_in(*state), lost = 0;

	for (int i = 0; i < ROOM + 10; i++) {
		snprintf(bytes, sizeof(bytes), "packet %d", i);
		lost += wb_event_send(*state, bytes, strlen(bytes)) == WB_EVENT_LOST;
	}
	assert_in_range(lost, 9, 10); /* the kernel lets one more in than it is told */
	for (int i = 0; i < ROOM; i++) {
		char wanted[16];
		int connection = accept(fd, NULL, NULL);

		snprintf(wanted, sizeof(wanted), "packet %d", i);
		assert_int_equal(recv(connection, bytes, sizeof(bytes), 0), strlen(wanted));
		assert_memory_equal(bytes, wanted, strlen(wanted));
		close(connection);
	}
	close(fd);
}

static void test_what_is_no_socket_is_a_loss(void **state)
{
	write_text(*state, "events", "");
	assert_int_equal(wb_event_send(*state, "x", 1), WB_EVENT_LOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_no_agent_is_to_run),
		test_in_folder(test_an_agent_that_did_not_start),
		test_in_folder(test_a_dead_agent),
		test_in_folder(test_what_is_not_taken_waits_and_more_is_lost),
		test_in_folder(test_what_is_no_socket_is_a_loss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
