/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_history.c - what is remembered of changes, in which order, for how long; and that a change is never without its record. */
#include "fixture.h"

#include <lmdb.h>

#include "store/change.h"
#include "store/history.h"
#include "store/listing_session.h"

/* What a walk came by: "add 192.0.2.66/32 ann because; ..." */
struct seen {
	char text[4096];
	size_t count;
	size_t stop_after; /* 0: never */
	struct wb_history_record last;
};

static const struct wb_change by_ann = { .at_s = NOW_S, .login = "ann", .uid = 1001 };

static bool note_record(void *context, const struct wb_history_record *record)
{
	struct seen *seen = context;
	char prefix[WB_PREFIX_TEXT_SIZE] = "-";
	size_t length = strlen(seen->text);

	if (record->has_prefix)
		wb_prefix_format(&record->prefix, prefix);
	snprintf(seen->text + length, sizeof(seen->text) - length, "%s%s %s %s %s", length > 0 ? "; " : "",
	    wb_history_actions[record->action].name, prefix, record->login, record->why);
	seen->last = *record;
	seen->count++;
	return seen->count != seen->stop_after;
}

static struct seen walk(const char *store, const char *prefix, int64_t since_s)
{
	struct wb_prefix wanted = prefix_of(prefix == NULL ? "::" : prefix);
	struct seen seen = { .count = 0 };
	struct wb_error error = { "" };
	size_t unreadable = 99;

	if (wb_history_walk(store, prefix == NULL ? NULL : &wanted, since_s, note_record, &seen, &unreadable, &error) != WB_OK)
		fail_msg("%s", error.text);
	assert_int_equal(unreadable, 0);
	return seen;
}

static void commit(struct wb_listing_writer *writer)
{
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
}

static struct wb_history_record record_of(int64_t at_s, const char *prefix, const char *why)
{
	struct wb_history_record record = { .at_s = at_s, .action = WB_HISTORY_ADD, .has_prefix = true, .login = "ann" };

	record.prefix = prefix_of(prefix);
	snprintf(record.why, sizeof(record.why), "%s", why);
	return record;
}

static void add_record(const char *store, int64_t at_s, const char *prefix, const char *why)
{
	struct wb_history_record record = record_of(at_s, prefix, why);
	struct wb_listing_writer *writer = open_writer(store);

	assert_int_equal(wb_history_add(writer, &record, NULL), WB_OK);
	commit(writer);
}

static void change_listing(const char *store, struct wb_change change, const char *prefix, const char *reason)
{
	struct wb_listing listing = listing_of(prefix, "spam");
	struct wb_listing_writer *writer = open_writer(store);
	bool replaced;

	snprintf(listing.reason, sizeof(listing.reason), "%s", reason);
	assert_int_equal(wb_change_add(writer, &change, &listing, &replaced, NULL), WB_OK);
	commit(writer);
}

static void fill_state(struct wb_history_state *state, char letter)
{
	*state = (struct wb_history_state){ true, WB_SCOPE_NETWORK, 0x0123456789abcdef, 0x1023456789abcdef, "" };
	memset(state->reason, letter, sizeof(state->reason) - 1);
}

