/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_event.c - a verdict as a packet and back, what finds no room, and packets that are none. */
#include "outcome_fixture.h"
#include "verdict/event.h"

static struct wb_event_packet packet;
static struct wb_event event;

static const struct wb_event_about about = { NOW_S, 123456789, 2, true, NULL };

static struct wb_blob bytes_of(const struct wb_event_packet *from)
{
	return (struct wb_blob){ from->bytes, from->size };
}

static void make(void)
{
	decide("open-relay");
	strcpy(outcome.query.helo, "mail.example.com");
	strcpy(outcome.query.recipient, "ann@example.net");
	wb_event_make(&outcome, &about, true, &packet);
	assert_int_equal(wb_event_read(bytes_of(&packet), &event, NULL), WB_OK);
}

static void test_a_verdict_there_and_back(void **state)
{
	(void)state;
	make();
	assert_int_equal(event.kind, WB_EVENT_VERDICT);
	assert_int_equal(event.at_s, NOW_S);
	assert_int_equal(event.pid, getpid());
	assert_int_equal(event.opened_us, 123456789);
	assert_int_equal(event.message, 2);
	assert_true(event.is_refusal);
	assert_memory_equal(&event.client, &outcome.query.client, sizeof(event.client));
	assert_string_equal(wb_event_field(&event, "action"), "reject");
	assert_string_equal(wb_event_field(&event, "category"), "open-relay");
	assert_string_equal(wb_event_field(&event, "as_org"), "Example Net");
	assert_string_equal(wb_event_field(&event, "helo"), "mail.example.com");
	assert_string_equal(wb_event_field(&event, "recipient"), "ann@example.net");
	assert_string_equal(wb_event_field(&event, "sender"), "");
	assert_int_equal(event.evidence_count, 1);
	assert_int_equal(event.evidence[0].kind, WB_EVIDENCE_LISTING);
	assert_int_equal(event.evidence[0].weight_milli, 1000);
	assert_int_equal(event.evidence[0].discount, WB_DISCOUNT_NONE);
	assert_string_equal(event.evidence[0].category, "open-relay");
	assert_string_equal(event.evidence[0].origin, "staff:ann");
	assert_contains(event.evidence[0].detail, "192.0.2.66");
	assert_string_equal(event.evidence[0].reason, "seen relaying");
	assert_int_equal(event.left_out_count, 0);
}

static void test_neighbours_there_and_back(void **state)
{
	struct wb_evidence *evidence = wb_evidence_add(&outcome.facts);

	(void)state;
	*evidence = (struct wb_evidence){ .kind = WB_EVIDENCE_NEIGHBOURS,
		.network = prefix_of("192.0.2.0/24"),
		.scope = WB_SCOPE_RANGE,
		.weight_milli = 250 };
	make();
	assert_int_equal(event.evidence_count, 2);
	assert_int_equal(event.evidence[1].kind, WB_EVIDENCE_NEIGHBOURS);
	assert_int_equal(event.evidence[1].scope, WB_SCOPE_RANGE);
	assert_string_equal(event.evidence[1].origin, "");
	assert_string_equal(event.evidence[1].detail, "192.0.2.0/24");
	assert_contains(event.evidence[1].reason, "3 or more");
	assert_string_equal(wb_event_field(&event, "evidence"), "listing:staff:ann,neighbours");
}

static void test_an_exempt_client_has_no_evidence(void **state)
{
	(void)state;
	decide("open-relay");
	strcpy(outcome.verdict.exempt, "recipient postmaster");
	wb_event_make(&outcome, &about, true, &packet);
	assert_int_equal(wb_event_read(bytes_of(&packet), &event, NULL), WB_OK);
	assert_int_equal(event.evidence_count, 0);
	assert_string_equal(wb_event_field(&event, "exempt"), "recipient postmaster");
}

