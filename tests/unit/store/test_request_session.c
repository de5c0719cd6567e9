/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_session.c - writers one after the other, and none of them half. */
#include "request_fixture.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>

static void test_a_store_without_requests(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_session session;
	struct wb_error error = { "" };

	assert_int_equal(wb_request_session_open_read(store, &session, &error), WB_NOT_FOUND);
	wb_request_session_close(&session);
	wb_request_session_close(&session);
	begin_row("a folder that is missing");
	assert_int_equal(rmdir(path_in(store, "requests")), 0);
	assert_int_equal(wb_request_session_open_read(store, &session, &error), WB_NOT_FOUND);
	wb_request_session_close(&session);
	assert_int_equal(
	    wb_request_session_open_write(store, WB_STORE_NEED_FOLDER, WB_REQUEST_WAITS, &session, &error), WB_NOT_FOUND);
	wb_request_session_close(&session);
	assert_string_equal(error.text, "");
	begin_row("is made for what is filed");
	session = open_session(store);
	commit_session(&session);
	assert_int_equal(wb_request_session_open_read(store, &session, &error), WB_OK);
	wb_request_session_close(&session);
	begin_row("a store that is missing");
	assert_int_equal(
	    wb_request_session_open_write(path_in(*state, "none"), WB_STORE_MAKE_FOLDER, WB_REQUEST_WAITS, &session, &error),
	    WB_UNAVAILABLE);
	wb_request_session_close(&session);
	assert_contains(error.text, "none");
}

static void test_the_group_may_read_and_write(void **state)
{
	static const char *const files[] = { "requests/data.mdb", "requests/lock.mdb", "requests/write.lock" };
	mode_t mask = umask(077);
	const char *store = open_store(*state);
	struct wb_request_session session = open_session(store);
	struct stat st;

	commit_session(&session);
	umask(mask);
	for (size_t i = 0; i < COUNT(files); i++) {
		begin_row(files[i]);
		assert_int_equal(stat(path_in(store, files[i]), &st), 0);
		assert_int_equal(st.st_mode & 0777, WB_STORE_FILE_MODE);
	}
}

/* In a child: holds the lock until the pipe is closed, and then for hold_ms more. */
static pid_t hold_lock(const char *store, int hold_ms, int *end_r)
{
	int ready[2], end[2];
	char byte;
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(end), 0);
	child = fork();
	if (child == 0) {
		struct wb_request_session session;

		close(end[1]);
		if (wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_WAITS, &session, NULL) != WB_OK ||
		    write(ready[1], "x", 1) != 1)
			_exit(1);
		_exit(read(end[0], &byte, 1) != 0 || poll(NULL, 0, hold_ms) != 0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	close(end[0]);
	*end_r = end[1];
	return child;
}

static void test_who_does_not_wait_is_told_that_it_is_busy(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_session session;
	struct wb_error error = { "" };
	int end, status;
	pid_t child = hold_lock(store, 100, &end);

	assert_int_equal(
	    wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_GIVES_UP, &session, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "busy");
	wb_request_session_close(&session);
	begin_row("who waits gets it");
	close(end);
	assert_int_equal(wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_WAITS, &session, &error), WB_OK);
	commit_session(&session);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	begin_row("and nobody holds it any more");
	assert_int_equal(
	    wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_GIVES_UP, &session, &error), WB_OK);
	wb_request_session_close(&session);
	assert_int_equal(
	    wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_GIVES_UP, &session, &error), WB_OK);
	wb_request_session_close(&session);
}

static void test_a_reader_waits_for_nobody(void **state)
{
	const char *store = open_store(*state);
	struct wb_request found;
	uint64_t number = file_request(store, request_of("192.0.2.66"));
	int end;
	pid_t child = hold_lock(store, 0, &end);

	assert_int_equal(wb_request_find(store, number, &found, NULL), WB_OK);
	close(end);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void test_a_session_that_may_not_write(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_session session;
	struct wb_error error = { "" };

	assert_int_equal(chmod(path_in(store, "requests"), 0555), 0);
	assert_int_equal(chmod(store, 0755), 0);
	drop_root();
	assert_int_equal(
	    wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_WAITS, &session, &error), WB_UNAVAILABLE);
	wb_request_session_close(&session);
	take_root();
	assert_contains(error.text, "requests");
	assert_contains(error.text, "somebody else");
}

