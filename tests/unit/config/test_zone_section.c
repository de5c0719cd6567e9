/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_zone_section.c - zones as configured: their names, and what their codes mean. */
#include "config/zone_section.h"
#include "fixture.h"

#define LABEL63 "a23456789012345678901234567890123456789012345678901234567890123"
#define NAME180 LABEL63 "." LABEL63 ".b2345678901234567890123456789012345678901234567890.c"

/* "spam 1000 host; info; allow 2; error" */
static void add_code(void *context, const struct wb_code *code)
{
	struct wb_text *text = context;

	wb_text_add(text, text->length > 0 ? "; " : "");
	switch (code->kind) {
	case WB_CODE_LISTED:
		wb_text_addf(
		    text, "%s %u %s", code->category_id, code->weight_milli, wb_scope_name((enum wb_scope)code->scope));
		break;
	case WB_CODE_INFO:
		wb_text_add(text, "info");
		break;
	case WB_CODE_ALLOW:
		wb_text_addf(text, "allow %u", code->trust);
		break;
	case WB_CODE_ERROR:
		wb_text_add(text, "error");
		break;
	}
}

static void test_what_a_code_means(void **state)
{
	static const struct {
		const char *label, *lines;
		uint32_t code;
		const char *wanted;
	} rows[] = {
		{ "known zone", "dnsbl \"zen.spamhaus.org\" {}", 0x7f000004, "virus 1000 host" },
		{ "known zone with a key", "dnsbl \"s3cret.zen.dq.spamhaus.net\" {}", 0x7f000004, "virus 1000 host" },
		{ "known range", "dnsbl \"zen.spamhaus.org\" {}", 0x7f000006, "virus 1000 host" },
		{ "known, counts for nothing", "dnsbl \"zen.spamhaus.org\" {}", 0x7f000008, "info" },
		{ "not named", "dnsbl \"zen.spamhaus.org\" {}", 0x7f000063, "" },
		{ "about a network", "dnsbl \"dnsbl-3.uceprotect.net\" {}", 0x7f000002, "policy 500 network" },
		{ "about a range", "dnsbl \"dnsbl-2.uceprotect.net\" {}", 0x7f000002, "policy 500 range" },
		{ "the zone's weight multiplies", "dnsbl \"bl.spamcop.net\" { weight = 0.5 }", 0x7f000002,
		    "spam-source 250 host" },
		{ "one bit", "dnsbl \"bl.score.senderscore.com\" {}", 0x7f000008, "virus 1000 host" },
		{ "two bits", "dnsbl \"bl.score.senderscore.com\" {}", 0x7f000006, "info; spam-source 1000 host" },
		{ "a bit that is not named", "dnsbl \"bl.score.senderscore.com\" {}", 0x7f000020, "" },
		{ "the good hosts of a blocklist", "dnsbl \"hostkarma.junkemailfilter.com\" {}", 0x7f000001, "info" },
		{ "an allowlist", "dnswl \"list.dnswl.org\" {}", 0x7f000a01, "error" },
		{ "its trust", "dnswl \"list.dnswl.org\" {}", 0x7f000f02, "allow 2" },
		{ "its quota", "dnswl \"list.dnswl.org\" {}", 0x7f0000ff, "error" },
		{ "its false high trust", "dnswl \"list.dnswl.org\" {}", 0x7f000a03, "error" },
		{ "an allowlist that is asked as a blocklist", "dnsbl \"list.dnswl.org\" {}", 0x7f000f03, "info" },
		{ "the bad hosts of an allowlist", "dnswl \"rep.mailspike.net\" {}", 0x7f00000b, "info" },
		{ "own code of an allowlist", "dnswl \"wl.example.net\" { code \"127.0.0.2\" {} }", 0x7f000002, "allow 1" },
		{ "own trust", "dnswl \"wl.example.net\" { code \"127.0.0.2\" { trust = 3 } }", 0x7f000002, "allow 3" },
		{ "own trust goes before the known one", "dnswl \"list.dnswl.org\" { code \"127.0.15.*\" { trust = 0 } }",
		    0x7f000f03, "allow 0" },
		{ "but an error stays one", "dnswl \"list.dnswl.org\" { code \"127.0.*.3\" { trust = 3 } }", 0x7f000a03,
		    "error" },
		{ "the bad hosts of an allowlist, whom the operator trusts",
		    "dnswl \"rep.mailspike.net\" { code \"127.0.0.11\" { trust = 2 } }", 0x7f00000b, "allow 2" },
		{ "a dead zone", "dnsbl \"dnsbl.sorbs.net\" {}", 0x7f000002, "" },
		{ "an unknown zone", "dnsbl \"bl.example.net\" {}", 0x7f000002, "" },
		{ "own code", "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"virus\" } }", 0x7f000002,
		    "virus 1000 host" },
		{ "own range", "dnsbl \"bl.example.net\" { code \"127.0.0.3-127.0.0.5\" { category = \"virus\" } }", 0x7f000005,
		    "virus 1000 host" },
		{ "own octet", "dnsbl \"bl.example.net\" { code \"127.0.*.3\" { category = \"virus\" } }", 0x7f002a03,
		    "virus 1000 host" },
		{ "own bit", "dnsbl \"bl.example.net\" { code \"127.0.0.&4\" { category = \"virus\" } }", 0x7f00000c,
		    "virus 1000 host" },
		{ "half the weight for a range",
		    "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"virus\" scope = \"range\" } }", 0x7f000002,
		    "virus 500 range" },
		{ "or for a network",
		    "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"virus\" scope = \"network\" } }", 0x7f000002,
		    "virus 500 network" },
		{ "unless it is given",
		    "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"virus\" scope = \"range\" weight = 2 } }",
		    0x7f000002, "virus 2000 range" },
		{ "both weights",
		    "dnsbl \"bl.example.net\" { weight = 3 code \"127.0.0.2\" { category = \"virus\" weight = 0.5 } }",
		    0x7f000002, "virus 1500 host" },
		{ "a weight of nothing", "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"virus\" weight = 0 } }",
		    0x7f000002, "info" },
		{ "own codes come before known ones",
		    "dnsbl \"zen.spamhaus.org\" { code \"127.0.0.4\" { category = \"open-proxy\" } }", 0x7f000004,
		    "open-proxy 1000 host" },
		{ "the first that holds",
		    "dnsbl \"bl.example.net\" { code \"127.0.0.4\" { category = \"virus\" } code \"127.0.0.*\" { category = \"spam\" } }",
		    0x7f000004, "virus 1000 host" },
		{ "a bit does not stand before a number",
		    "dnsbl \"bl.example.net\" { code \"127.0.0.&4\" { category = \"virus\" } code \"127.0.0.3\" { category = \"spam\" } }",
		    0x7f000003, "spam 1000 host" },
		{ "a bit, then a number that holds too",
		    "dnsbl \"bl.example.net\" { code \"127.0.0.&4\" { category = \"virus\" } code \"127.0.0.5\" { category = \"spam\" } }",
		    0x7f000005, "virus 1000 host" },
		{ "a number, then a bit that holds too",
		    "dnsbl \"bl.example.net\" { code \"127.0.0.5\" { category = \"spam\" } code \"127.0.0.&4\" { category = \"virus\" } }",
		    0x7f000005, "spam 1000 host" },
		{ "any category for end-user addresses",
		    "dnsbl \"zen.spamhaus.org\" { code \"127.0.0.10-127.0.0.11\" { category = \"spam\" weight = 3 } }",
		    0x7f00000b, "spam 3000 host" },
		{ "any scope for surroundings",
		    "dnsbl \"dnsbl-2.uceprotect.net\" { code \"127.0.0.2\" { category = \"spam\" scope = \"host\" } }",
		    0x7f000002, "spam 1000 host" },
		{ "a scope that is left out is the list's",
		    "dnsbl \"dnsbl-3.uceprotect.net\" { code \"127.0.0.2\" { category = \"spam\" } }", 0x7f000002,
		    "spam 500 network" },
		{ "also by a pattern",
		    "dnsbl \"dnsbl-2.uceprotect.net\" { code \"127.0.0.*\" { category = \"spam\" scope = \"auto\" } }",
		    0x7f000002, "spam 500 range" },
		{ "what the list itself calls an error stays one",
		    "dnsbl \"list.dnswl.org\" { code \"127.0.*.*\" { category = \"spam\" } }", 0x7f0000ff, "error" },
		{ "and the others are the operator's",
		    "dnsbl \"list.dnswl.org\" { code \"127.0.*.*\" { category = \"spam\" } }", 0x7f000501, "spam 1000 host" },
		{ "enough weight for a list that advises tagging", "dnsbl \"bl.spamcop.net\" { weight = 2.0 }", 0x7f000002,
		    "spam-source 1000 host" },
		{ "own category",
		    "category \"mine\" {}\ndnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"mine\" } }", 0x7f000002,
		    "mine 1000 host" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].lines);
		char buffer[200];
		struct wb_text text;
		size_t count;

		begin_row(rows[i].label);
		wb_text_open(&text, buffer, sizeof(buffer));
		assert_int_equal(config->policy.zone_count, 1);
		count = wb_zone_decode(&config->policy.zones[0], rows[i].code, add_code, &text);
		assert_string_equal(buffer, rows[i].wanted);
		assert_int_equal(count > 0, text.length > 0);
		wb_config_close(&config);
	}
}

