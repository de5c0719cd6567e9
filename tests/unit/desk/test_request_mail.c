/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_mail.c - what becomes of a mail, and whether it is answered. */
#include "request_fixture.h"

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

static struct wb_request_mail_receipt receive(struct wb_request_mail mail)
{
	struct wb_request_mail_receipt receipt;
	struct wb_error error = { "" };

	if (wb_request_mail_receive(config, &mail, NOW_S, &receipt, &error) != WB_OK)
		fail_msg("%s", error.text);
	assert_int_equal(receipt.why != NULL, receipt.outcome == WB_REQUEST_MAIL_IGNORED);
	return receipt;
}

static void test_filed(void **state)
{
	struct wb_request_mail_receipt receipt;
	struct wb_request request;

	open_with(*state, "");
	receipt = receive(mail_of("ann@example.com", code_of("192.0.2.66")));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_FILED);
	assert_true(receipt.may_answer);
	assert_string_equal(receipt.no_answer.text, "");
	assert_int_equal(wb_request_find_token(config->policy.store, receipt.filed.token, &request, NULL), WB_OK);
	assert_int_equal(request.number, 1);
	assert_int_equal(request.origin, WB_REQUEST_MAIL);
	assert_true(request.has_reference);
	assert_string_equal(request.category, "open-relay");
	assert_string_equal(request.name, "Ann");
	assert_memory_equal(request.how, "Blocked\nE", 9);
}

/* Who is told the outcome. */
static void test_email(void **state)
{
	static const struct {
		const char *label, *sender, *from, *wanted;
	} rows[] = {
		{ "who wrote it", "bounces+1@example.org", "ann@example.com", "ann@example.com" },
		{ "a program wrote it", "ann@example.org", "noreply@example.com", "ann@example.org" },
		{ "nobody did", "ann@example.org", "", "ann@example.org" },
		{ "an address that cannot be answered", "ann@localhost", "", "" },
	};

	open_with(*state, "");
	for (size_t i = 0; i < COUNT(rows); i++) {
		char client[32];
		struct wb_request_mail mail;

		begin_row(rows[i].label);
		snprintf(client, sizeof(client), "192.0.2.%zu", i + 1);
		mail = mail_of(rows[i].sender, code_of(client));
		snprintf(mail.from, sizeof(mail.from), "%s", rows[i].from);
		assert_string_equal(receive(mail).filed.request.email, rows[i].wanted);
	}
}

static bool keep_note(void *context, const struct wb_request_note *note)
{
	*(struct wb_request_note *)context = *note;
	return true;
}

static void test_already_open(void **state)
{
	struct wb_request_mail mail;
	struct wb_request_mail_receipt receipt;
	struct wb_request_note note = { .at_s = 0 };

	open_with(*state, "");
	receive(mail_of("ann@example.com", code_of("192.0.2.66")));
	mail = mail_of("bob@example.com", code_of("192.0.2.66"));
	snprintf(mail.body, sizeof(mail.body), "I\nphoned");
	receipt = receive(mail);
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_ALREADY_OPEN);
	assert_int_equal(receipt.filed.request.number, 1);
	assert_string_equal(receipt.filed.token, "");
	assert_true(receipt.may_answer);
	assert_int_equal(wb_request_note_walk(config->policy.store, 1, keep_note, &note, NULL), WB_OK);
	assert_string_equal(note.login, "mail");
	assert_string_equal(note.text, "from bob@example.com: Blocked I phoned");
}

static void test_no_reference(void **state)
{
	struct wb_request_mail_receipt receipt;
	struct wb_request_mail mail;

	open_with(*state, "");
	receipt = receive(mail_of("ann@example.com", "Please remove us"));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_NO_REFERENCE);
	assert_true(receipt.may_answer);
	assert_int_equal(receipt.filed.request.number, 0);
	/* Without the key nobody can tell that it was genuine. */
	mail = mail_of("ann@example.com", code_of("192.0.2.66"));
	assert_int_equal(remove(config->policy.reference_key), 0);
	assert_int_equal(receive(mail).outcome, WB_REQUEST_MAIL_NO_REFERENCE);
}

static void test_ignored(void **state)
{
	struct wb_request_mail_receipt receipt;

	open_with(*state, "per_address = 1");
	receipt = receive(mail_of("", code_of("192.0.2.66")));
	assert_contains(receipt.why, "a bounce");
	assert_false(receipt.may_answer);
	receive(mail_of("ann@example.com", code_of("192.0.2.66")));
	receipt = receive(mail_of("ann@example.com", code_of("192.0.2.67")));
	assert_string_equal(receipt.why, "its sender has made enough requests in the last 24 hours");
	assert_false(receipt.may_answer);
	assert_string_equal(receipt.no_answer.text, "");
	assert_int_equal(receipt.filed.request.number, 0);
}

/* What anybody can send in anybody's name has half of the day's answers. */
static void test_answers_are_limited(void **state)
{
	struct wb_request_mail_receipt receipt;
	struct wb_request_note note = { .at_s = 0 };

	open_with(*state, "per_day = 4");
	receive(mail_of("a@example.com", code_of("192.0.2.66")));
	assert_true(receive(mail_of("b@example.com", "no code")).may_answer);
	receipt = receive(mail_of("c@example.com", "no code"));
	assert_false(receipt.may_answer);
	assert_string_equal(receipt.no_answer.text, "enough was answered in the last 24 hours");
	receipt = receive(mail_of("d@example.com", code_of("192.0.2.66")));
	assert_int_equal(receipt.outcome, WB_REQUEST_MAIL_ALREADY_OPEN);
	assert_false(receipt.may_answer);
	assert_int_equal(wb_request_note_walk(config->policy.store, 1, keep_note, &note, NULL), WB_OK);
	assert_string_equal(note.text, "");
	assert_true(receive(mail_of("e@example.com", code_of("192.0.2.67"))).may_answer);
}

/* The mail system keeps what another attempt may mend. */
static void test_failures(void **state)
{
	struct wb_request_mail mail;
	struct wb_request_mail_receipt receipt;
	struct wb_error error = { "" };

	open_with(*state, "");
	mail = mail_of("ann@example.com", "no code");
	write_text(*state, "reference.key", "nonsense\n");
	assert_int_not_equal(wb_request_mail_receive(config, &mail, NOW_S, &receipt, &error), WB_OK);
	write_text(*state, "reference.key", KEY "\n");
	assert_int_equal(chmod(config->policy.reference_key, 0640), 0);
	assert_int_equal(rmdir(path_in(config->policy.store, "requests")), 0);
	write_text(config->policy.store, "requests", "");
	error.text[0] = '\0';
	assert_int_not_equal(wb_request_mail_receive(config, &mail, NOW_S, &receipt, &error), WB_OK);
	assert_string_not_equal(error.text, "");
	mail = mail_of("ann@example.com", code_of("192.0.2.66"));
	assert_int_not_equal(wb_request_mail_receive(config, &mail, NOW_S, &receipt, &error), WB_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_mail(test_filed),
		test_of_mail(test_email),
		test_of_mail(test_already_open),
		test_of_mail(test_no_reference),
		test_of_mail(test_ignored),
		test_of_mail(test_answers_are_limited),
		test_of_mail(test_failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
