/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_feed_exclusion.c - what takes an address off a list, and what only looks as if. */
#include "desk/feed_exclusion.h"

#include "unit.h"

#define FULLWIDTH "\xef\xbc\x81"
#define SMALL "\xef\xb9\x97"

static const char *end_of(const char *text)
{
	return text + strlen(text);
}

static void test_marks(void **state)
{
	static const struct {
		const char *text;
		bool has_mark, is_taken;
		const char *rest;
		size_t count;   /* in front of an address */
		bool is_likely; /* when the line is a bad one */
	} rows[] = {
		{ "", false, false, "", 0, false },
		{ "192.0.2.1", false, false, "192.0.2.1", 0, false },
		{ "!192.0.2.1", true, true, "192.0.2.1", 1, true },
		{ "! 192.0.2.1", true, true, " 192.0.2.1", 1, true },
		{ "\"!192.0.2.1\"", true, true, "\"192.0.2.1\"", 1, true },
		{ "!\"192.0.2.1\"", true, true, "\"192.0.2.1\"", 1, true },
		{ ",!192.0.2.1", true, true, ",192.0.2.1", 1, true },
		{ "\xc2\xa0!::1", true, true, "  ::1", 1, true },
		{ "!\xc2\xa0::1", true, true, "\xc2\xa0::1", 1, true },
		{ FULLWIDTH "AS64496", true, true, "AS64496", 1, true },
		{ SMALL "192.0/16", true, true, "192.0/16", 1, true },
		{ "!ip4:192.0.2.1", true, true, "ip4:192.0.2.1", 1, true },
		{ "!x", true, true, "x", 0, true },
		{ "!!192.0.2.1", true, true, "!192.0.2.1", 1, true },
		{ "x !192.0.2.1", true, false, "x !192.0.2.1", 1, true },
		{ "!192.0.2.1,!192.0.2.2", true, true, "192.0.2.1,!192.0.2.2", 2, true },
		{ "x!192.0.2.1", true, false, "x!192.0.2.1", 0, true },
		{ "Yahoo! Inc", true, false, "Yahoo! Inc", 0, false },
		{ "Yahoo! 192.0.2.1", true, false, "Yahoo! 192.0.2.1", 0, false },
		{ "seen ! 12:30:11", true, false, "seen ! 12:30:11", 0, true },
		{ "<!DOCTYPE html>", true, false, "<!DOCTYPE html>", 0, false },
		{ "\xef\xbb\xbf", false, false, "\xef\xbb\xbf", 0, false },
		{ "\xef", false, false, "\xef", 0, false },
		{ "x nomatch", false, false, "x nomatch", 0, true },
		{ "x \"nomatch\"", false, false, "x \"nomatch\"", 0, true },
		{ "x nomatches", false, false, "x nomatches", 0, false },
		{ "v=spf1 ?ip6:x", false, false, "v=spf1 ?ip6:x", 0, true },
		{ "-ip4:x", false, false, "-ip4:x", 0, true },
		{ "-all", false, false, "-all", 0, false },
		{ "-1.x", false, false, "-1.x", 0, true },
		{ "~1.x", false, false, "~1.x", 0, true },
		{ "not 1.x", false, false, "not 1.x", 0, true },
		{ "del s 1.x", false, false, "del s 1.x", 0, true },
		{ "permit_mynetworks", false, false, "permit_mynetworks", 0, true },
		{ "dunno x", false, false, "dunno x", 0, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[100];

		begin_row(rows[i].text);
		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_int_equal(wb_feed_exclusion_has_mark(text), rows[i].has_mark);
		assert_int_equal(wb_feed_exclusion_count(text, end_of(text)), rows[i].count);
		assert_int_equal(wb_feed_exclusion_is_likely(text, end_of(text)), rows[i].is_likely);
		/* Of what stands in a comment nothing counts. */
		assert_int_equal(wb_feed_exclusion_count(text, text), 0);
		assert_int_equal(wb_feed_exclusion_take(text), rows[i].is_taken);
		assert_string_equal(text, rows[i].rest);
	}
}

static void test_results(void **state)
{
	static const struct {
		const char *word;
		bool is_let_in, with_blank;
	} rows[] = {
		{ "OK", true, true },
		{ "dunno", true, true },
		{ "permit_sasl_authenticated", true, true },
		{ "check_client_access", true, true },
		{ "DEFER_IF_REJECT", true, true },
		{ "nomatch", true, true },
		{ "!", true, true },
		{ FULLWIDTH, true, true },
		{ "INFO", false, true },
		{ "filter", false, true },
		{ "REJECT", false, false },
		{ "DISCARD", false, false },
		{ "reject_unknown_client_hostname", false, false },
		{ "DEFER_IF_PERMIT", false, false },
		{ "550", false, false },
		{ "", false, false },
		{ "okay", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].word);
		assert_int_equal(wb_feed_exclusion_is_let_in(rows[i].word, false), rows[i].is_let_in);
		assert_int_equal(wb_feed_exclusion_is_let_in(rows[i].word, true), rows[i].with_blank);
	}
}

static void test_words(void **state)
{
	(void)state;
	assert_true(wb_feed_exclusion_has_word("a,NoMatch", "nomatch"));
	assert_true(wb_feed_exclusion_has_word("nomatch|b", "nomatch"));
	assert_false(wb_feed_exclusion_has_word("nomatching a_nomatch", "nomatch"));
	assert_false(wb_feed_exclusion_has_word("", "nomatch"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
