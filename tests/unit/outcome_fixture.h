/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * outcome_fixture.h - an outcome written by hand, for the tests of what is said about one.
 */
#ifndef WB_OUTCOME_FIXTURE_H
#define WB_OUTCOME_FIXTURE_H

#include "fixture.h"
#include "verdict/check.h"

#define STAFF_LISTING 0 /* the place of the listing that start makes */

static struct wb_outcome outcome;
static struct wb_config *config;
static struct wb_policy policy;

/* An outcome written by hand: what is listed for 192.0.2.66, and where that is. */
static inline int start(void **state)
{
	struct wb_listing *listing = &outcome.facts.listings[STAFF_LISTING];
	struct wb_evidence *evidence;

	memset(&outcome, 0, sizeof(outcome));
	if (open_folder(state) != 0)
		return -1;
	config = open_config(*state,
	    "site { name = \"Example Internet\" url = \"https://postmaster.example.net/blocked\" contacts = {\"noc@example.net\"} }\n"
	    "category \"spam\" { action = \"tag\" }\ncategory \"virus\" { action = \"defer\" threshold = 2.5 }\n"
	    "category \"mine\" { text = \"%{helo} %{name} %{sender} %{recipient}\\n%{category} %{title} %{country} %{asn} %{as_org}\\n"
	    "%{source} %{reason} %{site} %{contact}\" }\n");
	policy = config->policy;
	outcome.policy = &policy;
	outcome.is_gathered = true;
	outcome.gather_count = 1;
	outcome.elapsed_us = 84;
	outcome.query.client = outcome.facts.client = address_of("192.0.2.66");
	strcpy(outcome.facts.place.country, "US");
	outcome.facts.place.asn = 64496;
	strcpy(outcome.facts.place.as_org, "Example Net");
	*listing = listing_of("192.0.2.66", "open-relay");
	outcome.facts.listing_count = 1;
	evidence = wb_evidence_add(&outcome.facts);
	*evidence = wb_evidence_of_listing(listing);
	return 0;
}

static inline int end(void **state)
{
	wb_config_close(&config);
	return close_folder(state);
}

/* The facts as those of one category, decided as check.c does. */
static inline void decide(const char *category)
{
	for (size_t i = 0; i < outcome.facts.evidence_count; i++)
		outcome.facts.evidence[i].category = (size_t)(wb_policy_category(&policy, category) - policy.categories);
	wb_classify(&policy, &outcome.facts, NULL, NOW_S, &outcome.verdict);
	outcome.action = outcome.verdict.action;
}

#endif
