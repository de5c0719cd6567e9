/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_zone_states.c - what processes tell each other about the zones. */
#include "fixture.h"

#include <sys/file.h>

#include "dns/self_test.h"
#include "store/zone_states.h"

static const char *const zones[] = { "bl.example.net", "zen.dq.spamhaus.net" };
static const bool both[] = { true, true };
static const struct wb_self_test_result passed = { WB_SELF_TEST_PASSED, NULL };
static const struct wb_self_test_result failed = { WB_SELF_TEST_WORLD, "127.0.0.1" };

static struct wb_health load(const char *store, size_t zone)
{
	struct wb_health rows[COUNT(zones)];
	struct wb_error error = { "" };

	if (wb_zone_states_load(store, zones, COUNT(zones), rows, &error) != WB_OK)
		fail_msg("%s", error.text);
	return rows[zone];
}

static void test_all_is_good_until_something_is_written(void **state)
{
	static const struct wb_health good;
	const char *store = open_store(*state);
	struct wb_health rows[COUNT(zones)];

	for (size_t i = 0; i < COUNT(zones); i++) {
		struct wb_health health = load(store, i);

		assert_memory_equal(&health, &good, sizeof(good));
	}
	begin_row("no store");
	memset(rows, 1, sizeof(rows));
	assert_int_equal(wb_zone_states_load(path_in(*state, "none"), zones, COUNT(zones), rows, NULL), WB_UNAVAILABLE);
	assert_memory_equal(&rows[1], &good, sizeof(good));
	begin_row("garbage");
	write_text(store, "health/data.mdb", "garbage");
	memset(rows, 1, sizeof(rows));
	assert_int_equal(wb_zone_states_load(store, zones, COUNT(zones), rows, NULL), WB_UNAVAILABLE);
	assert_memory_equal(&rows[1], &good, sizeof(good));
}

static void test_what_is_saved_is_read(void **state)
{
	const char *store = open_store(*state);
	struct wb_health rows[] = { { WB_HEALTH_FAILED, 3, NOW_S, NOW_S + 1, NOW_S + 2, "why" }, { .timeouts = UINT32_MAX } };
	struct wb_health seen;

	memset(rows[1].why, 'y', sizeof(rows[1].why) - 1);
	assert_int_equal(wb_zone_states_save(store, zones, both, COUNT(zones), NULL, rows, NULL), WB_OK);
	for (size_t i = 0; i < COUNT(zones); i++) {
		seen = load(store, i);
		assert_int_equal(seen.state, rows[i].state);
		assert_int_equal(seen.timeouts, rows[i].timeouts);
		assert_int_equal(seen.since_s, rows[i].since_s);
		assert_int_equal(seen.until_s, rows[i].until_s);
		assert_int_equal(seen.tested_at_s, rows[i].tested_at_s);
		assert_string_equal(seen.why, rows[i].why);
	}
	begin_row("only rows that changed");
	rows[0].timeouts = rows[1].timeouts = 7;
	assert_int_equal(
	    wb_zone_states_save(store, zones, (const bool[]){ false, true }, COUNT(zones), NULL, rows, NULL), WB_OK);
	assert_int_equal(load(store, 0).timeouts, 3);
	assert_int_equal(load(store, 1).timeouts, 7);
}

/* e: error, t: timeout, F: test failed, P: test passed; anything else: nothing. */
static void note(struct wb_health *health, char event)
{
	if (event == 'e')
		wb_health_note_error(health, "answered 127.255.255.254", NOW_S);
	else if (event == 't')
		wb_health_note_timeout(health, NOW_S);
	else if (event == 'F' || event == 'P')
		wb_health_note_test(health, event == 'F' ? &failed : &passed, NOW_S);
}

