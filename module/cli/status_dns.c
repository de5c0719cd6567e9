/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* status_dns.c - the DNSBL zones, and the name servers through which they are asked */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/status_part.h"
#include "dns/catalogue.h"
#include "dns/resolver.h"
#include "dns/self_test.h"
#include "verdict/zones_file.h"

#define ASKED_ZONES 3
#define ZONES_SHOWN 6
#define DEADLINE_MS 2000 /* for each server */

/* ---- Zones ----------------------------------------------------------------------------------------------------------- */

static void look_at_zone(struct status *status, const struct wb_zone *zone, const struct wb_health *health)
{
	char help[PATH_MAX + WB_ZONE_NAME_MAX + 64];
	size_t key_length;
	const struct wb_catalogue_zone *known =
	    wb_catalogue_find(zone->name, &key_length); /* a published policy does not say it */

	if (known != NULL && known->dead_since != NULL) {
		snprintf(help, sizeof(help), "edit %s: take the section of %s out", status->cli->config_path, zone->shown);
		status_add(status, STATUS_FAULT, help, "%s: this list is dead since %s", zone->shown, known->dead_since);
	} else if (!wb_health_may_ask(health, status->cli->now_s) && status->has_no_server) {
		status_add(status, STATUS_NOTE, status_command(status, "dnsbl check").text,
		    "%s is not asked: %s; when a name server answers, test it again", zone->shown, health->why);
	} else if (!wb_health_may_ask(health, status->cli->now_s)) {
		status_add(status, STATUS_FAULT, status_command(status, "dnsbl check").text, "%s is not asked: %s", zone->shown,
		    health->why);
	}
}

/* The first ones by name: other parts need room, too. */
static void look_at_zones(struct status *status, const struct wb_policy *policy, const struct wb_health *health)
{
	size_t before = status->count, more = 0;

	for (size_t i = 0; i < policy->zone_count; i++) {
		if (status->count - before < ZONES_SHOWN)
			look_at_zone(status, &policy->zones[i], &health[i]);
		else
			more += !wb_health_may_ask(&health[i], status->cli->now_s);
	}
	if (more > 0)
		status_add(status, STATUS_FAULT, status_command(status, "dnsbl status").text, "%zu more are not asked", more);
}

void status_look_zones(struct status *status)
{
	static const char timer[] = "whyblock-dnsbl-check.timer";
	const struct wb_policy *policy = status->policy;
	const char *names[WB_ZONES_MAX];
	struct wb_health health[WB_ZONES_MAX];
	size_t empty = 0, untested = 0;
	struct wb_error error;

	if (policy == NULL || policy->zone_count == 0)
		return;
	wb_zones_list_names(policy->zones, policy->zone_count, names);
	if (wb_zones_load(status->store, names, policy->zone_count, status->cli->now_s, health, &error) != WB_OK)
		status_add(status, STATUS_FAULT, status_command(status, "dnsbl check").text, "%s", error.text);
	for (size_t i = 0; i < policy->zone_count; i++) {
		empty += health[i].state == WB_HEALTH_EMPTY;
		untested += health[i].tested_at_s == 0;
	}
	if (empty == policy->zone_count && empty > 1)
		status_add(
		    status, STATUS_FAULT, status_command(status, "dnsbl check").text, "%s", WB_SELF_TEST_ADVICE_RESOLVER);
	else
		look_at_zones(status, policy, health);
	if (status_has(status, STATUS_NOTE))
		return;
	status_add(
	    status, STATUS_GOOD, "", "%zu asked%s", policy->zone_count, untested == 0 ? ", all have passed their test" : "");
	if (status_has_systemd() && !status_unit_is_enabled(timer))
		status_add(status, STATUS_NOTE, "systemctl enable --now whyblock-dnsbl-check.timer",
		    "%s is not enabled: a zone that dies is found out when mail waits for it", timer);
	else if (untested > 0)
		status_add(status, STATUS_NOTE, status_command(status, "dnsbl check").text, "%zu of %zu never tested", untested,
		    policy->zone_count);
}

/* ---- Name servers ---------------------------------------------------------------------------------------------------- */

static void ignore_answer(void *context, const struct wb_resolver_answer *answer)
{
	(void)context;
	(void)answer;
}

/* The one server of a resolver, which keeps looking at it. NULL: it cannot be asked; why says why. */
static struct wb_resolver *open_server(const struct wb_policy *policy, const struct wb_name_servers *servers, size_t place,
    struct wb_name_servers *one_r, const char **why_r)
{
	const struct wb_dns_settings settings = { .deadline_ms = DEADLINE_MS, .edns = policy->dns.edns };
	struct wb_resolver *resolver;
	struct wb_error error;

	*one_r = (struct wb_name_servers){ .count = 1, .uses_tcp = servers->uses_tcp };
	memcpy(one_r->rows[0], servers->rows[place], sizeof(one_r->rows[0]));
	if (wb_resolver_open(&settings, one_r, &wb_clock_system, &resolver, &error) != WB_OK)
		*why_r = "not an address that can be asked";
	return resolver;
}

static void take_name_answer(void *context, const struct wb_resolver_answer *answer)
{
	const char **why = context;

	*why = answer->outcome == WB_RESOLVER_TIMEOUT ? "no answer" : answer->why;
}

/* A server of some zones alone (rbldnsd) does not: then it is never known whose host a client is. why "": it does. */
static bool does_answer_for_names(
    const struct wb_policy *policy, const struct wb_name_servers *servers, size_t place, const char **why_r)
{
	struct wb_name_servers one;
	struct wb_resolver *resolver = open_server(policy, servers, place, &one, why_r);

	if (resolver == NULL)
		return false;
	*why_r = "no answer";
	wb_resolver_ask(resolver, "1.0.0.127.in-addr.arpa", WB_RESOLVER_PTR, take_name_answer, why_r);
	while (wb_resolver_wait(resolver))
		;
	wb_resolver_close(&resolver);
	return (*why_r)[0] == '\0';
}

