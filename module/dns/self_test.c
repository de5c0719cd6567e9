/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* self_test.c - see self_test.h */
#include "dns/self_test.h"

#include <stdio.h>

#include "base/address.h"
#include "base/text.h"
#include "dns/dnsbl.h"

static const struct point {
	const char *shown;
	const char *address;
	bool as_ipv6;
	bool must_be_listed;
} points[] = {
	{ "127.0.0.2", "127.0.0.2", false, true },
	{ "127.0.0.1", "127.0.0.1", false, false },
	{ "::ffff:127.0.0.2", "127.0.0.2", true, true },
	{ "::ffff:127.0.0.1", "127.0.0.1", true, false },
};
#define POINTS (sizeof(points) / sizeof(points[0]))

_Static_assert(POINTS *WB_ZONES_MAX <= WB_RESOLVER_OPEN_MAX, "the resolver takes all points of all zones at once");

/* What one point of one zone came to; NO_ANSWER until the answer is there. */
struct test {
	const struct point *point;
	enum wb_self_test_outcome outcome;
};

static void take_answer(void *context, const struct wb_resolver_answer *answer)
{
	struct test *test = context;
	bool must_be_listed = test->point->must_be_listed;

	switch (answer->outcome) {
	case WB_RESOLVER_ANSWER:
		if (!wb_code_is_loopback(answer->addresses[0]) || wb_code_is_refusal(answer->addresses[0]))
			test->outcome = WB_SELF_TEST_ERROR;
		else
			test->outcome = must_be_listed ? WB_SELF_TEST_PASSED : WB_SELF_TEST_WORLD;
		break;
	case WB_RESOLVER_NONE:
		test->outcome = must_be_listed ? WB_SELF_TEST_EMPTY : WB_SELF_TEST_PASSED;
		break;
	case WB_RESOLVER_TIMEOUT:
	case WB_RESOLVER_FAILURE:
		break;
	}
}

/* A point without an answer says nothing; one that went wrong says enough. */
static struct wb_self_test_result conclude(const struct test *tests)
{
	struct wb_self_test_result result = { WB_SELF_TEST_PASSED, NULL };

	for (size_t p = 0; p < POINTS; p++) {
		switch (tests[p].outcome) {
		case WB_SELF_TEST_PASSED:
			break;
		case WB_SELF_TEST_NO_ANSWER:
			result.outcome = WB_SELF_TEST_NO_ANSWER;
			break;
		case WB_SELF_TEST_EMPTY:
		case WB_SELF_TEST_WORLD:
		case WB_SELF_TEST_ERROR:
			return (struct wb_self_test_result){ tests[p].outcome, tests[p].point->shown };
		}
	}
	return result;
}

static void look_at_servers(const struct wb_resolver *resolver, struct wb_self_test_servers *servers_r)
{
	struct wb_text why;

	for (size_t i = 0; i < WB_NAME_SERVERS_MAX; i++)
		servers_r->states[i] = wb_resolver_server(resolver, i, &servers_r->why[i]);
	wb_text_open(&why, servers_r->none_works, sizeof(servers_r->none_works));
	wb_resolver_is_faulty(resolver, &why);
}

enum wb_status wb_self_test_run(const struct wb_zone *zones, size_t count, const struct wb_dns_settings *dns,
    const struct wb_name_servers *servers, const struct wb_clock *clock, struct wb_self_test_result *results_r,
    struct wb_self_test_servers *servers_r, struct wb_error *error_r)
{
	struct test tests[WB_ZONES_MAX][POINTS];
	struct wb_resolver *resolver = NULL;
	enum wb_status status;

	status = wb_resolver_open(dns, servers, clock, &resolver, error_r);
	if (status != WB_OK)
		return status;
	for (size_t i = 0; i < count; i++) {
		const struct wb_zone *zone = &zones[i];
		bool lists_localhost = zone->known != NULL && (zone->known->flags & WB_ZONE_LISTS_LOCALHOST) != 0;

		for (size_t p = 0; p < POINTS; p++) {
			const struct point *point = &points[p];
			struct test *test = &tests[i][p];
			char name[WB_DNSBL_NAME_SIZE];
			struct wb_address address;

			/* A point that does not apply to the zone counts as passed. */
			*test = (struct test){ point, WB_SELF_TEST_PASSED };
			if ((point->as_ipv6 && !zone->asks_ipv6) || (!point->must_be_listed && lists_localhost))
				continue;
			test->outcome = WB_SELF_TEST_NO_ANSWER;
			wb_address_parse(point->address, &address, NULL);
			wb_dnsbl_query_name(&address, point->as_ipv6, zone->name, name);
			wb_resolver_ask(resolver, name, WB_RESOLVER_A, take_answer, test);
		}
	}
	while (wb_resolver_wait(resolver))
		;
	/* A question that was not asked says nothing of its zone, which would be suspended for it. */
	if (wb_resolver_is_starved(resolver))
		status = wb_fail(error_r, WB_NO_MEMORY, "dns: out of memory");
	if (servers_r != NULL) {
		wb_resolver_examine(resolver);
		look_at_servers(resolver, servers_r);
	}
	wb_resolver_close(&resolver);
	for (size_t i = 0; i < count; i++)
		results_r[i] = conclude(tests[i]);
	return status;
}

void wb_self_test_explain(const struct wb_self_test_result *result, char *why_r, size_t size)
{
	struct wb_text why;

	wb_text_open(&why, why_r, size);
	switch (result->outcome) {
	case WB_SELF_TEST_PASSED:
	case WB_SELF_TEST_NO_ANSWER:
		break;
	case WB_SELF_TEST_EMPTY:
		wb_text_addf(
		    &why, "does not list %s: it is empty, or the resolver takes answers in 127.0.0.0/8 away", result->point);
		break;
	case WB_SELF_TEST_WORLD:
		wb_text_addf(&why, "lists %s: it lists the world", result->point);
		break;
	case WB_SELF_TEST_ERROR:
		wb_text_addf(&why, "answers %s with an error: the zone is gone, or refuses this resolver", result->point);
		break;
	}
}