static void test_a_record_comes_back_as_it_was_added(void **state)
{
	const char *store = open_store(*state);
	struct wb_history_record record = record_of(NOW_S, "123:4567:89ab:cdef:fedc:ba98:7654:3210", "");
	struct wb_listing_writer *writer;
	struct wb_history_record found;

	memset(record.login, 'l', sizeof(record.login) - 1);
	memset(record.category, 'c', sizeof(record.category) - 1);
	memset(record.source, 's', sizeof(record.source) - 1);
	memset(record.why, 'w', sizeof(record.why) - 1);
	fill_state(&record.before, 'b');
	fill_state(&record.after, 'a');
	record.uid = 0x01234567;
	record.added = 0x0123456789abcdef;
	record.kept = 0x1123456789abcdef;
	record.removed = 0x2123456789abcdef;
	for (size_t i = 0; i < WB_HISTORY_ACTIONS; i++) {
		begin_row(wb_history_actions[i].name);
		record.action = (enum wb_history_action)i;
		record.at_s = NOW_S + (int64_t)i;
		writer = open_writer(store);
		assert_int_equal(wb_history_add(writer, &record, NULL), WB_OK);
		commit(writer);
		found = walk(store, NULL, record.at_s).last;
		assert_int_equal(found.at_s, record.at_s);
		assert_int_equal(found.action, record.action);
		assert_int_equal(found.uid, record.uid);
		assert_true(found.has_prefix);
		assert_memory_equal(&found.prefix, &record.prefix, sizeof(found.prefix));
		assert_string_equal(found.login, record.login);
		assert_string_equal(found.category, record.category);
		assert_string_equal(found.source, record.source);
		assert_string_equal(found.why, record.why);
		assert_string_equal(found.before.reason, record.before.reason);
		assert_string_equal(found.after.reason, record.after.reason);
		assert_int_equal(found.before.scope, WB_SCOPE_NETWORK);
		assert_int_equal(found.before.created_at_s, 0x0123456789abcdef);
		assert_int_equal(found.after.expires_at_s, 0x1023456789abcdef);
		assert_true(found.before.is_listed && found.after.is_listed);
		assert_int_equal(found.added, record.added);
		assert_int_equal(found.kept, record.kept);
		assert_int_equal(found.removed, record.removed);
	}
}

static void test_records_go_by_time_and_never_replace_each_other(void **state)
{
	const char *store = open_store(*state);
	struct seen first = { .stop_after = 1 };
	size_t unreadable;

	add_record(store, NOW_S, "192.0.2.1", "first");
	add_record(store, NOW_S, "192.0.2.1", "second");
	add_record(store, NOW_S - 5, "192.0.2.1", "clock went back");
	add_record(store, NOW_S + 1, "192.0.2.1", "later");
	add_record(store, NOW_S, "192.0.2.1", "third");
	assert_string_equal(walk(store, NULL, 0).text,
	    "add 192.0.2.1/32 ann clock went back; add 192.0.2.1/32 ann first; add 192.0.2.1/32 ann second; add 192.0.2.1/32 ann "
	    "third; add 192.0.2.1/32 ann later");
	assert_int_equal(walk(store, NULL, NOW_S).count, 4);
	assert_int_equal(walk(store, NULL, NOW_S + 1).count, 1);
	assert_int_equal(walk(store, NULL, NOW_S + 2).count, 0);
	assert_int_equal(wb_history_walk(store, NULL, 0, note_record, &first, &unreadable, NULL), WB_OK);
	assert_int_equal(first.count, 1);
}

static void test_an_address_is_told_of_every_prefix_that_covers_it(void **state)
{
	static const struct {
		const char *prefix;
		const char *wanted;
	} rows[] = {
		{ "192.0.2.66", "add 192.0.2.0/24 ann a; add 192.0.2.66/32 ann b; add 0.0.0.0/0 ann e" },
		{ "192.0.2.0/25", "add 192.0.2.0/24 ann a; add 192.0.2.66/32 ann b; add 0.0.0.0/0 ann e" },
		{ "203.0.113.1", "add 0.0.0.0/0 ann e" },
		{ "2001:db8::1", "add 2001:db8::/32 ann d; add ::/0 ann f" },
	};
	const char *store = open_store(*state);
	struct wb_history_record summary = { .at_s = NOW_S, .action = WB_HISTORY_IMPORT };
	struct wb_listing_writer *writer;

	add_record(store, NOW_S, "192.0.2.0/24", "a");
	add_record(store, NOW_S, "192.0.2.66", "b");
	add_record(store, NOW_S, "198.51.100.66", "c");
	add_record(store, NOW_S, "2001:db8::/32", "d");
	add_record(store, NOW_S, "0.0.0.0/0", "e");
	add_record(store, NOW_S, "::/0", "f");
	writer = open_writer(store);
	assert_int_equal(wb_history_add(writer, &summary, NULL), WB_OK);
	commit(writer);
	assert_int_equal(walk(store, NULL, 0).count, 7);
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].prefix);
		assert_string_equal(walk(store, rows[i].prefix, 0).text, rows[i].wanted);
	}
}

