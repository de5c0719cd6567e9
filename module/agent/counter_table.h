/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * counter_table.h - a number, or another value, for each of at most so many keys; the one that was longest unused makes room. All memory is
 * taken when it is opened, whatever comes in.
 */
#ifndef WB_AGENT_COUNTER_TABLE_H
#define WB_AGENT_COUNTER_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define COUNTER_KEY_BYTES 32 /* what is shorter ends with zero bytes */

struct counter_table;

/* NULL: no memory. capacity: from 1 on. value_bytes: size of what is kept for each key; for counter_table_add that of a uint64_t. */
struct counter_table *counter_table_open(uint32_t capacity, size_t value_bytes);

/* NULL is allowed; leaves NULL. */
void counter_table_close(struct counter_table **table);

/* Adds to the number of this key, which begins with 0, and returns it. */
uint64_t counter_table_add(struct counter_table *table, const unsigned char key[COUNTER_KEY_BYTES], uint64_t more);

/*
 * The value of this key, which begins with zero bytes, and is the last one from now on to make room. It may be written to, until another key
 * is taken.
 */
void *counter_table_take(struct counter_table *table, const unsigned char key[COUNTER_KEY_BYTES]);

/* The value of a key that is there, or NULL. The key stays as old as it is. */
void *counter_table_find(const struct counter_table *table, const unsigned char key[COUNTER_KEY_BYTES]);

/* Called for each key from the one that is next to make room. */
typedef void counter_table_visit(void *context, const unsigned char key[COUNTER_KEY_BYTES], const void *value);
void counter_table_walk(const struct counter_table *table, counter_table_visit *visit, void *context);

uint32_t counter_table_count(const struct counter_table *table);

/* How many keys had to make room since the beginning. */
uint64_t counter_table_evicted(const struct counter_table *table);

#endif
