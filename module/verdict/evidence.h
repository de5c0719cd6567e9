/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * evidence.h - what is known about a client's address: one fact for a category in each row, as a value.
 * Gathering does I/O (what is published) and is done once for a connection; classify.h decides what it means, and
 * evidence_text.h says it in words.
 */
#ifndef WB_EVIDENCE_H
#define WB_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/scope.h"
#include "base/status.h"
#include "verdict/geoip.h"
#include "verdict/listing.h"
#include "verdict/policy.h"

#define WB_EVIDENCE_MAX 128          /* rows; what finds no room is counted */
#define WB_EVIDENCE_LISTINGS_MAX 128 /* that cover a client */

/* What a fact comes from. */
enum wb_evidence_kind {
	WB_EVIDENCE_LISTING,
	WB_EVIDENCE_ZONE,
	WB_EVIDENCE_RULE,
	WB_EVIDENCE_NEIGHBOURS,
	WB_EVIDENCE_MESSAGE,
	WB_EVIDENCE_KIND_COUNT, /* how many there are; none itself */
};

/* A return code of a DNSBL zone that the zone's table names. */
struct wb_zone_hit {
	const struct wb_zone *zone;
	const struct wb_code *code; /* the row of the zone's table */
	uint32_t return_code;       /* host byte order */
	const char *text;           /* of the TXT record: printable ASCII, harmless to bounce parsers; may be empty */
};

struct wb_evidence {
	enum wb_evidence_kind kind;
	union {
		const struct wb_listing *listing; /* WB_EVIDENCE_LISTING: one of the facts' listings */
		struct wb_zone_hit hit;           /* WB_EVIDENCE_ZONE: points into the policy and the round of questions */
		const struct wb_rule *rule;       /* WB_EVIDENCE_RULE, WB_EVIDENCE_MESSAGE: one of the policy's */
		struct wb_prefix network;         /* WB_EVIDENCE_NEIGHBOURS: the client's, in which others are listed */
	};
	/* What of host or mail a rule has seen, printable: "HELO localhost". It lives as long as the check's host and mail. NULL: nothing. */
	const char *detail;
	size_t category; /* place in the policy's categories */
	enum wb_scope scope;
	uint32_t weight_milli;
	/* Unix time; 0: not known. A listing's own; of a zone and a rule when the agent saw it first: first_seen_file.h. */
	int64_t since_s;
};

/* Whether the client is a known sender's, see guard.h. */
enum wb_sender_state {
	WB_SENDER_UNASKED, /* it made no difference, or nobody may ask */
	WB_SENDER_NONE,
	WB_SENDER_KNOWN,
	WB_SENDER_UNKNOWN, /* its name could not be learnt */
};

struct wb_facts {
	struct wb_address client;
	struct wb_place place; /* empty until it is looked up, see wb_evidence_locate */
	bool is_located;
	size_t listing_count;
	bool is_allowed;         /* an allow listing covers the client ... */
	struct wb_listing allow; /* ... of which this one lasts longest; it may have expired */
	/*
	 * gathered_count: rows of listings, neighbours and rules about the place, once for an address. local_count: those and the rows of rules
	 * about host and mail; behind them are the zones'.
	 */
	size_t evidence_count, gathered_count, local_count;
	size_t left_out_count, gathered_left_out_count,
	    local_left_out_count;            /* evidence that found no room: it does not count */
	bool awaits_host;                    /* a rule asks the DNS about the host, and the answer is still to come */
	const struct wb_zone *vouching_zone; /* the allow list in the DNS that vouches for the host; NULL: none */
	uint32_t vouching_trust;             /* how far, as that zone says */
	/* Allow lists in the DNS, a bit for each by its place in the policy's zones. */
	uint64_t relieving_zones; /* that know the host, and take their weight from what the zones say */
	uint64_t unheard_zones;   /* that were asked and gave no usable answer until now: each might have vouched */
	uint64_t absent_zones;    /* that were not asked: suspended, or failed their last test */
	enum wb_sender_state sender_state;
	const struct wb_sender *sender; /* WB_SENDER_KNOWN: one of the policy's */
	char notice[256];               /* what staff should know of the DNS, and of what could not be read; empty: nothing */
	bool listings_unknown;          /* the store could not be read: an allow listing might be in it */
	size_t unknown_category_count;  /* listings of categories that the policy does not have: they do not count */
	bool is_starved;                /* of memory: what is known of the address is gathered anew at the next question */
	struct wb_error fault;          /* the first failure; empty text when all went well */
	/* From here on what most clients have none of: many pages, of which nobody clears or touches more than there are rows. */
	struct wb_evidence evidence[WB_EVIDENCE_MAX]; /* of listings, neighbours, rules, the mail, and zones, in this order */
	/* That cover the client, the longest prefix first: those that expired and those of unknown categories, too; not allow. */
	struct wb_listing listings[WB_EVIDENCE_LISTINGS_MAX];
};

/* Adds a row and hands it out to be filled; NULL when there are WB_EVIDENCE_MAX: it is counted as left out. */
struct wb_evidence *wb_evidence_add(struct wb_facts *facts);

/* Takes away what is known of host, mail and zones: the rows about the address stay. */
void wb_evidence_rewind(struct wb_facts *facts);

/* A listing as a row of evidence, without its category. */
struct wb_evidence wb_evidence_of_listing(const struct wb_listing *listing);

/* The zone that it comes from, or NULL: the site itself says it. */
const struct wb_zone *wb_evidence_zone(const struct wb_evidence *evidence);

/* Until when it counts: Unix time; 0: without end. */
int64_t wb_evidence_expires_at_s(const struct wb_evidence *evidence);

/*
 * Looks up country and ASN in the published copies, unless that is done. It maps two files with a library of its own, which most
 * clients are not worth: so rules ask for it, and whoever is about to write down a verdict.
 */
void wb_evidence_locate(const struct wb_policy *policy, struct wb_facts *facts);

/* Adds to what staff should know: "; " stands between two such notes, and what finds no room is cut. */
void wb_evidence_note(struct wb_facts *facts, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Notes why something is unknown; the first such reason is told. status: of what failed. */
void wb_evidence_note_fault(struct wb_facts *facts, enum wb_status status, const struct wb_error *fault);

/*
 * What this host's own files say of an address: listings; neighbours, where these have a weight (neighbours.h); country and ASN, where a rule
 * asks for them; and the rules about these alone. A failure is noted in facts_r->fault and makes its evidence unknown; it never adds any.
 * Rules about host and mail are added later by the check, and zones by zone_evidence.h. facts_r points into itself and into policy: a copy
 * of it points into the one it was copied from.
 */
void wb_evidence_gather(
    const struct wb_policy *policy, const struct wb_address *client, int64_t now_s, struct wb_facts *facts_r);

#endif