/* What another process wrote after we read stays. */
static void test_a_row_that_changed_meanwhile_is_left_alone(void **state)
{
	static const struct {
		const char *label;
		char other; /* what the other process saw after we loaded: see note */
		bool ours;
	} rows[] = {
		{ "nothing", '-', true },
		{ "an error", 'e', false },
		{ "a timeout", 't', false },
		{ "a failed test", 'F', false },
		{ "a test that passed", 'P', false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *store = open_store(*state);
		struct wb_health loaded[COUNT(zones)], mine[COUNT(zones)], other[COUNT(zones)];

		begin_row(rows[i].label);
		memset(other, 0, sizeof(other));
		assert_int_equal(wb_zone_states_save(store, zones, both, COUNT(zones), NULL, other, NULL), WB_OK);
		assert_int_equal(wb_zone_states_load(store, zones, COUNT(zones), loaded, NULL), WB_OK);
		memcpy(mine, loaded, sizeof(mine));
		wb_health_note_error(&mine[0], "ours", NOW_S - 50);
		wb_health_note_error(&mine[1], "ours", NOW_S - 50);
		note(&other[0], rows[i].other);
		assert_int_equal(wb_zone_states_save(store, zones, both, COUNT(zones), NULL, other, NULL), WB_OK);
		assert_int_equal(wb_zone_states_save(store, zones, both, COUNT(zones), loaded, mine, NULL), WB_OK);
		assert_int_equal(strcmp(load(store, 0).why, "ours") == 0, rows[i].ours);
		assert_string_equal(load(store, 1).why, "ours"); /* the other zone is written all the same */
	}
}

static void test_exim_waits_for_nobody(void **state)
{
	static const struct wb_health loaded[COUNT(zones)];
	const char *store = open_store(*state);
	struct wb_health rows[COUNT(zones)];
	struct wb_error error;
	int lock;

	memset(rows, 0, sizeof(rows));
	wb_health_note_error(&rows[0], "x", NOW_S);
	assert_int_equal(wb_store_open_lock(store, "health", WB_STORE_MAKE_FOLDER, &lock, &error), WB_OK);
	assert_int_equal(flock(lock, LOCK_SH), 0);
	assert_int_equal(wb_zone_states_save(store, zones, both, COUNT(zones), loaded, rows, &error), WB_NOT_FOUND);
	assert_int_equal(load(store, 0).state, WB_HEALTH_GOOD);
	close(lock);
	begin_row("when the other is done it is written");
	assert_int_equal(wb_zone_states_save(store, zones, both, COUNT(zones), loaded, rows, &error), WB_OK);
	assert_int_equal(load(store, 0).state, WB_HEALTH_SUSPENDED);
	begin_row("no store");
	assert_int_equal(
	    wb_zone_states_save(path_in(*state, "none"), zones, both, COUNT(zones), NULL, rows, &error), WB_UNAVAILABLE);
}

/* Puts bytes where a record would be. */
static void put_record(const char *store, const char *zone, const void *bytes, size_t size)
{
	MDB_val key = { strlen(zone), (void *)(uintptr_t)zone }, value = { size, (void *)(uintptr_t)bytes };
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;

	assert_int_equal(wb_store_open_write(store, "health", WB_STORE_NO_SYNC, &env, NULL), WB_OK);
	assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
	assert_int_equal(mdb_dbi_open(txn, "zones", MDB_CREATE, &dbi), 0);
	assert_int_equal(mdb_put(txn, dbi, &key, &value, 0), 0);
	assert_int_equal(mdb_txn_commit(txn), 0);
	mdb_env_close(env);
}

static void test_damaged_records_are_good_zones(void **state)
{
#define TIMES "\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\4"
	static const struct {
		const char *label, *bytes;
		size_t size;
		enum wb_health_state state;
		const char *why;
	} rows[] = {
		{ "as documented", "\1\2" TIMES "why", 33, WB_HEALTH_FAILED, "why" },
		{ "no reason", "\1\2" TIMES, 30, WB_HEALTH_FAILED, "" },
		{ "one byte too short", "\1\2" TIMES, 29, WB_HEALTH_GOOD, "" },
		{ "a later version", "\2\2" TIMES, 30, WB_HEALTH_GOOD, "" },
		{ "empty", "\1\3" TIMES "why", 33, WB_HEALTH_EMPTY, "why" },
		{ "no such state", "\1\4" TIMES, 30, WB_HEALTH_GOOD, "" },
		{ "a reason that is not printable", "\1\2" TIMES "a\033\n\377b", 35, WB_HEALTH_FAILED, "a???b" },
		{ "a NUL in it", "\1\2" TIMES "a\0b", 33, WB_HEALTH_GOOD, "" },
		{ "a NUL behind it", "\1\2" TIMES "a\0", 32, WB_HEALTH_GOOD, "" },
		{ "fields of a later version behind it", "\1\2" TIMES "a\0\1\0\1b\2\0\0", 39, WB_HEALTH_FAILED, "a" },
	};
	const char *store = open_store(*state);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_health health;

		begin_row(rows[i].label);
		put_record(store, zones[0], rows[i].bytes, rows[i].size);
		health = load(store, 0);
		assert_int_equal(health.state, rows[i].state);
		assert_int_equal(health.timeouts, rows[i].state == WB_HEALTH_GOOD ? 0 : 1);
		assert_int_equal(health.since_s, rows[i].state == WB_HEALTH_GOOD ? 0 : 2);
		assert_int_equal(health.until_s, rows[i].state == WB_HEALTH_GOOD ? 0 : 3);
		assert_int_equal(health.tested_at_s, rows[i].state == WB_HEALTH_GOOD ? 0 : 4);
		assert_string_equal(health.why, rows[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_all_is_good_until_something_is_written),
		test_in_folder(test_what_is_saved_is_read),
		test_in_folder(test_a_row_that_changed_meanwhile_is_left_alone),
		test_in_folder(test_exim_waits_for_nobody),
		test_in_folder(test_damaged_records_are_good_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
