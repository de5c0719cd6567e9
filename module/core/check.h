/*
 * check.h - the whole way from a client's facts to a verdict, for Exim, the command and the tests alike:
 * exempt? -> listings -> country and ASN -> rules -> classify.
 */
#ifndef WB_CHECK_H
#define WB_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "classify.h"
#include "config.h"
#include "evidence.h"
#include "query.h"
#include "status.h"

/* The state of one connection. Large (some 100 KiB): static or from the heap. Zeroed before wb_check_open. */
struct wb_check {
	struct wb_config *config;
	struct wb_error config_fault; /* empty when the configuration is good */
	struct wb_query query;        /* of the last run; its recipients are not kept */
	struct wb_facts facts;        /* of this address, gathered once */
	bool gathered;
	unsigned gather_count; /* how often this connection looked the address up */
	struct wb_verdict verdict;
	uint64_t elapsed_us; /* of the last run */
};

/*
 * Reads the configuration. With a faulty one (WB_INVALID, WB_UNAVAILABLE) every run accepts, or defers if the file says
 * on_error = "defer" where that much could be read, and mistakes_r (NULL allowed) says why. WB_NO_MEMORY: not usable.
 */
enum wb_status wb_check_open(struct wb_check *check, const char *config_path, struct wb_mistakes *mistakes_r);

/* Closes and zeroes. */
void wb_check_close(struct wb_check *check);

/* Decides about query at this time; the outcome is in check->verdict. Never fails: what failed is in check->facts.fault. */
void wb_check_run(struct wb_check *check, const struct wb_query *query, int64_t now_s);

/* What is to be done: the verdict's action, which monitor mode turns into logging. */
enum wb_action wb_check_action(const struct wb_check *check);

#endif
