/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* sender_space.c - see sender_space.h */
#include "desk/sender_space.h"

#include <limits.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/nat64.h"
#include "dns/host_names.h"
#include "verdict/geoip.h"
#include "verdict/guard.h"
#include "verdict/published.h"

static void add_row(struct wb_own_addresses *own, const struct wb_address *address, const char *what)
{
	wb_own_address_add(own, WB_OWN_SENDER, address, what);
}

static bool is_wanted(const void *context, const char *name)
{
	return wb_guard_has_suffix(context, name);
}

static void ask_name(
    const struct wb_policy *policy, const struct wb_address *host, uint32_t deadline_ms, struct wb_own_addresses *own)
{
	const struct wb_dns_settings settings = { policy->dns.servers, deadline_ms, policy->dns.edns };
	struct wb_host_names_setup setup = { .client = *host, .is_wanted = is_wanted, .context = (void *)policy };
	struct wb_host_names *names;
	const struct wb_sender *sender;
	char what[WB_OWN_WHAT_SIZE];

	if (wb_resolver_open(&settings, NULL, &wb_clock_system, &setup.resolver, NULL) != WB_OK)
		return;
	names = wb_host_names_open(&setup);
	while (names != NULL && wb_host_names_state(names) == WB_HOST_NAME_OPEN && wb_resolver_wait(setup.resolver))
		;
	wb_resolver_close(&setup.resolver);
	if (names != NULL && wb_host_names_confirmed(names) != NULL) {
		sender = wb_guard_match(policy, wb_host_names_confirmed(names), 0);
		snprintf(what, sizeof(what), "%.200s, of the known sender \"%s\", whose other customers it would hit, too",
		    wb_host_names_confirmed(names), sender->name);
		add_row(own, host, what);
	}
	wb_host_names_close(&names);
}

struct search {
	const struct wb_policy *policy;
	struct wb_own_addresses *own;
	size_t left;
};

static const struct wb_sender *sender_of(const struct wb_policy *policy, uint32_t asn)
{
	for (size_t i = 0; i < policy->sender_count; i++) {
		if (wb_asns_hold(&policy->senders[i].asns, asn))
			return &policy->senders[i];
	}
	return NULL;
}

static bool take_network(void *context, const struct wb_address *first, uint32_t asn)
{
	struct search *search = context;
	const struct wb_sender *sender = sender_of(search->policy, asn);
	char what[WB_OWN_WHAT_SIZE];

	if (sender == NULL)
		return --search->left > 0;
	snprintf(what, sizeof(what), "in AS%u, from which the known sender \"%s\" sends", asn, sender->name);
	add_row(search->own, first, what);
	return false;
}

void wb_sender_space_add(
    const struct wb_policy *policy, const struct wb_prefix *prefix, uint32_t deadline_ms, struct wb_own_addresses *own)
{
	struct search search = { policy, own, WB_SENDER_SPACE_NETWORKS_MAX };
	char path[PATH_MAX];
	struct wb_prefix plain;

	if (policy->sender_count == 0)
		return;
	wb_nat64_prefix(&policy->nat64_prefixes, prefix, &plain, NULL);
	if (wb_prefix_is_host(&plain)) {
		ask_name(policy, &plain.address, deadline_ms, own);
	} else if (policy->geoip.asn[0] != '\0') {
		snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_ASN, wb_policy_folder(policy));
		wb_geoip_walk_asns(path, &plain, take_network, &search, NULL);
	}
}
