/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_log_field.c - a verdict in words: log line, fields. */
#include "outcome_fixture.h"
#include "rule_fixture.h"
#include "verdict/log_field.h"

static char buffer[WB_LOG_LINE_SIZE];

static const char *log_line(void)
{
	struct wb_text text;

	memset(buffer, 'x', sizeof(buffer));
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_log_format_line(&outcome, &text);
	return buffer;
}

static void test_the_log_line_of_a_reject(void **state)
{
	(void)state;
	decide("open-relay");
	assert_string_equal(log_line(),
	    "whyblock: action=reject category=open-relay client=192.0.2.66 country=US asn=64496 as_org=\"Example Net\" score=1.0 "
	    "threshold=1.0 evidence=listing:staff:ann reason=\"seen relaying\" checks=1 us=84");
}

static void test_the_line_says_where_a_translated_client_came_from(void **state)
{
	(void)state;
	decide("open-relay");
	outcome.is_translated = true;
	outcome.came_from = address_of("64:ff9b::192.0.2.66");
	assert_contains(log_line(), " client=192.0.2.66 translated=64:ff9b::c000:242 country=US ");
}

static void test_the_line_says_whose_choice_it_was(void **state)
{
	struct wb_limits limits = { .of = { { WB_TAG, "example.org" } } };

	(void)state;
	decide("open-relay");
	assert_null(strstr(log_line(), "choice="));
	wb_classify(&policy, &outcome.facts, &limits, NOW_S, &outcome.verdict);
	assert_contains(log_line(), "action=tag category=open-relay ");
	assert_contains(buffer, " choice=example.org ");
	begin_row("of an accept, too");
	limits.of[0].action = WB_OFF;
	wb_classify(&policy, &outcome.facts, &limits, NOW_S, &outcome.verdict);
	assert_contains(log_line(), "action=accept ");
	assert_contains(buffer, " below=open-relay:1.0/1.0 ");
	assert_contains(buffer, " choice=example.org ");
}

static void test_the_log_line_of_an_accept_names_no_category(void **state)
{
	(void)state;
	outcome.facts.evidence_count = 0;
	decide("open-relay");
	assert_string_equal(
	    log_line(), "whyblock: action=accept client=192.0.2.66 country=US asn=64496 as_org=\"Example Net\" checks=1 us=84");
}

static void test_monitor_and_exempt_and_fault(void **state)
{
	(void)state;
	begin_row("monitor");
	policy.mode = WB_MONITOR;
	decide("open-relay");
	assert_contains(log_line(), "whyblock: action=reject mode=monitor category=open-relay ");
	policy.mode = WB_ENFORCE;
	begin_row("fault");
	strcpy(outcome.facts.fault.text, "store /x: cut short");
	strcpy(outcome.facts.notice, "zone is silent");
	outcome.facts.listings_unknown = true;
	decide("open-relay");
	assert_contains(log_line(), "whyblock: action=accept client=192.0.2.66 ");
	assert_contains(buffer, " fault=\"store /x: cut short\"");
	assert_contains(buffer, "=\"zone is silent\"");
	begin_row("exempt: the fault does not matter");
	strcpy(outcome.verdict.exempt, "recipient postmaster");
	assert_contains(log_line(), "exempt=\"recipient postmaster\"");
	assert_null(strstr(buffer, "fault="));
	assert_null(strstr(buffer, "zone is silent"));
}

static void test_evidence_that_found_no_room_is_counted(void **state)
{
	(void)state;
	decide("open-relay");
	assert_null(strstr(log_line(), "left_out="));
	outcome.facts.left_out_count = 2;
	assert_contains(log_line(), " us=84 left_out=2");
	begin_row("of the exempt nothing is said");
	strcpy(outcome.verdict.exempt, "recipient postmaster");
	assert_null(strstr(log_line(), "left_out="));
}

static void test_place_is_told_only_of_the_address_it_was_looked_up_for(void **state)
{
	(void)state;
	outcome.query.client = address_of("127.0.0.1"); /* exempt: not looked up */
	assert_contains(log_line(), "client=127.0.0.1");
	assert_null(strstr(buffer, "country="));
	assert_null(strstr(buffer, "asn="));
	assert_null(strstr(buffer, "as_org="));
}

/* A listing of this source more. */
static struct wb_evidence *add_listing_of(const char *source)
{
	struct wb_listing *listing = &outcome.facts.listings[outcome.facts.listing_count++];
	struct wb_evidence *evidence = wb_evidence_add(&outcome.facts);

	*listing = listing_of("192.0.2.66", "open-relay");
	snprintf(listing->source, sizeof(listing->source), "%s", source);
	*evidence = wb_evidence_of_listing(listing);
	evidence->weight_milli = 250;
	return evidence;
}

static void test_evidence_that_counts_is_listed(void **state)
{
	static const struct wb_rule rule = { .name = "snowshoe", NO_TEXTS };
	struct wb_evidence *evidence = wb_evidence_add(&outcome.facts);

	(void)state;
	*evidence = (struct wb_evidence){ .kind = WB_EVIDENCE_RULE, .rule = &rule, .weight_milli = 250 };
	add_listing_of("feed:old");
	outcome.facts.listings[1].expires_at_s = NOW_S; /* over */
	decide("open-relay");
	add_listing_of("feed:other")->category = 1; /* of another category */
	wb_classify(&policy, &outcome.facts, NULL, NOW_S, &outcome.verdict);
	assert_contains(log_line(), " score=1.25 threshold=1.0 evidence=listing:staff:ann,rule:snowshoe reason=");
}

