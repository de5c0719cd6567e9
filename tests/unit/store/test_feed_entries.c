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

static void test_what_is_excluded(void **state)
{
	static const struct {
		const char *label;
		const char *entries[4], *excluded[4];
		const char *rest;
	} rows[] = {
		{ "nothing", { "192.0.2.0/24" }, { NULL }, "192.0.2.0/24 x" },
		{ "itself", { "192.0.2.0/24", "192.0.3.0/24" }, { "192.0.2.0/24" }, "192.0.3.0/24 x" },
		{ "all around it", { "192.0.2.0/24" }, { "192.0.0.0/16" }, "" },
		{ "a half", { "192.0.2.0/24" }, { "192.0.2.128/25" }, "192.0.2.0/25 x" },
		{ "both ends", { "192.0.2.0/30" }, { "192.0.2.3", "192.0.2.0" }, "192.0.2.1/32 x; 192.0.2.2/32 x" },
		{ "one in another", { "192.0.2.0/24" }, { "192.0.2.0/25", "192.0.2.7", "192.0.2.0/26" }, "192.0.2.128/25 x" },
		{ "of several entries", { "192.0.2.0/30", "192.0.2.0/31", "192.0.2.1" }, { "192.0.2.1" },
		    "192.0.2.0/32 x; 192.0.2.2/31 x; 192.0.2.0/32 x" },
		{ "another one", { "192.0.2.0/24" }, { "192.0.3.0/24", "192.0.1.255" }, "192.0.2.0/24 x" },
		{ "IPv6", { "2001:db8::/126" }, { "2001:db8::1" }, "2001:db8::/128 x; 2001:db8::2/127 x" },
		{ "IPv6 is not IPv4, though its bits are", { "192.0.2.0/24" }, { "::/3", "2001:db8::1" }, "192.0.2.0/24 x" },
		{ "IPv4 does not stand between", { "100::/64" }, { "::/3", "192.0.2.1", "255.255.255.255" }, "" },
		{ "everything", { "0.0.0.0/0", "::/0" }, { "0.0.0.0/0", "::/0" }, "" },
		{ "all but one half", { "::/0" }, { "8000::/1", "192.0.2.1" }, "::/1 x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_feed_entries entries = { NULL }, excluded = { NULL };

		begin_row(rows[i].label);
		for (size_t e = 0; e < COUNT(rows[i].entries) && rows[i].entries[e] != NULL; e++)
			add(&entries, rows[i].entries[e], "x");
		for (size_t e = 0; e < COUNT(rows[i].excluded) && rows[i].excluded[e] != NULL; e++)
			add(&excluded, rows[i].excluded[e], "");
		assert_int_equal(wb_feed_entries_exclude(&entries, &excluded, NULL), WB_OK);
		assert_string_equal(format(&entries), rows[i].rest);
		wb_feed_entries_close(&entries);
		wb_feed_entries_close(&excluded);
	}
}

/* Of any entries and exclusions: what is left covers an address if and only if an entry did, and no exclusion does. */
static void test_what_is_excluded_by_chance(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct wb_feed_entries entries = { NULL }, excluded = { NULL };
		bool wanted[256] = { false };

		for (int kind = 0; kind < 2; kind++) {
			for (int i = rand_r(&seed) % 12; i > 0; i--) {
				unsigned bits = (unsigned)rand_r(&seed) % 9;
				struct wb_address address = address_of("192.0.2.0");
				struct wb_prefix prefix;

				address.bytes[15] = (uint8_t)rand_r(&seed);
				prefix = wb_prefix_of(&address, 120 + bits);
				assert_int_equal(
				    wb_feed_entries_add(kind == 0 ? &entries : &excluded, &prefix, "", NULL), WB_OK);
				for (unsigned last = 0; last < 256; last++) {
					address.bytes[15] = (uint8_t)last;
					if (wb_prefix_covers(&prefix, &address))
						wanted[last] = kind == 0;
				}
			}
		}
		assert_int_equal(wb_feed_entries_exclude(&entries, &excluded, NULL), WB_OK);
		for (unsigned last = 0; last < 256; last++) {
			struct wb_address address = address_of("192.0.2.0");
			bool found = false;

			address.bytes[15] = (uint8_t)last;
			for (size_t i = 0; i < entries.count; i++)
				found = found || wb_prefix_covers(&entries.items[i].prefix, &address);
			assert_int_equal(found, wanted[last]);
		}
		wb_feed_entries_close(&entries);
		wb_feed_entries_close(&excluded);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reasons_are_kept_once_and_must_be_printable),
		cmocka_unit_test(test_entries_are_sorted_and_each_prefix_stays_once),
		cmocka_unit_test(test_what_is_excluded),
		cmocka_unit_test(test_what_is_excluded_by_chance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
