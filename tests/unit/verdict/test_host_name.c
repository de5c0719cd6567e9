/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_host_name.c - names that networks give, beside names that people chose. */
#include "verdict/host_name.h"

#include "unit.h"

#define V4 "192.0.2.66"
#define V6 "2001:db8:1234:5600:89ab:cdef:12:f066"

/* As networks of each kind write them, with the domain and the address changed. */
static const struct {
	const char *name, *client;
	bool holds;
} generic[] = {
	/* the address */
	{ "192-0-2-66.dyn.example.com", V4, true }, { "192-0-2-66.example.com", V4, true },
	{ "host192-0-2-66.range192-0.example.com", V4, true }, { "c-192-0-2-66.hsd1.ma.example.net", V4, true },
	{ "66.red-192-0-2.dynamicip.example.net", V4, true }, { "p5dc00002c0000242.dip0.example.net", V4, true },
	{ "pool-192-0-2-66.washdc.fios.example.net.", V4, true }, { "ec2-192-0-2-66.compute-1.amazonaws.com", V4, true },
	{ "DSL-192-000-002-066.Example.CO.UK", V4, true }, { "192-0-2-66.shop.online", V4, true },
	{ "vps-c0000242.example.com", V4, true },
	/* half of it */
	{ "host-2-66.example.net", V4, false }, { "h-2-66.a193.priv.example.se", V4, false },
	{ "2-66.pool.example.com", V4, false },
	/* IPv6 */
	{ "p20010db81234560089abcdef0012f066.dip0.example.net", V6, true },
	{ "2001-db8-1234-5600-89ab-cdef-12-f066.example.net", V6, true },
	/* words that say it alone */
	{ "dynamic.example.com", V4, false }, { "a1234.dhcp.example.com", V4, false }, { "A1234.DHCP.Example.COM", V4, false },
	{ "abcd.dip.example.net", V4, false }, { "ppp034.example.com", V4, false }, { "pppoe-12.example.com", V4, false },
	{ "12dsl3.example.com", V4, false }, { "x.adsl.example.com", V4, false }, { "vdsl-line7.example.com", V4, false },
	{ "ftth-user-31.example.com", V4, false },
	/* words that say it with a number */
	{ "cpe3.example.com", V4, false }, { "cust-4711.example.com", V4, false }, { "customer12.example.com", V4, false },
	{ "kunde12.example.com", V4, false }, { "klant-12.example.com", V4, false }, { "cliente-12.example.com", V4, false },
	{ "abonne12.example.com", V4, false }, { "usuario12.example.com", V4, false }, { "home12.example.com", V4, false },
	{ "pool-7.example.com", V4, false }, { "cable-99.example.com", V4, false }, { "res-1.example.com", V4, false },
	{ "ip34.example.com", V4, false }, { "a.4g.example.com", V4, false }, { "wifi.a1.example.com", V4, false },
	{ "dial_up.7.dialup.example.com", V4, false }, { "unassigned.example.com", V4, false },
	{ "dyn-1.x.city.kobe.jp", V4, false }, { "dyn", V4, false }, /* nobody has registered it */
};

