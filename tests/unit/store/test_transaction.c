/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_transaction.c - rows of a table, walks through it, and what is left of them without a commit. */
#include "fixture.h"

#include "store/transaction.h"

#define FOLDER "listings"

static struct wb_blob blob(const char *text)
{
	return (struct wb_blob){ (const unsigned char *)text, strlen(text) };
}

static struct wb_transaction open_write(const char *store)
{
	struct wb_transaction transaction;

	assert_int_equal(wb_transaction_open_write(store, FOLDER, &transaction, NULL), WB_OK);
	return transaction;
}

static struct wb_table open_table(struct wb_transaction *transaction)
{
	struct wb_table table;

	assert_int_equal(wb_table_open(transaction, "rows", &table, NULL), WB_OK);
	return table;
}

/* A store with these rows, each its own value. */
static const char *open_rows(const char *folder, const char *const *keys, size_t count)
{
	const char *store = open_store(folder);
	struct wb_transaction transaction = open_write(store);
	struct wb_table table = open_table(&transaction);

	for (size_t i = 0; i < count; i++)
		assert_int_equal(wb_table_put(&table, blob(keys[i]), blob(keys[i]), NULL), WB_OK);
	assert_int_equal(wb_transaction_commit(&transaction, NULL), WB_OK);
	wb_transaction_close(&transaction);
	return store;
}

static const char *text_of(struct wb_blob bytes)
{
	static char text[32];

	snprintf(text, sizeof(text), "%.*s", (int)bytes.size, (const char *)bytes.data);
	return text;
}

