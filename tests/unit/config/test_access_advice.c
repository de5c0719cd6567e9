/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_access_advice.c - what helps somebody who may not read a file. */
#include "config/access_advice.h"
#include "fixture.h"

#include <errno.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_what_is_said(void **state)
{
	static const struct {
		const char *label, *path; /* in the folder */
		mode_t mode;
		gid_t group;
		const char *found, *expected;
	} rows[] = {
		{ "a file for its group", "secret", 0640, 1,
		    "/secret of root:daemon 0640, and nobody is not in the group daemon: ",
		    "sudo usermod -aG daemon nobody, then log in again" },
		{ "a file for root", "secret", 0600, 1,
		    "/secret of root:daemon 0600, which is not for nobody: ", "expected sudo" },
		{ "of root's group", "secret", 0640, 0,
		    "/secret of root:root 0640, which is not for nobody: ", "expected sudo" },
		{ "a folder on the way", "folder/none", 0750, 1,
		    "/folder of root:daemon 0750, and nobody is not in the group daemon: ", "usermod -aG daemon nobody" },
	};
	char buffer[1024];

	if (getuid() != 0)
		skip();
	assert_int_equal(mkdir(path_in(*state, "folder"), 0755), 0);
	write_text(*state, "secret", "x");
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *barrier = path_in(*state, rows[i].path[0] == 'f' ? "folder" : "secret");
		struct wb_text text;

		begin_row(rows[i].label);
		assert_int_equal(chown(barrier, 0, rows[i].group), 0);
		assert_int_equal(chmod(barrier, rows[i].mode), 0);
		wb_text_open(&text, buffer, sizeof(buffer));
		drop_root();
		errno = EACCES;
		wb_access_advice_add(&text, path_in(*state, rows[i].path));
		take_root();
		assert_int_equal(errno, EACCES);
		print_message("      %s\n", buffer);
		assert_contains(buffer, rows[i].found);
		assert_contains(buffer, rows[i].expected);
	}
}

static void test_any_error(void **state)
{
	char buffer[WB_ACCESS_ERROR_SIZE];

	(void)state;
	assert_string_equal(wb_access_error("/nowhere", ENOENT, buffer), strerror(ENOENT));
	assert_contains(wb_access_error("/", EACCES, buffer), "Permission denied: found / of root:");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_error),
		test_in_folder(test_what_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