static void test_pruning_removes_what_is_older_and_nothing_else(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	size_t removed = 99;

	for (int i = 0; i < 300; i++)
		add_record(store, NOW_S + i / 3, "192.0.2.1", "x");
	writer = open_writer(store);
	assert_int_equal(wb_history_prune(writer, NOW_S + 50, WB_AGE_FORCED, &removed, NULL), WB_OK);
	assert_int_equal(removed, 150);
	commit(writer);
	assert_int_equal(walk(store, NULL, 0).count, 150);
	assert_int_equal(walk(store, NULL, NOW_S + 50).count, 150);
}

static void test_more_than_half_is_not_pruned_at_once(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	struct wb_change change = by_ann;
	struct wb_error error = { "" };
	size_t removed = 99;

	for (int i = 0; i < 10; i++)
		add_record(store, NOW_S + i, "192.0.2.1", "x");
	writer = open_writer(store);
	assert_int_equal(wb_history_prune(writer, NOW_S + 6, WB_AGE_GUARDED, &removed, &error), WB_INVALID);
	assert_contains(error.text, "6 of 10 records of history are older than");
	assert_int_equal(removed, 0);
	assert_int_equal(wb_history_prune(writer, NOW_S + 5, WB_AGE_GUARDED, &removed, NULL), WB_OK);
	assert_int_equal(removed, 5);
	wb_listing_writer_close(&writer);
	begin_row("a change goes through, and what is old stays");
	change.at_s = NOW_S + 100;
	change.keep_s = 10;
	change_listing(store, change, "192.0.2.67", "why");
	assert_int_equal(walk(store, NULL, 0).count, 11);
	begin_row("and whoever expires is told");
	writer = open_writer(store);
	assert_int_equal(wb_change_expire(writer, &change, NOW_S, WB_AGE_GUARDED, &removed, &error), WB_INVALID);
	assert_contains(error.text, "10 of 11 records of history");
	assert_int_equal(wb_change_expire(writer, &change, NOW_S, WB_AGE_FORCED, &removed, NULL), WB_OK);
	commit(writer);
	assert_int_equal(walk(store, NULL, 0).count, 1);
}

static void test_a_change_prunes_only_when_told_to(void **state)
{
	const char *store = open_store(*state);
	struct wb_change change = by_ann;

	add_record(store, NOW_S - 11, "192.0.2.1", "old");
	add_record(store, NOW_S - 10, "192.0.2.1", "just kept");
	change_listing(store, change, "192.0.2.66", "why");
	assert_int_equal(walk(store, NULL, 0).count, 3);
	change.keep_s = 10;
	change_listing(store, change, "192.0.2.67", "why");
	assert_int_equal(walk(store, NULL, 0).count, 3);
	assert_int_equal(walk(store, NULL, NOW_S - 10).count, 3);
}

static void test_adding_and_replacing_tell_before_and_after(void **state)
{
	const char *store = open_store(*state);
	struct wb_history_record last;
	struct wb_listing other = listing_of("192.0.2.66", "spam");

	/* Of another source: not what is replaced. */
	strcpy(other.source, "feed:x");
	add_listing(store, &other);
	change_listing(store, by_ann, "192.0.2.66", "first");
	last = walk(store, NULL, 0).last;
	assert_int_equal(last.action, WB_HISTORY_ADD);
	assert_int_equal(last.at_s, NOW_S);
	assert_int_equal(last.uid, 1001);
	assert_string_equal(last.login, "ann");
	assert_string_equal(last.source, "staff:ann");
	assert_string_equal(last.category, "spam");
	assert_string_equal(last.why, "first");
	assert_false(last.before.is_listed);
	assert_true(last.after.is_listed);
	assert_string_equal(last.after.reason, "first");
	change_listing(store, by_ann, "192.0.2.66", "second");
	last = walk(store, NULL, 0).last;
	assert_int_equal(last.action, WB_HISTORY_REPLACE);
	assert_true(last.before.is_listed && last.after.is_listed);
	assert_string_equal(last.before.reason, "first");
	assert_string_equal(last.after.reason, "second");
}

