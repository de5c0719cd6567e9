/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_store.c - the store's folders, and opening one of them or saying why not. */
#include "fixture.h"

#include <errno.h>
#include <lmdb.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

/* Writes one record, so that there is a data file worth damaging. */
static void fill(const char *store, size_t records)
{
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;

	assert_int_equal(wb_store_open_write(store, "listings", &env, NULL), WB_OK);
	assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
	assert_int_equal(mdb_dbi_open(txn, NULL, 0, &dbi), 0);
	for (size_t i = 0; i < records; i++) {
		MDB_val key = { sizeof(i), &i };

		assert_int_equal(mdb_put(txn, dbi, &key, &key, 0), 0);
	}
	assert_int_equal(mdb_txn_commit(txn), 0);
	mdb_env_close(env);
}

static void assert_unavailable(const char *store, const char *reason)
{
	MDB_env *env = (MDB_env *)store;
	struct wb_error error = { "" };
	enum wb_status status = wb_store_open_read(store, "listings", &env, &error);

	print_message("      %s\n", error.text);
	assert_int_equal(status, WB_UNAVAILABLE);
	assert_null(env);
	assert_contains(error.text, store);
	assert_contains(error.text, reason);
}

static void test_an_empty_or_missing_folder_is_an_empty_store(void **state)
{
	const char *store = open_store(*state);
	MDB_env *env = (MDB_env *)store;
	struct wb_error error;

	begin_row("nothing in the folder");
	assert_int_equal(wb_store_open_read(store, "listings", &env, NULL), WB_NOT_FOUND);
	assert_null(env);
	assert_int_equal(access(path_in(store, "listings/lock.mdb"), F_OK), -1); /* a reader makes no files */
	begin_row("an empty data file");
	write_text(store, "listings/data.mdb", "");
	assert_int_equal(wb_store_open_read(store, "listings", &env, NULL), WB_NOT_FOUND);
	begin_row("no folder");
	assert_int_equal(rmdir(path_in(store, "requests")), 0);
	assert_int_equal(wb_store_open_read(store, "requests", &env, NULL), WB_NOT_FOUND);
	begin_row("no store");
	assert_int_equal(wb_store_open_read("", "listings", &env, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "there is no store");
	assert_int_equal(wb_store_check_rights("", "listings", &error), WB_UNAVAILABLE);
	assert_contains(error.text, "there is no store");
	begin_row("no folder of the store");
	assert_int_equal(wb_store_check_rights("/nonexistent", "listings", &error), WB_UNAVAILABLE);
	assert_contains(error.text, "there is no such folder");
	begin_row("a writer makes it");
	assert_int_equal(wb_store_open_write(store, "requests", &env, NULL), WB_OK);
	mdb_env_close(env);
	assert_int_equal(mode_of(path_in(store, "requests")), WB_STORE_FOLDER_MODE);
}

static void test_a_store_that_is_not_there_is_a_fault(void **state)
{
	MDB_env *env;
	struct wb_error error = { "" };

	assert_unavailable(path_in(*state, "none"), "make it with whyblock init");
	assert_int_equal(wb_store_open_write(path_in(*state, "none"), "listings", &env, &error), WB_UNAVAILABLE);
	assert_null(env);
	assert_contains(error.text, "whyblock init");
	assert_int_equal(access(path_in(*state, "none"), F_OK), -1);
	assert_unavailable(write_text(*state, "file", ""), "Not a directory");
}

static void test_a_store_without_permission_is_a_fault(void **state)
{
	const char *store = open_store(*state);
	MDB_env *env;
	struct wb_error error = { "" };
	enum wb_status status;

	fill(store, 1);
	assert_int_equal(chmod(store, 0755), 0);
	for (int i = 0; i < 2; i++) {
		const char *closed = path_in(store, i == 0 ? "listings/data.mdb" : "listings");

		begin_row(i == 0 ? "the file" : "the folder");
		assert_int_equal(chmod(path_in(store, "listings"), 0755), 0);
		assert_int_equal(chmod(closed, 0), 0);
		drop_root();
		status = wb_store_open_read(store, "listings", &env, &error);
		take_root();
		assert_int_equal(chmod(closed, 0755), 0);
		assert_int_equal(status, WB_UNAVAILABLE);
		assert_contains(error.text, "Permission denied: it belongs to somebody else");
	}
}

/* Each as a member of a group that may write could make it. */
static void test_what_is_not_the_store_s_own_is_not_touched(void **state)
{
	static const struct {
		const char *name;
		bool hard;
		const char *part;
	} rows[] = {
		{ "listings/data.mdb", false, "is a link, has a second name" },
		{ "listings/data.mdb", true, "is a link, has a second name" },
		{ "listings/lock.mdb", false, "is a link, has a second name" },
		{ "listings/lock.mdb", true, "is a link, has a second name" },
		{ "listings/write.lock", false, "is a link, has a second name" },
		{ "listings/write.lock", true, "is a link, has a second name" },
	};
	const char *store = open_store(*state);
	const char *victim = write_text(*state, "victim", "untouched");

	fill(store, 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *path = path_in(store, rows[i].name), *aside = path_in(*state, "aside");
		struct wb_error error = { "" };
		bool is_lock = strstr(rows[i].name, "write.lock") != NULL;
		MDB_env *env;
		int fd;

		begin_row(rows[i].name);
		if (rename(path, aside) < 0)
			assert_int_equal(errno, ENOENT);
		assert_int_equal(rows[i].hard ? link(victim, path) : symlink(victim, path), 0);
		if (is_lock) {
			assert_int_equal(
			    wb_store_open_lock(store, "listings", WB_STORE_NEED_FOLDER, &fd, &error), WB_UNAVAILABLE);
		} else {
			assert_int_equal(wb_store_open_read(store, "listings", &env, &error), WB_UNAVAILABLE);
			assert_int_equal(wb_store_open_write(store, "listings", &env, &error), WB_UNAVAILABLE);
		}
		assert_contains(error.text, rows[i].part);
		assert_contains(error.text, rows[i].name);
		assert_int_equal(unlink(path), 0);
		if (rename(aside, path) < 0)
			assert_int_equal(errno, ENOENT);
		assert_string_equal(file_text(victim), "untouched");
	}
}

static void test_a_store_that_others_can_write_is_not_opened(void **state)
{
	const char *store = open_store(*state);
	MDB_env *env;

	fill(store, 1);
	begin_row("the store");
	assert_int_equal(chmod(store, 0771), 0);
	assert_unavailable(store, "run whyblock init");
	assert_int_equal(chmod(store, WB_STORE_MODE), 0);
	begin_row("a folder in it");
	assert_int_equal(chmod(path_in(store, "listings"), 02770), 0);
	assert_unavailable(store, "run whyblock init");
	begin_row("a link in the folder's place");
	assert_int_equal(chmod(path_in(store, "listings"), WB_STORE_FOLDER_MODE), 0);
	assert_int_equal(rename(path_in(store, "listings"), path_in(*state, "elsewhere")), 0);
	assert_int_equal(symlink(path_in(*state, "elsewhere"), path_in(store, "listings")), 0);
	assert_unavailable(store, "expected a folder of the store's own");
	assert_int_equal(wb_store_open_write(store, "listings", &env, NULL), WB_UNAVAILABLE);
}

static void test_a_file_that_is_not_lmdb_is_a_fault(void **state)
{
	const char *store = open_store(*state);
	char *zeros = calloc(1, 65536);

	begin_row("text");
	write_text(store, "listings/data.mdb", "192.0.2.66 spam\n");
	assert_unavailable(store, "restore it from a backup");
	begin_row("zeros, as a crashed machine leaves them");
	write_file(store, "listings/data.mdb", zeros, 65536);
	assert_unavailable(store, "restore it from a backup");
	begin_row("a folder");
	assert_int_equal(remove(path_in(store, "listings/data.mdb")), 0);
	assert_int_equal(mkdir(path_in(store, "listings/data.mdb"), 0755), 0);
	assert_unavailable(store, "or is no file");
	free(zeros);
}

/* LMDB itself would read behind the end and be killed by SIGBUS. */
static void test_a_data_file_cut_short_is_a_fault(void **state)
{
	const char *store = open_store(*state);
	const char *path = path_in(store, "listings/data.mdb");
	struct stat st;
	long page = sysconf(_SC_PAGESIZE);
	MDB_env *env;

	fill(store, 20000);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size > 100 * page);
	for (off_t bytes = st.st_size - page; bytes > 0; bytes = bytes > 2 * page + 1 ? bytes / 2 : bytes - page) {
		char label[32];

		snprintf(label, sizeof(label), "%lld bytes", (long long)bytes);
		begin_row(label);
		assert_int_equal(truncate(path, bytes), 0);
		assert_unavailable(store, "restore it from a backup");
		/* A writer looks whether what is missing was free, and leaves it as it is when it was not. */
		assert_int_equal(wb_store_open_write(store, "listings", &env, NULL), WB_UNAVAILABLE);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_size / page, bytes / page);
	}
}

