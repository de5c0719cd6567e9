/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * bytes.h - numbers as the store keeps them: big-endian, so that keys sort by value; and a check of bytes.
 */
#ifndef WB_BYTES_H
#define WB_BYTES_H

#include <stdbool.h>
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

/*
 * Tells damage, and keeps nobody out. Words of 8 bytes: each step can be undone, so one word that differs makes another check; the
 * last one is filled with zero bytes.
 */
static inline uint64_t wb_bytes_check(const unsigned char *bytes, size_t size)
{
	uint64_t check = 0x9e3779b97f4a7c15ULL ^ size;

	for (size_t at = 0; at < size; at += 8) {
		size_t left = size - at < 8 ? size - at : 8;

		check = (check ^ wb_bytes_get(bytes + at, left)) * 0xff51afd7ed558ccdULL;
		check ^= check >> 32;
	}
	return check;
}

/* The check of the first size bytes, in the 8 behind them. */
static inline void wb_bytes_seal(unsigned char *bytes, size_t size)
{
	wb_bytes_put(bytes + size, wb_bytes_check(bytes, size), 8);
}

static inline bool wb_bytes_are_sealed(const unsigned char *bytes, size_t size)
{
	return wb_bytes_get(bytes + size, 8) == wb_bytes_check(bytes, size);
}

/*
 * A number for bytes, by which they are found again: FNV-1a of 64 bits (RFC 9923). It is no secret and no proof: whoever chooses the bytes can make
 * two that share it.
 */
#define WB_BYTES_DIGEST_BEGIN UINT64_C(0xcbf29ce484222325)

static inline uint64_t wb_bytes_digest_add(uint64_t digest, unsigned char byte)
{
	return (digest ^ byte) * UINT64_C(0x100000001b3);
}

static inline uint64_t wb_bytes_digest_add_text(uint64_t digest, const char *text)
{
	for (; *text != '\0'; text++)
		digest = wb_bytes_digest_add(digest, (unsigned char)*text);
	return digest;
}

#endif
