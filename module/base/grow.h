/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* grow.h - memory that grows while what will be in it is read. */
#ifndef WB_GROW_H
#define WB_GROW_H

#include <stddef.h>
#include <stdlib.h>

/*
 * Room for bytes more behind those that are used; what is there moves along. data: from here, or NULL with *room 0; the caller frees it.
 * NULL: no memory, and nothing has changed.
 */
static inline void *wb_grow(void *data, size_t used, size_t bytes, size_t *room)
{
	size_t wanted = *room;
	void *grown;

	if (used + bytes <= *room)
		return data;
	while (wanted < used + bytes)
		wanted = wanted == 0 ? 4096 : 2 * wanted;
	grown = realloc(data, wanted);
	if (grown != NULL)
		*room = wanted;
	return grown;
}

#endif
