/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_helo.c - what a HELO says, of hosts that tell the truth, of those behind a translator or in a container, and of others. */
#include "verdict/helo.h"

#include "unit.h"

#define V4 "192.0.2.66"
#define V6 "2001:db8:1234:5600:89ab:cdef:12:f066"
#define OWN "mx.example.org"
#define OWN_ADDRESS "198.51.100.25"

#define BIT(fact) (1U << (fact))
#define OWN_NAME BIT(WB_HELO_OWN_NAME)
#define BARE BIT(WB_HELO_BARE_IP)
#define OTHER BIT(WB_HELO_OTHER_LITERAL)
#define SHORT BIT(WB_HELO_UNQUALIFIED)
#define LOCAL BIT(WB_HELO_LOCALHOST)
#define HOLDS BIT(WB_HELO_CLIENT_ADDRESS)
#define ALL (BIT(WB_HELO_FACTS) - 1)

static char bytes_255[256], bytes_256[257];

static const struct {
	const char *helo, *client;
	uint32_t yes;
} rows[] = {
	/* as it should be */
	{ "mail.example.com", V4, 0 },
	{ "mail.example.com.", V4, 0 },
	{ "MAIL-OUT-66.Example.COM", V4, 0 },
	{ "example.com", V4, 0 },
	{ "[192.0.2.66]", V4, 0 },
	{ "[192.000.002.066]", V4, 0 },
	{ "[::ffff:192.0.2.66]", V4, 0 },
	{ "[IPv6:2001:db8:1234:5600:89ab:cdef:12:f066]", V6, 0 },
	{ "[ipv6:2001:DB8:1234:5600:89AB:CDEF:12:F066]", V6, 0 },
	{ "[2001:db8:1234:5600:89ab:cdef:12:f066]", V6, 0 },
	/* this host's name and address */
	{ OWN, V4, OWN_NAME },
	{ "Mx.Example.Org", V4, OWN_NAME },
	{ "mx.example.org.", V4, OWN_NAME },
	{ OWN_ADDRESS, V4, OWN_NAME | BARE },
	{ "[" OWN_ADDRESS "]", V4, OWN_NAME | OTHER },
	{ "[IPv6:::ffff:198.51.100.25]", V4, OWN_NAME | OTHER },
	{ "mx.example.or", V4, 0 },
	{ "a.mx.example.org", V4, 0 },
	{ "example.org", V4, 0 },
	{ OWN, "127.0.0.1", 0 }, /* mail to itself */
	{ OWN, "::1", 0 },
	{ OWN, OWN_ADDRESS, 0 },
	{ OWN_ADDRESS, OWN_ADDRESS, BARE },
	/* an address without brackets */
	{ V4, V4, BARE },
	{ "192.0.2.66.", V4, BARE },
	{ "203.0.113.9", V4, BARE },
	{ V6, V6, BARE },
	{ "::1", V6, BARE },
	{ "IPv6:2001:db8::1", V6, BARE },
	{ "1.2.3.4.5", V4, 0 },
	{ "256.0.2.66", V4, 0 },
	{ "192.0.2", V4, 0 },
	{ "192.0.2.0066", V4, 0 },
	{ "192.0.2.66x", V4, 0 },
	{ "c0000242", V4, SHORT | HOLDS },
	{ "2001:db8", V6, SHORT },
	/* another address's literal: of a container, of a client behind a translator, of a host with both families */
	{ "[172.17.0.2]", V4, OTHER },
	{ "[192.168.1.5]", V4, OTHER },
	{ "[IPv6:2001:db8::1]", V4, OTHER },
	{ "[192.0.2.66]", V6, OTHER },
	{ "[2001:db8::1]", V6, OTHER },
	/* what is in brackets and no address */
	{ "[]", V4, 0 },
	{ "[mail.example.com]", V4, 0 },
	{ "[localhost]", V4, 0 },
	{ "[" OWN "]", V4, 0 },
	{ "[192.0.2]", V4, 0 },
	{ "[192.0.2.660]", V4, 0 },
	{ "[x-tag:192.0.2.1]", V4, 0 },
	{ "[192.0.2.1", V4, 0 },
	{ "192.0.2.1]", V4, 0 },
	/* names without a dot, as small offices, Windows and containers have them */
	{ "mail", V4, SHORT },
	{ "mail.", V4, SHORT },
	{ "WIN-5J2K9", V4, SHORT },
	{ "3f9a1c0e77b2", V4, SHORT },
	{ "-", V4, SHORT },
	{ ".", V4, 0 },
	{ "mail.local", V4, 0 },
	/* localhost */
	{ "localhost", V4, SHORT | LOCAL },
	{ "LOCALHOST.", V4, SHORT | LOCAL },
	{ "localhost6", V4, SHORT | LOCAL },
	{ "localhost.localdomain", V4, LOCAL },
	{ "localhost4.localdomain4", V4, LOCAL },
	{ "mail.localhost", V4, LOCAL },
	{ "localhost.example.com", V4, LOCAL },
	{ "localhost5", V4, SHORT },
	{ "localhosts.example.com", V4, 0 },
	{ "notlocalhost", V4, SHORT },
	{ "mylocalhost.example.com", V4, 0 },
	{ "localhos", V4, SHORT },
	{ "localhost-7.example.com", V4, 0 },
	/* the client's address inside a name */
	{ "192-0-2-66.dsl.example.com", V4, HOLDS },
	{ "ip-192-0-2-66", V4, SHORT | HOLDS },
	{ "66.2.0.192.example.com", V4, HOLDS },
	{ "p20010db81234560089abcdef0012f066.dip0.example.net", V6, HOLDS },
	{ "mail-192-0-2-66.example.com", V4, 0 },
	{ "192-0-2-66.static.example.com", V4, 0 },
	{ "a2-66.smtp-out.example.com", V4, 0 },
	{ "host-2-66.example.com", V4, 0 }, /* two octets may be chance */
	{ "ip-10-0-0-5.ec2.internal", V4, 0 },
	{ "ip-172-17-0-2.example.com", V4, 0 },
	{ "dsl-192-0-2-65.example.com", V4, 0 },
	{ "dynamic.dsl7.example.com", V4, 0 },
	{ "a.192-0-2-66.com", V4, 0 },
	/* hostile */
	{ "\xff\xff.\x01", V4, 0 },
	{ "a b c", V4, SHORT },
	{ "[[192.0.2.1]]", V4, 0 },
	{ "[", V4, SHORT },
	{ "]", V4, SHORT },
	{ "::::::::::::::::::::::::", V4, SHORT },
	{ "999999999999999999999999.1.1.1", V4, 0 },
	{ bytes_255, V4, SHORT },
};

