/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_case_find.c - the cases that somebody asks for: by each thing, by what is near it, and those that cannot be read. */
#include "base/bytes.h"
#include "event_fixture.h"
#include "fixture.h"
#include "store/case_find.h"
#include "store/case_session.h"

#define HOUR_S 3600

static const char *store;
static struct wb_error error;

static void add(const char *client, const char *fields, const char *evidence, int64_t at_s)
{
	struct wb_case_session session;
	uint64_t number;
	bool is_new;

	set_event(client, fields, evidence);
	assert_int_equal(wb_case_session_open_write(store, &session, &error), WB_OK);
	assert_int_equal(wb_case_session_add(&session, &event, at_s, WB_CASE_OF_AGENT, &number, &is_new, &error), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, &error), WB_OK);
	wb_case_session_close(&session);
}

/* Each case is told apart by its country. */
static int start(void **state)
{
	if (open_folder(state) != 0)
		return -1;
	store = open_store(*state);
	add("192.0.2.66", "country=AA|action=reject|category=spam|sender=sue@example.com|recipient=bob@example.org",
	    "zone spam bl.example.net 1000 code=127.0.0.2", NOW_S);
	add("192.0.2.66", "country=BB|action=reject|category=virus|sender=|recipient=bob@example.org",
	    "listing virus staff:ann 1000", NOW_S + HOUR_S);
	add("192.0.2.67", "country=CC|action=tag|category=spam|sender=sue@example.com|recipient=carl@example.net",
	    "rule spam helo-localhost 500", NOW_S + 2 * HOUR_S);
	add("2001:db8::1",
	    "country=DD|action=defer|category=spam|sender=Sue@Example.COM|recipients=bob@example.org, dora@example.org",
	    "neighbours spam  500", NOW_S + 3 * HOUR_S);
	/* Another verdict of the first one, by which it is found as of later. */
	add("192.0.2.66", "country=AA|action=reject|category=spam|sender=tim@example.com|recipient=erna@example.org",
	    "zone spam bl.example.net 1000 code=127.0.0.2", NOW_S + 600);
	return 0;
}

#define test_of_store(test) cmocka_unit_test_setup_teardown(test, start, close_folder)

struct seen {
	char text[200];
	size_t most;
};

static bool note(void *context, const struct wb_case *remembered)
{
	struct seen *seen = context;

	snprintf(seen->text + strlen(seen->text), sizeof(seen->text) - strlen(seen->text), "%s ",
	    wb_event_field(&remembered->event, "country"));
	return seen->most == 0 || strlen(seen->text) < 3 * seen->most;
}

static const char *find(const struct wb_case_query *query, size_t most, size_t unreadable)
{
	static struct seen seen;
	size_t passed_over;

	seen = (struct seen){ .most = most };
	assert_int_equal(wb_case_find(store, query, note, &seen, &passed_over, &error), WB_OK);
	assert_int_equal(passed_over, unreadable);
	return seen.text;
}

static const char *walk(int64_t since_s, size_t most, size_t unreadable)
{
	static struct seen seen;
	size_t passed_over;

	seen = (struct seen){ .most = most };
	assert_int_equal(wb_case_walk(store, since_s, note, &seen, &passed_over, &error), WB_OK);
	assert_int_equal(passed_over, unreadable);
	return seen.text;
}

