/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_standings_file.c - what is known of hosts, there and back; and files that are none of ours. */
#include <errno.h>
#include <sys/stat.h>

#include "agent/standing.h"
#include "agent/standings_file.h"
#include "fixture.h"

#define DAY_S 86400

static struct standing *standing_of(struct counter_table *table, const char *client)
{
	const struct wb_address address = address_of(client);
	unsigned char key[COUNTER_KEY_BYTES];

	standing_key(&address, key);
	return counter_table_find(table, key) != NULL ? counter_table_take(table, key) : NULL;
}

static void accept_mail(struct counter_table *table, const char *client, uint32_t recipients, int64_t now_s)
{
	const struct wb_address address = address_of(client);
	unsigned char key[COUNTER_KEY_BYTES];

	standing_key(&address, key);
	standing_accept(counter_table_take(table, key), recipients, true, now_s);
}

static const char *make_store(const char *folder)
{
	const char *store = open_store(folder);

	assert_int_equal(mkdir(path_in(store, "seen"), 0750) == 0 || errno == EEXIST, 1);
	return store;
}

static void test_a_clock_that_is_a_month_ahead_loses_none(void **state)
{
	const char *store = make_store(*state);
	struct counter_table *table = counter_table_open(10, sizeof(struct standing)), *other;
	char client[] = "192.0.2.1";
	int64_t done_at_s;

	for (int i = 0; i < 8; i++) {
		client[8] = (char)('1' + i);
		accept_mail(table, client, 5, NOW_S);
	}
	assert_int_equal(standings_save(table, store, NOW_S, NOW_S + 30 * DAY_S, NULL), WB_OK);
	other = counter_table_open(10, sizeof(struct standing));
	assert_int_equal(standings_load(other, store, &done_at_s, NULL), WB_OK);
	assert_int_equal(counter_table_count(other), 8);
	counter_table_close(&table);
	counter_table_close(&other);
}

static void test_there_and_back(void **state)
{
	const char *store = make_store(*state);
	struct counter_table *table = counter_table_open(10, sizeof(struct standing)), *other;
	int64_t done_at_s;

	accept_mail(table, "192.0.2.66", 70000, NOW_S - 2 * DAY_S);
	accept_mail(table, "192.0.2.66", 3, NOW_S);
	standing_forgives(standing_of(table, "192.0.2.66"), NOW_S);
	accept_mail(table, "2001:db8::1", 5, NOW_S);
	accept_mail(table, "192.0.2.1", 5, NOW_S - 7 * DAY_S); /* too old to say anything */
	assert_int_equal(standings_save(table, store, NOW_S - 5, NOW_S, NULL), WB_OK);

	other = counter_table_open(10, sizeof(struct standing));
	assert_int_equal(standings_load(other, store, &done_at_s, NULL), WB_OK);
	assert_int_equal(done_at_s, NOW_S - 5);
	assert_int_equal(counter_table_count(other), 2);
	assert_memory_equal(standing_of(other, "192.0.2.66"), standing_of(table, "192.0.2.66"), sizeof(struct standing));
	assert_memory_equal(standing_of(other, "2001:db8::ff"), standing_of(table, "2001:db8::1"), sizeof(struct standing));
	assert_null(standing_of(other, "192.0.2.1"));
	counter_table_close(&table);
	counter_table_close(&other);
}

static void test_without_a_file_nothing_is_known(void **state)
{
	struct counter_table *table = counter_table_open(10, sizeof(struct standing));
	int64_t done_at_s;

	assert_int_equal(standings_load(table, *state, &done_at_s, NULL), WB_OK);
	assert_int_equal(done_at_s, INT64_MIN);
	assert_int_equal(counter_table_count(table), 0);
	counter_table_close(&table);
}

static void test_a_smaller_table_keeps_the_newest(void **state)
{
	const char *store = make_store(*state);
	struct counter_table *table = counter_table_open(10, sizeof(struct standing));
	int64_t done_at_s;

	accept_mail(table, "192.0.2.1", 1, NOW_S);
	accept_mail(table, "192.0.2.2", 1, NOW_S);
	accept_mail(table, "192.0.2.3", 1, NOW_S);
	assert_int_equal(standings_save(table, store, NOW_S, NOW_S, NULL), WB_OK);
	counter_table_close(&table);
	table = counter_table_open(2, sizeof(struct standing));
	assert_int_equal(standings_load(table, store, &done_at_s, NULL), WB_OK);
	assert_null(standing_of(table, "192.0.2.1"));
	assert_non_null(standing_of(table, "192.0.2.3"));
	counter_table_close(&table);
}

/* Each byte that differs, and each length. */
static void test_files_that_are_none(void **state)
{
	const char *store = make_store(*state), *path = path_in(store, "seen/" STANDINGS_FILE);
	struct counter_table *table = counter_table_open(10, sizeof(struct standing));
	unsigned char bytes[256];
	int64_t done_at_s;
	size_t size;
	FILE *file;

	accept_mail(table, "192.0.2.1", 1, NOW_S);
	assert_int_equal(standings_save(table, store, NOW_S, NOW_S, NULL), WB_OK);
	file = fopen(path, "re");
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	for (size_t i = 0; i < size; i++) {
		bytes[i] ^= 1;
		write_file(path_in(store, "seen"), STANDINGS_FILE, bytes, size);
		assert_int_equal(standings_load(table, store, &done_at_s, NULL), WB_UNAVAILABLE);
		assert_int_equal(done_at_s, INT64_MIN);
		bytes[i] ^= 1;
		write_file(path_in(store, "seen"), STANDINGS_FILE, bytes, i);
		assert_int_equal(standings_load(table, store, &done_at_s, NULL), WB_UNAVAILABLE);
	}
	counter_table_close(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_there_and_back),
		test_in_folder(test_a_clock_that_is_a_month_ahead_loses_none),
		test_in_folder(test_without_a_file_nothing_is_known),
		test_in_folder(test_a_smaller_table_keeps_the_newest),
		test_in_folder(test_files_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
