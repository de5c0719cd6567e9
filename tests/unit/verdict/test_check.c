/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_check.c - the whole way from a client's facts to a verdict. */
#include "check_fixture.h"
#include "fake_dns.h"
#include "policy_fixture.h"
#include "verdict/published.h"
#include "verdict/zones_file.h"

#define ZONE(name) "dnsbl \"" name ".example.net\" { code \"127.0.0.2\" { category = \"open-relay\" } }\n"

static const char script[] = "bl.example.net 192.0.2.66 127.0.0.2\n"
			     "refuses.example.net * 127.255.255.254\n"
			     "unnamed.example.net 192.0.2.66 127.0.0.99\n"
			     "silent.example.net * silence\n";

static struct wb_config *config;
static struct wb_check_options options;
static struct wb_check *check;
static const struct wb_outcome *outcome;
FAKE_DNS_GROUP(script)

static int start(void **state)
{
	memset(&options, 0, sizeof(options));
	check_now_s = NOW_S;
	return open_folder(state);
}

static void close_check(void)
{
	wb_check_close(&check);
	wb_config_close(&config);
}

static int end(void **state)
{
	close_check();
	return close_folder(state);
}

#define test_of_check(test) cmocka_unit_test_setup_teardown(test, start, end)

/* Opens a configuration that uses an empty store, and these lines, and a check with the options of the test. */
static const char *open_check(const char *folder, const char *lines)
{
	config = open_check_config(folder, lines);
	check = open_check_of(&config->policy, options);
	return path_in(folder, "store");
}

static enum wb_action run_query(const struct wb_query *query)
{
	outcome = wb_check_run(check, query);
	return outcome->verdict.action;
}

static enum wb_action run(const char *client, const char *recipient)
{
	struct wb_query query = { .client = address_of(client) };

	snprintf(query.recipient, sizeof(query.recipient), "%s", recipient);
	return run_query(&query);
}

static void test_a_listed_client_is_rejected(void **state)
{
	list_prefix(open_check(*state, ""), "192.0.2.66", "open-relay");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_string_equal(outcome->verdict.category->id, "open-relay");
	assert_int_equal(outcome->verdict.decided_at_s, NOW_S);
	assert_int_equal(outcome->action, WB_REJECT);
	assert_int_equal(run("::ffff:192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_OFF);
	assert_null(outcome->verdict.category);
}

static void test_the_address_is_looked_up_once(void **state)
{
	const char *store = open_check(*state, "");

	list_prefix(store, "192.0.2.66", "open-relay");
	for (int i = 0; i < 5; i++)
		assert_int_equal(run("192.0.2.66", i % 2 == 0 ? "ann@example.net" : "postmaster@example.net"),
		    i % 2 == 0 ? WB_REJECT : WB_OFF);
	assert_int_equal(outcome->gather_count, 1);
	begin_row("what is listed meanwhile counts for the next connection");
	list_prefix(store, "192.0.2.66", "allow");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_int_equal(outcome->gather_count, 1);
	begin_row("another address is looked up anew");
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_OFF);
	assert_int_equal(outcome->gather_count, 2);
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
	assert_int_equal(outcome->gather_count, 3);
	assert_contains(outcome->verdict.exempt, "allow listing:staff:ann");
}

static void test_a_listing_expires_while_the_client_is_connected(void **state)
{
	const char *store = open_check(*state, "");
	struct wb_listing listing = listing_of("192.0.2.66", "spam");

	listing.expires_at_s = NOW_S;
	add_listing(store, &listing);
	check_now_s = NOW_S - 1;
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	check_now_s = NOW_S;
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
}

/* What staff ask about another time is decided as of that time, whatever the clock says. */
static void test_another_time(void **state)
{
	struct wb_listing listing = listing_of("192.0.2.66", "spam");

	options.at_s = NOW_S + 100;
	listing.expires_at_s = NOW_S + 100;
	add_listing(open_check(*state, ""), &listing);
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
	assert_int_equal(outcome->verdict.decided_at_s, NOW_S + 100);
	wb_check_close(&check);
	options.at_s = NOW_S + 99;
	check = open_check_of(&config->policy, options);
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
}

static void test_the_exempt_are_not_looked_up(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.66"), .authenticated = true };

	list_prefix(open_check(*state, ""), "0.0.0.0/0", "spam");
	assert_int_equal(run("127.0.0.1", "ann@example.net"), WB_OFF);
	assert_string_equal(outcome->verdict.exempt, "host 127.0.0.0/8");
	run_query(&query);
	assert_int_equal(outcome->verdict.action, WB_OFF);
	assert_string_equal(outcome->verdict.exempt, "authenticated");
	assert_int_equal(run("192.0.2.66", "Postmaster"), WB_OFF);
	assert_int_equal(outcome->gather_count, 0);
	begin_row("the next recipient of the same client is not exempt");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_string_equal(outcome->verdict.exempt, "");
}

static void test_recipients_of_the_message_are_not_kept(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.66"),
		.recipients = "postmaster@example.net, abuse@example.net" };

	list_prefix(open_check(*state, ""), "192.0.2.66", "spam");
	run_query(&query);
	assert_int_equal(outcome->verdict.action, WB_OFF);
	assert_null(outcome->query.recipients);
	query.recipients = "postmaster@example.net, ann@example.net";
	run_query(&query);
	assert_int_equal(outcome->verdict.action, WB_REJECT);
}

