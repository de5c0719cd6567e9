/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_pool.c - memory that is released all at once. The sanitizer sees leaks and wrong sizes. */
#include "unit.h"

static void test_memory_is_zeroed_and_aligned(void **state)
{
	struct wb_pool pool = { NULL };

	(void)state;
	for (size_t bytes = 1; bytes < 200; bytes++) {
		unsigned char *memory = wb_pool_alloc(&pool, bytes);

		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < bytes; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xff, bytes);
	}
	wb_pool_close(&pool);
}

static void test_a_copy_is_its_own(void **state)
{
	struct wb_pool pool = { NULL };
	char original[] = "open-relay";
	char *copy = wb_pool_copy(&pool, original);

	(void)state;
	original[0] = 'x';
	assert_string_equal(copy, "open-relay");
	assert_string_equal(wb_pool_copy(&pool, ""), "");
	wb_pool_close(&pool);
}

static void test_a_list_keeps_its_items_while_it_grows(void **state)
{
	struct wb_pool pool = { NULL };
	uint32_t *items = NULL;

	(void)state;
	for (uint32_t count = 0; count < 1000; count++) {
		items = wb_pool_grow(&pool, items, count, sizeof(*items));
		assert_non_null(items);
		items[count] = count;
		for (uint32_t i = 0; i <= count; i++)
			assert_int_equal(items[i], i);
	}
	wb_pool_close(&pool);
}

static void test_what_is_put_by_is_used_first(void **state)
{
	struct wb_pool pool = { NULL };
	const struct wb_pool_block *block;

	(void)state;
	assert_true(wb_pool_reserve(&pool, 1000));
	block = pool.blocks;
	for (size_t bytes = 1; bytes < 30; bytes++) {
		unsigned char *memory = wb_pool_alloc(&pool, bytes);

		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < bytes; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xff, bytes);
	}
	assert_ptr_equal(pool.blocks, block);
	begin_row("what does not fit gets a block of its own");
	memset(wb_pool_alloc(&pool, 2000), 0xff, 2000);
	assert_ptr_not_equal(pool.blocks, block);
	wb_pool_close(&pool);
}

static void test_close_leaves_an_empty_pool(void **state)
{
	struct wb_pool pool = { NULL };

	(void)state;
	wb_pool_close(&pool);
	wb_pool_copy(&pool, "x");
	wb_pool_close(&pool);
	assert_null(pool.blocks);
	wb_pool_close(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory_is_zeroed_and_aligned),
		cmocka_unit_test(test_a_copy_is_its_own),
		cmocka_unit_test(test_a_list_keeps_its_items_while_it_grows),
		cmocka_unit_test(test_what_is_put_by_is_used_first),
		cmocka_unit_test(test_close_leaves_an_empty_pool),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
