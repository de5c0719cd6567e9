/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listings_file.h - a file of published listings: its format, and reading one safely.
 *
 *     header | index of IPv4 | index of IPv6 | rows of IPv4 | rows of IPv6 | heap
 *
 * header   one struct wb_listings_header; every place in the file follows from its numbers, and the file's size must, too.
 * index    for each value of the first 16 bits of an address (of IPv4: of its four bytes), how many rows stand before those whose
 *          address begins so, and one more number: all of them. Left out when index_bits is 0: a small file is searched as fast.
 * rows     struct wb_listings_row, in the order of prefix address, prefix length, category and source. The rows of one prefix are a
 *          group; a group of `recent` that says REMOVED has one row.
 * cover    of a row: the last row of the group of the nearest prefix around its own; NONE: there is none in this file. It stands
 *          before the row, and its prefix is shorter: so a walk up ends.
 * heap     texts, each behind its check and with a NUL at its end. One text may serve many rows.
 *
 * Two kinds of file have this format. A base has all listings. `recent` has, for each prefix that was changed since a base, all
 * that is listed for it now, or REMOVED; what the base has of such a prefix does not count.
 *
 * Numbers are in the byte order of the machine, which writes and reads its own files; a mark in the header tells. Nothing in a file
 * is believed: a number that leads out of it, or a check that does not agree, is a fault. A check is of each row and each text,
 * so that a flipped bit lists no host. It is FNV-1a of 32 bits, which no change of a single byte passes. Source: the FNV hash,
 * draft-eastlake-fnv, section 2.
 */
#ifndef WB_LISTINGS_FILE_H
#define WB_LISTINGS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"
#include "verdict/listing.h"
#include "verdict/published.h"

#define WB_LISTINGS_MAGIC "wblists" /* eight bytes with its NUL */
#define WB_LISTINGS_FORMAT 1        /* the number in the names of published.h */
#define WB_LISTINGS_BYTE_ORDER 0x01020304U
#define WB_LISTINGS_INDEX_BITS 16
#define WB_LISTINGS_INDEX_NUMBERS ((1U << WB_LISTINGS_INDEX_BITS) + 1)
#define WB_LISTINGS_NONE UINT32_MAX /* no row, no text */

struct wb_listings_header {
	char magic[8];
	uint32_t format;
	uint32_t byte_order;
	uint32_t header_bytes, row_bytes;
	uint64_t file_bytes;
	uint64_t serial;      /* of the change that is the last one in it */
	uint64_t base_serial; /* of `recent`: of the base that it belongs to; of a base: its own */
	uint64_t heap_bytes;
	int64_t made_at_s;
	uint32_t rows[2];    /* by enum wb_listings_family */
	uint32_t index_bits; /* 0 or WB_LISTINGS_INDEX_BITS */
	uint32_t check;      /* of all before it */
};

enum wb_listings_family { WB_LISTINGS_V4, WB_LISTINGS_V6, WB_LISTINGS_FAMILIES };

enum wb_listings_kind {
	WB_LISTINGS_LISTED,
	WB_LISTINGS_REMOVED,     /* of recent: nothing is listed for this prefix any more; its only row */
	WB_LISTINGS_UNREADABLE,  /* a record that cannot be read: it is counted, and lists nothing */
	WB_LISTINGS_STILL_ALLOW, /* the same, but its name says "allow": it is counted and allows */
	WB_LISTINGS_MIGHT_ALLOW, /* the same, and not even its name can be read: nobody knows what holds for this prefix */
	WB_LISTINGS_KINDS
};

struct wb_listings_row {
	struct wb_prefix prefix;
	uint8_t kind;  /* enum wb_listings_kind */
	uint8_t scope; /* enum wb_scope */
	uint8_t zero;
	uint32_t cover;
	uint32_t category, source, reason; /* places in the heap; NONE unless LISTED or STILL_ALLOW */
	uint32_t check;                    /* of the row, with 0 here */
	int64_t created_at_s, expires_at_s;
};

_Static_assert(sizeof(struct wb_listings_header) == 80, "the header has holes");
_Static_assert(sizeof(struct wb_listings_row) == 56 && offsetof(struct wb_listings_row, cover) == 20, "a row has holes");
_Static_assert(WB_CATEGORY_ID_SIZE <= WB_LISTING_REASON_SIZE && WB_LISTING_SOURCE_SIZE <= WB_LISTING_REASON_SIZE,
    "the longest text is a reason");

#define WB_LISTINGS_TEXT_SIZE WB_LISTING_REASON_SIZE /* of the longest text, with its NUL */
#define WB_LISTINGS_ROWS_MAX (WB_LISTINGS_NONE - 1)
#define WB_LISTINGS_HEAP_MAX (WB_LISTINGS_NONE - 1)