static void test_monitor_mode_only_logs(void **state)
{
	static const struct {
		const char *client;
		enum wb_action verdict;
	} rows[] = {
		{ "192.0.2.1", WB_OFF },
		{ "192.0.2.2", WB_LOG },
		{ "192.0.2.3", WB_TAG },
		{ "192.0.2.4", WB_DEFER },
		{ "192.0.2.5", WB_REJECT },
	};
	const char *store = open_check(*state,
	    "mode = \"monitor\"\ncategory \"log\" { action = \"log\" }\ncategory \"tag\" { action = \"tag\" }\n"
	    "category \"defer\" { action = \"defer\" }\ncategory \"reject\" { action = \"reject\" }\n");

	for (size_t i = 1; i < COUNT(rows); i++)
		list_prefix(store, rows[i].client, wb_action_name(rows[i].verdict));
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(wb_action_name(rows[i].verdict));
		config->policy.mode = WB_MONITOR;
		assert_int_equal(run(rows[i].client, "ann@example.net"), rows[i].verdict);
		assert_int_equal(outcome->action, rows[i].verdict == WB_OFF ? WB_OFF : WB_LOG);
		config->policy.mode = WB_ENFORCE;
		assert_int_equal(run(rows[i].client, "ann@example.net"), rows[i].verdict);
		assert_int_equal(outcome->action, rows[i].verdict);
	}
}

static void test_a_broken_store_accepts_or_defers(void **state)
{
	const char *store = open_check(*state, "category \"spam\" { action = \"log\" }\n");

	list_prefix(store, "192.0.2.66", "virus");
	write_text(store, "published/recent-1", "garbage");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
	assert_contains(outcome->facts.fault.text, store);
	config->policy.on_error = WB_ON_ERROR_DEFER;
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_DEFER);
	assert_true(outcome->verdict.on_error);
	assert_null(outcome->verdict.category);
	begin_row("the exempt are not deferred");
	assert_int_equal(run("192.0.2.66", "postmaster@example.net"), WB_OFF);
	assert_false(outcome->verdict.on_error);
	assert_int_equal(run("127.0.0.1", "ann@example.net"), WB_OFF);
}

