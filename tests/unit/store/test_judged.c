/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_judged.c - what is booked of a verdict, and of mail that is accepted later; what goes. */
#include "fixture.h"
#include "store/judged.h"

static struct wb_event event;
static struct wb_judged last;
static size_t seen;

static bool note_row(void *context, const struct wb_judged *judged)
{
	(void)context;
	last = *judged;
	seen++;
	return true;
}

static size_t walk(const char *store)
{
	size_t unreadable;

	seen = 0;
	assert_int_equal(wb_judged_walk(store, note_row, NULL, &unreadable, NULL), WB_OK);
	assert_int_equal(unreadable, 0);
	return seen;
}

/* A refusal as spam, by a zone. */
static void begin_event(void)
{
	memset(&event, 0, offsetof(struct wb_event, fields));
	event.kind = WB_EVENT_VERDICT;
	event.is_refusal = true;
	event.client = address_of("192.0.2.66");
	event.fields[0] = (struct wb_event_field){ "category", "spam" };
	event.field_count = 1;
	event.evidence[0] = (struct wb_event_evidence){ .kind = WB_EVIDENCE_ZONE,
		.return_code = 0x7f000002,
		.category = "spam",
		.origin = "bl.example.net",
		.detail = "",
		.reason = "" };
	event.evidence_count = 1;
}

static void add_field(const char *key, const char *value)
{
	event.fields[event.field_count++] = (struct wb_event_field){ key, value };
}

static void refuse(const char *store, int64_t at_s, size_t rows_max)
{
	struct wb_case_session session;

	assert_int_equal(wb_case_session_open_write(store, &session, NULL), WB_OK);
	assert_int_equal(wb_judged_refuse(&session, &event, at_s, rows_max, NULL), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, NULL), WB_OK);
	wb_case_session_close(&session);
}

static void accept_mail(const char *store, const char *client, int64_t at_s)
{
	struct wb_address address = address_of(client);
	struct wb_case_session session;

	assert_int_equal(wb_case_session_open_write(store, &session, NULL), WB_OK);
	assert_int_equal(wb_judged_accept(&session, &address, at_s, NULL), WB_OK);
	assert_int_equal(wb_case_session_commit(&session, NULL), WB_OK);
	wb_case_session_close(&session);
}

static void test_what_is_booked(void **state)
{
	const char *store = open_store(*state);

	begin_event();
	refuse(store, NOW_S, 10);
	refuse(store, NOW_S + 60, 10);
	assert_int_equal(walk(store), 1);
	assert_int_equal(last.refusals, 2);
	assert_int_equal(last.first_s, NOW_S);
	assert_int_equal(last.last_s, NOW_S + 60);
	assert_string_equal(last.origin, "bl.example.net");
	assert_int_equal(last.return_code, 0x7f000002);
	begin_row("what does not count, or is for another category, has not refused it");
	begin_event();
	event.client = address_of("192.0.2.67");
	event.evidence[0].discount = WB_DISCOUNT_SAME_OPERATOR;
	refuse(store, NOW_S, 10);
	event.evidence[0].discount = WB_DISCOUNT_NONE;
	event.evidence[0].category = "virus";
	refuse(store, NOW_S, 10);
	begin_row("nor a verdict that lets through");
	begin_event();
	event.client = address_of("192.0.2.67");
	event.is_refusal = false;
	refuse(store, NOW_S, 10);
	assert_int_equal(walk(store), 1);
	begin_row("there is room for so many");
	begin_event();
	event.client = address_of("192.0.2.67");
	refuse(store, NOW_S, 1);
	assert_int_equal(walk(store), 1);
	begin_row("a guard and a grace soften: that is no refusal");
	add_field("guard", "Example Mail");
	refuse(store, NOW_S, 10);
	assert_int_equal(walk(store), 2);
	assert_true(last.was_guarded);
	assert_int_equal(last.refusals, 0);
	begin_event();
	event.client = address_of("192.0.2.68");
	add_field("refused_from", "2026-12-01T00:00:00Z");
	refuse(store, NOW_S + 5, 10);
	assert_int_equal(walk(store), 3);
	assert_int_equal(last.in_grace_s, NOW_S + 5);
	assert_int_equal(last.refusals, 0);
	begin_row("whose host it is that nobody knows is no guard's");
	begin_event();
	event.client = address_of("192.0.2.69");
	add_field("guard", "unknown");
	refuse(store, NOW_S, 10);
	walk(store);
	assert_false(last.was_guarded);
	assert_int_equal(last.refusals, 1);
}

