/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * published.h - the folder of immutable files that Exim's process reads, and the names in it.
 *
 * A file is written under a temporary name, made durable and renamed, and from then on it never changes: whoever has opened one
 * reads it to its end, whatever is published meanwhile. The number in a name is that of the format, so that writers of two formats
 * do not disturb each other. Exim's process writes nothing here.
 */
#ifndef WB_PUBLISHED_H
#define WB_PUBLISHED_H

#define WB_PUBLISHED_FOLDER "published" /* in the store's folder */

#define WB_RUN_FOLDER "run" /* of the agent; in the folder of a store that is not the usual one: see wb_policy_run_folder */

/*
 * The folder, beside published/, of what the agent alone writes and what outlives the machine's next start: when it saw evidence first, see
 * first_seen_file.h. A folder of its own, so that the agent can write nothing else that Exim reads of the store.
 */
#define WB_SEEN_FOLDER "seen"
#define WB_SEEN_BASE "first-1"
#define WB_SEEN_LOG "first-1.log"
#define WB_SEEN_LOWERED "lowered-1" /* see lowered_file.h */

/* The listings, see listings_file.h: all of them as they were at one serial, and what has changed since. */
#define WB_PUBLISHED_RECENT "recent-1"
#define WB_PUBLISHED_BASE "listings-1." /* and the serial, in decimal */
#define WB_PUBLISHED_NAME_SIZE 40       /* of the longest name, with its NUL */

/* Of the files that geoip.country and geoip.asn name, a copy each: the format is their maker's. */
#define WB_PUBLISHED_COUNTRY "country.mmdb"
#define WB_PUBLISHED_ASN "asn.mmdb"

/* The keys that seal references, see reference_key.h. */
#define WB_PUBLISHED_KEY "reference-1.key"

/* What is known of DNSBL zones, see zones_file.h: by tests, in this folder; by the agent, in its own (wb_policy_run_folder). */
#define WB_PUBLISHED_ZONES "zones-1"

/* In the agent's run folder: hosts whose messages have sender domains of their own, see senders_file.h. */
#define WB_RUN_SENDERS "senders-1"

/* What a name begins with that was not renamed yet: a file of a writer at work, or of one that was killed. */
#define WB_PUBLISHED_TEMPORARY ".new-"

#endif
