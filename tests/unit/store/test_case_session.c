/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_case_session.c - verdicts become cases in the store: which are one, in which order, and that nothing of one that goes stays. */
#include "event_fixture.h"
#include "fixture.h"
#include "store/case_find.h"
#include "store/case_session.h"

#define CLIENT "192.0.2.66"
#define REJECT "action=reject|category=spam|sender=sue@example.com|recipient="
#define ZONE "zone spam bl.example.net 1000 code=127.0.0.2"
#define DAY_S 86400

static const char *store;
static struct wb_case_session session;
static struct wb_error error;
static bool is_new;

static int start(void **state)
{
	if (open_folder(state) != 0)
		return -1;
	store = open_store(*state);
	return 0;
}

#define test_of_store(test) cmocka_unit_test_setup_teardown(test, start, close_folder)

static void ok(enum wb_status status)
{
	if (status != WB_OK)
		fail_msg("%s", error.text);
}

static void begin(void)
{
	ok(wb_case_session_open_write(store, &session, &error));
}

static void finish(void)
{
	ok(wb_case_session_commit(&session, &error));
	wb_case_session_close(&session);
}

/* Adds the event at hand within the session at hand; its number. */
static uint64_t add_at(int64_t at_s)
{
	uint64_t number;

	ok(wb_case_session_add(&session, &event, at_s, WB_CASE_OF_AGENT, &number, &is_new, &error));
	return number;
}

static uint64_t add_to(const char *recipient, int64_t at_s)
{
	char fields[200];

	snprintf(fields, sizeof(fields), "%s%s", REJECT, recipient);
	set_event(CLIENT, fields, ZONE);
	return add_at(at_s);
}

static uint64_t add_alone(const char *client, const char *fields, int64_t at_s)
{
	uint64_t number;

	set_event(client, fields, ZONE);
	begin();
	number = add_at(at_s);
	finish();
	return number;
}

static size_t rows_of(enum wb_case_table table)
{
	size_t count;

	begin();
	ok(wb_table_count(&session.tables[table], &count, &error));
	wb_case_session_close(&session);
	return count;
}

static void assert_rows(size_t cases, size_t clients, size_t mailboxes)
{
	assert_int_equal(rows_of(WB_CASE_CASES), cases);
	assert_int_equal(rows_of(WB_CASE_CLIENTS), clients);
	assert_int_equal(rows_of(WB_CASE_MAILBOXES), mailboxes);
}

static bool note_recipient(void *context, const struct wb_case *remembered)
{
	(void)remembered;
	*(size_t *)context += 1;
	return true;
}

static size_t found_to(const char *recipient)
{
	const struct wb_case_query query = { .recipient = recipient };
	size_t count = 0, unreadable;

	ok(wb_case_find(store, &query, note_recipient, &count, &unreadable, &error));
	assert_int_equal(unreadable, 0);
	return count;
}

