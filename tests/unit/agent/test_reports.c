/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_reports.c - which reports list a host, and what becomes of each of the others.
 *
 * WHYBLOCK_FLOOD=1000000 sends so many from a tenth as many addresses; without it, fewer.
 */
#include <inttypes.h>
#include <sched.h>
#include <time.h>

#include "agent/reports.h"
#include "agent/standing.h"
#include "desk_fixture.h"
#include "fake_dns.h"
#include "policy_fixture.h"
#include "verdict/published_listings.h"

#define DAY_S 86400
#define SENDER "198.18.0.1" /* of a known sender */
#define SILENT "198.18.0.2" /* of which the DNS says nothing */
#define FORGED "198.18.0.3" /* its name stands under the suffix, and leads elsewhere */
#define CLIENT "192.0.2.66"

FAKE_DNS_GROUP("in-addr.arpa " SENDER " ptr=mta.example.net\nmta.example.net @ " SENDER "\n"
	       "in-addr.arpa " SILENT " silence\n"
	       "in-addr.arpa " FORGED " ptr=fake.example.net\nfake.example.net @ 198.18.0.9\n"
	       "ip6.arpa 2001:db8::/32 NXDOMAIN\n")

static struct live live;
static struct counter_table *standings;
static struct reports *reports;
static struct wb_config *config;
static int64_t now_s;

/* The loop of the agent, as far as reports need it. */
static void settle(void)
{
	struct timespec start, now;

	clock_gettime(CLOCK_MONOTONIC, &start);
	while (reports_turn(reports, now_s)) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		assert_true(now.tv_sec - start.tv_sec < 300);
		sched_yield();
	}
}

static void open_all(const char *folder, const char *more)
{
	char text[1500];

	snprintf(text, sizeof(text),
	    "known_senders = \"/nowhere/known\"\ndns { servers = {\"%s\"} deadline = 0.5 }\n"
	    "sender \"Example\" { suffixes = {\"example.net\"} }\nexempt { hosts = {\"198.51.100.0/24\"} }\n"
	    "nat64_prefixes = {\"2001:db8:64::/96\"}\n%s\n",
	    dns.address, more);
	config = open_desk(folder, text);
	publish_policy(config->policy.store, &config->policy);
	live_open(&live, config->policy.store);
	standings = counter_table_open(1000, sizeof(struct standing));
	now_s = NOW_S;
	assert_int_equal(reports_open(NULL, &live, standings, INT64_MIN, &reports, NULL), WB_OK);
}

