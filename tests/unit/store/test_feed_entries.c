/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_entries.c - what a feed's file says: packed, in the order of the store, each prefix once. */
#include "fixture.h"

#include "store/feed_entries.h"

static void test_reasons_are_kept_once_and_must_be_printable(void **state)
{
	struct wb_feed_entries entries = { NULL };
	struct wb_prefix prefix = prefix_of("192.0.2.1");

	(void)state;
	assert_int_equal(wb_feed_entries_add(&entries, &prefix, "", NULL), WB_OK);
	assert_int_equal(entries.reasons_bytes, 0);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(wb_feed_entries_add(&entries, &prefix, "SBL1", NULL), WB_OK);
	assert_int_equal(entries.reasons_bytes, 1 + 5);
	assert_int_equal(wb_feed_entries_add(&entries, &prefix, "a\nb", NULL), WB_INVALID);
	assert_int_equal(entries.count, 1001);
	assert_int_equal(sizeof(entries.items[0]), 24);
	wb_feed_entries_close(&entries);
}

static void add(struct wb_feed_entries *entries, const char *prefix, const char *reason)
{
	struct wb_prefix parsed = prefix_of(prefix);

	assert_int_equal(wb_feed_entries_add(entries, &parsed, reason, NULL), WB_OK);
}

/* "192.0.2.1/32 reason; ..." */
static const char *format(const struct wb_feed_entries *entries)
{
	static char text[1024];
	char prefix[WB_PREFIX_TEXT_SIZE];
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < entries->count; i++) {
		wb_prefix_format(&entries->items[i].prefix, prefix);
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s %s", i > 0 ? "; " : "", prefix,
		    wb_feed_entries_reason(entries, &entries->items[i]));
	}
	return text;
}

static void test_entries_are_sorted_and_each_prefix_stays_once(void **state)
{
	struct wb_feed_entries entries = { NULL };

	(void)state;
	wb_feed_entries_sort(&entries);
	assert_string_equal(format(&entries), "");
	add(&entries, "2001:db8::/32", "six");
	add(&entries, "192.0.2.0/25", "longer");
	add(&entries, "192.0.2.0/24", "");
	add(&entries, "192.0.2.0/24", "the first reason");
	add(&entries, "192.0.2.0/24", "the second");
	add(&entries, "192.0.2.0/25", "");
	wb_feed_entries_sort(&entries);
	assert_string_equal(format(&entries), "192.0.2.0/24 the first reason; 192.0.2.0/25 longer; 2001:db8::/32 six");
	begin_row("sorted already");
	wb_feed_entries_sort(&entries);
	assert_string_equal(format(&entries), "192.0.2.0/24 the first reason; 192.0.2.0/25 longer; 2001:db8::/32 six");
	wb_feed_entries_close(&entries);
	assert_int_equal(entries.count, 0);
	assert_null(entries.items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reasons_are_kept_once_and_must_be_printable),
		cmocka_unit_test(test_entries_are_sorted_and_each_prefix_stays_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
