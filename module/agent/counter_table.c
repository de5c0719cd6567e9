/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * counter_table.c - see counter_table.h
 *
 * Rows in one array, found by chains that begin at a hash, and in one ring from the newest to the oldest. Strangers choose their
 * addresses: the hash has a key of its own, so that nobody can make chains long.
 */
#include "agent/counter_table.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

struct row {
	unsigned char key[COUNTER_KEY_BYTES];
	uint32_t next;         /* in its chain */
	uint32_t newer, older; /* in the ring */
	uint32_t unused;
	uint64_t value[]; /* as many bytes as the table's rows have */
};

struct counter_table {
	unsigned char hash_key[crypto_shorthash_KEYBYTES];
	uint32_t capacity, count;
	uint32_t newest, oldest;
	uint64_t evicted;
	uint32_t *chains; /* capacity of them */
	size_t value_bytes, row_bytes;
	uint64_t rows[];
};

static struct row *row_at(const struct counter_table *table, uint32_t at)
{
	return (struct row *)((uintptr_t)table->rows + at * table->row_bytes);
}

struct counter_table *counter_table_open(uint32_t capacity, size_t value_bytes)
{
	size_t row_bytes = (sizeof(struct row) + value_bytes + 7) / 8 * 8;
	struct counter_table *table = sodium_init() < 0 ? NULL : calloc(1, sizeof(*table) + capacity * row_bytes);

	if (table == NULL)
		return NULL;
	table->chains = malloc(capacity * sizeof(table->chains[0]));
	if (table->chains == NULL) {
		free(table);
		return NULL;
	}
	memset(table->chains, 0xff, capacity * sizeof(table->chains[0])); /* NONE */
	crypto_shorthash_keygen(table->hash_key);
	table->capacity = capacity;
	table->value_bytes = value_bytes;
	table->row_bytes = row_bytes;
	table->newest = table->oldest = NONE;
	return table;
}

void counter_table_close(struct counter_table **table)
{
	if (*table != NULL)
		free((*table)->chains);
	free(*table);
	*table = NULL;
}

static uint32_t *chain_of(const struct counter_table *table, const unsigned char *key)
{
	unsigned char hash[crypto_shorthash_BYTES];
	uint64_t number;

	crypto_shorthash(hash, key, COUNTER_KEY_BYTES, table->hash_key);
	memcpy(&number, hash, sizeof(number));
	return &table->chains[number % table->capacity];
}

static uint32_t find(const struct counter_table *table, const unsigned char *key)
{
	uint32_t at = *chain_of(table, key);

	while (at != NONE && memcmp(row_at(table, at)->key, key, COUNTER_KEY_BYTES) != 0)
		at = row_at(table, at)->next;
	return at;
}

static void take_from_ring(struct counter_table *table, uint32_t at)
{
	const struct row *row = row_at(table, at);

	*(row->newer == NONE ? &table->newest : &row_at(table, row->newer)->older) = row->older;
	*(row->older == NONE ? &table->oldest : &row_at(table, row->older)->newer) = row->newer;
}

static void make_newest(struct counter_table *table, uint32_t at)
{
	row_at(table, at)->newer = NONE;
	row_at(table, at)->older = table->newest;
	*(table->newest == NONE ? &table->oldest : &row_at(table, table->newest)->newer) = at;
	table->newest = at;
}

/* A row that nobody needs. */
static uint32_t make_room(struct counter_table *table)
{
	uint32_t at = table->oldest;
	uint32_t *link;

	if (table->count < table->capacity)
		return table->count++;
	take_from_ring(table, at);
	link = chain_of(table, row_at(table, at)->key);
	while (*link != at)
		link = &row_at(table, *link)->next;
	*link = row_at(table, at)->next;
	table->evicted++;
	return at;
}

void *counter_table_take(struct counter_table *table, const unsigned char key[COUNTER_KEY_BYTES])
{
	uint32_t at = find(table, key);
	struct row *row;
	uint32_t *chain;

	if (at != NONE) {
		take_from_ring(table, at);
	} else {
		at = make_room(table);
		row = row_at(table, at);
		chain = chain_of(table, key);
		memcpy(row->key, key, COUNTER_KEY_BYTES);
		memset(row->value, 0, table->value_bytes);
		row->next = *chain;
		*chain = at;
	}
	make_newest(table, at);
	return row_at(table, at)->value;
}

void *counter_table_find(const struct counter_table *table, const unsigned char key[COUNTER_KEY_BYTES])
{
	uint32_t at = find(table, key);

	return at == NONE ? NULL : row_at(table, at)->value;
}

void counter_table_walk(const struct counter_table *table, counter_table_visit *visit, void *context)
{
	for (uint32_t at = table->oldest; at != NONE; at = row_at(table, at)->newer)
		visit(context, row_at(table, at)->key, row_at(table, at)->value);
}

uint64_t counter_table_add(struct counter_table *table, const unsigned char key[COUNTER_KEY_BYTES], uint64_t more)
{
	uint64_t *number = counter_table_take(table, key);

	*number += more;
	return *number;
}

uint32_t counter_table_count(const struct counter_table *table)
{
	return table->count;
}

uint64_t counter_table_evicted(const struct counter_table *table)
{
	return table->evicted;
}
