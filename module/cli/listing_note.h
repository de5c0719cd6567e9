/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listing_note.h - what staff wrote about a listing for themselves: the check knows only what is published, which that is not. */
#ifndef WB_CLI_LISTING_NOTE_H
#define WB_CLI_LISTING_NOTE_H

#include "verdict/listing.h"

/* The note of the store's listing of this name; empty when there is none, or it cannot be read. note_r: WB_LISTING_REASON_SIZE bytes. */
void cli_listing_find_note(const char *store, const struct wb_listing *listing, char *note_r);

/* The same of the listings from a source that cover an address, as an event names them: the first that has a note. */
void cli_listing_find_note_of(
    const char *store, const struct wb_address *client, const char *source, const char *category, char *note_r);

#endif