static void test_what_is_one_case(void **state)
{
	static const struct {
		const char *label, *client, *fields, *evidence;
		int64_t after_s;
		bool is_one;
	} rows[] = {
		{ "the same second", CLIENT, REJECT "bob@example.org", ZONE, 0, true },
		{ "another recipient", CLIENT, REJECT "carl@example.org", ZONE, 60, true },
		{ "another HELO", CLIENT, "helo=x|" REJECT "bob@example.org", ZONE, 60, true },
		{ "the last second of the hour", CLIENT, REJECT "bob@example.org", ZONE, WB_CASE_SPAN_S - 1, true },
		{ "a second later", CLIENT, REJECT "bob@example.org", ZONE, WB_CASE_SPAN_S, false },
		{ "a second before", CLIENT, REJECT "bob@example.org", ZONE, -1, false },
		{ "another client", "192.0.2.67", REJECT "bob@example.org", ZONE, 0, false },
		{ "another action", CLIENT, "action=defer|category=spam", ZONE, 0, false },
		{ "other evidence", CLIENT, REJECT "bob@example.org", ZONE "|rule spam x 1000", 0, false },
		{ "another code", CLIENT, REJECT "bob@example.org", "zone spam bl.example.net 1000 code=127.0.0.3", 0, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		close_folder(state);
		start(state);
		add_alone(CLIENT, REJECT "bob@example.org", NOW_S);
		set_event(rows[i].client, rows[i].fields, rows[i].evidence);
		begin();
		add_at(NOW_S + rows[i].after_s);
		finish();
		assert_int_equal(is_new, !rows[i].is_one);
		assert_int_equal(rows_of(WB_CASE_CASES), rows[i].is_one ? 1 : 2);
	}
}

/* Verdicts of two kinds by turns are two cases; of many kinds only so many are looked at. */
static void test_what_came_between(void **state)
{
	char fields[100];

	(void)state;
	add_alone(CLIENT, REJECT "bob@example.org", NOW_S);
	for (int i = 0; i < 7; i++) {
		snprintf(fields, sizeof(fields), "action=tag|category=spam|country=A%d", i);
		add_alone(CLIENT, fields, NOW_S + 1 + i);
		add_alone("192.0.2.1", fields, NOW_S + 1 + i);
	}
	assert_true(is_new);
	add_alone(CLIENT, REJECT "bob@example.org", NOW_S + 60);
	assert_false(is_new);
	add_alone(CLIENT, "action=tag|category=spam|country=B", NOW_S + 61);
	add_alone(CLIENT, REJECT "bob@example.org", NOW_S + 62);
	assert_true(is_new);
}

/* Each verdict of a transaction changes the very page that the one before has written. */
static void test_each_recipient_of_one_transaction_leads_to_the_case(void **state)
{
	char recipient[64];

	(void)state;
	begin();
	for (int i = 0; i < WB_CASE_MAILS_MAX + 2; i++) {
		/* The record grows and shrinks, as do those beside it. */
		snprintf(recipient, sizeof(recipient), "%.*s%d@example.org", 1 + i * 7 % 40,
		    "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd", i);
		add_to(recipient, NOW_S + i);
		set_event("198.51.100.1", "action=tag|category=spam", ZONE);
		add_at(NOW_S + i * 4000);
	}
	finish();
	for (int i = 0; i < WB_CASE_MAILS_MAX + 2; i++) {
		snprintf(recipient, sizeof(recipient), "%.*s%d@example.org", 1 + i * 7 % 40,
		    "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd", i);
		begin_row(recipient);
		assert_int_equal(found_to(recipient), i < WB_CASE_MAILS_MAX ? 1 : 0);
	}
	/* The sender, and each recipient for whom there was room. */
	assert_rows(1 + WB_CASE_MAILS_MAX + 2, 1 + WB_CASE_MAILS_MAX + 2, 1 + WB_CASE_MAILS_MAX);
}

static void test_numbers_are_in_the_order_of_time(void **state)
{
	uint64_t first, second, third;

	(void)state;
	second = add_alone(CLIENT, REJECT "bob@example.org", NOW_S);
	first = add_alone("192.0.2.1", REJECT "bob@example.org", NOW_S - 1);
	third = add_alone("192.0.2.2", REJECT "bob@example.org", NOW_S);
	assert_int_equal(second, wb_case_number_at(NOW_S));
	assert_int_equal(third, second + 1);
	assert_true(first < second && first == wb_case_number_at(NOW_S - 1));
	assert_int_equal(wb_case_number_at(0), 0);
	assert_int_equal(wb_case_number_at(-1), 0);
}

static void test_a_case_that_goes_leaves_nothing(void **state)
{
	uint64_t bob, carl;
	size_t cases;

	(void)state;
	bob = add_alone(CLIENT, REJECT "bob@example.org", NOW_S);
	carl = add_alone("192.0.2.1", "action=tag|sender=sue@example.com|recipient=carl@example.org", NOW_S);
	add_alone(CLIENT, REJECT "bob@example.org", NOW_S + 1);
	add_alone(CLIENT, REJECT "BOB@example.org", NOW_S + 2); /* the same mailbox */
	assert_rows(2, 2, 4);
	begin();
	ok(wb_case_session_remove(&session, bob, &error));
	ok(wb_case_session_size(&session, &cases, &error));
	assert_int_equal(cases, 1);
	assert_int_equal(wb_case_session_remove(&session, bob, &error), WB_NOT_FOUND);
	finish();
	assert_rows(1, 1, 2);
	begin();
	ok(wb_case_session_remove(&session, carl, &error));
	finish();
	assert_rows(0, 0, 0);
}

static void test_the_oldest_go_first(void **state)
{
	size_t removed;

	(void)state;
	for (int i = 4; i >= 0; i--)
		add_alone(CLIENT, REJECT "bob@example.org", NOW_S + i * WB_CASE_SPAN_S);
	begin();
	ok(wb_case_session_remove_oldest(&session, 3, &removed, &error));
	finish();
	assert_int_equal(removed, 3);
	assert_rows(2, 2, 4);
	begin();
	assert_int_equal(wb_case_session_remove(&session, wb_case_number_at(NOW_S + 2 * WB_CASE_SPAN_S), &error), WB_NOT_FOUND);
	ok(wb_case_session_remove_oldest(&session, 3, &removed, &error));
	finish();
	assert_int_equal(removed, 2);
	assert_rows(0, 0, 0);
	begin();
	ok(wb_case_session_remove_oldest(&session, 3, &removed, &error));
	wb_case_session_close(&session);
	assert_int_equal(removed, 0);
}

static void test_what_was_accepted_in_the_end(void **state)
{
	static struct wb_case found;
	uint64_t number;

	(void)state;
	number = add_alone(CLIENT, REJECT "bob@example.org", NOW_S);
	begin();
	ok(wb_case_session_get(&session, number, &found, &error));
	assert_false(found.has_accepted);
	ok(wb_case_session_accept(&session, number, 0, &error));
	ok(wb_case_session_get(&session, number, &found, &error));
	assert_true(found.has_accepted);
	assert_int_equal(found.accepted, 0);
	ok(wb_case_session_accept(&session, number, 3, &error));
	ok(wb_case_session_accept(&session, number, UINT32_MAX - 4, &error));
	ok(wb_case_session_get(&session, number, &found, &error));
	assert_int_equal(found.accepted, UINT32_MAX - 1);
	ok(wb_case_session_accept(&session, number, 2, &error));
	ok(wb_case_session_get(&session, number, &found, &error));
	assert_int_equal(found.accepted, UINT32_MAX);
	assert_int_equal(wb_case_session_accept(&session, number + 1, 1, &error), WB_NOT_FOUND);
	finish();
}

struct seen_days {
	size_t count;
	struct wb_case_day days[4];
};

static bool note_day(void *context, const struct wb_case_day *day)
{
	struct seen_days *seen = context;

	seen->days[seen->count++] = *day;
	return seen->count < COUNT(seen->days);
}

static void test_days_are_counted(void **state)
{
	struct seen_days seen = { 0 };
	const int64_t day = NOW_S / DAY_S;

	(void)state;
	begin();
	ok(wb_case_session_count(&session, (day + 1) * DAY_S, true, 5, &error));
	ok(wb_case_session_count(&session, (day + 1) * DAY_S - 1, false, 2, &error));
	ok(wb_case_session_count(&session, day * DAY_S, false, 3, &error));
	finish();
	ok(wb_case_session_open_read(store, &session, &error));
	ok(wb_case_session_walk_days(&session, note_day, &seen, &error));
	wb_case_session_close(&session);
	assert_int_equal(seen.count, 2);
	assert_int_equal(seen.days[0].day, day);
	assert_int_equal(seen.days[0].connections, 2);
	assert_int_equal(seen.days[0].without, 2);
	assert_int_equal(seen.days[0].accepted, 5);
	assert_int_equal(seen.days[1].day, day + 1);
	assert_int_equal(seen.days[1].connections, 1);
	assert_int_equal(seen.days[1].without, 0);
	assert_int_equal(seen.days[1].accepted, 0);
}

/* Puts bytes in the place of a case. */
static void damage(uint64_t number, const void *bytes, size_t size)
{
	unsigned char key[8];
	struct wb_record record;

	wb_record_open_write(&record, key, sizeof(key));
	wb_record_number(&record, number, sizeof(key));
	begin();
	ok(wb_table_put(&session.tables[WB_CASE_CASES], wb_record_blob(&record), (struct wb_blob){ bytes, size }, &error));
	finish();
}

static void test_a_damaged_case_hurts_no_other(void **state)
{
	static struct wb_case found;
	uint64_t number;
	size_t removed;

	(void)state;
	number = add_alone(CLIENT, REJECT "bob@example.org", NOW_S);
	damage(number, "\1damaged", 8);
	begin();
	assert_int_equal(wb_case_session_get(&session, number, &found, &error), WB_INVALID);
	assert_contains(error.text, "damaged");
	assert_int_equal(wb_case_session_accept(&session, number, 1, &error), WB_INVALID);
	wb_case_session_close(&session);
	begin_row("the next verdict of this client is another case");
	add_alone(CLIENT, REJECT "bob@example.org", NOW_S);
	assert_true(is_new);
	assert_rows(2, 2, 4);
	begin_row("it goes when it is its turn, and only what led to it stays");
	begin();
	ok(wb_case_session_remove_oldest(&session, 1, &removed, &error));
	finish();
	assert_int_equal(removed, 1);
	assert_rows(1, 2, 4);
	assert_int_equal(found_to("bob@example.org"), 1);
}

static void test_nothing_is_there(void **state)
{
	(void)state;
	assert_int_equal(wb_case_session_open_read(store, &session, &error), WB_NOT_FOUND);
	wb_case_session_close(&session);
}

static void test_what_is_not_committed_is_not_there(void **state)
{
	(void)state;
	begin();
	add_to("bob@example.org", NOW_S);
	wb_case_session_close(&session);
	assert_rows(0, 0, 0);
}

static void test_keys(void **state)
{
	unsigned char one[WB_CASE_MAILBOX_KEY_BYTES], other[WB_CASE_MAILBOX_KEY_BYTES], client[WB_CASE_CLIENT_KEY_BYTES];
	struct wb_address address = address_of(CLIENT);
	struct wb_blob key = wb_case_session_mailbox_key("Bob@Example.ORG", 7, one);

	(void)state;
	assert_int_equal(key.size, sizeof(one));
	assert_int_equal(wb_case_session_number_of(key), 7);
	wb_case_session_mailbox_key("bob@example.org", 7, other);
	assert_memory_equal(one, other, sizeof(one));
	wb_case_session_mailbox_key("bob@example.net", 7, other);
	assert_memory_not_equal(one, other, sizeof(one));
	key = wb_case_session_client_key(&address, UINT64_MAX, client);
	assert_int_equal(key.size, sizeof(client));
	assert_int_equal(wb_case_session_number_of(key), UINT64_MAX);
	assert_int_equal(wb_case_session_number_of((struct wb_blob){ client, 7 }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_store(test_what_is_one_case),
		test_of_store(test_what_came_between),
		test_of_store(test_each_recipient_of_one_transaction_leads_to_the_case),
		test_of_store(test_numbers_are_in_the_order_of_time),
		test_of_store(test_a_case_that_goes_leaves_nothing),
		test_of_store(test_the_oldest_go_first),
		test_of_store(test_what_was_accepted_in_the_end),
		test_of_store(test_days_are_counted),
		test_of_store(test_a_damaged_case_hurts_no_other),
		test_of_store(test_nothing_is_there),
		test_of_store(test_what_is_not_committed_is_not_there),
		test_of_store(test_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
