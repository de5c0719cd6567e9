/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_address_in_name.c - an address in the names that networks give, as they write it, and numbers that are something else. */
#include "verdict/address_in_name.h"

#include "unit.h"

#define V4 "192.0.2.66"
#define V6 "2001:db8:1234:5600:89ab:cdef:12:f066"

enum found { NOT, HALF, WHOLE };

static const struct {
	const char *text, *address;
	enum found found;
} rows[] = {
	/* decimal */
	{ "192-0-2-66", V4, WHOLE },
	{ "192.0.2.66", V4, WHOLE },
	{ "host192-0-2-66.range", V4, WHOLE },
	{ "ip_192_0_2_66", V4, WHOLE },
	{ "cpe192x0x2x66", V4, WHOLE },
	{ "h192n0c2o66", V4, WHOLE },
	{ "c-192-0-2-66.hsd1.ma", V4, WHOLE },
	{ "3-192-0-2-66", V4, WHOLE },
	{ "dsl-192-000-002-066", V4, WHOLE },
	{ "66-2-0-192", V4, WHOLE },
	{ "66.2.0.192.rev", V4, WHOLE },
	{ "66.red-192-0-2", V4, WHOLE },
	{ "2-66.pool192-0", V4, WHOLE },
	{ "192000002066", V4, WHOLE },
	{ "user066002000192.pool", V4, WHOLE },
	{ "a7192000002066", V4, WHOLE },
	{ "192-0-2-6", V4, NOT },
	{ "192-0-2-67", V4, NOT },
	{ "192-0-3-66", V4, NOT },
	{ "1920-0-2-66", V4, NOT },
	{ "192-0-2-266", V4, NOT },
	{ "192-0-2-0066", V4, NOT },
	{ "192000002067", V4, NOT },
	{ "19200002066", V4, NOT },
	{ "10-0-0-5", V4, NOT },
	{ "172-17-0-2", V4, NOT },
	{ "192-192-0-0", "192.0.2.66", NOT }, /* each octet once */
	{ "66-66-2-2", "66.2.66.2", WHOLE },
	{ "66-66-66-2", "66.2.66.2", NOT },
	/* small numbers are in many names */
	{ "1-2-3-4", "1.2.3.4", WHOLE },
	{ "4-3-2-1.pool", "1.2.3.4", WHOLE },
	{ "node4.rack3.dc2-1", "1.2.3.4", NOT },
	{ "v1-2-3-4-5", "1.2.3.4", NOT },
	/* three octets */
	{ "mta-0-2-66", V4, WHOLE },
	{ "66-2-0.pool", V4, WHOLE },
	{ "192.0.2.pool", V4, WHOLE },
	{ "2-0-192", V4, WHOLE },
	{ "192-0-2-65", V4, NOT }, /* a neighbour's */
	{ "0-2-66-9", V4, NOT },
	{ "0-66-2", V4, NOT },
	{ "192-0.2b66", V4, WHOLE },
	{ "0a2a66", V4, NOT },
	{ "web-1-2-3", "192.1.2.3", NOT },
	{ "web-1-2-13", "192.1.2.13", WHOLE },
	/* hex */
	{ "c0000242", V4, WHOLE },
	{ "pc0000242.dip0", V4, WHOLE },
	{ "0xc0000242", V4, WHOLE },
	{ "420200c0", V4, WHOLE },
	{ "c0-00-02-42", V4, WHOLE },
	{ "c0000243", V4, NOT },
	{ "c00z00242", V4, NOT },
	{ "c000024", V4, NOT },
	/* two octets */
	{ "host-2-66", V4, HALF },
	{ "host2-66", V4, HALF },
	{ "host.2.66", V4, HALF },
	{ "ip2x66.range", V4, HALF },
	{ "2-66", V4, HALF },
	{ "2.66.pool", V4, HALF },
	{ "66-2.pool", V4, HALF },
	{ "h-2-66.a193.priv", V4, HALF },
	{ "a.2-66", V4, HALF },
	{ "host-02-066", V4, HALF },
	{ "m2-66", V4, NOT },
	{ "a2-66.smtp-out", V4, NOT },
	{ "web-2-66", V4, NOT },
	{ "bighost-2-66", V4, NOT },
	{ "7host-2-66", V4, NOT },
	{ "host-2-66-1", V4, NOT },
	{ "host-1-2-66", V4, NOT },
	{ "host-2--66", V4, NOT },
	{ "host-2-66b", V4, NOT },
	{ "host-2-67", V4, NOT },
	{ "host-66", V4, NOT },
	{ "host-1-2", "192.0.1.2", NOT },
	{ "host-1-10", "192.0.1.10", HALF },
	/* IPv6 */
	{ "2001-db8-1234-5600-89ab-cdef-12-f066", V6, WHOLE },
	{ "2001-0db8-1234-5600-89ab-cdef-0012-f066.v6", V6, WHOLE },
	{ "2001.db8.1234.5600.89ab.cdef.12.f066", V6, WHOLE },
	{ "ip2001-db8-1234-5600-89ab-cdef-12-f066", V6, WHOLE },
	{ "cafe-2001-db8-1234-5600-89ab-cdef-12-f066-dyn", V6, WHOLE },
	{ "p20010db81234560089abcdef0012f066.dip0", V6, WHOLE },
	{ "660f2100fedcba98006543218bd01002", V6, WHOLE },
	{ "6.6.0.f.2.1.0.0.f.e.d.c.b.a.9.8.0.0.6.5.4.3.2.1.8.b.d.0.1.0.0.2", V6, WHOLE },
	{ "2001-db8-1234-5600.pool", V6, WHOLE },
	{ "20010db812345600.pool", V6, WHOLE },
	{ "89ab-cdef-12-f066.pool", V6, WHOLE },
	{ "host-89abcdef0012f066", V6, WHOLE },
	{ "660f2100fedcba98", V6, WHOLE },
	{ "2001-db8-1234-5600-89ab-cdef-12-f067", V6, WHOLE }, /* of the same /64: one customer */
	{ "2001-db8-1234-5601-89ab-cdef-12-f067", V6, NOT },
	{ "2001-db8-1234", V6, NOT },
	{ "cdef-12-f066", V6, NOT },
	{ "89abcdef0012f06", V6, NOT },
	{ "2001-db8--66", "2001:db8::66", WHOLE },
	{ "host-2001-db8--66", "2001:db8::66", WHOLE },
	{ "ip2001-db8--66", "2001:db8::66", WHOLE },
	{ "ip12001-db8--66", "2001:db8::66", NOT },
	{ "2001-db8--66-dyn", "2001:db8::66", WHOLE },
	{ "2001-db8-1--1-66.pool", "2001:db8:1::1:66", WHOLE },
	{ "2001-db8--67", "2001:db8::66", NOT },
	{ "2001-db8--66", "2001:db8:1::66", NOT },
	{ "2001-db8--", "2001:db8::66", NOT },
	{ "2001--db8", "2001:db8::66", NOT },
	{ "0-0-0-66", "2001:db8::66", NOT },
	{ "1-0-0-2", "2001:db8::1:0:0:2", NOT },
	{ "1-2-3-4", "2001:db8::1:2:3:4", NOT },
	{ "1-0-1234-5678", "2001:db8::1:0:1234:5678", WHOLE },
	{ "0-0-1234-5678", "2001:db8::1234:5678", NOT },
	{ "2-66", "2001:db8::2:66", NOT },
	{ "192-0-2-66", "2001:db8::192:0:2:66", NOT },
	/* nothing */
	{ "", V4, NOT },
	{ "", V6, NOT },
	{ "-", V6, NOT },
	{ "--", V4, NOT },
	{ "mail", V4, NOT },
	{ "\xff\x80\x01", V6, NOT },
};

