/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_country.c - the country codes that there are, and those that people write for them. */
#include "config/country.h"
#include "fixture.h"

static void test_known_codes(void **state)
{
	static const char *const known[] = { "AD", "DE", "GB", "OM", "QA", "US", "XK", "EU", "AP", "ZW", "SS", "CW" };
	static const char *const unknown[] = { "UK", "XX", "ZZ", "A1", "us", "", "U", "USA", "AN", "\xc3\xbc" };
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(known); i++)
		assert_true(wb_country_is_known(known[i]));
	for (size_t i = 0; i < COUNT(unknown); i++)
		assert_false(wb_country_is_known(unknown[i]));
	for (char first = 'A'; first <= 'Z'; first++) {
		for (char second = 'A'; second <= 'Z'; second++)
			count += wb_country_is_known((char[]){ first, second, '\0' });
	}
	assert_int_equal(count, 249 + 3); /* those of ISO 3166-1, and XK, EU and AP */
}

static void test_what_was_meant(void **state)
{
	const char *name;

	(void)state;
	assert_string_equal(wb_country_meant("UK", &name), "GB");
	assert_string_equal(name, "the United Kingdom");
	assert_null(wb_country_meant("XX", &name));
	begin_row("each is none itself, and the one meant is one");
	for (char first = 'A'; first <= 'Z'; first++) {
		for (char second = 'A'; second <= 'Z'; second++) {
			const char code[] = { first, second, '\0' };
			const char *meant = wb_country_meant(code, &name);

			assert_true(meant == NULL || (!wb_country_is_known(code) && wb_country_is_known(meant)));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_codes),
		cmocka_unit_test(test_what_was_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