static void test_what_a_helo_says(void **state)
{
	const struct wb_address own_address = address_of(OWN_ADDRESS);
	const struct wb_own_host own = { OWN, &own_address };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_address client = address_of(rows[i].client);
		struct wb_truths truths;

		begin_row(rows[i].helo);
		wb_helo_read(rows[i].helo, &client, &own, &truths);
		assert_int_equal(truths.yes, rows[i].yes);
		assert_int_equal(truths.unknown, BIT(WB_HELO_UNRESOLVED));
	}
}

/* Without a HELO, and without a name or an address of our own. */
static void test_what_is_unknown(void **state)
{
	static const struct {
		const char *label, *helo, *name;
		bool has_address;
		uint32_t yes, unknown;
	} unknown[] = {
		{ "no HELO", "", OWN, true, 0, ALL },
		{ "longer than a name", bytes_256, OWN, true, 0, ALL },
		{ "our name is not known", OWN, NULL, true, 0, OWN_NAME },
		{ "it is empty", OWN, "", true, 0, OWN_NAME },
		{ "our name is not known, our address is said", OWN_ADDRESS, NULL, true, OWN_NAME | BARE, 0 },
		{ "our address is not known", OWN_ADDRESS, OWN, false, BARE, OWN_NAME },
		{ "of a literal", "[" OWN_ADDRESS "]", OWN, false, OTHER, OWN_NAME },
		{ "our address is not known, our name is said", OWN, OWN, false, OWN_NAME, 0 },
		{ "our name with a dot at its end", OWN, OWN ".", false, OWN_NAME, 0 },
		{ "neither is known", "mail.example.com", NULL, false, 0, OWN_NAME },
		{ "neither is known of what is nobody's", "[mail]", NULL, false, 0, 0 },
	};
	const struct wb_address client = address_of(V4), own_address = address_of(OWN_ADDRESS);

	(void)state;
	for (size_t i = 0; i < COUNT(unknown); i++) {
		const struct wb_own_host own = { unknown[i].name, unknown[i].has_address ? &own_address : NULL };
		struct wb_truths truths = { 77, 77 };

		begin_row(unknown[i].label);
		wb_helo_read(unknown[i].helo, &client, &own, &truths);
		assert_int_equal(truths.yes, unknown[i].yes);
		assert_int_equal(truths.unknown, unknown[i].unknown | BIT(WB_HELO_UNRESOLVED));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_helo_says),
		cmocka_unit_test(test_what_is_unknown),
	};

	memset(bytes_255, 'x', 255);
	memset(bytes_256, 'x', 256);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
