/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_mail.c - what becomes of a mail, and whether it is answered. */
#include "request_fixture.h"

#include "desk/mail_thread.h"
#include "desk/request_mail.h"

#define KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static struct wb_config *config;

static int close_all(void **state)
{
	wb_config_close(&config);
	return close_folder(state);
}

#define test_of_mail(test) cmocka_unit_test_setup_teardown(test, open_folder, close_all)

static void open_with(const char *folder, const char *removal)
{
	char text[512];

	assert_int_equal(chmod(write_text(folder, "reference.key", KEY "\n"), 0640), 0);
	snprintf(text, sizeof(text),
	    "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\nremoval { address = \"removal@example.net\" %s }\n",
	    open_store(folder), removal);
	config = open_config(folder, text);
}

/* A mail from a person with this in it; until the folder is closed. */
static struct wb_request_mail mail_of(const char *sender, const char *text)
{
	struct wb_request_mail mail = { .sender = sender, .language = "en", .subject = "Blocked", .name = "Ann" };

	mail.text = (char *)(uintptr_t)wb_pool_copy(&fixture_paths, text);
	mail.length = strlen(text);
	snprintf(mail.body, sizeof(mail.body), "%s", text);
	snprintf(mail.from, sizeof(mail.from), "%s", sender);
	return mail;
}

/* The code of a reply to this client. */
static const char *code_of(const char *client)
{
	static char code[WB_REFERENCE_TEXT_SIZE];
	const struct wb_address address = address_of(client);
	const struct wb_reference reference = wb_reference_make(&address, "open-relay", WB_REJECT, NOW_S - 60);
	struct wb_reference_keys keys;

	assert_int_equal(wb_reference_keys_read(config->policy.reference_key, &keys, NULL), WB_OK);
	assert_true(wb_reference_format(&keys, &reference, code));
	return code;
}

static struct wb_request_mail_receipts receive_all(struct wb_request_mail mail)
{
	struct wb_request_mail_receipts receipts;
	struct wb_error error = { "" };

	if (wb_request_mail_receive(config, &mail, NOW_S, &receipts, &error) != WB_OK)
		fail_msg("%s", error.text);
	assert_true(receipts.count > 0);
	return receipts;
}

static struct wb_request_mail_receipt receive(struct wb_request_mail mail)
{
	const struct wb_request_mail_receipts receipts = receive_all(mail);

	assert_int_equal(receipts.count, 1);
	return receipts.rows[0];
}

static struct wb_request find(uint64_t number)
{
	struct wb_request request;

	assert_int_equal(wb_request_find(config->policy.store, number, &request, NULL), WB_OK);
	return request;
}

struct notes {
	size_t count;
	struct wb_request_note last;
};

static bool keep_note(void *context, const struct wb_request_note *note)
{
	struct notes *notes = context;

	notes->count++;
	notes->last = *note;
	return true;
}

static struct notes notes_of(uint64_t number)
{
	struct notes notes = { .count = 0 };

	assert_int_equal(wb_request_note_walk(config->policy.store, number, keep_note, &notes, NULL), WB_OK);
	return notes;
}

struct held {
	size_t count;
	struct wb_held_mail last;
};

static bool keep_held(void *context, const struct wb_held_mail *mail)
{
	struct held *held = context;

	held->count++;
	held->last = *mail;
	return true;
}

static struct held held_mails(void)
{
	struct held held = { .count = 0 };

	assert_int_equal(wb_held_mail_walk(config->policy.store, keep_held, &held, NULL), WB_OK);
	return held;
}

