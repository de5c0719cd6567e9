/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_zones_publish.c - what tests have found comes into published/, in the place of what was there. */
#include "fixture.h"
#include "store/store_init.h"
#include "store/zones_publish.h"
#include "verdict/published.h"

static void test_the_last_tests_count(void **state)
{
	const struct wb_zone_row first[] = { { "bl.example.net", { WB_HEALTH_FAILED, 0, NOW_S, 0, NOW_S, "lists 127.0.0.1" } },
		{ "gone.example.net", { WB_HEALTH_GOOD, 0, NOW_S, 0, NOW_S, "" } } };
	const struct wb_zone_row second = { "bl.example.net", { WB_HEALTH_GOOD, 0, NOW_S, 0, NOW_S, "" } };
	const char *store = open_store(*state);
	const char *path = path_in(store, WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_ZONES);
	struct wb_zone_row rows[WB_ZONES_FILE_ROWS_MAX];
	struct stat st;
	size_t count;

	assert_int_equal(wb_zones_publish(store, first, 2, NULL), WB_OK);
	assert_int_equal(wb_zones_file_read(path, rows, &count, NULL), WB_OK);
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].health.state, WB_HEALTH_FAILED);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(wb_zones_publish(store, &second, 1, NULL), WB_OK);
	assert_int_equal(wb_zones_file_read(path, rows, &count, NULL), WB_OK);
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].health.state, WB_HEALTH_GOOD);
}

static void test_a_store_that_is_not_there(void **state)
{
	struct wb_error error = { "" };

	assert_int_equal(wb_zones_publish(path_in(*state, "none"), NULL, 0, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_the_last_tests_count),
		test_in_folder(test_a_store_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
