/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_case_record.c - a case as bytes and back, which verdicts are one case, its mails, and bytes that are none. */
#include "event_fixture.h"
#include "store/case_record.h"
#include "verdict/query.h"

#define MANY_FIELDS \
	"action=reject|mode=monitor|category=spam|choice=bob@example.org|dnswl=wl:-2.0|guard=Sender|fault=f|country=DE|asn=64496|" \
	"name=mx.example.com|stage=data|login=yes|unread=listings|answers=bl=no|host=1/0 0/7 |names=all denied|grace=spam|rules=1f"
#define EVIDENCE "zone spam bl.example.net 1000 code=127.0.0.2|listing spam staff:ann 1000 since=7 scope=range"

static struct wb_case kept, found;
static unsigned char bytes[WB_CASE_BYTES_MAX];

static void begin_case(const char *fields, const char *evidence)
{
	set_event("192.0.2.66", fields, evidence);
	wb_case_record_begin(&event, NOW_S, &kept);
}

/* Of just these bytes, so that a look behind their end is seen. The caller frees them. */
static bool decode(const unsigned char *from, size_t size, unsigned char **copy_r)
{
	*copy_r = malloc(size > 0 ? size : 1);
	memcpy(*copy_r, from, size);
	return wb_case_record_decode(7, (struct wb_blob){ *copy_r, size }, &found);
}

static void test_a_case_there_and_back(void **state)
{
	struct wb_blob encoded;
	unsigned char *copy;

	(void)state;
	begin_case(MANY_FIELDS "|helo=h|sender=sue@example.com|recipient=bob@example.org|us=84|evidence=x", EVIDENCE);
	kept.last_s = NOW_S + 5;
	kept.count = 0x11223344;
	kept.accepted = 0x55667788;
	kept.has_accepted = kept.is_from_log = kept.helo_varies = true;
	kept.mails_left_out = 0x99aabbcc;
	kept.event.left_out_count = 3;
	encoded = wb_case_record_encode(&kept, bytes);
	assert_true(encoded.size > 0);
	assert_true(decode(encoded.data, encoded.size, &copy));
	assert_int_equal(found.number, 7);
	assert_int_equal(found.first_s, NOW_S);
	assert_int_equal(found.last_s, NOW_S + 5);
	assert_int_equal(found.count, 0x11223344);
	assert_int_equal(found.accepted, 0x55667788);
	assert_true(found.has_accepted && found.is_from_log && found.helo_varies);
	assert_int_equal(found.mails_left_out, 0x99aabbcc);
	assert_int_equal(found.mail_count, 1);
	assert_int_equal(found.mails[0].count, 1);
	assert_string_equal(found.mails[0].sender, "sue@example.com");
	assert_string_equal(found.mails[0].recipient, "bob@example.org");
	assert_int_equal(found.event.evidence_count, 2);
	assert_int_equal(found.event.evidence[0].return_code, 0x7f000002);
	assert_int_equal(found.event.evidence[1].scope, WB_SCOPE_RANGE);
	assert_string_equal(found.event.evidence[1].origin, "staff:ann");
	assert_int_equal(found.event.left_out_count, 3);
	assert_string_equal(wb_event_field(&found.event, "rules"), "1f");
	assert_string_equal(wb_event_field(&found.event, "helo"), "h");
	begin_row("what follows from the rest is not kept");
	assert_string_equal(wb_event_field(&found.event, "us"), "");
	assert_string_equal(wb_event_field(&found.event, "evidence"), "");
	assert_string_equal(wb_event_field(&found.event, "sender"), "");
	free(copy);
	begin_row("no flag");
	kept.has_accepted = kept.is_from_log = kept.helo_varies = false;
	encoded = wb_case_record_encode(&kept, bytes);
	assert_true(decode(encoded.data, encoded.size, &copy));
	assert_false(found.has_accepted || found.is_from_log || found.helo_varies);
	free(copy);
}

/* All that there can be of all. */
static void test_the_largest_case_fits(void **state)
{
	static char fields[7000], mailbox[2][WB_QUERY_MAILBOX_SIZE];
	struct wb_event_packet packet;
	struct wb_blob encoded;
	unsigned char *copy;

	(void)state;
	snprintf(fields, sizeof(fields), "action=reject|answers=%3000s|names=%3000s", "a", "b");
	begin_case(fields, EVIDENCE);
	packet.size = wb_event_write(&kept.event, packet.bytes, sizeof(packet.bytes)).size;
	assert_true(packet.size > 6000);
	for (size_t i = 0; i < COUNT(mailbox); i++) {
		memset(mailbox[i], 'a' + (int)i, sizeof(mailbox[i]) - 1);
		mailbox[i][sizeof(mailbox[i]) - 1] = '\0';
	}
	kept.mail_count = WB_CASE_MAILS_MAX;
	for (size_t i = 0; i < WB_CASE_MAILS_MAX; i++)
		kept.mails[i] = (struct wb_case_mail){ 1, mailbox[0], mailbox[1] };
	encoded = wb_case_record_encode(&kept, bytes);
	assert_true(encoded.size > 6000 + WB_CASE_MAILS_MAX * 640);
	assert_true(decode(encoded.data, encoded.size, &copy));
	assert_string_equal(found.mails[WB_CASE_MAILS_MAX - 1].recipient, mailbox[1]);
	free(copy);
}