static void test_categories_are_found(void **state)
{
	struct wb_config *config = open_config(*state, "dnsbl \"zen.spamhaus.org\" {}\ndnsbl \"dnsbl.dronebl.org\" {}");

	for (size_t z = 0; z < config->policy.zone_count; z++) {
		for (size_t c = 0; c < config->policy.zones[z].code_count; c++) {
			const struct wb_code *code = &config->policy.zones[z].codes[c];

			if (code->kind == WB_CODE_LISTED)
				assert_string_equal(config->policy.categories[code->category].id, code->category_id);
		}
	}
	wb_config_close(&config);
}

static void test_the_most_that_a_zone_can_add(void **state)
{
	static const struct {
		const char *label, *lines, *category;
		uint32_t most;
	} rows[] = {
		{ "known zone", "dnsbl \"zen.spamhaus.org\" { weight = 2 }", "virus", 2000 },
		{ "the heaviest of several", "dnsbl \"dnsbl.dronebl.org\" {}", "virus", 1000 },
		{ "another category", "dnsbl \"zen.spamhaus.org\" {}", "formmail", 0 },
		{ "the first of the table", "dnsbl \"zen.spamhaus.org\" {}", "open-relay", 0 },
		{ "what counts for nothing", "dnsbl \"ips.backscatterer.org\" {}", "open-relay", 0 },
		{ "an allowlist", "dnswl \"rep.mailspike.net\" {}", "spam-source", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].lines);
		const struct wb_category *category = wb_policy_category(&config->policy, rows[i].category);

		begin_row(rows[i].label);
		assert_non_null(category);
		assert_int_equal(
		    wb_zone_max_weight(&config->policy.zones[0], (size_t)(category - config->policy.categories)), rows[i].most);
		wb_config_close(&config);
	}
}

