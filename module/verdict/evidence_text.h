/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * evidence_text.h - evidence in words, for the log, for staff and for pages. Nobody takes these texts apart again.
 */
#ifndef WB_EVIDENCE_TEXT_H
#define WB_EVIDENCE_TEXT_H

#include "base/text.h"
#include "verdict/evidence.h"

#define WB_EVIDENCE_SOURCE_SIZE 160
#define WB_EVIDENCE_DETAIL_SIZE 320

/* Where it comes from: "listing:staff:ann", "dnsbl:zen.spamhaus.org:127.0.0.4", "rule:snowshoe", "neighbours". No spaces, at most WB_EVIDENCE_SOURCE_SIZE. */
void wb_evidence_add_source(const struct wb_evidence *evidence, struct wb_text *text);

/* The same of the values alone; return_code: of a zone. */
void wb_evidence_add_source_of(enum wb_evidence_kind kind, const char *origin, uint32_t return_code, struct wb_text *text);

/* The name of what it comes from: a listing's source, a zone's shown name, a rule's name; neighbours have none: empty. It lives as long as the evidence. */
const char *wb_evidence_origin(const struct wb_evidence *evidence);

/* What it is about: "192.0.2.0/24", the meaning of a return code, "AS64496 Example Net"; place: where the client is. */
void wb_evidence_add_detail(const struct wb_evidence *evidence, const struct wb_place *place, struct wb_text *text);

/* The reason given with it: a listing's, a zone's TXT record, a rule's, or what neighbours are; empty: none. It lives as long as the evidence. */
const char *wb_evidence_reason(const struct wb_evidence *evidence);

/* What ends it, as a rule says; empty: nobody says. */
const char *wb_evidence_remedy(const struct wb_evidence *evidence);

/* "list.dnswl.org: suspended, so it vouched for nobody". why: of the zone's answer, which there was none. */
void wb_evidence_add_absence(const struct wb_zone *zone, const char *why, struct wb_text *text);

/* Who vouches for the host: "list.dnswl.org, trust 3"; nothing when no zone does. */
void wb_evidence_add_voucher(const struct wb_facts *facts, struct wb_text *text);

#endif
