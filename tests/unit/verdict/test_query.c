/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_query.c - a list of recipients, one by one. */
#include "fixture.h"
#include "verdict/query.h"

static void test_the_recipients_of_a_list(void **state)
{
	static const struct {
		const char *list, *wanted; /* each with a ; behind it */
	} rows[] = {
		{ NULL, "" },
		{ "", "" },
		{ "a@b", "a@b;" },
		{ "a@b, c@d", "a@b;c@d;" },
		{ "a@b,\n c@d", "a@b;c@d;" },
		{ "\"a, b\"@c, d@e", "\"a, b\"@c;d@e;" },
		{ "\"a\\\", b\"@c, d@e", "\"a\\\", b\"@c;d@e;" },
		{ "\"never closed, d@e", "\"never closed, d@e;" },
		{ "a\\", "a\\;" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *list = rows[i].list, *mailbox;
		char found[80] = "";
		size_t length;

		begin_row(rows[i].wanted);
		while ((mailbox = wb_query_next_recipient(&list, &length)) != NULL)
			snprintf(found + strlen(found), sizeof(found) - strlen(found), "%.*s;", (int)length, mailbox);
		assert_string_equal(found, rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_recipients_of_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