static void test_a_long_list_of_evidence_is_cut(void **state)
{
	char source[32];

	(void)state;
	for (int i = 0; i < 50; i++) {
		snprintf(source, sizeof(source), "feed:number-%d", i);
		add_listing_of(source);
	}
	decide("open-relay");
	assert_contains(log_line(), ",... reason=");
	assert_true(strlen(strstr(buffer, "evidence=")) < 500);
}

static void test_foreign_text_is_quoted_and_escaped(void **state)
{
	(void)state;
	strcpy(outcome.facts.listings[STAFF_LISTING].reason, "a\" action=accept\\\nwhyblock: \033[31m");
	strcpy(outcome.facts.place.as_org, "gr\303\274n \"Net\"");
	decide("open-relay");
	assert_contains(log_line(), " as_org=\"gr\\xc3\\xbcn \\\"Net\\\"\" ");
	assert_contains(buffer, " reason=\"a\\\" action=accept\\\\\\x0awhyblock: \\x1b[31m\" ");
	assert_true(wb_text_is_printable(buffer));
}

static void test_the_log_line_is_bounded_whatever_is_in_it(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++) {
		add_listing_of("");
		memset(outcome.facts.listings[i + 1].source, '"', WB_LISTING_SOURCE_SIZE - 1);
	}
	memset(outcome.facts.listings[STAFF_LISTING].source, '\n', WB_LISTING_SOURCE_SIZE - 1);
	memset(outcome.facts.listings[STAFF_LISTING].reason, '\033', WB_LISTING_REASON_SIZE - 1);
	memset(outcome.facts.place.as_org, '\377', WB_PLACE_AS_ORG_SIZE - 1);
	memset(outcome.facts.fault.text, '\n', WB_ERROR_SIZE - 1);
	memset(outcome.query.helo, '\r', sizeof(outcome.query.helo) - 1);
	decide("open-relay");
	assert_true(strlen(log_line()) < WB_LOG_LINE_SIZE);
	assert_true(wb_text_is_printable(buffer));
	assert_memory_equal(buffer, "whyblock: action=reject category=open-relay client=192.0.2.66 ", 62);
}

static void test_every_field_is_found_by_its_key(void **state)
{
	static const char *const keys[] = { "action", "mode", "category", "client", "country", "asn", "as_org", "score",
		"threshold", "evidence", "reason", "exempt", "checks", "us", "left_out", "fault" };

	(void)state;
	for (size_t i = 0; i < wb_log_field_count; i++) {
		begin_row(wb_log_fields[i].key);
		assert_ptr_equal(wb_log_field_find(wb_log_fields[i].key), &wb_log_fields[i]);
		assert_true(strlen(wb_log_fields[i].help) > 0);
	}
	for (size_t i = 1; i < COUNT(keys); i++) {
		begin_row(keys[i]);
		assert_non_null(wb_log_field_find(keys[i]));
		/* The order of the log line. */
		assert_true(wb_log_field_find(keys[i - 1]) < wb_log_field_find(keys[i]));
	}
	assert_null(wb_log_field_find("nope"));
	assert_null(wb_log_field_find(""));
}

static void test_how_many_events_were_lost(void **state)
{
	static const struct {
		const char *value;
		uint32_t wanted;
	} rows[] = {
		{ "", 0 },
		{ "lost", 1 },
		{ "lost:2", 2 },
		{ "lost:4294967295", 4294967295 },
		{ "lost:4294967296", 0 },
		{ "lost:99999999999999999999999999999999", 0 },
		{ "lost:-1", 0 },
		{ "lost:3x", 0 },
		{ "losts", 0 },
		{ "told", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].value);
		assert_int_equal(wb_log_field_lost(rows[i].value), rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_log_line_of_a_reject, start, end),
		cmocka_unit_test_setup_teardown(test_the_line_says_where_a_translated_client_came_from, start, end),
		cmocka_unit_test_setup_teardown(test_the_line_says_whose_choice_it_was, start, end),
		cmocka_unit_test_setup_teardown(test_the_log_line_of_an_accept_names_no_category, start, end),
		cmocka_unit_test_setup_teardown(test_monitor_and_exempt_and_fault, start, end),
		cmocka_unit_test_setup_teardown(test_place_is_told_only_of_the_address_it_was_looked_up_for, start, end),
		cmocka_unit_test_setup_teardown(test_evidence_that_found_no_room_is_counted, start, end),
		cmocka_unit_test_setup_teardown(test_evidence_that_counts_is_listed, start, end),
		cmocka_unit_test_setup_teardown(test_a_long_list_of_evidence_is_cut, start, end),
		cmocka_unit_test_setup_teardown(test_foreign_text_is_quoted_and_escaped, start, end),
		cmocka_unit_test_setup_teardown(test_the_log_line_is_bounded_whatever_is_in_it, start, end),
		cmocka_unit_test_setup_teardown(test_every_field_is_found_by_its_key, start, end),
		cmocka_unit_test(test_how_many_events_were_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
