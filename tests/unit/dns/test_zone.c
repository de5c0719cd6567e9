/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_zone.c - which rows of a zone's table hold for a code, and what a zone can add. */
#include "zone_fixture.h"

enum { RELAY, PROXY, VIRUS };

/* "127.0.0.2 127.0.0.&4 ": the rows that hold. */
static void note_row(void *context, const struct wb_code *code)
{
	wb_text_addf(context, "%s ", code->text);
}

static int forget_codes(void **state)
{
	(void)state;
	fixture_code_count = 0;
	return 0;
}

static void test_which_rows_hold_for_a_code(void **state)
{
	static const struct {
		const char *label;
		const char *rows[4];
		uint32_t code;
		const char *held;
	} rows[] = {
		{ "a number", { "127.0.0.2", "127.0.0.3" }, 0x7f000003, "127.0.0.3 " },
		{ "not named", { "127.0.0.2", "127.0.0.3" }, 0x7f000004, "" },
		{ "no row at all", { NULL }, 0x7f000002, "" },
		{ "a range", { "127.0.0.3-127.0.0.5" }, 0x7f000005, "127.0.0.3-127.0.0.5 " },
		{ "any octet", { "127.0.*.3" }, 0x7f002a03, "127.0.*.3 " },
		{ "the first that holds", { "127.0.0.4", "127.0.0.*" }, 0x7f000004, "127.0.0.4 " },
		{ "one bit", { "127.0.0.&1", "127.0.0.&8" }, 0x7f000008, "127.0.0.&8 " },
		{ "two bits", { "127.0.0.&2", "127.0.0.&4", "127.0.0.&8" }, 0x7f000006, "127.0.0.&2 127.0.0.&4 " },
		{ "a bit that is not named", { "127.0.0.&2", "127.0.0.&4" }, 0x7f000020, "" },
		{ "a bit does not stand before a number", { "127.0.0.&4", "127.0.0.3" }, 0x7f000003, "127.0.0.3 " },
		{ "a bit, then a number that holds too", { "127.0.0.&4", "127.0.0.5" }, 0x7f000005, "127.0.0.&4 " },
		{ "a number, then a bit that holds too", { "127.0.0.5", "127.0.0.&4" }, 0x7f000005, "127.0.0.5 " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_zone zone = zone_of("bl.example.net");
		char buffer[100];
		struct wb_text text;

		begin_row(rows[i].label);
		for (size_t r = 0; r < COUNT(rows[i].rows) && rows[i].rows[r] != NULL; r++)
			add_code(&zone, rows[i].rows[r], WB_CODE_LISTED, RELAY);
		wb_text_open(&text, buffer, sizeof(buffer));
		assert_int_equal(wb_zone_decode(&zone, rows[i].code, note_row, &text) > 0, rows[i].held[0] != '\0');
		assert_string_equal(buffer, rows[i].held);
	}
}

static void test_the_most_that_a_zone_can_add(void **state)
{
	struct wb_zone zone = zone_of("bl.example.net");

	(void)state;
	add_code(&zone, "127.0.0.2", WB_CODE_LISTED, VIRUS)->weight_milli = 250;
	add_code(&zone, "127.0.0.3", WB_CODE_LISTED, VIRUS)->weight_milli = 750;
	add_code(&zone, "127.0.0.4", WB_CODE_LISTED, VIRUS)->weight_milli = 500;
	add_code(&zone, "127.0.0.5", WB_CODE_INFO, RELAY);
	add_code(&zone, "127.0.0.6", WB_CODE_ALLOW, RELAY);
	add_code(&zone, "127.0.0.7", WB_CODE_ERROR, RELAY);
	assert_int_equal(wb_zone_max_weight(&zone, VIRUS), 750);
	assert_int_equal(wb_zone_max_weight(&zone, PROXY), 0);
	begin_row("what counts for nothing");
	assert_int_equal(wb_zone_max_weight(&zone, RELAY), 0);
}

static void test_the_zones_of_a_category(void **state)
{
	const struct wb_zone *found[4];
	struct wb_zone zones[4];

	(void)state;
	zones[0] = zone_of("wl.example.net");
	zones[0].is_dnswl = true;
	add_code(&zones[0], "127.0.0.2", WB_CODE_LISTED, VIRUS);
	zones[1] = zone_of("one.example.net");
	add_code(&zones[1], "127.0.0.2", WB_CODE_LISTED, VIRUS);
	zones[2] = zone_of("two.example.net");
	add_code(&zones[2], "127.0.0.2", WB_CODE_LISTED, PROXY);
	zones[3] = zone_of("three.example.net");
	add_code(&zones[3], "127.0.0.2", WB_CODE_LISTED, PROXY);
	add_code(&zones[3], "127.0.0.3", WB_CODE_LISTED, VIRUS);
	assert_int_equal(wb_zones_list_for_category(zones, COUNT(zones), VIRUS, found), 2);
	assert_ptr_equal(found[0], &zones[1]);
	assert_ptr_equal(found[1], &zones[3]);
	assert_int_equal(wb_zones_list_for_category(zones, COUNT(zones), RELAY, found), 0);
	assert_int_equal(wb_zones_list_for_category(zones, 2, PROXY, found), 0);
}

static void test_names_are_shown_without_their_key(void **state)
{
	const struct wb_zone zones[] = { zone_of("bl.example.net"), zone_of("s3cret.zen.dq.spamhaus.net") };
	const char *names[COUNT(zones)];

	(void)state;
	wb_zones_list_names(zones, COUNT(zones), names);
	assert_string_equal(names[0], "bl.example.net");
	assert_string_equal(names[1], "zen.dq.spamhaus.net");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_which_rows_hold_for_a_code, forget_codes),
		cmocka_unit_test_setup(test_the_most_that_a_zone_can_add, forget_codes),
		cmocka_unit_test_setup(test_the_zones_of_a_category, forget_codes),
		cmocka_unit_test_setup(test_names_are_shown_without_their_key, forget_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
