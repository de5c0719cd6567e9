/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* fuzz_recent.c - any bytes as recent, beside a base that lists 10.0.0.0/8; see published_input.h. */
#include "published_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static bool is_begun;

	if (!is_begun)
		input_write_other(BASE_NAME, 7, WB_LISTINGS_LISTED);
	is_begun = true;
	return input_run(WB_PUBLISHED_RECENT, 9, bytes, size);
}
