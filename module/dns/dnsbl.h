/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * dnsbl.h - ask every configured DNSBL and DNSWL zone about one client address, at once.
 * Terms and query names follow RFC 5782. Does not know Exim.
 *
 * Rules that hold whatever the configuration says:
 *  - an answer outside 127.0.0.0/8, in 127.255.0.0/16, or that the zone's table calls an error is an error: never a listing;
 *  - a return code that the zone's table does not name does not count;
 *  - SERVFAIL, REFUSED, silence and garbage say nothing about the host;
 *  - a hit counts only after the same zone has denied a probe: a random address that nobody lists. A zone that lists the world
 *    blocks nobody. The probe is sent for every hit, when the hit arrives: only clients about to be refused wait for it. Of a zone with
 *    WB_ZONE_PROBE_WITH it is sent beside the question, and only waited for after a hit;
 *  - an allow list is believed no more than a block list: its hit needs a probe, too, as soon as a block list lists the client;
 *  - an IPv6 client is asked only of zones that list IPv6;
 *  - the account key in a zone's name shows nowhere.
 */
#ifndef WB_DNSBL_H
#define WB_DNSBL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/clock.h"
#include "base/status.h"
#include "dns/health.h"
#include "dns/resolver.h"
#include "dns/zone.h"

#define WB_DNSBL_NAME_SIZE 256

enum wb_dnsbl_answer {
	WB_DNSBL_UNASKED = 0,  /* suspended, failed its test, or lists no IPv6: why says which */
	WB_DNSBL_PENDING,      /* the answer, or the probe of a hit, is still to come */
	WB_DNSBL_UNKNOWN,      /* no usable answer: says nothing about the host */
	WB_DNSBL_NOT_LISTED,   /* NXDOMAIN or NODATA */
	WB_DNSBL_LISTED,       /* return codes that the zone's table accepts, and a clean probe, if one was needed */
	WB_DNSBL_ERROR,        /* an answer that must never block */
	WB_DNSBL_ANSWER_COUNT, /* how many there are; none itself */
};

struct wb_dnsbl_result {
	enum wb_dnsbl_answer answer;
	uint32_t codes[WB_RESOLVER_ADDRESSES_MAX]; /* return codes, host byte order */
	size_t code_count;
	uint32_t unnamed_code; /* one that the zone's table does not name; 0: none */
	bool is_unproven;      /* WB_DNSBL_LISTED by an allow list that nobody has sent a probe: it vouches for nobody */
	bool timed_out;        /* no usable answer: silence, or a failure */
	char text[WB_RESOLVER_TEXT_SIZE]; /* of the TXT record: printable ASCII that does not mislead; may be empty */
	char why[WB_HEALTH_WHY_SIZE];     /* of UNASKED, UNKNOWN and ERROR */
};

/* What a round is about. A handle keeps the zones until it is closed, and nothing else of it. */
struct wb_dnsbl_setup {
	const struct wb_zone *zones;
	size_t zone_count;              /* at most WB_ZONES_MAX */
	const struct wb_health *health; /* a row for each zone */
	struct wb_resolver *resolver;   /* that is asked; who waits for it waits for the answers */
	struct wb_address client;
	int64_t now_s;                      /* Unix time: whether a suspended zone is asked again */
	bool probes_all;                    /* probe the allow lists, too, that have nothing to be weighed against */
	bool wants_text;                    /* ask for the TXT records of hits, too */
	bool (*misleads)(const char *text); /* true for a TXT record's text that must show nowhere; NULL: none is such */
};

struct wb_dnsbl;

/* "2.0.0.127.bl.example.net" (RFC 5782 section 2.1), or 32 reversed nibbles for IPv6 (2.4). name_r: WB_DNSBL_NAME_SIZE bytes. */
void wb_dnsbl_query_name(const struct wb_address *address, bool as_ipv6, const char *zone, char *name_r);

/* The name of an answer: "not listed". */
const char *wb_dnsbl_answer_name(enum wb_dnsbl_answer answer);

/*
 * Sends the questions for all zones that may be asked and returns without waiting.
 * Returns:   the handle, or NULL: out of memory.
 * Ownership: the resolver calls into the handle for as long as it is open: it is closed first.
 */
struct wb_dnsbl *wb_dnsbl_open(const struct wb_dnsbl_setup *setup);

/* True while a question to any zone is on its way that a verdict waits for. */
bool wb_dnsbl_has_open(const struct wb_dnsbl *dnsbl);

/* True while a question to this zone is on its way. */
bool wb_dnsbl_is_open(const struct wb_dnsbl *dnsbl, size_t zone);

/* The result for a zone, by its place in the setup. */
const struct wb_dnsbl_result *wb_dnsbl_result(const struct wb_dnsbl *dnsbl, size_t zone);

/*
 * When no more is waited for: what was learnt about the zones themselves, a finding for each. known: their states as the round began.
 * A question that was given up before the deadline says nothing about its zone.
 * is_over:       the deadline is.
 * has_no_server: no name server works, so silence and failures are not the zones'.
 */
void wb_dnsbl_learn(struct wb_dnsbl *dnsbl, const struct wb_health *known, bool is_over, bool has_no_server,
    enum wb_health_finding *findings_r);

/* NULL is allowed; leaves NULL. */
void wb_dnsbl_close(struct wb_dnsbl **dnsbl);

#endif
