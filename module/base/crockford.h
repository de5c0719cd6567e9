/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * crockford.h - Douglas Crockford's base32: symbols that people read out, retype and paste. Used by references and by tokens.
 */
#ifndef WB_CROCKFORD_H
#define WB_CROCKFORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WB_CROCKFORD_BITS 5 /* of a symbol */

/* Writes and reads the next count bits at *at, the highest first. What is written over must be zero. */
void wb_crockford_put_bits(unsigned char *bytes, unsigned *at, uint64_t value, unsigned count);
uint64_t wb_crockford_get_bits(const unsigned char *bytes, unsigned *at, unsigned count);

/* The symbol of a value from 0 to 31: a digit, or a capital letter but I, L, O and U. */
char wb_crockford_symbol(unsigned value);

/* The value of a symbol as people type it (lower case, O for 0, I and L for 1), or -1. */
int wb_crockford_value(char c);

/* How many bytes at the beginning of text are one separator: a hyphen or a space of any kind, as word processors and URLs make them. */
size_t wb_crockford_separator(const char *text);

/* Writes as many symbols as the bytes need, count * 8 / WB_CROCKFORD_BITS rounded up, the last one filled up with zero bits, and a NUL. */
void wb_crockford_encode(const unsigned char *bytes, size_t count, char *buffer);

/* The opposite, as people send it, with separators anywhere. False when it is not exactly these bytes: no bit is spare. */
bool wb_crockford_decode(const char *text, unsigned char *bytes, size_t count);

#endif
