/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_mail_thread.c - which request a mail answers. */
#include "request_fixture.h"

#include "desk/mail_thread.h"

static struct wb_request filed(const char *store, const char *client)
{
	struct wb_request request = proven_of(client);

	assert_int_equal(file_limited(store, &request, &no_limits, 0), WB_REQUEST_FILED);
	return request;
}

static uint64_t found(const char *store, const struct wb_request_mail *mail)
{
	struct wb_request request;
	enum wb_status status = wb_mail_thread_find(store, mail, &request, NULL);

	assert_true(status == WB_OK || status == WB_NOT_FOUND);
	return status == WB_OK ? request.number : 0;
}

/* By a text of the mail, cut exactly at its end, so that a sanitizer sees a look behind it. */
static uint64_t found_in(const char *store, const char *text)
{
	struct wb_request_mail mail = { .length = strlen(text) };
	uint64_t number;

	mail.text = malloc(mail.length > 0 ? mail.length : 1);
	assert_non_null(mail.text);
	memcpy(mail.text, text, mail.length);
	number = found(store, &mail);
	free(mail.text);
	return number;
}

static void test_ids(void **state)
{
	const char *store = open_store(*state);
	const struct wb_request first = filed(store, "192.0.2.66"), second = filed(store, "192.0.2.67");
	struct wb_request old = first;
	struct wb_request_mail mail = { .text = "" };
	char id[WB_MAIL_THREAD_ID_SIZE], same[WB_MAIL_THREAD_ID_SIZE], other[WB_MAIL_THREAD_ID_SIZE], text[256];

	assert_true(wb_mail_thread_format(&first, "decided 1", id));
	assert_memory_equal(id, "whyblock.1.", 11);
	assert_true(wb_mail_thread_format(&first, "decided 1", same));
	assert_string_equal(id, same);
	assert_true(wb_mail_thread_format(&first, "decided 2", other));
	assert_string_not_equal(id, other);
	assert_true(wb_mail_thread_format(&second, "decided 1", other));

	snprintf(mail.in_reply_to, sizeof(mail.in_reply_to), "<%s@example.net>", id);
	assert_int_equal(found(store, &mail), 1);
	mail.in_reply_to[0] = '\0';
	snprintf(mail.references, sizeof(mail.references), "<x@example.com>\n <%s@example.net>", other);
	assert_int_equal(found(store, &mail), 2);
	snprintf(text, sizeof(text), "> Message-Id: <%s@example.net>\n", id);
	assert_int_equal(found_in(store, text), 1);
	assert_int_equal(found_in(store, id), 1);
	/* Of another number, with one symbol changed, cut short. */
	snprintf(text, sizeof(text), "<whyblock.2.%s@example.net>", id + 11);
	assert_int_equal(found_in(store, text), 0);
	snprintf(text, sizeof(text), "<%s@example.net>", id);
	text[20] = text[20] == '0' ? '1' : '0';
	assert_int_equal(found_in(store, text), 0);
	id[strlen(id) - 1] = '\0';
	assert_int_equal(found_in(store, id), 0);
	assert_int_equal(found_in(store, "<whyblock.1@example.net> <whyblock.99999999999999999999999.A@x> <whyblock.>"), 0);
	/* What an older whyblock has filed has no token. */
	old.token[0] = '\0';
	assert_false(wb_mail_thread_format(&old, "decided 1", id));
	assert_string_equal(id, "");
}

