/*
 * evidence.h - what is known about a client's address: one fact for a category in each row.
 * Gathering does I/O (the store, mmdb files) and is done once for a connection; classify.h decides what it means.
 */
#ifndef WB_EVIDENCE_H
#define WB_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/scope.h"
#include "base/status.h"
#include "verdict/category.h"
#include "verdict/geoip.h"

struct wb_policy;

#define WB_EVIDENCE_MAX 128
#define WB_EVIDENCE_SOURCE_SIZE 160
#define WB_EVIDENCE_LISTING "listing:" /* what the source of a listing's evidence begins with; the listing's own is behind it */
#define WB_EVIDENCE_DETAIL_SIZE 320

struct wb_evidence {
	char source[WB_EVIDENCE_SOURCE_SIZE]; /* "listing:staff:ann", "dnsbl:zen.spamhaus.org:127.0.0.4": as the log shows it */
	const char *listed_by;                /* the DNSBL zone that the reply names; NULL: the site itself */
	const char *run_by; /* of a DNSBL zone: of one operator only the heaviest row counts in a category; NULL: none */
	size_t category;    /* place in the configuration's categories */
	enum wb_scope scope;
	uint32_t weight_milli;
	int64_t expires_at_s;                 /* Unix time; 0: never */
	char reason[WB_EVIDENCE_DETAIL_SIZE]; /* a listing's reason; may be empty */
	char detail[WB_EVIDENCE_DETAIL_SIZE]; /* for people: "192.0.2.0/24" or "AS64496 Example Net" */
};

struct wb_facts {
	struct wb_address client;
	struct wb_place place;
	struct wb_evidence evidence[WB_EVIDENCE_MAX];
	size_t evidence_count;
	size_t local_count;        /* of them, those that did not come from the DNS; they stand first */
	char dnswl[128];           /* the allow list in the DNS that vouches for the host; empty: none */
	char notice[256];          /* what staff should know about the zones; empty: nothing */
	struct wb_evidence allow;  /* the allow listing that lasts longest; source is empty when there is none */
	bool listings_unknown;     /* the store could not be read: an allow listing might be in it */
	size_t unknown_categories; /* listings of categories that the configuration does not have: they do not count */
	struct wb_error fault;     /* the first failure; empty text when all went well */
};

/* Adds a row and hands it out to be filled; NULL when there are WB_EVIDENCE_MAX. */
struct wb_evidence *wb_evidence_add(struct wb_facts *facts);

/*
 * Listings, then country and ASN, then the rules by them. Failures are noted in facts_r->fault and make their evidence
 * unknown; they never add any. DNSBL evidence is added later, by dnsbl.h. facts_r points into config only.
 */
void wb_evidence_gather(
    const struct wb_policy *policy, const struct wb_address *client, int64_t now_s, struct wb_facts *facts_r);

#endif
