/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_sender_section.c - known senders of the configuration and of the file beside it. */
#include "config/sender_section.h"

#include <time.h>

#include "fixture.h"

static struct wb_diagnostics diagnostics;
static struct wb_config *config;

static enum wb_status open_both(const char *folder, const char *file, const char *lines)
{
	char text[2048];

	wb_config_close(&config);
	if (file != NULL)
		write_text(folder, "senders.conf", file);
	snprintf(text, sizeof(text), "known_senders = \"%s/senders.conf\"\n%s", folder, lines);
	return wb_config_open(write_text(folder, "whyblock.conf", text), &config, &diagnostics);
}

static int end(void **state)
{
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_senders(test) cmocka_unit_test_setup_teardown(test, open_folder, end)

static void assert_senders(const char *wanted)
{
	char found[512] = "";

	for (size_t i = 0; i < config->policy.sender_count; i++) {
		const struct wb_sender *sender = &config->policy.senders[i];

		snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s%s:%s;", sender->name,
		    sender->is_shipped ? "*" : "", sender->suffixes.items[0]);
	}
	assert_string_equal(found, wanted);
}

static void test_who_is_known(void **state)
{
	static const char file[] =
	    "sender \"One\" { suffixes = {\"Mail.Example.NET\"} asn = {64496} kind = \"bulk\" checked = \"2026-11\" }\n"
	    "sender \"Two\" { suffixes = {\"example.com\", \"example.org\"} }\n";

	assert_int_equal(open_both(*state, file, ""), WB_OK);
	assert_senders("One*:mail.example.net;Two*:example.com;");
	assert_int_equal(config->policy.senders[0].kind, WB_SENDER_BULK);
	assert_int_equal(config->policy.senders[0].asns.items[0], 64496);
	assert_string_equal(config->policy.senders[0].checked, "2026-11");
	assert_int_equal(config->policy.senders[1].suffixes.count, 2);
	begin_row("one of the configuration's, which come first");
	assert_int_equal(open_both(*state, file, "sender \"Three\" { suffixes = {\"out.example.edu\"} }\n"), WB_OK);
	assert_senders("Three:out.example.edu;One*:mail.example.net;Two*:example.com;");
	begin_row("one that replaces a row of the file");
	assert_int_equal(open_both(*state, file, "sender \"two\" { suffixes = {\"out.example.edu\"} }\n"), WB_OK);
	assert_senders("two:out.example.edu;One*:mail.example.net;");
	begin_row("and one that takes it out");
	assert_int_equal(open_both(*state, file, "sender \"One\" { }\n"), WB_OK);
	assert_senders("Two*:example.com;");
	begin_row("no file is no mistake");
	unlink(path_in(*state, "senders.conf"));
	assert_int_equal(open_both(*state, NULL, ""), WB_OK);
	assert_true(config->known_senders_missing);
	assert_senders("");
}

static void test_mistakes(void **state)
{
	static const struct {
		const char *label, *file, *lines, *text;
		int line; /* 0: of the other file, which the text names */
	} rows[] = {
		{ "a public suffix", "", "\nsender \"Shop\" { suffixes = {\"co.uk\"} }\n",
		    "found suffixes = \"co.uk\": expected a name that the sender alone controls, and this is a public suffix",
		    3 },
		{ "a public suffix in the file", "sender \"Shop\" { suffixes = {\"example.org\", \"co.uk\"} }\n", "",
		    "senders.conf:1:8: found suffixes = \"co.uk\": expected a name", 0 },
		{ "a section of its own in the file", "\ncategory \"spam\" { action = \"tag\" }\n", "",
		    "senders.conf:2:10: found category \"spam\": expected sender sections alone", 0 },
		{ "a setting in the file", "mode = \"monitor\"\n", "",
		    "senders.conf:1:8: found mode: expected sender sections alone", 0 },
		{ "a section without title in the file", "site { name = \"x\" }\n", "",
		    "found name: expected sender sections alone", 0 },
		{ "a wrong value in the file", "sender \"A\" {\n suffixes = {\"com\"} }\n", "",
		    "senders.conf:2:14: found suffixes = \"com\": expected a domain name of two labels or more", 0 },
		{ "a wrong name", "", "\nsender \"unknown\" { suffixes = {\"a.example\"} }\n", "found sender \"unknown\"", 3 },
		{ "an empty one", "", "sender \"\" { suffixes = {\"a.example\"} }\n", "found sender without a title", 2 },
		{ "a dot too many", "", "sender \"A\" { suffixes = {\"a..example\"} }\n", "expected a domain name", 2 },
		{ "in front", "", "sender \"A\" { suffixes = {\".a.example\"} }\n", "expected \"a.example\", which", 2 },
		{ "behind", "", "sender \"A\" { suffixes = {\"a.example.\"} }\n", "expected a domain name", 2 },
		{ "an address", "", "sender \"A\" { suffixes = {\"a@b.example\"} }\n", "expected a domain name", 2 },
		{ "the address of a host", "", "sender \"A\" { suffixes = {\"192.0.2.1\"} }\n", "expected a domain name", 2 },
		{ "the names of addresses", "", "sender \"A\" { suffixes = {\"in-addr.arpa\"} }\n", "expected a domain name",
		    2 },
		{ "no month", "", "sender \"A\" { checked = \"2026-13\" }\n", "expected a month", 2 },
		{ "a day", "", "sender \"A\" { checked = \"2026-11-01\" }\n", "expected a month", 2 },
		{ "another order", "", "sender \"A\" { checked = \"11-2026\" }\n", "expected a month", 2 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[WB_DIAGNOSTIC_LINE_SIZE];

		begin_row(rows[i].label);
		assert_int_equal(open_both(*state, rows[i].file, rows[i].lines), WB_INVALID);
		assert_int_equal(diagnostics.count, 1);
		wb_diagnostic_format(&diagnostics.rows[0], "whyblock.conf", line);
		assert_contains(line, rows[i].text);
		if (rows[i].line > 0)
			assert_int_equal(diagnostics.rows[0].position.line, rows[i].line);
	}
}

static void test_how_old_a_row_is(void **state)
{
	static const struct {
		const char *checked;
		unsigned months;
	} rows[] = { { "", 0 }, { "2026-11", 0 }, { "2026-12", 0 }, { "2026-10", 1 }, { "2025-11", 12 }, { "2025-10", 13 },
		{ "2024-12", 23 } };
	struct tm tm = { .tm_year = 126, .tm_mon = 10, .tm_mday = 30 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_sender sender = { .checked = rows[i].checked };

		begin_row(rows[i].checked);
		assert_int_equal(wb_sender_age_months(&sender, timegm(&tm)), rows[i].months);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_senders(test_who_is_known),
		test_of_senders(test_mistakes),
		cmocka_unit_test(test_how_old_a_row_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
