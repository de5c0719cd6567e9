/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listing.c - see listing.h */
#include "verdict/listing.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

bool wb_listing_has_same_name(const struct wb_listing *a, const struct wb_listing *b)
{
	return wb_prefix_equals(&a->prefix, &b->prefix) && strcmp(a->category, b->category) == 0 &&
	    strcmp(a->source, b->source) == 0;
}

int64_t wb_listing_since_s(const struct wb_listing *listing, const struct wb_listing *before)
{
	bool goes_on = wb_listing_is_active(before, listing->created_at_s) && before->scope <= listing->scope;

	return goes_on && before->created_at_s < listing->created_at_s ? before->created_at_s : listing->created_at_s;
}

bool wb_listing_is_active(const struct wb_listing *listing, int64_t now_s)
{
	return listing->expires_at_s == 0 || now_s < listing->expires_at_s;
}

bool wb_listing_is_kept(const struct wb_listing *listing, int64_t now_s)
{
	bool is_of_report = strncmp(listing->source, WB_LISTING_SOURCE_REPORT, strlen(WB_LISTING_SOURCE_REPORT)) == 0;

	return wb_listing_is_active(listing, now_s) || (is_of_report && now_s - listing->expires_at_s < WB_LISTING_REPEAT_S);
}

bool wb_listing_category_is_valid(const char *category)
{
	return strcmp(category, WB_CATEGORY_ALLOW) == 0 || wb_category_id_is_valid(category);
}

/* KIND:NAME without anything that a log line would have to quote. */
bool wb_listing_source_is_valid(const char *source)
{
	const char *colon = strchr(source, ':');

	if (colon == NULL || colon == source || colon[1] == '\0')
		return false;
	for (const char *c = source; *c != '\0'; c++) {
		if (!isalnum((unsigned char)*c) && strchr(":._@+-", *c) == NULL)
			return false;
	}
	return true;
}

enum wb_status wb_listing_check_feed_name(const char *name, struct wb_error *error_r)
{
	char source[WB_LISTING_SOURCE_SIZE];
	struct wb_text text;

	wb_text_open(&text, source, sizeof(source));
	wb_text_addf(&text, WB_LISTING_SOURCE_FEED "%s", name);
	if (!text.truncated && wb_listing_source_is_valid(source))
		return WB_OK;
	return wb_fail(error_r, WB_INVALID, "\"%.60s\": expected a name of 1 to %d letters, digits and . _ - + @ :", name,
	    (int)WB_LISTING_FEED_NAME_SIZE - 1);
}

enum wb_status wb_listing_check_reason(const char *reason, struct wb_error *error_r)
{
	char clean[WB_LISTING_REASON_SIZE];

	/* Nearly all are; an import checks a million of them. */
	if (wb_text_is_printable(reason) && strlen(reason) < sizeof(clean))
		return WB_OK;
	wb_text_copy_utf8(clean, sizeof(clean), reason, strlen(reason));
	if (strcmp(clean, reason) == 0)
		return WB_OK;
	return wb_fail(
	    error_r, WB_INVALID, "reason: expected up to %d bytes of printable text in UTF-8", WB_LISTING_REASON_SIZE - 1);
}

enum wb_status wb_listing_check(const struct wb_listing *listing, struct wb_error *error_r)
{
	if (!wb_listing_category_is_valid(listing->category))
		return wb_fail(error_r, WB_INVALID, "category \"%.40s\": expected an id of a-z, 0-9 and -, a letter first",
		    listing->category);
	if (!wb_listing_source_is_valid(listing->source))
		return wb_fail(error_r, WB_INVALID,
		    "source \"%.70s\": expected staff:NAME, feed:NAME or report:NAME of letters, digits and . _ - + @",
		    listing->source);
	/* Whose AS a client is in may be unknown for a while: nobody's being let in may depend on it. And nobody is refused for a neighbour alone. */
	if (wb_prefix_is_asn(&listing->prefix) && strcmp(listing->category, WB_CATEGORY_ALLOW) == 0)
		return wb_fail(error_r, WB_INVALID, "an AS cannot be allowed: expected an address or a network");
	if (wb_prefix_is_asn(&listing->prefix) && listing->scope != WB_SCOPE_NETWORK)
		return wb_fail(error_r, WB_INVALID, "an AS is no host: expected scope network");
	if (listing->created_at_s < 0 || listing->expires_at_s < 0)
		return wb_fail(error_r, WB_INVALID, "a time before 1970: expected a later one");
	if (wb_listing_check_reason(listing->note, NULL) != WB_OK)
		return wb_fail(error_r, WB_INVALID, "note: expected up to %d bytes of printable text in UTF-8",
		    WB_LISTING_REASON_SIZE - 1);
	return wb_listing_check_reason(listing->reason, error_r);
}
