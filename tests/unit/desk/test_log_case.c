/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_log_case.c - what a line of the log says of a verdict, as a case: each kind of source, lists that were cut, and what cannot be read. */
#include "desk/log_case.h"
#include "fixture.h"

#define PRESENT_S 1795600000
#define AT_S 1795308857
#define BEGINS "2026-11-22 00:54:17 +0000 whyblock: "
#define CLIENT "client=192.0.2.66 "

static struct wb_log_reader reader;
static struct wb_log_case made;
static struct wb_config *config;

static int start(void **state)
{
	if (open_folder(state) != 0)
		return -1;
	config = open_config(*state,
	    "known_senders = \"\"\nrules_file = \"\"\n"
	    "rule \"helo\" { category = \"virus\" helo = {\"localhost\"} }\n");
	return 0;
}

static int end(void **state)
{
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_case(test) cmocka_unit_test_setup_teardown(test, start, end)

static bool make(const char *pairs)
{
	char line[3000];

	snprintf(line, sizeof(line), BEGINS "%s", pairs);
	wb_log_reader_open(&reader, PRESENT_S);
	assert_int_equal(wb_log_reader_take(&reader, line, strlen(line), WB_LOG_WHOLE), WB_LOG_VERDICT);
	return wb_log_case_make(&reader, &config->policy, &made);
}

/* "0 spam staff:ann|1 spam bl.example.net 127.0.0.2|", kind, category, origin and code of each row. */
static const char *rows_of(const struct wb_event *event)
{
	static const char *const kinds[] = { "listing", "zone", "rule", "neighbours", "mail" };
	static char text[4000];

	text[0] = '\0';
	for (size_t i = 0; i < event->evidence_count && i < 20; i++) {
		const struct wb_event_evidence *row = &event->evidence[i];
		char code[WB_CODE_TEXT_SIZE] = "";

		if (row->return_code != 0)
			wb_code_format(row->return_code, code);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s %s %s %s|", kinds[row->kind], row->category,
		    row->origin, code);
		assert_string_equal(row->detail, "");
		assert_string_equal(row->reason, "");
	}
	return text;
}

