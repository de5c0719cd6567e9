/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_lock_file.c - LMDB opens its lock file only when that cannot end the process, or hold it up. */
#include "fixture.h"
#include "store/lock_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>

static void test_a_new_one_gets_its_room(void **state)
{
	struct stat st;

	assert_int_equal(wb_lock_file_prepare(*state, 0640, NULL), WB_OK);
	assert_int_equal(stat(path_in(*state, "lock.mdb"), &st), 0);
	assert_true(st.st_blocks * 512 >= WB_LOCK_FILE_READERS * 64);
	assert_int_equal(wb_lock_file_prepare(*state, 0640, NULL), WB_OK);
}

/* Behind the end of a file a page cannot be written, as on a disk without room. */
static void test_pages_that_cannot_be_written(void **state)
{
	struct wb_error error = { "" };
	struct sigaction before, after;
	int fd = open(write_text(*state, "lock.mdb", ""), O_RDWR | O_CLOEXEC);

	assert_int_equal(fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 1 << 20), 0);
	close(fd);
	assert_int_equal(sigaction(SIGBUS, NULL, &before), 0);
	assert_int_equal(wb_lock_file_prepare(*state, 0640, &error), WB_NOT_FOUND);
	assert_contains(error.text, *state);
	assert_int_equal(sigaction(SIGBUS, NULL, &after), 0);
	assert_true(before.sa_handler == after.sa_handler);
}

static void test_a_disk_without_room(void **state)
{
	const char *disk = path_in(*state, "disk");
	pid_t child = fork();
	int status;

	assert_int_not_equal(child, -1);
	if (child == 0) {
		struct wb_error error = { "" };

		if (mkdir(disk, 0700) < 0 || unshare(CLONE_NEWNS) < 0 ||
		    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || mount("tmpfs", disk, "tmpfs", 0, "size=16k") < 0)
			_exit(77);
		status = wb_lock_file_prepare(disk, 0640, &error);
		_exit(status != WB_NOT_FOUND || strstr(error.text, "No space left on device") == NULL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(status, 0);
}

static void test_one_that_somebody_holds(void **state)
{
	const char *path = write_text(*state, "lock.mdb", "");
	struct wb_error error = { "" };
	int status, told[2];
	char byte;
	pid_t child;

	assert_int_equal(pipe(told), 0);
	child = fork();
	if (child == 0) {
		struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
		int fd = open(path, O_RDWR | O_CLOEXEC);

		_exit(fcntl(fd, F_SETLK, &lock) < 0 || write(told[1], "x", 1) != 1 || pause() == 0);
	}
	assert_int_equal(read(told[0], &byte, 1), 1);
	assert_int_equal(wb_lock_file_prepare(*state, 0640, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "another process holds it while it opens");
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(wb_lock_file_prepare(*state, 0640, NULL), WB_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_new_one_gets_its_room),
		test_in_folder(test_pages_that_cannot_be_written),
		test_in_folder(test_a_disk_without_room),
		test_in_folder(test_one_that_somebody_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
