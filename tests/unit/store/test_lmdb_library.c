/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_lmdb_library.c - LMDB is loaded. */
#include "store/lmdb_library.h"

#include "unit.h"

static void test_it_answers_once_it_is_loaded(void **state)
{
	MDB_env *env = NULL;

	(void)state;
	assert_int_equal(wb_lmdb_load(NULL), WB_OK);
	assert_int_equal(wb_lmdb.mdb_env_create(&env), 0);
	wb_lmdb.mdb_env_close(env);
	assert_string_equal(wb_lmdb.mdb_strerror(MDB_NOTFOUND), mdb_strerror(MDB_NOTFOUND));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_answers_once_it_is_loaded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
