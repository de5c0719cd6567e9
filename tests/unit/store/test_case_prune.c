/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_case_prune.c - cases that go by age, and those of a host or a mail address, with all that leads to them. */
#include "fixture.h"
#include "store/case_find.h"
#include "store/case_prune.h"

static struct wb_event event;

static void add(const char *store, const char *client, const char *sender, const char *recipient, int64_t at_s)
{
	struct wb_case_session session;
	uint64_t number;
	bool is_new;

	memset(&event, 0, offsetof(struct wb_event, fields));
	event.kind = WB_EVENT_VERDICT;
	event.client = address_of(client);
	event.fields[0] = (struct wb_event_field){ "action", "reject" };
	event.fields[1] = (struct wb_event_field){ "sender", sender };
	event.fields[2] = (struct wb_event_field){ "recipient", recipient };
	event.field_count = 3;
	assert_int_equal(wb_case_session_open_write(store, &session, NULL), WB_OK);
	assert_int_equal(wb_case_session_add(&session, &event, at_s, WB_CASE_OF_AGENT, &number, &is_new, NULL), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, NULL), WB_OK);
	wb_case_session_close(&session);
}

static bool count_mails(void *context, const struct wb_case *remembered)
{
	*(size_t *)context += remembered->mail_count > 0 ? remembered->mail_count : 1;
	return true;
}