static void test_another_fault_does_not_hide_what_is_known(void **state)
{
	const char *store = open_check(*state, "rule \"penguins\" { countries = {\"AQ\"} category = \"spam\" }");

	write_text(store, "published/country.mmdb", "");
	config->policy.geoip.country = "/wherever";
	config->policy.on_error = WB_ON_ERROR_DEFER;
	list_prefix(store, "192.0.2.66", "virus");
	list_prefix(store, "192.0.2.67", "allow");
	begin_row("a reject stays a reject");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_false(outcome->verdict.on_error);
	begin_row("an allow listing stays one");
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_OFF);
	begin_row("who is not listed is deferred");
	assert_int_equal(run("192.0.2.68", "ann@example.net"), WB_DEFER);
	assert_true(outcome->verdict.on_error);
	begin_row("where no rule asks, neither does anybody about a client of whom nothing is known");
	config->policy.rule_count = 0;
	assert_int_equal(run("192.0.2.69", "ann@example.net"), WB_OFF);
	assert_string_equal(outcome->facts.fault.text, "");
	wb_check_locate(check);
	assert_string_not_equal(outcome->facts.fault.text, "");
	config->policy.rule_count = 1;
	config->policy.on_error = WB_ON_ERROR_ACCEPT;
	assert_int_equal(run("192.0.2.68", "ann@example.net"), WB_OFF);
	config->policy.geoip.country = "";
}

static void prefetch(const char *client)
{
	struct wb_query query = { .client = address_of(client) };

	outcome = wb_check_prefetch(check, &query);
}

/* Nobody knows what it says: not even who is exempt. */
static void test_without_a_policy_everything_is_accepted(void **state)
{
	const struct wb_policy *policy;
	struct wb_error fault;

	assert_int_equal(wb_policy_open(path_in(*state, "none"), NULL, &policy, &fault), WB_UNAVAILABLE);
	assert_int_equal(wb_check_open(policy, &fault, &options, &check), WB_OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(run(i == 0 ? "192.0.2.66" : "127.0.0.1", "ann@example.net"), WB_OFF);
		assert_false(outcome->verdict.on_error);
		assert_string_equal(outcome->facts.fault.text, fault.text);
		assert_true(outcome->facts.listings_unknown);
		assert_int_equal(outcome->gather_count, 0);
	}
	prefetch("192.0.2.66");
	wb_check_close(&check);
	wb_policy_close(&policy);
}

/* What is published decides as what was compiled. */
static void test_a_published_policy_decides(void **state)
{
	const char *store = open_check(
	    *state, "on_error = \"defer\"\ncategory \"spam\" { action = \"defer\" }\nexempt { recipients = {\"help\"} }\n");
	const struct wb_policy *policy;
	struct wb_error fault;

	list_prefix(store, "192.0.2.66", "spam");
	list_prefix(store, "192.0.2.67", "open-relay");
	publish_policy(store, &config->policy);
	wb_check_close(&check);
	assert_int_equal(wb_policy_open(store, NULL, &policy, &fault), WB_OK);
	check = open_check_of(policy, options);
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_DEFER);
	assert_int_equal(run("192.0.2.66", "help@example.net"), WB_OFF);
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_REJECT);
	assert_int_equal(run("192.0.2.68", "ann@example.net"), WB_OFF);
	wb_check_close(&check);
	wb_policy_close(&policy);
}

/* Without a store there are no listings, and that is no fault. */
static void test_without_a_store_nothing_is_listed(void **state)
{
	open_check(*state, "");
	config->policy.store = "";
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
	assert_string_equal(outcome->facts.fault.text, "");
	assert_false(outcome->facts.listings_unknown);
}

static void test_close_leaves_nothing(void **state)
{
	list_prefix(open_check(*state, ""), "192.0.2.66", "spam");
	run("192.0.2.66", "ann@example.net");
	wb_check_close(&check);
	assert_null(check);
	wb_check_close(&check);
}

/* The same with zones, asked of the fake server. */
static const char *open_zones(const char *folder, const char *deadline, const char *lines)
{
	char text[1024];

	snprintf(text, sizeof(text), "dns { servers = {\"%s\"} deadline = %s }\n%s", dns.address, deadline, lines);
	return open_check(folder, text);
}

static void test_a_zone_that_lists_the_client_rejects_it(void **state)
{
	open_zones(*state, "10", ZONE("bl"));
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_string_equal(outcome->verdict.category->id, "open-relay");
	assert_int_equal(outcome->verdict.heaviest->kind, WB_EVIDENCE_ZONE);
	assert_string_equal(outcome->verdict.heaviest->hit.zone->shown, "bl.example.net");
	assert_int_equal(outcome->verdict.heaviest->hit.return_code, 0x7f000002);
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_OFF);
	assert_int_equal(run("::ffff:192.0.2.66", "ann@example.net"), WB_REJECT);
}