static void test_each_removed_listing_has_its_record(void **state)
{
	const char *store = open_store(*state);
	struct wb_prefix prefix = prefix_of("192.0.2.66");
	struct wb_listing_writer *writer;
	size_t removed;

	list_prefix(store, "192.0.2.66", "spam");
	list_prefix(store, "192.0.2.66", "virus");
	list_prefix(store, "192.0.2.66", "policy");
	list_prefix(store, "192.0.2.67", "spam");
	writer = open_writer(store);
	assert_int_equal(wb_change_remove(writer, &by_ann, &prefix, "virus", NULL, "false alarm", &removed, NULL), WB_OK);
	assert_int_equal(removed, 1);
	commit(writer);
	assert_string_equal(walk(store, NULL, 0).text, "remove 192.0.2.66/32 ann false alarm");
	assert_string_equal(walk(store, NULL, 0).last.category, "virus");
	assert_string_equal(walk(store, NULL, 0).last.before.reason, "seen relaying");
	assert_false(walk(store, NULL, 0).last.after.is_listed);
	writer = open_writer(store);
	assert_int_equal(wb_change_remove(writer, &by_ann, &prefix, NULL, NULL, "", &removed, NULL), WB_OK);
	assert_int_equal(removed, 2);
	commit(writer);
	assert_int_equal(walk(store, NULL, 0).count, 3);
	begin_row("another source keeps what it lists, and no record says that it went");
	list_prefix(store, "192.0.2.66", "spam");
	writer = open_writer(store);
	assert_int_equal(wb_change_remove(writer, &by_ann, &prefix, "spam", "feed:drop", "", &removed, NULL), WB_OK);
	assert_int_equal(removed, 0);
	commit(writer);
	assert_int_equal(walk(store, NULL, 0).count, 3);
	writer = open_writer(store);
	assert_int_equal(wb_change_remove(writer, &by_ann, &prefix, "spam", "staff:ann", "mended", &removed, NULL), WB_OK);
	assert_int_equal(removed, 1);
	commit(writer);
	assert_string_equal(walk(store, NULL, 0).last.source, "staff:ann");
	begin_row("nothing removed, nothing recorded");
	writer = open_writer(store);
	assert_int_equal(wb_change_remove(writer, &by_ann, &prefix, NULL, NULL, "", &removed, NULL), WB_OK);
	assert_int_equal(removed, 0);
	commit(writer);
	assert_int_equal(walk(store, NULL, 0).count, 4);
}

static void test_an_expiry_is_one_record_unless_nothing_expired(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	size_t removed;

	for (int i = 0; i < 5; i++) {
		struct wb_listing listing = listing_of("192.0.2.0", "spam");

		listing.prefix.address.bytes[15] = (uint8_t)i;
		listing.expires_at_s = NOW_S + i;
		add_listing(store, &listing);
	}
	for (int turn = 0; turn < 2; turn++) {
		writer = open_writer(store);
		assert_int_equal(wb_change_expire(writer, &by_ann, NOW_S + 2, WB_AGE_FORCED, &removed, NULL), WB_OK);
		assert_int_equal(removed, turn == 0 ? 3 : 0);
		commit(writer);
		assert_string_equal(walk(store, NULL, 0).text, "expire - ann ");
		assert_int_equal(walk(store, NULL, 0).last.removed, 3);
	}
}