/* LMDB does not write pages that a transaction has taken and given back: when they are the last ones, its file ends before them. */
static void test_pages_that_were_never_written_are_not_missed(void **state)
{
	const char *store = open_store(*state);
	char key[16], value[1000];

	memset(value, 'x', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	for (int turn = 0; turn < 60; turn++) {
		struct wb_transaction transaction = open_write(store);
		struct wb_table table = open_table(&transaction);
		struct wb_error error = { "" };

		snprintf(key, sizeof(key), "turn %d", turn);
		begin_row(key);
		for (int i = 0; i < 20; i++) {
			snprintf(key, sizeof(key), "%04d-%02d", turn, i);
			assert_int_equal(wb_table_put(&table, blob(key), blob(value), NULL), WB_OK);
		}
		for (int i = 0; turn > 0 && i < turn % 21; i++) {
			snprintf(key, sizeof(key), "%04d-%02d", turn - 1, i);
			wb_table_remove(&table, blob(key), NULL);
		}
		/* As of a process that is killed before it has mended that: the next writer does. */
		transaction.is_write = turn % 2 == 0;
		assert_int_equal(wb_transaction_commit(&transaction, NULL), WB_OK);
		wb_transaction_close(&transaction);
		if (turn % 2 == 1)
			continue;
		if (wb_transaction_open_read(store, FOLDER, &transaction, &error) != WB_OK)
			fail_msg("%s", error.text);
		wb_transaction_close(&transaction);
	}
}

static void test_rows_are_put_got_and_removed(void **state)
{
	struct wb_transaction transaction = open_write(open_store(*state));
	struct wb_table table = open_table(&transaction);
	struct wb_error error;
	struct wb_blob value;
	bool replaced;

	assert_int_equal(wb_table_get(&table, blob("a"), &value, &error), WB_NOT_FOUND);
	assert_int_equal(wb_table_put(&table, blob("a"), blob("1"), &error), WB_OK);
	assert_int_equal(wb_table_put(&table, blob("a"), blob("2"), &error), WB_OK);
	assert_int_equal(wb_table_get(&table, blob("a"), &value, &error), WB_OK);
	assert_string_equal(text_of(value), "2");
	begin_row("add: never over another");
	assert_int_equal(wb_table_add(&table, blob("b"), blob("1"), &error), WB_OK);
	assert_int_equal(wb_table_add(&table, blob("b"), blob("2"), &error), WB_UNAVAILABLE);
	assert_int_equal(wb_table_get(&table, blob("b"), &value, &error), WB_OK);
	assert_string_equal(text_of(value), "1");
	begin_row("replace: says whether there was one");
	assert_int_equal(wb_table_replace(&table, blob("b"), blob("3"), &replaced, &error), WB_OK);
	assert_true(replaced);
	assert_int_equal(wb_table_replace(&table, blob("c"), blob("4"), &replaced, &error), WB_OK);
	assert_false(replaced);
	assert_int_equal(wb_table_get(&table, blob("b"), &value, &error), WB_OK);
	assert_string_equal(text_of(value), "3");
	begin_row("an empty value is one");
	assert_int_equal(wb_table_put(&table, blob("d"), blob(""), &error), WB_OK);
	assert_int_equal(wb_table_get(&table, blob("d"), &value, &error), WB_OK);
	assert_int_equal(value.size, 0);
	begin_row("what could not be written as a record is not kept");
	assert_int_equal(wb_table_put(&table, blob("e"), (struct wb_blob){ NULL, 0 }, &error), WB_UNAVAILABLE);
	assert_int_equal(wb_table_put(&table, (struct wb_blob){ NULL, 0 }, blob("1"), &error), WB_UNAVAILABLE);
	assert_int_equal(wb_table_get(&table, blob("e"), &value, &error), WB_NOT_FOUND);
	begin_row("removed");
	assert_int_equal(wb_table_remove(&table, blob("a"), &error), WB_OK);
	assert_int_equal(wb_table_remove(&table, blob("a"), &error), WB_NOT_FOUND);
	wb_transaction_close(&transaction);
}

static void test_without_a_commit_nothing_has_changed(void **state)
{
	static const char *const keys[] = { "a" };
	const char *store = open_store(*state);
	struct wb_transaction transaction;
	struct wb_table table;
	struct wb_blob value;

	begin_row("nothing was ever written");
	assert_int_equal(wb_transaction_open_read(store, FOLDER, &transaction, NULL), WB_NOT_FOUND);
	wb_transaction_close(&transaction);
	store = open_rows(*state, keys, COUNT(keys));
	transaction = open_write(store);
	table = open_table(&transaction);
	assert_int_equal(wb_table_remove(&table, blob("a"), NULL), WB_OK);
	assert_int_equal(wb_table_put(&table, blob("b"), blob("1"), NULL), WB_OK);
	wb_transaction_close(&transaction);
	wb_transaction_close(&transaction);
	assert_int_equal(wb_transaction_open_read(store, FOLDER, &transaction, NULL), WB_OK);
	assert_int_equal(wb_table_open(&transaction, "none", &table, NULL), WB_NOT_FOUND);
	table = open_table(&transaction);
	assert_int_equal(wb_table_get(&table, blob("a"), &value, NULL), WB_OK);
	assert_int_equal(wb_table_get(&table, blob("b"), &value, NULL), WB_NOT_FOUND);
	assert_int_equal(wb_table_put(&table, blob("b"), blob("1"), NULL), WB_UNAVAILABLE);
	wb_transaction_close(&transaction);
	begin_row("no store");
	assert_int_equal(wb_transaction_open_write(path_in(*state, "none"), FOLDER, &transaction, NULL), WB_UNAVAILABLE);
	wb_transaction_close(&transaction);
}

static void test_a_walk_goes_both_ways(void **state)
{
	static const char *const keys[] = { "aa", "ab", "b", "ba", "c" };
	const char *store = open_rows(*state, keys, COUNT(keys));
	struct wb_transaction transaction;
	struct wb_table table;
	struct wb_walk walk;
	size_t i = 0;

	assert_int_equal(wb_transaction_open_read(store, FOLDER, &transaction, NULL), WB_OK);
	table = open_table(&transaction);
	wb_walk_open(&walk, &table);
	while (wb_walk_next(&walk))
		assert_string_equal(text_of(walk.key), keys[i++]);
	assert_int_equal(i, COUNT(keys));
	assert_true(wb_walk_last(&walk));
	do
		assert_string_equal(text_of(walk.value), keys[--i]);
	while (wb_walk_previous(&walk));
	assert_int_equal(i, 0);
	assert_true(wb_walk_from(&walk, blob("a")));
	assert_string_equal(text_of(walk.key), "aa");
	begin_row("from a key on, and before it");
	assert_true(wb_walk_from(&walk, blob("b")));
	assert_string_equal(text_of(walk.key), "b");
	assert_true(wb_walk_from(&walk, blob("ac")));
	assert_string_equal(text_of(walk.key), "b");
	assert_true(wb_walk_begins(&walk, blob("b")));
	assert_false(wb_walk_begins(&walk, blob("ba")));
	assert_false(wb_walk_begins(&walk, blob("bb"))); /* its value lies behind it */
	assert_true(wb_walk_before(&walk, blob("b")));
	assert_string_equal(text_of(walk.key), "ab");
	assert_true(wb_walk_before(&walk, blob("x")));
	assert_string_equal(text_of(walk.key), "c");
	assert_false(wb_walk_before(&walk, blob("aa")));
	assert_false(wb_walk_from(&walk, blob("x")));
	assert_int_equal(wb_walk_close(&walk, NULL), WB_OK);
	begin_row("nobody may write in a read");
	wb_walk_open(&walk, &table);
	assert_true(wb_walk_next(&walk));
	wb_walk_remove(&walk);
	assert_false(wb_walk_next(&walk));
	assert_int_equal(wb_walk_close(&walk, NULL), WB_UNAVAILABLE);
	wb_transaction_close(&transaction);
}

static void test_a_walk_removes_and_writes(void **state)
{
	static const char *const keys[] = { "a", "b", "c", "d" };
	const char *store = open_rows(*state, keys, COUNT(keys));
	struct wb_transaction transaction = open_write(store);
	struct wb_table table = open_table(&transaction);
	struct wb_walk walk;
	char left[16] = "";

	begin_row("none is passed over behind one that was removed");
	wb_walk_open(&walk, &table);
	while (wb_walk_next(&walk)) {
		if (strchr("bc", walk.key.data[0]) != NULL)
			wb_walk_remove(&walk);
		else
			strcat(left, text_of(walk.key));
	}
	assert_int_equal(wb_walk_close(&walk, NULL), WB_OK);
	assert_string_equal(left, "ad");
	wb_walk_open(&walk, &table);
	wb_walk_append(&walk, blob("e"), blob("1"));
	wb_walk_put(&walk, blob("a"), blob("2"));
	assert_true(wb_walk_last(&walk));
	assert_string_equal(text_of(walk.key), "e");
	assert_true(wb_walk_from(&walk, blob("a")));
	assert_string_equal(text_of(walk.value), "2");
	begin_row("a failure is kept, and the close says it");
	wb_walk_append(&walk, blob("b"), blob("1"));
	assert_false(wb_walk_last(&walk));
	wb_walk_put(&walk, blob("x"), blob("1"));
	assert_int_equal(wb_walk_close(&walk, NULL), WB_UNAVAILABLE);
	wb_transaction_close(&transaction);
}

static void test_a_table_is_counted_and_emptied(void **state)
{
	static const char *const keys[] = { "a", "b", "c" };
	const char *store = open_rows(*state, keys, COUNT(keys));
	struct wb_transaction transaction = open_write(store);
	struct wb_table table = open_table(&transaction);
	struct wb_blob value;
	size_t count;

	assert_int_equal(wb_table_count(&table, &count, NULL), WB_OK);
	assert_int_equal(count, 3);
	assert_int_equal(wb_table_empty(&table, NULL), WB_OK);
	assert_int_equal(wb_table_count(&table, &count, NULL), WB_OK);
	assert_int_equal(count, 0);
	assert_int_equal(wb_table_get(&table, blob("a"), &value, NULL), WB_NOT_FOUND);
	assert_int_equal(wb_table_put(&table, blob("d"), blob("d"), NULL), WB_OK);
	wb_transaction_close(&transaction);
}

static void test_one_transaction_after_another_in_a_folder_that_stays_open(void **state)
{
	static const char *const keys[] = { "a" };
	struct wb_transaction transaction = open_write(open_rows(*state, keys, COUNT(keys)));
	struct wb_table table = open_table(&transaction);
	uint64_t id = wb_transaction_id(&transaction);
	struct wb_blob value;

	assert_int_equal(wb_table_put(&table, blob("b"), blob("b"), NULL), WB_OK);
	assert_int_equal(wb_transaction_commit(&transaction, NULL), WB_OK);
	begin_row("reading what was committed");
	assert_int_equal(wb_transaction_begin_read(&transaction, NULL), WB_OK);
	table = open_table(&transaction);
	assert_int_equal(wb_table_get(&table, blob("b"), &value, NULL), WB_OK);
	wb_transaction_end(&transaction);
	wb_transaction_end(&transaction); /* harmless */
	begin_row("a write that is given up takes no number");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(wb_transaction_begin_write(&transaction, NULL), WB_OK);
		assert_int_equal(wb_transaction_id(&transaction), id + 1);
		wb_transaction_end(&transaction);
	}
	wb_transaction_close(&transaction);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_pages_that_were_never_written_are_not_missed),
		test_in_folder(test_rows_are_put_got_and_removed),
		test_in_folder(test_without_a_commit_nothing_has_changed),
		test_in_folder(test_a_walk_goes_both_ways),
		test_in_folder(test_a_walk_removes_and_writes),
		test_in_folder(test_a_table_is_counted_and_emptied),
		test_in_folder(test_one_transaction_after_another_in_a_folder_that_stays_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
