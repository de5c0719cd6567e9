/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_config_name.c - which name was meant, and where it belongs. */
#include "config/config_name.h"
#include "fixture.h"

static const struct wb_section *section_of(const char *name)
{
	return name[0] == '\0' ? NULL : wb_config_name_section(NULL, name, strlen(name));
}

static void test_what_was_expected(void **state)
{
	static const struct {
		const char *section, *name;
		bool has_block;
		const char *wanted; /* the text begins so */
	} rows[] = {
		{ "", "moed", false, "mode = ..." },
		{ "", "Mode", false, "mode = ..." },
		{ "", "on-error", false, "on_error = ..." },
		{ "site", "contact", false, "contacts = {...}" },
		{ "site", "color", false, "colour = ..." },
		{ "", "Dnsbl", true, "dnsbl \"ZONE\" { ... }" },
		{ "", "exemptions", true, "exempt { ... }" },
		{ "", "greylist", true, "one of site {}, " },
		{ "", "contacts", false, "it in site { ... }" },
		{ "site", "mode", false, "it outside of any section" },
		{ "site", "dnsbl", true, "it outside of any section" },
		{ "category", "hosts", false, "it in exempt { ... }" },
		{ "", "code", true, "it in dnsbl \"ZONE\" { ... } or in dnswl \"ZONE\" { ... }" },
		{ "", "min_trust", false, "it in dnswl \"ZONE\" { ... }" },
		{ "", "actoin", false, "action = ... in category \"ID\" { ... }" },
		{ "", "site.name", false, "name = ... in site { ... }" },
		{ "", "category.action", false, "action = ... in category \"ID\" { ... }" },
		{ "", "site.nothing", false, "one of mode" },
		{ "rule", "country", false, "countries = {...}" },
		{ "", "rbl", true, "dnsbl \"ZONE\" { ... }" },
		{ "", "whitelist", true, "exempt { ... }" },
		{ "dnsbl", "score", false, "weight = ..." },
		{ "dns", "timeout", false, "deadline = ..." },
		{ "site", "bogus", false, "one of name, url, contacts" },
		{ "", "bogus", false, "one of mode, on_error" },
		{ "geoip", "", false, "one of country, asn" },
	};
	char buffer[512];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_text text;

		begin_row(rows[i].name);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_config_name_add_expected(
		    &text, section_of(rows[i].section), rows[i].name, strlen(rows[i].name), rows[i].has_block);
		buffer[strlen(buffer) < strlen(rows[i].wanted) ? strlen(buffer) : strlen(rows[i].wanted)] = '\0';
		assert_string_equal(buffer, rows[i].wanted);
	}
}

static void test_the_nearest_word(void **state)
{
	static const struct {
		const char *words, *word, *nearest;
	} rows[] = {
		{ "off log tag defer reject", "Reject", "reject" },
		{ "off log tag defer reject", "rejcet", "reject" },
		{ "off log tag defer reject", "deny", "" },
		{ "own-name bare-ip", "bareip", "bare-ip" },
		{ "own-name bare-ip", "bare_ip", "bare-ip" },
		{ "a b", "", "" },
		{ "", "a", "" },
		{ "ab", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t length;
		const char *nearest = wb_config_name_nearest(rows[i].words, rows[i].word, &length);

		begin_row(rows[i].word);
		assert_int_equal(length, strlen(rows[i].nearest));
		assert_memory_equal(nearest, rows[i].nearest, length);
	}
}

static void test_what_begins_a_statement(void **state)
{
	static const struct {
		const char *line;
		bool begins;
	} rows[] = {
		{ "mode = 1", true },
		{ "\tmode=", true },
		{ "site {", true },
		{ "dnsbl \"x\" {", true },
		{ "  }", true },
		{ "} else", false },
		{ "Contact = x", false },
		{ "mode", false },
		{ "mode \"x\" = y", false },
		{ "site = x", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].line);
		assert_int_equal(wb_config_name_begins(rows[i].line), rows[i].begins);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_expected),
		cmocka_unit_test(test_the_nearest_word),
		cmocka_unit_test(test_what_begins_a_statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
