/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_sender_changes.c - whose sender domains change: counts, the day, room, and a file that cannot be written. */
#include "fixture.h"

#include "agent/sender_changes.h"
#include "verdict/published.h"
#include "verdict/senders_file.h"

#define DAY_S WB_SENDERS_DAY_S
#define HOST "192.0.2.66"
#define CAPACITY 50

static struct sender_changes *changes;
static uint32_t next_domain = 1;

static void open_changes(const char *folder)
{
	assert_int_equal(sender_changes_open(NULL, folder, CAPACITY, &changes, NULL), WB_OK);
}

static int close_changes(void **state)
{
	sender_changes_close(&changes);
	return close_folder(state);
}

#define test_of_changes(test) cmocka_unit_test_setup_teardown(test, open_folder, close_changes)

/* One connection with so many messages, of so many domains from this one on. */
static void take(const char *client, uint32_t messages, uint32_t domain, size_t domain_count, int64_t now_s)
{
	static struct wb_event_packet packet;
	static struct wb_event event;
	const struct wb_address address = address_of(client);
	struct wb_event_senders senders = { .messages = messages, .domain_count = domain_count };

	for (size_t i = 0; i < domain_count; i++)
		senders.domains[i] = domain + (uint32_t)i;
	wb_event_make_done(&address, &(struct wb_event_counts){ 1, 1, 0, 0, "", &senders },
	    &(struct wb_event_about){ now_s, 1, 0, false, NULL }, &packet);
	assert_int_equal(wb_event_read((struct wb_blob){ packet.bytes, packet.size }, &event, NULL), WB_OK);
	sender_changes_take(changes, &event, now_s);
}

/* Connections of one message each, of domains that nobody has seen. */
static void send_new(const char *client, unsigned messages, int64_t now_s)
{
	for (unsigned i = 0; i < messages; i++)
		take(client, 1, next_domain++, 1, now_s);
}

/* What Exim's process reads of it, once it is written. */
static bool is_in_file(const char *folder, const char *client, int64_t now_s)
{
	const struct wb_address address = address_of(client);
	enum wb_status status;

	assert_int_equal(sender_changes_write(changes, now_s, NULL), WB_OK);
	status = wb_senders_file_find(folder, &address, now_s, NULL);
	assert_true(status == WB_OK || status == WB_NOT_FOUND);
	return status == WB_OK;
}

