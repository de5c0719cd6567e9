/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_store_owner.c - root becomes the owner of a store, with no group left of root's, and nobody else can. */
#include "store/store_owner.h"
#include "unit.h"

#include <grp.h>
#include <sys/wait.h>

#define NUMBER 54321 /* of a user without a name */

/* In a process of its own, since there is no way back. The status that it ended with. */
static int become(uid_t as_whom, uid_t owner)
{
	const struct stat store = { .st_uid = owner, .st_gid = owner };
	const gid_t roots = 0;
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct wb_error error = { "" };
		gid_t groups[64];
		int count;

		if (setgroups(1, &roots) < 0 || (as_whom != 0 && setuid(as_whom) < 0))
			_exit(9);
		if (wb_store_become_owner(&store, &error) != WB_OK)
			_exit(strstr(error.text, "the owner of the store") != NULL ? 1 : 8);
		count = getgroups(64, groups);
		for (int i = 0; i < count; i++) {
			if (groups[i] == 0)
				_exit(7);
		}
		_exit(geteuid() == owner && getuid() == owner && getegid() == owner && setuid(0) < 0 ? 0 : 6);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WEXITSTATUS(status);
}

static void test_who_becomes_the_owner(void **state)
{
	(void)state;
	if (getuid() != 0)
		skip();
	begin_row("root, of a user without a name");
	assert_int_equal(become(0, NUMBER), 0);
	begin_row("root, of one with a name");
	assert_int_equal(become(0, NOBODY), 0);
	begin_row("somebody else");
	assert_int_equal(become(NUMBER, NOBODY), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_becomes_the_owner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
