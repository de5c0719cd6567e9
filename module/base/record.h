/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * record.h - the one way in which a record becomes bytes, and bytes a record.
 *
 * The fields of a record are named once, in one function, for both directions: each function here writes the value it is given, or
 * reads another in its place. A mistake (no room, too few bytes, a value that may not be) is kept, and what follows it does nothing;
 * so only the end is asked. Numbers are big-endian, so that keys sort by value. A record begins with its version, and may end in
 * optional fields, the tail: an older reader skips those it does not know, and one that is zero or empty takes no byte.
 */
#ifndef WB_RECORD_H
#define WB_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

#define WB_RECORD_PREFIX_BYTES 17 /* address and prefix length */

/* Bytes that somebody else owns. */
struct wb_blob {
	const unsigned char *data;
	size_t size;
};

struct wb_record {
	const unsigned char *in; /* reading: the bytes; NULL: writing */
	unsigned char *out;      /* writing: where to; NULL: reading */
	size_t size;             /* bytes there are, or room for them */
	size_t at;               /* bytes done */
	bool is_open;            /* the last text stands without its NUL */
	bool has_failed;
};

/* Both keep the pointer, and nothing else. */
void wb_record_open_write(struct wb_record *record, unsigned char *bytes, size_t room);
void wb_record_open_read(struct wb_record *record, struct wb_blob bytes);

/* What was written so far; after a mistake { NULL, 0 }, which no table takes. */
struct wb_blob wb_record_blob(const struct wb_record *record);

/* One byte; reading refuses another version. */
void wb_record_version(struct wb_record *record, unsigned version);

/* Each returns the field's value: that which was given when writing, that which was read when reading; 0 after a mistake. */
uint64_t wb_record_number(struct wb_record *record, uint64_t number, size_t bytes);
unsigned wb_record_choice(struct wb_record *record, unsigned choice, unsigned count); /* one byte; below count */
int64_t wb_record_time(struct wb_record *record, int64_t at_s);                       /* 8 bytes of seconds, from 0 on */

void wb_record_bytes(struct wb_record *record, void *bytes, size_t count);

/* Reading refuses a prefix with bits behind its length. */
void wb_record_prefix(struct wb_record *record, struct wb_prefix *prefix);

/*
 * Text with its NUL; size is that of the buffer. It is written as wb_text_copy_utf8 makes it (wb_text_copy_utf8_lines), and what
 * was not written so is refused.
 */
void wb_record_text(struct wb_record *record, char *text, size_t size);
void wb_record_lines(struct wb_record *record, char *text, size_t size);

/* The last text, which needs no NUL unless a tail follows. Neither cleaned nor checked. */
void wb_record_last_text(struct wb_record *record, char *text, size_t size);

/* Text with its NUL, of any length, neither cleaned nor checked. Reading points at it where it stands, "" after a mistake. */
void wb_record_string(struct wb_record *record, const char **string);

/*
 * Optional fields: 0, or empty, when the record has none of this tag. They come last, and in any order.
 * tag: not 0, and never used again for something else. A text has no NUL here, and is neither cleaned nor checked.
 */
uint64_t wb_record_optional_number(struct wb_record *record, uint8_t tag, uint64_t number);
void wb_record_optional_text(struct wb_record *record, uint8_t tag, char *text, size_t size);

/* True when all went well: of a key, to its last byte; of a value, up to a tail whose fields can be told apart. */
bool wb_record_ends_key(const struct wb_record *record);
bool wb_record_ends_value(const struct wb_record *record);

#endif
