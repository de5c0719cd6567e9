/*
 * feed.h - a list from somebody else: the listings of source feed:NAME, made equal to a file in one transaction.
 */
#ifndef WB_FEED_H
#define WB_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/change.h"
#include "store/listings.h"

#define WB_FEED_SOURCE_KIND "feed:"
#define WB_FEED_NAME_SIZE (WB_LISTING_SOURCE_SIZE - (sizeof(WB_FEED_SOURCE_KIND) - 1))

struct wb_feed {
	char name[WB_FEED_NAME_SIZE];
	char category[WB_CATEGORY_ID_SIZE];
	enum wb_scope scope;
	int64_t ttl_s;                 /* of its listings, from the last sync that found them; 0: without end */
	int64_t synced_at_s;           /* Unix time of the last sync */
	uint64_t listings;             /* that it had then */
	uint64_t added, kept, removed; /* by that sync */
};

/* WB_INVALID: the reason quotes the name and says what was expected. */
enum wb_status wb_feed_check_name(const char *name, struct wb_error *error_r);

/* What a file says, packed, since there may be a million of them. Begin with { NULL }. */
struct wb_feed_entry {
	struct wb_prefix prefix;
	uint8_t state;   /* used by wb_feed_sync */
	uint32_t reason; /* where it begins in the reasons; 0: none */
};
struct wb_feed_entries {
	struct wb_feed_entry *items;
	size_t count;
	size_t room;
	char *reasons;
	size_t reasons_bytes;
	size_t reasons_room;
};

/* reason may be empty; WB_INVALID when it breaks a rule of listings. WB_UNAVAILABLE when there are too many, WB_NO_MEMORY. */
enum wb_status wb_feed_entries_add(
    struct wb_feed_entries *entries, const struct wb_prefix *prefix, const char *reason, struct wb_error *error_r);
void wb_feed_entries_close(struct wb_feed_entries *entries);

/*
 * Makes the listings of the feed equal to the entries, which it sorts and frees of repetitions (the first one's reason stays).
 * What is in both is kept, and written again only if scope or reason are others, or if less than half of the TTL is left.
 * feed:     name, category, scope and ttl_s are read; the rest is filled in.
 * allowed:  see feed_guard.h. WB_INVALID when the change is too large; the writer must then be closed without a commit.
 * why:      for the record of history, as is change.
 */
enum wb_status wb_feed_sync(struct wb_listing_writer *writer, const struct wb_change *change, struct wb_feed *feed,
    struct wb_feed_entries *entries, unsigned allowed, const char *why, struct wb_error *error_r);

/* Removes the feed and its listings. WB_NOT_FOUND: there was neither. */
enum wb_status wb_feed_drop(struct wb_listing_writer *writer, const struct wb_change *change, const char *name, const char *why,
    size_t *removed_r, struct wb_error *error_r);

/* Called for each feed by name; false ends the walk. */
typedef bool wb_feed_visit(void *context, const struct wb_feed *feed);
enum wb_status wb_feed_walk(
    const char *store, wb_feed_visit *visit, void *context, size_t *unreadable_r, struct wb_error *error_r);

#endif
