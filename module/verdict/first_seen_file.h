/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * first_seen_file.h - since when the agent has seen evidence of zones and rules, for the grace of categories: two files in the folder
 * WB_SEEN_FOLDER of the store, which the agent writes and Exim's process reads.
 *
 * A row is about a network and a source: the /24 of an IPv4 client or the /64 of an IPv6 one, so that a pool of addresses gains no more
 * time than one of them; and the operator of zones, or a rule, in a category. Of the source there is a hash, no name.
 *
 * The base has a head and its rows, sorted by key, and never changes once it has its name. The log has the rows that are new since, each
 * written behind the others at once; of several with one key the last one holds, and it holds before that of the base. Each row has a
 * check. When either file is damaged nothing is known: a row that is lost could be one that says that evidence is new again. What is not
 * known defers, in a category with grace, and rejects nobody.
 *
 * A reader opens the log first: the agent gives the base its name before it begins a new log.
 */
#ifndef WB_FIRST_SEEN_FILE_H
#define WB_FIRST_SEEN_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"
#include "verdict/evidence.h"

#define WB_FIRST_SEEN_ROW_BYTES 40          /* of a row, and of the head */
#define WB_FIRST_SEEN_ROWS_MAX 1000000      /* of both files */
#define WB_FIRST_SEEN_LOG_MAX 16384         /* of these: of the log, which is read from its beginning to its end */
#define WB_FIRST_SEEN_FORGET_S (30 * 86400) /* a row that was not seen for longer says nothing: the next sight is the first */
#define WB_FIRST_SEEN_MERGE_S 3600          /* how old last_s may be in a file, while an agent runs */

struct wb_first_seen_key {
	struct wb_address network;
	uint64_t source;
};

struct wb_first_seen_row {
	struct wb_first_seen_key key;
	uint32_t first_s, last_s; /* Unix time */
};

/*
 * kind:   any but that of listings, which have a time of their own.
 * source: who runs the zone (wb_zone.run_by), or what wb_evidence_origin says of others. What is not printable counts as '?', as in an event.
 */
struct wb_first_seen_key wb_first_seen_key(
    const struct wb_address *client, enum wb_evidence_kind kind, const char *source, const char *category);

/* Sorts as the base does. */
int wb_first_seen_compare(const struct wb_first_seen_key *a, const struct wb_first_seen_key *b);

/* Bytes of a file, WB_FIRST_SEEN_ROW_BYTES each. */
void wb_first_seen_write_head(size_t rows, unsigned char *bytes_r);
void wb_first_seen_write_row(const struct wb_first_seen_row *row, unsigned char *bytes_r);

/* False: they are damaged. */
bool wb_first_seen_read_head(const unsigned char *bytes, size_t *rows_r);
bool wb_first_seen_read_row(const unsigned char *bytes, struct wb_first_seen_row *row_r);

/* One question. */
struct wb_first_seen {
	struct wb_first_seen_key key;
	int64_t first_s; /* Unix time; 0: not known */
};

/*
 * Looks all of them up. store: the folder, see wb_policy_folder.
 * Returns: WB_OK, also when there is no file; WB_UNAVAILABLE: one cannot be read, or is damaged. Then none is known.
 */
enum wb_status wb_first_seen_find(
    const char *store, struct wb_first_seen *wanted, size_t count, int64_t now_s, struct wb_error *error_r);

#endif
