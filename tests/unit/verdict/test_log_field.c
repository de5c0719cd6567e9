/* test_log_field.c - a verdict in words: log line, fields, reply. */
#include "fixture.h"
#include "verdict/log_field.h"
#include "verdict/reply.h"

static struct wb_check check;
static struct wb_query query;
static char buffer[WB_LOG_LINE_SIZE];

/* A check whose facts are written by hand: what is listed for 192.0.2.66, and where that is. */
static int start(void **state)
{
	struct wb_evidence *evidence;

	memset(&check, 0, sizeof(check));
	memset(&query, 0, sizeof(query));
	if (open_folder(state) != 0)
		return -1;
	check.config = open_config(*state,
	    "site { name = \"Example Internet\" url = \"https://postmaster.example.net/blocked\" contacts = {\"noc@example.net\"} }\n"
	    "category \"spam\" { action = \"tag\" }\ncategory \"virus\" { action = \"defer\" threshold = 2.5 }\n"
	    "category \"mine\" { text = \"%{helo} %{name} %{sender} %{recipient}\\n%{category} %{title} %{country} %{asn} %{as_org}\\n"
	    "%{source} %{reason} %{site} %{contact}\" }\n");
	check.gathered = true;
	check.gather_count = 1;
	query.client = address_of("192.0.2.66");
	check.facts.client = query.client;
	strcpy(check.facts.place.country, "US");
	check.facts.place.asn = 64496;
	strcpy(check.facts.place.as_org, "Example Net");
	evidence = wb_evidence_add(&check.facts);
	strcpy(evidence->source, "listing:staff:ann");
	strcpy(evidence->reason, "seen relaying");
	evidence->weight_milli = 1000;
	check.facts.local_count = 1;
	return 0;
}

static int end(void **state)
{
	wb_check_close(&check);
	return close_folder(state);
}

/* The facts of one category, decided. */
static void decide(const char *category)
{
	for (size_t i = 0; i < check.facts.evidence_count; i++)
		check.facts.evidence[i].category =
		    (size_t)(wb_policy_category(&check.config->policy, category) - check.config->policy.categories);
	wb_check_run(&check, &query, NOW_S);
	check.elapsed_us = 84;
}

static const char *log_line(void)
{
	struct wb_text text;

	memset(buffer, 'x', sizeof(buffer));
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_log_format_line(&check, &text);
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

static void test_the_log_line_of_an_accept_names_no_category(void **state)
{
	(void)state;
	check.facts.evidence_count = check.facts.local_count = 0;
	decide("open-relay");
	assert_string_equal(
	    log_line(), "whyblock: action=accept client=192.0.2.66 country=US asn=64496 as_org=\"Example Net\" checks=1 us=84");
}

static void test_monitor_and_exempt_and_fault(void **state)
{
	(void)state;
	begin_row("monitor");
	check.config->policy.mode = WB_MONITOR;
	decide("open-relay");
	assert_contains(log_line(), "whyblock: action=reject mode=monitor category=open-relay ");
	check.config->policy.mode = WB_ENFORCE;
	begin_row("fault");
	strcpy(check.facts.fault.text, "store /x: cut short");
	strcpy(check.facts.notice, "zone is silent");
	check.facts.listings_unknown = true;
	decide("open-relay");
	assert_contains(log_line(), "whyblock: action=accept client=192.0.2.66 ");
	assert_contains(buffer, " fault=\"store /x: cut short\"");
	assert_contains(buffer, "=\"zone is silent\"");
	begin_row("exempt: the fault does not matter");
	strcpy(query.recipient, "postmaster");
	decide("open-relay");
	assert_contains(log_line(), "exempt=\"recipient postmaster\"");
	assert_null(strstr(buffer, "fault="));
	assert_null(strstr(buffer, "zone is silent"));
}

static void test_place_is_told_only_of_the_address_it_was_looked_up_for(void **state)
{
	(void)state;
	query.client = address_of("127.0.0.1"); /* exempt: not looked up */
	decide("open-relay");
	assert_contains(log_line(), "client=127.0.0.1");
	assert_null(strstr(buffer, "country="));
	assert_null(strstr(buffer, "asn="));
	assert_null(strstr(buffer, "as_org="));
}

static void test_evidence_that_counts_is_listed(void **state)
{
	static const char *const sources[] = { "rule:snowshoe", "listing:feed:old", "listing:feed:other" };

	(void)state;
	for (size_t i = 0; i < COUNT(sources); i++) {
		struct wb_evidence *evidence = wb_evidence_add(&check.facts);

		strcpy(evidence->source, sources[i]);
		evidence->weight_milli = 250;
	}
	check.facts.local_count = check.facts.evidence_count;
	decide("open-relay");
	check.facts.evidence[2].expires_at_s = NOW_S; /* over */
	check.facts.evidence[3].category = 1;         /* of another category */
	wb_classify(&check.config->policy, &check.facts, NOW_S, &check.verdict);
	assert_contains(log_line(), " score=1.25 threshold=1.0 evidence=listing:staff:ann,rule:snowshoe reason=");
}

static void test_a_long_list_of_evidence_is_cut(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++)
		snprintf(wb_evidence_add(&check.facts)->source, WB_EVIDENCE_SOURCE_SIZE, "listing:feed:number-%d", i);
	check.facts.local_count = check.facts.evidence_count;
	decide("open-relay");
	assert_contains(log_line(), ",... reason=");
	assert_true(strlen(strstr(buffer, "evidence=")) < 500);
}

