/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_sodium.c - libsodium is loaded and made ready. */
#include "verdict/sodium.h"

#include "unit.h"

static void test_it_seals_once_it_is_loaded(void **state)
{
	unsigned char mac[crypto_generichash_BYTES_MIN], again[sizeof(mac)], key[crypto_generichash_KEYBYTES] = { 1 };

	(void)state;
	assert_int_equal(wb_sodium_load(NULL), WB_OK);
	assert_int_equal(wb_sodium_load(NULL), WB_OK);
	assert_int_equal(wb_sodium.crypto_generichash(mac, sizeof(mac), key, sizeof(key), key, sizeof(key)), 0);
	assert_int_equal(wb_sodium.crypto_generichash(again, sizeof(again), key, sizeof(key), key, sizeof(key)), 0);
	assert_int_equal(wb_sodium.sodium_memcmp(mac, again, sizeof(mac)), 0);
	key[0] = 2;
	assert_int_equal(wb_sodium.crypto_generichash(again, sizeof(again), key, sizeof(key), key, sizeof(key)), 0);
	assert_int_not_equal(wb_sodium.sodium_memcmp(mac, again, sizeof(mac)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_seals_once_it_is_loaded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
