/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_name_server.c - whether a name server works, by what it has answered and how long it may take for what any resolver knows. */
#include "dns/name_server.h"
#include "fake_clock.h"
#include "unit.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#define HEDGE_US 80000

static void test_the_state_of_a_server(void **state)
{
	static const struct {
		const char *label;
		bool has_answered;
		enum wb_name_server_proof proof;
		int64_t later_us; /* than the proof was asked for */
		enum wb_resolver_server_state state;
	} rows[] = {
		{ "not asked", false, WB_NAME_SERVER_UNPROVEN, 0, WB_RESOLVER_SERVER_UNKNOWN },
		{ "it has answered", true, WB_NAME_SERVER_UNPROVEN, 0, WB_RESOLVER_SERVER_GOOD },
		{ "whatever became of the proof", true, WB_NAME_SERVER_PROOF_BAD, 0, WB_RESOLVER_SERVER_GOOD },
		{ "it knows the root", false, WB_NAME_SERVER_PROOF_GOOD, 0, WB_RESOLVER_SERVER_GOOD },
		{ "it does not", false, WB_NAME_SERVER_PROOF_BAD, 0, WB_RESOLVER_SERVER_FAULTY },
		{ "it was just asked", false, WB_NAME_SERVER_PROOF_OPEN, HEDGE_US / 8 - 1, WB_RESOLVER_SERVER_UNKNOWN },
		{ "it had the time", false, WB_NAME_SERVER_PROOF_OPEN, HEDGE_US / 8, WB_RESOLVER_SERVER_FAULTY },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fake_clock clock = FAKE_CLOCK(clock, 0);
		struct wb_name_server_rules rules = { .clock = &clock.clock, .hedge_us = HEDGE_US };
		struct wb_name_server server = {
			.rules = &rules, .has_answered = rows[i].has_answered, .proof = rows[i].proof, .proof_at_us = 1000
		};

		begin_row(rows[i].label);
		clock.now_us = 1000 + rows[i].later_us;
		assert_int_equal(wb_name_server_state(&server), rows[i].state);
		assert_int_equal(wb_name_server_proof_left_us(&server), HEDGE_US / 8 - rows[i].later_us);
	}
}

static void test_an_address_that_is_none(void **state)
{
	struct wb_name_server_rules rules = { .clock = &wb_clock_system, .deadline_ms = 1000 };
	struct wb_name_server server = { .rules = &rules, .address = "nonsense" };

	(void)state;
	assert_int_equal(wb_cares_load(NULL), WB_OK);
	assert_int_not_equal(wb_name_server_open(&server), ARES_SUCCESS);
	assert_false(server.is_open);
	server.address = "[fe80::1%nosuch]:53";
	assert_int_not_equal(wb_name_server_open(&server), ARES_SUCCESS);
	assert_false(server.is_open);
	wb_name_server_close(&server);
	server.address = "192.0.2.53";
	assert_int_equal(wb_name_server_open(&server), ARES_SUCCESS);
	wb_name_server_close(&server);
	wb_name_server_close(&server);
}

#define CANNOT 77 /* not the right to mount */

/* Where a FIFO is the system's resolv.conf. */
static void open_beside_fifo(const char *fifo)
{
	struct wb_name_server_rules rules = { .clock = &wb_clock_system, .deadline_ms = 1000 };
	struct wb_name_server server = { .rules = &rules, .address = "192.0.2.53" };

	if (mkfifo(fifo, 0600) < 0 || unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount(fifo, "/etc/resolv.conf", NULL, MS_BIND, NULL) < 0)
		_exit(CANNOT);
	alarm(5);
	_exit(wb_cares_load(NULL) == WB_OK && wb_name_server_open(&server) == ARES_SUCCESS ? 0 : 1);
}

static void test_the_systems_file_is_not_read(void **state)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		open_beside_fifo(path_in(*state, "fifo"));
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == CANNOT)
		skip();
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_state_of_a_server),
		cmocka_unit_test(test_an_address_that_is_none),
		test_in_folder(test_the_systems_file_is_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
