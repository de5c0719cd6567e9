/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listing_session.h - a transaction of the store's listings/ folder.
 * Private to the files that keep records there (listings.c, history.c, feeds.c), which so can change them together.
 */
#ifndef WB_LISTING_SESSION_H
#define WB_LISTING_SESSION_H

#include <stdint.h>

#include "store/changed.h"
#include "store/transaction.h"

#define WB_LISTING_FOLDER "listings"
#define WB_LISTING_LENGTHS (WB_ADDRESS_BITS + 1)

struct wb_listing_session {
	struct wb_transaction transaction;
	struct wb_table listings, meta;
	struct wb_changed changed;
	int turn_fd;                          /* of the one who writes; -1: not this session */
	uint64_t lengths[WB_LISTING_LENGTHS]; /* listings of each prefix length; written back by the commit */
};

/* What listings.h hands out: all that keep records in the folder write through it. */
struct wb_listing_writer {
	struct wb_listing_session session;
};

/* WB_NOT_FOUND: nothing was ever listed. The session must be closed whatever is returned; store must outlive it. */
enum wb_status wb_listing_session_open_read(const char *store, struct wb_listing_session *session, struct wb_error *error_r);
enum wb_status wb_listing_session_open_write(const char *store, struct wb_listing_session *session, struct wb_error *error_r);

/* Opens the folder for both, and begins nothing: nobody is waited for. */
enum wb_status wb_listing_session_open_folder(const char *store, struct wb_listing_session *session, struct wb_error *error_r);

/*
 * The same in the folder that this session has open, when its transaction is over: reading, what was committed last. WB_NOT_FOUND,
 * and closing, as above.
 */
enum wb_status wb_listing_session_begin_read(struct wb_listing_session *session, struct wb_error *error_r);
enum wb_status wb_listing_session_begin_write(struct wb_listing_session *session, struct wb_error *error_r);

/* Ends the transaction without a commit; the folder stays open. */
void wb_listing_session_end(struct wb_listing_session *session);

/* Writes the table of lengths and ends the transaction. The session must still be closed. */
enum wb_status wb_listing_session_commit(struct wb_listing_session *session, struct wb_error *error_r);

/* Without a commit nothing has changed. Safe to repeat. */
void wb_listing_session_close(struct wb_listing_session *session);

/* One listing fewer of this length, as the table counts. */
void wb_listing_session_forget(struct wb_listing_session *session, unsigned prefix_bits);

#endif
