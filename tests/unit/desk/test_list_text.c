/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_list_text.c - a listing as a line of text, there and back. */
#include "desk/list_text.h"
#include "fixture.h"

static void test_there_and_back(void **state)
{
	static const char *const lines[] = {
		"192.0.2.0/24\tpolicy\trange\tstaff:bob\t2026-01-02T03:04:05Z\t2099-01-01T00:00:00Z\tdial-up, see \"x\" \\ # -",
		"2001:db8::/32\tspam\tnetwork\tfeed:drop\t2026-01-02T03:04:05Z\t-\t-",
		"192.0.2.66/32\tspam\thost\tstaff:ann\t2026-01-02T03:04:05Z\t-\tseen relaying\ttold by phone",
		"192.0.2.66/32\tspam\thost\tstaff:ann\t2026-01-02T03:04:05Z\t-\t  a reason keeps its blanks ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		char line[WB_LIST_TEXT_SIZE], again[WB_LIST_TEXT_SIZE];
		struct wb_listing listing = { .created_at_s = NOW_S };
		enum wb_listing_end end;
		struct wb_range range;
		struct wb_text text;

		begin_row(lines[i]);
		snprintf(line, sizeof(line), "%s", lines[i]);
		assert_int_equal(wb_list_text_parse(line, &listing, &range, &end, NULL), WB_OK);
		wb_text_open(&text, again, sizeof(again));
		wb_list_text_format(&listing, &text);
		assert_string_equal(again, lines[i]);
	}
}

static void test_the_longest_listing_fits(void **state)
{
	struct wb_listing listing = listing_of("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/128", "c");
	char line[WB_LIST_TEXT_SIZE];
	struct wb_text text;

	(void)state;
	memset(listing.category, 'c', sizeof(listing.category) - 1);
	memset(listing.source, 's', sizeof(listing.source) - 1);
	memset(listing.reason, 'r', sizeof(listing.reason) - 1);
	memset(listing.note, 'n', sizeof(listing.note) - 1);
	wb_text_open(&text, line, sizeof(line));
	wb_list_text_format(&listing, &text);
	assert_false(text.truncated);
}

static void test_what_may_be_left_out(void **state)
{
	static const char *const lines[] = { "192.0.2.66\tspam", "192.0.2.66\tspam\t-\t-\t-\t-\t-",
		"192.0.2.66\tspam\t\t\t\t\t" };

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct wb_listing listing = listing_of("10.0.0.1", "virus");
		enum wb_listing_end end;
		struct wb_range range;
		char line[100];

		begin_row(lines[i]);
		listing.scope = WB_SCOPE_NETWORK;
		listing.expires_at_s = NOW_S;
		snprintf(line, sizeof(line), "%s", lines[i]);
		assert_int_equal(wb_list_text_parse(line, &listing, &range, &end, NULL), WB_OK);
		assert_string_equal(listing.source, "staff:ann");
		assert_int_equal(listing.created_at_s, NOW_S);
		assert_string_equal(listing.category, "spam");
		assert_int_equal(listing.scope, WB_SCOPE_HOST);
		assert_int_equal(listing.expires_at_s, 0);
		assert_string_equal(listing.reason, "");
	}
}

static void test_whether_it_says_until_when(void **state)
{
	static const struct {
		const char *line;
		enum wb_listing_end end;
		int64_t expires_at_s;
	} rows[] = {
		{ "192.0.2.66\tspam", WB_LISTING_END_KEPT, 0 },
		{ "192.0.2.66\tspam\thost\tstaff:ann\t2026-01-01\t-\twhy", WB_LISTING_END_KEPT, 0 },
		{ "192.0.2.66\tspam\thost\tstaff:ann\t-\tnever", WB_LISTING_END_SAID, 0 },
		{ "192.0.2.66\tspam\thost\tstaff:ann\t-\t1790000000", WB_LISTING_END_SAID, NOW_S },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing listing = listing_of("192.0.2.1", "virus");
		enum wb_listing_end end = 9;
		struct wb_range range;
		char line[100];

		begin_row(rows[i].line);
		snprintf(line, sizeof(line), "%s", rows[i].line);
		assert_int_equal(wb_list_text_parse(line, &listing, &range, &end, NULL), WB_OK);
		assert_int_equal(end, rows[i].end);
		assert_int_equal(listing.expires_at_s, rows[i].expires_at_s);
	}
}

static void test_mistakes(void **state)
{
	static const struct {
		const char *line, *says;
	} rows[] = {
		{ "192.0.2.66", "no category: expected at least a prefix, a tab and a category" },
		{ "\tspam", "no category" },
		{ "192.0.2.66\tspam\thost\tstaff:ann\t-\t-\ta\tb\tc", "more than 8 fields" },
		{ "192.0.2.66\tspam\tworld", "scope \"world\": expected host, range or network" },
		{ "192.0.2.66/24\tspam", "host bits set" },
		{ "192.0.2.66\t1234567890123456789012345678901234", "category has 34 bytes: expected at most 32" },
		{ "192.0.2.66\tspam\thost\tstaff:ann\ttoday", "\"today\"" },
		{ "192.0.2.66\tspam\thost\tstaff:ann\tnever", "\"never\"" },
		{ "192.0.2.66\tspam\thost\tstaff:ann\t-\tsoon", "\"soon\"" },
	};
	enum wb_scope scope = WB_SCOPE_RANGE;
	struct wb_error error;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_listing listing = listing_of("10.0.0.1", "virus");
		enum wb_listing_end end;
		struct wb_range range;
		char line[100];

		begin_row(rows[i].line);
		snprintf(line, sizeof(line), "%s", rows[i].line);
		assert_int_equal(wb_list_text_parse(line, &listing, &range, &end, &error), WB_INVALID);
		assert_contains(error.text, rows[i].says);
	}
	begin_row("an option is called as it is written");
	assert_int_equal(wb_list_text_parse_scope("--scope", "", &scope, &error), WB_INVALID);
	assert_string_equal(error.text, "--scope \"\": expected host, range or network");
	assert_int_equal(wb_list_text_parse_scope("--scope", "network", &scope, &error), WB_OK);
	assert_int_equal(scope, WB_SCOPE_NETWORK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_the_longest_listing_fits),
		cmocka_unit_test(test_what_may_be_left_out),
		cmocka_unit_test(test_whether_it_says_until_when),
		cmocka_unit_test(test_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
