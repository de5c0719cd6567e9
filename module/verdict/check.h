/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * check.h - the whole way from a client's facts to a verdict, for Exim, the command, the pages and the tests alike:
 * exempt? -> listings -> country and ASN -> rules -> DNSBL zones, all at once, and the name of
 * who is about to be refused -> classify, by what the recipient chooses.
 */
#ifndef WB_CHECK_H
#define WB_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/status.h"
#include "dns/dnsbl.h"
#include "dns/health.h"
#include "dns/host_names.h"
#include "verdict/classify.h"
#include "verdict/evidence.h"
#include "verdict/policy.h"
#include "verdict/query.h"
#include "verdict/reference.h"
#include "verdict/rule.h"

/* What somebody wants of a check. All zero: a verdict about the present that asks every zone and signs nothing. */
struct wb_check_options {
	const struct wb_clock *clock; /* NULL: the system's */
	int64_t at_s;                 /* the Unix time that verdicts are about; 0: the present */
	bool skip_dns;                /* ask no zone */
	uint64_t
	    silent_zones; /* a bit for each of the policy's zones, by its place, that is taken to be suspended: it was silent a moment ago */
	bool wait_for_all; /* wait for every zone, and ask for TXT records: somebody wants to see all */
	bool sign;         /* put a signed reference into the reply */
	bool locate;       /* look country and ASN up, even of a client of whom nothing else is known */
};

/* What one run has found. It lives until the next run, or until the check is closed. */
struct wb_outcome {
	const struct wb_policy *policy;
	struct wb_query query;        /* recipients are not kept; the client is the one that is decided about */
	bool is_translated;           /* which is the IPv4 host that stands in ... */
	struct wb_address came_from;  /* ... the address that Exim sees: base/nat64.h */
	enum wb_action action;        /* what is to be done: the verdict's action, which monitor mode turns into logging */
	bool is_gathered;             /* facts are there; false: every client until now was exempt, and nothing was looked up */
	unsigned gather_count;        /* how often this check looked an address up */
	const struct wb_dnsbl *dnsbl; /* what each zone has answered; NULL: none was asked */
	const struct wb_host_names *names; /* of the client, of which the DNS was asked; NULL: it was not */
	const struct wb_host *host; /* what rules about hosts know of it; NULL: there are none, or nothing was looked at */
	char reference_code[WB_REFERENCE_TEXT_SIZE]; /* in the reply; empty when there is none, or no key */
	uint64_t elapsed_us;
	uint32_t events_lost;                /* of this connection, since its last line of the log: see wb_check_note_lost */
	struct wb_name_servers name_servers; /* count 0: none was needed */
	const char *server_why[WB_NAME_SERVERS_MAX]; /* of one that was found faulty; static text */
	struct wb_verdict verdict;
	/* Of the policy's zones, and behind them of the name servers: what was known before they were asked, and what was learnt of them. */
	struct wb_health *health;
	enum wb_health_finding findings[WB_ZONES_MAX + WB_NAME_SERVERS_MAX];
	struct wb_facts facts; /* of the last client that was looked up, gathered once */
};

/*
 * Where the client is, as far as it was looked up; never NULL. Without wb_check_options.locate that is so where a rule wants it, and
 * where there is something to be logged.
 */
const struct wb_place *wb_outcome_place(const struct wb_outcome *outcome);

/*
 * Some evidence counts for a category, whether that reached its threshold or not. Where nothing is done, the shipped rules about hosts do
 * not count as evidence: too many ordinary hosts have such a sign.
 */
bool wb_outcome_has_evidence(const struct wb_outcome *outcome);

/* Something could not be checked or counted, or staff should know something about a zone. */
bool wb_outcome_has_complaint(const struct wb_outcome *outcome);

struct wb_check;

/*
 * The state of one connection, or of one question of staff.
 * policy:       must outlive the check.
 * policy_fault: why the policy cannot be used but for on_error, exempt and site: each run then accepts, or defers if on_error says
 *               so, and the facts tell this fault. NULL, or an empty text: it can be used.
 * Returns:      WB_OK or WB_NO_MEMORY. A check belongs to the process that opened it: no use after fork, but to close it.
 */
enum wb_status wb_check_open(const struct wb_policy *policy, const struct wb_error *policy_fault,
    const struct wb_check_options *options, struct wb_check **check_r);

/* NULL is allowed; leaves NULL. */
void wb_check_close(struct wb_check **check);

/*
 * Sends the questions about the client to the DNS without waiting for answers, or takes in what has come since; wb_check_run then finds
 * them. Does nothing for a client whose verdict they could not change. Returns what is known until now, which is no verdict.
 */
const struct wb_outcome *wb_check_prefetch(struct wb_check *check, const struct wb_query *query);

/* Looks up where the client of the last run is, unless that is done: the outcome then has it. */
void wb_check_locate(struct wb_check *check);

/* The last outcome tells from now on how many events could not be sent. */
void wb_check_note_lost(struct wb_check *check, uint32_t events);

/* Decides about query, a client inside a NAT64 prefix as the IPv4 host that it is. Never fails: what could not be looked up is told in the outcome's facts.fault. */
const struct wb_outcome *wb_check_run(struct wb_check *check, const struct wb_query *query);

#endif