static void test_what_is_found(void **state)
{
	static const struct {
		const char *label, *client, *sender, *recipient, *category, *source;
		int64_t since_s;
		const char *found;
	} rows[] = {
		{ "all, the newest first", NULL, NULL, NULL, NULL, NULL, 0, "DD CC BB AA " },
		{ "a client", "192.0.2.66", NULL, NULL, NULL, NULL, 0, "BB AA " },
		{ "an IPv6 one", "2001:db8::1", NULL, NULL, NULL, NULL, 0, "DD " },
		{ "one beside it", "192.0.2.65", NULL, NULL, NULL, NULL, 0, "" },
		{ "a network", "192.0.2.64/26", NULL, NULL, NULL, NULL, 0, "CC BB AA " },
		{ "an IPv6 network", "2001:db8::/64", NULL, NULL, NULL, NULL, 0, "DD " },
		{ "all of IPv4", "0.0.0.0/0", NULL, NULL, NULL, NULL, 0, "CC BB AA " },
		{ "a sender", NULL, "sue@example.com", NULL, NULL, NULL, 0, "DD CC AA " },
		{ "in other letters", NULL, "SUE@EXAMPLE.com", NULL, NULL, NULL, 0, "DD CC AA " },
		{ "a recipient", NULL, NULL, "bob@example.org", NULL, NULL, 0, "DD BB AA " },
		{ "one of several of a message", NULL, NULL, "dora@example.org", NULL, NULL, 0, "DD " },
		{ "one of another verdict of the case", NULL, NULL, "erna@example.org", NULL, NULL, 0, "AA " },
		{ "a recipient is no sender", NULL, "bob@example.org", NULL, NULL, NULL, 0, "" },
		{ "both, of one mail", NULL, "sue@example.com", "bob@example.org", NULL, NULL, 0, "DD AA " },
		{ "both, of two mails of one case", NULL, "tim@example.com", "bob@example.org", NULL, NULL, 0, "" },
		{ "a domain", NULL, NULL, "@example.net", NULL, NULL, 0, "CC " },
		{ "in other letters, of a sender", NULL, "@EXAMPLE.com", NULL, NULL, NULL, 0, "DD CC AA " },
		{ "not what ends so", NULL, NULL, "@ample.org", NULL, NULL, 0, "" },
		{ "a domain, and an address", NULL, "@example.com", "carl@example.net", NULL, NULL, 0, "CC " },
		{ "an address, and a domain", NULL, "sue@example.com", "@example.org", NULL, NULL, 0, "DD AA " },
		{ "a category", NULL, NULL, NULL, "virus", NULL, 0, "BB " },
		{ "a part of one", NULL, NULL, NULL, "vir", NULL, 0, "" },
		{ "a zone", NULL, NULL, NULL, NULL, "bl.example.net", 0, "AA " },
		{ "its code", NULL, NULL, NULL, NULL, "127.0.0.2", 0, "AA " },
		{ "who listed it", NULL, NULL, NULL, NULL, "STAFF:ann", 0, "BB " },
		{ "a rule", NULL, NULL, NULL, NULL, "rule:helo", 0, "CC " },
		{ "neighbours", NULL, NULL, NULL, NULL, "neighbours", 0, "DD " },
		{ "the last second of a case", NULL, NULL, NULL, NULL, NULL, NOW_S + 600, "DD CC BB AA " },
		{ "a second later", NULL, NULL, NULL, NULL, NULL, NOW_S + 601, "DD CC BB " },
		{ "later, by an index", NULL, NULL, "bob@example.org", NULL, NULL, NOW_S + HOUR_S + 1, "DD " },
		{ "later, of a client", "192.0.2.66", NULL, NULL, NULL, NULL, NOW_S + HOUR_S, "BB " },
		{ "in the future", NULL, NULL, NULL, NULL, NULL, NOW_S * 2, "" },
		{ "all together", "192.0.2.0/24", "sue@example.com", "bob@example.org", "spam", "bl.example", NOW_S, "AA " },
		{ "all but one", "192.0.2.0/24", "sue@example.com", "bob@example.org", "spam", "staff", NOW_S, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_prefix prefix;
		struct wb_case_query query = { NULL, rows[i].sender, rows[i].recipient, rows[i].category, rows[i].source,
			rows[i].since_s };

		begin_row(rows[i].label);
		if (rows[i].client != NULL) {
			prefix = prefix_of(rows[i].client);
			query.client = &prefix;
		}
		assert_string_equal(find(&query, 0, 0), rows[i].found);
	}
}

static void test_who_has_seen_enough(void **state)
{
	struct wb_case_query query = { .since_s = 0 };

	(void)state;
	assert_string_equal(find(&query, 2, 0), "DD CC ");
	query.recipient = "bob@example.org";
	assert_string_equal(find(&query, 1, 0), "DD ");
	assert_string_equal(walk(0, 2, 0), "AA BB ");
}

static void test_a_walk_through_the_past(void **state)
{
	(void)state;
	assert_string_equal(walk(0, 0, 0), "AA BB CC DD ");
	assert_string_equal(walk(NOW_S + 600, 0, 0), "AA BB CC DD ");
	assert_string_equal(walk(NOW_S + 601, 0, 0), "BB CC DD ");
	assert_string_equal(walk(NOW_S + 3 * HOUR_S + 1, 0, 0), "");
}

/* Puts a row past all checks. */
static void put(enum wb_case_table table, struct wb_blob key, struct wb_blob value)
{
	struct wb_case_session session;

	assert_int_equal(wb_case_session_open_write(store, &session, &error), WB_OK);
	assert_int_equal(wb_table_put(&session.tables[table], key, value, &error), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, &error), WB_OK);
	wb_case_session_close(&session);
}

/* Two mail addresses can share their number in the index: the case itself is asked which of them it has. */
static void test_addresses_with_the_same_hash(void **state)
{
	struct wb_case_query query = { .recipient = "bob@example.org" };
	unsigned char key[WB_CASE_MAILBOX_KEY_BYTES];

	(void)state;
	put(WB_CASE_MAILBOXES, wb_case_session_mailbox_key("bob@example.org", wb_case_number_at(NOW_S + 2 * HOUR_S), key),
	    (struct wb_blob){ (const unsigned char *)"", 1 });
	assert_string_equal(find(&query, 0, 0), "DD BB AA ");
}

