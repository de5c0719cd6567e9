/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_local_domains.c - which names of a domain list of Exim are asked for. */
#include "desk/local_domains.h"
#include "unit.h"

static void test_lists(void **state)
{
	static const struct {
		const char *list, *names;
	} rows[] = {
		{ "@:localhost:example.org", "mx.example.net example.org" },
		{ "  example.org : example.com:", "example.org example.com" },
		{ "example.org : EXAMPLE.ORG", "example.org" },
		{ "<; example.org ; example.com", "example.org example.com" },
		{ "<\t", "" },
		{ "<", "" },
		{ "*.example.org : *example.com : *", "" },
		{ "! example.org : example.com", "example.com" },
		{ "dsearch;/etc/domains : example.com", "example.com" },
		{ "partial-lsearch;example.org : /etc/local.domains : @mx_any : @mx_primary : @[] : +relay_domains", "" },
		{ "^.*\\.example\\.org$ : example.com", "" },
		{ "example.org : ${lookup{x}lsearch{/f}{a.example : b.example}} : example.com", "example.org" },
		{ "$primary_hostname : example.com", "" },
		{ "example..org : .example.org : example.org. : -", "" },
		{ "", "" },
		{ " : : ", "" },
		{ "1.example:2.example:3.example:4.example:5.example:6.example:7.example:8.example:9.example:10.example:"
		  "11.example:12.example:13.example:14.example:15.example:16.example:17.example",
		    "1.example 2.example 3.example 4.example 5.example 6.example 7.example 8.example 9.example 10.example "
		    "11.example 12.example 13.example 14.example 15.example 16.example" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_local_domains domains;
		char buffer[1000];
		struct wb_text text;

		begin_row(rows[i].list);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_local_domains_read(rows[i].list, "mx.example.net", &domains);
		for (size_t n = 0; n < domains.count; n++)
			wb_text_addf(&text, "%s%s", n > 0 ? " " : "", domains.names[n]);
		assert_string_equal(buffer, rows[i].names);
	}
}

static void test_long_names(void **state)
{
	char list[WB_LOCAL_DOMAIN_SIZE + 10];
	struct wb_local_domains domains;

	(void)state;
	memset(list, 'a', sizeof(list));
	list[1] = '.';
	list[WB_LOCAL_DOMAIN_SIZE - 1] = '\0';
	wb_local_domains_read(list, "", &domains);
	assert_int_equal(domains.count, 1);
	assert_string_equal(domains.names[0], list);
	list[WB_LOCAL_DOMAIN_SIZE - 1] = 'a';
	list[WB_LOCAL_DOMAIN_SIZE + 5] = '\0';
	wb_local_domains_read(list, "", &domains);
	assert_int_equal(domains.count, 0);
	begin_row("nobody knows what the host is called");
	wb_local_domains_read("@", "", &domains);
	assert_int_equal(domains.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_long_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
