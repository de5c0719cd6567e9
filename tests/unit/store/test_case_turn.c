/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_case_turn.c - one who writes many times does not keep off one who may not wait. Locks are between processes: the other one is a child. */
#include "fixture.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/case_turn.h"

#define TURNS 200

/* A child that takes the turn again and again, until the pipe is closed. */
static pid_t begin_writer(const char *store, int *began_fd_r, int *end_fd_r)
{
	int began[2], end[2];
	pid_t child;

	assert_int_equal(pipe(began), 0);
	assert_int_equal(pipe(end), 0);
	child = fork();
	if (child == 0) {
		struct wb_case_turn turn = WB_CASE_TURN_NONE;
		char byte;

		close(end[1]);
		for (int i = 0; i < TURNS; i++) {
			if (wb_case_turn_wait(store, &turn, NULL) != WB_OK || write(began[1], "x", 1) != 1)
				_exit(1);
			/* The first time it holds it until the parent says so. */
			if (i == 0 && read(end[0], &byte, 1) != 1)
				_exit(1);
			wb_case_turn_end(&turn);
		}
		_exit(0);
	}
	close(began[1]);
	close(end[0]);
	*began_fd_r = began[0];
	*end_fd_r = end[1];
	return child;
}

static void test_who_tries_is_next(void **state)
{
	const char *store = open_store(*state);
	struct wb_case_turn turn = WB_CASE_TURN_NONE;
	int began_fd, end_fd, status, turns = 1;
	pid_t child = begin_writer(store, &began_fd, &end_fd);
	char bytes[TURNS];
	ssize_t got;

	assert_int_equal(read(began_fd, bytes, 1), 1);
	begin_row("it is another one's");
	assert_int_equal(wb_case_turn_try(store, &turn, NULL), WB_NOT_FOUND);
	assert_int_equal(wb_case_turn_try(store, &turn, NULL), WB_NOT_FOUND);
	assert_true(turn.place_fd >= 0 && turn.fd < 0);
	begin_row("it is the next one's, however often the other one wants it");
	assert_int_equal(write(end_fd, "x", 1), 1);
	while (wb_case_turn_try(store, &turn, NULL) == WB_NOT_FOUND)
		;
	assert_true(turn.place_fd < 0 && turn.fd >= 0);
	wb_case_turn_end(&turn);
	assert_true(turn.fd < 0);
	wb_case_turn_end(&turn);
	while ((got = read(began_fd, bytes, sizeof(bytes))) > 0)
		turns += (int)got;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(turns, TURNS);
	close(began_fd);
	close(end_fd);
}

/* While this process has the place, the other one does not get a second turn. */
static void test_nobody_overtakes(void **state)
{
	const char *store = open_store(*state);
	struct wb_case_turn turn = WB_CASE_TURN_NONE;
	int began_fd, end_fd, status;
	pid_t child = begin_writer(store, &began_fd, &end_fd);
	char byte;

	assert_int_equal(read(began_fd, &byte, 1), 1);
	assert_int_equal(wb_case_turn_try(store, &turn, NULL), WB_NOT_FOUND);
	assert_int_equal(write(end_fd, "x", 1), 1);
	assert_int_equal(wb_case_turn_wait(store, &turn, NULL), WB_OK);
	begin_row("it has had one turn");
	assert_int_equal(fcntl(began_fd, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(read(began_fd, &byte, 1), -1);
	wb_case_turn_end(&turn);
	assert_int_equal(fcntl(began_fd, F_SETFL, 0), 0);
	while (read(began_fd, &byte, 1) == 1)
		;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(began_fd);
	close(end_fd);
}

static void test_a_turn_needs_a_store(void **state)
{
	struct wb_case_turn turn = WB_CASE_TURN_NONE;
	struct wb_error error;

	(void)state;
	assert_int_equal(wb_case_turn_try("/nowhere", &turn, &error), WB_UNAVAILABLE);
	wb_case_turn_end(&turn);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_who_tries_is_next),
		test_in_folder(test_nobody_overtakes),
		test_in_folder(test_a_turn_needs_a_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