/* How many mails cases have, or those that a query finds. */
static size_t mails(const char *store, const char *sender, const char *recipient)
{
	const struct wb_case_query query = { .sender = sender, .recipient = recipient };
	size_t count = 0, unreadable;

	assert_int_equal(wb_case_find(store, &query, count_mails, &count, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	return count;
}

/* Rows of a table: what leads to a case goes with it. */
static size_t rows(const char *store, enum wb_case_table table)
{
	struct wb_case_session session;
	size_t count;

	assert_int_equal(wb_case_session_open_read(store, &session, NULL), WB_OK);
	assert_int_equal(wb_table_count(&session.tables[table], &count, NULL), WB_OK);
	wb_case_session_close(&session);
	return count;
}

static void test_age(void **state)
{
	const char *store = open_store(*state);
	char client[32];
	size_t removed = 9;

	assert_int_equal(wb_case_expire(store, NOW_S, WB_AGE_GUARDED, &removed, NULL), WB_OK); /* nothing was ever there */
	assert_int_equal(removed, 0);
	for (int i = 0; i < 10; i++) {
		snprintf(client, sizeof(client), "192.0.2.%d", i);
		add(store, client, "ann@example.com", "bob@example.org", i < 4 ? NOW_S - 40 * 86400 : NOW_S);
	}
	assert_int_equal(wb_case_expire(store, NOW_S - 30 * 86400, WB_AGE_GUARDED, &removed, NULL), WB_OK);
	assert_int_equal(removed, 4);
	assert_int_equal(mails(store, NULL, NULL), 6);
	assert_int_equal(rows(store, WB_CASE_CLIENTS), 6);
	assert_int_equal(rows(store, WB_CASE_MAILBOXES), 12);
	begin_row("more than half: nothing, unless somebody says so");
	assert_int_equal(wb_case_expire(store, NOW_S + 2 * 86400, WB_AGE_GUARDED, &removed, NULL), WB_INVALID);
	assert_int_equal(mails(store, NULL, NULL), 6);
	assert_int_equal(wb_case_expire(store, NOW_S + 2 * 86400, WB_AGE_FORCED, &removed, NULL), WB_OK);
	assert_int_equal(rows(store, WB_CASE_CASES) + rows(store, WB_CASE_CLIENTS) + rows(store, WB_CASE_MAILBOXES), 0);
}

/* A key that is none: what stands behind it is as old as it was. */
static void test_a_damaged_key(void **state)
{
	const char *store = open_store(*state);
	const struct wb_blob key = { (const unsigned char *)"\0\0\0\0\1\2\3\4\5", 9 }, value = { key.data, 4 };
	struct wb_case_session session;
	size_t removed = 9;

	add(store, "192.0.2.1", "ann@example.com", "bob@example.org", NOW_S - 40 * 86400);
	add(store, "192.0.2.2", "ann@example.com", "bob@example.org", NOW_S - 40 * 86400);
	for (int i = 0; i < 4; i++)
		add(store, "192.0.2.3", "ann@example.com", "bob@example.org", NOW_S + i * 2 * 86400);
	assert_int_equal(wb_case_session_open_write(store, &session, NULL), WB_OK);
	assert_int_equal(wb_table_put(&session.tables[WB_CASE_CASES], key, value, NULL), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, NULL), WB_OK);
	wb_case_session_close(&session);
	assert_int_equal(wb_case_expire(store, NOW_S - 30 * 86400, WB_AGE_FORCED, &removed, NULL), WB_OK);
	assert_int_equal(rows(store, WB_CASE_CASES), 4);
	assert_int_equal(mails(store, NULL, NULL), 4);
}

static void test_a_host(void **state)
{
	const char *store = open_store(*state);
	const struct wb_prefix host = prefix_of("192.0.2.1"), network = prefix_of("192.0.2.0/24");
	struct wb_subject subject = { .client = &host };
	size_t changed, unreadable;

	add(store, "192.0.2.1", "ann@example.com", "bob@example.org", NOW_S);
	add(store, "192.0.2.2", "ann@example.com", "bob@example.org", NOW_S);
	add(store, "198.51.100.1", "ann@example.com", "bob@example.org", NOW_S);
	assert_int_equal(wb_case_forget(store, &subject, &changed, &unreadable, NULL), WB_OK);
	assert_int_equal(changed, 1);
	assert_int_equal(mails(store, NULL, NULL), 2);
	subject.client = &network;
	assert_int_equal(wb_case_forget(store, &subject, &changed, &unreadable, NULL), WB_OK);
	assert_int_equal(mails(store, NULL, NULL), 1);
	assert_int_equal(rows(store, WB_CASE_CLIENTS), 1);
	assert_int_equal(rows(store, WB_CASE_MAILBOXES), 2);
}

static void test_a_mail_address(void **state)
{
	const char *store = open_store(*state);
	const struct wb_subject subject = { .mailbox = "ANN@example.com" };
	size_t changed, unreadable;

	add(store, "192.0.2.1", "ann@example.com", "bob@example.org", NOW_S);
	add(store, "192.0.2.1", "carl@example.com", "bob@example.org", NOW_S + 1); /* the same case */
	add(store, "192.0.2.2", "carl@example.com", "ann@example.com", NOW_S);
	add(store, "192.0.2.3", "carl@example.com", "bob@example.org", NOW_S);
	assert_int_equal(mails(store, NULL, NULL), 4);
	assert_int_equal(wb_case_forget(store, &subject, &changed, &unreadable, NULL), WB_OK);
	assert_int_equal(changed, 2);
	assert_int_equal(mails(store, NULL, NULL), 2);
	assert_int_equal(mails(store, "ann@example.com", NULL) + mails(store, NULL, "ann@example.com"), 0);
	assert_int_equal(mails(store, "carl@example.com", NULL), 2);
	assert_int_equal(rows(store, WB_CASE_CASES), 2);
	assert_int_equal(rows(store, WB_CASE_MAILBOXES), 4);
}

/* Of a case that is damaged it is not known whether it is about the host, or only that something led there: that is told. */
static void test_a_damaged_case(void **state)
{
	const char *store = open_store(*state);
	const struct wb_prefix host = prefix_of("192.0.2.1"), other = prefix_of("192.0.2.2");
	const struct wb_subject subjects[] = { { .client = &host }, { .mailbox = "bob@example.org" }, { .client = &other } };
	struct wb_case_session session;
	size_t changed, unreadable;
	struct wb_walk walk;

	add(store, "192.0.2.1", "ann@example.com", "bob@example.org", NOW_S);
	assert_int_equal(wb_case_session_open_write(store, &session, NULL), WB_OK);
	wb_walk_open(&walk, &session.tables[WB_CASE_CASES]);
	assert_true(wb_walk_next(&walk));
	wb_walk_put(&walk, walk.key, (struct wb_blob){ (const unsigned char *)"\1x", 2 });
	assert_int_equal(wb_walk_close(&walk, NULL), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, NULL), WB_OK);
	wb_case_session_close(&session);
	add(store, "192.0.2.2", "ann@example.com", "carl@example.org", NOW_S);
	for (size_t i = 0; i < COUNT(subjects); i++) {
		assert_int_equal(wb_case_forget(store, &subjects[i], &changed, &unreadable, NULL), WB_OK);
		assert_int_equal(changed, i == 2);
		assert_int_equal(unreadable, i != 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_age, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_a_damaged_key, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_a_host, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_a_damaged_case, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_a_mail_address, open_folder, close_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
