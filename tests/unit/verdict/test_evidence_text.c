/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_evidence_text.c - evidence in words, of each kind. */
#include "fixture.h"
#include "rule_fixture.h"
#include "verdict/evidence_text.h"

static const struct wb_place place = { .country = "US", .asn = 64496, .as_org = "Example Net" };

static uint32_t asns[] = { 64496 };
static const char *countries[] = { "US" };

static void test_each_kind(void **state)
{
	const struct wb_listing listing = listing_of("192.0.2.0/24", "spam");
	const struct wb_zone zone = { .shown = "bl.example.net" };
	const struct wb_code code = { .meaning = "an open relay" };
	const struct wb_rule by_asn = { .name = "asn", .asns = { asns, 1 }, NO_TEXTS };
	const struct wb_rule by_country = { .name = "country", .countries = { countries, 1 }, NO_TEXTS };
	const struct wb_rule by_both = { .name = "both", .asns = { asns, 1 }, .countries = { countries, 1 }, NO_TEXTS };
	static const struct wb_rule by_helo = {
		.name = "helo", .helo_facts = 1, NO_PATTERNS, .reason = "it is odd", .remedy = "set it right"
	};
	const struct {
		const char *label;
		struct wb_evidence evidence;
		const char *source, *detail, *reason, *remedy;
	} rows[] = {
		{ "listing", wb_evidence_of_listing(&listing), "listing:staff:ann", "192.0.2.0/24", "seen relaying", "" },
		{ "zone", { .kind = WB_EVIDENCE_ZONE, .hit = { &zone, &code, 0x7f00000a, "ask us" } },
		    "dnsbl:bl.example.net:127.0.0.10", "an open relay", "ask us", "" },
		{ "rule by ASN", { .kind = WB_EVIDENCE_RULE, .rule = &by_asn }, "rule:asn", "AS64496 Example Net", "", "" },
		{ "rule by country", { .kind = WB_EVIDENCE_RULE, .rule = &by_country }, "rule:country", "country US", "", "" },
		{ "rule by both", { .kind = WB_EVIDENCE_RULE, .rule = &by_both }, "rule:both",
		    "AS64496 Example Net, country US", "", "" },
		{ "rule by HELO", { .kind = WB_EVIDENCE_RULE, .rule = &by_helo, .detail = "HELO localhost" }, "rule:helo",
		    "HELO localhost", "it is odd", "set it right" },
		{ "rule about a mail", { .kind = WB_EVIDENCE_MESSAGE, .rule = &by_helo, .detail = "file mailer.php" },
		    "rule:helo", "file mailer.php", "it is odd", "set it right" },
		{ "rule by ASN, and a detail", { .kind = WB_EVIDENCE_RULE, .rule = &by_asn, .detail = "HELO localhost" },
		    "rule:asn", "AS64496 Example Net, HELO localhost", "", "" },
		{ "neighbours", { .kind = WB_EVIDENCE_NEIGHBOURS, .network = prefix_of("192.0.2.0/24") }, "neighbours",
		    "192.0.2.0/24", "3 or more other hosts of its /24 are listed", "" },
		{ "neighbours, IPv6", { .kind = WB_EVIDENCE_NEIGHBOURS, .network = prefix_of("2001:db8::/48") }, "neighbours",
		    "2001:db8::/48", "3 or more other /64s of its /48 are listed", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char source[WB_EVIDENCE_SOURCE_SIZE], detail[WB_EVIDENCE_DETAIL_SIZE];
		struct wb_text text;

		begin_row(rows[i].label);
		wb_text_open(&text, source, sizeof(source));
		wb_evidence_add_source(&rows[i].evidence, &text);
		assert_string_equal(source, rows[i].source);
		wb_text_open(&text, detail, sizeof(detail));
		wb_evidence_add_detail(&rows[i].evidence, &place, &text);
		assert_string_equal(detail, rows[i].detail);
		assert_string_equal(wb_evidence_reason(&rows[i].evidence), rows[i].reason);
		assert_string_equal(wb_evidence_remedy(&rows[i].evidence), rows[i].remedy);
	}
}

/* A name of 180 characters, as long as a zone's may be, leaves room for the return code. */
static void test_a_long_zone_is_cut(void **state)
{
	char name[WB_ZONE_NAME_MAX + 1], source[WB_EVIDENCE_SOURCE_SIZE];
	const struct wb_zone zone = { .shown = name };
	const struct wb_evidence evidence = { .kind = WB_EVIDENCE_ZONE, .hit = { .zone = &zone, .return_code = 0x7fffffff } };
	struct wb_text text;

	(void)state;
	memset(name, 'z', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	wb_text_open(&text, source, sizeof(source));
	wb_evidence_add_source(&evidence, &text);
	assert_false(text.truncated);
	assert_contains(source, "zz:127.255.255.255");
	assert_int_equal(strlen(source), strlen("dnsbl:") + 120 + strlen(":127.255.255.255"));
}

static void test_who_vouches_for_a_host(void **state)
{
	static struct wb_facts facts;
	const struct wb_zone zone = { .shown = "list.dnswl.org" };
	char buffer[128];
	struct wb_text text;

	(void)state;
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_evidence_add_voucher(&facts, &text);
	assert_string_equal(buffer, "");
	facts.vouching_zone = &zone;
	facts.vouching_trust = 2;
	wb_evidence_add_voucher(&facts, &text);
	assert_string_equal(buffer, "list.dnswl.org, trust 2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind),
		cmocka_unit_test(test_a_long_zone_is_cut),
		cmocka_unit_test(test_who_vouches_for_a_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
