/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_setting_text.c - what a configuration sets, as text in one form. */
#include "fixture.h"

#include "config/setting_text.h"

/* Room for the field of any row. */
static union {
	struct wb_config config;
	char bytes[sizeof(struct wb_config) + 4096];
} data;
static struct wb_pool pool;

static int end(void **state)
{
	(void)state;
	wb_pool_close(&pool);
	return 0;
}

/* "name value; name value". */
static const char *settings_of(const struct wb_config *config)
{
	static char buffer[16384];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	for (size_t i = 0; i < config->setting_count; i++)
		wb_text_addf(&text, "%s%s%s%s", i > 0 ? "; " : "", config->settings[i].name,
		    config->settings[i].value[0] != '\0' ? " = " : "", config->settings[i].value);
	return buffer;
}

static void test_what_the_file_sets(void **state)
{
	static const struct {
		const char *label, *text, *wanted;
	} rows[] = {
		{ "nothing", "# mode = \"monitor\"\n", "" },
		{ "outside of sections", "on_error = \"accept\"\nmode = \"monitor\"\n",
		    "mode = \"monitor\"; on_error = \"accept\"" },
		{ "a default that is written is set", "mode = \"enforce\"\n", "mode = \"enforce\"" },
		{ "in a section", "site { name = \"x \\\"y\\\" \\\\ z\" }\n", "site name = \"x \\\"y\\\" \\\\ z\"" },
		{ "a section without a title is nothing itself", "site {}\n", "" },
		{ "one with a title is", "category \"spam\" {}\ncategory \"own\" { action = \"log\" }\n",
		    "category \"own\"; category \"own\" action = \"log\"; category \"spam\"" },
		{ "one form for one value: numbers", "category \"spam\" { threshold = 01.50 }\ndns { deadline = 2 }\n",
		    "category \"spam\"; category \"spam\" threshold = 1.5; dns deadline = 2.0" },
		{ "truth", "dns { edns = yes }\nexempt { authenticated = off }\n",
		    "dns edns = true; exempt authenticated = false" },
		{ "spans", "history_keep = \"14d\"\nremoval { keep = \"\" }\n", "history_keep = \"2w\"; removal keep = \"\"" },
		{ "prefixes, AS numbers, countries",
		    "exempt { hosts = {\"192.0.2.7\", \"2001:DB8:0::/32\"} }\n"
		    "rule \"r\" { asn = {AS64496, 1} countries = {us, \"DE\"} category = \"spam\" }\n",
		    "exempt hosts = {\"192.0.2.7\", \"2001:db8::/32\"}; rule \"r\"; rule \"r\" asn = {64496, 1}; "
		    "rule \"r\" category = \"spam\"; rule \"r\" countries = {\"US\", \"DE\"}" },
		{ "prefixes of translators", "nat64_prefixes = {\"64:FF9B:1::/48\", \"2002::/16\"}\n",
		    "nat64_prefixes = {\"64:ff9b:1::/48\", \"2002::/16\"}" },
		{ "an empty list is set, too", "exempt { hosts = {} }\n", "exempt hosts = {}" },
		{ "a template", "category \"own\" { text = \"[%{ip}]\\nx\" }\n",
		    "category \"own\"; category \"own\" text = \"[%{ip}]\\nx\"" },
		{ "codes, as they were written: no weight of the zone's, none of the catalogue's",
		    "dnsbl \"a.example.net\" { weight = 0.5 code \"127.0.0.2\" { category = \"spam\" } "
		    "code \"127.0.0.3\" { category = \"spam\" weight = 0.6 } }\ndnsbl \"zen.spamhaus.org\" {}\n",
		    "dnsbl \"a.example.net\"; dnsbl \"a.example.net\" code \"127.0.0.2\"; "
		    "dnsbl \"a.example.net\" code \"127.0.0.2\" category = \"spam\"; dnsbl \"a.example.net\" code \"127.0.0.3\"; "
		    "dnsbl \"a.example.net\" code \"127.0.0.3\" category = \"spam\"; "
		    "dnsbl \"a.example.net\" code \"127.0.0.3\" weight = 0.6; dnsbl \"a.example.net\" weight = 0.5; "
		    "dnsbl \"zen.spamhaus.org\"" },
		{ "an allow list with codes of its own, and one that exempts",
		    "dnswl \"a.example.net\" { weight = -2 code \"127.0.0.2\" { trust = 3 } }\n"
		    "dnswl \"b.example.net\" { weight = exempt }\n",
		    "dnswl \"a.example.net\"; dnswl \"a.example.net\" code \"127.0.0.2\"; "
		    "dnswl \"a.example.net\" code \"127.0.0.2\" trust = 3; dnswl \"a.example.net\" weight = -2.0; "
		    "dnswl \"b.example.net\"; dnswl \"b.example.net\" weight = exempt" },
		{ "an account's key is no part of the name",
		    "dnsbl \"0123456789abcdefghijklmnop.zen.dq.spamhaus.net\" { weight = 2 }\n",
		    "dnsbl \"zen.dq.spamhaus.net\" = 0123456789abcdefghijklmnop.zen.dq.spamhaus.net; "
		    "dnsbl \"zen.dq.spamhaus.net\" weight = 2.0" },
		{ "two zones and two feeds",
		    "dnsbl \"b.example.net\" {}\ndnswl \"a.example.net\" { min_trust = 3 }\n"
		    "feed \"f\" { file = \"/f\" category = \"spam\" }\nfeed \"g\" { file = \"/g\" category = \"spam\" ttl = \"7d\" }\n",
		    "dnsbl \"b.example.net\"; dnswl \"a.example.net\"; dnswl \"a.example.net\" min_trust = \"3\"; feed \"f\"; "
		    "feed \"f\" category = \"spam\"; feed \"f\" file = \"/f\"; feed \"g\"; feed \"g\" category = \"spam\"; "
		    "feed \"g\" file = \"/g\"; feed \"g\" ttl = \"1w\"" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config;

		begin_row(rows[i].label);
		config = open_config(*state, rows[i].text);
		assert_string_equal(settings_of(config), rows[i].wanted);
		wb_config_close(&config);
	}
}

/* Whatever is written so can be read again, and is written so again. */
static void test_the_form_can_be_read(void **state)
{
	static const char *const lists[] = { "192.0.2.0/24", "2001:db8::/32", "64496", "DE", "postmaster", "192.0.2.53:53",
		"example.net" };

	(void)state;
	for (size_t i = 0; i < wb_setting_count; i++) {
		const struct wb_setting *setting = &wb_settings[i];
		const char *written;
		size_t taken = 0;

		begin_row(setting->name);
		if (!wb_setting_is_list(setting)) {
			assert_int_equal(wb_setting_store(setting, &pool, data.bytes, setting->initial, NULL), WB_OK);
			written = wb_setting_format(setting, data.bytes, &pool);
			assert_non_null(written);
			continue;
		}
		wb_setting_clear(setting, data.bytes);
		for (size_t l = 0; l < COUNT(lists); l++)
			taken += wb_setting_store(setting, &pool, data.bytes, lists[l], NULL) == WB_OK;
		assert_true(taken > 0);
		written = wb_setting_format(setting, data.bytes, &pool);
		assert_true(written[0] == '{' && written[strlen(written) - 1] == '}');
		wb_setting_clear(setting, data.bytes);
		assert_string_equal(wb_setting_format(setting, data.bytes, &pool), "{}");
	}
}

static void test_a_long_list(void **state)
{
	const struct wb_setting *setting = wb_setting_find("rule", "asn");
	const char *written;

	(void)state;
	wb_setting_clear(setting, data.bytes);
	for (int i = 0; i < 5000; i++)
		assert_int_equal(wb_setting_store(setting, &pool, data.bytes, "4294967295", NULL), WB_OK);
	written = wb_setting_format(setting, data.bytes, &pool);
	assert_int_equal(strlen(written), 5000 * 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_the_file_sets),
		cmocka_unit_test_teardown(test_the_form_can_be_read, end),
		cmocka_unit_test_teardown(test_a_long_list, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
