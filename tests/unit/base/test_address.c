/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_address.c - addresses and prefixes as text, and which prefix covers which client. */
#include "unit.h"

static void test_addresses_are_read_and_written_canonically(void **state)
{
	static const struct {
		const char *label, *text, *wanted;
		bool is_v4;
	} rows[] = {
		{ "IPv4", "192.0.2.66", "192.0.2.66", true },
		{ "lowest IPv4", "0.0.0.0", "0.0.0.0", true },
		{ "highest IPv4", "255.255.255.255", "255.255.255.255", true },
		{ "v4-mapped is the IPv4 client", "::ffff:192.0.2.66", "192.0.2.66", true },
		{ "v4-mapped in hexadecimal", "::FFFF:C000:242", "192.0.2.66", true },
		{ "the same 32 bits without the mapping", "::c000:242", "::192.0.2.66", false },
		{ "nibbles that all differ from their neighbours", "0123:4567:89ab:cdef:fedc:ba98:7654:3210",
		    "123:4567:89ab:cdef:fedc:ba98:7654:3210", false },
		{ "RFC 5952: lower case, longest run of zeros", "2001:0DB8:0:0:1:0:0:0", "2001:db8:0:0:1::", false },
		{ "any", "::", "::", false },
		{ "loopback", "::1", "::1", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[WB_ADDRESS_TEXT_SIZE];
		struct wb_address address;

		begin_row(rows[i].label);
		assert_int_equal(wb_address_parse(rows[i].text, &address, NULL), WB_OK);
		assert_int_equal(wb_address_is_v4(&address), rows[i].is_v4);
		wb_address_format(&address, text);
		assert_string_equal(text, rows[i].wanted);
	}
}

static void test_bytes_are_in_network_order(void **state)
{
	static const uint8_t six[16] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54,
		0x32, 0x10 };
	static const uint8_t four[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 66 };
	struct wb_address address = address_of("123:4567:89ab:cdef:fedc:ba98:7654:3210");

	(void)state;
	assert_memory_equal(address.bytes, six, sizeof(six));
	address = address_of("192.0.2.66");
	assert_memory_equal(address.bytes, four, sizeof(four));
}

static void test_what_is_no_address_is_refused(void **state)
{
	static const char *const rows[] = { "", " ", "192.0.2", "192.0.2.256", "192.0.2.066", "192.0.2.66 ", " 192.0.2.66",
		"192.0.2.66.1", "0xc0000242", "3221226050", "2001:db8::g", "2001:db8:::1", "1:2:3:4:5:6:7:8:9", "fe80::1%eth0",
		"[2001:db8::1]", "192.0.2.66/32", "localhost" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_address address;
		struct wb_error error = { "" };

		begin_row(rows[i]);
		assert_int_equal(wb_address_parse(rows[i], &address, &error), WB_INVALID);
		assert_contains(error.text, rows[i]);
		assert_contains(error.text, "2001:db8::66");
	}
}

static void test_prefixes_are_read_and_written(void **state)
{
	static const struct {
		const char *text, *wanted;
		unsigned bits, length;
	} rows[] = {
		{ "192.0.2.0/24", "192.0.2.0/24", 120, 24 }, { "192.0.2.66", "192.0.2.66/32", 128, 32 },
		{ "192.0.2.66/32", "192.0.2.66/32", 128, 32 }, { "0.0.0.0/0", "0.0.0.0/0", 96, 0 },
		{ "128.0.0.0/1", "128.0.0.0/1", 97, 1 }, { "2001:db8::/48", "2001:db8::/48", 48, 48 },
		{ "2001:db8::66", "2001:db8::66/128", 128, 128 }, { "::/0", "::/0", 0, 0 },
		{ "::ffff:192.0.2.0/120", "192.0.2.0/24", 120, 24 }, { "::ffff:0:0/96", "0.0.0.0/0", 96, 0 },
		{ "::fffe:0:0/95", "::fffe:0:0/95", 95, 95 }, /* one bit short of the mapping: an IPv6 prefix */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[WB_PREFIX_TEXT_SIZE];
		struct wb_prefix prefix;

		begin_row(rows[i].text);
		assert_int_equal(wb_prefix_parse(rows[i].text, &prefix, NULL), WB_OK);
		assert_int_equal(prefix.prefix_bits, rows[i].bits);
		assert_int_equal(wb_prefix_length(&prefix), rows[i].length);
		wb_prefix_format(&prefix, text);
		assert_string_equal(text, rows[i].wanted);
	}
}