static int close_all(void **state)
{
	reports_close(&reports, now_s);
	counter_table_close(&standings);
	live_close(&live);
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_reports(test) cmocka_unit_test_setup_teardown(test, open_folder, close_all)

static const struct wb_event *event_of(const struct wb_event_packet *packet)
{
	static struct wb_event event;

	assert_int_equal(wb_event_read((struct wb_blob){ packet->bytes, packet->size }, &event, NULL), WB_OK);
	return &event;
}

static const struct wb_event_about about = { NOW_S, 1, 0, false, NULL };

static uint32_t report(const char *client, const char *kind, const char *reason)
{
	static struct wb_event_packet packet;
	const struct wb_address address = address_of(client);

	wb_event_make_report(&address, &(struct wb_event_report){ kind, reason, "", "", "" }, &about, &packet);
	return reports_take(reports, event_of(&packet), now_s);
}

static void done_with(const char *client, const struct wb_event_counts *counts)
{
	static struct wb_event_packet packet;
	const struct wb_address address = address_of(client);

	wb_event_make_done(&address, counts, &about, &packet);
	reports_take_done(reports, event_of(&packet), now_s);
}

static void done(const char *client, uint32_t asked, uint32_t accepted, uint32_t unknown, const char *end)
{
	done_with(client, &(struct wb_event_counts){ asked, accepted, unknown, 0, end, NULL });
}

static void accept_mail(const char *client, uint32_t recipients)
{
	const struct wb_address address = address_of(client);
	unsigned char key[COUNTER_KEY_BYTES];

	standing_key(&address, key);
	standing_accept(counter_table_take(standings, key), recipients, true, now_s);
}

/* A wb_listing_visit. */
static bool count_listing(void *context, const struct wb_listing *listing)
{
	(void)listing;
	(*(size_t *)context)++;
	return true;
}

static uint64_t count_of(enum wb_report_result result)
{
	return reports_counts(reports)->results[result];
}

/* None is lost. */
static void check_sum(void)
{
	uint64_t sum = candidates_count(reports_candidates(reports));

	for (int i = 0; i < WB_REPORT_RESULTS; i++)
		sum += reports_counts(reports)->results[i];
	assert_int_equal(sum, reports_counts(reports)->came);
}

static void test_each_result(void **state)
{
	static const struct {
		const char *label, *client, *kind, *reason;
		enum wb_report_result result;
	} rows[] = {
		{ "nobody's host", CLIENT, "trap", "seen", WB_REPORT_LISTED },
		{ "again", CLIENT, "trap", "seen", WB_REPORT_STANDS },
		{ "for something else", CLIENT, "malware", "Win.Test", WB_REPORT_LISTED },
		{ "in IPv6", "2001:db8::1", "trap", "seen", WB_REPORT_LISTED },
		{ "in the same /64", "2001:db8::2", "trap", "seen", WB_REPORT_STANDS },
		{ "in another /64", "2001:db8:0:1::2", "trap", "seen", WB_REPORT_LISTED },
		{ "an IPv4 host behind a translator", "2001:db8:64::c000:242", "trap", "seen", WB_REPORT_STANDS },
		{ "a name that does not lead back", FORGED, "trap", "seen", WB_REPORT_LISTED },
		{ "a known sender", SENDER, "trap", "seen", WB_REPORT_SENDER },
		{ "again, which asks nobody", SENDER, "trap", "seen", WB_REPORT_SENDER },
		{ "the DNS is silent", SILENT, "trap", "seen", WB_REPORT_NO_NAME },
		{ "only suspected", "192.0.2.1", "malware", "Heuristics.Phishing", WB_REPORT_EXCEPTED },
		{ "nobody has signed it", "192.0.2.1", "malware", "X.UNOFFICIAL", WB_REPORT_EXCEPTED },
		{ "exempt", "198.51.100.1", "trap", "seen", WB_REPORT_EXEMPT },
		{ "private space", "10.0.0.1", "trap", "seen", WB_REPORT_GUARDED },
		{ "a kind that no section names", "192.0.2.1", "trapp", "seen", WB_REPORT_UNKNOWN_KIND },
		{ "no kind", "192.0.2.1", "", "", WB_REPORT_UNKNOWN_KIND },
		{ "a kind that is off", "192.0.2.1", "formmail", "seen", WB_REPORT_OFF },
		{ "a category that is off", "192.0.2.1", "quiet", "seen", WB_REPORT_OFF },
		{ "a kind of one's own, and nobody tells what connections do", "192.0.2.1", "own", "seen", WB_REPORT_NO_DONE },
		{ "allowed by hand", "203.0.113.9", "trap", "seen", WB_REPORT_ALLOWED },
		{ "ten recipients accepted", "192.0.2.10", "trap", "seen", WB_REPORT_ACCEPTED },
		{ "which forgives one report", "192.0.2.10", "trap", "seen", WB_REPORT_LISTED },
	};

	open_all(*state,
	    "report \"formmail\" { enabled = false }\nreport \"own\" {}\n"
	    "category \"open-proxy\" { action = \"off\" }\nreport \"quiet\" { category = \"open-proxy\" }\n");
	list_prefix(config->policy.store, "203.0.113.0/24", "allow");
	accept_mail("192.0.2.10", 10);
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint64_t before = count_of(rows[i].result);

		begin_row(rows[i].label);
		report(rows[i].client, rows[i].kind, rows[i].reason);
		settle();
		assert_int_equal(count_of(rows[i].result), before + 1);
		check_sum();
	}
}

static void test_without_a_configuration_nothing_is_listed(void **state)
{
	open_all(*state, "");
	assert_int_equal(unlink(path_in(config->policy.store, "published/policy-1")), 0);
	report(CLIENT, "trap", "seen");
	settle();
	assert_int_equal(count_of(WB_REPORT_UNCONFIGURED), 1);
	assert_string_equal(all_listed(config).text, "");
}