static void test_filed(void **state)
{
	struct wb_request_mail_receipt receipt;
	struct wb_request request;

	open_with(*state, "");
	receipt = receive(mail_of("ann@example.com", code_of("192.0.2.66")));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_FILED);
	assert_true(receipt.may_answer);
	assert_string_equal(receipt.why, "");
	assert_string_equal(receipt.no_answer.text, "");
	assert_int_equal(wb_request_find_token(config->policy.store, receipt.token, &request, NULL), WB_OK);
	assert_int_equal(request.number, 1);
	assert_int_equal(request.origin, WB_REQUEST_MAIL);
	assert_true(request.has_reference);
	assert_string_equal(request.category, "open-relay");
	assert_string_equal(request.name, "Ann");
	assert_string_equal(request.email, "ann@example.com");
	assert_memory_equal(request.how, "Blocked\nE", 9);
}

/* Where the receipt goes, and the decision. */
static void test_answer_to(void **state)
{
	static const struct {
		const char *label, *sender, *from, *reply_to, *wanted;
	} rows[] = {
		{ "one address", "ann@example.com", "Ann@example.com", "", "ann@example.com" },
		{ "From disagrees", "bob@example.org", "ann@example.com", "", "bob@example.org" },
		{ "of one domain, too", "bob@example.com", "ann@example.com", "", "bob@example.com" },
		{ "BATV", "prvs=012=ann@example.com", "ann@example.com", "", "ann@example.com" },
		{ "BATV of somebody else", "prvs=012=bob@example.com", "ann@example.com", "", "prvs=012=bob@example.com" },
		{ "BATV of another domain", "prvs=012=ann@example.org", "ann@example.com", "", "prvs=012=ann@example.org" },
		{ "a forwarder", "SRS0=H=T=example.com=ann@example.org", "ann@example.com", "", "ann@example.com" },
		{ "a forwarder of somebody else", "SRS0=H=T=example.com=bob@example.org", "ann@example.com", "",
		    "SRS0=H=T=example.com=bob@example.org" },
		{ "a program of a helpdesk", "bounces@example.com", "help@example.com", "", "help@example.com" },
		{ "a program for somebody else", "bounces@example.com", "help@example.org", "", "" },
		{ "programs both", "bounces@example.com", "noreply@example.com", "", "" },
		{ "Reply-To of its domain", "ann@example.com", "ann@example.com", "tickets@example.com",
		    "tickets@example.com" },
		{ "of a part of it", "ann@example.com", "", "tickets@help.example.com", "tickets@help.example.com" },
		{ "the other way round", "ann@mail.example.com", "", "ann@example.com", "ann@example.com" },
		{ "Reply-To elsewhere", "ann@example.com", "ann@example.com", "victim@example.net", "ann@example.com" },
		{ "Reply-To nearly there", "ann@example.com", "", "victim@notexample.com", "ann@example.com" },
		{ "an address that cannot be answered", "ann@localhost", "ann@example.com", "", "" },
		{ "a bounce", "", "ann@example.com", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_request_mail mail = { .sender = rows[i].sender };

		begin_row(rows[i].label);
		snprintf(mail.from, sizeof(mail.from), "%s", rows[i].from);
		snprintf(mail.reply_to, sizeof(mail.reply_to), "%s", rows[i].reply_to);
		assert_string_equal(wb_request_mail_answer_to(&mail), rows[i].wanted);
	}
}

static void test_already_open(void **state)
{
	struct wb_request_mail mail;
	struct wb_request_mail_receipt receipt;

	open_with(*state, "");
	receive(mail_of("ann@example.com", code_of("192.0.2.66")));
	mail = mail_of("bob@example.com", code_of("192.0.2.66"));
	snprintf(mail.body, sizeof(mail.body), "I\nphoned");
	receipt = receive(mail);
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_ALREADY_OPEN);
	assert_int_equal(receipt.request.number, 1);
	assert_string_equal(receipt.token, "");
	assert_true(receipt.may_answer);
	assert_int_equal(notes_of(1).last.kind, WB_REQUEST_NOTE_REPLY);
	assert_string_equal(notes_of(1).last.text, "From: bob@example.com\nBlocked\nI\nphoned");
	/* Its maker is shown the page. */
	snprintf(mail.from, sizeof(mail.from), "ANN@example.com");
	mail.sender = "ANN@example.com";
	assert_string_equal(receive(mail).token, find(1).token);
}

