/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * recorded_facts.h - what an event, or a line of the log, has recorded of the facts (verdict/event_facts.h), as values; and what of it nobody
 * has recorded. Pure.
 */
#ifndef WB_RECORDED_FACTS_H
#define WB_RECORDED_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dns/dnsbl.h"
#include "verdict/event.h"
#include "verdict/rule.h"

struct wb_recorded_zone {
	const char *shown; /* shown_length bytes of the event */
	size_t shown_length;
	enum wb_dnsbl_answer answer;
	size_t code_count;
	uint32_t codes[WB_RESOLVER_ADDRESSES_MAX];
};

struct wb_recorded_facts {
	bool is_at_data, is_authenticated, listings_unknown;
	bool has_host; /* host is known; its texts point into the event, and into this */
	struct wb_host host;
	char host_name[WB_QUERY_NAME_SIZE];
	bool has_names;         /* the DNS was asked for the host's names ... */
	bool names_are_all;     /* ... for each of them, not only for those under a known sender's suffix */
	bool names_are_unknown; /* something that it did not say could be another one that leads back */
	bool names_are_denied;  /* none that was looked at leads back */
	const char *names;      /* "NAME+ NAME-": see wb_recorded_name */
	uint64_t rules;         /* wb_rule_digest_messages of the policy; meaningless unless has_rules */
	bool has_rules;
	bool has_answers; /* false: of no zone; of a log that is not said */
	size_t zone_count;
	struct wb_recorded_zone zones[WB_ZONES_MAX];
};

/* The event's texts must outlive facts_r. What cannot be read counts as not recorded. */
void wb_recorded_facts_read(const struct wb_event *event, struct wb_recorded_facts *facts_r);

/* A zone by its shown name; NULL: it was not asked, or given up. */
const struct wb_recorded_zone *wb_recorded_facts_zone(const struct wb_recorded_facts *facts, const char *shown);

/*
 * The next of the host's names; list: facts->names first, moves on. mark_r: '+', '-' or '?'. False: there is none any more, or it is too
 * long.
 */
bool wb_recorded_facts_next_name(const char **list, char name_r[WB_HOST_NAME_SIZE], char *mark_r);

#endif
