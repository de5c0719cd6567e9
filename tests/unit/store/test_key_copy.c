/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_key_copy.c - what Exim signs with is what the key's file says, or what it said when it was last good. */
#include "fixture.h"
#include "store/key_copy.h"
#include "verdict/reference_key.h"

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define OTHER "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char *write_key(const char *folder, const char *text)
{
	const char *path = write_text(folder, "reference.key", text);

	assert_int_equal(chmod(path, 0640), 0);
	return path;
}

static const char *copy_of(const char *store)
{
	static char path[PATH_MAX];

	wb_key_copy_path(store, path);
	return path;
}

static void test_the_keys_are_copied_without_comments(void **state)
{
	const char *store = open_store(*state);
	struct wb_reference_keys keys;
	size_t bytes;
	struct stat first, second;
	unsigned char *data;

	assert_int_equal(wb_key_copy_publish(store, write_key(*state, "# secret\n" KEY " # made\n\n" OTHER "\n"), NULL), WB_OK);
	data = read_file(copy_of(store), &bytes);
	assert_int_equal(bytes, strlen(KEY "\n" OTHER "\n"));
	assert_memory_equal(data, KEY "\n" OTHER "\n", bytes);
	free(data);
	assert_int_equal(wb_reference_keys_read(copy_of(store), &keys, NULL), WB_OK);
	assert_int_equal(stat(copy_of(store), &first), 0);
	assert_int_equal(first.st_mode & 07777, 0640);
	begin_row("nothing has changed");
	assert_int_equal(wb_key_copy_publish(store, path_in(*state, "reference.key"), NULL), WB_OK);
	assert_int_equal(stat(copy_of(store), &second), 0);
	assert_int_equal(first.st_ino, second.st_ino);
	begin_row("another key in front");
	assert_int_equal(wb_key_copy_publish(store, write_key(*state, OTHER "\n" KEY "\n"), NULL), WB_OK);
	assert_int_equal(wb_reference_keys_read(copy_of(store), &keys, NULL), WB_OK);
	assert_int_equal(keys.bytes[0][0], 0xff);
}

static void test_what_is_no_key_leaves_the_copy(void **state)
{
	const char *store = open_store(*state);
	struct wb_error error = { "" };
	struct wb_reference_keys keys;

	assert_int_equal(wb_key_copy_publish(store, write_key(*state, KEY "\n"), NULL), WB_OK);
	begin_row("rubbish");
	assert_int_equal(wb_key_copy_publish(store, write_key(*state, "rubbish\n"), &error), WB_INVALID);
	assert_contains(error.text, "reference.key:1");
	begin_row("open to everybody");
	assert_int_equal(chmod(write_key(*state, OTHER "\n"), 0644), 0);
	assert_int_equal(wb_key_copy_publish(store, path_in(*state, "reference.key"), &error), WB_UNAVAILABLE);
	assert_int_equal(wb_reference_keys_read(copy_of(store), &keys, NULL), WB_OK);
	assert_int_equal(keys.bytes[0][0], 0);
	begin_row("no file: somebody took it away");
	assert_int_equal(remove(path_in(*state, "reference.key")), 0);
	assert_int_equal(wb_key_copy_publish(store, path_in(*state, "reference.key"), NULL), WB_OK);
	assert_int_equal(access(copy_of(store), F_OK), -1);
	begin_row("no store");
	assert_int_equal(
	    wb_key_copy_publish(path_in(*state, "none"), path_in(*state, "reference.key"), &error), WB_UNAVAILABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_keys_are_copied_without_comments),
		test_in_folder(test_what_is_no_key_leaves_the_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