static void test_where_a_host_gets_off_the_list(void **state)
{
	static const struct {
		const char *label, *lines, *removal;
	} rows[] = {
		{ "as whyblock knows it", "dnsbl \"bl.spamcop.net\" {}",
		    "https://www.spamcop.net/w3m?action=checkblock&ip=%{ip}" },
		{ "as the file says", "dnsbl \"bl.spamcop.net\" { removal = \"https://bl.example.net/?ip=%{ip}\" }",
		    "https://bl.example.net/?ip=%{ip}" },
		{ "empty", "dnsbl \"bl.spamcop.net\" { removal = \"\" }",
		    "https://www.spamcop.net/w3m?action=checkblock&ip=%{ip}" },
		{ "a zone of your own", "dnsbl \"bl.example.net\" { removal = \"https://bl.example.net/\" }",
		    "https://bl.example.net/" },
		{ "an unknown zone", "dnsbl \"bl.example.net\" {}", "" },
		{ "a known zone without", "dnsbl \"bip.virusfree.cz\" {}", "" },
		{ "an allowlist", "dnswl \"list.dnswl.org\" {}", "" },
		{ "a dead zone", "dnsbl \"dnsbl.sorbs.net\" {}", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].lines);

		begin_row(rows[i].label);
		assert_string_equal(config->policy.zones[0].removal, rows[i].removal);
		wb_config_close(&config);
	}
}

