/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_file.c - a feed's file as a whole: what is good, bad and guarded in it. */
#include "desk/feed_file.h"
#include "desk/feed_guard.h"
#include "fixture.h"
#include "line_fixture.h"

static void test_files(void **state)
{
	static const struct {
		const char *label, *text;
		unsigned allowed;
		enum wb_status status;
		size_t entries, good, bad, guarded;
		const char *faults, *says;
	} rows[] = {
		{ "two formats in one file", "192.0.2.0/24 ; SBL1\n{\"cidr\":\"2001:db8::/32\"}\n# end\n", 0, WB_OK, 2, 2, 0, 0,
		    "", "" },
		{ "a byte order mark",
		    "\xef\xbb\xbf"
		    "192.0.2.1\n",
		    0, WB_OK, 1, 1, 0, 0, "", "" },
		{ "another file's behind it",
		    "192.0.2.1\n\xef\xbb\xbf"
		    "192.0.2.2\n\xef\xbb\xbf{\"cidr\":\"192.0.2.3\"}\n",
		    0, WB_OK, 3, 3, 0, 0, "", "" },
		{ "bogons of IPv6", "::/8\n4000::/2\n2001:db8::/32\n", WB_FEED_ALLOWS(WB_FEED_SKIP_SPECIAL), WB_OK, 1, 3, 0, 0,
		    "", "" },
		{ "a range", "192.0.2.7-192.0.2.12\n", 0, WB_OK, 3, 1, 0, 0, "", "" },
		{ "bad lines that are allowed", "x\n192.0.2.1\n", WB_FEED_ALLOWS(WB_FEED_GUARD_LINES), WB_OK, 1, 1, 1, 0,
		    "1 bad \"x\" is no IP address", "" },
		{ "nothing in it", "# nothing\n", 0, WB_INVALID, 0, 0, 0, 0, "", "guard empty" },
		{ "nothing in it, allowed", "", WB_FEED_ALLOWS(WB_FEED_GUARD_EMPTY), WB_OK, 0, 0, 0, 0, "", "" },
		{ "a guarded line: what comes behind it is not kept", "192.0.2.1\n10.0.0.1\n192.0.2.2\n", 0, WB_INVALID, 1, 3,
		    0, 1, "2 guarded guard exempt: 10.0.0.1/32 overlaps 10.0.0.0/8", "1 line was refused" },
		{ "a range is told once", "10.0.0.1-10.0.0.6\n10.0.0.9\n", 0, WB_INVALID, 0, 2, 0, 2, "2 guarded",
		    "2 lines were refused" },
		{ "exempt hosts", "198.51.100.0/24\n", 0, WB_INVALID, 0, 1, 0, 1,
		    "198.51.100.64/26, which exempt.hosts exempts", "" },
		{ "hosts that count as IPv4", "64:ff9b::c000:242\n2001:db9:64::192.0.2.67\n", 0, WB_OK, 2, 2, 0, 0,
		    "1 noted 64:ff9b::c000:242 counts as 192.0.2.66|2 noted 2001:db9:64::c000:243 counts as 192.0.2.67|", "" },
		{ "a range of them is told once", "64:ff9b::192.0.2.7-64:ff9b::192.0.2.12\n", 0, WB_OK, 3, 1, 0, 0,
		    "1 noted 64:ff9b::c000:207 counts as 192.0.2.7|", "" },
		{ "what they count as is guarded", "2001:db9:64::10.0.0.1\n", 0, WB_INVALID, 0, 1, 0, 1,
		    "1 guarded guard exempt: 10.0.0.1/32 overlaps 10.0.0.0/8", "1 line was refused" },
		{ "a network around them, of which nothing is taken", "2001:db9:63::-2001:db9:65::\n192.0.2.1\n",
		    WB_FEED_ALLOWS(WB_FEED_GUARD_LINES), WB_OK, 1, 1, 1, 0,
		    "1 bad 2001:db9:64::/48 covers 2001:db9:64::/96, whose clients count as their IPv4 addresses: expected",
		    "" },
		{ "all allowed", "10.0.0.1\n", ~0U & ~WB_FEED_ALLOWS(WB_FEED_SKIP_SPECIAL), WB_OK, 1, 1, 0, 0, "", "" },
		{ "special space is refused", "224.0.0.1\n", 0, WB_INVALID, 0, 1, 0, 1,
		    "guard exempt: 224.0.0.1/32 overlaps 224.0.0.0/3, which is special space", "" },
		{ "or left out", "224.0.0.0/3\n10.0.0.1\n192.0.2.1\n", WB_FEED_ALLOWS(WB_FEED_SKIP_SPECIAL), WB_OK, 1, 3, 0, 0,
		    "", "" },
		{ "also of what is around it", "100.0.0.0/9\n", WB_FEED_ALLOWS(WB_FEED_SKIP_SPECIAL), WB_OK, 1, 1, 0, 0, "",
		    "" },
		{ "and whatever else is allowed", "10.0.0.1\n192.0.2.1\n", ~0U, WB_OK, 1, 2, 0, 0, "", "" },
		{ "nothing is left", "10.0.0.1\n", WB_FEED_ALLOWS(WB_FEED_SKIP_SPECIAL), WB_INVALID, 0, 1, 0, 0, "",
		    "guard empty: there is no prefix in it that would be listed" },
		{ "what is excluded", "!192.0.2.3\n192.0.2.0/30\n", 0, WB_OK, 2, 2, 0, 0, "", "" },
		{ "what is excluded counts as IPv4, too", "!2001:db9:64::192.0.2.3\n192.0.2.0/30\n", 0, WB_OK, 2, 2, 0, 0,
		    "1 noted", "" },
	};
	struct wb_prefix host = prefix_of("198.51.100.64/26"), nat64 = prefix_of("2001:db9:64::/96");
	const struct wb_policy policy = { .exempt = { .hosts = { &host, 1 } }, .nat64_prefixes = { &nat64, 1 } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_feed_file file;
		struct wb_error error = { "" };
		struct heard heard;
		const char *path = write_text(*state, "feed.txt", rows[i].text);

		begin_row(rows[i].label);
		assert_int_equal(wb_feed_file_read(&policy, &(struct wb_line_source){ path, false }, "", rows[i].allowed,
				     listen(&heard), &file, &error),
		    rows[i].status);
		assert_int_equal(file.entries.count, rows[i].entries);
		assert_int_equal(file.lines.good, rows[i].good);
		assert_int_equal(file.lines.bad, rows[i].bad);
		assert_int_equal(file.guarded, rows[i].guarded);
		assert_contains(heard.faults, rows[i].faults);
		assert_contains(error.text, rows[i].says);
		wb_feed_entries_close(&file.entries);
		wb_feed_entries_close(&file.excluded);
	}
}

static void test_a_file_that_cannot_be_read(void **state)
{
	const struct wb_policy policy = { .mode = WB_ENFORCE };
	struct wb_feed_file file;
	struct wb_error error;
	struct heard heard;

	assert_int_equal(wb_feed_file_read(&policy, &(struct wb_line_source){ path_in(*state, "none"), false }, "", 0,
			     listen(&heard), &file, &error),
	    WB_UNAVAILABLE);
	assert_contains(error.text, "/none: No such file");
	assert_int_equal(
	    wb_feed_file_read(&policy, &(struct wb_line_source){ *state, false }, "", ~0U, listen(&heard), &file, NULL),
	    WB_UNAVAILABLE);
	wb_feed_entries_close(&file.entries);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_files),
		test_in_folder(test_a_file_that_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