static void test_what_cannot_be_read(void **state)
{
	struct wb_case_query query = { .recipient = "bob@example.org" };
	unsigned char bytes[8], key[WB_CASE_MAILBOX_KEY_BYTES], long_key[500];
	struct wb_record record;

	(void)state;
	wb_record_open_write(&record, bytes, sizeof(bytes));
	wb_record_number(&record, wb_case_number_at(NOW_S + HOUR_S), sizeof(bytes));
	put(WB_CASE_CASES, wb_record_blob(&record), (struct wb_blob){ (const unsigned char *)"\1damage", 7 });
	assert_string_equal(find(&query, 0, 1), "DD AA ");
	query.recipient = NULL;
	assert_string_equal(find(&query, 0, 1), "DD CC AA ");
	assert_string_equal(walk(0, 0, 1), "AA CC DD ");
	begin_row("an index that leads nowhere is no damage");
	query.recipient = "gone@example.org";
	put(WB_CASE_MAILBOXES, wb_case_session_mailbox_key("gone@example.org", 12345, key),
	    (struct wb_blob){ (const unsigned char *)"", 1 });
	assert_string_equal(find(&query, 0, 0), "");
	begin_row("keys of another length");
	put(WB_CASE_CASES, (struct wb_blob){ (const unsigned char *)"\377\377\377", 3 },
	    (struct wb_blob){ (const unsigned char *)"\1damage", 7 });
	query.recipient = NULL;
	walk(0, 0, 2);
	memset(long_key, 0xff, sizeof(long_key));
	put(WB_CASE_CASES, (struct wb_blob){ long_key, sizeof(long_key) },
	    (struct wb_blob){ (const unsigned char *)"\1damage", 7 });
	put(WB_CASE_MAILBOXES, (struct wb_blob){ long_key, sizeof(long_key) },
	    (struct wb_blob){ (const unsigned char *)"", 1 });
	walk(0, 0, 3);
	find(&query, 0, 1); /* which begins before them */
}

/* More than is taken out of the store at once: none is missed, and none comes twice. */
#define MANY 1500

static bool note_next(void *context, const struct wb_case *remembered)
{
	long *next = context;

	assert_int_equal(strtol(wb_event_field(&remembered->event, "asn"), NULL, 10), *next);
	++*next;
	return true;
}

static bool note_previous(void *context, const struct wb_case *remembered)
{
	long *next = context;

	assert_int_equal(strtol(wb_event_field(&remembered->event, "asn"), NULL, 10), --*next);
	return true;
}

static void test_more_than_is_taken_out_at_once(void **state)
{
	static unsigned char too_long[600 << 10];
	static const struct wb_case_query all = { .since_s = 0 }, of_one = { .recipient = "bob@example.org" };
	char fields[1200], client[32], reason[600];
	unsigned char key[8];
	struct wb_case_session session;
	size_t unreadable;
	uint64_t number;
	long next = 0;
	bool is_new;

	store = open_store(*state);
	memset(reason, 'x', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	assert_int_equal(wb_case_session_open_write(store, &session, &error), WB_OK);
	for (int i = 0; i < MANY; i++) {
		snprintf(fields, sizeof(fields), "asn=%d|action=reject|reason=%s|recipient=bob@example.org", i, reason);
		snprintf(client, sizeof(client), "10.0.%d.%d", i / 256, i % 256);
		set_event(client, fields, "");
		assert_int_equal(
		    wb_case_session_add(&session, &event, NOW_S + i / 100, WB_CASE_OF_AGENT, &number, &is_new, &error), WB_OK);
	}
	assert_int_equal(wb_case_session_commit(&session, &error), WB_OK);
	wb_case_session_close(&session);
	begin_row("from the first to the last");
	assert_int_equal(wb_case_walk(store, 0, note_next, &next, &unreadable, &error), WB_OK);
	assert_int_equal(next, MANY);
	begin_row("from the last to the first");
	assert_int_equal(wb_case_find(store, &all, note_previous, &next, &unreadable, &error), WB_OK);
	assert_int_equal(next, 0);
	begin_row("by an index");
	next = MANY;
	assert_int_equal(wb_case_find(store, &of_one, note_previous, &next, &unreadable, &error), WB_OK);
	assert_int_equal(next, 0);
	begin_row("one that is longer than any can be");
	wb_bytes_put(key, wb_case_number_at(NOW_S + 5) + 500, sizeof(key));
	put(WB_CASE_CASES, (struct wb_blob){ key, sizeof(key) }, (struct wb_blob){ too_long, sizeof(too_long) });
	assert_int_equal(wb_case_walk(store, 0, note_next, &next, &unreadable, &error), WB_OK);
	assert_int_equal(next, MANY);
	assert_int_equal(unreadable, 1);
}

static void test_nothing_is_remembered(void **state)
{
	struct wb_case_query query = { .since_s = 0 };

	store = open_store(*state);
	assert_string_equal(find(&query, 0, 0), "");
	assert_string_equal(walk(0, 0, 0), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_of_store(test_what_is_found),
		test_of_store(test_who_has_seen_enough),
		test_of_store(test_a_walk_through_the_past),
		test_of_store(test_addresses_with_the_same_hash),
		test_of_store(test_what_cannot_be_read),
		test_in_folder(test_more_than_is_taken_out_at_once),
		test_in_folder(test_nothing_is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
