/*
 * listing_session.h - a transaction of the store's listings/ folder.
 * Private to the files that keep records there (listings.c, history.c, feed.c), which so can change them together.
 */
#ifndef WB_LISTING_SESSION_H
#define WB_LISTING_SESSION_H

#include <lmdb.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"

#define WB_LISTING_LENGTHS (WB_ADDRESS_BITS + 1)

struct wb_listing_session {
	const char *store;
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi listings;
	MDB_dbi meta;
	uint64_t lengths[WB_LISTING_LENGTHS]; /* listings of each prefix length; written back by the commit */
};

/* What listings.h hands out: all that keep records in the folder write through it. */
struct wb_listing_writer {
	struct wb_listing_session session;
};

/* WB_NOT_FOUND: nothing was ever listed. The session must be closed whatever is returned; store must outlive it. */
enum wb_status wb_listing_session_open_read(const char *store, struct wb_listing_session *session, struct wb_error *error_r);
enum wb_status wb_listing_session_open_write(const char *store, struct wb_listing_session *session, struct wb_error *error_r);

/*
 * Opens the store to walk one of its databases. WB_NOT_FOUND: nothing was ever kept in it.
 * Whatever is returned, the cursor must be closed unless it is NULL, and then the session.
 */
enum wb_status wb_listing_session_open_walk(const char *store, const char *database, struct wb_listing_session *session,
    MDB_cursor **cursor_r, struct wb_error *error_r);

/* Writes the table of lengths and ends the transaction. The session must still be closed. */
enum wb_status wb_listing_session_commit(struct wb_listing_session *session, struct wb_error *error_r);

/* Without a commit nothing has changed. Safe to repeat. */
void wb_listing_session_close(struct wb_listing_session *session);

#endif