static void test_without_a_commit_neither_change_nor_record(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing listing = listing_of("192.0.2.66", "spam");
	struct wb_listing_writer *writer;
	struct wb_listing_count count;
	bool replaced;

	list_prefix(store, "192.0.2.67", "spam");
	writer = open_writer(store);
	assert_int_equal(wb_change_add(writer, &by_ann, &listing, &replaced, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(walk(store, NULL, 0).count, 0);
	assert_int_equal(wb_listing_count(store, &count, NULL), WB_OK);
	assert_int_equal(count.listings, 1);
	begin_row("a listing that breaks a rule leaves no record");
	strcpy(listing.category, "Spam");
	writer = open_writer(store);
	assert_int_equal(wb_change_add(writer, &by_ann, &listing, &replaced, NULL), WB_INVALID);
	commit(writer);
	assert_int_equal(walk(store, NULL, 0).count, 0);
}

/* Alters a byte of the oldest record, and its length unless value_bytes is 0. */
static void damage(const char *store, size_t at, unsigned char byte, size_t value_bytes)
{
	MDB_val key, value;
	MDB_cursor *cursor;
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;
	unsigned char copy[2048];

	assert_int_equal(wb_store_open_write(store, "listings", &env, NULL), WB_OK);
	assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
	assert_int_equal(mdb_dbi_open(txn, "history", 0, &dbi), 0);
	assert_int_equal(mdb_cursor_open(txn, dbi, &cursor), 0);
	assert_int_equal(mdb_cursor_get(cursor, &key, &value, MDB_FIRST), 0);
	memcpy(copy, value.mv_data, value.mv_size);
	copy[at] = byte;
	value = (MDB_val){ value_bytes == 0 ? value.mv_size : value_bytes, copy };
	assert_int_equal(mdb_cursor_put(cursor, &key, &value, MDB_CURRENT), 0);
	mdb_cursor_close(cursor);
	assert_int_equal(mdb_txn_commit(txn), 0);
	mdb_env_close(env);
}

static void test_an_unreadable_record_is_skipped_and_reported(void **state)
{
	static const struct {
		const char *label;
		size_t at;
		unsigned char byte;
		size_t value_bytes;
	} rows[] = {
		{ "a newer version", 0, 2, 0 },
		{ "an unknown action", 1, 200, 0 },
		{ "host bits", 22, 1, 0 },
		{ "a prefix length beyond 128", 23, 129, 0 },
		{ "an unknown scope", 48, 3, 0 },
		{ "a time before 1970", 49, 0x80, 0 },
		{ "a control character", 82, 7, 0 },
		{ "cut short in its strings", 0, 1, 85 },
		{ "cut short in its head", 0, 1, 81 },
		{ "empty but for a byte", 0, 1, 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char folder[256];
		const char *store;
		struct seen seen = { .count = 0 };
		size_t unreadable = 99;

		begin_row(rows[i].label);
		snprintf(folder, sizeof(folder), "%s/%zu", (char *)*state, i);
		assert_int_equal(mkdir(folder, 0700), 0);
		store = open_store(folder);
		add_record(store, NOW_S, "192.0.2.0/24", "damaged");
		add_record(store, NOW_S, "192.0.2.0/24", "good");
		damage(store, rows[i].at, rows[i].byte, rows[i].value_bytes);
		assert_int_equal(wb_history_walk(store, NULL, 0, note_record, &seen, &unreadable, NULL), WB_OK);
		assert_int_equal(unreadable, 1);
		assert_string_equal(seen.text, "add 192.0.2.0/24 ann good");
	}
}

static void test_what_is_kept_is_fit_for_a_terminal(void **state)
{
	const char *store = open_store(*state);

	add_record(store, NOW_S, "192.0.2.1", "a\033[31mb\n\377c");
	assert_string_equal(walk(store, NULL, 0).last.why, "a?[31mb??c");
}

static void add_apply(const char *store, int64_t at_s, const char *why)
{
	struct wb_history_record record = { .action = WB_HISTORY_APPLY, .added = 1, .kept = 2, .removed = 3 };
	struct wb_change change = { .at_s = at_s, .login = "ann", .uid = 1001 };
	struct wb_listing_writer *writer = open_writer(store);

	snprintf(record.why, sizeof(record.why), "%s", why);
	assert_int_equal(wb_change_note(writer, &change, &record, NULL), WB_OK);
	commit(writer);
}

static void test_what_was_applied_stands_between_the_changes(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_writer *writer;
	size_t removed;

	begin_row("before anything was listed");
	add_apply(store, NOW_S + 1, "first");
	assert_string_equal(walk(store, NULL, 0).text, "apply - ann first");
	add_record(store, NOW_S, "192.0.2.1", "a");
	add_apply(store, NOW_S + 2, "second");
	add_record(store, NOW_S + 2, "192.0.2.1", "b");
	add_apply(store, NOW_S + 2, "third");
	add_record(store, NOW_S + 3, "192.0.2.1", "c");
	begin_row("in the order of time");
	assert_string_equal(walk(store, NULL, 0).text,
	    "add 192.0.2.1/32 ann a; apply - ann first; apply - ann second; add 192.0.2.1/32 ann b; apply - ann third; "
	    "add 192.0.2.1/32 ann c");
	assert_string_equal(walk(store, NULL, NOW_S + 3).text, "add 192.0.2.1/32 ann c");
	begin_row("it is about no prefix");
	assert_string_equal(walk(store, "192.0.2.1", NOW_S + 1).text, "add 192.0.2.1/32 ann b; add 192.0.2.1/32 ann c");
	begin_row("it grows old like the others");
	writer = open_writer(store);
	assert_int_equal(wb_history_prune(writer, NOW_S + 2, WB_AGE_FORCED, &removed, NULL), WB_OK);
	commit(writer);
	assert_int_equal(removed, 2);
	assert_string_equal(
	    walk(store, NULL, 0).text, "apply - ann second; add 192.0.2.1/32 ann b; apply - ann third; add 192.0.2.1/32 ann c");
}

/* What an older whyblock reads: its table holds nothing that it does not know. */
static void test_an_older_reader_sees_nothing_of_what_was_applied(void **state)
{
	const char *store = open_store(*state);
	struct wb_listing_session session;
	struct wb_table table;
	struct wb_walk walk_through;

	add_apply(store, NOW_S, "first");
	assert_int_equal(wb_listing_session_open_read(store, &session, NULL), WB_OK);
	assert_int_equal(wb_table_open(&session.transaction, "history", &table, NULL), WB_OK);
	wb_walk_open(&walk_through, &table);
	assert_false(wb_walk_next(&walk_through));
	assert_int_equal(wb_walk_close(&walk_through, NULL), WB_OK);
	wb_listing_session_close(&session);
}

static void test_a_store_without_history_has_none(void **state)
{
	const char *store = open_store(*state);

	assert_int_equal(walk(store, NULL, 0).count, 0);
	list_prefix(store, "192.0.2.66", "spam");
	assert_int_equal(walk(store, NULL, 0).count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_record_comes_back_as_it_was_added),
		test_in_folder(test_records_go_by_time_and_never_replace_each_other),
		test_in_folder(test_an_address_is_told_of_every_prefix_that_covers_it),
		test_in_folder(test_pruning_removes_what_is_older_and_nothing_else),
		test_in_folder(test_more_than_half_is_not_pruned_at_once),
		test_in_folder(test_a_change_prunes_only_when_told_to),
		test_in_folder(test_adding_and_replacing_tell_before_and_after),
		test_in_folder(test_each_removed_listing_has_its_record),
		test_in_folder(test_an_expiry_is_one_record_unless_nothing_expired),
		test_in_folder(test_without_a_commit_neither_change_nor_record),
		test_in_folder(test_an_unreadable_record_is_skipped_and_reported),
		test_in_folder(test_what_is_kept_is_fit_for_a_terminal),
		test_in_folder(test_what_was_applied_stands_between_the_changes),
		test_in_folder(test_an_older_reader_sees_nothing_of_what_was_applied),
		test_in_folder(test_a_store_without_history_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