static void test_who_changes(void **state)
{
	static const struct {
		const char *label;
		unsigned connections;
		uint32_t messages;
		size_t domain_count; /* of each connection; 0: all of the same one */
		bool wanted;
	} rows[] = {
		{ "each message another domain", 12, 1, 1, true },
		{ "ten of them", 10, 1, 1, true },
		{ "nine are too few", 9, 1, 1, false },
		{ "in few connections", 2, 6, 6, true },
		{ "in one", 1, 16, 16, true },
		{ "a mail server of one firm, a list, a forwarder with SRS", 500, 1, 0, false },
		{ "each domain twice", 10, 2, 1, false },
		{ "nine of ten", 2, 10, 9, true },
		{ "not quite", 4, 16, 12, false },
		{ "many messages", 300, 16, 16, true },
		{ "more than can be told apart", 2000, 16, 16, false },
		{ "many messages, half as many domains", 300, 16, 8, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t same = next_domain++;

		begin_row(rows[i].label);
		open_changes(*state);
		for (unsigned k = 0; k < rows[i].connections; k++) {
			bool is_same = rows[i].domain_count == 0;

			take(HOST, rows[i].messages, is_same ? same : next_domain, is_same ? 1 : rows[i].domain_count, NOW_S);
			next_domain += (uint32_t)rows[i].domain_count;
		}
		assert_int_equal(is_in_file(*state, HOST, NOW_S), rows[i].wanted);
		assert_int_equal(sender_changes_counts(changes).changing, rows[i].wanted);
		sender_changes_close(&changes);
	}
}

/* Few domains, many mails, whatever they are: there is no time at which it would look otherwise for long. */
static void test_a_provider_with_few_domains(void **state)
{
	open_changes(*state);
	for (uint32_t message = 0; message < 5000; message++) { /* 97 of them are new */
		take(HOST, 1, 1000 + message * 7919 % 97, 1, NOW_S);
		if (message >= 130)
			assert_false(is_in_file(*state, HOST, NOW_S));
	}
}

static void test_a_host_that_sends_otherwise_is_none_any_more(void **state)
{
	open_changes(*state);
	send_new(HOST, 12, NOW_S);
	assert_true(is_in_file(*state, HOST, NOW_S));
	take(HOST, 3, 1 << 30, 1, NOW_S);
	assert_true(is_in_file(*state, HOST, NOW_S)); /* 13 of 15 */
	take(HOST, 2, 1 << 30, 1, NOW_S);
	assert_false(is_in_file(*state, HOST, NOW_S));
}

static void test_each_holder_has_counts_of_its_own(void **state)
{
	open_changes(*state);
	for (unsigned i = 0; i < 6; i++) {
		send_new("192.0.2.1", 1, NOW_S);
		send_new("192.0.2.2", 1, NOW_S);
		send_new("2001:db8:0:1::1", 1, NOW_S);
		send_new("2001:db8:0:1:f::2", 1, NOW_S);
	}
	assert_false(is_in_file(*state, "192.0.2.1", NOW_S));
	assert_true(is_in_file(*state, "2001:db8:0:1::3", NOW_S));
	assert_false(is_in_file(*state, "2001:db8:0:2::1", NOW_S));
	assert_int_equal(sender_changes_counts(changes).hosts, 3);
	begin_row("connections without a message take no room");
	take("192.0.2.9", 0, 0, 0, NOW_S);
	assert_int_equal(sender_changes_counts(changes).hosts, 3);
	begin_row("many");
	for (unsigned i = 0; i < 40; i++) {
		char client[16];

		snprintf(client, sizeof(client), "10.%u.0.1", i * 37 % 40);
		send_new(client, 12, NOW_S);
	}
	for (unsigned i = 0; i < 40; i++) {
		char client[16];

		snprintf(client, sizeof(client), "10.%u.0.1", i);
		assert_true(is_in_file(*state, client, NOW_S));
	}
}

static void test_the_day_of_a_host(void **state)
{
	static const struct {
		const char *label;
		int64_t later_s; /* that what is missing comes */
		bool wanted;     /* then */
	} rows[] = {
		{ "within a second", 0, true },
		{ "in the last second of the day", DAY_S - 1, true },
		{ "a day later", DAY_S, false },
		{ "years later", 4000LL * DAY_S, false },
		{ "a clock set back", -1, false },
		{ "... far", -4000LL * DAY_S, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		open_changes(*state);
		send_new(HOST, 9, NOW_S);
		send_new(HOST, 1, NOW_S + rows[i].later_s);
		assert_int_equal(is_in_file(*state, HOST, NOW_S + rows[i].later_s), rows[i].wanted);
		/* A clock that was set back comes by here again. */
		assert_int_equal(is_in_file(*state, HOST, NOW_S), rows[i].wanted);
		sender_changes_close(&changes);
	}
	begin_row("its end");
	open_changes(*state);
	send_new(HOST, 6, NOW_S);
	send_new(HOST, 6, NOW_S + 100);
	assert_true(is_in_file(*state, HOST, NOW_S + DAY_S - 1));
	assert_false(is_in_file(*state, HOST, NOW_S + DAY_S));
	begin_row("the file forgets it when it is written next");
	send_new("192.0.2.1", 10, NOW_S + DAY_S);
	assert_true(is_in_file(*state, "192.0.2.1", NOW_S + DAY_S));
	assert_int_equal(sender_changes_counts(changes).changing, 1);
	begin_row("it goes on the next day, in one connection");
	take(HOST, 12, 5000, 12, NOW_S + DAY_S + 5);
	assert_true(is_in_file(*state, HOST, NOW_S + 2 * DAY_S + 4));
	begin_row("what a clock has written that was wrong");
	send_new("192.0.2.1", 10, NOW_S + 40 * DAY_S);
	assert_false(is_in_file(*state, "192.0.2.1", NOW_S));
}

static void test_who_was_not_seen_for_longest_makes_room(void **state)
{
	char client[16];

	open_changes(*state);
	send_new(HOST, 10, NOW_S);
	for (unsigned i = 0; i < CAPACITY - 1; i++) {
		snprintf(client, sizeof(client), "10.0.0.%u", i);
		send_new(client, 10, NOW_S);
	}
	assert_true(is_in_file(*state, HOST, NOW_S));
	assert_int_equal(sender_changes_counts(changes).changing, CAPACITY);
	send_new("198.51.100.1", 10, NOW_S);
	assert_false(is_in_file(*state, HOST, NOW_S));
	assert_true(is_in_file(*state, "10.0.0.0", NOW_S));
	assert_int_equal(sender_changes_counts(changes).hosts, CAPACITY);
	assert_int_equal(sender_changes_counts(changes).evicted, 1);
}

static void test_the_file_is_written_when_something_has_changed(void **state)
{
	const char *path = path_in(*state, WB_RUN_SENDERS);
	struct wb_error error;

	begin_row("what an agent of before knew");
	write_text(*state, WB_RUN_SENDERS, "x");
	open_changes(*state);
	assert_false(is_in_file(*state, HOST, NOW_S));
	begin_row("nothing has changed");
	assert_int_equal(unlink(path), 0);
	send_new(HOST, 9, NOW_S);
	assert_int_equal(sender_changes_write(changes, NOW_S, NULL), WB_OK);
	assert_int_equal(access(path, F_OK), -1);
	begin_row("it cannot be written");
	assert_int_equal(mkdir(path, 0700), 0);
	send_new(HOST, 1, NOW_S);
	assert_int_equal(sender_changes_write(changes, NOW_S, &error), WB_UNAVAILABLE);
	assert_contains(error.text, WB_RUN_SENDERS);
	assert_int_equal(sender_changes_counts(changes).unwritten, 1);
	assert_int_equal(sender_changes_counts(changes).changing, 0);
	begin_row("it is tried again");
	assert_int_equal(rmdir(path), 0);
	assert_true(is_in_file(*state, HOST, NOW_S));
	sender_changes_close(&changes);
	begin_row("no folder");
	assert_int_equal(sender_changes_open(NULL, path_in(*state, "none"), 1, &changes, &error), WB_UNAVAILABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_changes(test_who_changes),
		test_of_changes(test_a_provider_with_few_domains),
		test_of_changes(test_a_host_that_sends_otherwise_is_none_any_more),
		test_of_changes(test_each_holder_has_counts_of_its_own),
		test_of_changes(test_the_day_of_a_host),
		test_of_changes(test_who_was_not_seen_for_longest_makes_room),
		test_of_changes(test_the_file_is_written_when_something_has_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
