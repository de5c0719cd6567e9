/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_init.c - the store and the reference key are made, and made again without harm. */
#include "desk/init.h"
#include "desk_fixture.h"

static void test_all_is_there_and_stays(void **state)
{
	char text[600], key[600];
	struct wb_config *config;
	struct stat first, second;

	snprintf(text, sizeof(text), "store = \"%s\"\n", path_in(*state, "new"));
	snprintf(key, sizeof(key), "%s", path_in(*state, "reference.key"));
	config = open_config(*state, text);
	config->policy.reference_key = key;
	assert_int_equal(wb_init_make(config, &WB_STORE_RIGHTS_KEPT, NOW_S, NULL), WB_OK);
	assert_int_equal(wb_init_publish(config, NULL), WB_OK);
	assert_int_equal(stat(key, &first), 0);
	assert_int_equal(stat(path_in(*state, "new/listings/data.mdb"), &second), 0);
	assert_int_equal(wb_init_make(config, &WB_STORE_RIGHTS_KEPT, NOW_S + 1, NULL), WB_OK);
	assert_int_equal(wb_init_publish(config, NULL), WB_OK);
	assert_int_equal(stat(key, &second), 0);
	assert_int_equal(first.st_ino, second.st_ino);
	assert_string_equal(all_listed(config).text, "");
	wb_config_close(&config);
}

static void test_what_cannot_be_made_is_named(void **state)
{
	char text[600];
	struct wb_config *config;
	struct wb_error error;

	write_text(*state, "file", "");
	snprintf(text, sizeof(text), "store = \"%s\"\n", path_in(*state, "file/store"));
	config = open_config(*state, text);
	assert_int_equal(wb_init_make(config, &WB_STORE_RIGHTS_KEPT, NOW_S, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "file/store");
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_all_is_there_and_stays),
		test_in_folder(test_what_cannot_be_made_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
