/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * pool.h - memory that is released all at once: a configuration's strings and lists.
 */
#ifndef WB_POOL_H
#define WB_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct wb_pool_block;

struct wb_pool {
	struct wb_pool_block *blocks; /* start with { NULL } */
};

/* Zeroed memory that lives until wb_pool_close, aligned for any type; NULL when there is none. */
void *wb_pool_alloc(struct wb_pool *pool, size_t bytes);
char *wb_pool_copy(struct wb_pool *pool, const char *string);

/* A list with room for one more item: items moved when needed. count is the number in use; NULL when out of memory. */
void *wb_pool_grow(struct wb_pool *pool, void *items, size_t count, size_t item_bytes);

/*
 * Puts so many bytes by, in one block: what is asked for next is taken from them while they last. It only saves allocations. False:
 * there is no memory, and nothing has changed.
 */
bool wb_pool_reserve(struct wb_pool *pool, size_t bytes);

void wb_pool_close(struct wb_pool *pool);

#endif