static void test_names_of_networks(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_address address = address_of(rows[i].address);
		size_t length;
		char *text;

		begin_row(rows[i].text);
		length = strlen(rows[i].text);
		text = malloc(length); /* without a NUL, for the sanitizer */
		assert_non_null(text);
		memcpy(text, rows[i].text, length);
		assert_int_equal(wb_address_in_name_is_whole(text, length, &address), rows[i].found == WHOLE);
		if (rows[i].found != WHOLE)
			assert_int_equal(wb_address_in_name_is_half(text, length, &address), rows[i].found == HALF);
		free(text);
	}
}

/* Each name that fills the buffers; what is behind the last byte that is looked at is not. */
static void test_hostile_names(void **state)
{
	static const char *const parts[] = { "0-", "1x", "a.", "-", "0", "f", "192-0-3-", "2001-db8-1234-", "2001--", "66.2.",
		"\xff" };
	const struct wb_address v4 = address_of(V4), v6 = address_of(V6);
	char text[WB_ADDRESS_IN_NAME_MAX + 45];

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++) {
		begin_row(parts[i]);
		for (size_t k = 0; k < sizeof(text); k++)
			text[k] = parts[i][k % strlen(parts[i])];
		for (size_t length = 0; length <= WB_ADDRESS_IN_NAME_MAX; length++) {
			assert_false(wb_address_in_name_is_whole(text, length, &v4));
			assert_false(wb_address_in_name_is_whole(text, length, &v6));
			wb_address_in_name_is_half(text, length, &v4);
		}
		memcpy(text + WB_ADDRESS_IN_NAME_MAX, "-192-0-2-66-2001-db8-1234-5600", 30);
		assert_false(wb_address_in_name_is_whole(text, sizeof(text), &v4));
		assert_false(wb_address_in_name_is_whole(text, sizeof(text), &v6));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_of_networks),
		cmocka_unit_test(test_hostile_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