static void test_which_verdicts_are_one_case(void **state)
{
	/* What differs, by which another verdict, or another policy's, could differ. */
	static const char *const keys[] = { "action", "mode", "category", "choice", "dnswl", "guard", "fault", "country", "asn",
		"name", "stage", "login", "unread", "answers", "host", "names", "grace", "rules" };
	static const char *const others[] = { "helo", "sender", "recipient", "us", "score", "ref", "reason" };
	static const struct {
		const char *label, *evidence;
	} rows[] = {
		{ "none", "" },
		{ "one less", "zone spam bl.example.net 1000 code=127.0.0.2" },
		{ "another kind",
		    "rule spam bl.example.net 1000 code=127.0.0.2|listing spam staff:ann 1000 since=7 scope=range" },
		{ "another category", "zone virus bl.example.net 1000 code=127.0.0.2|listing spam staff:ann 1000 scope=range" },
		{ "another origin", "zone spam other.example.net 1000 code=127.0.0.2|listing spam staff:ann 1000 scope=range" },
		{ "another weight", "zone spam bl.example.net 999 code=127.0.0.2|listing spam staff:ann 1000 scope=range" },
		{ "another code", "zone spam bl.example.net 1000 code=127.0.0.3|listing spam staff:ann 1000 scope=range" },
		{ "another scope", "zone spam bl.example.net 1000 code=127.0.0.2|listing spam staff:ann 1000" },
		{ "another discount",
		    "zone spam bl.example.net 1000 code=127.0.0.2|listing spam staff:ann 1000 scope=range discount=expired" },
	};
	char fields[1000];

	(void)state;
	begin_case(MANY_FIELDS, EVIDENCE);
	set_event("192.0.2.66", MANY_FIELDS,
	    "zone spam bl.example.net 1000 code=127.0.0.2|listing spam staff:ann 1000 since=9 scope=range");
	begin_row("of another age");
	assert_true(wb_case_record_is_same(&kept, &event, NOW_S));
	assert_true(wb_case_record_is_same(&kept, &event, NOW_S + WB_CASE_SPAN_S - 1));
	assert_false(wb_case_record_is_same(&kept, &event, NOW_S + WB_CASE_SPAN_S));
	assert_false(wb_case_record_is_same(&kept, &event, NOW_S - 1));
	for (size_t i = 0; i < COUNT(keys); i++) {
		begin_row(keys[i]);
		set_event("192.0.2.66", MANY_FIELDS, EVIDENCE);
		for (size_t f = 0; f < event.field_count; f++) {
			if (strcmp(event.fields[f].key, keys[i]) == 0)
				event.fields[f].value = "another";
		}
		assert_string_equal(wb_event_field(&event, keys[i]), "another");
		assert_false(wb_case_record_is_same(&kept, &event, NOW_S));
	}
	for (size_t i = 0; i < COUNT(others); i++) {
		begin_row(others[i]);
		snprintf(fields, sizeof(fields), MANY_FIELDS "|%s=another", others[i]);
		set_event("192.0.2.66", fields, EVIDENCE);
		assert_true(wb_case_record_is_same(&kept, &event, NOW_S));
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		set_event("192.0.2.66", MANY_FIELDS, rows[i].evidence);
		assert_false(wb_case_record_is_same(&kept, &event, NOW_S));
	}
	begin_row("rows that found no room");
	set_event("192.0.2.66", MANY_FIELDS, EVIDENCE);
	event.left_out_count = 1;
	assert_false(wb_case_record_is_same(&kept, &event, NOW_S));
}

static void add_fields(const char *fields, int64_t at_s)
{
	set_event("192.0.2.66", fields, EVIDENCE);
	wb_case_record_add(&kept, &event, at_s);
}

static void test_another_verdict(void **state)
{
	(void)state;
	begin_case("helo=one|sender=a@example.com|recipient=b@example.org", EVIDENCE);
	add_fields("helo=one|sender=a@example.com|recipient=b@example.org", NOW_S + 9);
	assert_int_equal(kept.count, 2);
	assert_int_equal(kept.first_s, NOW_S);
	assert_int_equal(kept.last_s, NOW_S + 9);
	assert_false(kept.helo_varies);
	assert_int_equal(kept.mail_count, 1);
	assert_int_equal(kept.mails[0].count, 2);
	begin_row("a clock that was turned back");
	add_fields("helo=two|sender=|recipient=b@example.org", NOW_S + 5);
	assert_int_equal(kept.last_s, NOW_S + 9);
	assert_true(kept.helo_varies);
	assert_int_equal(kept.mail_count, 2);
	assert_string_equal(kept.mails[1].sender, "");
	begin_row("the count has an end");
	kept.count = UINT32_MAX;
	add_fields("helo=one", NOW_S);
	assert_int_equal(kept.count, UINT32_MAX);
}

