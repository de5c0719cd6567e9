/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_catalogue.c - the table of zones, and the keys that show nowhere. */
#include "dns/catalogue.h"

#include "dns/return_code.h"
#include "unit.h"

/* A row that a row before it always matches instead can never count. */
static void assert_reached(const struct wb_catalogue_zone *zone, const struct wb_catalogue_code *code)
{
	struct wb_code_match match, before;

	assert_int_equal(wb_code_match_parse(code->codes, &match, NULL), WB_OK);
	for (const struct wb_catalogue_code *other = zone->codes; match.bit == 0 && other != code; other++) {
		assert_int_equal(wb_code_match_parse(other->codes, &before, NULL), WB_OK);
		if (before.bit == 0 && wb_code_match_holds(&before, match.from) && wb_code_match_holds(&before, match.to))
			fail_msg("%s never counts: %s stands before it", code->codes, other->codes);
	}
}

static void check_row(const struct wb_catalogue_zone *zone, const struct wb_catalogue_code *code)
{
	bool is_wide = (zone->flags & WB_ZONE_WIDE) != 0;

	assert_reached(zone, code);
	assert_true(strlen(code->meaning) > 0);
	assert_int_equal(code->category != NULL, code->kind == WB_CODE_LISTED);
	if (code->kind == WB_CODE_ALLOW)
		assert_in_range(code->number, 0, 3);
	if (code->kind != WB_CODE_LISTED)
		return;
	assert_in_range(code->number, 1, code->scope == WB_SCOPE_HOST ? 1000 : 500);
	assert_int_equal(is_wide, code->scope != WB_SCOPE_HOST);
	assert_false(is_wide && strcmp(code->category, "policy") != 0);
}

static void test_every_row_of_the_table_is_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < wb_catalogue_count; i++) {
		const struct wb_catalogue_zone *zone = &wb_catalogue[i];
		size_t key_length;

		begin_row(zone->name);
		assert_ptr_equal(wb_catalogue_find(zone->name, &key_length), zone); /* so no name stands there twice */
		assert_int_equal(key_length, 0);
		assert_true(strlen(zone->run_by) > 0 && strlen(zone->terms) > 0);
		assert_int_equal(strcmp(zone->terms, "key") == 0, (zone->flags & WB_ZONE_KEYED) != 0);
		for (const struct wb_catalogue_code *code = zone->codes; code != NULL && code->codes != NULL; code++)
			check_row(zone, code);
	}
}

static void test_every_keyed_zone_hides_its_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < wb_catalogue_count; i++) {
		const struct wb_catalogue_zone *zone = &wb_catalogue[i];
		bool is_keyed = (zone->flags & WB_ZONE_KEYED) != 0;
		char name[200];
		size_t key_length;

		begin_row(zone->name);
		snprintf(name, sizeof(name), "secret.%s", zone->name);
		/* Of the dead, too, what is below: without a key. */
		assert_ptr_equal(wb_catalogue_find(name, &key_length), is_keyed || zone->dead_since != NULL ? zone : NULL);
		assert_int_equal(key_length, is_keyed ? strlen("secret.") : 0);
	}
}

static void check_page(const char *page)
{
	/* Few sites of this kind have no https. */
	static const char *const plain[] = { "http://www.gbudb.com/" };
	bool is_good = strncmp(page, "https://", 8) == 0;
	size_t placeholders = 0;

	for (size_t i = 0; i < COUNT(plain); i++)
		is_good = is_good || strncmp(page, plain[i], strlen(plain[i])) == 0;
	if (!is_good || !wb_text_is_printable(page) || strpbrk(page, " \"'<>\\`") != NULL)
		fail_msg("\"%s\" is no page to send people to", page);
	for (const char *at = strchr(page, '%'); at != NULL; at = strchr(at + 1, '%'), placeholders++)
		assert_memory_equal(at, "%{ip}", 5);
	assert_in_range(placeholders, 0, 1);
}