/* Who wants less done for what the site says is decided by what the zones say: they are asked, though others are settled without them. */
static void test_each_recipient_gets_its_own_answer(void **state)
{
	static const struct {
		const char *label, *recipient, *list;
		enum wb_action action;
		const char *category, *chooser; /* NULL: none */
	} rows[] = {
		{ "nobody's choice", "ann@example.net", NULL, WB_REJECT, "spam", NULL },
		{ "another one wins", "ann@example.org", NULL, WB_DEFER, "open-relay", "example.org" },
		{ "all are milder", "Bob@example.org", NULL, WB_TAG, "open-relay", "bob@example.org" },
		{ "nothing is left", "eve@example.org", NULL, WB_OFF, NULL, "eve@example.org" },
		{ "again nobody's", "ann@example.net", NULL, WB_REJECT, "spam", NULL },
		{ "at DATA the strictest", "", "eve@example.org, bob@example.org", WB_TAG, "open-relay", "bob@example.org" },
		{ "among whom one chooses nothing", "", "eve@example.org, ann@example.net", WB_REJECT, "spam", NULL },
		{ "the exempt apart", "", "eve@example.org, postmaster@example.net", WB_OFF, NULL, "eve@example.org" },
	};
	const char *store = open_zones(*state, "10",
	    ZONE(
		"bl") "category \"open-relay\" { action = \"defer\" }\n"
		      "recipient \"example.org\" { category \"spam\" { action = \"tag\" } }\n"
		      "recipient \"bob@example.org\" { category \"spam\" { action = \"off\" } category \"open-relay\" { action = \"tag\" } }\n"
		      "recipient \"eve@example.org\" { category \"spam\" { action = \"off\" } category \"open-relay\" { action = \"off\" } }\n");

	list_prefix(store, "192.0.2.66", "spam");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_query query = { .client = address_of("192.0.2.66"), .recipients = rows[i].list };

		begin_row(rows[i].label);
		strcpy(query.recipient, rows[i].recipient);
		assert_int_equal(run_query(&query), rows[i].action);
		assert_int_equal(outcome->action, rows[i].action);
		assert_string_equal(outcome->verdict.category != NULL ? outcome->verdict.category->id : "",
		    rows[i].category != NULL ? rows[i].category : "");
		assert_string_equal(outcome->verdict.chooser != NULL ? outcome->verdict.chooser : "",
		    rows[i].chooser != NULL ? rows[i].chooser : "");
		assert_int_equal(outcome->gather_count, 1);
	}
}

/* It is nobody's choice that something could not be checked. */
static void test_a_choice_does_not_stand_against_on_error(void **state)
{
	const char *store = open_check(*state,
	    "on_error = \"defer\"\nrecipient \"example.org\" { category \"spam\" { action = \"tag\" } }\n"
	    "rule \"r\" { countries = {\"US\"} category = \"spam\" }\n");

	list_prefix(store, "192.0.2.66", "spam");
	config->policy.geoip.country = path_in(*state, "none.mmdb");
	write_text(store, "published/country.mmdb", "garbage");
	assert_int_equal(run("192.0.2.66", "ann@example.org"), WB_DEFER);
	assert_true(outcome->verdict.on_error);
	assert_null(outcome->verdict.chooser);
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
}

