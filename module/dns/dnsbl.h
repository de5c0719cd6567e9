/*
 * dnsbl.h - ask every configured DNSBL and DNSWL zone about one client address, at once.
 * Terms and query names follow RFC 5782. Does not know Exim.
 *
 * Rules that hold whatever the configuration says:
 *  - an answer outside 127.0.0.0/8, in 127.255.0.0/16, or that the zone's table calls an error is an error: never a listing;
 *  - a return code that the zone's table does not name does not count;
 *  - SERVFAIL, REFUSED, silence and garbage say nothing about the host;
 *  - a hit counts only after the same zone has denied a probe: a random address that nobody lists. A zone that lists the world
 *    blocks nobody. The probe is sent for every hit, when the hit arrives: only clients about to be refused wait for it;
 *  - an IPv6 client is asked only of zones that list IPv6;
 *  - the account key in a zone's name shows nowhere.
 */
#ifndef WB_DNSBL_H
#define WB_DNSBL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"
#include "config/config.h"
#include "dns/health.h"
#include "dns/resolver.h"
#include "verdict/evidence.h"

#define WB_DNSBL_NAME_SIZE 256
#define WB_DNSBL_WHY_SIZE 128

enum wb_dnsbl_answer {
	WB_DNSBL_UNASKED = 0, /* suspended, failed its test, or lists no IPv6: why says which */
	WB_DNSBL_PENDING,     /* the answer, or the probe of a hit, is still to come */
	WB_DNSBL_UNKNOWN,     /* no usable answer: says nothing about the host */
	WB_DNSBL_NOT_LISTED,  /* NXDOMAIN or NODATA */
	WB_DNSBL_LISTED,      /* return codes that the zone's table accepts, and a clean probe */
	WB_DNSBL_ERROR,       /* an answer that must never block */
};

struct wb_dnsbl_result {
	enum wb_dnsbl_answer answer;
	uint32_t codes[WB_RESOLVER_ADDRESSES_MAX]; /* return codes, host byte order */
	size_t code_count;
	uint32_t unnamed_code; /* one that the zone's table does not name; 0: none */
	bool timed_out;
	char text[WB_RESOLVER_TEXT_SIZE]; /* of the TXT record: printable ASCII, harmless to bounce parsers; may be empty */
	char why[WB_DNSBL_WHY_SIZE];      /* of UNASKED, UNKNOWN and ERROR */
};

struct wb_dnsbl;

/* "2.0.0.127.bl.example.net" (RFC 5782 section 2.1), or 32 reversed nibbles for IPv6 (2.4). name_r: WB_DNSBL_NAME_SIZE bytes. */
void wb_dnsbl_query_name(const struct wb_address *address, bool as_ipv6, const char *zone, char *name_r);

/* The name of an answer: "not listed". */
const char *wb_dnsbl_answer_name(enum wb_dnsbl_answer answer);

/*
 * Sends the questions for all zones that may be asked and returns without waiting.
 * health: a row for each zone of the configuration. wants_text: ask for the TXT records of hits, too.
 * Ownership: keeps config until closed. Limits: belongs to this process; one deadline for all that is waited, from here on.
 */
enum wb_status wb_dnsbl_open(const struct wb_config *config, const struct wb_address *client, const struct wb_health *health,
    int64_t now_s, bool wants_text, struct wb_dnsbl **dnsbl_r, struct wb_error *error_r);

/* Takes in what has arrived, and sends the probes that it calls for; never waits. */
void wb_dnsbl_pump(struct wb_dnsbl *dnsbl);

/* Waits until something has arrived; false when nothing is open any more, or the deadline is over. */
bool wb_dnsbl_wait(struct wb_dnsbl *dnsbl);

/* True while a question to this zone is on its way. */
bool wb_dnsbl_is_open(const struct wb_dnsbl *dnsbl, size_t zone);

/* The result for a zone, by its place in the configuration. */
const struct wb_dnsbl_result *wb_dnsbl_result(const struct wb_dnsbl *dnsbl, size_t zone);

/* Adds a row of evidence for each accepted return code, and notes in facts the allow list that vouches for the host. */
void wb_dnsbl_add_evidence(const struct wb_dnsbl *dnsbl, struct wb_facts *facts);

/*
 * When no more is waited for: what was learnt about the zones themselves goes into health; changed_r tells which rows did change
 * (both: one for each zone). A question that was given up before the deadline says nothing about its zone.
 */
void wb_dnsbl_learn(struct wb_dnsbl *dnsbl, int64_t now_s, struct wb_health *health, bool *changed_r);

/* Drops open questions and closes the sockets; the results stay. */
void wb_dnsbl_hang_up(struct wb_dnsbl *dnsbl);

/* Hangs up and frees. NULL is allowed; leaves NULL. */
void wb_dnsbl_close(struct wb_dnsbl **dnsbl);

/*
 * The self-test of every zone by the points of RFC 5782 section 5: 127.0.0.2 is listed and 127.0.0.1 is not (the same for IPv6 where
 * the zone lists it). why_r: a row of WB_DNSBL_WHY_SIZE bytes for each zone; empty when it passed. known_r: false when no answer
 * came, which says nothing about the zone.
 */
enum wb_status wb_dnsbl_test(
    const struct wb_config *config, char (*why_r)[WB_DNSBL_WHY_SIZE], bool *known_r, struct wb_error *error_r);

/*
 * True when what wb_dnsbl_test said of a zone is that it looks empty. Every zone at once does so when the resolver takes answers
 * inside 127.0.0.0/8 away, against DNS rebinding; then WB_DNSBL_ADVICE_RESOLVER is what to tell.
 */
bool wb_dnsbl_looks_empty(const char *why);
#define WB_DNSBL_ADVICE_RESOLVER \
	"every zone looks empty: the resolver seems to take answers in 127.0.0.0/8 away (rebind protection); exempt the zones there, or set dns.servers"

#endif