static void test_where_a_host_gets_off_the_list(void **state)
{
	static const struct {
		const char *name, *removal; /* NULL: none is known */
	} rows[] = {
		{ "zen.spamhaus.org", "https://check.spamhaus.org/results/?query=%{ip}" },
		{ "secret.xbl.dq.spamhaus.net", "https://check.spamhaus.org/results/?query=%{ip}" },
		{ "bl.spamcop.net", "https://www.spamcop.net/w3m?action=checkblock&ip=%{ip}" },
		{ "b.barracudacentral.org", "https://www.barracudacentral.org/rbl/removal-request" },
		{ "ips.backscatterer.org",
		    "https://www.backscatterer.org/?target=test" }, /* not that of the lists it is run with */
		{ "bip.virusfree.cz", NULL },
		{ "list.dnswl.org", NULL }, /* nobody wants to get off it */
		{ "dnsbl.sorbs.net", NULL },
	};
	size_t key_length;

	(void)state;
	for (size_t i = 0; i < wb_catalogue_count; i++) {
		begin_row(wb_catalogue[i].name);
		if (wb_catalogue[i].dead_since != NULL)
			assert_null(wb_catalogue[i].removal);
		else if (wb_catalogue[i].removal != NULL)
			check_page(wb_catalogue[i].removal);
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_catalogue_zone *zone = wb_catalogue_find(rows[i].name, &key_length);

		begin_row(rows[i].name);
		assert_non_null(zone);
		if (rows[i].removal != NULL)
			assert_string_equal(zone->removal, rows[i].removal);
		else
			assert_null(zone->removal);
	}
}

static void test_dead_zones_are_known(void **state)
{
	static const struct {
		const char *name, *since;
	} rows[] = {
		{ "dnsbl.sorbs.net", "2024" },
		{ "dnsbl.njabl.org", "2013" },
		{ "dnsbl.ahbl.org", "listed the world" },
		{ "relays.ordb.org", "listed the world" },
		{ "list.dsbl.org", "2008" },
		{ "relays.osirusoft.com", "2003" },
		{ "opm.blitzed.org", "" },
		{ "blackholes.five-ten-sg.com", "" },
		{ "dsn.rfc-ignorant.org", "2012" },
		{ "cbl.abuseat.org", "2021" },
		{ "dnsbl.inps.de", "2020" },
		{ "ix.dnsbl.manitu.net", "2025" },
		{ "dul.ru", "2015" },
		{ "bl.emailbasura.org", "2019" },
		{ "DNSBL.SORBS.NET", "2024" },
		{ "spam.dnsbl.sorbs.net", "2024" },
		{ "combined.njabl.org", "2013" },
		{ "a.ix.dnsbl.manitu.net", "2025" },
		{ "rbl.megarbl.net", "listed the world" },
		{ "bl.burnt-tech.com", "listed the world" },
		{ "dnsbl.cyberlogic.net", "" },
		{ "bl.drmx.org", "" },
		{ "dnsbl.madavi.de", "2025" },
		{ "zen.spamhaus.org", NULL },
		{ "bl.spamcop.net", NULL },
		{ "dnsbl.dronebl.org", NULL },
		{ "list.dnswl.org", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t key_length;
		const struct wb_catalogue_zone *zone = wb_catalogue_find(rows[i].name, &key_length);

		begin_row(rows[i].name);
		assert_non_null(zone);
		if (rows[i].since == NULL) {
			assert_null(zone->dead_since);
			continue;
		}
		assert_non_null(zone->dead_since);
		assert_contains(zone->dead_since, rows[i].since);
		assert_null(zone->codes); /* what is dead blocks nobody */
	}
}

/* A name that only ends like a dead one is another's. */
static void test_what_is_not_below_a_dead_list(void **state)
{
	static const char *const rows[] = { "notsorbs.net", "xdul.ru", "net", "abuse.ch", "manitu.net", "dnsbl.manitu.net",
		"sorbs.net.example.org", "abuseat.org" };
	size_t key_length;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i]);
		assert_null(wb_catalogue_find(rows[i], &key_length));
	}
}

