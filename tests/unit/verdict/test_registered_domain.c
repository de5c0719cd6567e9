/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_registered_domain.c - where the registered domain begins, by libpsl's list and without it. */
#include "verdict/registered_domain.h"

#include "unit.h"

static char labels_127[255], bytes_255[256], bytes_256[257];

static const struct {
	const char *name;
	const char *registered, *guessed; /* with the list, and without the library */
	bool is_suffix, looks_like_suffix;
} rows[] = {
	{ "pool-1.example.com", "example.com", "example.com", false, false },
	{ "example.com", "example.com", "example.com", false, false },
	{ "a.b.c.example.org", "example.org", "example.org", false, false },
	{ "a.example.co.uk", "example.co.uk", "example.co.uk", false, false },
	{ "A.Example.CO.UK", "Example.CO.UK", "Example.CO.UK", false, false },
	{ "a.example.co.uk.", "example.co.uk.", "example.co.uk.", false, false },
	{ "a.example.com.mx", "example.com.mx", "example.com.mx", false, false },
	{ "co.uk", "co.uk", "co.uk", true, true },
	{ "com.", ".", ".", true, true },
	{ "mail.shop.online", "shop.online", "shop.online", false, false },
	/* wild cards and their exceptions, of which two labels know nothing */
	{ "x.a.b.kobe.jp", "a.b.kobe.jp", "kobe.jp", false, false },
	{ "x.city.kobe.jp", "city.kobe.jp", "kobe.jp", false, false },
	{ "x.www.ck", "www.ck", "www.ck", false, false },
	{ "x.a.b.ck", "a.b.ck", "b.ck", false, false },
	{ "a.school.pvt.k12.ma.us", "school.pvt.k12.ma.us", "ma.us", false, false },
	/* the list's private part: a suffix to trust nobody by, and no registry */
	{ "a.ec2-192-0-2-66.compute-1.amazonaws.com", "amazonaws.com", "amazonaws.com", false, false },
	{ "box.dyndns.org", "dyndns.org", "dyndns.org", false, false },
	{ "dyndns.org", "dyndns.org", "dyndns.org", true, false },
	/* no top-level domain that there is */
	{ "a.b.example", "b.example", "b.example", false, false },
	{ "a.b.co.example", "co.example", "co.example", false, false },
	{ "pc.lan", "pc.lan", "pc.lan", false, false },
	{ "localhost", "", "", true, true },
	/* what is hardly a name */
	{ "", "", "", false, false },
	{ ".", ".", ".", false, false },
	{ "..", "..", "..", false, false },
	{ ".com", ".com", ".com", false, false },
	{ "a..com", ".com", ".com", false, false },
	{ "a b.ex ample.com", "ex ample.com", "ex ample.com", false, false },
	{ "m\xc3\xbcller.\xff.\x01", "\xff.\x01", "\xff.\x01", false, false },
	{ labels_127, "a.a", "a.a", false, false },
	{ bytes_255, bytes_255, bytes_255, false, false },
	{ bytes_256, bytes_256, bytes_256, false, false },
};

static void check_rows(bool has_list)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].name);
		assert_string_equal(
		    rows[i].name + wb_registered_domain_start(rows[i].name), has_list ? rows[i].registered : rows[i].guessed);
		assert_int_equal(
		    wb_registered_domain_is_suffix(rows[i].name), has_list ? rows[i].is_suffix : rows[i].looks_like_suffix);
	}
}

static void test_by_the_list(void **state)
{
	(void)state;
	check_rows(true);
	assert_true(wb_registered_domain_library.is_loaded);
}

static void test_without_the_library(void **state)
{
	const struct wb_library library = wb_registered_domain_library;

	(void)state;
	wb_registered_domain_library.soname = "libwhyblock-none.so.0";
	wb_registered_domain_library.is_loaded = false;
	check_rows(false);
	assert_false(wb_registered_domain_library.is_loaded);
	wb_registered_domain_library = library;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_the_list),
		cmocka_unit_test(test_without_the_library),
	};

	memset(bytes_255, 'x', 255);
	memset(bytes_256, 'x', 256);
	bytes_255[251] = bytes_256[251] = '.'; /* "xxx", which is no top-level domain, below a label of 251 */
	for (size_t i = 0; i + 1 < sizeof(labels_127); i++)
		labels_127[i] = i % 2 == 0 ? 'a' : '.';
	labels_127[253] = '\0';
	return cmocka_run_group_tests(tests, NULL, NULL);
}
