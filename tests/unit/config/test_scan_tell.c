/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_scan_tell.c - the words for statements that cannot be read. */
#include "config/config_name.h"
#include "config/scan_tell.h"
#include "fixture.h"

static struct wb_diagnostics diagnostics;

/* What is said of "NAME SECOND THIRD ...": by which function, what says tells. */
static const char *say(const char *text, const char *says)
{
	static char line[WB_DIAGNOSTIC_LINE_SIZE];
	struct wb_scan_walk walk = { .diagnostics = &diagnostics };
	struct wb_token name, second, third;
	const struct wb_section *kind;
	const char *word;
	char copy[128];
	size_t length;

	snprintf(copy, sizeof(copy), "%s", text);
	diagnostics.count = 0;
	wb_token_scanner_open(&walk.at, copy);
	name = wb_token_next(&walk.at);
	second = wb_token_next(&walk.at);
	third = wb_token_next(&walk.at);
	word = wb_token_text(&name, &length);
	kind = wb_config_name_section(NULL, word, length);
	if (strcmp(says, "unknown") == 0)
		wb_scan_tell_unknown(&walk, NULL, &name, wb_token_is_mark(&second, '{'));
	else if (strcmp(says, "other") == 0)
		wb_scan_tell_other(&walk, NULL, &name, &second);
	else if (strcmp(says, "equals") == 0)
		wb_scan_tell_equals(&walk, kind, &second, &third);
	else
		wb_scan_tell_no_brace(&walk, kind, &name, strcmp(says, "title") == 0 ? &second : NULL,
		    strcmp(says, "title") == 0 ? &third : &second);
	assert_int_equal(diagnostics.count, 1);
	wb_diagnostic_format(&diagnostics.rows[0], "f", line);
	return line;
}

static void test_words(void **state)
{
	static const struct {
		const char *text, *says, *wanted;
	} rows[] = {
		{ "moed = 1", "unknown", "f:1:1: found the unknown name \"moed\": expected mode = ..." },
		{ "sites {", "unknown", "f:1:1: found the unknown name \"sites\": expected site { ... }" },
		{ "[site]", "other", "f:1:1: found [site]: expected site { ... } around its settings" },
		{ "<site>", "other", "f:1:1: found <site>: expected site { ... } around its settings" },
		{ "</site>", "other", "f:1:1: found </site>: expected a } at the end of a section" },
		{ "mode: x", "other", "f:1:1: found a colon behind mode: expected a =: mode = ..." },
		{ "site: {", "other", "f:1:1: found site:: expected site { ... }" },
		{ "mode x", "other", "f:1:6: found x behind mode: expected a = between them: mode = ..." },
		{ "mode", "other", "f:1:1: found mode alone: expected mode = ..." },
		{ "@include x", "other",
		    "f:1:1: found include: expected all settings in this file; rules_file and known_senders name files beside it" },
		{ "site.url x", "other", "f:1:1: found the unknown name \"site.url\": expected url = ... in site { ... }" },
		{ "-- x", "other",
		    "f:1:1: found --: expected NAME = VALUE, NAME = {VALUE, VALUE}, SECTION { ... }, or # before a comment" },
		{ "dnsbl = \"x.y\"", "equals",
		    "f:1:7: found dnsbl =, and dnsbl is a section here: expected dnsbl \"x.y\" { ... }" },
		{ "dnsbl = {", "equals", "f:1:7: found dnsbl =, and dnsbl is a section here: expected dnsbl \"ZONE\" { ... }" },
		{ "site = x", "equals", "f:1:6: found site =, and site is a section here: expected site { ... }" },
		{ "site\nmode", "none", "f:1:1: found site and no { behind it: expected site { ... }" },
		{ "site x", "none", "f:1:6: found site and no { behind it: expected site { ... }" },
		{ "dnsbl x.y\nmode", "title", "f:1:7: found dnsbl \"x.y\" and no { behind it: expected dnsbl \"x.y\" { ... }" },
		{ "dnsbl \"a\" \"b\"", "title",
		    "f:1:11: found \"b\" behind dnsbl \"a\": expected a section of its own for each: dnsbl \"a\" { ... }" },
		{ "dnsbl \"a\" weight = 1", "title",
		    "f:1:11: found weight behind dnsbl \"a\": expected a { before it: dnsbl \"a\" { ... }" },
		{ "dnsbl [\"a\"]", "title", "f:1:7: found [ behind dnsbl: expected the title alone: dnsbl \"...\" { ... }" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].text);
		assert_string_equal(say(rows[i].text, rows[i].says), rows[i].wanted);
	}
}

/* Half a zone's name would hide from whoever redacts that an account's key stands in front of it. */
static void test_a_cut_keeps_a_keyed_name_whole(void **state)
{
	static const struct {
		const char *text;
		size_t cut;
	} rows[] = {
		{ "short", 5 },
		{ "0123456789012345678901234567890123456789 and more", 40 },
		{ "abcdefghijklmnopqrstuvwxyz.zen.dq.spamhaus.net", 46 },
		{ "abcdefghijklmnopqrstuvwxyz.combined.mail.abusix.zone\" {", 52 },
		{ "012345678901234567890123456789012345678\xc3\xa4 and more", 39 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].text);
		assert_int_equal(wb_scan_cut(rows[i].text, strlen(rows[i].text)), rows[i].cut);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_a_cut_keeps_a_keyed_name_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
