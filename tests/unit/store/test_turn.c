/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_turn.c - one process at a time, and who has to wait tells for whom. */
#include "fixture.h"
#include "store/turn.h"

#include <sys/wait.h>

static int told_fd; /* of the pipe that tells the parent */

static void tell(const char *path, const char *holder)
{
	dprintf(told_fd, "%s: %s", strrchr(path, '/') + 1, holder);
}

static void test_who_waits_tells_for_whom(void **state)
{
	const char *path = path_in(*state, "turn.lock");
	char said[300] = "", wanted[300];
	int fd, status, told[2];
	struct stat st;
	pid_t child, asker;

	assert_int_equal(pipe(told), 0);
	assert_int_equal(wb_turn_take(path, &fd, NULL), WB_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, WB_STORE_FILE_MODE);
	child = fork();
	assert_int_not_equal(child, -1);
	if (child == 0) {
		int other;

		told_fd = told[1];
		wb_turn_tell(tell);
		_exit(wb_turn_take(path, &other, NULL) != WB_OK || other < 0);
	}
	close(told[1]);
	begin_row("it tells");
	assert_true(read(told[0], said, sizeof(said) - 1) > 0);
	snprintf(wanted, sizeof(wanted), "turn.lock: process %d (test_turn)", (int)getpid());
	assert_string_equal(said, wanted);
	begin_row("who asks whether it is free does not wait");
	asker = fork();
	if (asker == 0)
		_exit(!wb_turn_is_taken(path));
	assert_int_equal(waitpid(asker, &status, 0), asker);
	assert_int_equal(status, 0);
	begin_row("and gets its turn");
	close(fd);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(told[0]);
}

static void test_what_is_no_file_of_the_store_s_own(void **state)
{
	const char *path = path_in(*state, "turn.lock");
	struct wb_error error = { "" };
	struct stat before, after;
	const char *victim = write_text(*state, "victim", "untouched");
	int fd;

	assert_int_equal(chmod(victim, 0600), 0);
	assert_int_equal(stat(victim, &before), 0);
	begin_row("a link");
	assert_int_equal(symlink(victim, path), 0);
	assert_int_equal(wb_turn_take(path, &fd, &error), WB_UNAVAILABLE);
	assert_int_equal(unlink(path), 0);
	begin_row("a second name");
	assert_int_equal(link(victim, path), 0);
	assert_int_equal(wb_turn_take(path, &fd, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "has a second name");
	assert_int_equal(fd, -1);
	assert_int_equal(unlink(path), 0);
	begin_row("a FIFO");
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(wb_turn_take(path, &fd, &error), WB_UNAVAILABLE);
	assert_int_equal(stat(victim, &after), 0);
	assert_int_equal(before.st_mode, after.st_mode);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_who_waits_tells_for_whom),
		test_in_folder(test_what_is_no_file_of_the_store_s_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