static void test_each_kind_of_source(void **state)
{
	static const struct {
		const char *label, *pairs, *rows;
		size_t left_out;
	} rows[] = {
		{ "a listing", "category=spam evidence=listing:staff:ann", "listing spam staff:ann |", 0 },
		{ "a zone", "category=spam evidence=dnsbl:bl.example.net:127.0.0.2", "zone spam bl.example.net 127.0.0.2|", 0 },
		{ "a rule", "category=spam evidence=rule:helo", "rule spam helo |", 0 },
		{ "neighbours", "category=spam-source evidence=neighbours", "neighbours spam-source  |", 0 },
		{ "several", "category=spam evidence=listing:feed:x,dnsbl:bl:127.0.0.2,rule:helo",
		    "listing spam feed:x |zone spam bl 127.0.0.2|rule spam helo |", 0 },
		{ "none", "category=spam", "", 0 },
		{ "an empty list", "category=spam evidence=\"\"", "", 0 },
		{ "a zone without a code", "category=spam evidence=dnsbl:bl.example.net", "", 1 },
		{ "a code that is none", "category=spam evidence=dnsbl:bl.example.net:127.0.0.999", "", 1 },
		{ "what nobody knows", "category=spam evidence=oracle:x,rule:helo", "rule spam helo |", 1 },
		{ "the beginning of a word", "category=spam evidence=neighbour", "", 1 },
		{ "nothing between", "category=spam evidence=rule:a,,rule:b", "rule spam a |rule spam b |", 0 },
		{ "a list that was cut", "category=spam evidence=rule:helo,dnsbl:bl.example.net:127.0.0.2...",
		    "rule spam helo |zone spam bl.example.net 127.0.0.2|", 1 },
		{ "behind a comma", "category=spam evidence=rule:helo,...", "rule spam helo |", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char pairs[500];

		begin_row(rows[i].label);
		snprintf(pairs, sizeof(pairs), "action=reject " CLIENT "%s", rows[i].pairs);
		assert_true(make(pairs));
		assert_string_equal(rows_of(&made.remembered.event), rows[i].rows);
		assert_int_equal(made.remembered.event.left_out_count, rows[i].left_out);
	}
}

/* Of a client that was let through the line says what counts for each category, and not which piece is of which. */
static void test_whose_category_it_is(void **state)
{
	static const struct {
		const char *label, *pairs, *rows;
	} rows[] = {
		{ "only one", "below=spam:0.5/1.0 evidence=dnsbl:bl:127.0.0.2,rule:helo",
		    "zone spam bl 127.0.0.2|rule spam helo |" },
		{ "several",
		    "below=spam:0.5/1.0,virus:0.1/1.0 evidence=dnsbl:bl:127.0.0.2,listing:staff:ann,rule:helo,rule:gone",
		    "zone  bl 127.0.0.2|listing  staff:ann |rule virus helo |rule  gone |" },
		{ "not said", "evidence=dnsbl:bl:127.0.0.2", "zone  bl 127.0.0.2|" },
		{ "of the longest name", "below=aaaaaaaaaabbbbbbbbbbccccccccccdd:0.5/1.0 evidence=rule:x",
		    "rule aaaaaaaaaabbbbbbbbbbccccccccccdd x |" },
		{ "longer than can be", "below=aaaaaaaaaabbbbbbbbbbccccccccccdde:0.5/1.0 evidence=rule:x", "rule  x |" },
		{ "no score", "below=spam evidence=rule:x", "rule spam x |" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char pairs[500];

		begin_row(rows[i].label);
		snprintf(pairs, sizeof(pairs), "action=accept " CLIENT "%s", rows[i].pairs);
		assert_true(make(pairs));
		assert_string_equal(rows_of(&made.remembered.event), rows[i].rows);
	}
}

static void test_the_case_itself(void **state)
{
	const struct wb_case *remembered = &made.remembered;
	const struct wb_address client = address_of("192.0.2.66");

	(void)state;
	assert_true(make("action=defer category=spam " CLIENT
			 "country=DE asn=64496 as_org=\"Example \\\"Net\\\"\" evidence=rule:helo guard=unknown"));
	assert_int_equal(remembered->first_s, AT_S);
	assert_int_equal(remembered->last_s, AT_S);
	assert_int_equal(remembered->event.at_s, AT_S);
	assert_int_equal(remembered->count, 1);
	assert_true(remembered->is_from_log);
	assert_false(remembered->has_accepted);
	assert_int_equal(remembered->mail_count, 0);
	assert_int_equal(remembered->event.kind, WB_EVENT_VERDICT);
	assert_true(remembered->event.is_refusal);
	assert_true(wb_address_equals(&remembered->event.client, &client));
	assert_string_equal(wb_event_field(&remembered->event, "as_org"), "Example \"Net\"");
	assert_string_equal(wb_event_field(&remembered->event, "guard"), "unknown");
	assert_string_equal(wb_event_field(&remembered->event, "stage"), "");
	begin_row("it was only logged");
	assert_true(make("action=reject mode=monitor " CLIENT "category=spam"));
	assert_false(remembered->event.is_refusal);
	begin_row("it was let through");
	assert_true(make("action=tag " CLIENT "category=spam"));
	assert_false(remembered->event.is_refusal);
	begin_row("an IPv6 client");
	assert_true(make("action=reject category=spam client=2001:db8::1"));
	begin_row("no client");
	assert_false(make("action=reject category=spam"));
	begin_row("none that is an address");
	assert_false(make("action=reject category=spam client=host.example.com"));
}

static void test_more_evidence_than_can_be(void **state)
{
	char pairs[2500] = "action=reject category=spam " CLIENT "evidence=rule:0";

	(void)state;
	for (int i = 1; i < WB_EVIDENCE_MAX + 5; i++)
		snprintf(pairs + strlen(pairs), sizeof(pairs) - strlen(pairs), ",rule:%d", i);
	assert_true(strlen(BEGINS) + strlen(pairs) < WB_LOG_LINE_SIZE);
	assert_true(make(pairs));
	assert_int_equal(made.remembered.event.evidence_count, WB_EVIDENCE_MAX);
	assert_int_equal(made.remembered.event.left_out_count, 5);
}

/* What a case says can be written, and read again. */
static void test_such_a_case_can_be_kept(void **state)
{
	static unsigned char bytes[WB_CASE_BYTES_MAX];
	static struct wb_case found;
	struct wb_blob encoded;

	(void)state;
	assert_true(make("action=accept " CLIENT "below=spam:0.5/1.0 evidence=dnsbl:bl:127.0.0.2,rule:helo"));
	encoded = wb_case_record_encode(&made.remembered, bytes);
	assert_true(encoded.size > 0);
	assert_true(wb_case_record_decode(1, encoded, &found));
	assert_true(found.is_from_log);
	assert_string_equal(rows_of(&found.event), "zone spam bl 127.0.0.2|rule spam helo |");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_case(test_each_kind_of_source),
		test_of_case(test_whose_category_it_is),
		test_of_case(test_the_case_itself),
		test_of_case(test_more_evidence_than_can_be),
		test_of_case(test_such_a_case_can_be_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
