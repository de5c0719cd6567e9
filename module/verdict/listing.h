/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * listing.h - a prefix that this operator listed, as a value, and the rules that its fields keep.
 * A listing is named by its prefix, category and source.
 */
#ifndef WB_LISTING_H
#define WB_LISTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/scope.h"
#include "base/status.h"
#include "verdict/category.h"

#define WB_LISTING_SOURCE_STAFF "staff:"   /* what the source of a listing by hand begins with */
#define WB_LISTING_SOURCE_FEED "feed:"     /* and of one that a feed brought: the feed's name follows */
#define WB_LISTING_SOURCE_REPORT "report:" /* and of one that reports have made: their kind follows */
#define WB_LISTING_SOURCE_SIZE 65          /* "staff:ann", "feed:drop", "report:trap" */
#define WB_LISTING_FEED_NAME_SIZE (WB_LISTING_SOURCE_SIZE - (sizeof(WB_LISTING_SOURCE_FEED) - 1))
#define WB_LISTING_REASON_SIZE 256
#define WB_LISTING_REPEAT_S (30LL * 86400) /* after its end a report is a repeat no more */

struct wb_listing {
	struct wb_prefix prefix;
	char category[WB_CATEGORY_ID_SIZE];
	char source[WB_LISTING_SOURCE_SIZE];
	enum wb_scope scope;                 /* network, when prefix is that of an AS */
	int64_t created_at_s;                /* Unix time */
	int64_t expires_at_s;                /* Unix time; 0: never. From this second on it matches no more */
	char reason[WB_LISTING_REASON_SIZE]; /* printable, UTF-8; may be empty. Who is refused may be shown it */
	char note[WB_LISTING_REASON_SIZE]; /* the same, for staff alone: it is not published, so nobody else can be shown it */
};

/* Called for each listing found; false ends the walk. */
typedef bool wb_listing_visit(void *context, const struct wb_listing *listing);

/* True when both are the same one of the store: prefix, category and source name it. */
bool wb_listing_has_same_name(const struct wb_listing *a, const struct wb_listing *b);

/*
 * Since when a listing counts that takes the place of one of the same name: since that one did, if that still counted, and said no less of the
 * host; else since it was created. So grace (category.h) neither begins anew nor is passed over when a listing is written again.
 */
int64_t wb_listing_since_s(const struct wb_listing *listing, const struct wb_listing *before);

/* True when the listing counts at this time. */
bool wb_listing_is_active(const struct wb_listing *listing, int64_t now_s);

/*
 * True when the store keeps it at this time: it counts, or it is of a report and has ended less than WB_LISTING_REPEAT_S ago, since by that
 * the next one of its name lasts longer.
 */
bool wb_listing_is_kept(const struct wb_listing *listing, int64_t now_s);

/* WB_INVALID when a field breaks a rule; the reason says which one and what was expected. */
enum wb_status wb_listing_check(const struct wb_listing *listing, struct wb_error *error_r);

/* True for an id of a category, and for "allow". */
bool wb_listing_category_is_valid(const char *category);

/* True for KIND:NAME of letters, digits and . _ - + @ : */
bool wb_listing_source_is_valid(const char *source);

/* WB_INVALID unless feed:NAME is a source: the reason quotes the name and says what was expected. */
enum wb_status wb_listing_check_feed_name(const char *name, struct wb_error *error_r);

/* WB_INVALID unless it is printable text in UTF-8 that fits. */
enum wb_status wb_listing_check_reason(const char *reason, struct wb_error *error_r);

#endif
