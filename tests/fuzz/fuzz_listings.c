/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* fuzz_listings.c - any bytes as a base, beside a recent that removes 10.0.0.0/8; see published_input.h. */
#include "published_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static bool is_begun;

	if (!is_begun)
		input_write_other(WB_PUBLISHED_RECENT, 9, WB_LISTINGS_REMOVED);
	is_begun = true;
	return input_run(BASE_NAME, 7, bytes, size);
}