static void test_a_reader_frees_the_slots_of_the_dead(void **state)
{
	const char *store = open_store(*state);
	MDB_env *env;
	MDB_txn *txn;
	pid_t child;
	int status;

	fill(store, 1);
	assert_int_equal(wb_store_open_read(store, "listings", &env, NULL), WB_OK);
	child = fork();
	if (child == 0) {
		MDB_env *other;

		if (mdb_env_create(&other) != 0 ||
		    mdb_env_open(other, path_in(store, "listings"), MDB_RDONLY | MDB_NOTLS, 0) != 0)
			_exit(1);
		while (mdb_txn_begin(other, NULL, MDB_RDONLY, &txn) == 0)
			;
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	begin_row("LMDB by itself is full");
	assert_int_equal(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), MDB_READERS_FULL);
	begin_row("the store is not");
	assert_int_equal(wb_store_begin_read(env, &txn, NULL), WB_OK);
	mdb_txn_abort(txn);
	mdb_env_close(env);
}

static void test_there_are_slots_for_a_crowd(void **state)
{
	const char *store = open_store(*state);
	MDB_env *env;
	MDB_txn *txns[300];

	fill(store, 1);
	assert_int_equal(wb_store_open_read(store, "listings", &env, NULL), WB_OK);
	for (size_t i = 0; i < COUNT(txns); i++)
		assert_int_equal(wb_store_begin_read(env, &txns[i], NULL), WB_OK);
	for (size_t i = 0; i < COUNT(txns); i++)
		mdb_txn_abort(txns[i]);
	mdb_env_close(env);
}

