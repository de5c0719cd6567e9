/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_record.c - a request as bytes and back, and bytes that are none. */
#include "fixture.h"
#include "store/request_record.h"

/* Where the tail of full_record begins. */
#define TAIL (121 + 33 + 3 + 101 + 255 + 2 * 2001 + 27 + 51 + 256)

static void fill(char *text, size_t size, char letter)
{
	memset(text, letter, size - 1);
	text[size - 1] = '\0';
}

/* Every field at its longest, and no two alike. */
static struct wb_request_record full_record(void)
{
	struct wb_request_record record = { .request = { .number = 0x1122334455667788, .created_at_s = 0x0123456789abcdef } };
	struct wb_request *request = &record.request;

	request->state = WB_REQUEST_DENIED;
	request->origin = WB_REQUEST_MAIL;
	request->client = prefix_of("123:4567:89ab:cdef:fedc:ba98:7654:3210");
	request->has_reference = true;
	request->reference = wb_reference_make(&request->client.address, "spam", WB_DEFER, 0x1123456789abcdef);
	request->has_visitor = true;
	request->visitor = address_of("2001:db8:1:2:3:4:5:6");
	strcpy(request->language, "de");
	fill(request->category, sizeof(request->category), 'c');
	fill(request->name, sizeof(request->name), 'n');
	memcpy(request->email, "ann@", 4);
	fill(request->email + 4, sizeof(request->email) - 4, 'e');
	for (size_t i = 44; i < 250; i += 40)
		request->email[i] = '.';
	fill(request->how, sizeof(request->how), '\n');
	fill(request->done, sizeof(request->done), 'd');
	fill(request->dns_token, sizeof(request->dns_token), '0');
	request->decided_at_s = 0x2123456789abcdef;
	fill(request->decided_by, sizeof(request->decided_by), 'b');
	fill(request->answer, sizeof(request->answer), 'a');
	request->allowed_until_s = 0x3123456789abcdef;
	request->is_allowed = true;
	memset(record.token_hash, 0xa5, sizeof(record.token_hash));
	fill(request->token, sizeof(request->token), '0');
	fill(request->assignee, sizeof(request->assignee), 's');
	fill(request->question, sizeof(request->question), '\n');
	request->asked_back_at_s = 0x4123456789abcdef;
	request->replied_at_s = 0x5123456789abcdef;
	request->told_at_s = 0x6123456789abcdef;
	return record;
}

static bool decode(const unsigned char *bytes, size_t size, struct wb_request_record *record_r)
{
	unsigned char *copy = malloc(size > 0 ? size : 1); /* a look behind its end is seen */
	bool done;

	memcpy(copy, bytes, size);
	done = wb_request_record_decode(0x1122334455667788, (struct wb_blob){ copy, size }, record_r);
	free(copy);
	return done;
}

