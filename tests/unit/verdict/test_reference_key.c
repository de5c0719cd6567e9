/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_reference_key.c - the file of the keys: what it may hold, who may read it, and how a key is put in front. */
#include "fixture.h"
#include "verdict/reference_key.h"

#define OLD_KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define NEW_KEY "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3e4e5e6e7e8e9eaebecedeeef"

/* Keys as a file with these lines has them. */
static struct wb_reference_keys keys_of(const char *folder, const char *lines)
{
	struct wb_reference_keys keys;
	const char *path = write_text(folder, "keys", lines);

	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(wb_reference_keys_read(path, &keys, NULL), WB_OK);
	return keys;
}

static void test_the_key_file(void **state)
{
#define SIXTEEN(line) line line line line line line line line line line line line line line line line
	static const struct {
		const char *label, *text;
		enum wb_status status;
		size_t count;
		const char *why;
	} rows[] = {
		{ "one key", OLD_KEY "\n", WB_OK, 1, NULL },
		{ "no line break at its end", OLD_KEY, WB_OK, 1, NULL },
		{ "capitals", "F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEF\n", WB_OK, 1, NULL },
		{ "comments and empty lines", "# keys\n\n  # indented\n" NEW_KEY " # new\r\n \n" OLD_KEY "#old\n", WB_OK, 2,
		    NULL },
		{ "sixteen", SIXTEEN(OLD_KEY "\n"), WB_OK, 16, NULL },
		{ "seventeen", SIXTEEN(OLD_KEY "\n") OLD_KEY "\n", WB_INVALID, 0, ":17: expected at most 16 keys" },
		{ "empty", "", WB_INVALID, 0, "there is no key in it" },
		{ "comments only", "# keys\n", WB_INVALID, 0, "there is no key in it" },
		{ "too short", OLD_KEY "\nf0f1\n", WB_INVALID, 0, ":2: expected a key of 64 hexadecimal digits" },
		{ "too long", OLD_KEY "00\n", WB_INVALID, 0, ":1: expected" },
		{ "not hexadecimal", "x" OLD_KEY "\n", WB_INVALID, 0, ":1: expected" },
		{ "two in a line", OLD_KEY " " NEW_KEY "\n", WB_INVALID, 0, ":1: expected" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *path = write_text(*state, "key", rows[i].text);
		struct wb_error error = { "" };
		struct wb_reference_keys keys;

		begin_row(rows[i].label);
		assert_int_equal(chmod(path, 0640), 0);
		memset(&keys, 'x', sizeof(keys));
		assert_int_equal(wb_reference_keys_read(path, &keys, &error), rows[i].status);
		assert_int_equal(keys.count, rows[i].count);
		if (rows[i].why != NULL) {
			assert_contains(error.text, rows[i].why);
			assert_null(strstr(error.text, "f0f1")); /* a secret is not quoted */
		}
	}
}

static void test_key_files_that_are_refused(void **state)
{
	const char *path = path_in(*state, "key");
	char large[9000];
	struct wb_reference_keys keys;
	struct wb_error error = { "" };

	begin_row("missing");
	assert_int_equal(wb_reference_keys_read(path, &keys, &error), WB_NOT_FOUND);
	begin_row("readable by everybody");
	write_text(*state, "key", OLD_KEY);
	chmod(path, 0644);
	assert_int_equal(wb_reference_keys_read(path, &keys, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "open to everybody");
	assert_int_equal(keys.count, 0);
	begin_row("without permission");
	chmod(path, 0600);
	drop_root();
	assert_int_equal(wb_reference_keys_read(path, &keys, &error), getuid() == 0 ? WB_UNAVAILABLE : WB_OK);
	take_root();
	begin_row("a NUL byte");
	write_file(*state, "key", OLD_KEY "\n\0" NEW_KEY, 2 * sizeof(OLD_KEY));
	chmod(path, 0640);
	assert_int_equal(wb_reference_keys_read(path, &keys, &error), WB_INVALID);
	begin_row("large");
	memset(large, '#', sizeof(large));
	write_file(*state, "key", large, sizeof(large));
	chmod(path, 0640);
	assert_int_equal(wb_reference_keys_read(path, &keys, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "larger than");
	begin_row("a folder");
	unlink(path);
	mkdir(path, 0700);
	assert_int_equal(wb_reference_keys_read(path, &keys, &error), WB_UNAVAILABLE);
	begin_row("a FIFO that nobody writes");
	rmdir(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(wb_reference_keys_read(path, &keys, &error), WB_UNAVAILABLE);
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void test_making_the_key_file(void **state)
{
	const char *path = path_in(*state, "key");
	const mode_t umask_before = umask(0777);
	struct wb_reference_keys first, second;
	bool made = false;

	assert_int_equal(wb_reference_keys_make(path, getegid(), NOW_S, &made, NULL), WB_OK);
	umask(umask_before);
	assert_true(made);
	assert_int_equal(mode_of(path), 0640);
	assert_int_equal(wb_reference_keys_read(path, &first, NULL), WB_OK);
	assert_int_equal(first.count, 1);
	begin_row("never overwritten, but mended");
	chmod(path, 0644);
	assert_int_equal(wb_reference_keys_make(path, getegid(), NOW_S, &made, NULL), WB_OK);
	assert_false(made);
	assert_int_equal(mode_of(path), 0640);
	assert_int_equal(wb_reference_keys_read(path, &second, NULL), WB_OK);
	assert_memory_equal(&first, &second, sizeof(first));
	begin_row("each one is another");
	assert_int_equal(wb_reference_keys_make(path_in(*state, "other"), getegid(), NOW_S, &made, NULL), WB_OK);
	assert_int_equal(wb_reference_keys_read(path_in(*state, "other"), &second, NULL), WB_OK);
	assert_memory_not_equal(&first, &second, sizeof(first));
	begin_row("no folder");
	assert_int_equal(wb_reference_keys_make(path_in(*state, "no/key"), getegid(), NOW_S, NULL, NULL), WB_UNAVAILABLE);
}

static void test_rotating_the_key_file(void **state)
{
	const char *path = write_text(*state, "key", "# ours\n" OLD_KEY " # old\n# the end\n");
	const struct wb_reference_keys before = keys_of(*state, OLD_KEY "\n");
	struct wb_reference_keys keys;
	size_t count = 0, bytes;
	char *text;

	chmod(path, 0400);
	for (size_t wanted = 2; wanted <= WB_REFERENCE_KEYS_MAX; wanted++) {
		assert_int_equal(wb_reference_keys_rotate(path, NOW_S, &count, NULL), WB_OK);
		assert_int_equal(count, wanted);
	}
	assert_int_equal(mode_of(path), 0400);
	assert_int_equal(wb_reference_keys_read(path, &keys, NULL), WB_OK);
	assert_int_equal(keys.count, WB_REFERENCE_KEYS_MAX);
	assert_memory_equal(keys.bytes[WB_REFERENCE_KEYS_MAX - 1], before.bytes[0], WB_REFERENCE_KEY_BYTES);
	assert_memory_not_equal(keys.bytes[0], keys.bytes[1], WB_REFERENCE_KEY_BYTES);
	text = (char *)read_file(path, &bytes);
	text[bytes] = '\0';
	assert_memory_equal(text, "# ours\n", 7);
	assert_contains(text, "\n" OLD_KEY " # old\n# the end\n");
	free(text);
	begin_row("full");
	assert_int_equal(wb_reference_keys_rotate(path, NOW_S, &count, NULL), WB_INVALID);
	begin_row("missing");
	assert_int_equal(wb_reference_keys_rotate(path_in(*state, "none"), NOW_S, &count, NULL), WB_UNAVAILABLE);
}

static void test_a_link_to_the_key_file_stays_one(void **state)
{
	const char *path = write_text(*state, "key", OLD_KEY "\n");
	const char *link_path = path_in(*state, "link");
	struct stat st;
	size_t count;

	chmod(path, 0640);
	assert_int_equal(symlink(path, link_path), 0);
	assert_int_equal(wb_reference_keys_rotate(link_path, NOW_S, &count, NULL), WB_OK);
	assert_int_equal(lstat(link_path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(mode_of(path), 0640);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_key_file),
		test_in_folder(test_key_files_that_are_refused),
		test_in_folder(test_making_the_key_file),
		test_in_folder(test_rotating_the_key_file),
		test_in_folder(test_a_link_to_the_key_file_stays_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