/* The mail system tries a mail again, since something has failed: what was done is not done twice. */
static void test_once_more(void **state)
{
	struct wb_request_mail mail;
	struct wb_request_mail_receipts receipts;
	char both[128];

	open_with(*state, "");
	snprintf(both, sizeof(both), "%s", code_of("192.0.2.66"));
	mail = mail_of("ann@example.com", both);
	receive(mail);
	snprintf(both + strlen(both), sizeof(both) - strlen(both), " %s", code_of("192.0.2.67"));
	mail.text = both;
	mail.length = strlen(both);
	receipts = receive_all(mail);
	assert_int_equal(receipts.count, 2);
	assert_int_equal(receipts.rows[0].outcome, WB_REQUEST_MAIL_FILED);
	assert_int_equal(receipts.rows[0].request.number, 1);
	assert_string_equal(receipts.rows[0].token, find(1).token);
	assert_int_equal(receipts.rows[1].request.number, 2);
	assert_int_equal(notes_of(1).count, 0);
	mail = mail_of("bob@example.com", code_of("192.0.2.66"));
	receive(mail);
	receive(mail);
	assert_int_equal(notes_of(1).count, 1);
}

static void test_no_reference(void **state)
{
	struct wb_request_mail_receipt receipt;
	struct wb_request_mail mail;

	open_with(*state, "");
	receipt = receive(mail_of("ann@example.com", "Please remove us"));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_NO_REFERENCE);
	assert_true(receipt.may_answer);
	assert_int_equal(receipt.request.number, 0);
	assert_int_equal(held_mails().count, 0);
	/* Without the key nobody can tell that it was genuine. */
	mail = mail_of("ann@example.com", code_of("192.0.2.66"));
	assert_int_equal(remove(config->policy.reference_key), 0);
	assert_int_equal(receive(mail).outcome, WB_REQUEST_MAIL_NO_REFERENCE);
}

/* It is answered, and kept for staff. */
static void test_names_a_host(void **state)
{
	static const struct {
		const char *text;
		bool wanted;
	} rows[] = {
		{ "our server 192.0.2.66 is blocked", true },
		{ "[192.0.2.66]", true },
		{ "it is 192.0.2.66.", true },
		{ "it is 2001:db8::66: why?", true },
		{ "it is 127.0.0.1", false },
		{ "it is 10.0.0.1", false },
		{ "it is 203.0.113.9", false }, /* exempt */
		{ "version 1.2.3", false },
		{ "at 10:30 the 1.2.2026", false },
	};

	open_with(*state, "} exempt { hosts = { \"203.0.113.0/24\" }");
	for (size_t i = 0; i < COUNT(rows); i++) {
		char sender[32];
		size_t before = held_mails().count;

		begin_row(rows[i].text);
		snprintf(sender, sizeof(sender), "ann%zu@example.com", i);
		assert_int_equal(receive(mail_of(sender, rows[i].text)).outcome, WB_REQUEST_MAIL_NO_REFERENCE);
		assert_int_equal(held_mails().count - before, rows[i].wanted);
	}
}

static void test_ignored(void **state)
{
	struct wb_request_mail_receipt receipt;

	open_with(*state, "");
	receipt = receive(mail_of("", code_of("192.0.2.66")));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_IGNORED);
	assert_contains(receipt.why, "a bounce");
	assert_false(receipt.may_answer);
}