static void test_the_zones_of_a_category(void **state)
{
	static const struct {
		const char *category, *zones;
	} rows[] = {
		{ "open-relay", "" },
		{ "open-proxy", "dnsbl.dronebl.org " },
		{ "virus", "zen.dq.spamhaus.net dnsbl.dronebl.org bl.example.net " },
		{ "spam", "zen.dq.spamhaus.net " },
		{ "spam-source", "psbl.surriel.com zen.dq.spamhaus.net " },
		{ "mine", "bl.example.net " },
	};
	struct wb_config *config = open_config(*state,
	    "category \"mine\" {}\n"
	    "dnswl \"rep.mailspike.net\" {}\n"
	    "dnsbl \"psbl.surriel.com\" {}\n"
	    "dnsbl \"s3cret.zen.dq.spamhaus.net\" {}\n"
	    "dnsbl \"dnsbl.sorbs.net\" {}\n"
	    "dnsbl \"ips.backscatterer.org\" {}\n"
	    "dnsbl \"dnsbl.dronebl.org\" {}\n"
	    "dnsbl \"bl.example.net\" {\n"
	    "    code \"127.0.0.2\" { category = \"mine\" }\n    code \"127.0.0.3\" { category = \"virus\" }\n"
	    "    code \"127.0.0.4\" { category = \"spam\" weight = 0 }\n}\n");

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_category *category = wb_policy_category(&config->policy, rows[i].category);
		const struct wb_zone *zones[WB_ZONES_MAX];
		size_t count;
		char buffer[300];
		struct wb_text text;

		begin_row(rows[i].category);
		count = wb_zones_list_for_category(
		    config->policy.zones, config->policy.zone_count, (size_t)(category - config->policy.categories), zones);
		wb_text_open(&text, buffer, sizeof(buffer));
		for (size_t z = 0; z < count; z++)
			wb_text_addf(&text, "%s ", zones[z]->shown);
		assert_string_equal(buffer, rows[i].zones);
	}
	wb_config_close(&config);
}

static void test_who_is_asked_about_ipv6(void **state)
{
	static const struct {
		const char *lines;
		bool asks;
	} rows[] = {
		{ "dnsbl \"zen.spamhaus.org\" {}", true },
		{ "dnsbl \"bl.spamcop.net\" {}", false },
		{ "dnsbl \"bl.example.net\" {}", false },
		{ "dnsbl \"zen.spamhaus.org\" { ipv6 = \"no\" }", false },
		{ "dnsbl \"bl.spamcop.net\" { ipv6 = \"yes\" }", true },
		{ "dnsbl \"bl.example.net\" { ipv6 = \"yes\" }", true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].lines);

		begin_row(rows[i].lines);
		assert_int_equal(config->policy.zones[0].asks_ipv6, rows[i].asks);
		wb_config_close(&config);
	}
}

static void test_names(void **state)
{
	static const struct {
		const char *label, *name, *right; /* NULL: good */
	} rows[] = {
		{ "a name", "bl.example.net", NULL },
		{ "letters, digits, '-', '_'", "0-a_B.example.net", NULL },
		{ "a label of 63", LABEL63 ".net", NULL },
		{ "a label of 64", LABEL63 "4.net", "a domain name" },
		{ "180 octets", NAME180, NULL },
		{ "181 octets", NAME180 "d", "a domain name" },
		{ "nothing", "", "a domain name" },
		{ "no dot", "localhost", "a domain name" },
		{ "a dot first", ".example.net", "a domain name" },
		{ "a dot last", "example.net.", "without the dot at its end" },
		{ "two dots", "bl..example.net", "a domain name" },
		{ "a space", "bl example.net", "a domain name" },
		{ "a line break", "bl.example.net\n", "a domain name" },
		{ "8-bit", "bl.ex\303\244mple.net", "a domain name" },
		{ "a key shows in no mistake", "s3cret..zen.dq.spamhaus.net", "zone \"zen.dq.spamhaus.net\"" },
		{ "nor that of an unknown list", "s3cret.new.dq.spamhaus.net.", "zone \"new.dq.spamhaus.net.\"" },
	};

	(void)state;
	assert_int_equal(strlen(NAME180), WB_ZONE_NAME_MAX);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config config = { .policy = { .zone_count = 0 } };
		struct wb_diagnostics diagnostics = { .count = 0 };
		struct wb_zone *zone;

		begin_row(rows[i].label);
		zone = wb_zone_section_add(&config, rows[i].name, false, (struct wb_position){ 7, 7 }, &diagnostics);
		assert_int_equal(zone != NULL, rows[i].right == NULL);
		assert_int_equal(diagnostics.count, rows[i].right != NULL);
		if (rows[i].right != NULL) {
			assert_int_equal(diagnostics.rows[0].position.line, 7);
			assert_contains(diagnostics.rows[0].text, rows[i].right);
			assert_null(strstr(diagnostics.rows[0].text, "s3cret"));
		}
		wb_pool_close(&config.pool);
	}
}

