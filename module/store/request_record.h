/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_record.h - a request, and a note on one, as the store keeps them. Private to the files that keep them.
 */
#ifndef WB_REQUEST_RECORD_H
#define WB_REQUEST_RECORD_H

#include "base/record.h"
#include "store/request.h"

#define WB_REQUEST_HASH_BYTES 32
#define WB_REQUEST_VALUE_BYTES_MAX 9728
#define WB_REQUEST_NOTE_BYTES_MAX 3200

/* What the store keeps beside the request itself. */
struct wb_request_record {
	struct wb_request request;
	unsigned char token_hash[WB_REQUEST_HASH_BYTES];
};

/* Texts as they may be kept: valid UTF-8, cut at a character's end, without control characters but \n where the text has lines. */
void wb_request_record_clean(struct wb_request *request);
void wb_request_record_clean_note(struct wb_request_note *note);

/*
 * True for a request that may be kept: its client a host or a /64 of IPv6, the reference about that client, an e-mail address
 * that can be answered (or none), a category and a language of the right form (or none), no time before 1970.
 */
enum wb_status wb_request_record_check(const struct wb_request *request, struct wb_error *error_r);

/* A checked request, and a note, as bytes: at most WB_REQUEST_VALUE_BYTES_MAX and WB_REQUEST_NOTE_BYTES_MAX of them. */
struct wb_blob wb_request_record_encode(const struct wb_request_record *row, unsigned char *bytes);
struct wb_blob wb_request_record_encode_note(const struct wb_request_note *note, unsigned char *bytes);

/* False for what was not written so: the row is then of no use. */
bool wb_request_record_decode(uint64_t number, struct wb_blob bytes, struct wb_request_record *row_r);
bool wb_request_record_decode_note(struct wb_blob bytes, struct wb_request_note *note_r);

/*
 * The part that pruning needs, also of a record whose texts are damaged: created_at_s, client and token_hash. False when not
 * even that can be read. Its state is WB_REQUEST_OPEN of one that waits, too.
 */
bool wb_request_record_decode_head(struct wb_blob bytes, struct wb_request_record *row_r);

#endif