static void test_a_zone_is_found_by_its_whole_name(void **state)
{
	static const struct {
		const char *name;
		bool known;
		size_t key_length;
	} rows[] = {
		{ "zen.spamhaus.org", true, 0 },
		{ "Zen.SpamHaus.ORG", true, 0 },
		{ "zen.spamhaus.org.", false, 0 },
		{ "en.spamhaus.org", false, 0 },
		{ "xzen.spamhaus.org", false, 0 },
		{ "secret.zen.spamhaus.org", false, 0 },
		{ "spamhaus.org", false, 0 },
		{ "bl.example.net", false, 0 },
		{ "", false, 0 },
		{ "secret.zen.dq.spamhaus.net", true, 7 },
		{ "SECRET.ZEN.DQ.SPAMHAUS.NET", true, 7 },
		{ "two.labels.zen.dq.spamhaus.net", true, 11 },
		{ "secret.zrd.dq.spamhaus.net", false, 7 }, /* not in the table, but a key all the same */
		{ "secret.combined.mail.abusix.zone", true, 7 },
		{ "dq.spamhaus.net", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t key_length = 99;

		begin_row(rows[i].name);
		assert_int_equal(wb_catalogue_find(rows[i].name, &key_length) != NULL, rows[i].known);
		assert_int_equal(key_length, rows[i].key_length);
	}
}

static void test_keys_are_taken_out_of_text(void **state)
{
	static const struct {
		const char *label, *text, *hidden, *redacted; /* redacted NULL: like hidden */
	} rows[] = {
		{ "no key", "bl.example.net", "bl.example.net", NULL },
		{ "nothing", "", "", NULL },
		{ "known list", "s3cret.zen.dq.spamhaus.net", "zen.dq.spamhaus.net", NULL },
		{ "capitals", "S3CRET.ZEN.DQ.SPAMHAUS.NET", "ZEN.DQ.SPAMHAUS.NET", NULL },
		{ "unknown list", "s3cret.new.dq.spamhaus.net", "new.dq.spamhaus.net", NULL },
		{ "another operator", "s3cret.new.mail.abusix.zone", "new.mail.abusix.zone", NULL },
		{ "a client's address before it", "66.2.0.192.s3cret.zen.dq.spamhaus.net", "zen.dq.spamhaus.net", NULL },
		{ "the list alone", "zen.dq.spamhaus.net", "zen.dq.spamhaus.net", NULL },
		{ "the domain alone", "dq.spamhaus.net", "dq.spamhaus.net", NULL },
		{ "not a domain name", "s3cret/..zen.dq.spamhaus.net.", "zen.dq.spamhaus.net.", NULL },
		{ "in quotes", "found \"s3cret.zen.dq.spamhaus.net\": no", "zen.dq.spamhaus.net\": no",
		    "found \"zen.dq.spamhaus.net\": no" },
		{ "in brackets", "zones {s3cret.zen.dq.spamhaus.net}", "zen.dq.spamhaus.net}", "zones {zen.dq.spamhaus.net}" },
		{ "a value", "zone=s3cret.zen.dq.spamhaus.net", "zen.dq.spamhaus.net", "zone=zen.dq.spamhaus.net" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *text = strdup(rows[i].text);

		begin_row(rows[i].label);
		assert_string_equal(wb_catalogue_hide_key(text), rows[i].hidden);
		wb_catalogue_redact(text);
		assert_string_equal(text, rows[i].redacted != NULL ? rows[i].redacted : rows[i].hidden);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_row_of_the_table_is_good),
		cmocka_unit_test(test_every_keyed_zone_hides_its_key),
		cmocka_unit_test(test_where_a_host_gets_off_the_list),
		cmocka_unit_test(test_dead_zones_are_known),
		cmocka_unit_test(test_what_is_not_below_a_dead_list),
		cmocka_unit_test(test_a_zone_is_found_by_its_whole_name),
		cmocka_unit_test(test_keys_are_taken_out_of_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
