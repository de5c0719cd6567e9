/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * self_test.h - the self-test of zones by the points of RFC 5782 section 5: 127.0.0.2 is listed and 127.0.0.1 is not (the same for
 * IPv6 where the zone lists it).
 */
#ifndef WB_SELF_TEST_H
#define WB_SELF_TEST_H

#include "base/clock.h"
#include "base/status.h"
#include "dns/resolver.h"
#include "dns/zone.h"

enum wb_self_test_outcome {
	WB_SELF_TEST_PASSED,
	WB_SELF_TEST_NO_ANSWER, /* to one of the points, and nothing wrong with the others: says nothing about the zone */
	WB_SELF_TEST_EMPTY,     /* the point that must be listed is not */
	WB_SELF_TEST_WORLD,     /* the point that nobody lists is listed */
	WB_SELF_TEST_ERROR,     /* an answer outside 127.0.0.0/8, or one by which zones refuse */
};

struct wb_self_test_result {
	enum wb_self_test_outcome outcome;
	const char *point; /* the first that went wrong: "::ffff:127.0.0.2"; static text; NULL when none did */
};

/*
 * Every zone empty at once is the resolver's doing: it takes answers inside 127.0.0.0/8 away, against DNS rebinding. Then this is what
 * to tell.
 */
#define WB_SELF_TEST_ADVICE_RESOLVER \
	"every zone looks empty: the resolver seems to take answers in 127.0.0.0/8 away (rebind protection); exempt the zones there, or set dns.servers"

/* What was seen of the name servers meanwhile, in their order. */
struct wb_self_test_servers {
	enum wb_resolver_server_state states[WB_NAME_SERVERS_MAX];
	const char *why[WB_NAME_SERVERS_MAX]; /* of a faulty one; static text */
	char none_works[256];                 /* why; empty: one does. Then the results say nothing of the zones */
};

/*
 * Asks all points of all zones at once and waits until each has answered, or the deadline is over.
 * servers:   whom; NULL: those of dns.
 * results_r: count rows, in the order of zones.
 * servers_r: may be NULL.
 * Returns:   WB_OK when the test ran, whatever came out; WB_UNAVAILABLE, WB_NO_MEMORY.
 */
enum wb_status wb_self_test_run(const struct wb_zone *zones, size_t count, const struct wb_dns_settings *dns,
    const struct wb_name_servers *servers, const struct wb_clock *clock, struct wb_self_test_result *results_r,
    struct wb_self_test_servers *servers_r, struct wb_error *error_r);

/* What went wrong, for people: "lists 127.0.0.1: it lists the world"; empty when nothing did. */
void wb_self_test_explain(const struct wb_self_test_result *result, char *why_r, size_t size);

#endif
