/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_change.c - what the record of a change says; that no change is without one stands in test_history.c. */
#include "fixture.h"
#include "store/change.h"

static bool keep_last(void *context, const struct wb_history_record *record)
{
	*(struct wb_history_record *)context = *record;
	return true;
}

static struct wb_history_record last_of(const char *store)
{
	struct wb_history_record last = { .at_s = 0 };
	size_t unreadable;

	assert_int_equal(wb_history_walk(store, NULL, 0, keep_last, &last, &unreadable, NULL), WB_OK);
	return last;
}

/* The caller leaves time, login and uid to the change. */
static void test_who_and_when_come_from_the_change(void **state)
{
	static const struct wb_change change = { .at_s = NOW_S, .login = "ann", .uid = 1001 };
	struct wb_history_record record = { .at_s = 5, .login = "somebody", .uid = 7, .action = WB_HISTORY_IMPORT, .added = 9 };
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;

	assert_int_equal(wb_listing_writer_open(store, &writer, NULL), WB_OK);
	assert_int_equal(wb_change_note(writer, &change, &record, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	record = last_of(store);
	assert_int_equal(record.at_s, NOW_S);
	assert_string_equal(record.login, "ann");
	assert_int_equal(record.uid, 1001);
	assert_int_equal(record.added, 9);
}

static void test_before_and_after_are_whole(void **state)
{
	static const struct {
		const char *label;
		enum wb_scope scope;
		int64_t created_at_s, expires_at_s;
		const char *reason;
	} rows[] = {
		{ "for ever", WB_SCOPE_HOST, NOW_S, 0, "first" },
		{ "with an end", WB_SCOPE_RANGE, NOW_S + 1, NOW_S + 100, "second" },
		{ "without a reason", WB_SCOPE_NETWORK, NOW_S + 2, NOW_S + 200, "" },
	};
	const char *store = open_store(*state);

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct wb_change change = { .at_s = NOW_S + (int64_t)i, .login = "ann" };
		struct wb_listing listing = listing_of("192.0.2.0/24", "spam");
		struct wb_history_record record;
		struct wb_listing_writer *writer;
		bool replaced;

		begin_row(rows[i].label);
		listing.scope = rows[i].scope;
		listing.created_at_s = rows[i].created_at_s;
		listing.expires_at_s = rows[i].expires_at_s;
		snprintf(listing.reason, sizeof(listing.reason), "%s", rows[i].reason);
		assert_int_equal(wb_listing_writer_open(store, &writer, NULL), WB_OK);
		assert_int_equal(wb_change_add(writer, &change, &listing, &replaced, NULL), WB_OK);
		assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
		wb_listing_writer_close(&writer);
		record = last_of(store);
		assert_int_equal(replaced, i > 0);
		assert_int_equal(record.action, i > 0 ? WB_HISTORY_REPLACE : WB_HISTORY_ADD);
		assert_string_equal(record.why, rows[i].reason);
		assert_int_equal(record.after.scope, rows[i].scope);
		assert_int_equal(record.after.created_at_s, rows[i].created_at_s);
		assert_int_equal(record.after.expires_at_s, rows[i].expires_at_s);
		assert_string_equal(record.after.reason, rows[i].reason);
		assert_int_equal(record.before.is_listed, i > 0);
		if (i == 0)
			continue;
		assert_int_equal(record.before.scope, rows[i - 1].scope);
		assert_int_equal(record.before.created_at_s, rows[i - 1].created_at_s);
		assert_int_equal(record.before.expires_at_s, rows[i - 1].expires_at_s);
		assert_string_equal(record.before.reason, rows[i - 1].reason);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_who_and_when_come_from_the_change),
		test_in_folder(test_before_and_after_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
