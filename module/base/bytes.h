/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * bytes.h - numbers as the store keeps them: big-endian, so that keys sort by value.
 */
#ifndef WB_BYTES_H
#define WB_BYTES_H

#include <stddef.h>
#include <stdint.h>

static inline void wb_bytes_put(unsigned char *bytes, uint64_t number, size_t count)
{
	for (size_t i = count; i-- > 0; number >>= 8)
		bytes[i] = (unsigned char)number;
}

static inline uint64_t wb_bytes_get(const unsigned char *bytes, size_t count)
{
	uint64_t number = 0;

	for (size_t i = 0; i < count; i++)
		number = number << 8 | bytes[i];
	return number;
}

#endif