uint32_t wb_listings_check(const void *bytes, size_t count);
uint32_t wb_listings_check_header(const struct wb_listings_header *header);
uint32_t wb_listings_check_row(const struct wb_listings_row *row);

enum wb_listings_family wb_listings_family_of(const struct wb_prefix *prefix);

/* The first 16 bits: the place in the index. */
uint32_t wb_listings_bucket(enum wb_listings_family family, const struct wb_address *address);

/* The order of rows, as memcmp says it: by address, then by length. */
int wb_listings_compare(const struct wb_prefix *a, const struct wb_prefix *b);

/* Where the parts begin, counted in bytes from the beginning of the file. */
uint64_t wb_listings_index_at(const struct wb_listings_header *header, enum wb_listings_family family);
uint64_t wb_listings_rows_at(const struct wb_listings_header *header, enum wb_listings_family family);
uint64_t wb_listings_heap_at(const struct wb_listings_header *header);

/*
 * As many rows as a search looks at, and few: they lie on the stack of Exim's process, where touching one page more costs it as much as
 * reading ten times.
 */
#define WB_LISTINGS_WINDOW_BYTES 1024

/* A part of the file. */
struct wb_listings_window {
	uint64_t at;  /* its first byte, in the file */
	size_t bytes; /* 0: none was read */
	unsigned char page[WB_LISTINGS_WINDOW_BYTES];
};

/*
 * An open file. It is read by parts into two windows, and not mapped: one that is cut while it is read, or lies on a disk that fails,
 * is an error here, and would be a signal there, which ends Exim's process.
 */
struct wb_listings_file {
	struct wb_listings_header header; /* checked */
	int fd;
	const char *store;
	char name[WB_PUBLISHED_NAME_SIZE];     /* in its folder published/ */
	struct wb_listings_window rows, texts; /* texts: of the heap; rows: of all before it */
};

/* What messages call it, with the arguments of that. */
#define WB_LISTINGS_PATH "%s/" WB_PUBLISHED_FOLDER "/%s"
#define WB_LISTINGS_PATH_OF(file) (file)->store, (file)->name

/*
 * Opens a file of the store's folder published/, and checks its header. Close it whatever is returned. Keeps store.
 * Returns: WB_NOT_FOUND when there is no such file; WB_UNAVAILABLE with words that say what to run.
 */
enum wb_status wb_listings_file_open(
    const char *store, const char *name, struct wb_listings_file *file, struct wb_error *error_r);

/* Safe to repeat. */
void wb_listings_file_close(struct wb_listings_file *file);

/* A row whose check agrees and whose fields may be. number: below header.rows[family]. WB_UNAVAILABLE: none such. */
enum wb_status wb_listings_file_row(struct wb_listings_file *file, enum wb_listings_family family, uint32_t number,
    struct wb_listings_row *row_r, struct wb_error *error_r);

/* A number of the index, as the file says it. */
enum wb_status wb_listings_file_index(struct wb_listings_file *file, enum wb_listings_family family, uint32_t bucket,
    uint32_t *number_r, struct wb_error *error_r);

/*
 * The listing of a row that is LISTED or STILL_ALLOW. Texts that cannot be trusted are what a record is that cannot be read:
 * WB_NOT_FOUND, and row->kind says which kind; a row that turns to STILL_ALLOW is WB_OK.
 */
enum wb_status wb_listings_file_listing(
    struct wb_listings_file *file, struct wb_listings_row *row, struct wb_listing *listing_r, struct wb_error *error_r);

/*
 * The last row that does not come behind this address: its prefix, or one around it, is the longest that covers the address, if one
 * does. NONE when all rows come behind it. That row and the next one are checked, so that a fault on the way to them changes nothing.
 */
enum wb_status wb_listings_file_search(
    struct wb_listings_file *file, const struct wb_address *address, uint32_t *number_r, struct wb_error *error_r);

/* The same for a key that is a prefix: the last row that does not come behind it. Bits behind its length may be set. */
enum wb_status wb_listings_file_search_prefix(
    struct wb_listings_file *file, const struct wb_prefix *key, uint32_t *number_r, struct wb_error *error_r);

/*
 * From a row, and its number, to the next one of its family. WB_NOT_FOUND: it was the last one; both stay. WB_UNAVAILABLE also when
 * the next one comes before it: so a walk meets no prefix a second time.
 */
enum wb_status wb_listings_file_next(
    struct wb_listings_file *file, uint32_t *number, struct wb_listings_row *row, struct wb_error *error_r);

/* The row that covers row; WB_NOT_FOUND: none does. Its number, which is row->cover, is below the row's own, number. */
enum wb_status wb_listings_file_cover(struct wb_listings_file *file, const struct wb_listings_row *row, uint32_t number,
    struct wb_listings_row *cover_r, struct wb_error *error_r);

#endif
