/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* own_mx.c - see own_mx.h */
#include "desk/own_mx.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "dns/resolver.h"

/* An address question for each family of each host, and one for the MX records of each domain. */
_Static_assert(2 * WB_OWN_MX_HOSTS + WB_LOCAL_DOMAINS_MAX <= WB_RESOLVER_OPEN_MAX, "more questions than the resolver takes");

struct lookup;

/* A question for the addresses of one host. */
struct addresses {
	struct lookup *lookup;
	const char *domain; /* whose MX it is */
	struct wb_address found[WB_RESOLVER_ADDRESSES_MAX];
	size_t count;
};

struct domain {
	struct lookup *lookup;
	const char *name;
	char hosts[WB_OWN_MX_PER_DOMAIN][WB_LOCAL_DOMAIN_SIZE];
	size_t count;
};

struct lookup {
	struct wb_resolver *resolver;
	struct wb_own_addresses *own;
	struct domain domains[WB_LOCAL_DOMAINS_MAX];
	char hosts[WB_OWN_MX_HOSTS][WB_LOCAL_DOMAIN_SIZE]; /* whose addresses were asked for */
	struct addresses addresses[2 * WB_OWN_MX_HOSTS];
	size_t host_count;
};

static void take_address(void *context, const unsigned char *data, size_t length)
{
	struct addresses *addresses = context;
	struct wb_address address = { { [10] = 0xff, 0xff } };

	if (addresses->count == WB_RESOLVER_ADDRESSES_MAX || length > sizeof(address.bytes))
		return;
	memcpy(address.bytes + sizeof(address.bytes) - length, data, length);
	addresses->found[addresses->count++] = address;
}

static void end_addresses(void *context, const struct wb_resolver_answer *answer)
{
	const struct addresses *addresses = context;
	char what[WB_OWN_WHAT_SIZE];

	if (answer->outcome != WB_RESOLVER_ANSWER)
		return;
	snprintf(what, sizeof(what), "the MX of %s", addresses->domain);
	for (size_t i = 0; i < addresses->count; i++)
		wb_own_address_add(addresses->lookup->own, WB_OWN_HOST, &addresses->found[i], what);
}

/* Many domains have one MX: its addresses are asked for once. */
static void ask_host(const struct domain *domain, const char *host)
{
	static const enum wb_resolver_type types[] = { WB_RESOLVER_A, WB_RESOLVER_AAAA };
	struct lookup *lookup = domain->lookup;

	for (size_t i = 0; i < lookup->host_count; i++) {
		if (strcasecmp(lookup->hosts[i], host) == 0)
			return;
	}
	if (lookup->host_count == WB_OWN_MX_HOSTS)
		return;
	wb_text_copy(lookup->hosts[lookup->host_count], sizeof(lookup->hosts[0]), host);
	for (size_t i = 0; i < 2; i++) {
		struct addresses *addresses = &lookup->addresses[2 * lookup->host_count + i];

		addresses->lookup = lookup;
		addresses->domain = domain->name;
		wb_resolver_ask_each(lookup->resolver, host, types[i], take_address, end_addresses, addresses);
	}
	lookup->host_count++;
}

static void take_host(void *context, const unsigned char *data, size_t length)
{
	struct domain *domain = context;

	/* An empty name says that the domain takes no mail (RFC 7505). */
	if (length == 0 || domain->count == WB_OWN_MX_PER_DOMAIN || length >= WB_LOCAL_DOMAIN_SIZE ||
	    memchr(data, '\0', length) != NULL)
		return;
	memcpy(domain->hosts[domain->count], data, length);
	domain->hosts[domain->count++][length] = '\0';
}

static void end_hosts(void *context, const struct wb_resolver_answer *answer)
{
	const struct domain *domain = context;

	if (answer->outcome == WB_RESOLVER_NONE)
		ask_host(domain, domain->name);
	for (size_t i = 0; answer->outcome == WB_RESOLVER_ANSWER && i < domain->count; i++)
		ask_host(domain, domain->hosts[i]);
}

void wb_own_mx_add(
    const struct wb_local_domains *domains, const struct wb_texts *servers, uint32_t deadline_ms, struct wb_own_addresses *own)
{
	const struct wb_dns_settings settings = { *servers, deadline_ms, true };
	struct lookup *lookup = domains->count > 0 ? calloc(1, sizeof(*lookup)) : NULL;

	if (lookup == NULL || wb_resolver_open(&settings, NULL, &wb_clock_system, &lookup->resolver, NULL) != WB_OK) {
		free(lookup);
		return;
	}
	lookup->own = own;
	for (size_t i = 0; i < domains->count; i++) {
		struct domain *domain = &lookup->domains[i];

		domain->lookup = lookup;
		domain->name = domains->names[i];
		wb_resolver_ask_each(lookup->resolver, domain->name, WB_RESOLVER_MX, take_host, end_hosts, domain);
	}
	while (wb_resolver_wait(lookup->resolver))
		;
	wb_resolver_close(&lookup->resolver);
	free(lookup);
}
