/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* ask_own.c - see ask_own.h */
#include "cli/ask_own.h"

#include <ifaddrs.h>
#include <stdio.h>
#include <string.h>

#include "cli/exim_probe.h"
#include "desk/own_mx.h"

#define DEADLINE_MS 1000 /* for all that the DNS is asked: somebody waits for the listing */
#define ANSWER_SIZE 16384

/* What stands behind this beginning of a line; "": nothing does. */
static void read_line(const char *answer, const char *begins, char *value, size_t size)
{
	const char *line = answer;

	value[0] = '\0';
	while (line != NULL && strncmp(line, begins, strlen(begins)) != 0) {
		line = strchr(line, '\n');
		line += line != NULL;
	}
	if (line != NULL)
		snprintf(value, size, "%.*s", (int)strcspn(line + strlen(begins), "\r\n"), line + strlen(begins));
}

void cli_ask_own(const struct cli *cli, bool are_many, struct wb_own_addresses *own_r)
{
	char answer[ANSWER_SIZE], list[ANSWER_SIZE], primary[WB_LOCAL_DOMAIN_SIZE];
	struct wb_local_domains domains;
	struct exim_probe probe;
	struct ifaddrs *interfaces;

	*own_r = (struct wb_own_addresses){ NULL };
	if (getifaddrs(&interfaces) == 0) {
		wb_own_address_add_interfaces(own_r, interfaces);
		freeifaddrs(interfaces);
	}
	if (!are_many || exim_probe_find("", &probe) != WB_OK ||
	    exim_probe_ask(&probe, "-bP", "+local_domains", "primary_hostname", answer, sizeof(answer), NULL) != WB_OK)
		return;
	read_line(answer, "domainlist local_domains = ", list, sizeof(list));
	read_line(answer, "primary_hostname = ", primary, sizeof(primary));
	wb_local_domains_read(list, primary, &domains);
	wb_own_mx_add(&domains, &cli->config->policy.dns.servers, DEADLINE_MS, own_r);
}
