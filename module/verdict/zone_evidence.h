/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zone_evidence.h - what the DNSBL and DNSWL zones have answered, as evidence.
 */
#ifndef WB_ZONE_EVIDENCE_H
#define WB_ZONE_EVIDENCE_H

#include "dns/dnsbl.h"
#include "verdict/evidence.h"

/*
 * Replaces the evidence of zones in facts by what they have answered until now: a row for each accepted return code, the
 * allow list that vouches for the host, and the allow lists that have said nothing. zones: the rows that dnsbl was opened with. facts points into both afterwards.
 */
void wb_zone_evidence_take(
    const struct wb_dnsbl *dnsbl, const struct wb_zone *zones, size_t zone_count, struct wb_facts *facts);

/* The same, with what hits of block lists would say whose probes are still to come. */
void wb_zone_evidence_suppose(
    const struct wb_dnsbl *dnsbl, const struct wb_zone *zones, size_t zone_count, struct wb_facts *facts);

/*
 * The same, zone by zone, for answers that were remembered: begin takes away what zones have said, and add takes the answer of the zone at
 * this place. The evidence points into result.
 */
void wb_zone_evidence_begin(struct wb_facts *facts);
void wb_zone_evidence_add(
    const struct wb_zone *zones, size_t place, const struct wb_dnsbl_result *result, struct wb_facts *facts);

#endif
