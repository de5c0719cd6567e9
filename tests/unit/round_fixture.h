/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * round_fixture.h - what zones have answered, and the names of a host, as a test writes them down. It stands in the place of dns/dnsbl.c and
 * dns/host_names.c, which the linker leaves out then: no question is asked.
 */
#ifndef WB_ROUND_FIXTURE_H
#define WB_ROUND_FIXTURE_H

#include "dns/dnsbl.h"
#include "dns/host_names.h"
#include "unit.h"

struct wb_dnsbl {
	struct wb_dnsbl_result rows[WB_ZONES_MAX];
};

struct wb_host_names {
	bool is_unknown; /* the PTR records did not come */
	size_t count;
	struct {
		const char *name;
		enum wb_host_name_state state;
	} rows[WB_HOST_NAMES_MAX];
};

void wb_dnsbl_query_name(const struct wb_address *address, bool as_ipv6, const char *zone, char *name_r)
{
	(void)address, (void)as_ipv6, (void)zone;
	name_r[0] = '\0';
}

const char *wb_dnsbl_answer_name(enum wb_dnsbl_answer answer)
{
	(void)answer;
	return "";
}

struct wb_dnsbl *wb_dnsbl_open(const struct wb_dnsbl_setup *setup)
{
	(void)setup;
	return NULL;
}

bool wb_dnsbl_has_open(const struct wb_dnsbl *dnsbl)
{
	(void)dnsbl;
	return false;
}

bool wb_dnsbl_is_open(const struct wb_dnsbl *dnsbl, size_t zone)
{
	(void)dnsbl, (void)zone;
	return false;
}

const struct wb_dnsbl_result *wb_dnsbl_result(const struct wb_dnsbl *dnsbl, size_t zone)
{
	return &dnsbl->rows[zone];
}

void wb_dnsbl_learn(
    struct wb_dnsbl *dnsbl, const struct wb_health *known, bool is_over, bool has_no_server, enum wb_health_finding *findings_r)
{
	(void)dnsbl, (void)known, (void)is_over, (void)has_no_server, (void)findings_r;
}

void wb_dnsbl_close(struct wb_dnsbl **dnsbl)
{
	*dnsbl = NULL;
}

struct wb_host_names *wb_host_names_open(const struct wb_host_names_setup *setup)
{
	(void)setup;
	return NULL;
}

static inline bool has_name_row(const struct wb_host_names *names, enum wb_host_name_state state)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->rows[i].state == state)
			return true;
	}
	return false;
}

bool wb_host_names_is_unknown(const struct wb_host_names *names)
{
	return names->is_unknown || has_name_row(names, WB_HOST_NAME_UNKNOWN);
}

enum wb_host_name_state wb_host_names_state(const struct wb_host_names *names)
{
	if (has_name_row(names, WB_HOST_NAME_CONFIRMED))
		return WB_HOST_NAME_CONFIRMED;
	return wb_host_names_is_unknown(names) ? WB_HOST_NAME_UNKNOWN : WB_HOST_NAME_DENIED;
}

const char *wb_host_names_confirmed(const struct wb_host_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->rows[i].state == WB_HOST_NAME_CONFIRMED)
			return names->rows[i].name;
	}
	return NULL;
}

const char *wb_host_names_at(const struct wb_host_names *names, size_t place, enum wb_host_name_state *state_r)
{
	if (place >= names->count)
		return NULL;
	if (state_r != NULL)
		*state_r = names->rows[place].state;
	return names->rows[place].name;
}

const char *wb_host_names_why(const struct wb_host_names *names)
{
	(void)names;
	return "";
}

void wb_host_names_close(struct wb_host_names **names)
{
	*names = NULL;
}

#endif