static void test_connections_with_unknown_recipients(void **state)
{
	open_all(*state, "");
	done(CLIENT, 20, 0, 12, "");
	begin_row("half of few");
	done(CLIENT, 9, 0, 9, "");
	begin_row("less than half of many");
	done(CLIENT, 21, 0, 10, "");
	begin_row("more than were asked for");
	done(CLIENT, 10, 0, 4000000000, "");
	done(CLIENT, 20, 0, 10, "connection-lost");
	assert_int_equal(reports_counts(reports)->came, 2);
	settle();
	assert_string_equal(all_listed(config).text, "");
	begin_row("the third one");
	done(CLIENT, 20, 0, 12, "");
	settle();
	assert_string_equal(all_listed(config).text,
	    "192.0.2.66/32 spam-source report:unknown-recipients 3 reports, the last one: 12 of 20 recipients are unknown here|");
	assert_int_equal(count_of(WB_REPORT_COUNTED), 2);
}

static void test_what_no_mail_server_does(void **state)
{
	static const char *const ends[] = { "connection-lost", "", "bad-commands", "synchronization-error", "command-timeout",
		"bad-command-synprot", "bad-commands", "acl-drop", "signal-exit" };

	open_all(*state, "");
	for (size_t i = 0; i < COUNT(ends); i++)
		done(CLIENT, 0, 0, 0, ends[i]);
	assert_int_equal(reports_counts(reports)->came, 4);
	done(CLIENT, 0, 0, 0, "bad-commands");
	settle();
	assert_string_equal(
	    all_listed(config).text, "192.0.2.66/32 virus report:protocol 5 reports, the last one: no SMTP: bad-commands|");
}

static void test_errors_that_no_mail_server_makes(void **state)
{
	struct wb_event_counts counts = { .end = "" };

	open_all(*state, "");
	for (counts.errors = 0; counts.errors < REPORTS_ERRORS_MIN; counts.errors++)
		done_with(CLIENT, &counts);
	assert_int_equal(reports_counts(reports)->came, 0);
	for (int i = 0; i < 4; i++)
		done_with(CLIENT, &counts);
	begin_row("one connection is one report");
	counts.end = "bad-command-synprot";
	done_with("192.0.2.67", &counts);
	assert_int_equal(reports_counts(reports)->came, 5);
	counts.end = "";
	done_with(CLIENT, &counts);
	settle();
	assert_string_equal(all_listed(config).text,
	    "192.0.2.66/32 virus report:protocol 5 reports, the last one: no SMTP: 3 errors of syntax or protocol|");
}

static void test_kinds_that_want_to_know_of_accepted_mail(void **state)
{
	open_all(*state, "report \"own\" {}");
	done("192.0.2.1", 1, 1, 0, "");
	report(CLIENT, "own", "seen");
	settle();
	assert_int_equal(count_of(WB_REPORT_LISTED), 1);
	begin_row("a day later nobody has told anything");
	now_s += DAY_S;
	report("192.0.2.67", "own", "seen");
	settle();
	assert_int_equal(count_of(WB_REPORT_NO_DONE), 1);
	begin_row("nor by the clock before one that was ahead");
	done("192.0.2.1", 1, 1, 0, "");
	now_s -= DAY_S;
	report("192.0.2.68", "own", "seen");
	assert_int_equal(count_of(WB_REPORT_NO_DONE), 2);
}

static void test_it_ends_and_begins_again(void **state)
{
	open_all(*state, "");
	report(CLIENT, "trap", "seen");
	settle();
	now_s += DAY_S - 1;
	report(CLIENT, "trap", "seen");
	settle();
	assert_int_equal(count_of(WB_REPORT_STANDS), 1);
	now_s += 10;
	report(CLIENT, "trap", "seen");
	settle();
	assert_int_equal(count_of(WB_REPORT_REPEATED), 1);
	check_sum();
}

static void test_what_was_approved_ends_with_the_next_report(void **state)
{
	struct wb_listing allow = listing_of(CLIENT, "allow");

	open_all(*state, "");
	report(CLIENT, "trap", "seen");
	settle();
	snprintf(allow.reason, sizeof(allow.reason), "removal request 7");
	add_listing(config->policy.store, &allow);
	now_s += 3600;
	report(CLIENT, "trap", "seen");
	settle();
	assert_int_equal(count_of(WB_REPORT_LISTED), 2);
	assert_string_equal(all_listed(config).text, "192.0.2.66/32 spam-source report:trap seen|");
}

static void test_many_at_once_are_one_change(void **state)
{
	char client[WB_ADDRESS_TEXT_SIZE];

	open_all(*state, "");
	for (unsigned i = 0; i < 300; i++) {
		snprintf(client, sizeof(client), "192.0.%u.%u", 2 + i / 200, i % 200);
		report(client, "trap", "seen");
		report(client, "trap", "seen again");
	}
	settle();
	assert_int_equal(count_of(WB_REPORT_LISTED), 300);
	assert_int_equal(count_of(WB_REPORT_STANDS), 300);
	check_sum();
}

