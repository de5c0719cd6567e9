/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_published_file.c - the old file or the new one, and one writer at a time. */
#include "fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "store/published_file.h"

static struct wb_published_file open_file(const char *store, const char *text)
{
	struct wb_published_file file;
	struct wb_error error;

	if (wb_published_file_open(store, "recent-1", &file, &error) != WB_OK ||
	    wb_published_file_write(&file, text, strlen(text), 0, &error) != WB_OK)
		fail_msg("%s", error.text);
	return file;
}

static void test_a_file_takes_its_place_when_it_is_whole(void **state)
{
	const char *store = open_store(*state);
	const char *path = path_in(store, "published/recent-1"), *temporary = path_in(store, "published/.new-recent-1");
	struct wb_published_file file = open_file(store, "one");
	struct stat st;

	begin_row("begun");
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(access(temporary, F_OK), 0);
	begin_row("committed");
	assert_int_equal(wb_published_file_commit(&file, NULL), WB_OK);
	wb_published_file_close(&file);
	wb_published_file_close(&file); /* harmless */
	assert_string_equal(file_text(path), "one");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, WB_PUBLISHED_FILE_MODE);
	assert_int_equal(access(temporary, F_OK), -1);
	begin_row("given up");
	file = open_file(store, "two");
	wb_published_file_close(&file);
	assert_string_equal(file_text(path), "one");
	assert_int_equal(access(temporary, F_OK), -1);
	begin_row("what a killed writer left, be it a link, is not written through");
	write_text(store, "victim", "untouched");
	assert_int_equal(symlink("../victim", temporary), 0);
	file = open_file(store, "three");
	assert_int_equal(wb_published_file_commit(&file, NULL), WB_OK);
	wb_published_file_close(&file);
	assert_string_equal(file_text(path), "three");
	assert_string_equal(file_text(path_in(store, "victim")), "untouched");
}

static void test_the_folder_is_made_where_it_is_missing(void **state)
{
	const char *store = open_store(*state);
	struct wb_published_file file;
	struct wb_error error;
	struct stat st;

	assert_int_equal(rmdir(path_in(store, "published")), 0);
	file = open_file(store, "one");
	wb_published_file_close(&file);
	assert_int_equal(stat(path_in(store, "published"), &st), 0);
	assert_int_equal(st.st_mode & 07777, WB_STORE_PUBLISHED_MODE);
	begin_row("a link in its place");
	assert_int_equal(rmdir(path_in(store, "published")), 0);
	assert_int_equal(symlink(".", path_in(store, "published")), 0);
	assert_int_equal(wb_published_file_open(store, "recent-1", &file, &error), WB_UNAVAILABLE);
	wb_published_file_close(&file);
	begin_row("no store");
	assert_int_equal(wb_published_file_open(path_in(*state, "none"), "recent-1", &file, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "none");
	wb_published_file_close(&file);
}

static void test_a_file_may_have_two_names(void **state)
{
	const char *store = open_store(*state);
	const char *first = path_in(store, "published/recent-1"), *second = path_in(store, "published/second.mmdb");
	struct wb_published_file file = open_file(store, "one");
	char path[PATH_MAX];
	struct wb_error error;

	wb_published_file_path(&file, path);
	assert_string_equal(file_text(path), "one");
	assert_int_equal(wb_published_file_commit(&file, NULL), WB_OK);
	wb_published_file_close(&file);
	begin_row("what has the name is replaced");
	write_text(store, "published/second.mmdb", "another");
	write_text(store, "published/.new-second", "left by a killed one");
	assert_int_equal(wb_published_file_link(store, "recent-1", "second.mmdb", NULL), WB_OK);
	assert_string_equal(file_text(second), "one");
	begin_row("once more");
	assert_int_equal(wb_published_file_link(store, "recent-1", "second.mmdb", NULL), WB_OK);
	assert_int_equal(access(path_in(store, "published/.new-second"), F_OK), -1);
	begin_row("a new file under the first name leaves the second alone");
	file = open_file(store, "two");
	assert_int_equal(wb_published_file_commit(&file, NULL), WB_OK);
	wb_published_file_close(&file);
	assert_string_equal(file_text(first), "two");
	assert_string_equal(file_text(second), "one");
	begin_row("no such file");
	assert_int_equal(wb_published_file_link(store, "none", "second.mmdb", &error), WB_UNAVAILABLE);
	assert_contains(error.text, "No such file");
	assert_string_equal(file_text(second), "one");
	begin_row("removed, and again");
	assert_int_equal(wb_published_file_remove(store, "second.mmdb", NULL), WB_OK);
	assert_int_equal(wb_published_file_remove(store, "second.mmdb", NULL), WB_OK);
	assert_int_equal(access(second, F_OK), -1);
	assert_string_equal(file_text(first), "two");
	assert_int_equal(wb_published_file_remove(path_in(*state, "none"), "second.mmdb", &error), WB_UNAVAILABLE);
}

/* A limit on the size of files stands for a full disk. */
static void test_what_cannot_be_written_is_told(void **state)
{
	const char *store = open_store(*state);
	struct wb_published_file file = open_file(store, "one");
	struct rlimit whole, small;
	struct wb_error error;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
	small = (struct rlimit){ 2, whole.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(wb_published_file_write(&file, "two", 3, 0, &error), WB_UNAVAILABLE);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &whole), 0);
	assert_contains(error.text, "File too large");
	assert_contains(error.text, store);
	wb_published_file_close(&file);
}

/* Returns when the kernel says so, or when the child has ended, which is false. Source: proc(5), /proc/locks. */
static bool waits_for_a_lock(pid_t child)
{
	char line[200], wanted[40];
	bool waits = false;

	snprintf(wanted, sizeof(wanted), " POSIX  ADVISORY  WRITE %d ", (int)child);
	while (!waits && waitpid(child, NULL, WNOHANG) == 0) {
		FILE *locks = fopen("/proc/locks", "re");

		assert_non_null(locks);
		while (!waits && fgets(line, sizeof(line), locks) != NULL)
			waits = strstr(line, "->") != NULL && strstr(line, wanted) != NULL;
		fclose(locks);
	}
	return waits;
}

static void test_one_at_a_time(void **state)
{
	const char *store = open_store(*state);
	int fd, status, pipe_fds[2];
	pid_t child;
	char byte = 0;
	struct stat st;
	struct wb_error error;

	assert_int_equal(pipe(pipe_fds), 0);
	assert_int_equal(wb_published_lock(store, &fd, NULL), WB_OK);
	child = fork();
	if (child == 0) {
		int other;

		close(fd);
		_exit(wb_published_lock(store, &other, NULL) != WB_OK || write(pipe_fds[1], "x", 1) != 1);
	}
	assert_true(waits_for_a_lock(child));
	close(fd);
	assert_int_equal(read(pipe_fds[0], &byte, 1), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(stat(path_in(store, "publish.lock"), &st), 0);
	assert_int_equal(st.st_mode & 07777, WB_STORE_FILE_MODE);
	begin_row("a link in its place");
	assert_int_equal(remove(path_in(store, "publish.lock")), 0);
	assert_int_equal(symlink("victim", path_in(store, "publish.lock")), 0);
	assert_int_equal(wb_published_lock(store, &fd, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "publish.lock");
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_file_takes_its_place_when_it_is_whole),
		test_in_folder(test_the_folder_is_made_where_it_is_missing),
		test_in_folder(test_a_file_may_have_two_names),
		test_in_folder(test_what_cannot_be_written_is_told),
		test_in_folder(test_one_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
