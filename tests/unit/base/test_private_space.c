/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_private_space.c - where no client from outside is. */
#include "base/private_space.h"
#include "unit.h"

static void test_which_space_is_private(void **state)
{
	static const struct {
		const char *prefix, *space; /* NULL: none of it */
	} rows[] = {
		{ "10.0.0.0/9", "10.0.0.0/8" },
		{ "8.0.0.0/5", "10.0.0.0/8" },
		{ "9.255.255.255", NULL },
		{ "11.0.0.0", NULL },
		{ "172.16.0.1", "172.16.0.0/12" },
		{ "172.32.0.0", NULL },
		{ "192.168.255.255", "192.168.0.0/16" },
		{ "100.64.0.0/24", "100.64.0.0/10" },
		{ "100.128.0.0", NULL },
		{ "127.0.0.1", "127.0.0.0/8" },
		{ "169.254.1.1", "169.254.0.0/16" },
		{ "192.0.2.66", NULL },
		{ "198.51.100.0/24", NULL },
		{ "203.0.113.0/24", NULL },
		{ "2001:db8::/32", NULL },
		{ "::1", "::1/128" },
		{ "::2", NULL },
		{ "fd00::1", "fc00::/7" },
		{ "fe80::/64", "fe80::/10" },
		{ "fec0::", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_prefix prefix = prefix_of(rows[i].prefix), *found = wb_private_space_overlap(&prefix);
		char text[WB_PREFIX_TEXT_SIZE] = "";

		begin_row(rows[i].prefix);
		if (found != NULL)
			wb_prefix_format(found, text);
		assert_string_equal(text, rows[i].space != NULL ? rows[i].space : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_which_space_is_private),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
