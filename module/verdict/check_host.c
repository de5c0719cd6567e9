/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* check_host.c - see check_host.h */
#include "verdict/check_host.h"

#include "verdict/helo.h"
#include "verdict/host_name.h"

#define BIT(fact) (UINT32_C(1) << (fact))

struct wb_host_wants wb_check_host_wants(const struct wb_policy *policy)
{
	struct wb_host_wants wants = { false, false, false };

	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct wb_rule *rule = &policy->rules[i];

		wants.any = wants.any || wb_rule_is_about_host(rule);
		wants.name = wants.name || wb_rule_asks_name(rule);
		wants.helo = wants.helo || wb_rule_asks_helo(rule);
	}
	return wants;
}

static void set(struct wb_truths *truths, unsigned fact, bool is_true)
{
	truths->unknown &= ~BIT(fact);
	if (is_true)
		truths->yes |= BIT(fact);
}

/* A host with several names is generic only if none of them is another kind of name. */
static bool all_are_generic(const struct wb_host_names *names, const struct wb_address *client)
{
	const char *name;

	for (size_t i = 0; (name = wb_host_names_at(names, i, NULL)) != NULL; i++) {
		if (!wb_host_name_is_generic(name, client))
			return false;
	}
	return true;
}

static void read_names(const struct wb_host_names *names, const struct wb_address *client, struct wb_host *host)
{
	enum wb_host_name_state state = names != NULL ? wb_host_names_state(names) : WB_HOST_NAME_OPEN;
	bool has_any = names != NULL && wb_host_names_at(names, 0, NULL) != NULL;

	/* Each name has been asked about, or one leads back while the others are still open. */
	if (state != WB_HOST_NAME_CONFIRMED && state != WB_HOST_NAME_DENIED)
		return;
	set(&host->name_truths, WB_HOST_NAME_IS_NONE, !has_any);
	set(&host->name_truths, WB_HOST_NAME_IS_UNCONFIRMED, has_any && state == WB_HOST_NAME_DENIED);
	set(&host->name_truths, WB_HOST_NAME_IS_GENERIC, has_any && all_are_generic(names, client));
	host->name = state == WB_HOST_NAME_CONFIRMED ? wb_host_names_confirmed(names) : "";
}

void wb_check_host_read(const struct wb_query *query, const struct wb_address *client, struct wb_host_wants wants,
    const struct wb_host_names *names, const struct wb_name_address *helo, struct wb_host *host_r)
{
	const struct wb_own_host own = {
		.name = query->own_name[0] != '\0' ? query->own_name : NULL,
		.address = query->has_own_address ? &query->own_address : NULL,
	};

	*host_r = (struct wb_host){ .helo = query->helo, .name = "" };
	wb_helo_read(query->helo, client, &own, &host_r->helo_truths);
	if (helo != NULL && wb_name_address_state(helo) != WB_NAME_ADDRESS_OPEN &&
	    wb_name_address_state(helo) != WB_NAME_ADDRESS_UNKNOWN)
		set(&host_r->helo_truths, WB_HELO_UNRESOLVED, wb_name_address_state(helo) == WB_NAME_ADDRESS_NO);
	host_r->name_truths.unknown = BIT(WB_HOST_NAME_FACTS) - 1;
	if (!wants.name)
		return;
	if (query->name[0] == '\0') {
		read_names(names, client, host_r);
		return;
	}
	/* Exim has looked it up, and confirmed it. */
	host_r->name = query->name;
	set(&host_r->name_truths, WB_HOST_NAME_IS_NONE, false);
	set(&host_r->name_truths, WB_HOST_NAME_IS_UNCONFIRMED, false);
	set(&host_r->name_truths, WB_HOST_NAME_IS_GENERIC, wb_host_name_is_generic(query->name, client));
}
