/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_evidence.c - what is gathered about an address, and what a failure does to it. */
#include "fixture.h"
#include "mmdb_fixture.h"
#include "published_fixture.h"
#include "verdict/classify.h"
#include "verdict/evidence_text.h"

static struct wb_facts facts;

/* A configuration that uses this store, no mmdb files unless lines name them, and lines. */
static struct wb_config *open_with_store(const char *folder, const char *store, const char *lines)
{
	char buffer[1024];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_addf(&text, "store = \"%s\"\n%s\n", store, lines);
	if (strstr(lines, "geoip") == NULL)
		wb_text_add(&text, "geoip { country = \"\" asn = \"\" }\n");
	return open_config(folder, buffer);
}

static const char *source_of(const struct wb_evidence *evidence)
{
	static char buffer[WB_EVIDENCE_SOURCE_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_evidence_add_source(evidence, &text);
	return buffer;
}

static const char *detail_of(const struct wb_evidence *evidence)
{
	static char buffer[WB_EVIDENCE_DETAIL_SIZE];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_evidence_add_detail(evidence, &facts.place, &text);
	return buffer;
}

static void gather(const struct wb_config *config, const char *client)
{
	struct wb_address address = address_of(client);

	memset(&facts, 'x', sizeof(facts)); /* nothing of an earlier client may stay */
	wb_evidence_gather(&config->policy, &address, NOW_S, &facts);
	if (facts.fault.text[0] != '\0')
		print_message("      %s\n", facts.fault.text);
}

static void test_listings_become_evidence(void **state)
{
	const char *store = init_store(*state);
	struct wb_config *config = open_with_store(*state, store, "category \"mine\" {}");
	struct wb_listing listing = listing_of("192.0.2.0/24", "mine");

	listing.scope = WB_SCOPE_RANGE;
	listing.expires_at_s = NOW_S + 1;
	add_listing(store, &listing);
	list_prefix(store, "192.0.2.66", "open-relay");
	list_prefix(store, "192.0.2.67", "virus");
	gather(config, "192.0.2.66");
	assert_string_equal(facts.fault.text, "");
	assert_false(facts.listings_unknown);
	assert_int_equal(facts.evidence_count, 2);
	assert_int_equal(facts.local_count, 2);
	assert_string_equal(source_of(&facts.evidence[0]), "listing:staff:ann");
	assert_int_equal(facts.evidence[0].category, 0);
	assert_int_equal(facts.evidence[0].scope, WB_SCOPE_HOST);
	assert_int_equal(facts.evidence[0].weight_milli, 1000);
	assert_string_equal(wb_evidence_reason(&facts.evidence[0]), "seen relaying");
	assert_string_equal(detail_of(&facts.evidence[0]), "192.0.2.66/32");
	assert_int_equal(facts.evidence[1].category, 7);
	assert_int_equal(facts.evidence[1].scope, WB_SCOPE_RANGE);
	assert_int_equal(wb_evidence_expires_at_s(&facts.evidence[1]), NOW_S + 1);
	assert_string_equal(detail_of(&facts.evidence[1]), "192.0.2.0/24");
	assert_false(facts.is_allowed);
	gather(config, "203.0.113.1");
	assert_int_equal(facts.evidence_count, 0);
	wb_config_close(&config);
}

static void test_a_category_that_the_configuration_lacks_does_not_count(void **state)
{
	const char *store = init_store(*state);
	struct wb_config *config = open_with_store(*state, store, "");

	list_prefix(store, "192.0.2.66", "gone");
	gather(config, "192.0.2.66");
	assert_int_equal(facts.evidence_count, 0);
	assert_int_equal(facts.unknown_category_count, 1);
	assert_string_equal(facts.fault.text, "");
	wb_config_close(&config);
}

static void test_the_allow_listing_that_lasts_longest_is_kept(void **state)
{
	static const struct {
		const char *label;
		int64_t host, range; /* when the listings of /32 and /24 expire; -1: not listed */
		const char *wanted;
	} rows[] = {
		{ "none", -1, -1, "" },
		{ "one", NOW_S + 100, -1, "192.0.2.66/32" },
		{ "the later one first", NOW_S + 200, NOW_S + 100, "192.0.2.66/32" },
		{ "the later one last", NOW_S + 100, NOW_S + 200, "192.0.2.0/24" },
		{ "one without end first", 0, NOW_S + 200, "192.0.2.66/32" },
		{ "one without end last", NOW_S + 200, 0, "192.0.2.0/24" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char folder[256];
		const char *store;
		struct wb_config *config;
		const int64_t expires[] = { rows[i].host, rows[i].range };
		static const char *const prefixes[] = { "192.0.2.66", "192.0.2.0/24" };

		begin_row(rows[i].label);
		snprintf(folder, sizeof(folder), "%s/%zu", (char *)*state, i);
		assert_int_equal(mkdir(folder, 0755), 0);
		store = init_store(folder);
		config = open_with_store(folder, store, "");
		for (size_t p = 0; p < COUNT(prefixes); p++) {
			struct wb_listing listing = listing_of(prefixes[p], WB_CATEGORY_ALLOW);

			listing.expires_at_s = expires[p];
			if (expires[p] >= 0)
				add_listing(store, &listing);
		}
		gather(config, "192.0.2.66");
		wb_config_close(&config);
		assert_int_equal(facts.evidence_count, 0);
		assert_int_equal(facts.is_allowed, rows[i].wanted[0] != '\0');
		if (facts.is_allowed) {
			const struct wb_evidence allow = wb_evidence_of_listing(&facts.allow);

			assert_string_equal(detail_of(&allow), rows[i].wanted);
		}
	}
}

static void test_a_broken_store_is_a_fault_and_no_evidence(void **state)
{
	const char *store = init_store(*state);
	struct wb_config *config = open_with_store(*state, store, "");

	list_prefix(store, "192.0.2.66", "spam");
	write_text(store, "published/recent-1", "garbage");
	gather(config, "192.0.2.66");
	assert_true(facts.listings_unknown);
	assert_int_equal(facts.evidence_count, 0);
	assert_contains(facts.fault.text, store);
	wb_config_close(&config);
	begin_row("no store at all");
	config = open_with_store(*state, path_in(*state, "none"), "");
	gather(config, "192.0.2.66");
	assert_true(facts.listings_unknown);
	assert_contains(facts.fault.text, "whyblock init");
	wb_config_close(&config);
}

static void test_an_unreadable_record_is_a_fault_but_the_rest_counts(void **state)
{
	static const char key[] = "\0\0\0\0\0\0\0\0\0\0\377\377\300\0\2\102\200virus\0staff:x";
	const char *store = init_store(*state);
	struct wb_config *config = open_with_store(*state, store, "");

	list_prefix(store, "192.0.2.66", "spam");
	put_into_listings(store, "listings", key, sizeof(key) - 1, "?", 1);
	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	gather(config, "192.0.2.66");
	assert_false(facts.listings_unknown);
	assert_int_equal(facts.evidence_count, 1);
	assert_contains(facts.fault.text, "1 records that cover this address cannot be read");
	wb_config_close(&config);
}

static void test_mmdb_files(void **state)
{
	static const char rule[] =
	    "rule \"r\" { asn = {64496} category = \"spam\" }\nrule \"c\" { countries = {\"US\"} category = \"spam\" }";
	const char *store = init_store(*state);
	char lines[512];
	struct wb_config *config;

	begin_row("missing ones are normal");
	snprintf(
	    lines, sizeof(lines), "geoip { country = \"%s\" asn = \"/none\" }\n%s", write_text(*state, "c.mmdb", "?"), rule);
	config = open_with_store(*state, store, lines);
	gather(config, "192.0.2.66");
	wb_config_close(&config);
	assert_string_equal(facts.fault.text, "");
	assert_string_equal(facts.place.country, "");
	assert_int_equal(facts.evidence_count, 0);

	begin_row("an empty one is a fault, and the listings still count");
	list_prefix(store, "192.0.2.66", "spam");
	write_text(store, "published/country.mmdb", "");
	config = open_with_store(*state, store, lines);
	gather(config, "192.0.2.66");
	wb_config_close(&config);
	assert_contains(facts.fault.text, "published/country.mmdb");
	assert_false(facts.listings_unknown);
	assert_int_equal(facts.evidence_count, 1);

	begin_row("of two faults the first is told");
	write_text(store, "published/recent-1", "");
	config = open_with_store(*state, store, lines);
	gather(config, "192.0.2.66");
	wb_config_close(&config);
	assert_contains(facts.fault.text, "recent-1");

	begin_row("one that the policy does not name is not asked");
	config = open_with_store(*state, init_store(*state), rule);
	gather(config, "192.0.2.66");
	wb_config_close(&config);
	assert_string_equal(facts.fault.text, "");
}

static void test_country_and_asn_feed_the_rules(void **state)
{
	const char *store = init_store(*state);
	struct wb_config *config;

	if (!make_mmdb_files(*state))
		skip();
	rename(path_in(*state, "maxmind-country.mmdb"), path_in(store, "published/country.mmdb"));
	rename(path_in(*state, "maxmind-asn.mmdb"), path_in(store, "published/asn.mmdb"));
	config = open_with_store(*state, store,
	    "geoip { country = \"/wherever\" asn = \"/else\" }\n"
	    "rule \"r\" { asn = {64496} countries = {\"US\"} category = \"spam\" }");
	list_prefix(store, "192.0.2.66", "virus");
	gather(config, "192.0.2.66");
	assert_string_equal(facts.place.country, "US");
	assert_int_equal(facts.place.asn, 64496);
	assert_int_equal(facts.evidence_count, 2);
	assert_string_equal(source_of(&facts.evidence[1]), "rule:r");
	begin_row("of the next client nothing stays");
	gather(config, "203.0.114.1");
	assert_string_equal(facts.place.country, "");
	assert_int_equal(facts.evidence_count, 0);
	wb_config_close(&config);
}

static void list_asn(const char *store, uint32_t asn)
{
	struct wb_listing listing = listing_of("192.0.2.1", "spam");

	listing.prefix = wb_prefix_of_asn(asn);
	listing.scope = WB_SCOPE_NETWORK;
	add_listing(store, &listing);
}

/* Without any rule that asks for it, too; and a network around the prefixes of ASes is none of theirs. */
static void test_a_listed_as_is_evidence_about_the_network(void **state)
{
	const char *store = init_store(*state);
	struct wb_config *config;

	if (!make_mmdb_files(*state))
		skip();
	rename(path_in(*state, "maxmind-asn.mmdb"), path_in(store, "published/asn.mmdb"));
	config = open_with_store(*state, store, "geoip { country = \"\" asn = \"/else\" }\n");
	list_prefix(store, "2001:db8::1", "spam");
	list_prefix(store, "a5::/32", "spam");
	begin_row("no AS is listed: nobody asks for the client's");
	gather(config, "192.0.2.66");
	assert_int_equal(facts.evidence_count, 0);
	assert_false(facts.is_located);
	list_asn(store, 64496);
	list_asn(store, 1);
	begin_row("its own is");
	gather(config, "192.0.2.66");
	assert_int_equal(facts.evidence_count, 1);
	assert_int_equal(facts.evidence[0].scope, WB_SCOPE_NETWORK);
	assert_string_equal(detail_of(&facts.evidence[0]), "AS64496");
	begin_row("another one's is");
	gather(config, "198.51.100.1");
	assert_int_equal(facts.place.asn, 64497);
	assert_int_equal(facts.evidence_count, 0);
	begin_row("the AS is not known");
	gather(config, "203.0.114.1");
	assert_int_equal(facts.evidence_count, 0);
	begin_row("an allowed host");
	list_prefix(store, "192.0.2.67", WB_CATEGORY_ALLOW);
	gather(config, "192.0.2.67");
	assert_true(facts.is_allowed);
	assert_int_equal(facts.evidence_count, 0);
	begin_row("the file cannot be read: a fault, and no evidence");
	write_text(store, "published/asn.mmdb", "?");
	gather(config, "192.0.2.66");
	assert_int_equal(facts.evidence_count, 0);
	assert_contains(facts.fault.text, "asn.mmdb");
	assert_false(facts.listings_unknown);
	wb_config_close(&config);
}

static const struct built_row around[] = {
	{ .prefix = "192.0.2.1" },
	{ .prefix = "192.0.2.2", .category = "virus" },
	{ .prefix = "192.0.2.3" },
	{ .prefix = "192.0.2.65" },
	{ .prefix = "192.0.2.66", .category = "virus", .source = "staff:eve" },
};

/* What is done about 192.0.2.66 with these listings and this configuration. */
static enum wb_action decide_with(const char *folder, const char *lines)
{
	struct wb_config *config = open_with_store(folder, folder, lines);
	struct wb_verdict verdict;

	gather(config, "192.0.2.66");
	wb_classify(&config->policy, &facts, NULL, NOW_S, &verdict);
	for (size_t i = 0; i < facts.evidence_count; i++) {
		if (facts.evidence[i].kind == WB_EVIDENCE_NEIGHBOURS)
			assert_string_equal(config->policy.categories[facts.evidence[i].category].id, "spam-source");
	}
	wb_config_close(&config);
	return verdict.action;
}

static void test_neighbours_are_evidence_about_the_range(void **state)
{
	static const struct built_row own = { .prefix = "192.0.2.66", .category = "spam-source" };

	publish_recent(*state, NULL, 0);
	publish_base(*state, around, COUNT(around) - 1, false);
	begin_row("not unless they have a weight");
	assert_int_equal(decide_with(*state, ""), WB_OFF);
	assert_int_equal(facts.evidence_count, 0);
	begin_row("one row");
	assert_int_equal(decide_with(*state, "neighbours_weight = 0.25"), WB_OFF);
	assert_int_equal(facts.evidence_count, 1);
	assert_int_equal(facts.local_count, 1);
	assert_int_equal(facts.evidence[0].kind, WB_EVIDENCE_NEIGHBOURS);
	assert_int_equal(facts.evidence[0].scope, WB_SCOPE_RANGE);
	assert_int_equal(facts.evidence[0].weight_milli, 250);
	assert_int_equal(wb_evidence_expires_at_s(&facts.evidence[0]), 0);
	assert_null(wb_evidence_zone(&facts.evidence[0]));
	assert_string_equal(source_of(&facts.evidence[0]), "neighbours");
	assert_string_equal(detail_of(&facts.evidence[0]), "192.0.2.0/24");
	begin_row("however heavy, it never rejects alone");
	assert_int_equal(decide_with(*state, "neighbours_weight = 1000"), WB_DEFER);
	begin_row("nor where spam-source is off");
	assert_int_equal(
	    decide_with(*state, "neighbours_weight = 1000\ncategory \"spam-source\" { action = \"off\" }"), WB_OFF);
	assert_int_equal(facts.evidence_count, 0);
	begin_row("two are none, whatever is off");
	assert_int_equal(decide_with(*state,
			     "neighbours_weight = 1000\ncategory \"virus\" { action = \"off\" }\n"
			     "category \"spam\" { action = \"off\" }"),
	    WB_OFF);
	assert_int_equal(facts.evidence_count, 0);
	begin_row("evidence about the host joins it");
	publish_recent(*state, &own, 1);
	assert_int_equal(
	    decide_with(*state, "neighbours_weight = 1.0\ncategory \"spam-source\" { threshold = 2.0 }"), WB_REJECT);
	assert_int_equal(facts.evidence_count, 2);
	begin_row("an allow listing wins over it");
	publish_recent(*state, &(struct built_row){ .prefix = "192.0.2.66", .category = "allow" }, 1);
	assert_int_equal(decide_with(*state, "neighbours_weight = 1.0"), WB_OFF);
}

static void test_damage_among_neighbours_is_a_fault_of_theirs(void **state)
{
	publish_recent(*state, NULL, 0);
	publish_base(*state, around, COUNT(around), false);
	built_file.rows[1].check ^= 1;
	build_write(&built_file, *state, "listings-1.7");
	begin_row("who does not look there does not feel it");
	assert_int_equal(decide_with(*state, ""), WB_REJECT);
	assert_string_equal(facts.fault.text, "");
	begin_row("who does is told, and what is known of the host still counts");
	assert_int_equal(decide_with(*state, "neighbours_weight = 1.0"), WB_REJECT);
	assert_contains(facts.fault.text, "listings-1.7: the file is damaged");
	assert_false(facts.listings_unknown);
	assert_int_equal(facts.evidence_count, 1);
	assert_string_equal(source_of(&facts.evidence[0]), "listing:staff:eve");
}

static void list_many(const char *store, int64_t expires_at_s)
{
	struct wb_listing_writer *writer;

	assert_int_equal(wb_listing_writer_open(store, &writer, NULL), WB_OK);
	for (int i = 0; i < WB_EVIDENCE_MAX + 10; i++) {
		struct wb_listing listing = listing_of("192.0.2.66", "spam");

		snprintf(listing.source, sizeof(listing.source), "feed:%d", i);
		listing.expires_at_s = expires_at_s;
		assert_int_equal(wb_listing_add(writer, &listing, NULL, NULL), WB_OK);
	}
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
}

static void test_there_is_room_for_so_much_evidence(void **state)
{
	const char *store = init_store(*state);
	struct wb_config *config = open_with_store(*state, store, "");

	begin_row("expired listings leave room for what counts");
	list_many(store, NOW_S);
	list_prefix(store, "192.0.2.0/25", "virus");
	gather(config, "192.0.2.66");
	assert_true(facts.evidence_count < WB_EVIDENCE_MAX);
	assert_string_equal(detail_of(&facts.evidence[facts.evidence_count - 1]), "192.0.2.0/25");
	assert_int_equal(facts.left_out_count, 0);
	begin_row("no more than there is room for, and what is left out is counted");
	list_many(store, 0);
	gather(config, "192.0.2.66");
	assert_int_equal(facts.evidence_count, WB_EVIDENCE_MAX);
	assert_int_equal(facts.left_out_count, 11);
	assert_int_equal(facts.local_left_out_count, 11);
	assert_null(wb_evidence_add(&facts));
	assert_int_equal(facts.left_out_count, 12);
	begin_row("an allow listing behind them is found all the same");
	list_prefix(store, "192.0.2.0/24", "allow");
	gather(config, "192.0.2.66");
	assert_true(facts.is_allowed);
	assert_string_equal(facts.allow.source, "staff:ann");
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_listings_become_evidence),
		test_in_folder(test_a_category_that_the_configuration_lacks_does_not_count),
		test_in_folder(test_the_allow_listing_that_lasts_longest_is_kept),
		test_in_folder(test_a_broken_store_is_a_fault_and_no_evidence),
		test_in_folder(test_an_unreadable_record_is_a_fault_but_the_rest_counts),
		test_in_folder(test_mmdb_files),
		test_in_folder(test_country_and_asn_feed_the_rules),
		test_in_folder(test_neighbours_are_evidence_about_the_range),
		test_in_folder(test_damage_among_neighbours_is_a_fault_of_theirs),
		test_in_folder(test_there_is_room_for_so_much_evidence),
		test_in_folder(test_a_listed_as_is_evidence_about_the_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
