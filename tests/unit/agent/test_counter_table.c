/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_counter_table.c - numbers of so many keys, and which one makes room: beside a slow table that does the same. */
#include "agent/counter_table.h"
#include "unit.h"

static const unsigned char *key_of(unsigned number)
{
	static unsigned char key[COUNTER_KEY_BYTES];

	memset(key, 0, sizeof(key));
	memcpy(key, &number, sizeof(number));
	return key;
}

/* 0: the key is not there. */
static uint64_t get(const struct counter_table *table, const unsigned char *key)
{
	const uint64_t *number = counter_table_find(table, key);

	return number == NULL ? 0 : *number;
}

static void test_numbers_add_up(void **state)
{
	struct counter_table *table = counter_table_open(2, sizeof(uint64_t));

	(void)state;
	assert_int_equal(get(table, key_of(1)), 0);
	assert_int_equal(counter_table_add(table, key_of(1), 2), 2);
	assert_int_equal(counter_table_add(table, key_of(1), 3), 5);
	assert_int_equal(get(table, key_of(1)), 5);
	assert_int_equal(counter_table_count(table), 1);
	counter_table_close(&table);
	assert_null(table);
	counter_table_close(&table);
}

static void test_the_longest_unused_makes_room(void **state)
{
	struct counter_table *table = counter_table_open(2, sizeof(uint64_t));

	(void)state;
	counter_table_add(table, key_of(1), 1);
	counter_table_add(table, key_of(2), 1);
	counter_table_add(table, key_of(1), 1);
	counter_table_add(table, key_of(3), 1);
	assert_int_equal(get(table, key_of(1)), 2);
	assert_int_equal(get(table, key_of(2)), 0);
	assert_int_equal(get(table, key_of(3)), 1);
	assert_int_equal(counter_table_evicted(table), 1);
	counter_table_close(&table);
}

#define MODEL_KEYS 50
#define MODEL_ROOM 20

/* The same steps on both: an array of when each key was used last is the model. */
static void test_it_does_what_a_slow_table_does(void **state)
{
	struct counter_table *table = counter_table_open(MODEL_ROOM, sizeof(uint64_t));
	uint64_t numbers[MODEL_KEYS] = { 0 };
	unsigned used[MODEL_KEYS] = { 0 };
	unsigned seed = 1;

	(void)state;
	for (unsigned step = 1; step < 20000; step++) {
		unsigned key, count = 0, oldest = MODEL_KEYS;

		seed = seed * 1103515245 + 12345;
		key = seed >> 16 & 0x7fff;
		key = key % (step % 3 == 0 ? MODEL_KEYS : 7); /* some are used more */
		for (unsigned i = 0; i < MODEL_KEYS; i++) {
			count += used[i] > 0;
			if (used[i] > 0 && (oldest == MODEL_KEYS || used[i] < used[oldest]))
				oldest = i;
		}
		if (used[key] == 0 && count == MODEL_ROOM)
			used[oldest] = 0, numbers[oldest] = 0;
		used[key] = step;
		numbers[key] += key;
		assert_int_equal(counter_table_add(table, key_of(key), key), numbers[key]);
	}
	for (unsigned i = 0; i < MODEL_KEYS; i++)
		assert_int_equal(get(table, key_of(i)), numbers[i]);
	assert_int_equal(counter_table_count(table), MODEL_ROOM);
	counter_table_close(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_add_up),
		cmocka_unit_test(test_the_longest_unused_makes_room),
		cmocka_unit_test(test_it_does_what_a_slow_table_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