/* Some LMDBs, as the last one to leave, destroy what one that comes at this moment is about to use. */
static void test_closing_disturbs_nobody_who_opens(void **state)
{
	const char *store = open_store(*state);
	pid_t children[4];
	int status;

	fill(store, 1);
	for (size_t i = 0; i < COUNT(children); i++) {
		children[i] = fork();
		for (int round = 0; children[i] == 0 && round < 2000; round++) {
			MDB_env *env;
			MDB_txn *txn;

			if (wb_store_open_read(store, "listings", &env, NULL) != WB_OK)
				_exit(1);
			if (wb_store_begin_read(env, &txn, NULL) != WB_OK)
				_exit(2);
			mdb_txn_abort(txn);
			wb_store_close(env);
		}
		if (children[i] == 0)
			_exit(0);
	}
	for (size_t i = 0; i < COUNT(children); i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
}

static void test_lmdb_codes_become_a_status_with_advice(void **state)
{
	static const struct {
		int rc;
		enum wb_status status;
		const char *part;
	} rows[] = {
		{ EACCES, WB_UNAVAILABLE, "it belongs to somebody else" },
		{ MDB_CORRUPTED, WB_UNAVAILABLE, "restore it from a backup" },
		{ MDB_PAGE_NOTFOUND, WB_UNAVAILABLE, "restore it from a backup" },
		{ MDB_INVALID, WB_UNAVAILABLE, "restore it from a backup" },
		{ ENOSPC, WB_UNAVAILABLE, "No space left on device" },
		{ ENOMEM, WB_NO_MEMORY, "store /s" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_error error = { "" };

		begin_row(rows[i].part);
		assert_int_equal(wb_store_fail("/s", rows[i].rc, &error), rows[i].status);
		assert_contains(error.text, rows[i].part);
	}
}

/* In a file system of its own, of 2 MiB: what was not kept is told by its cause, not as "Input/output error". */
static void test_a_full_disk_is_called_that(void **state)
{
	const char *store = path_in(*state, "store");
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct wb_error error = { "" };
		enum wb_status added = WB_OK;
		struct wb_listing_writer *writer;

		if (mkdir(store, 0700) < 0 || unshare(CLONE_NEWNS) < 0 ||
		    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || mount("tmpfs", store, "tmpfs", 0, "size=2m") < 0)
			_exit(77);
		open_store(*state);
		writer = open_writer(store);
		for (int i = 0; i < 60000 && added == WB_OK; i++) {
			struct wb_listing listing = listing_of("10.0.0.0", "spam");

			listing.prefix.address.bytes[14] = (uint8_t)(i / 256);
			listing.prefix.address.bytes[15] = (uint8_t)i;
			added = wb_listing_add(writer, &listing, NULL, &error);
		}
		if (added == WB_OK)
			added = wb_listing_commit(writer, &error);
		wb_listing_writer_close(&writer);
		print_message("    %s\n", error.text);
		_exit(added != WB_UNAVAILABLE || strstr(error.text, "No space left on device") == NULL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_an_empty_or_missing_folder_is_an_empty_store),
		test_in_folder(test_a_store_that_is_not_there_is_a_fault),
		test_in_folder(test_a_store_without_permission_is_a_fault),
		test_in_folder(test_what_is_not_the_store_s_own_is_not_touched),
		test_in_folder(test_a_store_that_others_can_write_is_not_opened),
		test_in_folder(test_a_file_that_is_not_lmdb_is_a_fault),
		test_in_folder(test_a_data_file_cut_short_is_a_fault),
		test_in_folder(test_a_reader_frees_the_slots_of_the_dead),
		test_in_folder(test_there_are_slots_for_a_crowd),
		test_in_folder(test_closing_disturbs_nobody_who_opens),
		test_in_folder(test_a_full_disk_is_called_that),
		cmocka_unit_test(test_lmdb_codes_become_a_status_with_advice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
