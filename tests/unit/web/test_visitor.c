/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_visitor.c - where a visitor comes from, and who may read the metrics. */
#include "fixture.h"
#include "web/visitor.h"

static struct wb_prefix proxies[2], readers[2];
static const struct wb_prefixes trusted = { proxies, 2 }, metrics_from = { readers, 2 };

#define PROXY "192.0.2.1"
#define OTHER "198.51.100.1"
#define READER "203.0.113.5"

static int set_prefixes(void **state)
{
	(void)state;
	proxies[0] = prefix_of(PROXY "/32");
	proxies[1] = prefix_of("2001:db8:1::/48");
	readers[0] = prefix_of(READER "/32");
	readers[1] = prefix_of(PROXY "/32");
	return 0;
}

static void test_visitors(void **state)
{
	static const struct {
		const char *label, *peer, *forwarded;
		const char *visitor; /* NULL: not known */
		bool may_read_metrics;
	} rows[] = {
		{ "nobody in between", OTHER, NULL, OTHER, false },
		{ "a reader", READER, NULL, READER, true },
		{ "a forged header", OTHER, READER, OTHER, false },
		{ "a reader's forged header", READER, READER, READER, false },
		{ "an empty forged header", READER, "", READER, false },
		{ "a proxy", PROXY, OTHER, OTHER, false },
		{ "a reader through a proxy", PROXY, READER, READER, true },
		{ "the last entry", PROXY, READER ", " OTHER, OTHER, false },
		{ "the last entry, no space", PROXY, OTHER "," READER, READER, true },
		{ "spaces and tabs", PROXY, " \t" OTHER " \t ", OTHER, false },
		{ "a proxy by IPv6", "2001:db8:1::1", OTHER, OTHER, false },
		{ "a neighbour of the proxy", "2001:db8:2::1", OTHER, "2001:db8:2::1", false },
		{ "a port", PROXY, OTHER ":555", OTHER, false },
		{ "IPv6", PROXY, "2001:db8::9", "2001:db8::9", false },
		{ "IPv6 in brackets", PROXY, "[2001:db8::9]", "2001:db8::9", false },
		{ "IPv6 in brackets with a port", PROXY, "[2001:db8::9]:443", "2001:db8::9", false },
		{ "v4-mapped", PROXY, "::ffff:" READER, READER, true },
		{ "the proxy itself in the header", PROXY, PROXY, PROXY, true },
		{ "a proxy that does not say", PROXY, NULL, NULL, true }, /* a program on its host */
		{ "empty", PROXY, "", NULL, false },
		{ "empty behind a comma", PROXY, READER ",", NULL, false },
		{ "unknown", PROXY, "unknown", NULL, false },
		{ "hidden", PROXY, READER ", _hidden", NULL, false },
		{ "a name", PROXY, "localhost", NULL, false },
		{ "a network", PROXY, "203.0.113.0/24", NULL, false },
		{ "an open bracket", PROXY, "[2001:db8::9", NULL, false },
		{ "something behind the bracket", PROXY, "[2001:db8::9]x", NULL, false },
		{ "a quote", PROXY, "\"" OTHER "\"", NULL, false },
		{ "far too long", PROXY, "11111111111111111111111111111111111111111111111111111111111111111111111111111", NULL,
		    false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_address peer = address_of(rows[i].peer);
		struct wb_visitor visitor = wb_visitor_find(&trusted, &metrics_from, &peer, rows[i].forwarded);
		char text[WB_ADDRESS_TEXT_SIZE] = "";

		begin_row(rows[i].label);
		assert_int_equal(visitor.is_known, rows[i].visitor != NULL);
		assert_int_equal(visitor.may_read_metrics, rows[i].may_read_metrics);
		if (!visitor.is_known)
			continue;
		wb_address_format(&visitor.address, text);
		assert_string_equal(text, rows[i].visitor);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_visitors),
	};

	return cmocka_run_group_tests_name("visitor", tests, set_prefixes, NULL);
}
