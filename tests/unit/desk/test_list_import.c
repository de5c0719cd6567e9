/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_list_import.c - a file of listings: all of it, or nothing. */
#include "desk/list_import.h"
#include "desk_fixture.h"
#include "line_fixture.h"

static enum wb_status import_text(const struct wb_config *config, const char *folder, const char *text,
    enum wb_list_force force, struct wb_list_imported *imported_r, struct heard *heard, struct wb_error *error_r)
{
	static struct wb_own_address row = { .what = "the MX of example.org" };
	const struct wb_own_addresses own = { &row, 1, 0 };
	const struct wb_list_import import = {
		.file = { write_text(folder, "listings.txt", text), false },
		.source = "staff:ann",
		.force = force,
		.own = &own,
	};

	row.address = address_of("203.0.113.25");

	return wb_list_import(config, &by_ann, &import, listen(heard), imported_r, error_r);
}

static void test_a_good_file(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_imported imported;
	struct wb_error error = { "" };
	struct heard heard;

	assert_int_equal(
	    import_text(config, *state, "# prefix\n\n192.0.2.1\tspam\r\n192.0.2.2\tvirus\thost\tfeed:x\n192.0.2.1\tspam\n",
		WB_LIST_GUARDED, &imported, &heard, &error),
	    WB_OK);
	assert_int_equal(imported.added, 2);
	assert_int_equal(imported.replaced, 1);
	assert_int_equal(imported.mistakes, 0);
	assert_int_equal(heard.lines, 5);
	assert_string_equal(all_listed(config).text, "192.0.2.1/32 spam staff:ann |192.0.2.2/32 virus feed:x |");
	assert_contains(all_recorded(config).text, "ann import ");
	assert_contains(all_recorded(config).text, "/listings.txt|");
	wb_config_close(&config);
}

static void test_mistakes_change_nothing(void **state)
{
	static const char text[] = "192.0.2.1\tspam\n192.0.2.999\tspam\n192.0.2.2\tspam\n10.0.0.0/7\tspam\n127.0.0.1\tspam\n"
				   "0.0.0.0/0\tallow\n172.16.0.0/24\tspam\n203.0.113.0/24\tspam\n";
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_imported imported;
	struct wb_error error;
	struct heard heard;

	assert_int_equal(import_text(config, *state, text, WB_LIST_GUARDED, &imported, &heard, &error), WB_INVALID);
	assert_int_equal(imported.mistakes, 6);
	assert_contains(error.text, "/listings.txt: 6 lines with mistakes, nothing was imported");
	assert_contains(heard.faults, "2 bad \"192.0.2.999\"");
	assert_contains(heard.faults, "4 guarded 10.0.0.0/7 is shorter than /8");
	assert_contains(heard.faults, "6 guarded 0.0.0.0/0 is shorter than /8 and would let in very many hosts");
	assert_contains(heard.faults, "7 guarded 172.16.0.0/24 overlaps 172.16.0.0/12, private space");
	assert_contains(heard.faults, "8 guarded 203.0.113.25 is the MX of example.org: expected a prefix without it");
	assert_contains(heard.faults, "5 guarded 127.0.0.1/32 covers this host itself");
	assert_string_equal(all_listed(config).text, "");
	assert_string_equal(all_recorded(config).text, "");
	begin_row("one mistake is left when it is forced");
	assert_int_equal(import_text(config, *state, text, WB_LIST_FORCED, &imported, &heard, &error), WB_INVALID);
	assert_contains(error.text, ": 1 line with mistakes");
	wb_config_close(&config);
}

static void test_a_line_without_an_end_keeps_that_of_before(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_imported imported;
	struct wb_error error = { "" };
	struct heard heard;
	struct wb_listing listing = listing_of("192.0.2.66", "spam");

	listing.expires_at_s = NOW_S + 60;
	add_listing(config->policy.store, &listing);
	assert_int_equal(
	    import_text(config, *state, "192.0.2.66\tspam\n192.0.2.67\tspam\n", WB_LIST_GUARDED, &imported, &heard, &error),
	    WB_OK);
	assert_int_equal(imported.replaced, 1);
	assert_int_equal(imported.kept, 1);
	assert_int_equal(import_text(config, *state, "192.0.2.66\tspam\thost\tstaff:ann\t-\tnever\n", WB_LIST_GUARDED,
			     &imported, &heard, &error),
	    WB_OK);
	assert_int_equal(imported.kept, 0);
	assert_int_equal(import_text(config, *state, "192.0.2.66\tspam\n", WB_LIST_GUARDED, &imported, &heard, &error), WB_OK);
	assert_int_equal(imported.kept, 0);
	wb_config_close(&config);
}

static void test_what_cannot_be_read_or_written(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_import import = { .file = { path_in(*state, "none"), false }, .source = "staff:ann" };
	struct wb_list_imported imported;
	struct wb_error error;
	struct heard heard;
	char source[100] = "";

	assert_int_equal(wb_list_import(config, &by_ann, &import, listen(&heard), &imported, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "/none: No such file");
	memset(source, 's', sizeof(source) - 1);
	import.source = source;
	assert_int_equal(wb_list_import(config, &by_ann, &import, listen(&heard), &imported, &error), WB_INVALID);
	import.source = "staff:ann";
	import.file.path = write_text(*state, "empty", "");
	config->policy.store = path_in(*state, "nowhere");
	assert_int_equal(wb_list_import(config, &by_ann, &import, listen(&heard), &imported, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "nowhere");
	wb_config_close(&config);
}

static void test_what_a_translator_writes(void **state)
{
	struct wb_config *config = open_desk(*state, "");
	struct wb_list_imported imported;
	struct wb_error error = { "" };
	struct heard heard;

	assert_int_equal(import_text(config, *state, "64:ff9b::c000:242\tspam\n64:ff9b::/64\tallow\n", WB_LIST_GUARDED,
			     &imported, &heard, &error),
	    WB_INVALID);
	assert_contains(
	    heard.faults, "1 noted 64:ff9b::c000:242 counts as 192.0.2.66|2 guarded 64:ff9b::/64 covers 64:ff9b::/96");
	assert_int_equal(
	    import_text(config, *state, "64:ff9b::c000:242\tspam\n", WB_LIST_GUARDED, &imported, &heard, &error), WB_OK);
	assert_string_equal(all_listed(config).text, "192.0.2.66/32 spam staff:ann |");
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_good_file),
		test_in_folder(test_mistakes_change_nothing),
		test_in_folder(test_a_line_without_an_end_keeps_that_of_before),
		test_in_folder(test_what_cannot_be_read_or_written),
		test_in_folder(test_what_a_translator_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
