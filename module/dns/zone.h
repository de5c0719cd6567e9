/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zone.h - a DNSBL or DNSWL zone, ready to be asked: its name, whose it is, and what its return codes mean.
 * Rows and pure questions about them; who makes the rows from settings is config/zone_section.h.
 */
#ifndef WB_ZONE_H
#define WB_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/position.h"
#include "base/scope.h"
#include "dns/catalogue.h"
#include "dns/return_code.h"

#define WB_ZONES_MAX 48
#define WB_ZONE_CODES_MAX 100 /* of the operator's own, in one zone */
#define WB_ZONE_NAME_MAX 180  /* leaves room for an IPv6 address before it in a name of 255 octets (RFC 1035) */

/* When the zone is asked about a random address: once it has a hit, or beside each question, so that a hit waits for nothing more. */
enum wb_zone_probe { WB_ZONE_PROBE_AFTER, WB_ZONE_PROBE_WITH };

enum wb_zone_ipv6 { WB_ZONE_IPV6_AUTO, WB_ZONE_IPV6_NO, WB_ZONE_IPV6_YES };

/* A return code of a zone: of the operator's own sections first, then of the catalogue. */
struct wb_code {
	const char *text; /* "127.0.0.3-127.0.0.5" */
	struct wb_code_match match;
	enum wb_code_kind kind;
	const char *category_id; /* of WB_CODE_LISTED */
	size_t category;         /* its place in the policy */
	uint32_t weight_milli;
	int scope;      /* enum wb_scope; WB_SCOPE_COUNT of a section that leaves it out, until all are read */
	uint32_t trust; /* of WB_CODE_ALLOW */
	const char *meaning;
	struct wb_position position; /* line 0: from the catalogue */
};

struct wb_zone {
	const char *name;                      /* what is asked: may hold an account's key */
	const char *shown;                     /* the same without the key: for people, logs and the store */
	const char *run_by;                    /* of one operator only the heaviest evidence counts in a category */
	const struct wb_catalogue_zone *known; /* NULL: whyblock does not know it */
	/* URL of the page where a host gets off the list; "%{ip}" in it stands for the host. Empty: none is known. */
	const char *removal;
	bool is_dnswl;
	bool asks_ipv6;
	int ipv6;      /* enum wb_zone_ipv6 */
	int probe;     /* enum wb_zone_probe */
	int min_trust; /* of a dnswl */
	uint32_t weight_milli;
	uint32_t relief_milli; /* of a dnswl: what a hit takes from each category's evidence of zones; 0: all */
	struct wb_code *codes;
	size_t code_count;
	struct wb_position position; /* where its section begins; line 0: from a published policy */
};

/*
 * What the zone says by a return code. Bits: every row whose bit is set; otherwise the first row that holds. Calls visit for each
 * row; returns how many there were: 0 means that the zone's table does not name the code, which then does not count.
 * What the catalogue calls an error is that and nothing else, even where rows of the operator's own name the code.
 */
size_t wb_zone_decode(
    const struct wb_zone *zone, uint32_t code, void (*visit)(void *context, const struct wb_code *code), void *context);

/* Whether by this code the zone vouches for the host: it is an allow list, and trusts it far enough. */
bool wb_zone_vouches(const struct wb_zone *zone, const struct wb_code *code);

/* The zones' shown names, in order; names_r holds count rows that point into zones. */
void wb_zones_list_names(const struct wb_zone *zones, size_t count, const char **names_r);

/*
 * The dnsbl zones of which some code counts for a category (by its place in the policy), in the order of zones.
 * found_r holds count rows that point into zones; returns how many were set.
 */
size_t wb_zones_list_for_category(const struct wb_zone *zones, size_t count, size_t category, const struct wb_zone **found_r);

/* The largest weight that the zone could add to a category; 0: none. */
uint32_t wb_zone_max_weight(const struct wb_zone *zone, size_t category);

#endif