static void test_host_bits_and_nonsense_are_refused_with_advice(void **state)
{
	static const struct {
		const char *text, *advice;
	} rows[] = {
		{ "192.0.2.66/24", "the network is 192.0.2.0/24, the host alone 192.0.2.66/32" },
		{ "192.0.2.1/31", "the network is 192.0.2.0/31, the host alone 192.0.2.1/32" },
		{ "1.0.0.0/0", "the network is 0.0.0.0/0" },
		{ "2001:db8::66/32", "the network is 2001:db8::/32, the host alone 2001:db8::66/128" },
		{ "2001:db8::1/127", "the network is 2001:db8::/127" },
		{ "::ffff:192.0.2.66/120", "the network is 192.0.2.0/24" },
		{ "192.0.2.0/33", "from 0 to 32" },
		{ "192.0.2.0/024", "from 0 to 32" },
		{ "192.0.2.0/", "from 0 to 32" },
		{ "192.0.2.0/+24", "from 0 to 32" },
		{ "192.0.2.0/24 ", "from 0 to 32" },
		{ "192.0.2.0/255.255.255.0", "from 0 to 32" },
		{ "192.0.2.0/4294967320", "from 0 to 32" },
		{ "2001:db8::/129", "from 0 to 128" },
		{ "/24", "no IP address" },
		{ "", "no IP address" },
		{ "192.0.2/24", "no IP address" },
		{ "example.net", "no IP address" },
		{ "00000000000000000000000000000000000000000000000000:1/24", "no prefix" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_prefix prefix;
		struct wb_error error = { "" };

		begin_row(rows[i].text);
		assert_int_equal(wb_prefix_parse(rows[i].text, &prefix, &error), WB_INVALID);
		assert_contains(error.text, rows[i].advice);
	}
}

static void test_which_prefix_covers_which_client(void **state)
{
	static const struct {
		const char *prefix, *client;
		bool covers;
	} rows[] = {
		{ "192.0.2.66", "192.0.2.66", true },
		{ "192.0.2.66", "192.0.2.67", false },
		{ "192.0.2.0/24", "192.0.2.255", true },
		{ "192.0.2.0/24", "192.0.3.0", false },
		{ "192.0.2.0/24", "192.0.1.255", false },
		{ "192.0.2.64/27", "192.0.2.95", true },
		{ "192.0.2.64/27", "192.0.2.96", false },
		{ "0.0.0.0/0", "255.255.255.255", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "0.0.0.0/0", "::1", false },
		{ "::/0", "2001:db8::1", true },
		{ "::/0", "192.0.2.66", false },
		{ "::/80", "192.0.2.66", false },
		{ "::fffe:0:0/95", "192.0.2.66", false }, /* its bits do cover */
		{ "::ffff:192.0.2.0/120", "192.0.2.66", true },
		{ "192.0.2.0/24", "::ffff:192.0.2.66", true },
		{ "192.0.2.66", "::c000:242", false },
		{ "2001:db8:1:2::/64", "2001:db8:1:2:ffff:ffff:ffff:ffff", true },
		{ "2001:db8:1:2::/64", "2001:db8:1:3::", false },
		{ "2001:db8::66", "2001:db8::66", true },
		{ "2001:db8::66", "2001:db8::67", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_prefix prefix = prefix_of(rows[i].prefix);
		struct wb_address client = address_of(rows[i].client);
		char label[128];

		snprintf(label, sizeof(label), "%s %s %s", rows[i].prefix, rows[i].covers ? "covers" : "does not cover",
		    rows[i].client);
		begin_row(label);
		assert_int_equal(wb_prefix_covers(&prefix, &client), rows[i].covers);
	}
}

static void test_every_prefix_length_ends_at_its_own_bit(void **state)
{
	struct wb_address address = address_of("123:4567:89ab:cdef:fedc:ba98:7654:3210");

	(void)state;
	for (unsigned bits = 0; bits <= WB_ADDRESS_BITS; bits++) {
		struct wb_prefix prefix = wb_prefix_of(&address, bits);
		struct wb_address other = address;

		assert_int_equal(prefix.prefix_bits, bits);
		assert_true(wb_prefix_covers(&prefix, &address));
		/* The first bit behind the prefix may differ, its last one may not. */
		if (bits < WB_ADDRESS_BITS) {
			other.bytes[bits / 8] ^= (uint8_t)(0x80 >> bits % 8);
			assert_true(wb_prefix_covers(&prefix, &other));
			other = address;
		}
		if (bits > 0) {
			other.bytes[(bits - 1) / 8] ^= (uint8_t)(0x80 >> (bits - 1) % 8);
			assert_false(wb_prefix_covers(&prefix, &other));
		}
	}
}

static void test_overlap_is_one_inside_the_other(void **state)
{
	static const struct {
		const char *a, *b;
		bool overlaps, a_lies_in_b, b_lies_in_a;
	} rows[] = {
		{ "127.0.0.0/8", "127.0.0.1", true, false, true },
		{ "127.0.0.0/8", "0.0.0.0/0", true, true, false },
		{ "127.0.0.0/8", "127.0.0.0/8", true, true, true },
		{ "127.0.0.0/8", "127.0.0.0/9", true, false, true },
		{ "127.0.0.0/8", "126.0.0.0/8", false, false, false },
		{ "127.0.0.0/8", "::/0", false, false, false },
		{ "::1/128", "::/0", true, true, false },
		{ "::1/128", "0.0.0.0/0", false, false, false },
		{ "2001:db8::/32", "2001:db8:1::/48", true, false, true },
		{ "2001:db8::/32", "2001:db9::/48", false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_prefix a = prefix_of(rows[i].a);
		struct wb_prefix b = prefix_of(rows[i].b);
		char label[128];

		snprintf(label, sizeof(label), "%s and %s", rows[i].a, rows[i].b);
		begin_row(label);
		assert_int_equal(wb_prefix_overlaps(&a, &b), rows[i].overlaps);
		assert_int_equal(wb_prefix_overlaps(&b, &a), rows[i].overlaps);
		assert_int_equal(wb_prefix_lies_in(&a, &b), rows[i].a_lies_in_b);
		assert_int_equal(wb_prefix_lies_in(&b, &a), rows[i].b_lies_in_a);
		assert_int_equal(wb_prefix_equals(&a, &b), rows[i].a_lies_in_b && rows[i].b_lies_in_a);
	}
}

static void test_a_holder_has_an_ipv4_address_or_a_64(void **state)
{
	static const struct {
		const char *address, *holder;
	} rows[] = {
		{ "192.0.2.66", "192.0.2.66" },
		{ "::ffff:192.0.2.66", "192.0.2.66" },
		{ "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64" },
		{ "::1", "::/64" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_address address = address_of(rows[i].address);
		struct wb_prefix holder = wb_prefix_of_holder(&address);
		char text[WB_PREFIX_TEXT_SIZE];

		begin_row(rows[i].address);
		wb_prefix_format_short(&holder, text);
		assert_string_equal(text, rows[i].holder);
		assert_int_equal(wb_prefix_is_host(&holder), strchr(text, '/') == NULL);
		assert_true(wb_prefix_covers(&holder, &address));
	}
}

static void test_bytes_that_are_no_prefix(void **state)
{
	struct wb_prefix prefix = prefix_of("192.0.2.0/24");

	(void)state;
	assert_true(wb_prefix_is_valid(&prefix));
	prefix.address.bytes[15] = 1; /* a host bit */
	assert_false(wb_prefix_is_valid(&prefix));
	prefix.prefix_bits = WB_ADDRESS_BITS;
	assert_true(wb_prefix_is_valid(&prefix));
	prefix.prefix_bits = WB_ADDRESS_BITS + 1;
	assert_false(wb_prefix_is_valid(&prefix));
}

static void test_asns_are_listed_like_addresses(void **state)
{
	static const struct {
		const char *text, *shown; /* NULL: it is none */
	} rows[] = {
		{ "AS64496", "AS64496" },
		{ "as1", "AS1" },
		{ "AS4294967295", "AS4294967295" },
		{ "AS4294967296", NULL },
		{ "AS99999999999999999999999", NULL },
		{ "AS0", NULL },
		{ "AS064496", NULL },
		{ "AS", NULL },
		{ "AS 64496", NULL },
		{ "AS64496x", NULL },
		{ "AS64496/32", NULL },
		{ "64496", NULL },
		{ "a5::1", NULL },
		{ "a", NULL },
		{ "", NULL },
	};
	struct wb_prefix prefix;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[WB_PREFIX_TEXT_SIZE];

		begin_row(rows[i].text);
		assert_int_equal(wb_prefix_parse_asn(rows[i].text, &prefix), rows[i].shown != NULL);
		if (rows[i].shown == NULL)
			continue;
		assert_true(wb_prefix_is_asn(&prefix));
		assert_true(wb_prefix_is_valid(&prefix));
		wb_prefix_format(&prefix, text);
		assert_string_equal(text, rows[i].shown);
		wb_prefix_format_short(&prefix, text);
		assert_string_equal(text, rows[i].shown);
	}
	prefix = wb_prefix_of_asn(1);
	prefix.prefix_bits = 127;
	assert_false(wb_prefix_is_asn(&prefix));
	prefix = prefix_of("192.0.2.1");
	assert_false(wb_prefix_is_asn(&prefix));
	prefix = wb_prefix_of_asn(0x01020304);
	assert_memory_equal(prefix.address.bytes + 12, "\1\2\3\4", 4);
}

static void test_loopback_and_equality(void **state)
{
	static const struct {
		const char *address;
		bool is_loopback;
	} rows[] = {
		{ "127.0.0.1", true },
		{ "127.255.255.255", true },
		{ "::ffff:127.0.0.2", true },
		{ "::1", true },
		{ "126.255.255.255", false },
		{ "128.0.0.0", false },
		{ "::2", false },
		{ "::", false },
		{ "2001:db8::1", false },
	};
	struct wb_address address, other;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].address);
		assert_int_equal(wb_address_parse(rows[i].address, &address, NULL), WB_OK);
		assert_int_equal(wb_address_is_loopback(&address), rows[i].is_loopback);
		other = address;
		assert_true(wb_address_equals(&address, &other));
		other.bytes[15] ^= 1;
		assert_false(wb_address_equals(&address, &other));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses_are_read_and_written_canonically),
		cmocka_unit_test(test_bytes_are_in_network_order),
		cmocka_unit_test(test_what_is_no_address_is_refused),
		cmocka_unit_test(test_prefixes_are_read_and_written),
		cmocka_unit_test(test_host_bits_and_nonsense_are_refused_with_advice),
		cmocka_unit_test(test_which_prefix_covers_which_client),
		cmocka_unit_test(test_every_prefix_length_ends_at_its_own_bit),
		cmocka_unit_test(test_overlap_is_one_inside_the_other),
		cmocka_unit_test(test_a_holder_has_an_ipv4_address_or_a_64),
		cmocka_unit_test(test_bytes_that_are_no_prefix),
		cmocka_unit_test(test_loopback_and_equality),
		cmocka_unit_test(test_asns_are_listed_like_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