/* What is too much is kept for staff. */
static void test_held(void **state)
{
	struct wb_request_mail_receipt receipt;

	open_with(*state, "per_address = 1");
	receive(mail_of("ann@example.com", code_of("192.0.2.66")));
	receipt = receive(mail_of("ann@example.com", code_of("192.0.2.67")));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_HELD);
	assert_string_equal(receipt.why, "its sender has made enough requests in the last 24 hours");
	assert_false(receipt.may_answer);
	assert_string_equal(receipt.no_answer.text, "");
	assert_int_equal(receipt.request.number, 0);
	assert_string_equal(held_mails().last.sender, "ann@example.com");
	assert_contains(held_mails().last.text, "192.0.2.67 (a genuine reference)\nBlocked\n");
	/* Without a code and an answer, too. */
	assert_int_equal(receive(mail_of("ann@example.com", "no code")).outcome, WB_REQUEST_MAIL_HELD);
	assert_int_equal(receive(mail_of("ann@localhost", "no code")).outcome, WB_REQUEST_MAIL_HELD);
	assert_int_equal(held_mails().count, 3);
}

/* What anybody can send in anybody's name has half of the day's answers. */
static void test_answers_are_limited(void **state)
{
	struct wb_request_mail_receipt receipt;

	open_with(*state, "per_day = 4");
	receive(mail_of("a@example.com", code_of("192.0.2.66")));
	assert_true(receive(mail_of("b@example.com", "no code")).may_answer);
	receipt = receive(mail_of("c@example.com", "no code"));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_HELD);
	assert_string_equal(receipt.no_answer.text, "enough was answered in the last 24 hours");
	receipt = receive(mail_of("d@example.com", code_of("192.0.2.66")));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_ALREADY_OPEN);
	assert_false(receipt.may_answer);
	assert_int_equal(notes_of(1).count, 1);
	assert_true(receive(mail_of("e@example.com", code_of("192.0.2.67"))).may_answer);
}

/* A mail that answers one of ours about request 1. */
static struct wb_request_mail reply_of(const char *sender, const char *text)
{
	struct wb_request_mail mail = mail_of(sender, text);
	const struct wb_request request = find(1);
	char id[WB_MAIL_THREAD_ID_SIZE];

	assert_true(wb_mail_thread_format(&request, "question 1", id));
	snprintf(mail.in_reply_to, sizeof(mail.in_reply_to), "<%s@example.net>", id);
	return mail;
}

static void test_replies(void **state)
{
	const char *store;
	struct wb_request_mail mail;
	struct wb_request_mail_receipt receipt;
	struct wb_request_mail_receipts receipts;
	struct wb_request request;

	open_with(*state, "");
	store = config->policy.store;
	receive(mail_of("ann@example.com", code_of("192.0.2.66")));
	assert_int_equal(wb_request_ask_back(store, 1, "What was it?", "carl", NOW_S, NULL), WB_OK);
	receipt = receive(reply_of("ann@example.com", "yes"));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_REPLY);
	assert_int_equal(receipt.request.number, 1);
	assert_false(receipt.may_answer);
	assert_int_equal(find(1).state, WB_REQUEST_OPEN);
	assert_string_equal(notes_of(1).last.text, "Blocked\nyes");
	/* The same word to another question. */
	assert_int_equal(wb_request_ask_back(store, 1, "And is it mended?", "carl", NOW_S, NULL), WB_OK);
	receive(reply_of("ann@example.com", "yes"));
	assert_int_equal(find(1).state, WB_REQUEST_OPEN);
	assert_int_equal(notes_of(1).count, 4);
	/* Holidays are noted, and answer no question. */
	assert_int_equal(wb_request_ask_back(store, 1, "And now?", "carl", NOW_S, NULL), WB_OK);
	mail = reply_of("ann@example.com", "I am away");
	snprintf(mail.auto_submitted, sizeof(mail.auto_submitted), "auto-replied");
	receive(mail);
	assert_int_equal(find(1).state, WB_REQUEST_WAITING);
	assert_int_equal(notes_of(1).last.kind, WB_REQUEST_NOTE_INTERNAL);
	/* That the question has come back is for staff to know. */
	assert_int_equal(receive(reply_of("", "no such user")).outcome, WB_REQUEST_MAIL_REPLY);
	assert_int_equal(find(1).state, WB_REQUEST_OPEN);

	/* Of a decided one: kept, and it stays decided; a code about something newer is a new request. */
	request = find(1);
	request.state = WB_REQUEST_DENIED;
	request.decided_at_s = NOW_S - 60;
	snprintf(request.decided_by, sizeof(request.decided_by), "carl");
	assert_int_equal(wb_request_decide(store, &request, NULL), WB_OK);
	receipt = receive(reply_of("ann@example.com", code_of("192.0.2.66")));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_REPLY);
	assert_int_equal(find(1).state, WB_REQUEST_DENIED);
	receipts = receive_all(reply_of("ann@example.com", code_of("192.0.2.67")));
	assert_int_equal(receipts.count, 2);
	assert_int_equal(receipts.rows[1].outcome, WB_REQUEST_MAIL_FILED);
	assert_true(receipts.rows[1].may_answer);
}

