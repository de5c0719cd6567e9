/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_category_name.c - the category that a section names, or what was expected. */
#include "config/category_name.h"

#include "config/config.h"
#include "fixture.h"

#define BUILT_IN "open-relay, open-proxy, formmail, virus, spam, spam-source or policy"

static void test_what_was_expected(void **state)
{
	static const struct {
		const char *id;
		bool takes_allow;
		const char *wanted;
	} rows[] = {
		{ "nope", false, "a category: " BUILT_IN },
		{ "spamm", false, "a category: " BUILT_IN "; the nearest is \"spam\"" },
		{ "Open_Relay", false, "a category: " BUILT_IN "; the nearest is \"open-relay\"" },
		{ "alow", true,
		    "a category: open-relay, open-proxy, formmail, virus, spam, spam-source, policy or allow; the nearest is \"allow\"" },
	};
	struct wb_config *config = open_config(*state, "");
	char buffer[WB_CATEGORY_NAME_EXPECTED_SIZE];

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].id);
		assert_string_equal(wb_category_name_expected(config, rows[i].id, rows[i].takes_allow, buffer), rows[i].wanted);
	}
	wb_config_close(&config);
}

static void test_of_many_some_are_named(void **state)
{
	char text[4096] = "", buffer[WB_CATEGORY_NAME_EXPECTED_SIZE];
	struct wb_config *config;

	for (int i = 0; i < 20; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "category \"mine-%d\" { }\n", i);
	config = open_config(*state, text);
	wb_category_name_expected(config, "mine_19", false, buffer);
	assert_contains(buffer, ", or another one of this file; the nearest is \"mine-19\"");
	wb_config_close(&config);
}

static void test_find(void **state)
{
	struct wb_config *config = open_config(*state, "feed \"a\" { file = \"/x\" category = \"spam\" }\n");
	struct wb_position section = config->feeds[0].position;
	static struct wb_diagnostics diagnostics;

	assert_non_null(wb_category_name_find(config, &diagnostics, section, "feed \"a\"", "spam", false));
	assert_null(wb_category_name_find(config, &diagnostics, section, "feed \"a\"", "allow", true));
	assert_int_equal(diagnostics.count, 0);
	assert_null(wb_category_name_find(config, &diagnostics, section, "feed \"a\"", "allow", false));
	assert_int_equal(diagnostics.count, 1);
	assert_contains(diagnostics.rows[0].text, "found feed \"a\" with category = \"allow\": expected a category: ");
	begin_row("at the setting's value");
	assert_int_equal(diagnostics.rows[0].position.line, 1);
	assert_int_equal(diagnostics.rows[0].position.column, 35);
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_was_expected),
		test_in_folder(test_of_many_some_are_named),
		test_in_folder(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