static void test_mails_have_an_end(void **state)
{
	char fields[100];

	(void)state;
	begin_case("recipient=0@example.org", EVIDENCE);
	for (int i = 1; i < WB_CASE_MAILS_MAX + 3; i++) {
		snprintf(fields, sizeof(fields), "recipient=%d@example.org", i);
		add_fields(fields, NOW_S);
	}
	assert_int_equal(kept.mail_count, WB_CASE_MAILS_MAX);
	assert_int_equal(kept.mails_left_out, 3);
	begin_row("one that is there is counted still");
	add_fields("recipient=5@example.org", NOW_S);
	assert_int_equal(kept.mails[5].count, 2);
	assert_int_equal(kept.mails_left_out, 3);
}

static void test_the_recipients_of_a_whole_message(void **state)
{
	static const struct {
		const char *label, *recipients, *first, *last;
		size_t count, left_out;
	} rows[] = {
		{ "one", "a@example.org", "a@example.org", "a@example.org", 1, 0 },
		{ "several", "a@example.org, b@example.org, c@example.org", "a@example.org", "c@example.org", 3, 0 },
		{ "one twice", "a@example.org, a@example.org", "a@example.org", "a@example.org", 1, 0 },
		{ "a comma in quotes", "\"a, b\"@example.org, c@example.org", "\"a, b\"@example.org", "c@example.org", 2, 0 },
		{ "its end was cut", "a@example.org, b@example.org, c@exam...", "a@example.org", "b@example.org", 2, 1 },
		{ "it was cut between two", "a@example.org, b@example.org, ...", "a@example.org", "b@example.org", 2, 1 },
		{ "it was cut in quotes", "a@example.org, \"b, c@example.org, d@examp...", "a@example.org", "a@example.org", 1,
		    1 },
		{ "dots before the end", "\"...\"@example.org, b@example.org", "\"...\"@example.org", "b@example.org", 2, 0 },
		{ "one that is too long",
		    "a@example.org, "
		    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
		    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
		    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
		    "a@example.org", "a@example.org", 1, 1 },
		{ "many", "1@e, 2@e, 3@e, 4@e, 5@e, 6@e, 7@e, 8@e, 9@e, 10@e, 11@e, 12@e, 13@e, 14@e, 15@e, 16@e, 17@e, 18@e",
		    "1@e", "16@e", WB_CASE_MAILS_MAX, 2 },
	};
	char fields[1000];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		snprintf(fields, sizeof(fields), "sender=s@example.com|recipients=%s", rows[i].recipients);
		begin_case(fields, EVIDENCE);
		assert_int_equal(kept.mail_count, rows[i].count);
		assert_int_equal(kept.mails_left_out, rows[i].left_out);
		assert_string_equal(kept.mails[0].recipient, rows[i].first);
		assert_string_equal(kept.mails[0].sender, "s@example.com");
		assert_string_equal(kept.mails[kept.mail_count - 1].recipient, rows[i].last);
	}
	begin_row("nobody is known");
	begin_case("action=reject", EVIDENCE);
	assert_int_equal(kept.mail_count, 0);
}

/* Each case that is cut is refused, each changed byte is survived (sanitizers look), and only verdicts are cases. */
static void test_bytes_that_are_no_case(void **state)
{
	struct wb_blob encoded;
	unsigned char *copy;

	(void)state;
	begin_case(MANY_FIELDS "|sender=a@example.com|recipient=b@example.org", EVIDENCE);
	encoded = wb_case_record_encode(&kept, bytes);
	for (size_t size = 0; size < encoded.size; size++) {
		assert_false(decode(encoded.data, size, &copy));
		free(copy);
	}
	for (size_t i = 0; i < encoded.size * 8; i++) {
		bytes[i / 8] ^= (unsigned char)(1u << i % 8);
		decode(bytes, encoded.size, &copy);
		free(copy);
		bytes[i / 8] ^= (unsigned char)(1u << i % 8);
	}
	begin_row("another version");
	bytes[0]++;
	assert_false(decode(bytes, encoded.size, &copy));
	free(copy);
	begin_row("no verdict");
	kept.event.kind = WB_EVENT_DONE;
	encoded = wb_case_record_encode(&kept, bytes);
	assert_false(decode(encoded.data, encoded.size, &copy));
	free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_case_there_and_back),
		test_in_folder(test_the_largest_case_fits),
		test_in_folder(test_which_verdicts_are_one_case),
		test_in_folder(test_another_verdict),
		test_in_folder(test_mails_have_an_end),
		test_in_folder(test_the_recipients_of_a_whole_message),
		test_in_folder(test_bytes_that_are_no_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
