/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* pool.c - see pool.h */
#include "base/pool.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct wb_pool_block {
	struct wb_pool_block *next;
	size_t left; /* bytes that wb_pool_reserve has put by, and nobody has asked for yet: the first ones of the block */
	max_align_t bytes[];
};

/* A new block, of which so many bytes are put by. */
static struct wb_pool_block *add_block(struct wb_pool *pool, size_t bytes, size_t left)
{
	struct wb_pool_block *block = bytes <= SIZE_MAX - sizeof(*block) ? malloc(sizeof(*block) + bytes) : NULL;

	if (block == NULL)
		return NULL;
	block->next = pool->blocks;
	block->left = left;
	pool->blocks = block;
	return block;
}

void *wb_pool_alloc(struct wb_pool *pool, size_t bytes)
{
	struct wb_pool_block *block = pool->blocks;
	size_t whole = (bytes + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);

	/* Taken from the end, so that one number says what is left. */
	if (block != NULL && block->left > 0 && whole <= block->left) {
		block->left -= whole;
		/* Cleared now and not when it was put by: what nobody asks for is never touched, and costs no page. */
		return memset((char *)block->bytes + block->left, 0, bytes);
	}
	block = add_block(pool, bytes, 0);
	return block == NULL ? NULL : memset(block->bytes, 0, bytes);
}

bool wb_pool_reserve(struct wb_pool *pool, size_t bytes)
{
	bytes = bytes / sizeof(max_align_t) * sizeof(max_align_t);
	return add_block(pool, bytes, bytes) != NULL;
}

char *wb_pool_copy(struct wb_pool *pool, const char *string)
{
	size_t bytes = strlen(string) + 1;
	char *copy = wb_pool_alloc(pool, bytes);

	return copy == NULL ? NULL : memcpy(copy, string, bytes);
}

void *wb_pool_grow(struct wb_pool *pool, void *items, size_t count, size_t item_bytes)
{
	void *grown;

	/* A list is full when its count is 0 or a power of two: so no capacity has to be kept beside it. */
	if (count != 0 && (count & (count - 1)) != 0)
		return items;
	grown = wb_pool_alloc(pool, (count == 0 ? 1 : 2 * count) * item_bytes);
	if (grown != NULL && count > 0)
		memcpy(grown, items, count * item_bytes);
	return grown;
}

void wb_pool_close(struct wb_pool *pool)
{
	while (pool->blocks != NULL) {
		struct wb_pool_block *next = pool->blocks->next;

		free(pool->blocks);
		pool->blocks = next;
	}
}
