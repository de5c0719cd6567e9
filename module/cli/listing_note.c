/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listing_note.c - see listing_note.h */
#include "cli/listing_note.h"

#include <string.h>

#include "base/text.h"
#include "store/listings.h"

struct search {
	const struct wb_prefix *prefix; /* NULL: any */
	const char *source, *category;
	char *note;
};

static bool take_listing(void *context, const struct wb_listing *found)
{
	const struct search *search = context;

	if ((search->prefix != NULL && !wb_prefix_equals(&found->prefix, search->prefix)) ||
	    strcmp(found->source, search->source) != 0 || strcmp(found->category, search->category) != 0)
		return true;
	wb_text_copy(search->note, WB_LISTING_REASON_SIZE, found->note);
	return search->note[0] == '\0';
}

void cli_listing_find_note(const char *store, const struct wb_listing *listing, char *note_r)
{
	struct search search = { &listing->prefix, listing->source, listing->category, note_r };
	size_t unreadable;

	note_r[0] = '\0';
	wb_listing_find(store, &listing->prefix.address, take_listing, &search, &unreadable, NULL);
}

void cli_listing_find_note_of(
    const char *store, const struct wb_address *client, const char *source, const char *category, char *note_r)
{
	struct search search = { NULL, source, category, note_r };
	size_t unreadable;

	note_r[0] = '\0';
	wb_listing_find(store, client, take_listing, &search, &unreadable, NULL);
}