static void test_every_field_comes_back(void **state)
{
	struct wb_request_record record = full_record(), found;
	unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX], again[WB_REQUEST_VALUE_BYTES_MAX];
	size_t size;

	(void)state;
	assert_int_equal(wb_request_record_check(&record.request, NULL), WB_OK);
	size = wb_request_record_encode(&record, bytes).size;
	assert_true(size <= sizeof(bytes));
	assert_true(decode(bytes, size, &found));
	assert_int_equal(found.request.number, record.request.number);
	assert_int_equal(found.request.created_at_s, record.request.created_at_s);
	assert_int_equal(found.request.state, WB_REQUEST_DENIED);
	assert_int_equal(found.request.origin, WB_REQUEST_MAIL);
	assert_memory_equal(&found.request.client, &record.request.client, sizeof(found.request.client));
	assert_string_equal(found.request.category, record.request.category);
	assert_true(found.request.has_reference);
	assert_int_equal(found.request.reference.at_s, record.request.reference.at_s);
	assert_int_equal(found.request.reference.action, WB_DEFER);
	assert_int_equal(found.request.reference.category_hash, record.request.reference.category_hash);
	assert_memory_equal(
	    &found.request.reference.client, &record.request.reference.client, sizeof(found.request.reference.client));
	assert_true(found.request.has_visitor);
	assert_memory_equal(&found.request.visitor, &record.request.visitor, sizeof(found.request.visitor));
	assert_string_equal(found.request.language, "de");
	assert_string_equal(found.request.name, record.request.name);
	assert_string_equal(found.request.email, record.request.email);
	assert_string_equal(found.request.how, record.request.how);
	assert_string_equal(found.request.done, record.request.done);
	assert_string_equal(found.request.dns_token, record.request.dns_token);
	assert_int_equal(found.request.decided_at_s, record.request.decided_at_s);
	assert_string_equal(found.request.decided_by, record.request.decided_by);
	assert_string_equal(found.request.answer, record.request.answer);
	assert_int_equal(found.request.allowed_until_s, record.request.allowed_until_s);
	assert_true(found.request.is_allowed);
	assert_string_equal(found.request.token, record.request.token);
	assert_string_equal(found.request.assignee, record.request.assignee);
	assert_string_equal(found.request.question, record.request.question);
	assert_int_equal(found.request.asked_back_at_s, record.request.asked_back_at_s);
	assert_int_equal(found.request.replied_at_s, record.request.replied_at_s);
	assert_int_equal(found.request.told_at_s, record.request.told_at_s);
	assert_memory_equal(found.token_hash, record.token_hash, sizeof(found.token_hash));
	assert_int_equal(wb_request_record_encode(&found, again).size, size);
	assert_memory_equal(again, bytes, size);
}

static void test_flags_are_each_their_own(void **state)
{
	(void)state;
	for (int flags = 0; flags < 16; flags++) {
		struct wb_request_record record = full_record(), found;
		unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX];

		record.request.has_reference = (flags & 1) != 0;
		record.request.has_visitor = (flags & 2) != 0;
		record.request.is_allowed = (flags & 4) != 0;
		record.request.is_unchanged = (flags & 8) != 0;
		assert_true(decode(bytes, wb_request_record_encode(&record, bytes).size, &found));
		assert_int_equal(found.request.has_reference, record.request.has_reference);
		assert_int_equal(found.request.has_visitor, record.request.has_visitor);
		assert_int_equal(found.request.is_allowed, record.request.is_allowed);
		assert_int_equal(found.request.is_unchanged, record.request.is_unchanged);
	}
}

static void test_a_record_that_was_cut_is_none(void **state)
{
	struct wb_request_record record = full_record(), found;
	unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX + 1];
	size_t size = wb_request_record_encode(&record, bytes).size, taken = 0;

	(void)state;
	/* In front of a field of the tail it is a whole one, without that field. */
	for (size_t cut = 0; cut < size; cut++) {
		if (!decode(bytes, cut, &found))
			continue;
		if (cut < TAIL)
			fail_msg("%zu of %zu bytes were taken", cut, size);
		taken++;
	}
	assert_int_equal(taken, 7);
	bytes[size] = '\0';
	assert_false(decode(bytes, size + 1, &found));
	assert_false(wb_request_record_decode(0, (struct wb_blob){ bytes, size }, &found));
}

/* Whatever a byte becomes, what decodes may be shown and sent. */
static void test_any_byte_may_be_damaged(void **state)
{
	static const unsigned char damage[] = { 0x00, 0x01, 0x07, '\n', '\r', '-', 0x80, 0xff };
	struct wb_request_record record = full_record(), found;
	unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX];
	size_t size;

	(void)state;
	fill(record.request.how, 9, 'h');
	fill(record.request.done, 9, 'd');
	size = wb_request_record_encode(&record, bytes).size;
	for (size_t at = 0; at < size; at++) {
		unsigned char was = bytes[at];

		for (size_t i = 0; i < COUNT(damage); i++) {
			bytes[at] = damage[i];
			if (decode(bytes, size, &found))
				assert_int_equal(wb_request_record_check(&found.request, NULL), WB_OK);
		}
		bytes[at] = was;
	}
}