/* The number alone counts of the one who asked: by the envelope, not by what the mail says. */
static void test_the_subject(void **state)
{
	static const struct {
		const char *label, *sender, *from, *reply_to;
		enum wb_request_mail_outcome wanted;
	} rows[] = {
		{ "the one who asked", "ann@example.com", "ann@example.com", "", WB_REQUEST_MAIL_REPLY },
		{ "with BATV", "prvs=0123456789=ann@example.com", "ann@example.com", "", WB_REQUEST_MAIL_REPLY },
		{ "another From", "ann@example.com", "ann@work.example", "", WB_REQUEST_MAIL_REPLY },
		{ "From alone", "eve@evil.example", "ann@example.com", "", WB_REQUEST_MAIL_HELD },
		{ "Reply-To alone", "eve@evil.example", "eve@evil.example", "ann@example.com", WB_REQUEST_MAIL_HELD },
		{ "Reply-To, of its domain", "eve@example.com", "eve@example.com", "ann@example.com", WB_REQUEST_MAIL_HELD },
		{ "SRS", "SRS0=x=y=example.com=ann@evil.example", "ann@example.com", "", WB_REQUEST_MAIL_HELD },
		{ "a colleague", "bob@example.com", "bob@example.com", "", WB_REQUEST_MAIL_HELD },
		{ "a colleague of another From", "bob@example.com", "bob@work.example", "", WB_REQUEST_MAIL_HELD },
		{ "a program of theirs", "bounces@example.com", "ann@example.com", "", WB_REQUEST_MAIL_HELD },
		{ "somebody else", "eve@evil.example", "eve@evil.example", "", WB_REQUEST_MAIL_NO_REFERENCE },
	};
	struct wb_request_mail_receipt receipt;

	open_with(*state, "");
	receive(mail_of("ann@example.com", code_of("192.0.2.66")));
	for (size_t i = 0; i < COUNT(rows); i++) {
		const size_t replies = notes_of(1).count, held = held_mails().count;
		char text[64];
		struct wb_request_mail mail;

		begin_row(rows[i].label);
		snprintf(text, sizeof(text), "I forgot something, %zu", i);
		mail = mail_of(rows[i].sender, text);
		snprintf(mail.subject, sizeof(mail.subject), "Re: We have received your request 1");
		snprintf(mail.from, sizeof(mail.from), "%s", rows[i].from);
		snprintf(mail.reply_to, sizeof(mail.reply_to), "%s", rows[i].reply_to);
		receipt = receive(mail);
		assert_int_equal(receipt.outcome, rows[i].wanted);
		assert_int_equal(notes_of(1).count - replies, rows[i].wanted == WB_REQUEST_MAIL_REPLY);
		assert_int_equal(held_mails().count - held, rows[i].wanted == WB_REQUEST_MAIL_HELD);
		if (rows[i].wanted != WB_REQUEST_MAIL_HELD)
			continue;
		assert_false(receipt.may_answer);
		assert_int_equal(receipt.request.number, 0);
		assert_string_equal(held_mails().last.sender, rows[i].sender);
		assert_contains(held_mails().last.why, "it says that it is about request 1, and nothing proves");
		assert_contains(held_mails().last.text, text);
		if (rows[i].reply_to[0] != '\0')
			assert_contains(held_mails().last.text, "Reply-To: ann@example.com\n");
		else if (strcmp(rows[i].sender, rows[i].from) != 0)
			assert_contains(held_mails().last.text, rows[i].from);
	}
	/* A genuine code or a seal is proof, whoever sends it. */
	assert_int_equal(receive(reply_of("eve@evil.example", "for ann")).outcome, WB_REQUEST_MAIL_REPLY);
}

