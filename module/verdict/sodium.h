/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * sodium.h - the functions of libsodium that seal references. Exim's process loads it when a reply is signed.
 */
#ifndef WB_SODIUM_H
#define WB_SODIUM_H

#include <sodium.h>

#include "base/library.h"

#define WB_SODIUM(F) \
	F(crypto_generichash) \
	F(randombytes_buf) \
	F(sodium_bin2hex) \
	F(sodium_hex2bin) \
	F(sodium_init) \
	F(sodium_memcmp)

/* Once wb_sodium_load has returned WB_OK. */
extern struct wb_sodium_functions {
	WB_SODIUM(WB_LIBRARY_FIELD)
} wb_sodium;

/* For who only wants it loaded, and calls nothing of it. */
extern struct wb_library wb_sodium_library;

/* Loads and initializes libsodium, unless that is done: see wb_library_load. WB_UNAVAILABLE also when it cannot be initialized. */
enum wb_status wb_sodium_load(struct wb_error *error_r);

#endif