static void test_foreign_text_is_quoted_and_escaped(void **state)
{
	(void)state;
	strcpy(check.facts.evidence[0].reason, "a\" action=accept\\\nwhyblock: \033[31m");
	strcpy(check.facts.place.as_org, "gr\303\274n \"Net\"");
	decide("open-relay");
	assert_contains(log_line(), " as_org=\"gr\\xc3\\xbcn \\\"Net\\\"\" ");
	assert_contains(buffer, " reason=\"a\\\" action=accept\\\\\\x0awhyblock: \\x1b[31m\" ");
	assert_true(wb_text_is_printable(buffer));
}

static void test_the_log_line_is_bounded_whatever_is_in_it(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		memset(wb_evidence_add(&check.facts)->source, '"', WB_EVIDENCE_SOURCE_SIZE - 1);
	check.facts.local_count = check.facts.evidence_count;
	memset(check.facts.evidence[0].source, '\n', WB_EVIDENCE_SOURCE_SIZE - 1);
	memset(check.facts.evidence[0].reason, '\033', WB_EVIDENCE_DETAIL_SIZE - 1);
	memset(check.facts.place.as_org, '\377', WB_PLACE_AS_ORG_SIZE - 1);
	memset(check.facts.fault.text, '\n', WB_ERROR_SIZE - 1);
	memset(query.helo, '\r', sizeof(query.helo) - 1);
	decide("open-relay");
	assert_true(strlen(log_line()) < WB_LOG_LINE_SIZE);
	assert_true(wb_text_is_printable(buffer));
	assert_memory_equal(buffer, "whyblock: action=reject category=open-relay client=192.0.2.66 ", 62);
}

static void test_every_field_is_found_by_its_key(void **state)
{
	static const char *const keys[] = { "action", "mode", "category", "client", "country", "asn", "as_org", "score",
		"threshold", "evidence", "reason", "exempt", "checks", "us", "fault" };

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

static void test_the_reply_of_each_action(void **state)
{
	static const struct {
		const char *category, *reply;
		uint32_t weight_milli;
	} rows[] = {
		{ "open-relay",
		    "5.7.1 Server [192.0.2.66] blocked as possible open relay\n"
		    "5.7.1 Client host [192.0.2.66] blocked using Example Internet\n"
		    "5.7.1 https://postmaster.example.net/blocked",
		    1000 },
		{ "virus",
		    "4.7.1 Server [192.0.2.66] blocked for possible virus or trojan activity\n"
		    "4.7.1 Client host [192.0.2.66] blocked using Example Internet\n"
		    "4.7.1 https://postmaster.example.net/blocked",
		    2500 },
		{ "spam", "", 1000 },      /* tag */
		{ "open-relay", "", 999 }, /* accept */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char reply[WB_REPLY_TEXT_SIZE] = "left over";

		begin_row(rows[i].category);
		check.facts.evidence[0].weight_milli = rows[i].weight_milli;
		decide(rows[i].category);
		wb_reply_format(&check, reply);
		assert_string_equal(reply, rows[i].reply);
	}
}

static void test_the_reply_when_something_cannot_be_checked(void **state)
{
	char reply[WB_REPLY_TEXT_SIZE];

	(void)state;
	strcpy(check.facts.fault.text, "store /x: cut short");
	check.facts.listings_unknown = true;
	check.config->policy.on_error = WB_ON_ERROR_DEFER;
	decide("open-relay");
	wb_reply_format(&check, reply);
	assert_string_equal(reply, "4.7.1 Server [192.0.2.66] cannot be checked at present\n4.7.1 please try again later");
	begin_row("monitor sends none");
	check.config->policy.mode = WB_MONITOR;
	wb_reply_format(&check, reply);
	assert_string_equal(reply, "");
}

static void test_every_fact_can_stand_in_a_reply(void **state)
{
	char reply[WB_REPLY_TEXT_SIZE];

	(void)state;
	strcpy(query.helo, "helo\r\n250 ok");
	strcpy(query.name, "host.example");
	strcpy(query.sender, "a@b.example");
	strcpy(query.recipient, "c@d.example");
	decide("mine");
	wb_reply_format(&check, reply);
	assert_string_equal(reply,
	    "5.7.1 helo??250 ok host.example a@b.example c@d.example\n"
	    "5.7.1 mine mine US AS64496 Example Net\n"
	    "5.7.1 Example Internet seen relaying Example Internet noc@example.net");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_log_line_of_a_reject, start, end),
		cmocka_unit_test_setup_teardown(test_the_log_line_of_an_accept_names_no_category, start, end),
		cmocka_unit_test_setup_teardown(test_monitor_and_exempt_and_fault, start, end),
		cmocka_unit_test_setup_teardown(test_place_is_told_only_of_the_address_it_was_looked_up_for, start, end),
		cmocka_unit_test_setup_teardown(test_evidence_that_counts_is_listed, start, end),
		cmocka_unit_test_setup_teardown(test_a_long_list_of_evidence_is_cut, start, end),
		cmocka_unit_test_setup_teardown(test_foreign_text_is_quoted_and_escaped, start, end),
		cmocka_unit_test_setup_teardown(test_the_log_line_is_bounded_whatever_is_in_it, start, end),
		cmocka_unit_test_setup_teardown(test_every_field_is_found_by_its_key, start, end),
		cmocka_unit_test_setup_teardown(test_the_reply_of_each_action, start, end),
		cmocka_unit_test_setup_teardown(test_the_reply_when_something_cannot_be_checked, start, end),
		cmocka_unit_test_setup_teardown(test_every_fact_can_stand_in_a_reply, start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
