/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_allow.c - the names by which guards of feeds are allowed to be passed. */
#include "config/feed_allow.h"
#include "fixture.h"

static void test_guards_are_named(void **state)
{
	static const struct {
		const char *names;
		bool good;
		unsigned allowed;
		const char *culprit;
	} rows[] = {
		{ "", true, 0, NULL },
		{ "empty", true, WB_FEED_ALLOWS(WB_FEED_GUARD_EMPTY), NULL },
		{ "lines,change", true, WB_FEED_ALLOWS(WB_FEED_GUARD_LINES) | WB_FEED_ALLOWS(WB_FEED_GUARD_CHANGE), NULL },
		{ "empty,change,exempt,wide,lines,skip-special", true, (1U << WB_FEED_GUARDS) - 1, NULL },
		{ "wid", false, 0, "\"wid\": " },
		{ "wide ", false, 0, "\"wide \": " },
		{ "wide,", false, 0, "\"\": " },
		{ ",wide", false, 0, "\"\": " },
		{ "all", false, 0, "\"all\": " },
		{ "change,bogus,wide", false, 0, "\"bogus\": " },
		{ "change,0123456789012345678901234567890123456789more,wide", false, 0,
		    "\"0123456789012345678901234567890123456789\": " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_error error = { "" };
		unsigned allowed = 0;

		begin_row(rows[i].names);
		assert_int_equal(wb_feed_allow_parse(rows[i].names, &allowed, &error), rows[i].good ? WB_OK : WB_INVALID);
		if (rows[i].good)
			assert_int_equal(allowed, rows[i].allowed);
		else {
			assert_memory_equal(error.text, rows[i].culprit, strlen(rows[i].culprit));
			assert_contains(error.text, "empty, change, exempt, wide, lines and skip-special");
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guards_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
