/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * resolver.h - many DNS questions at once and one wait for all of them; c-ares stays inside resolver.c, cares.c and packet.c.
 * Knows nothing of DNSBL zones.
 */
#ifndef WB_RESOLVER_H
#define WB_RESOLVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/status.h"
#include "dns/packet.h"

#define WB_RESOLVER_OPEN_MAX 192 /* questions that may be on their way at once */
#define WB_RESOLVER_ADDRESSES_MAX 16
#define WB_RESOLVER_TEXT_SIZE 256
#define WB_RESOLVER_RECORD_SIZE WB_PACKET_RECORD_SIZE /* of one record as handed to wb_resolver_record */

/* RFC 1035 section 3.2.2, RFC 3596 section 2.1 */
enum wb_resolver_type { WB_RESOLVER_A = 1, WB_RESOLVER_PTR = 12, WB_RESOLVER_TXT = 16, WB_RESOLVER_AAAA = 28 };

enum wb_resolver_outcome {
	WB_RESOLVER_ANSWER,  /* there are records */
	WB_RESOLVER_NONE,    /* NXDOMAIN, or no record of this type: a good answer */
	WB_RESOLVER_TIMEOUT, /* nobody answered */
	WB_RESOLVER_FAILURE, /* SERVFAIL, REFUSED, a malformed packet, no connection: why says which */
};

struct wb_resolver_answer {
	enum wb_resolver_outcome outcome;
	const char *why;                               /* of a failure; static text */
	uint32_t addresses[WB_RESOLVER_ADDRESSES_MAX]; /* host byte order: 127.0.0.2 is 0x7f000002 */
	size_t address_count;                          /* further ones were left out */
	char text[WB_RESOLVER_TEXT_SIZE];              /* the first TXT record, raw bytes up to a NUL, cut to fit */
};

/* Called once for each question, from within wb_resolver_ask, _pump or _wait. It may ask further questions. */
typedef void wb_resolver_done(void *context, const struct wb_resolver_answer *answer);

/*
 * Called for each record of the type that was asked, before done; what it got counts only if done then gets WB_RESOLVER_ANSWER.
 * data:   4 bytes of an A, 16 of an AAAA record; of a TXT record its strings, joined; of a PTR record the name without the dot
 *         at its end. It is a stranger's: any byte may be in it, and no NUL stands behind it.
 * length: bytes, at most WB_RESOLVER_RECORD_SIZE; what is longer is cut.
 */
typedef void wb_resolver_record(void *context, const unsigned char *data, size_t length);

struct wb_resolver;

struct wb_dns_settings {
	struct wb_texts servers; /* "address" or "address:port" each; none: the system's (resolv.conf) */
	uint32_t deadline_ms;    /* the longest that all calls of wb_resolver_wait together wait */
	bool edns;               /* send an EDNS option (RFC 6891) */
};

/*
 * clock:     the deadline is measured by its microseconds; time in which nobody waits does not count. When a question is sent again
 *            c-ares decides, by the system's clock.
 * Ownership: keeps clock until closed, and nothing of settings.
 * Limits:    belongs to the process that opened it; must not cross a fork.
 */
enum wb_status wb_resolver_open(const struct wb_dns_settings *settings, const struct wb_clock *clock,
    struct wb_resolver **resolver_r, struct wb_error *error_r);

/*
 * Sends a question, of type A or TXT, and returns; done is called later, or at once when nothing could be sent.
 * name is an absolute name.
 */
void wb_resolver_ask(
    struct wb_resolver *resolver, const char *name, enum wb_resolver_type type, wb_resolver_done *done, void *context);

/*
 * The same for a question of which every record is wanted, of any type; the answer that done gets has no addresses and no text.
 * Whether a name has a CNAME is the name server's to follow: the records are those at the end of it.
 */
void wb_resolver_ask_each(struct wb_resolver *resolver, const char *name, enum wb_resolver_type type,
    wb_resolver_record *record, wb_resolver_done *done, void *context);

/* Takes in what has already arrived, without waiting. */
void wb_resolver_pump(struct wb_resolver *resolver);

/* Waits until an answer was taken in, or nothing is open any more (false), or the deadline is over (false). */
bool wb_resolver_wait(struct wb_resolver *resolver);

/* True when a question was not asked, or its answer not read, for want of memory: that says nothing of whoever was asked. */
bool wb_resolver_is_starved(const struct wb_resolver *resolver);

bool wb_resolver_is_over(const struct wb_resolver *resolver);

/* Open questions are dropped without a call of done. NULL is allowed; leaves NULL. */
void wb_resolver_close(struct wb_resolver **resolver);

#endif