static void test_mail_that_is_accepted_later(void **state)
{
	const char *store = open_store(*state);

	begin_event();
	refuse(store, NOW_S, 10);
	accept_mail(store, "192.0.2.66", NOW_S - 1); /* before it */
	accept_mail(store, "192.0.2.67", NOW_S + 1); /* another host */
	walk(store);
	assert_int_equal(last.accepted_last_s, 0);
	accept_mail(store, "192.0.2.66", NOW_S + 10);
	accept_mail(store, "192.0.2.66", NOW_S + 99);
	walk(store);
	assert_int_equal(last.accepted_from_s, NOW_S + 10);
	assert_int_equal(last.accepted_last_s, NOW_S + 99);
	begin_row("a refusal begins it anew");
	refuse(store, NOW_S + 200, 10);
	walk(store);
	assert_int_equal(last.accepted_from_s, 0);
	assert_int_equal(walk(store), 1);
}

static void test_what_goes(void **state)
{
	const char *store = open_store(*state);
	const struct wb_prefix network = prefix_of("192.0.2.0/30");
	char client[32];
	size_t removed;

	for (int i = 0; i < 8; i++) {
		begin_event();
		snprintf(client, sizeof(client), "192.0.2.%d", i);
		event.client = address_of(client);
		refuse(store, i < 2 ? NOW_S - 100 * 86400 : NOW_S, 100);
	}
	assert_int_equal(wb_judged_expire(store, NOW_S, WB_AGE_GUARDED, NULL), WB_OK);
	assert_int_equal(walk(store), 6);
	begin_row("a clock that jumps takes nothing");
	assert_int_equal(wb_judged_expire(store, NOW_S + 1000 * 86400LL, WB_AGE_GUARDED, NULL), WB_INVALID);
	assert_int_equal(walk(store), 6);
	assert_int_equal(wb_judged_forget(store, &network, &removed, NULL), WB_OK);
	assert_int_equal(removed, 2); /* .2 and .3 */
	assert_int_equal(walk(store), 4);
	assert_int_equal(wb_judged_expire(store, NOW_S + 1000 * 86400LL, WB_AGE_FORCED, NULL), WB_OK);
	assert_int_equal(walk(store), 0);
}

/* A key that is cut short, between those of a network. */
static void test_a_damaged_key(void **state)
{
	const char *store = open_store(*state);
	const struct wb_prefix network = prefix_of("192.0.0.0/16");
	struct wb_address between = address_of("192.0.5.0");
	struct wb_case_session session;
	size_t removed, left;

	begin_event();
	event.client = address_of("192.0.2.66");
	refuse(store, NOW_S, 100);
	event.client = address_of("192.0.9.66");
	refuse(store, NOW_S, 100);
	assert_int_equal(wb_case_session_open_write(store, &session, NULL), WB_OK);
	assert_int_equal(wb_table_put(&session.tables[WB_CASE_JUDGED], (struct wb_blob){ between.bytes, 15 },
			     (struct wb_blob){ between.bytes, 4 }, NULL),
	    WB_OK);
	assert_int_equal(wb_case_session_commit(&session, NULL), WB_OK);
	wb_case_session_close(&session);
	assert_int_equal(wb_judged_forget(store, &network, &removed, NULL), WB_OK);
	assert_int_equal(wb_case_session_open_read(store, &session, NULL), WB_OK);
	assert_int_equal(wb_table_count(&session.tables[WB_CASE_JUDGED], &left, NULL), WB_OK);
	wb_case_session_close(&session);
	assert_int_equal(left, 1); /* the damaged one, of which nobody knows whose it is */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_is_booked, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_mail_that_is_accepted_later, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_a_damaged_key, open_folder, close_folder),
		cmocka_unit_test_setup_teardown(test_what_goes, open_folder, close_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
