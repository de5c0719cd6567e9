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

#define SERVERS_MAX 3 /* resolv.conf(5): MAXNS */
#define SERVER_SIZE 64
#define ASKED_ZONES 3
#define DEADLINE_MS 2000 /* for each server */
#define RESOLV_CONF "/etc/resolv.conf"

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
	if (wb_zones_load(status->store, names, policy->zone_count, health, &error) != WB_OK)
		status_add(status, STATUS_FAULT, status_command(status, "dnsbl check").text, "%s", error.text);
	for (size_t i = 0; i < policy->zone_count; i++) {
		empty += health[i].state == WB_HEALTH_EMPTY;
		untested += health[i].tested_at_s == 0;
	}
	if (empty == policy->zone_count && empty > 1)
		status_add(
		    status, STATUS_FAULT, status_command(status, "dnsbl check").text, "%s", WB_SELF_TEST_ADVICE_RESOLVER);
	else
		for (size_t i = 0; i < policy->zone_count; i++)
			look_at_zone(status, &policy->zones[i], &health[i]);
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

struct asking {
	size_t answered;
	const char *why; /* of the last failure; static text */
};

/* A wb_resolver_done: that a name is not there is an answer, too. */
static void note_answer(void *context, const struct wb_resolver_answer *answer)
{
	struct asking *asking = context;

	if (answer->outcome == WB_RESOLVER_ANSWER || answer->outcome == WB_RESOLVER_NONE)
		asking->answered++;
	else
		asking->why = answer->outcome == WB_RESOLVER_TIMEOUT ? "no answer within 2 s" : answer->why;
}

/*
 * Asks for a name that a resolver knows of itself, and for the test points of some zones: one that answers about any of them works.
 * server: NULL: the system's.
 */
static bool does_answer(const struct wb_policy *policy, const char *server, const char **why_r)
{
	const char *servers[] = { server };
	const struct wb_dns_settings settings = {
		.servers = { .items = servers, .count = server != NULL }, .deadline_ms = DEADLINE_MS, .edns = policy->dns.edns
	};
	struct asking asking = { .why = "no answer within 2 s" };
	char name[WB_ZONE_NAME_MAX + 16];
	struct wb_resolver *resolver;
	struct wb_error error;

	*why_r = asking.why;
	/* An address that c-ares does not take, such as fe80::1%eth0, is not asked in a connection either. */
	if (wb_resolver_open(&settings, &wb_clock_system, &resolver, &error) != WB_OK) {
		*why_r = "not an address that can be asked";
		return false;
	}
	wb_resolver_ask(resolver, "localhost", WB_RESOLVER_A, note_answer, &asking);
	for (size_t i = 0; i < policy->zone_count && i < ASKED_ZONES; i++) {
		snprintf(name, sizeof(name), "2.0.0.127.%s", policy->zones[i].name);
		wb_resolver_ask(resolver, name, WB_RESOLVER_A, note_answer, &asking);
	}
	while (asking.answered == 0 && wb_resolver_wait(resolver))
		;
	wb_resolver_close(&resolver);
	*why_r = asking.why;
	return asking.answered > 0;
}

/* Those of /etc/resolv.conf, in its order. */
static size_t read_resolv_conf(char servers[SERVERS_MAX][SERVER_SIZE])
{
	char line[512];
	size_t count = 0;
	FILE *file = fopen(RESOLV_CONF, "re");

	while (file != NULL && count < SERVERS_MAX && fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, " nameserver %63s", servers[count]) == 1)
			count++;
	}
	if (file != NULL)
		fclose(file);
	/* As resolv.conf(5) has it. */
	if (count == 0)
		snprintf(servers[count++], SERVER_SIZE, "127.0.0.1");
	return count;
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

void status_look_name_servers(struct status *status)
{
	const struct wb_policy *policy = status->policy;
	char names[SERVERS_MAX][SERVER_SIZE], help[PATH_MAX + 96];
	bool is_set = policy != NULL && policy->dns.servers.count > 0;
	const char *where = is_set ? "dns.servers" : RESOLV_CONF, *why[SERVERS_MAX];
	size_t count, good = 0;

	if (policy == NULL || policy->zone_count == 0)
		return;
	count = is_set ? policy->dns.servers.count : read_resolv_conf(names);
	if (count > SERVERS_MAX)
		count = SERVERS_MAX;
	for (size_t i = 0; i < count; i++) {
		if (is_set)
			snprintf(names[i], SERVER_SIZE, "%s", policy->dns.servers.items[i]);
		if (does_answer(policy, names[i], &why[i])) {
			why[i] = NULL;
			good++;
		}
	}
	status->has_no_server = good == 0;
	for (size_t i = 0; i < count; i++) {
		if (why[i] == NULL)
			continue;
		if (!find_restart(names[i], help, sizeof(help)))
			snprintf(help, sizeof(help), "edit %s: name a server that answers",
			    is_set ? status->cli->config_path : where);
		/* One of several that is dead costs each connection a try; when all are, nothing of the zones is known. */
		status_add(status, STATUS_FAULT, help, "name server %s of %s: %s%s", names[i], where, why[i],
		    good == 0 ? ": no zone can be asked" : ": asking it costs each connection time");
	}
	if (good == count)
		status_add(status, STATUS_GOOD, "", "%s of %s answers", names[0], where);
}