/* Nor is it for a known sender's sake that it is put off. */
static void test_a_guard_does_not_stand_against_on_error(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.66"), .name = "a.mail.example.org" };
	const char *store = open_check(*state,
	    "on_error = \"accept\"\nsender_action = \"tag\"\nknown_senders = \"\"\n"
	    "sender \"Example Mail\" { suffixes = {\"mail.example.org\"} }\n"
	    "rule \"r\" { countries = {\"US\"} category = \"spam\" }\n");
	struct wb_listing listing = listing_of("192.0.2.66", "spam");

	snprintf(listing.source, sizeof(listing.source), "feed:drop");
	add_listing(store, &listing);
	config->policy.geoip.country = path_in(*state, "none.mmdb");
	write_text(store, "published/country.mmdb", "garbage");
	outcome = wb_check_run(check, &query);
	assert_int_equal(outcome->verdict.action, WB_TAG);
	assert_string_equal(outcome->verdict.guard, "Example Mail");
	config->policy.on_error = WB_ON_ERROR_DEFER;
	outcome = wb_check_run(check, &query);
	assert_int_equal(outcome->verdict.action, WB_DEFER);
	assert_true(outcome->verdict.on_error);
	assert_null(outcome->verdict.guard);
}

static void test_what_was_prefetched_is_used(void **state)
{
	const struct wb_dnsbl *round;

	open_zones(*state, "10", ZONE("bl"));
	prefetch("192.0.2.66");
	round = outcome->dnsbl;
	assert_non_null(round);
	begin_row("a second time asks nothing new");
	prefetch("192.0.2.66");
	assert_ptr_equal(outcome->dnsbl, round);
	while (wb_dnsbl_is_open(outcome->dnsbl, 0))
		prefetch("192.0.2.66"); /* takes in what has come */
	assert_int_equal(wb_dnsbl_result(outcome->dnsbl, 0)->answer, WB_DNSBL_LISTED);
	begin_row("then the run waits for nothing");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_ptr_equal(outcome->dnsbl, round);
	assert_int_equal(outcome->gather_count, 1);
	begin_row("and what comes later asks nothing");
	prefetch("192.0.2.66");
	assert_ptr_equal(outcome->dnsbl, round);
	assert_int_equal(run("192.0.2.66", "bob@example.net"), WB_REJECT);
	assert_int_equal(outcome->gather_count, 1);
	begin_row("about another client all is forgotten");
	prefetch("192.0.2.67");
	assert_non_null(outcome->dnsbl);
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_OFF);
	assert_int_equal(outcome->gather_count, 2);
}

static void test_what_is_not_prefetched(void **state)
{
	const char *store = open_zones(*state, "10", ZONE("bl"));
	unsigned descriptors = count_descriptors();

	list_prefix(store, "192.0.2.66", "open-relay");
	list_prefix(store, "192.0.2.67", "allow");
	begin_row("an exempt client");
	prefetch("127.0.0.1");
	assert_null(outcome->dnsbl);
	assert_int_equal(outcome->gather_count, 0);
	begin_row("a client that is listed here");
	prefetch("192.0.2.66");
	assert_null(outcome->dnsbl);
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_null(outcome->dnsbl);
	begin_row("a client that is allowed here");
	prefetch("192.0.2.67");
	assert_null(outcome->dnsbl);
	assert_int_equal(run("192.0.2.67", "ann@example.net"), WB_OFF);
	assert_null(outcome->dnsbl);
	assert_int_equal(count_descriptors(), descriptors);
	begin_row("listings that cannot be read");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	write_text(store, "published/recent-1", "garbage");
	prefetch("192.0.2.68");
	assert_null(outcome->dnsbl);
	assert_null(outcome->verdict.heaviest); /* nothing points at what was known of another client */
	assert_int_equal(run("192.0.2.68", "ann@example.net"), WB_OFF);
	assert_null(outcome->dnsbl);
}

static void test_close_drops_what_was_prefetched(void **state)
{
	unsigned before;

	open_zones(*state, "10", ZONE("bl") ZONE("silent"));
	before = count_descriptors();
	prefetch("192.0.2.66");
	assert_true(count_descriptors() > before);
	wb_check_close(&check);
	assert_int_equal(count_descriptors(), before);
}

static void test_no_zone_is_asked_when_told_so(void **state)
{
	options.skip_dns = true;
	open_zones(*state, "10", ZONE("bl"));
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
	assert_null(outcome->dnsbl);
	assert_int_equal(outcome->facts.evidence_count, 0);
	assert_string_equal(outcome->facts.fault.text, "");
	wb_check_close(&check);
	options.skip_dns = false;
	check = open_check_of(&config->policy, options);
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
}

