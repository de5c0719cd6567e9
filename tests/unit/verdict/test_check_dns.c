/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_check_dns.c - when a client's name is asked, and what known senders get of it. What zones say is in test_check.c. */
#include "check_fixture.h"
#include "fake_dns.h"

#define ZONE(name) \
	"dnsbl \"" name \
	".example.net\" { code \"127.0.0.2\" { category = \"open-relay\" } code \"127.0.0.9\" { category = \"spam\" } }\n"
#define SENDERS "known_senders = \"\"\nsender \"Example Mail\" { suffixes = {\"mail.example.org\"} asn = {64496} }\n"
#define TAGGED "category \"spam\" { action = \"tag\" }\n"

static const char script[] = "bl.example.net 192.0.2.0/24 127.0.0.2\n"
			     "bl.example.net 198.51.100.0/24 127.0.0.9\n"
			     "late.example.net 192.0.2.0/24 127.0.0.2\n"
			     "late.example.net 127.0.0.0/8 NXDOMAIN delay=0.2\n"
			     "world.example.net * 127.0.0.2\nworld.example.net 127.0.0.0/8 127.0.0.2 delay=0.2\n"
			     "in-addr.arpa 192.0.2.1 ptr=a.mail.example.org\n"
			     "a.mail.example.org @ 192.0.2.1\n"
			     "in-addr.arpa 192.0.2.2 ptr=forged.mail.example.org\n"
			     "forged.mail.example.org @ 203.0.113.9\n"
			     "in-addr.arpa 192.0.2.3 ptr=broken.mail.example.org\n"
			     "broken.mail.example.org @ servfail\n"
			     "in-addr.arpa 192.0.2.4 silence\n"
			     "in-addr.arpa 192.0.2.5 ptr=a.other.example.org\n"
			     "a.other.example.org @ 192.0.2.5\n"
			     "in-addr.arpa 192.0.2.6 servfail\n"
			     "in-addr.arpa 198.51.100.1 ptr=a.mail.example.org\n"
			     "in-addr.arpa 192.0.2.7 NXDOMAIN\n"
			     "in-addr.arpa 192.0.2.8 ptr=f1.mail.example.org ptr=f2.mail.example.org ptr=f3.mail.example.org"
			     " ptr=f4.mail.example.org ptr=f5.mail.example.org\n"
			     "f1.mail.example.org @ NXDOMAIN\nf2.mail.example.org @ NXDOMAIN\n"
			     "f3.mail.example.org @ NXDOMAIN\nf4.mail.example.org @ NXDOMAIN\n";

FAKE_DNS_GROUP(script)

static struct wb_config *config;
static struct wb_check_options options;
static struct wb_check *check;
static const struct wb_outcome *outcome;

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

/* Opens a check of a configuration with these lines, and gives the store's folder. */
static const char *open_check(const char *folder, const char *lines, const char *deadline)
{
	char text[2048];

	snprintf(text, sizeof(text), "dns { servers = {\"%s\"} deadline = %s }\n%s", dns.address, deadline, lines);
	config = open_check_config(folder, text);
	check = open_check_of(&config->policy, options);
	return path_in(folder, "store");
}

static void list_as(const char *store, const char *prefix, const char *category, const char *source)
{
	struct wb_listing listing = listing_of(prefix, category);

	snprintf(listing.source, sizeof(listing.source), "%s", source);
	add_listing(store, &listing);
}

static enum wb_action run_named(const char *client, const char *name)
{
	struct wb_query query = { .client = address_of(client) };

	snprintf(query.name, sizeof(query.name), "%s", name);
	outcome = wb_check_run(check, &query);
	return outcome->verdict.action;
}

static const char *guard(void)
{
	return outcome->verdict.guard != NULL ? outcome->verdict.guard : "";
}

static void test_what_a_name_does(void **state)
{
	static const struct {
		const char *label, *client, *deadline;
		enum wb_action action;
		const char *guard, *notice;
	} rows[] = {
		{ "a known sender's", "192.0.2.1", "10", WB_DEFER, "Example Mail", "" },
		{ "a name that is denied", "192.0.2.2", "10", WB_REJECT, "", "" },
		{ "no name", "192.0.2.7", "10", WB_REJECT, "", "" },
		{ "somebody else's", "192.0.2.5", "10", WB_REJECT, "", "" },
		{ "the forward look-up fails", "192.0.2.3", "10", WB_DEFER, "unknown", "its host name: SERVFAIL" },
		{ "the reverse one does", "192.0.2.6", "10", WB_DEFER, "unknown", "its host name: SERVFAIL" },
		{ "too many names", "192.0.2.8", "10", WB_DEFER, "unknown", "its host name: more names than are looked at" },
		{ "silence", "192.0.2.4", "0.4", WB_DEFER, "unknown", "its host name: no answer" },
	};

	/* A zone's hit, and a listing of the site's own that a feed brought. */
	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		size_t r = i / 2;
		const char *store;

		begin_row(rows[r].label);
		store = open_check(*state, i % 2 == 0 ? ZONE("bl") SENDERS : SENDERS, rows[r].deadline);
		if (i % 2 == 1)
			list_as(store, rows[r].client, "open-relay", "feed:drop");
		assert_int_equal(run_named(rows[r].client, ""), rows[r].action);
		assert_string_equal(guard(), rows[r].guard);
		assert_contains(outcome->facts.notice, rows[r].notice);
		assert_string_equal(outcome->facts.fault.text, "");
		end(state);
		start(state);
	}
}

