/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* sodium.c - see sodium.h */
#include "verdict/sodium.h"

struct wb_sodium_functions wb_sodium;
struct wb_library wb_sodium_library = WB_LIBRARY(WB_SONAME_SODIUM, WB_SODIUM, wb_sodium);

enum wb_status wb_sodium_load(struct wb_error *error_r)
{
	enum wb_status status = wb_library_load(&wb_sodium_library, error_r);

	if (status == WB_OK && wb_sodium.sodium_init() < 0)
		status = wb_fail(error_r, WB_UNAVAILABLE, "libsodium finds no source of randomness");
	return status;
}