static void test_a_zone_stands_there_once(void **state)
{
	static const struct {
		const char *name;
		bool is_dnswl, added;
	} rows[] = {
		{ "bl.example.net", false, true },
		{ "bl.example.net", false, false },
		{ "BL.Example.NET", false, false },
		{ "bl.example.net", true, true },
		{ "bl.example.net", true, false },
		{ "bl2.example.net", false, true },
	};
	struct wb_config config = { .policy = { .zone_count = 0 } };
	static struct wb_diagnostics diagnostics;
	char name[40];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].name);
		assert_int_equal(wb_zone_section_add(&config, rows[i].name, rows[i].is_dnswl, (struct wb_position){ 1, 1 },
				     &diagnostics) != NULL,
		    rows[i].added);
		if (!rows[i].added)
			assert_contains(diagnostics.rows[diagnostics.count - 1].text, "one section for a zone");
	}
	begin_row("not more than there is room for");
	while (config.policy.zone_count < WB_ZONES_MAX) {
		snprintf(name, sizeof(name), "n%zu.example.net", config.policy.zone_count);
		assert_non_null(wb_zone_section_add(&config, name, false, (struct wb_position){ 1, 1 }, &diagnostics));
	}
	diagnostics.count = 0;
	assert_null(wb_zone_section_add(&config, "last.example.net", false, (struct wb_position){ 1, 1 }, &diagnostics));
	assert_contains(diagnostics.rows[0].text, "fewer zones");
	assert_int_equal(config.policy.zone_count, WB_ZONES_MAX);
	wb_pool_close(&config.pool);
}

static void test_whose_a_zone_is(void **state)
{
	static const struct {
		const char *name, *shown, *run_by;
	} rows[] = {
		{ "zen.spamhaus.org", "zen.spamhaus.org", "Spamhaus" },
		{ "s3cret.zen.dq.spamhaus.net", "zen.dq.spamhaus.net", "Spamhaus" },
		{ "S3CRET.XBL.DQ.SPAMHAUS.NET", "XBL.DQ.SPAMHAUS.NET", "Spamhaus" },
		{ "s3cret.new.dq.spamhaus.net", "new.dq.spamhaus.net", "new.dq.spamhaus.net" },
		{ "bl.example.net", "bl.example.net", "bl.example.net" },
	};
	const char *names[WB_ZONES_MAX];
	struct wb_config config = { .policy = { .zone_count = 0 } };
	static struct wb_diagnostics diagnostics;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_zone *zone =
		    wb_zone_section_add(&config, rows[i].name, false, (struct wb_position){ 1, 1 }, &diagnostics);

		begin_row(rows[i].name);
		assert_non_null(zone);
		assert_string_equal(zone->name, rows[i].name);
		assert_string_equal(zone->shown, rows[i].shown);
		assert_string_equal(zone->run_by, rows[i].run_by);
	}
	wb_zones_list_names(config.policy.zones, config.policy.zone_count, names);
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(names[i], rows[i].shown);
	wb_pool_close(&config.pool);
}

static void test_what_an_own_code_must_not_say(void **state)
{
	static const struct {
		const char *label, *lines, *right;
	} rows[] = {
		{ "a category that there is not", "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { category = \"nope\" } }",
		    "expected a category" },
		{ "no category", "dnsbl \"bl.example.net\" { code \"127.0.0.2\" { } }", "category" },
		{ "no code", "dnsbl \"bl.example.net\" { code \"203.0.113.9\" { category = \"spam\" } }",
		    "found code \"203.0.113.9\"" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		static struct wb_diagnostics diagnostics;
		struct wb_config *config;
		enum wb_status status;

		begin_row(rows[i].label);
		memset(&diagnostics, 0, sizeof(diagnostics));
		status = wb_config_open(write_text(*state, "whyblock.conf", rows[i].lines), &config, &diagnostics);
		wb_config_close(&config);
		assert_int_equal(status, WB_INVALID);
		assert_contains(diagnostics.rows[0].text, rows[i].right);
		assert_int_equal(diagnostics.rows[0].position.line, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_what_a_code_means),
		test_in_folder(test_categories_are_found),
		test_in_folder(test_the_most_that_a_zone_can_add),
		test_in_folder(test_where_a_host_gets_off_the_list),
		test_in_folder(test_the_zones_of_a_category),
		test_in_folder(test_who_is_asked_about_ipv6),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_a_zone_stands_there_once),
		cmocka_unit_test(test_whose_a_zone_is),
		test_in_folder(test_what_an_own_code_must_not_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
