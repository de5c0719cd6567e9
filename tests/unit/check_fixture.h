/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * check_fixture.h - a check of a test's own configuration, at a time that the test sets.
 */
#ifndef WB_CHECK_FIXTURE_H
#define WB_CHECK_FIXTURE_H

#include "fixture.h"
#include "verdict/check.h"

static int64_t check_now_s = NOW_S; /* what the clock of checks says */

static inline int64_t check_wall_us(void *context)
{
	(void)context;
	return check_now_s * 1000000;
}

static inline int64_t check_monotonic_us(void *context)
{
	return wb_clock_system.monotonic_us(context);
}

static const struct wb_clock check_clock = { check_wall_us, check_monotonic_us, NULL };

/* A configuration with an empty store, no mmdb files, and these lines. */
static inline struct wb_config *open_check_config(const char *folder, const char *lines)
{
	char text[4096];

	snprintf(text, sizeof(text), "store = \"%s\"\ngeoip { country = \"\" asn = \"\" }\n%s\n", init_store(folder), lines);
	return open_config(folder, text);
}

/* A check that must be had; options but for the clock. */
static inline struct wb_check *open_check_of(const struct wb_policy *policy, struct wb_check_options options)
{
	struct wb_check *check;

	options.clock = &check_clock;
	assert_int_equal(wb_check_open(policy, NULL, &options, &check), WB_OK);
	return check;
}

/* The one outcome of a check about a client; it lives as long as the check. */
static inline const struct wb_outcome *check_client(struct wb_check *check, const char *client)
{
	const struct wb_query query = { .client = address_of(client) };

	return wb_check_run(check, &query);
}

#endif
