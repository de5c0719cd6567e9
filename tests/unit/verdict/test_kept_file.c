/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_kept_file.c - a kept file is read while its name leads to it, and never when the name leads elsewhere. */
#include "verdict/kept_file.h"

#include <errno.h>
#include <fcntl.h>

#include "unit.h"

/* The first bytes of what a name leads to, or why it leads nowhere. */
static const char *read_name(const char *path)
{
	static char text[32];
	struct stat st;
	int fd = wb_kept_file_open(path, &st);
	ssize_t size;

	if (fd < 0)
		return strerror(errno);
	size = pread(fd, text, sizeof(text) - 1, 0);
	wb_kept_file_close(fd);
	text[size < 0 ? 0 : size] = '\0';
	return text;
}

/* Whether opening it again gives the same descriptor: it was not closed. */
static bool is_open(const char *path)
{
	struct stat st;
	int fd = wb_kept_file_open(path, &st), again;
	bool is_same;

	assert_true(fd >= 0);
	wb_kept_file_close(fd);
	again = open("/dev/null", O_RDONLY); /* takes the number of one that was closed */
	is_same = again != fd;
	close(again);
	return is_same;
}

static int open_files(void)
{
	int count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void test_it_is_read_while_its_name_leads_to_it(void **state)
{
	const char *path = write_text(*state, "recent", "one"), *other = write_text(*state, "new", "two");
	int before = open_files();

	begin_row("nothing is kept");
	assert_string_equal(read_name(path), "one");
	assert_false(is_open(path));
	begin_row("kept");
	assert_true(wb_kept_file_keep(WB_KEPT_RECENT, path));
	assert_false(wb_kept_file_keep(WB_KEPT_RECENT, path));
	assert_true(is_open(path));
	assert_string_equal(read_name(path), "one");
	begin_row("another file beside it is not");
	assert_false(is_open(other));
	assert_string_equal(read_name(other), "two");
	begin_row("by another path it is the same file");
	assert_int_equal(link(path, path_in(*state, "link")), 0);
	assert_true(is_open(path_in(*state, "link")));
	begin_row("another one got its name");
	assert_int_equal(rename(other, path), 0);
	assert_string_equal(read_name(path), "two");
	assert_false(is_open(path));
	begin_row("which is kept then, in its place");
	assert_true(wb_kept_file_keep(WB_KEPT_RECENT, path));
	assert_true(is_open(path));
	assert_false(is_open(path_in(*state, "link")));
	assert_int_equal(open_files(), before + 1);
	begin_row("its name is gone");
	assert_int_equal(unlink(path), 0);
	assert_string_equal(read_name(path), strerror(ENOENT));
	assert_false(wb_kept_file_keep(WB_KEPT_RECENT, path));
	assert_int_equal(open_files(), before);
}

/* Exim's process is Exim's: it may close what it does not know, and give the number to something else. */
static void test_a_descriptor_that_somebody_else_has_closed(void **state)
{
	const char *path = write_text(*state, "recent", "ours"), *other = write_text(*state, "other", "not ours");
	struct stat st;
	int fd, taken;

	assert_true(wb_kept_file_keep(WB_KEPT_RECENT, path));
	fd = wb_kept_file_open(path, &st);
	assert_int_equal(close(fd), 0);
	taken = open(other, O_RDONLY);
	assert_int_equal(taken, fd);
	assert_string_equal(read_name(path), "ours");
	assert_int_equal(unlink(path), 0);
	assert_false(wb_kept_file_keep(WB_KEPT_RECENT, path));
	assert_int_equal(fstat(taken, &st), 0); /* it was not closed */
	close(taken);
}

static void test_a_thousand_swaps_never_show_what_was_before(void **state)
{
	const char *path = path_in(*state, "recent"), *other = path_in(*state, "new");
	int before = open_files();
	char text[16];

	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "%d", i);
		write_text(*state, "new", text);
		assert_int_equal(rename(other, path), 0);
		assert_string_equal(read_name(path), text);
		if (i % 3 != 0) /* now and then two of them pass */
			assert_true(wb_kept_file_keep(WB_KEPT_RECENT, path));
		assert_string_equal(read_name(path), text);
	}
	assert_int_equal(open_files(), before + 1);
	assert_int_equal(unlink(path), 0);
	wb_kept_file_keep(WB_KEPT_RECENT, path);
}

static void test_what_is_no_file_is_not_kept(void **state)
{
	const char *file = write_text(*state, "file", "one");
	struct {
		const char *label, *path;
	} rows[] = {
		{ "none", path_in(*state, "none") },
		{ "a folder", *state },
		{ "a FIFO", path_in(*state, "fifo") },
		{ "a link", path_in(*state, "link") },
		{ "a device", "/dev/zero" },
	};
	int before = open_files();

	assert_int_equal(mkfifo(path_in(*state, "fifo"), 0644), 0);
	assert_int_equal(symlink(file, path_in(*state, "link")), 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_true(wb_kept_file_keep(WB_KEPT_BASE, file));
		assert_false(wb_kept_file_keep(WB_KEPT_BASE, rows[i].path));
		assert_int_equal(open_files(), before);
		assert_false(is_open(file));
	}
	begin_row("no permission");
	assert_true(wb_kept_file_keep(WB_KEPT_BASE, file));
	assert_int_equal(chmod(write_text(*state, "secret", "two"), 0600), 0);
	drop_root();
	assert_int_equal(wb_kept_file_keep(WB_KEPT_BASE, path_in(*state, "secret")), getuid() != 0);
	take_root();
	wb_kept_file_keep(WB_KEPT_BASE, "/");
}

static void test_places_do_not_disturb_each_other(void **state)
{
	const char *policy = write_text(*state, "policy", "p"), *base = write_text(*state, "base", "b");
	int before = open_files();

	assert_true(wb_kept_file_keep(WB_KEPT_POLICY, policy));
	assert_true(wb_kept_file_keep(WB_KEPT_BASE, base));
	assert_string_equal(read_name(policy), "p");
	assert_string_equal(read_name(base), "b");
	begin_row("one name for both: each has a descriptor of its own, and lets go of that alone");
	assert_true(wb_kept_file_keep(WB_KEPT_BASE, policy));
	assert_int_equal(open_files(), before + 2);
	assert_false(wb_kept_file_keep(WB_KEPT_BASE, "/"));
	assert_true(is_open(policy));
	assert_string_equal(read_name(policy), "p");
	wb_kept_file_keep(WB_KEPT_POLICY, "/");
	assert_int_equal(open_files(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_it_is_read_while_its_name_leads_to_it),
		test_in_folder(test_a_descriptor_that_somebody_else_has_closed),
		test_in_folder(test_a_thousand_swaps_never_show_what_was_before),
		test_in_folder(test_what_is_no_file_is_not_kept),
		test_in_folder(test_places_do_not_disturb_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
