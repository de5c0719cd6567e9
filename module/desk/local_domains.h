/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * local_domains.h - the domains that a domain list of Exim names outright, such as "@ : localhost : example.org". Pure.
 */
#ifndef WB_LOCAL_DOMAINS_H
#define WB_LOCAL_DOMAINS_H

#include <stddef.h>

#define WB_LOCAL_DOMAINS_MAX 16
#define WB_LOCAL_DOMAIN_SIZE 254 /* RFC 1035 section 2.3.4 */

struct wb_local_domains {
	char names[WB_LOCAL_DOMAINS_MAX][WB_LOCAL_DOMAIN_SIZE];
	size_t count; /* further ones were left out */
};

/*
 * Reads a list as the Exim specification has it, section 6.17 and 10.8. What is no name of at least two labels is left out: wildcards, look-ups,
 * files, other lists, "localhost", and what is denied. So is all behind the first expansion, whose own colons nothing tells apart.
 * primary: what "@" stands for; "": nobody knows.
 */
void wb_local_domains_read(const char *list, const char *primary, struct wb_local_domains *domains_r);

#endif