static void test_links(void **state)
{
	static const struct {
		const char *label, *before;
		bool wanted;
	} rows[] = {
		{ "as it is", "https://postmaster.example.net/status/", true },
		{ "encoded", "url=https%3A%2F%2Fp.example%2Fstatus%2F", true },
		{ "twice", "url=https%253A%252F%252Fp.example%252Fstatus%252f", true },
		{ "by Proofpoint", "u=https-3A__p.example_status_", true },
		{ "no link", "status: ", false },
		{ "another page", "https://postmaster.example.net/statut/", false },
	};
	const char *store = open_store(*state);
	const struct wb_request request = filed(store, "192.0.2.66");
	char text[256];

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "see %s%s", rows[i].before, request.token);
		assert_int_equal(found_in(store, text), rows[i].wanted);
		snprintf(text, sizeof(text), "> see %s%.9s=\r\n> %.17s&x\n", rows[i].before, request.token, request.token + 9);
		assert_int_equal(found_in(store, text), rows[i].wanted);
		snprintf(text, sizeof(text), "see %s%.25s", rows[i].before, request.token);
		assert_int_equal(found_in(store, text), 0);
	}
	assert_int_equal(found_in(store, "https://postmaster.example.net/status/00000000000000000000000000"), 0);
}

static void test_subjects(void **state)
{
	const struct {
		const char *label, *subject, *sender;
		bool is_found, is_of_asker;
	} rows[] = {
		{ "in English", "Re: Your request 1: 192.0.2.66 stays blocked", "ann@example.com", true, true },
		{ "in German", "AW: Ihre Anfrage 1 ist angekommen", "ANN@example.com", true, true },
		{ "somebody else's", "Re: Your request 1", "bob@example.com", true, false },
		{ "nobody's", "Re: Your request 1", "", true, false },
		{ "BATV", "Re: Your request 1", "prvs=0123456789=ann@example.com", true, true },
		{ "Barracuda's", "Re: Your request 1", "btv1==0123456789a==Ann@example.com", true, true },
		{ "BATV of somebody else", "Re: Your request 1", "prvs=0123456789=bob@example.com", true, false },
		{ "BATV of another domain", "Re: Your request 1", "prvs=0123456789=ann@example.org", true, false },
		{ "another mark", "Re: Your request 1", "x=0123456789=ann@example.com", true, false },
		{ "two marks", "Re: Your request 1", "prvs=x=y=ann@example.com", true, false },
		{ "SRS", "Re: Your request 1", "SRS0=x=y=example.com=ann@evil.example", true, false },
		{ "SRS of its own domain", "Re: Your request 1", "SRS0=x=y=example.com=ann@example.com", true, false },
		{ "no such request", "Re: Your request 2", "ann@example.com", false, false },
		{ "no number", "Blocked", "ann@example.com", false, false },
		{ "an address", "Blocked: 1.0.2.66", "ann@example.com", false, false },
		{ "too many digits", "11111111111111111111111111", "ann@example.com", false, false },
	};
	const char *store = open_store(*state);
	struct wb_request request = proven_of("192.0.2.66"), answered;
	bool is_of_asker;

	snprintf(request.email, sizeof(request.email), "ann@example.com");
	assert_int_equal(file_limited(store, &request, &no_limits, 0), WB_REQUEST_FILED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_request_mail mail = { .text = NULL, .sender = rows[i].sender };

		begin_row(rows[i].label);
		snprintf(mail.subject, sizeof(mail.subject), "%s", rows[i].subject);
		snprintf(mail.from, sizeof(mail.from), "ann@example.com");
		snprintf(mail.reply_to, sizeof(mail.reply_to), "ann@example.com");
		assert_int_equal(wb_mail_thread_find_subject(store, &mail, &answered, &is_of_asker, NULL),
		    rows[i].is_found ? WB_OK : WB_NOT_FOUND);
		assert_int_equal(is_of_asker, rows[i].is_of_asker);
	}
	/* Who gave no address has none that a bounce could have. */
	request = proven_of("192.0.2.67");
	request.email[0] = '\0';
	assert_int_equal(file_limited(store, &request, &no_limits, 0), WB_REQUEST_FILED);
	struct wb_request_mail mail = { .subject = "Re: 2", .sender = "" };
	assert_int_equal(wb_mail_thread_find_subject(store, &mail, &answered, &is_of_asker, NULL), WB_OK);
	assert_false(is_of_asker);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_ids),
		test_in_folder(test_links),
		test_in_folder(test_subjects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
