/*
 * check.h - the whole way from a client's facts to a verdict, for Exim, the command and the tests alike:
 * exempt? -> listings -> country and ASN -> rules -> DNSBL zones, all at once -> classify.
 */
#ifndef WB_CHECK_H
#define WB_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/status.h"
#include "config/config.h"
#include "dns/dnsbl.h"
#include "dns/health.h"
#include "verdict/classify.h"
#include "verdict/evidence.h"
#include "verdict/query.h"
#include "verdict/reference.h"

/* The state of one connection. Large (some 100 KiB): static or from the heap. Zeroed before wb_check_open. */
struct wb_check {
	struct wb_config *config;
	struct wb_error config_fault; /* empty when the configuration is good */
	struct wb_query query;        /* of the last run; its recipients are not kept */
	struct wb_facts facts;        /* of this address, gathered once */
	bool gathered;
	unsigned gather_count;                 /* how often this connection looked the address up */
	struct wb_dnsbl *dnsbl;                /* the round of questions under way; belongs to this process */
	struct wb_health health[WB_ZONES_MAX]; /* of the configuration's zones, as read before the round */
	bool dns_done;                         /* the round is over, or was not needed */
	bool skip_dns;                         /* set by the caller: ask no zone */
	bool wait_for_all;                     /* set by the caller: wait for every zone, and for TXT records */
	bool
	    keeps_health_back; /* set by the caller: what is learnt about zones is not shared, since the time is not the present */
	bool skip_reference;          /* set by the caller: sign nothing */
	const struct wb_clock *clock; /* set by the caller: what measures time; NULL: the system's */
	struct wb_verdict verdict;
	bool reference_keys_read; /* once, when the first reply is made */
	struct wb_reference_keys reference_keys;
	struct wb_reference reference;               /* of the last reply */
	char reference_code[WB_REFERENCE_TEXT_SIZE]; /* for the last verdict's reply; empty when there is none, or no key */
	uint64_t elapsed_us;                         /* of the last run */
};

/*
 * Reads the configuration. With a faulty one (WB_INVALID, WB_UNAVAILABLE) every run accepts, or defers if the file says
 * on_error = "defer" where that much could be read, and mistakes_r (NULL allowed) says why. WB_NO_MEMORY: not usable.
 */
enum wb_status wb_check_open(struct wb_check *check, const char *config_path, struct wb_diagnostics *diagnostics_r);

/* Closes and zeroes. */
void wb_check_close(struct wb_check *check);

/*
 * Sends the DNSBL questions about the client without waiting for answers, or takes in what has come since; wb_check_run then finds
 * them. Does nothing for a client whose verdict they could not change.
 */
void wb_check_prefetch(struct wb_check *check, const struct wb_query *query, int64_t now_s);

/* Decides about query at this time; the outcome is in check->verdict. What could not be looked up is told in check->facts.fault. */
void wb_check_run(struct wb_check *check, const struct wb_query *query, int64_t now_s);

/* What is to be done: the verdict's action, which monitor mode turns into logging. */
enum wb_action wb_check_action(const struct wb_check *check);

#endif