static void test_exims_name_is_taken_and_nothing_asked(void **state)
{
	open_check(*state, ZONE("bl") SENDERS, "10");
	assert_int_equal(run_named("192.0.2.7", "x.mail.example.org"), WB_DEFER);
	assert_string_equal(guard(), "Example Mail");
	assert_null(outcome->names);
	wb_check_close(&check);
	check = open_check_of(&config->policy, options);
	assert_int_equal(run_named("192.0.2.1", "x.other.example.org"), WB_REJECT);
	assert_null(outcome->names);
}

/* Exim may know the name before the questions are sent, or after. */
static void test_exims_name_is_taken_after_a_prefetch(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.4"), .name = "x.mail.example.org" };
	const char *store = open_check(*state, SENDERS, "10");

	list_as(store, "192.0.2.4", "open-relay", "feed:drop");
	begin_row("before");
	outcome = wb_check_prefetch(check, &query);
	assert_null(outcome->names);
	begin_row("after: nobody waits for what the DNS does not say");
	query.name[0] = '\0';
	outcome = wb_check_prefetch(check, &query);
	assert_non_null(outcome->names);
	assert_int_equal(run_named("192.0.2.4", "x.mail.example.org"), WB_DEFER);
	assert_string_equal(guard(), "Example Mail");
	assert_int_equal(wb_host_names_state(outcome->names), WB_HOST_NAME_OPEN);
	assert_in_range(outcome->elapsed_us, 0, 5000000);
	assert_string_equal(outcome->facts.notice, "");
}

static void test_who_is_not_about_to_be_refused_is_not_asked_for(void **state)
{
	static const struct {
		const char *label, *client, *lines;
		enum wb_action action;
	} rows[] = {
		{ "clean", "203.0.113.1", ZONE("bl") SENDERS, WB_OFF },
		{ "tagged", "198.51.100.1", ZONE("bl") SENDERS TAGGED, WB_TAG },
		{ "no known senders", "192.0.2.1", ZONE("bl") "known_senders = \"\"\n", WB_REJECT },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_check(*state, rows[i].lines, "10");
		assert_int_equal(run_named(rows[i].client, ""), rows[i].action);
		assert_null(outcome->names);
		end(state);
		start(state);
	}
}

static void test_a_name_is_asked_beside_the_probe(void **state)
{
	struct wb_query query = { .client = address_of("192.0.2.1") };

	open_check(*state, ZONE("late") SENDERS, "10");
	/* The hit comes at once, and its probe later: the alarm ends a pump that asks nothing. */
	do
		outcome = wb_check_prefetch(check, &query);
	while (outcome->names == NULL);
	assert_int_equal(wb_dnsbl_result(outcome->dnsbl, 0)->answer, WB_DNSBL_PENDING);
	assert_int_equal(outcome->facts.evidence_count, 0);
	assert_int_equal(run_named("192.0.2.1", ""), WB_DEFER);
	assert_string_equal(guard(), "Example Mail");
}

/* Only who is about to be refused waits for a name that does not come. */
static void test_what_a_zone_takes_back_needs_no_name(void **state)
{
	open_check(*state, ZONE("world") SENDERS, "10");
	assert_int_equal(run_named("192.0.2.4", ""), WB_OFF);
	assert_int_equal(wb_dnsbl_result(outcome->dnsbl, 0)->answer, WB_DNSBL_ERROR);
	assert_int_equal(wb_host_names_state(outcome->names), WB_HOST_NAME_OPEN);
	assert_null(strstr(outcome->facts.notice, "host name"));
	assert_in_range(outcome->elapsed_us, 0, 5000000);
}

static void test_another_client_is_asked_about_anew(void **state)
{
	open_check(*state, ZONE("bl") SENDERS, "10");
	assert_int_equal(run_named("192.0.2.1", ""), WB_DEFER);
	assert_int_equal(run_named("192.0.2.5", ""), WB_REJECT);
	assert_string_equal(guard(), "");
	assert_int_equal(run_named("203.0.113.1", ""), WB_OFF);
	assert_null(outcome->names);
}

static void test_no_dns_means_no_name(void **state)
{
	const char *store;

	options.skip_dns = true;
	store = open_check(*state, SENDERS, "10");
	list_as(store, "192.0.2.1", "open-relay", "feed:drop");
	assert_int_equal(run_named("192.0.2.1", ""), WB_REJECT);
	assert_null(outcome->names);
	wb_check_close(&check);
	check = open_check_of(&config->policy, options);
	begin_row("a name that somebody gives is tried all the same");
	assert_int_equal(run_named("192.0.2.1", "x.mail.example.org"), WB_DEFER);
	assert_string_equal(guard(), "Example Mail");
}

static void test_without_any_server_nobody_is_refused_by_a_feed(void **state)
{
	const char *store;

	store = open_check(*state, SENDERS "on_error = \"accept\"\n", "0.4");
	config->policy.dns.servers.items[0] = "127.0.0.1:1";
	list_as(store, "192.0.2.5", "open-relay", "feed:drop");
	assert_int_equal(run_named("192.0.2.5", ""), WB_DEFER);
	assert_string_equal(guard(), "unknown");
	assert_contains(outcome->facts.fault.text, "no name server works");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_check(test_what_a_name_does),
		test_of_check(test_exims_name_is_taken_and_nothing_asked),
		test_of_check(test_exims_name_is_taken_after_a_prefetch),
		test_of_check(test_who_is_not_about_to_be_refused_is_not_asked_for),
		test_of_check(test_a_name_is_asked_beside_the_probe),
		test_of_check(test_what_a_zone_takes_back_needs_no_name),
		test_of_check(test_another_client_is_asked_about_anew),
		test_of_check(test_no_dns_means_no_name),
		test_of_check(test_without_any_server_nobody_is_refused_by_a_feed),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
