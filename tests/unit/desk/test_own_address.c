/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_own_address.c - which addresses are the operator's own, and which prefix covers one. */
#include "desk/own_address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "unit.h"

static const char *what_is_in(const struct wb_own_addresses *own, const char *prefix)
{
	const struct wb_prefix asked = prefix_of(prefix);
	const struct wb_own_address *found = wb_own_address_find(own, &asked);

	return found != NULL ? found->what : "";
}

static void test_interfaces(void **state)
{
	struct sockaddr_in loopback = { .sin_family = AF_INET }, four = { .sin_family = AF_INET },
			   private = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr packet = { .sa_family = AF_PACKET };
	char eth0[] = "eth0", lo[] = "lo", tun[] = "tun0";
	struct ifaddrs rows[] = {
		{ .ifa_name = lo, .ifa_addr = (struct sockaddr *)&loopback },
		{ .ifa_name = tun },
		{ .ifa_name = eth0, .ifa_addr = &packet },
		{ .ifa_name = eth0, .ifa_addr = (struct sockaddr *)&private },
		{ .ifa_name = eth0, .ifa_addr = (struct sockaddr *)&four },
		{ .ifa_name = eth0, .ifa_addr = (struct sockaddr *)&six },
	};
	struct wb_own_addresses own = { NULL };

	(void)state;
	inet_pton(AF_INET, "127.0.0.1", &loopback.sin_addr);
	inet_pton(AF_INET, "10.0.0.5", &private.sin_addr);
	inet_pton(AF_INET, "11.0.113.5", &four.sin_addr);
	inet_pton(AF_INET6, "2600:db8::5", &six.sin6_addr);
	for (size_t i = 1; i < COUNT(rows); i++)
		rows[i - 1].ifa_next = &rows[i];
	wb_own_address_add_interfaces(&own, rows);
	assert_int_equal(own.count, 2);
	assert_string_equal(what_is_in(&own, "11.0.113.5"), "an address of this host (eth0)");
	assert_string_equal(what_is_in(&own, "11.0.113.0/24"), "an address of this host (eth0)");
	assert_string_equal(what_is_in(&own, "11.0.113.6"), "");
	assert_string_equal(what_is_in(&own, "2600:db8::/64"), "an address of this host (eth0)");
	assert_string_equal(what_is_in(&own, "2600:db9::/64"), "");
	wb_own_address_close(&own);
	assert_int_equal(own.count, 0);
	wb_own_address_add_interfaces(&own, NULL);
	assert_string_equal(what_is_in(&own, "0.0.0.0/0"), "");
	assert_string_equal(what_is_in(NULL, "0.0.0.0/0"), "");
}

static void test_documentation_space_is_a_laboratorys(void **state)
{
	static const struct {
		const char *address;
		size_t count;
	} rows[] = { { "192.0.2.2", 0 }, { "198.51.100.255", 0 }, { "203.0.113.0", 0 }, { "192.0.3.0", 1 } };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	char eth0[] = "eth0";
	struct ifaddrs row = { .ifa_name = eth0 };
	struct wb_own_addresses own = { NULL };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sockaddr_in four = { .sin_family = AF_INET };

		begin_row(rows[i].address);
		inet_pton(AF_INET, rows[i].address, &four.sin_addr);
		row.ifa_addr = (struct sockaddr *)&four;
		wb_own_address_add_interfaces(&own, &row);
		assert_int_equal(own.count, rows[i].count);
	}
	begin_row("of IPv6");
	inet_pton(AF_INET6, "2001:db8:ffff::1", &six.sin6_addr);
	row.ifa_addr = (struct sockaddr *)&six;
	wb_own_address_add_interfaces(&own, &row);
	assert_int_equal(own.count, 1);
	wb_own_address_close(&own);
}

static void test_it_stays_what_it_was_first(void **state)
{
	const struct wb_address address = address_of("203.0.113.5");
	struct wb_own_addresses own = { NULL };

	(void)state;
	wb_own_address_add(&own, WB_OWN_HOST, &address, "one");
	wb_own_address_add(&own, WB_OWN_HOST, &address, "two");
	assert_int_equal(own.count, 1);
	assert_string_equal(what_is_in(&own, "203.0.113.5"), "one");
	wb_own_address_close(&own);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interfaces),
		cmocka_unit_test(test_documentation_space_is_a_laboratorys),
		cmocka_unit_test(test_it_stays_what_it_was_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
