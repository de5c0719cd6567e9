/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_file.c - all of it is written, or errno says why not. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/wait.h>

#include "unit.h"

/* More than a pipe takes at once: the kernel takes it in parts. */
static void test_what_is_taken_in_parts_arrives_whole(void **state)
{
	static char sent[1 << 20], got[1 << 20];
	size_t length = 0;
	ssize_t count;
	int ends[2];
	pid_t pid;

	(void)state;
	for (size_t i = 0; i < sizeof(sent); i++)
		sent[i] = (char)(i * 7 % 251);
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(wb_file_write(ends[1], sent, sizeof(sent)) ? 0 : 1);
	close(ends[1]);
	while (length < sizeof(got) && (count = read(ends[0], got + length, sizeof(got) - length)) > 0)
		length += (size_t)count;
	close(ends[0]);
	waitpid(pid, NULL, 0);
	assert_int_equal(length, sizeof(sent));
	assert_memory_equal(got, sent, sizeof(sent));
}

static void test_a_full_disk_is_said(void **state)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)state;
	assert_true(fd >= 0);
	errno = 0;
	assert_false(wb_file_write(fd, "x", 1));
	assert_int_equal(errno, ENOSPC);
	assert_true(wb_file_write(fd, "", 0));
	close(fd);
}

/* A test stands in a folder of its room's, as a program in bin. */
static void test_what_came_with_the_program(void **state)
{
	char path[PATH_MAX];

	(void)state;
	wb_file_shared("acl-snippets/rcpt.conf", path);
	assert_int_equal(path[0], '/');
	assert_non_null(strstr(path, "/unit/share/whyblock/acl-snippets/rcpt.conf"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_taken_in_parts_arrives_whole),
		cmocka_unit_test(test_a_full_disk_is_said),
		cmocka_unit_test(test_what_came_with_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