static void test_bytes_that_are_no_request(void **state)
{
	static const struct {
		const char *label;
		size_t at;
		unsigned char byte;
		bool has_head;
	} rows[] = {
		{ "a newer version", 0, 2, false },
		{ "an unknown state", 1, 3, true },
		{ "an unknown origin", 2, 2, true },
		{ "an unknown flag", 3, 0x1f, true },
		{ "created before 1970", 4, 0x80, false },
		{ "a client that is no host", 28, 127, false },
		{ "a /64 with host bits", 28, 64, false },
		{ "a prefix length beyond 128", 28, 129, false },
		{ "a reference from before 1970", 77, 0x80, true },
		{ "a reference of no action", 85, 0, true },
		{ "a reference of an unknown action", 85, 5, true },
		{ "a reference about another client", 88, 0xff, true },
		{ "a reference about a network", 104, 32, true },
		{ "decided before 1970", 105, 0x80, true },
		{ "allowed until before 1970", 113, 0x80, true },
		{ "a category that is none", 121, '.', true },
		{ "a control character in a language", 121 + 33, '\n', true },
		{ "a language that is none", 121 + 33, '.', true },
		{ "a line break in a name", 121 + 33 + 3, '\n', true },
		{ "an e-mail address that begins an option", 121 + 33 + 3 + 101, '-', true },
		{ "an e-mail address of two lines", 121 + 33 + 3 + 101, '\n', true },
		{ "a bell in how", 121 + 33 + 3 + 101 + 255, 7, true },
		{ "a carriage return in done", 121 + 33 + 3 + 101 + 255 + 2001, '\r', true },
		{ "a DNS token that is none", 121 + 33 + 3 + 101 + 255 + 2 * 2001, '!', true },
		{ "an escape in decided_by", 121 + 33 + 3 + 101 + 255 + 2 * 2001 + 27, 033, true },
		{ "an answer that is no UTF-8", 121 + 33 + 3 + 101 + 255 + 2 * 2001 + 27 + 51, 0xff, true },
		{ "a token that is none", TAIL + 3, '!', true },
		{ "an escape in the assignee", TAIL + 29 + 3, 033, true },
		{ "a bell in a question", TAIL + 29 + 53 + 3, 7, true },
		{ "asked before 1970", TAIL + 29 + 53 + 2003 + 3, 0x80, true },
		{ "a reply from before 1970", TAIL + 29 + 53 + 2003 + 11 + 3, 0x80, true },
		{ "told before 1970", TAIL + 29 + 53 + 2003 + 11 + 11 + 3, 0x80, true },
		{ "an answer of lines that is no UTF-8", TAIL + 29 + 53 + 2003 + 11 + 11 + 11 + 3, 0xff, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_request_record record = full_record(), found;
		unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX];
		size_t size = wb_request_record_encode(&record, bytes).size;

		begin_row(rows[i].label);
		bytes[rows[i].at] = rows[i].byte;
		assert_false(decode(bytes, size, &found));
		assert_int_equal(wb_request_record_decode_head((struct wb_blob){ bytes, size }, &found), rows[i].has_head);
	}
}