static void test_nobody_waits_once_the_reply_is_settled(void **state)
{
	open_zones(*state, "10", ZONE("bl") ZONE("silent"));
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_in_range(outcome->elapsed_us, 0, 5000000);
	begin_row("what was given up says nothing about its zone");
	assert_int_equal(wb_dnsbl_result(outcome->dnsbl, 1)->answer, WB_DNSBL_PENDING);
	assert_int_equal(outcome->findings[1], WB_HEALTH_NOTHING_NEW);
}

static void test_the_deadline_accepts(void **state)
{
	open_zones(*state, "0.1", ZONE("silent"));
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
	assert_int_equal(outcome->findings[0], WB_HEALTH_TIMED_OUT);
	assert_string_equal(outcome->facts.notice, "silent.example.net: no answer");
	begin_row("once for each connection");
	assert_int_equal(run("192.0.2.66", "bob@example.net"), WB_OFF);
	assert_in_range(outcome->elapsed_us, 0, 90000);
}

static void test_a_zone_that_rests_is_not_asked(void **state)
{
	static const struct {
		const char *label;
		int64_t until_s;
		enum wb_dnsbl_answer answer;
	} rows[] = { { "it rests", NOW_S + 1, WB_DNSBL_UNASKED }, { "it has rested", NOW_S, WB_DNSBL_LISTED } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned char bytes[WB_ZONES_FILE_BYTES_MAX];
		struct wb_zone_row row = { .zone = "bl.example.net",
			.health = { WB_HEALTH_SUSPENDED, 1, NOW_S - 30, 0, 0, "x" } };
		const char *store;
		struct wb_blob blob;
		FILE *file;

		begin_row(rows[i].label);
		options.at_s = NOW_S;
		store = open_zones(*state, "10", ZONE("bl"));
		row.health.until_s = rows[i].until_s;
		blob = wb_zones_file_encode(&row, 1, bytes);
		mkdir(path_in(store, WB_RUN_FOLDER), 0700);
		file = fopen(path_in(store, WB_RUN_FOLDER "/" WB_PUBLISHED_ZONES), "w");
		assert_non_null(file);
		assert_int_equal(fwrite(blob.data, 1, blob.size, file), blob.size);
		assert_int_equal(fclose(file), 0);
		run("192.0.2.66", "ann@example.net");
		assert_int_equal(wb_dnsbl_result(outcome->dnsbl, 0)->answer, rows[i].answer);
		close_check();
	}
}

static void test_a_code_that_is_not_named_is_noticed(void **state)
{
	open_zones(*state, "10", ZONE("unnamed"));
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_OFF);
	assert_string_equal(outcome->facts.notice, "unnamed.example.net answered 127.0.0.99, which its table does not name");
}

static void test_exempt_recipients_are_not_asked_about(void **state)
{
	open_zones(*state, "10", ZONE("bl"));
	assert_int_equal(run("192.0.2.66", "postmaster@example.net"), WB_OFF);
	assert_null(outcome->dnsbl);
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_int_equal(run("192.0.2.66", "postmaster@example.net"), WB_OFF);
}