static void test_the_oldest_makes_room(void **state)
{
	char client[WB_ADDRESS_TEXT_SIZE];

	open_all(*state, "sender_action = \"off\"");
	for (unsigned i = 0; i < CANDIDATES_MAX + 10; i++) {
		snprintf(client, sizeof(client), "192.1.%u.%u", i / 256, i % 256);
		report(client, "trap", "seen");
	}
	assert_int_equal(candidates_count(reports_candidates(reports)), CANDIDATES_MAX);
	assert_int_equal(count_of(WB_REPORT_NO_ROOM), 10);
	settle();
	assert_int_equal(count_of(WB_REPORT_LISTED), CANDIDATES_MAX);
	begin_row("who had to go is listed by the next report");
	report("192.1.0.0", "trap", "seen");
	settle();
	assert_int_equal(count_of(WB_REPORT_LISTED), CANDIDATES_MAX + 1);
	check_sum();
}

static void test_a_store_that_cannot_be_written(void **state)
{
	const char *folder;

	open_all(*state, "sender_action = \"off\"");
	folder = path_in(config->policy.store, "listings");
	report(CLIENT, "trap", "seen");
	assert_int_equal(rename(folder, path_in(config->policy.store, "away")), 0);
	assert_int_equal(write_file(config->policy.store, "listings", "", 0) == NULL, 0);
	assert_true(reports_turn(reports, now_s));
	assert_true(candidates_are_stuck(reports_candidates(reports)));
	assert_int_equal(candidates_unwritten(reports_candidates(reports)), 1);
	assert_int_equal(unlink(folder), 0);
	assert_int_equal(rename(path_in(config->policy.store, "away"), folder), 0);
	begin_row("it is tried again, but not at once");
	assert_true(reports_turn(reports, now_s + 4));
	now_s += 5;
	settle();
	assert_false(candidates_are_stuck(reports_candidates(reports)));
	assert_string_equal(all_listed(config).text, "192.0.2.66/32 spam-source report:trap seen|");
	check_sum();
}

static bool is_published(const char *client)
{
	const struct wb_address address = address_of(client);
	size_t unreadable, count = 0;

	return wb_published_find(config->policy.store, &address, count_listing, &count, &unreadable, NULL) == WB_OK &&
	    count > 0;
}

static void test_what_cannot_be_published_is_published_later(void **state)
{
	const char *folder;

	open_all(*state, "sender_action = \"off\"");
	folder = path_in(config->policy.store, "published");
	report(CLIENT, "trap", "seen");
	live_look(&live, now_s);
	assert_int_equal(rename(folder, path_in(config->policy.store, "away")), 0);
	assert_int_equal(write_file(config->policy.store, "published", "", 0) == NULL, 0);
	assert_true(reports_turn(reports, now_s));
	assert_true(candidates_are_stuck(reports_candidates(reports)));
	assert_int_equal(count_of(WB_REPORT_LISTED), 1);
	assert_int_equal(unlink(folder), 0);
	assert_int_equal(rename(path_in(config->policy.store, "away"), folder), 0);
	assert_false(is_published(CLIENT));
	begin_row("but not at once");
	assert_true(reports_turn(reports, now_s + 4));
	assert_false(is_published(CLIENT));
	now_s += 5;
	settle();
	assert_false(candidates_are_stuck(reports_candidates(reports)));
	assert_true(is_published(CLIENT));
}

static void take_off(const char *client)
{
	const struct wb_address address = address_of(client);
	const struct wb_prefix prefix = wb_prefix_of_holder(&address);
	struct wb_listing_writer *writer;
	size_t removed;

	assert_int_equal(wb_listing_writer_open(config->policy.store, &writer, NULL), WB_OK);
	assert_int_equal(wb_listing_remove(writer, &prefix, NULL, NULL, &removed, NULL), WB_OK);
	assert_int_equal(removed, 1);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
}