static void test_a_report_is_bounded_and_printable(void **state)
{
	char kind[100], reason[1000];
	struct wb_event_report report = { kind, reason, "mail.example.com", "", "trap@example.org" };

	(void)state;
	memset(kind, 'k', sizeof(kind) - 1);
	memset(reason, 'r', sizeof(reason) - 1);
	kind[sizeof(kind) - 1] = reason[sizeof(reason) - 1] = '\0';
	memcpy(reason, "a\nb\377\"", 5);
	wb_event_make_report(&outcome.query.client, &report, &about, &packet);
	assert_int_equal(wb_event_read(bytes_of(&packet), &event, NULL), WB_OK);
	assert_int_equal(event.kind, WB_EVENT_REPORT);
	assert_int_equal(strlen(wb_event_field(&event, "kind")), WB_EVENT_REPORT_KIND_SIZE - 1);
	assert_int_equal(strlen(wb_event_field(&event, "reason")), WB_EVENT_REPORT_REASON_SIZE - 1);
	assert_memory_equal(wb_event_field(&event, "reason"), "a?b?\"r", 6);
	assert_string_equal(wb_event_field(&event, "helo"), "mail.example.com");
	assert_string_equal(wb_event_field(&event, "sender"), "");
	assert_string_equal(wb_event_field(&event, "recipient"), "trap@example.org");
}

static void test_the_counts_of_a_connection(void **state)
{
	const struct wb_event_counts counts = { 7, 3, 2, 1, "connection-lost", NULL };

	(void)state;
	wb_event_make_done(&outcome.query.client, &counts, &about, &packet);
	assert_int_equal(wb_event_read(bytes_of(&packet), &event, NULL), WB_OK);
	assert_int_equal(event.kind, WB_EVENT_DONE);
	assert_string_equal(wb_event_field(&event, "asked"), "7");
	assert_string_equal(wb_event_field(&event, "accepted"), "3");
	assert_string_equal(wb_event_field(&event, "unknown"), "2");
	assert_string_equal(wb_event_field(&event, "errors"), "1");
	assert_string_equal(wb_event_field(&event, "end"), "connection-lost");
	assert_int_equal(event.field_count, 5);
}

static void test_the_senders_of_a_connection(void **state)
{
	static const struct {
		const char *label, *messages, *domains;
		size_t domain_count; /* 0: it says nothing */
	} rows[] = {
		{ "one", "1", "00c0ffee", 1 },
		{ "of many messages", "4294967295", "00c0ffee00000001", 2 },
		{ "fewer messages than domains", "1", "00c0ffee00000001", 0 },
		{ "more than can be", "4294967296", "00c0ffee", 0 },
		{ "less than none", "-1", "00c0ffee", 0 },
		{ "no number", "x", "00c0ffee", 0 },
		{ "no messages", "", "00c0ffee", 0 },
		{ "no domains", "3", "", 0 },
		{ "half a domain", "3", "00c0ffee0000", 0 },
		{ "no domain", "3", "00c0ffeg", 0 },
		{ "too many", "99",
		    "0000000000000001000000020000000300000004000000050000000600000007"
		    "0000000800000009000000100000001100000012000000130000001400000015"
		    "00000016",
		    0 },
	};
	struct wb_event_senders senders = { 20, false, WB_EVENT_DOMAINS_MAX, { 1, UINT32_MAX, 3 } }, read;
	const struct wb_event_counts counts = { 7, 3, 2, 0, "", &senders };

	(void)state;
	for (uint32_t i = 3; i < WB_EVENT_DOMAINS_MAX; i++)
		senders.domains[i] = i << 28;
	wb_event_make_done(&outcome.query.client, &counts, &about, &packet);
	assert_int_equal(wb_event_read(bytes_of(&packet), &event, NULL), WB_OK);
	assert_int_equal(event.left_out_count, 0);
	wb_event_read_senders(&event, &read);
	assert_int_equal(read.messages, 20);
	assert_int_equal(read.domain_count, WB_EVENT_DOMAINS_MAX);
	assert_memory_equal(read.domains, senders.domains, sizeof(senders.domains));
	begin_row("no message");
	senders.messages = 0;
	wb_event_make_done(&outcome.query.client, &counts, &about, &packet);
	assert_int_equal(wb_event_read(bytes_of(&packet), &event, NULL), WB_OK);
	assert_int_equal(event.field_count, 4);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		event.field_count = 2;
		event.fields[0] = (struct wb_event_field){ "messages", rows[i].messages };
		event.fields[1] = (struct wb_event_field){ "domains", rows[i].domains };
		wb_event_read_senders(&event, &read);
		assert_int_equal(read.domain_count, rows[i].domain_count);
		assert_int_equal(read.messages, rows[i].domain_count > 0 ? strtoul(rows[i].messages, NULL, 10) : 0);
	}
}