/* One who floods pushes out his own mails, and the mail system is never told to wait. */
static void test_held_mails_give_way(void **state)
{
	struct wb_request_mail_receipts receipts;
	char text[32];

	open_with(*state, "");
	receive(mail_of("bob@localhost", "no code"));
	for (int i = 0; i <= WB_HELD_MAIL_SENDER_MAX; i++) {
		snprintf(text, sizeof(text), "mail %d", i);
		receipts = receive_all(mail_of("ann@localhost", text));
		assert_int_equal(receipts.rows[0].outcome, WB_REQUEST_MAIL_HELD);
		assert_int_equal(receipts.gave_way, i == WB_HELD_MAIL_SENDER_MAX ? 2 : 0);
	}
	assert_int_equal(held_mails().count, WB_HELD_MAIL_SENDER_MAX + 1);
}

/* A request takes so many replies; what is more is kept all the same. */
static void test_many_replies(void **state)
{
	char text[32];

	open_with(*state, "");
	receive(mail_of("ann@example.com", code_of("192.0.2.66")));
	for (int i = 0; i < WB_REQUEST_REPLIES_MAX; i++) {
		snprintf(text, sizeof(text), "reply %d", i);
		assert_int_equal(receive(reply_of("ann@example.com", text)).outcome, WB_REQUEST_MAIL_REPLY);
	}
	assert_int_equal(receive(reply_of("ann@example.com", "and another")).outcome, WB_REQUEST_MAIL_HELD);
	assert_contains(held_mails().last.text, "and another");
	assert_contains(held_mails().last.why, "request 1 has 30 replies");
}

/* The mail system keeps what another attempt may repair. */
static void test_failures(void **state)
{
	struct wb_request_mail mail;
	struct wb_request_mail_receipts receipts;
	struct wb_error error = { "" };

	open_with(*state, "");
	mail = mail_of("ann@example.com", "no code");
	write_text(*state, "reference.key", "nonsense\n");
	assert_int_not_equal(wb_request_mail_receive(config, &mail, NOW_S, &receipts, &error), WB_OK);
	write_text(*state, "reference.key", KEY "\n");
	assert_int_equal(chmod(config->policy.reference_key, 0640), 0);
	assert_int_equal(rmdir(path_in(config->policy.store, "requests")), 0);
	write_text(config->policy.store, "requests", "");
	error.text[0] = '\0';
	assert_int_not_equal(wb_request_mail_receive(config, &mail, NOW_S, &receipts, &error), WB_OK);
	assert_string_not_equal(error.text, "");
	mail = mail_of("ann@example.com", code_of("192.0.2.66"));
	assert_int_not_equal(wb_request_mail_receive(config, &mail, NOW_S, &receipts, &error), WB_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_mail(test_filed),
		test_of_mail(test_answer_to),
		test_of_mail(test_already_open),
		test_of_mail(test_once_more),
		test_of_mail(test_no_reference),
		test_of_mail(test_names_a_host),
		test_of_mail(test_ignored),
		test_of_mail(test_held),
		test_of_mail(test_answers_are_limited),
		test_of_mail(test_replies),
		test_of_mail(test_the_subject),
		test_of_mail(test_held_mails_give_way),
		test_of_mail(test_many_replies),
		test_of_mail(test_failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