/* What was decided by a clock that was a day ahead holds no longer than it would have. */
static void test_a_clock_that_is_set_back(void **state)
{
	const char *folder;

	open_all(*state, "sender_action = \"off\"");
	folder = path_in(config->policy.store, "listings");
	now_s += DAY_S;
	report(CLIENT, "trap", "seen");
	settle();
	take_off(CLIENT);
	now_s -= DAY_S;
	report(CLIENT, "trap", "seen");
	assert_int_equal(count_of(WB_REPORT_STANDS), 0);
	settle();
	assert_int_equal(count_of(WB_REPORT_LISTED), 2);
	begin_row("nor does the pause of a store that could not be written");
	now_s += DAY_S;
	report("192.0.2.67", "trap", "seen");
	assert_int_equal(rename(folder, path_in(config->policy.store, "away")), 0);
	assert_int_equal(write_file(config->policy.store, "listings", "", 0) == NULL, 0);
	assert_true(reports_turn(reports, now_s));
	assert_int_equal(unlink(folder), 0);
	assert_int_equal(rename(path_in(config->policy.store, "away"), folder), 0);
	now_s -= DAY_S;
	settle();
	assert_int_equal(count_of(WB_REPORT_LISTED), 3);
	check_sum();
}

static long resident_kb(void)
{
	long all, resident = 0;
	FILE *statm = fopen("/proc/self/statm", "re");

	assert_non_null(statm);
	assert_int_equal(fscanf(statm, "%ld %ld", &all, &resident), 2);
	fclose(statm);
	return resident * sysconf(_SC_PAGESIZE) / 1024;
}

/* From a tenth as many addresses, one of which is a known sender's. */
static void test_a_flood(void **state)
{
	const char *wanted = getenv("WHYBLOCK_FLOOD");
	unsigned events = wanted != NULL ? (unsigned)strtoul(wanted, NULL, 10) : 20000, addresses = events / 10;
	char client[WB_ADDRESS_TEXT_SIZE];
	struct wb_listing_count listed;
	long before_kb, most_kb = 0;
	unsigned seed = 1;
	struct timespec began, ended;

	clock_gettime(CLOCK_MONOTONIC, &began);
	open_all(*state, "");
	alarm(wanted != NULL ? 1800 : 120);
	before_kb = resident_kb();
	for (unsigned i = 0; i < events; i++) {
		unsigned number;

		seed = seed * 1103515245 + 12345;
		number = (seed >> 8) % addresses;
		snprintf(client, sizeof(client), "198.%u.%u.%u", 18 + number / 65536, number / 256 % 256, number % 256);
		report(i % 100 == 1 ? SENDER : client, i % 50 == 0 ? "no such kind" : "trap", "seen");
		if (i % 64 == 0)
			reports_turn(reports, now_s);
		if (i % 1000 == 0 && resident_kb() > most_kb)
			most_kb = resident_kb();
	}
	settle();
	check_sum();
	assert_int_equal(wb_listing_count(config->policy.store, &listed, NULL), WB_OK);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	print_message("      %u reports of %u addresses in %ld s: %ld KB more in memory, %" PRIu64 " listed, %" PRIu64
		      " listed already, %" PRIu64 " of a known sender, %" PRIu64 " without a name, %" PRIu64
		      " without room; %" PRIu64 " buckets made room\n",
	    events, addresses, (long)(ended.tv_sec - began.tv_sec), most_kb - before_kb, count_of(WB_REPORT_LISTED),
	    count_of(WB_REPORT_STANDS), count_of(WB_REPORT_SENDER), count_of(WB_REPORT_NO_NAME), count_of(WB_REPORT_NO_ROOM),
	    counter_table_evicted(reports_buckets(reports)));
	assert_int_equal(listed.listings, count_of(WB_REPORT_LISTED));
	assert_true(count_of(WB_REPORT_LISTED) > 0);
	assert_true(counter_table_count(reports_buckets(reports)) <= REPORTS_BUCKETS_MAX);
#if !defined(__SANITIZE_ADDRESS__)
	assert_true(most_kb - before_kb < 64 * 1024);
#endif
	begin_row("no known sender is listed");
	assert_true(count_of(WB_REPORT_SENDER) > 0);
	assert_null(strstr(all_listed(config).text, SENDER "/32"));
}

/* What a row of test_form_mail says of its messages. */
struct form {
	const char *rule, *category; /* of the sign, and what it speaks for */
	uint32_t weight_milli;
	const char *refused_as; /* NULL: let in */
};

