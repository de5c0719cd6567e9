/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * resolver.h - many DNS questions at once and one wait for all of them; c-ares stays inside resolver.c, cares.c and packet.c.
 * Knows nothing of DNSBL zones.
 *
 * Each name server has a channel of c-ares to itself, which is opened when it is needed, so it is known which one said what. A question goes
 * to the first server; when that fails, or is silent for WB_RESOLVER_HEDGE_MS, to the next one as well, and the first good answer
 * counts. A server that has given no good answer by then, or fails, is asked for the name servers of the root, which any resolver
 * knows: if it does not answer that either, the fault is the server's, and not that of whatever was asked.
 */
#ifndef WB_RESOLVER_H
#define WB_RESOLVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/status.h"
#include "base/text.h"
#include "dns/name_servers.h"
#include "dns/packet.h"

#define WB_RESOLVER_OPEN_MAX 192 /* questions that may be on their way at once */
#define WB_RESOLVER_ADDRESSES_MAX 16
#define WB_RESOLVER_TEXT_SIZE 256
#define WB_RESOLVER_HEDGE_MS 250                      /* after which the next server is asked, too */
#define WB_RESOLVER_NO_ANSWER "no answer"             /* why, of a silence */
#define WB_RESOLVER_RECORD_SIZE WB_PACKET_RECORD_SIZE /* of one record as handed to wb_resolver_record */

/* RFC 1035 section 3.2.2, RFC 3596 section 2.1; of NS records only whether there are any is told */
enum wb_resolver_type {
	WB_RESOLVER_A = 1,
	WB_RESOLVER_NS = 2,
	WB_RESOLVER_PTR = 12,
	WB_RESOLVER_MX = 15,
	WB_RESOLVER_TXT = 16,
	WB_RESOLVER_AAAA = 28
};

enum wb_resolver_outcome {
	WB_RESOLVER_ANSWER,  /* there are records */
	WB_RESOLVER_NONE,    /* NXDOMAIN, or no record of this type: a good answer */
	WB_RESOLVER_TIMEOUT, /* nobody answered */
	WB_RESOLVER_FAILURE, /* SERVFAIL, REFUSED, a malformed packet, no connection: why says which */
};

struct wb_resolver_answer {
	enum wb_resolver_outcome outcome;
	const char *why;                               /* of a failure or a silence: "SERVFAIL"; static text */
	uint32_t addresses[WB_RESOLVER_ADDRESSES_MAX]; /* host byte order: 127.0.0.2 is 0x7f000002 */
	size_t address_count;                          /* further ones were left out */
	char text[WB_RESOLVER_TEXT_SIZE];              /* the first TXT record, raw bytes up to a NUL, cut to fit */
};

/* Called once for each question, from within wb_resolver_ask, _pump or _wait. It may ask further questions. */
typedef void wb_resolver_done(void *context, const struct wb_resolver_answer *answer);

/*
 * Called for each record of the type that was asked, before done; what it got counts only if done then gets WB_RESOLVER_ANSWER.
 * data:   4 bytes of an A, 16 of an AAAA record; of a TXT record its strings, joined; of a PTR or MX record the name without the dot
 *         at its end. It is a stranger's: any byte may be in it, and no NUL stands behind it.
 * length: bytes, at most WB_RESOLVER_RECORD_SIZE; what is longer is cut.
 */
typedef void wb_resolver_record(void *context, const unsigned char *data, size_t length);

struct wb_resolver;

struct wb_dns_settings {
	struct wb_texts servers; /* see wb_name_servers_find */
	/* The longest that all calls of wb_resolver_wait together wait; WB_RESOLVER_HEDGE_MS while all servers are suspended, and dead. */
	uint32_t deadline_ms;
	bool edns; /* send an EDNS option (RFC 6891) */
};

/* What a resolver was seen to be, by whoever asked it. */
enum wb_resolver_server_state {
	WB_RESOLVER_SERVER_UNKNOWN, /* not asked, or not for long enough */
	WB_RESOLVER_SERVER_GOOD,
	WB_RESOLVER_SERVER_FAULTY, /* it answers nothing, not even what any resolver knows */
};

/*
 * servers:   NULL: those of settings; else they must outlive it.
 * clock:     the deadline is measured by its microseconds; time in which nobody waits does not count. When a question is sent again
 *            c-ares decides, by the system's clock.
 * Ownership: keeps clock until closed, and nothing of settings.
 * Limits:    belongs to the process that opened it; must not cross a fork.
 */
enum wb_status wb_resolver_open(const struct wb_dns_settings *settings, const struct wb_name_servers *servers,
    const struct wb_clock *clock, struct wb_resolver **resolver_r, struct wb_error *error_r);

/* What a server was seen to be until now, by its place; *why_r, if it is faulty: static text. */
enum wb_resolver_server_state wb_resolver_server(const struct wb_resolver *resolver, size_t server, const char **why_r);

/* Asks each server that has not answered well for what any resolver knows, and waits for all of that, or the deadline. */
void wb_resolver_examine(struct wb_resolver *resolver);

/* True while it is not known yet whether any server works, or one that was just doubted does, and an answer to that is still to come. */
bool wb_resolver_is_in_doubt(const struct wb_resolver *resolver);

/* True when no server works. why: "127.0.0.1: no answer; 192.0.2.53: REFUSED". */
bool wb_resolver_is_faulty(const struct wb_resolver *resolver, struct wb_text *why);

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

/*
 * Waits until an answer was taken in, or a doubt about the servers has ended; or no question is open any more and no server in
 * doubt (false), or the deadline is over (false).
 */
bool wb_resolver_wait(struct wb_resolver *resolver);

/* True when a question was not asked, or its answer not read, for want of memory: that says nothing of whoever was asked. */
bool wb_resolver_is_starved(const struct wb_resolver *resolver);

bool wb_resolver_is_over(const struct wb_resolver *resolver);

/* Open questions are dropped without a call of done. NULL is allowed; leaves NULL. */
void wb_resolver_close(struct wb_resolver **resolver);

#endif