static void test_what_may_not_be_kept(void **state)
{
	static const char v6_network[] = "2001:db8:1:2::/64";
	static const struct {
		const char *label, *client, *reference_client, *email, *category, *language;
		int64_t created_at_s;
		enum wb_status status;
	} rows[] = {
		{ "all of it", "192.0.2.66", "192.0.2.66", "ann@example.net", "spam", "en", NOW_S, WB_OK },
		{ "the least", "192.0.2.66", NULL, "", "", "", 0, WB_OK },
		{ "a /64 and its reference", v6_network, "2001:db8:1:2::1", "", "", "", 0, WB_OK },
		{ "a host of the reference's /64", "2001:db8:1:2::1", v6_network, "", "", "", 0, WB_OK },
		{ "a neighbour's reference", "2001:db8:1:2::1", "2001:db8:1:2::2", "", "", "", 0, WB_INVALID },
		{ "a network of IPv4", "192.0.2.0/24", NULL, "", "", "", 0, WB_INVALID },
		{ "a larger network of IPv6", "2001:db8:1::/48", NULL, "", "", "", 0, WB_INVALID },
		{ "a smaller one", "2001:db8:1:2::/65", NULL, "", "", "", 0, WB_INVALID },
		{ "all there is", "::/0", NULL, "", "", "", 0, WB_INVALID },
		{ "somebody else's reference", "192.0.2.66", "192.0.2.67", "", "", "", 0, WB_INVALID },
		{ "of another /64", "2001:db8:1:2::1", "2001:db8:1:3::1", "", "", "", 0, WB_INVALID },
		{ "no e-mail address", "192.0.2.66", NULL, "ann", "", "", 0, WB_INVALID },
		{ "no category", "192.0.2.66", NULL, "", "Spam", "", 0, WB_INVALID },
		{ "allow, which is none", "192.0.2.66", NULL, "", "allow", "", 0, WB_INVALID },
		{ "no language", "192.0.2.66", NULL, "", "", "e.", 0, WB_INVALID },
		{ "half a language", "192.0.2.66", NULL, "", "", "e", 0, WB_INVALID },
		{ "before 1970", "192.0.2.66", NULL, "", "", "", -1, WB_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_request request = { .created_at_s = rows[i].created_at_s, .client = prefix_of(rows[i].client) };
		struct wb_error error = { "" };

		begin_row(rows[i].label);
		snprintf(request.email, sizeof(request.email), "%s", rows[i].email);
		snprintf(request.category, sizeof(request.category), "%s", rows[i].category);
		snprintf(request.language, sizeof(request.language), "%s", rows[i].language);
		request.has_reference = rows[i].reference_client != NULL;
		if (request.has_reference) {
			struct wb_prefix client = prefix_of(rows[i].reference_client);

			request.reference = wb_reference_make(&client.address, "spam", WB_REJECT, NOW_S);
			request.reference.client = client;
		}
		assert_int_equal(wb_request_record_check(&request, &error), rows[i].status);
		assert_int_equal(error.text[0] == '\0', rows[i].status == WB_OK);
	}
}

static void test_texts_are_cleaned(void **state)
{
	struct wb_request request = { .name = "a\033[31m\nb\342\200\256", .how = "one\r\ntwo\rthree\n\007", .done = "a\nb" };
	struct wb_request_note note = { .login = "ann\n", .text = "a\r\nb\377" };

	(void)state;
	memset(request.answer, 'x', sizeof(request.answer)); /* without its NUL */
	memset(request.decided_by, 'x', sizeof(request.decided_by));
	memcpy(request.decided_by + sizeof(request.decided_by) - 2, "\303\244", 2);
	wb_request_record_clean(&request);
	assert_string_equal(request.name, "a?[31m?b?");
	assert_string_equal(request.how, "one\ntwo?three\n?");
	assert_string_equal(request.done, "a\nb");
	assert_int_equal(strlen(request.answer), sizeof(request.answer) - 1);
	begin_row("no half of a character stays");
	assert_int_equal(strlen(request.decided_by), sizeof(request.decided_by) - 2);
	wb_request_record_clean_note(&note);
	assert_string_equal(note.login, "ann ");
	assert_string_equal(note.text, "a\nb?");
	begin_row("what has lines keeps them");
	strcpy(request.answer, "one\r\ntwo\033");
	strcpy(request.question, "three\nfour\a");
	strcpy(request.assignee, "bob\nbill");
	wb_request_record_clean(&request);
	assert_string_equal(request.answer, "one\ntwo?");
	assert_string_equal(request.question, "three\nfour?");
	assert_string_equal(request.assignee, "bob bill");
}

/* An older whyblock reads the bytes in front of the tail alone: as an open request, and an answer of one line. */
static void test_what_an_older_whyblock_reads(void **state)
{
	struct wb_request_record record = full_record(), found;
	unsigned char bytes[WB_REQUEST_VALUE_BYTES_MAX];
	size_t size;

	(void)state;
	record.request.state = WB_REQUEST_WAITING;
	strcpy(record.request.answer, "one\ntwo");
	size = wb_request_record_encode(&record, bytes).size;
	assert_true(decode(bytes, size, &found));
	assert_int_equal(found.request.state, WB_REQUEST_WAITING);
	assert_string_equal(found.request.answer, "one\ntwo");
	assert_true(decode(bytes, TAIL - 255 + 7, &found));
	assert_int_equal(found.request.state, WB_REQUEST_OPEN);
	assert_string_equal(found.request.answer, "one two");
	assert_string_equal(found.request.question, "");
	begin_row("the head alone");
	assert_true(wb_request_record_decode_head((struct wb_blob){ bytes, size }, &found));
	assert_false(wb_request_is_decided(&found.request));
	begin_row("decided by it, while the tail says that it waits");
	bytes[1] = WB_REQUEST_APPROVED;
	assert_true(decode(bytes, size, &found));
	assert_int_equal(found.request.state, WB_REQUEST_APPROVED);
	begin_row("an answer of one line is kept once");
	fill(record.request.answer, 256, 'a');
	assert_true(decode(bytes, wb_request_record_encode(&record, bytes).size, &found));
	assert_int_equal(wb_request_record_encode(&found, bytes).size, size - 7 + 255 - 10);
}

static void test_a_note_and_back(void **state)
{
	struct wb_request_note note = { .kind = WB_REQUEST_NOTE_REPLY, .at_s = 0x0123456789abcdef }, found;
	unsigned char bytes[WB_REQUEST_NOTE_BYTES_MAX + 1];
	const size_t head = 1 + 8 + 51 + 1001;
	size_t size;

	(void)state;
	fill(note.login, sizeof(note.login), 'l');
	fill(note.text, sizeof(note.text), 't');
	size = wb_request_record_encode_note(&note, bytes).size;
	assert_true(size < sizeof(bytes));
	assert_true(wb_request_record_decode_note((struct wb_blob){ bytes, size }, &found));
	assert_int_equal(found.kind, WB_REQUEST_NOTE_REPLY);
	assert_int_equal(found.at_s, note.at_s);
	assert_string_equal(found.login, note.login);
	assert_string_equal(found.text, note.text);
	/* In front of a field of the tail it is a whole one: of a kind, and of a text, that older ones have. */
	for (size_t cut = 0; cut < size; cut++)
		assert_int_equal(
		    wb_request_record_decode_note((struct wb_blob){ bytes, cut }, &found), cut == head || cut == head + 11);
	assert_true(wb_request_record_decode_note((struct wb_blob){ bytes, head }, &found));
	assert_int_equal(found.kind, WB_REQUEST_NOTE_INTERNAL);
	assert_int_equal(strlen(found.text), 1000);
	bytes[size] = '\0';
	assert_false(wb_request_record_decode_note((struct wb_blob){ bytes, size + 1 }, &found));
	bytes[size - 2] = 7;
	assert_false(wb_request_record_decode_note((struct wb_blob){ bytes, size }, &found));
	bytes[size - 2] = 't';
	begin_row("a kind that there is not");
	bytes[head + 10] = WB_REQUEST_NOTE_KINDS;
	assert_false(wb_request_record_decode_note((struct wb_blob){ bytes, size }, &found));
	bytes[head + 10] = WB_REQUEST_NOTE_REPLY;
	bytes[1] = 0x80;
	assert_false(wb_request_record_decode_note((struct wb_blob){ bytes, size }, &found));
	bytes[1] = 0;
	bytes[0] = 2;
	assert_false(wb_request_record_decode_note((struct wb_blob){ bytes, size }, &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_field_comes_back),
		cmocka_unit_test(test_flags_are_each_their_own),
		cmocka_unit_test(test_a_record_that_was_cut_is_none),
		cmocka_unit_test(test_any_byte_may_be_damaged),
		cmocka_unit_test(test_bytes_that_are_no_request),
		cmocka_unit_test(test_what_may_not_be_kept),
		cmocka_unit_test(test_texts_are_cleaned),
		cmocka_unit_test(test_what_an_older_whyblock_reads),
		cmocka_unit_test(test_a_note_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