static void verdict(const char *client, const char *recipient, const struct form *form)
{
	static struct wb_event event;

	memset(&event, 0, sizeof(event));
	event.kind = WB_EVENT_VERDICT;
	event.client = address_of(client);
	event.is_refusal = form->refused_as != NULL;
	event.fields[0] = (struct wb_event_field){ "sender", "a@example.com" };
	event.fields[1] = (struct wb_event_field){ "recipient", recipient };
	event.fields[2] = (struct wb_event_field){ "category", event.is_refusal ? form->refused_as : "" };
	event.field_count = 3;
	event.evidence[0] = (struct wb_event_evidence){ .kind = WB_EVIDENCE_MESSAGE,
		.category = form->category,
		.weight_milli = form->weight_milli,
		.origin = form->rule,
		.detail = "file m.php, uid 33",
		.reason = "" };
	event.evidence_count = 1;
	reports_take_verdict(reports, &event, true, now_s);
}

static void test_form_mail(void **state)
{
	static const struct {
		const char *label;
		struct form form;
		const char *recipients[4];
		uint64_t came;
	} rows[] = {
		{ "a refused one", { "odd", "formmail", 1000, "formmail" }, { "a@example.org" }, 1 },
		{ "by too little", { "odd", "formmail", 900, "formmail" }, { "a@example.org" }, 0 },
		{ "refused for something else", { "odd", "formmail", 1000, "spam" }, { "a@example.org" }, 0 },
		{ "of another category", { "odd", "open-relay", 1000, "open-relay" }, { "a@example.org" }, 0 },
		{ "of a rule that says nothing of the host", { "own", "formmail", 1000, "formmail" }, { "a@example.org" }, 0 },
		{ "of a rule that is gone", { "gone", "formmail", 1000, "formmail" }, { "a@example.org" }, 0 },
		{ "weak signs, for three", { "odd", "formmail", 200, NULL },
		    { "a@example.org", "b@example.org", "c@example.org" }, 1 },
		{ "for two", { "odd", "formmail", 200, NULL }, { "a@example.org", "b@example.org" }, 0 },
		{ "for two, twice", { "odd", "formmail", 200, NULL },
		    { "a@example.org", "b@example.org", "a@example.org", "b@example.org" }, 0 },
		{ "for several at once, whom nobody knows", { "odd", "formmail", 200, NULL }, { "", "", "" }, 0 },
		{ "signs that good scripts show", { "odd", "formmail", 100, NULL },
		    { "a@example.org", "b@example.org", "c@example.org" }, 0 },
		{ "what says nothing", { "odd", "formmail", 0, "formmail" }, { "a@example.org" }, 0 },
	};

	open_all(*state,
	    "rule \"odd\" { header = {\"X-A\"} group = \"odd\" category = \"formmail\" }\n"
	    "rule \"own\" { header = {\"X-A\"} category = \"formmail\" }\n");
	done("192.0.2.200", 1, 1, 0, "");
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint64_t before = reports_counts(reports)->came;
		char client[WB_ADDRESS_TEXT_SIZE];

		begin_row(rows[i].label);
		snprintf(client, sizeof(client), "192.0.2.%zu", i + 1);
		for (size_t k = 0; k < COUNT(rows[i].recipients) && rows[i].recipients[k] != NULL; k++)
			verdict(client, rows[i].recipients[k], &rows[i].form);
		assert_int_equal(reports_counts(reports)->came - before, rows[i].came);
	}
	settle();
	assert_int_equal(count_of(WB_REPORT_LISTED), reports_counts(reports)->came);
	assert_non_null(strstr(all_listed(config).text, "file m.php, uid 33"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_reports(test_each_result),
		test_of_reports(test_without_a_configuration_nothing_is_listed),
		test_of_reports(test_connections_with_unknown_recipients),
		test_of_reports(test_what_no_mail_server_does),
		test_of_reports(test_errors_that_no_mail_server_makes),
		test_of_reports(test_form_mail),
		test_of_reports(test_kinds_that_want_to_know_of_accepted_mail),
		test_of_reports(test_it_ends_and_begins_again),
		test_of_reports(test_what_was_approved_ends_with_the_next_report),
		test_of_reports(test_many_at_once_are_one_change),
		test_of_reports(test_the_oldest_makes_room),
		test_of_reports(test_a_store_that_cannot_be_written),
		test_of_reports(test_what_cannot_be_published_is_published_later),
		test_of_reports(test_a_clock_that_is_set_back),
		test_of_reports(test_a_flood),
	};

	return cmocka_run_group_tests(tests, start_dns, stop_dns);
}
