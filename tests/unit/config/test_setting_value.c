/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_setting_value.c - what each kind of setting takes, and how a value is written. */
#include "setting_fixture.h"

static void test_what_each_kind_of_setting_takes(void **state)
{
	static const char long_text[] =
	    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
	    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x";
	static const struct {
		const char *section, *name, *value, *wanted; /* NULL: refused */
	} rows[] = {
		{ "", "mode", "enforce", "0" },
		{ "", "mode", "monitor", "1" },
		{ "", "mode", "enforce monitor", NULL },
		{ "", "mode", "enf", NULL },
		{ "", "history_keep", "400d", "34560000" },
		{ "", "history_keep", "45s", "45" },
		{ "", "history_keep", "", "0" },
		{ "", "history_keep", "400", NULL },
		{ "", "history_keep", "0d", NULL },
		{ "", "history_keep", "-1d", NULL },
		{ "", "history_keep", "101w101w", NULL },
		{ "", "mode", "Monitor", NULL },
		{ "", "mode", "", NULL },
		{ "category", "action", "reject", "4" },
		{ "category", "action", "off", "0" },
		{ "site", "name", "Example Internet", "Example Internet" },
		{ "site", "name", "", "" },
		{ "site", "name", "gr\303\274n", NULL },
		{ "site", "name", "a\nb", NULL },
		{ "site", "name", long_text, NULL },
		{ "site", "name", long_text + 1, long_text + 1 },
		{ "", "store", "/srv/store", "/srv/store" },
		{ "", "store", "srv/store", NULL },
		{ "", "store", "/srv/\001", NULL },
		{ "geoip", "asn", "", "" },
		{ "site", "url", "https://postmaster.example.net/blocked", "https://postmaster.example.net/blocked" },
		{ "site", "url", "http://a.example", "http://a.example" },
		{ "site", "url", "", "" },
		{ "site", "url", "ftp://a.example", NULL },
		{ "site", "url", "javascript:alert(1)", NULL },
		{ "site", "url", "https://a.example/?x", NULL },
		{ "site", "url", "https://a.example/#x", NULL },
		{ "site", "url", "https://a.example/ x", NULL },
		{ "site", "url", "https://a.example/\"", NULL },
		{ "dnsbl", "removal", "https://bl.example.net/lookup?ip=%{ip}&lang=en#form",
		    "https://bl.example.net/lookup?ip=%{ip}&lang=en#form" },
		{ "dnsbl", "removal", "http://bl.example.net/%20/%{ip}/%{ip}", "http://bl.example.net/%20/%{ip}/%{ip}" },
		{ "dnsbl", "removal", "", "" },
		{ "dnsbl", "removal", "https://bl.example.net/%{ip", NULL },
		{ "dnsbl", "removal", "https://bl.example.net/%{ip}%{sender}", NULL },
		{ "dnsbl", "removal", "https://bl.example.net/%{IP}", NULL },
		{ "dnsbl", "removal", "javascript:alert(1)//https://", NULL },
		{ "dnsbl", "removal", "HTTPS://bl.example.net/", NULL },
		{ "dnsbl", "removal", "//bl.example.net/", NULL },
		{ "dnsbl", "removal", "https://bl.example.net/\"onclick=x", NULL },
		{ "dnsbl", "removal", "https://bl.example.net/'onclick=x", NULL },
		{ "dnsbl", "removal", "https://bl.example.net/<b>", NULL },
		{ "dnsbl", "removal", "https://bl.example.net/ x", NULL },
		{ "dnsbl", "removal", "https://bl.example.net/\nx", NULL },
		{ "dnsbl", "removal", "https://bl.ex\303\244mple.net/", NULL },
		{ "site", "colour", "#767676", "#767676" }, /* the lightest grey that can be read on the light page */
		{ "site", "colour", "#777777", NULL },
		{ "site", "colour", "#ABCDEF", NULL },
		{ "site", "colour", "#a80000", "#a80000" },
		{ "site", "colour", "#A80000", "#A80000" },
		{ "site", "colour", "", NULL },
		{ "site", "colour", "red", NULL },
		{ "site", "colour", "#000", NULL },
		{ "site", "colour", "#00000", NULL },
		{ "site", "colour", "#0000000", NULL },
		{ "site", "colour", "#00000g", NULL },
		{ "site", "colour", "#+1+1+1", NULL },
		{ "site", "colour", "#000000;background:url(//a.example)", NULL },
		{ "site", "colour", "#000000</style>", NULL },
		{ "site", "colour_dark", "#808080", "#808080" }, /* the darkest grey that can be read on the dark page */
		{ "site", "colour_dark", "#7f7f7f", NULL },
		{ "site", "colour_dark", "#0b57d0", NULL },
		{ "site", "colour_dark", "", NULL },
		{ "web", "trusted_proxies", "192.0.2.1", "192.0.2.1/32 " },
		{ "web", "trusted_proxies", "2001:db8::/48", "2001:db8::/48 " },
		{ "web", "trusted_proxies", "192.0.2.1/24", NULL },
		{ "web", "trusted_proxies", "proxy.example.net", NULL },
		{ "web", "metrics_from", "::1", "::1/128 " },
		{ "", "nat64_prefixes", "64:ff9b:1::/48", "64:ff9b:1::/48 " },
		{ "", "nat64_prefixes", "2001:db8:64::/96", "2001:db8:64::/96 " },
		{ "", "nat64_prefixes", "2002::/16", "2002::/16 " },
		{ "", "nat64_prefixes", "2001:db8::/33", NULL },
		{ "", "nat64_prefixes", "2001:db8:64::1", NULL },
		{ "", "nat64_prefixes", "2001:db8:0:0:100::/96", NULL },
		{ "", "nat64_prefixes", "192.0.2.0/24", NULL },
		{ "", "nat64_prefixes", "", NULL },
		{ "removal", "address", "removal@example.net", "removal@example.net" },
		{ "removal", "address", "a@example.net\nBcc: b@example.org", NULL },
		{ "removal", "sendmail", "/usr/sbin/sendmail", "/usr/sbin/sendmail" },
		{ "removal", "sendmail", "sendmail", NULL },
		{ "removal", "sendmail", "", "" },
		{ "removal", "allow_ttl", "90d", "7776000" },
		{ "removal", "allow_ttl", "", "0" },
		{ "removal", "allow_ttl", "90", NULL },
		{ "removal", "keep", "400d", "34560000" },
		{ "removal", "per_address", "1", "1" },
		{ "removal", "per_address", "0", NULL },
		{ "removal", "per_address", "1000", "1000" },
		{ "removal", "per_address", "1001", NULL },
		{ "removal", "per_address", "007", "7" },
		{ "removal", "per_address", "", NULL },
		{ "removal", "per_address", "-1", NULL },
		{ "removal", "per_address", "+1", NULL },
		{ "removal", "per_address", " 1", NULL },
		{ "removal", "per_address", "1 ", NULL },
		{ "removal", "per_address", "1.0", NULL },
		{ "removal", "per_address", "1e2", NULL },
		{ "removal", "per_address", "0x10", NULL },
		{ "removal", "per_address", "4294967297", NULL }, /* 1 in 32 bits */
		{ "removal", "per_address", "18446744073709551617", NULL },
		{ "removal", "per_host", "3", "3" },
		{ "removal", "per_day", "1", NULL },
		{ "removal", "per_day", "2", "2" },
		{ "removal", "per_day", "100000", "100000" },
		{ "removal", "per_day", "100001", NULL },
		{ "removal", "relist_factor", "1", "1000" },
		{ "removal", "relist_factor", "0.999", NULL },
		{ "removal", "relist_factor", "10", "10000" },
		{ "removal", "relist_factor", "10.001", NULL },
		{ "category", "status", "5.7.1", "5.7.1" },
		{ "category", "status", "5.0.0", "5.0.0" },
		{ "category", "status", "5.123.456", "5.123.456" },
		{ "category", "status", "4.7.1", NULL },
		{ "category", "status", "2.0.0", NULL },
		{ "category", "status", "5.7", NULL },
		{ "category", "status", "5.7.1 ", NULL },
		{ "category", "status", "5.7.1x", NULL },
		{ "category", "status", "5. 7.1", NULL },
		{ "category", "status", "5.-7.1", NULL },
		{ "category", "status", "5.7.1234", NULL },
		{ "category", "status", "5.7.1.1", NULL },
		{ "category", "status", "", NULL },
		{ "category", "text", "No, %{ip}\nsorry", "No, %{ip}\nsorry" },
		{ "category", "text", "", "" },
		{ "category", "text", "%{nope}", NULL },
		{ "category", "threshold", "1", "1000" },
		{ "category", "threshold", "1.0", "1000" },
		{ "category", "threshold", "0.25", "250" },
		{ "category", "tag_at", "", "0" },
		{ "category", "tag_at", "0.5", "500" },
		{ "category", "defer_at", "999.999", "999999" },
		{ "category", "defer_at", "1000", NULL },
		{ "category", "tag_at", "0", NULL },
		{ "category", "tag_at", "auto", NULL },
		{ "dnswl", "weight", "exempt", "0" },
		{ "dnswl", "weight", "-2.0", "2000" },
		{ "dnswl", "weight", "-0.001", "1" },
		{ "dnswl", "weight", "-1000", "1000000" },
		{ "dnswl", "weight", "-1000.001", NULL },
		{ "dnswl", "weight", "2.0", NULL },
		{ "dnswl", "weight", "0", NULL },
		{ "dnswl", "weight", "-0", NULL },
		{ "dnswl", "weight", "-", NULL },
		{ "dnswl", "weight", "--2", NULL },
		{ "dnswl", "weight", "-.5", NULL },
		{ "dnswl", "weight", "auto", NULL },
		{ "dnswl-code", "trust", "3", "3" },
		{ "dnswl-code", "trust", "4", NULL },
		{ "category", "threshold", "0.001", "1" },
		{ "category", "threshold", "1000", "1000000" },
		{ "category", "threshold", "1000.000", "1000000" },
		{ "category", "threshold", "1000.001", NULL },
		{ "category", "threshold", "0", NULL },
		{ "category", "threshold", "0.0005", NULL },
		{ "category", "threshold", "-1", NULL },
		{ "category", "threshold", "+1", NULL },
		{ "category", "threshold", ".5", NULL },
		{ "category", "threshold", "1.", NULL },
		{ "category", "threshold", "1,5", NULL },
		{ "category", "threshold", "1.0.0", NULL },
		{ "category", "threshold", "1e3", NULL },
		{ "category", "threshold", "0x10", NULL },
		{ "category", "threshold", "99999999999999999999999999", NULL },
		{ "category", "threshold", "18446744073709551617", NULL },
		{ "category", "threshold", "nan", NULL },
		{ "category", "threshold", "", NULL },
		{ "exempt", "authenticated", "true", "true" },
		{ "exempt", "authenticated", "yes", "true" },
		{ "exempt", "authenticated", "on", "true" },
		{ "exempt", "authenticated", "false", "false" },
		{ "exempt", "authenticated", "no", "false" },
		{ "exempt", "authenticated", "1", NULL },
		{ "exempt", "authenticated", "", NULL },
		{ "site", "contacts", "abuse@example.net", "abuse@example.net " },
		{ "site", "contacts", "", NULL },
		{ "exempt", "recipients", "PostMaster", "postmaster " },
		{ "exempt", "recipients", "Ann@Example.NET", "ann@example.net " },
		{ "exempt", "recipients", "@Example.NET", "@example.net " },
		{ "exempt", "recipients", "ann@", NULL },
		{ "exempt", "recipients", "@", NULL },
		{ "exempt", "recipients", "", NULL },
		{ "exempt", "hosts", "192.0.2.0/24", "192.0.2.0/24 " },
		{ "exempt", "hosts", "::1", "::1/128 " },
		{ "exempt", "hosts", "192.0.2.1/24", NULL },
		{ "exempt", "hosts", "mail.example.net", NULL },
		{ "rule", "asn", "64496", "64496 " },
		{ "rule", "asn", "AS64496", "64496 " },
		{ "rule", "asn", "as64496", "64496 " },
		{ "rule", "asn", "4294967295", "4294967295 " },
		{ "rule", "asn", "4294967296", NULL },
		{ "rule", "asn", "0", NULL },
		{ "rule", "asn", "AS", NULL },
		{ "rule", "asn", "", NULL },
		{ "rule", "asn", "-1", NULL },
		{ "rule", "asn", "64496-64511", NULL },
		{ "rule", "countries", "us", "US " },
		{ "rule", "countries", "DE", "DE " },
		{ "rule", "countries", "USA", NULL },
		{ "rule", "countries", "U1", NULL },
		{ "rule", "countries", "", NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_setting *setting = wb_setting_find(rows[i].section, rows[i].name);
		struct wb_error error = { "" };
		char label[300], value[512];

		snprintf(label, sizeof(label), "%s = \"%.200s\"", rows[i].name, rows[i].value);
		begin_row(label);
		assert_non_null(setting);
		start(state);
		assert_int_equal(wb_setting_store(setting, &pool, &data, rows[i].value, &error),
		    rows[i].wanted != NULL ? WB_OK : WB_INVALID);
		if (rows[i].wanted != NULL) {
			format_value(setting, value, sizeof(value));
			assert_string_equal(value, rows[i].wanted);
		} else {
			assert_true(strlen(error.text) > 0);
		}
	}
}

static void test_a_list_grows_and_is_cleared(void **state)
{
	const struct wb_setting *setting = wb_setting_find("exempt", "hosts");

	(void)state;
	assert_int_equal(wb_setting_store_defaults("exempt", &pool, &data, NULL), WB_OK);
	assert_int_equal(data.config.policy.exempt.hosts.count, 2);
	assert_int_equal(wb_setting_store(setting, &pool, &data, "192.0.2.1", NULL), WB_OK);
	assert_int_equal(data.config.policy.exempt.hosts.count, 3);
	wb_setting_clear(setting, &data);
	assert_int_equal(data.config.policy.exempt.hosts.count, 0);
}

static void test_a_value_that_is_refused_changes_nothing(void **state)
{
	(void)state;
	assert_int_equal(wb_setting_store_defaults("", &pool, &data, NULL), WB_OK);
	assert_int_equal(wb_setting_store(wb_setting_find("", "mode"), &pool, &data, "monitor", NULL), WB_OK);
	assert_int_equal(wb_setting_store(wb_setting_find("", "mode"), &pool, &data, "off", NULL), WB_INVALID);
	assert_int_equal(data.config.policy.mode, WB_MONITOR);
	assert_int_equal(wb_setting_store(wb_setting_find("", "store"), &pool, &data, "x", NULL), WB_INVALID);
	assert_string_equal(data.config.policy.store, "/var/lib/whyblock");
}

static void test_what_would_be_right(void **state)
{
	static const struct {
		const char *section, *name, *wanted;
	} rows[] = {
		{ "", "mode", "enforce or monitor" },
		{ "category", "action", "off, log, tag, defer or reject" },
		{ "category", "threshold", "a number from 0.001 to 1000.0" },
		{ "category", "tag_at", "a number from 0.001 to 999.999, or \"\" for none" },
		{ "dnswl", "weight", "exempt or a number from -1000.0 to -0.001" },
		{ "exempt", "authenticated", "true or false" },
		{ "removal", "per_day", "a number from 2 to 100000" },
		{ "site", "colour",
		    "a colour such as \"#0b57d0\" with a contrast of 4.5 or more against the light page, #ffffff" },
		{ "site", "colour_dark",
		    "a colour such as \"#a8c7fa\" with a contrast of 4.5 or more against the dark page, #16181c" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[256];
		struct wb_text text;

		begin_row(rows[i].name);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_setting_wanted(wb_setting_find(rows[i].section, rows[i].name), &text);
		assert_string_equal(buffer, rows[i].wanted);
	}
}

static void test_a_default_as_the_file_writes_it(void **state)
{
	static const struct {
		const char *section, *name, *wanted;
	} rows[] = {
		{ "category", "action", "\"reject\"" },
		{ "category", "threshold", "1.0" },
		{ "exempt", "authenticated", "true" },
		{ "exempt", "recipients", "{\"postmaster\", \"abuse\", \"removal\"}" },
		{ "site", "colour", "\"#0b57d0\"" },
		{ "removal", "per_day", "200" },
		{ "site", "contacts", "{}" },
		{ "site", "url", "\"\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char buffer[256];
		struct wb_text text;

		begin_row(rows[i].name);
		wb_text_open(&text, buffer, sizeof(buffer));
		wb_setting_add_initial(wb_setting_find(rows[i].section, rows[i].name), &text);
		assert_string_equal(buffer, rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_each_kind_of_setting_takes, start, end),
		cmocka_unit_test_setup_teardown(test_a_list_grows_and_is_cleared, start, end),
		cmocka_unit_test_setup_teardown(test_a_value_that_is_refused_changes_nothing, start, end),
		cmocka_unit_test(test_what_would_be_right),
		cmocka_unit_test(test_a_default_as_the_file_writes_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
