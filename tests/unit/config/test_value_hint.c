/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_value_hint.c - what to write instead of a value that a setting does not take. */
#include "config/value_hint.h"
#include "fixture.h"

static void test_hints(void **state)
{
	static const struct {
		const char *section, *setting, *value, *wanted; /* "": no hint */
	} rows[] = {
		{ "site", "name", "M\xc3\xbcller", "printable ASCII, without the character \xc3\xbc" },
		{ "site", "name", "a\tb", "printable ASCII on one line, without a tab in it" },
		{ "site", "name", "a\nb", "printable ASCII on one line, without a line break in it" },
		{ "site", "url", "https://a b", "a URL without spaces: %20 stands for one" },
		{ "site", "url", "a.example/x", "https:// or http:// in front, such as \"https://a.example/x\"" },
		{ "site", "url", "http://", "the name of a host behind ://" },
		{ "site", "url", "ftp://x", "" },
		{ "site", "url", "HTTPS://x", "https:// or http:// in lower case" },
		{ "site", "url", "https://x/%{ip}", "a URL without %{...}: it is the same for everybody" },
		{ "feed", "file", "https://x/y", "the path of a file on this host: nothing is downloaded" },
		{ "feed", "file", "x/y", "" },
		{ "", "store", "/var/lib/x ", "a path without a space at its ends" },
		{ "cases", "max", "200.000", "a whole number from 0 to 100000000" },
		{ "site", "url", "https://a.example/?x", "" },
		{ "site", "colour", "blue", "# and six digits of 0-9 and a-f, such as \"#0b57d0\"" },
		{ "site", "colour", "#FFFF00", "" },
		{ "", "mode", "Enforce", "enforce or monitor; the nearest is \"enforce\"" },
		{ "", "mode", "learn", "" },
		{ "exempt", "authenticated", "Yes", "true or false; the nearest is \"yes\"" },
		{ "exempt", "authenticated", "perhaps", "" },
		{ "exempt", "hosts", "10.0.0.0/33", "a prefix length from 0 to 32 behind the /" },
		{ "exempt", "hosts", "2001:db8::/129", "a prefix length from 0 to 128 behind the /" },
		{ "exempt", "hosts", "10.0.0.0/", "a prefix length from 0 to 32 behind the /" },
		{ "exempt", "hosts", "10.0.0.1/8", "10.0.0.0/8 for the network, or 10.0.0.1/32 for the host alone" },
		{ "exempt", "hosts", "2001:db8::1/32", "2001:db8::/32 for the network, or 2001:db8::1/128 for the host alone" },
		{ "exempt", "hosts", "10.0.*", "a network such as 192.0.2.0/24 instead of *" },
		{ "exempt", "hosts", "10.0.0.1-10.0.0.9", "networks such as 192.0.2.0/24: a range is none, several are" },
		{ "exempt", "hosts", "a-b.example",
		    "an IP address or a network such as 192.0.2.66, 192.0.2.0/24 or 2001:db8::/32" },
		{ "exempt", "hosts", "::1, ::2", "quotes around each value of its own: {\"::1\", \"::2\"}" },
		{ "exempt", "hosts", "::1 ::2 ::3", "quotes around each value of its own: {\"::1\", \"::2\", ...}" },
		{ "exempt", "recipients", "*@example.org", "\"@example.org\", which stands for all of the domain" },
		{ "exempt", "recipients", "a*", "a local part, an address or \"@domain\": * has no meaning here" },
		{ "exempt", "recipients", "", "" },
		{ "", "history_keep", "30", "a unit behind the number: \"30s\", \"30m\", \"30h\", \"30d\" or \"30w\"" },
		{ "", "history_keep", "2 Hours", "\"2h\"" },
		{ "", "history_keep", "3months", "\"90d\"" },
		{ "", "history_keep", "1 YEAR", "\"365d\"" },
		{ "", "history_keep", "1 s", "\"1s\"" },
		{ "", "history_keep", "1h30m", "" },
		{ "", "history_keep", "always", "" },
		{ "dns", "deadline", "3s", "a number from 0.05 to 10.0, and nothing behind it" },
		{ "dns", "deadline", "0,5", "a point instead of the comma: 0.5" },
		{ "dns", "deadline", "11", "" },
		{ "dns", "servers", "127.0.0.1:99999", "an address, and a port from 1 to 65535 behind the colon" },
		{ "dns", "servers", "[::1]:0", "an address, and a port from 1 to 65535 behind the colon" },
		{ "dns", "servers", "ns.example.net", "" },
		{ "dnswl", "weight", "2.0", "a minus in front: -2.0" },
		{ "removal", "per_host", "3 a day", "a number from 1 to 1000, and nothing behind it" },
		{ "rule", "countries", "uk", "\"GB\", which is the United Kingdom in ISO 3166-1" },
		{ "rule", "countries", "ZZ", "a country code of ISO 3166-1, such as \"US\": no country has this one" },
		{ "rule", "countries", "USA", "" },
		{ "sender", "suffixes", "*.example.net", "\"example.net\", which stands for all names below it, too" },
		{ "sender", "suffixes", "com", "" },
	};
	char buffer[300];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_text text;

		begin_row(rows[i].value);
		wb_text_open(&text, buffer, sizeof(buffer));
		assert_int_equal(wb_value_hint_add(&text, wb_setting_find(rows[i].section, rows[i].setting), rows[i].value),
		    rows[i].wanted[0] != '\0');
		assert_string_equal(buffer, rows[i].wanted);
	}
}

/* Whatever a value is, what is said of it is bounded, and ends. */
static void test_long_values(void **state)
{
	char value[1000], buffer[300];
	struct wb_text text;

	(void)state;
	for (size_t i = 0; i < wb_setting_count; i++) {
		for (const char *letter = "a1*,.:/-% \x80"; *letter != '\0'; letter++) {
			memset(value, *letter, sizeof(value) - 1);
			value[sizeof(value) - 1] = '\0';
			wb_text_open(&text, buffer, sizeof(buffer));
			wb_value_hint_add(&text, &wb_settings[i], value);
			wb_value_hint_add_template(&text, value);
			assert_true(strlen(buffer) < sizeof(buffer));
		}
	}
}

static void test_templates(void **state)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
		{ "%{ip} %% %{url}", "" },
		{ "%{urll}", "%{url} instead of %{urll}" },
		{ "a\n%{IP}", "%{ip} instead of %{IP}" },
		{ "%{ip} %{whatever}", "" },
		{ "%{ip", "a } behind %{ip" },
		{ "100 %", "%% for a percent sign, or %{...} for a placeholder" },
		{ "50% off", "%% for a percent sign, or %{...} for a placeholder" },
		{ "a\n\xe2\x82\xac", "printable ASCII, without the character \xe2\x82\xac" },
		{ "%{}", "" },
		{ "%", "%% for a percent sign, or %{...} for a placeholder" },
		{ "%{", "" },
	};
	char buffer[200];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_text text;

		begin_row(rows[i].text);
		wb_text_open(&text, buffer, sizeof(buffer));
		assert_int_equal(wb_value_hint_add_template(&text, rows[i].text), rows[i].wanted[0] != '\0');
		assert_string_equal(buffer, rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_long_values),
		cmocka_unit_test(test_templates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