static void test_data_that_is_none(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_session session;
	struct wb_error error = { "" };

	write_text(store, "requests/data.mdb", "garbage");
	assert_int_equal(wb_request_session_open_read(store, &session, &error), WB_UNAVAILABLE);
	wb_request_session_close(&session);
	assert_contains(error.text, "requests");
	assert_int_equal(
	    wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_WAITS, &session, &error), WB_UNAVAILABLE);
	wb_request_session_close(&session);
}

static void test_a_request_is_put_and_got(void **state)
{
	const char *store = open_store(*state);
	struct wb_request_session session = open_session(store);
	struct wb_request_record record = { .request = request_of("192.0.2.66") }, found;
	struct wb_error error = { "" };

	strcpy(record.request.dns_token, "00000000000000000000000000");
	record.request.number = 7;
	assert_int_equal(wb_request_session_put(&session, &record, NULL), WB_OK);
	assert_int_equal(wb_request_session_get(&session, 7, &found, NULL), WB_OK);
	assert_int_equal(found.request.number, 7);
	assert_int_equal(wb_request_session_get(&session, 8, &found, &error), WB_NOT_FOUND);
	assert_int_equal(wb_request_session_get(&session, 0, &found, &error), WB_NOT_FOUND);
	assert_string_equal(error.text, "");
	commit_session(&session);
	begin_row("the last number that was given is kept under 0, and is no request");
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0", 8, "\0\0\0\0\0\0\0\7", 8);
	session = open_session(store);
	assert_int_equal(wb_request_session_get(&session, 0, &found, &error), WB_NOT_FOUND);
	wb_request_session_close(&session);
	begin_row("a damaged one");
	put_raw(store, WB_REQUEST_REQUESTS, "\0\0\0\0\0\0\0\7", 8, "\1garbage", 8);
	session = open_session(store);
	assert_int_equal(wb_request_session_get(&session, 7, &found, &error), WB_UNAVAILABLE);
	assert_int_equal(found.request.number, 0);
	assert_contains(error.text, "request 7 cannot be read");
	wb_request_session_close(&session);
}

static void test_a_writer_that_is_killed_leaves_before_or_after(void **state)
{
	const char *store = open_store(*state);
	int status;

	file_request(store, request_of("192.0.2.66"));
	for (int after = 0; after < 2; after++) {
		pid_t child = fork();

		if (child == 0) {
			struct wb_request_session session;
			struct wb_request_record record = { .request = request_of("192.0.2.67") };

			strcpy(record.request.dns_token, "00000000000000000000000000");
			record.request.number = 2;
			if (wb_request_session_open_write(store, WB_STORE_MAKE_FOLDER, WB_REQUEST_WAITS, &session, NULL) !=
				WB_OK ||
			    wb_request_session_put(&session, &record, NULL) != WB_OK ||
			    (after && wb_request_session_commit(&session, NULL) != WB_OK))
				_exit(1);
			kill(getpid(), SIGKILL);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(walk_requests(store, NULL).count, after ? 2 : 1);
	}
	begin_row("and the next writer waits for nobody");
	assert_int_equal(file_request(store, request_of("192.0.2.68")), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_store_without_requests),
		test_in_folder(test_the_group_may_read_and_write),
		test_in_folder(test_who_does_not_wait_is_told_that_it_is_busy),
		test_in_folder(test_a_reader_waits_for_nobody),
		test_in_folder(test_a_session_that_may_not_write),
		test_in_folder(test_data_that_is_none),
		test_in_folder(test_a_request_is_put_and_got),
		test_in_folder(test_a_writer_that_is_killed_leaves_before_or_after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