/* As much evidence as there can be, with the longest texts: what has no room is counted, and the packet is read again. */
static void test_what_finds_no_room_is_counted(void **state)
{
	static char longest[WB_LISTING_REASON_SIZE];
	size_t rows = 0;

	(void)state;
	memset(longest, 'r', sizeof(longest) - 1);
	strcpy(outcome.facts.listings[STAFF_LISTING].reason, longest);
	for (struct wb_evidence *row; rows < WB_EVIDENCE_MAX && (row = wb_evidence_add(&outcome.facts)) != NULL; rows++)
		*row = wb_evidence_of_listing(&outcome.facts.listings[STAFF_LISTING]);
	make();
	assert_in_range(packet.size, 1, WB_EVENT_BYTES_MAX);
	assert_in_range(event.evidence_count, 1, outcome.facts.evidence_count - 1);
	/* Nor does the field with their ages. */
	assert_string_equal(wb_event_field(&event, "since"), "");
	assert_int_equal(event.evidence_count + event.left_out_count, outcome.facts.evidence_count + 1);
	assert_string_equal(event.evidence[event.evidence_count - 1].reason, longest);
	assert_string_equal(wb_event_field(&event, "action"), "reject");
}

static void test_what_a_stranger_says_is_printable(void **state)
{
	(void)state;
	strcpy(outcome.query.sender, "\x1b[2J\xff\n@example.com");
	make();
	assert_string_equal(wb_event_field(&event, "sender"), "?[2J??@example.com");
}

/* Each packet that is cut is refused, and each changed byte is survived (sanitizers look). */
static void test_packets_that_are_none(void **state)
{
	struct wb_error error;

	(void)state;
	make();
	for (size_t size = 0; size < packet.size; size++) {
		unsigned char *copy = malloc(size + 1);

		memcpy(copy, packet.bytes, size);
		copy = realloc(copy, size == 0 ? 1 : size);
		assert_int_equal(wb_event_read((struct wb_blob){ copy, size }, &event, &error), WB_INVALID);
		free(copy);
	}
	for (size_t i = 0; i < packet.size * 8; i++) {
		unsigned char *copy = malloc(packet.size);

		memcpy(copy, packet.bytes, packet.size);
		copy[i / 8] ^= (unsigned char)(1u << i % 8);
		wb_event_read((struct wb_blob){ copy, packet.size }, &event, &error);
		free(copy);
	}
	begin_row("another version");
	packet.bytes[0]++;
	assert_int_equal(wb_event_read(bytes_of(&packet), &event, &error), WB_INVALID);
	assert_contains(error.text, "version 2, expected 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_verdict_there_and_back, start, end),
		cmocka_unit_test_setup_teardown(test_neighbours_there_and_back, start, end),
		cmocka_unit_test_setup_teardown(test_an_exempt_client_has_no_evidence, start, end),
		cmocka_unit_test_setup_teardown(test_a_report_is_bounded_and_printable, start, end),
		cmocka_unit_test_setup_teardown(test_the_counts_of_a_connection, start, end),
		cmocka_unit_test_setup_teardown(test_the_senders_of_a_connection, start, end),
		cmocka_unit_test_setup_teardown(test_what_finds_no_room_is_counted, start, end),
		cmocka_unit_test_setup_teardown(test_what_a_stranger_says_is_printable, start, end),
		cmocka_unit_test_setup_teardown(test_packets_that_are_none, start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