static const struct {
	const char *name, *client;
	bool holds, is_server;
} chosen[] = {
	/* mail servers, some of them named by the address */
	{ "mail.example.com", V4, false, true },
	{ "mail-192-0-2-66.example.com", V4, true, true },
	{ "mx1.dyn.example.com", V4, false, true },
	{ "MX1.DYN.Example.COM", V4, false, true },
	{ "smtp-out-02.pool.example.com", V4, false, true },
	{ "a2-66.smtp-out.eu-west-1.example.com", V4, false, true },
	{ "mta-0-2-66.example.com", V4, true, true },
	{ "m2-66.example.net", V4, false, false },
	{ "mail-wm1-f66.example.com", V4, false, true },
	{ "relay3.customer7.example.com", V4, false, true },
	{ "mailout12.cable.example.com", V4, false, true },
	{ "o66.ptr7.example.com", V4, false, false },
	{ "webmail.home1.example.com", V4, false, true },
	{ "mx1a.dsl.example.com", V4, false, true },
	{ "correo.cliente7.example.com", V4, false, true },
	{ "outbound-66.pool.example.com", V4, false, true },
	/* addresses that stay */
	{ "static-192-0-2-66.example.com", V4, true, true },
	{ "192-0-2-66.static.dsl.example.com", V4, true, true },
	{ "fix-192-0-2-66.example.com", V4, true, true },
	{ "business-192-0-2-66.example.com", V4, true, true },
	{ "192-0-2-66-estatico.example.com", V4, true, true },
	/* words inside a registered domain, or only a part of another */
	{ "dyn.com", V4, false, false },
	{ "dsl.co.uk", V4, false, false },
	{ "a7.dyn.com", V4, false, false },
	{ "web7.shop.online", V4, false, true },
	{ "a1.mobile.online", V4, false, false },
	{ "a1.192-0-2-66.com", V4, false, false },
	{ "a1.dynamo.example.com", V4, false, false },
	{ "dynamics365.example.com", V4, false, false },
	{ "a8dsl3x.example.com", V4, false, false },
	{ "carpool7.example.com", V4, false, false },
	{ "homer7.example.com", V4, false, false },
	{ "iphone7.example.com", V4, false, false },
	{ "4gb.example.com", V4, false, false },
	/* people choose such words, but not with a number */
	{ "pool.example.org", V4, false, false },
	{ "home.example.org", V4, false, false },
	{ "mobile.example.org", V4, false, false },
	{ "client.crm.example.org", V4, false, false },
	{ "user.cable.example.org", V4, false, false },
	/* numbers that are not the client's address */
	{ "srv-10-0-0-5.example.com", V4, false, true },
	{ "ip.example.com", V4, false, false },
	{ "node-10-0-0-5.example.com", V4, false, false },
	{ "node7.rack2.dc66.example.com", V4, false, false },
	{ "a20260266.example.com", V4, false, false },
	{ "box-192-0-2-65.example.com", V4, false, false },
	{ "3f9a1c0e77b2.example.com", V4, false, false },
	{ "example.com", V4, false, false },
	{ "co.uk", V4, false, false },
	{ "", V4, false, false },
	{ ".", V4, false, false },
	{ "...", V4, false, false },
	{ "\xff\xfe.example.com", V4, false, false },
};

static void test_names_that_networks_give(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(generic); i++) {
		const struct wb_address client = address_of(generic[i].client);

		begin_row(generic[i].name);
		assert_int_equal(wb_host_name_holds_address(generic[i].name, &client), generic[i].holds);
		assert_false(wb_host_name_is_server(generic[i].name));
		assert_true(wb_host_name_is_generic(generic[i].name, &client));
	}
}

static void test_names_that_people_choose(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(chosen); i++) {
		const struct wb_address client = address_of(chosen[i].client);

		begin_row(chosen[i].name);
		assert_int_equal(wb_host_name_holds_address(chosen[i].name, &client), chosen[i].holds);
		assert_int_equal(wb_host_name_is_server(chosen[i].name), chosen[i].is_server);
		assert_false(wb_host_name_is_generic(chosen[i].name, &client));
	}
}

/* 255 bytes are a name, one more are none. */
static void test_long_names(void **state)
{
	const struct wb_address client = address_of(V4);
	char name[300];
	size_t length = 255 - strlen(".example.com");

	(void)state;
	for (int more = 0; more < 2; more++) {
		memset(name, 'a', sizeof(name));
		memcpy(name + length + (size_t)more, ".example.com", sizeof(".example.com"));
		memcpy(name, "192-0-2-66-dyn-", 15);
		assert_int_equal(strlen(name), 255 + more);
		assert_int_equal(wb_host_name_holds_address(name, &client), more == 0);
		assert_int_equal(wb_host_name_is_generic(name, &client), more == 0);
		memcpy(name, "mail.", 5);
		assert_int_equal(wb_host_name_is_server(name), more == 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_that_networks_give),
		cmocka_unit_test(test_names_that_people_choose),
		cmocka_unit_test(test_long_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
