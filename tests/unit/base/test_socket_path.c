/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_socket_path.c - a socket is found however long its folder's path is. */
#include "base/socket_path.h"
#include "unit.h"

#include <errno.h>

static void test_a_socket_in_a_folder_of_any_depth(void **state)
{
	char folder[1024];

	snprintf(folder, sizeof(folder), "%s", (const char *)*state);
	for (int depth = 0; depth < 8; depth++) {
		struct wb_socket_path path;
		int listening = socket(AF_UNIX, SOCK_SEQPACKET, 0), calling = socket(AF_UNIX, SOCK_SEQPACKET, 0);

		begin_row(folder);
		assert_true(wb_socket_path_open(folder, "events", &path));
		assert_int_equal(bind(listening, (const struct sockaddr *)&path.address, sizeof(path.address)), 0);
		assert_int_equal(listen(listening, 1), 0);
		wb_socket_path_close(&path);
		assert_int_equal(access(path_in(folder, "events"), F_OK), 0);
		assert_true(wb_socket_path_open(folder, "events", &path));
		assert_int_equal(connect(calling, (const struct sockaddr *)&path.address, sizeof(path.address)), 0);
		wb_socket_path_close(&path);
		wb_socket_path_close(&path);
		close(calling);
		close(listening);
		snprintf(folder + strlen(folder), sizeof(folder) - strlen(folder), "/a-folder-of-thirty-characters-x");
		assert_int_equal(mkdir(folder, 0700), 0);
	}
}

static void test_a_folder_that_is_not_there(void **state)
{
	struct wb_socket_path path;
	char folder[256];

	memset(folder, 'x', sizeof(folder));
	snprintf(folder + 150, sizeof(folder) - 150, "/none");
	memcpy(folder, *state, strlen(*state));
	folder[strlen(*state)] = '/';
	assert_false(wb_socket_path_open(folder, "events", &path));
	assert_int_equal(errno, ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_socket_in_a_folder_of_any_depth),
		test_in_folder(test_a_folder_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