/* One host, whichever way it comes: listed, exempt, asked of zones, prefetched and in the reference. */
static void test_a_client_behind_a_translator_is_the_ipv4_host(void **state)
{
	static const char own[] =
	    "nat64_prefixes = {\"2001:db8:64::/96\", \"2002::/16\"}\nexempt { hosts = {\"198.51.100.7\"} }\n";
	const struct wb_address host = address_of("192.0.2.66"), mapped = address_of("64:ff9b::192.0.2.66");
	const char *store = open_check(*state, own);

	list_prefix(store, "192.0.2.66", "spam");
	list_prefix(store, "64:ff9b::192.0.2.67", "spam");
	assert_int_equal(run("64:ff9b::192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_true(outcome->is_translated);
	assert_memory_equal(&outcome->query.client, &host, sizeof(host));
	assert_memory_equal(&outcome->facts.client, &host, sizeof(host));
	assert_memory_equal(&outcome->came_from, &mapped, sizeof(mapped));
	begin_row("it is looked up once, in whatever form it comes");
	assert_int_equal(run("192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_false(outcome->is_translated);
	assert_int_equal(outcome->gather_count, 1);
	assert_int_equal(run("2001:db8:64::192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_int_equal(run("2002:c000:242::", "ann@example.net"), WB_REJECT);
	begin_row("who is exempt");
	assert_int_equal(run("64:ff9b::198.51.100.7", "ann@example.net"), WB_OFF);
	assert_contains(outcome->verdict.exempt, "host 198.51.100.7/32");
	begin_row("nobody is this host for saying so");
	assert_int_equal(run("64:ff9b::127.0.0.1", "ann@example.net"), WB_OFF);
	assert_string_equal(outcome->verdict.exempt, "");
	assert_false(outcome->is_translated);
	begin_row("a listing of the address in IPv6 is none of the client");
	assert_int_equal(run("64:ff9b::192.0.2.67", "ann@example.net"), WB_OFF);
	begin_row("6to4 and other prefixes only when they are named");
	close_check();
	open_check(*state, "");
	assert_int_equal(run("2002:c000:242::", "ann@example.net"), WB_OFF);
	assert_int_equal(run("2001:db8:64::192.0.2.66", "ann@example.net"), WB_OFF);
	assert_int_equal(run("64:ff9b::192.0.2.66", "ann@example.net"), WB_REJECT);
}

static void test_zones_are_asked_about_the_ipv4_host(void **state)
{
	const struct wb_dnsbl *round;

	open_zones(*state, "10", "exempt { hosts = {\"192.0.2.99\"} }\n" ZONE("bl"));
	prefetch("64:ff9b::192.0.2.99");
	assert_null(outcome->dnsbl);
	prefetch("64:ff9b::192.0.2.66");
	round = outcome->dnsbl;
	assert_non_null(round);
	assert_int_equal(run("64:ff9b::192.0.2.66", "ann@example.net"), WB_REJECT);
	assert_string_equal(outcome->verdict.heaviest->hit.zone->shown, "bl.example.net");
	assert_ptr_equal(outcome->dnsbl, round);
	assert_int_equal(outcome->gather_count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_check(test_a_listed_client_is_rejected),
		test_of_check(test_the_address_is_looked_up_once),
		test_of_check(test_a_listing_expires_while_the_client_is_connected),
		test_of_check(test_another_time),
		test_of_check(test_the_exempt_are_not_looked_up),
		test_of_check(test_recipients_of_the_message_are_not_kept),
		test_of_check(test_monitor_mode_only_logs),
		test_of_check(test_a_broken_store_accepts_or_defers),
		test_of_check(test_another_fault_does_not_hide_what_is_known),
		test_of_check(test_without_a_policy_everything_is_accepted),
		test_of_check(test_a_published_policy_decides),
		test_of_check(test_without_a_store_nothing_is_listed),
		test_of_check(test_close_leaves_nothing),
		test_of_check(test_a_zone_that_lists_the_client_rejects_it),
		test_of_check(test_each_recipient_gets_its_own_answer),
		test_of_check(test_a_choice_does_not_stand_against_on_error),
		test_of_check(test_a_guard_does_not_stand_against_on_error),
		test_of_check(test_what_was_prefetched_is_used),
		test_of_check(test_what_is_not_prefetched),
		test_of_check(test_close_drops_what_was_prefetched),
		test_of_check(test_no_zone_is_asked_when_told_so),
		test_of_check(test_nobody_waits_once_the_reply_is_settled),
		test_of_check(test_the_deadline_accepts),
		test_of_check(test_a_zone_that_rests_is_not_asked),
		test_of_check(test_a_code_that_is_not_named_is_noticed),
		test_of_check(test_exempt_recipients_are_not_asked_about),
		test_of_check(test_a_client_behind_a_translator_is_the_ipv4_host),
		test_of_check(test_zones_are_asked_about_the_ipv4_host),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