/* Asks this server alone, for the test points of some zones and, when it does not answer, for what any resolver knows. */
static bool does_answer(const struct wb_policy *policy, const struct wb_name_servers *servers, size_t place, const char **why_r)
{
	struct wb_name_servers one;
	struct wb_resolver *resolver = open_server(policy, servers, place, &one, why_r);
	enum wb_resolver_server_state state;
	char name[WB_ZONE_NAME_MAX + 16];

	if (resolver == NULL)
		return false;
	for (size_t i = 0; i < policy->zone_count && i < ASKED_ZONES; i++) {
		snprintf(name, sizeof(name), "2.0.0.127.%s", policy->zones[i].name);
		wb_resolver_ask(resolver, name, WB_RESOLVER_A, ignore_answer, NULL);
	}
	if (policy->zone_count == 0)
		wb_resolver_examine(resolver);
	do
		state = wb_resolver_server(resolver, 0, why_r);
	while (state != WB_RESOLVER_SERVER_GOOD && wb_resolver_wait(resolver));
	state = wb_resolver_server(resolver, 0, why_r);
	wb_resolver_close(&resolver);
	return state == WB_RESOLVER_SERVER_GOOD;
}

/* What starts a name server of this machine again; false: it is none of ours, or nobody knows which. */
static bool find_restart(const char *server, char *help, size_t size)
{
	static const char *const units[] = { "unbound", "named", "bind9", "dnsmasq", "pdns-recursor" };
	static const char *const folders[] = { "/etc/systemd/system", "/lib/systemd/system" };
	char path[128];

	if (strncmp(server, "127.0.0.53", 10) == 0) {
		snprintf(help, size, "systemctl restart systemd-resolved");
		return true;
	}
	if (strncmp(server, "127.", 4) != 0 && strncmp(server, "::1", 3) != 0)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		for (size_t f = 0; f < sizeof(folders) / sizeof(folders[0]); f++) {
			snprintf(path, sizeof(path), "%s/%s.service", folders[f], units[i]);
			if (access(path, F_OK) == 0) {
				snprintf(help, size, "systemctl restart %s", units[i]);
				return true;
			}
		}
	}
	return false;
}

static const char *place_of_servers(const struct wb_policy *policy)
{
	return policy->dns.servers.count > 0 ? "dns.servers" : WB_RESOLV_CONF;
}

static void find_help(struct status *status, const char *server, char *help, size_t size)
{
	bool is_configured = status->policy->dns.servers.count > 0;

	if (!find_restart(server, help, size))
		snprintf(help, size, "edit %s: name a server that answers",
		    is_configured ? status->cli->config_path : WB_RESOLV_CONF);
}

/* is_good: by server. */
static void look_for_names(struct status *status, const struct wb_name_servers *servers, const bool *is_good)
{
	const struct wb_policy *policy = status->policy;
	const char *why = NULL;
	char help[PATH_MAX + 96];

	for (size_t i = 0; i < servers->count; i++) {
		if (is_good[i] && does_answer_for_names(policy, servers, i, &why))
			return;
	}
	snprintf(help, sizeof(help), "edit %s: name a resolver, which asks for zones and names alike",
	    policy->dns.servers.count > 0 ? status->cli->config_path : WB_RESOLV_CONF);
	if (why != NULL)
		status_add(status, STATUS_FAULT, help,
		    "no name server of %s says the names of hosts: %s: whom zones or feeds list is deferred at most",
		    place_of_servers(policy), why);
}

void status_look_name_servers(struct status *status)
{
	const struct wb_policy *policy = status->policy;
	const char *where, *lost, *why[WB_NAME_SERVERS_MAX];
	bool is_good[WB_NAME_SERVERS_MAX];
	char help[PATH_MAX + 96];
	struct wb_name_servers servers;
	size_t good = 0;

	/* The names of known senders' hosts are asked without any zone, too. */
	if (policy == NULL || (policy->zone_count == 0 && policy->sender_count == 0))
		return;
	where = place_of_servers(policy);
	wb_name_servers_find(&policy->dns.servers, NULL, &servers);
	for (size_t i = 0; i < servers.count; i++) {
		is_good[i] = does_answer(policy, &servers, i, &why[i]);
		good += is_good[i];
	}
	status->has_no_server = good == 0;
	lost = policy->zone_count > 0 ? ": no zone can be asked"
				      : ": no host's name can be asked, so that listings of feeds defer at most";
	for (size_t i = 0; i < servers.count; i++) {
		if (is_good[i])
			continue;
		find_help(status, servers.rows[i], help, sizeof(help));
		/* One of several that is dead costs each connection a try; when all are, nothing of the zones is known. */
		status_add(status, STATUS_FAULT, help, "name server %s%s of %s: %s%s", servers.rows[i],
		    servers.is_default ? " (none is named)" : "", where, why[i],
		    good == 0 ? lost : ": another one is asked in its place");
	}
	if (policy->sender_count > 0)
		look_for_names(status, &servers, is_good);
	if (servers.left_out[0] != '\0')
		status_add(status, STATUS_NOTE, "", "of %s this has no effect on whyblock: %s", where, servers.left_out);
	if (!status_has(status, STATUS_FAULT) && good == servers.count)
		status_add(status, STATUS_GOOD, "", "%s of %s answers", servers.rows[0], where);
}
