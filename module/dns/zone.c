/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* zone.c - see zone.h */
#include "dns/zone.h"

size_t wb_zone_decode(
    const struct wb_zone *zone, uint32_t code, void (*visit)(void *context, const struct wb_code *code), void *context)
{
	size_t count = 0;

	for (size_t i = 0; i < zone->code_count; i++) {
		if (zone->codes[i].kind == WB_CODE_ERROR && wb_code_match_holds(&zone->codes[i].match, code)) {
			visit(context, &zone->codes[i]);
			return 1;
		}
	}
	for (size_t i = 0; i < zone->code_count; i++) {
		const struct wb_code *row = &zone->codes[i];

		/* A row of a bit never stands in the way of the next; any other is the last word. */
		if (!wb_code_match_holds(&row->match, code) || (row->match.bit == 0 && count > 0))
			continue;
		visit(context, row);
		count++;
		if (row->match.bit == 0)
			break;
	}
	return count;
}

bool wb_zone_vouches(const struct wb_zone *zone, const struct wb_code *code)
{
	return zone->is_dnswl && code->kind == WB_CODE_ALLOW && (int)code->trust >= zone->min_trust;
}

void wb_zones_list_names(const struct wb_zone *zones, size_t count, const char **names_r)
{
	for (size_t i = 0; i < count; i++)
		names_r[i] = zones[i].shown;
}

size_t wb_zones_list_for_category(const struct wb_zone *zones, size_t count, size_t category, const struct wb_zone **found_r)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (!zones[i].is_dnswl && wb_zone_max_weight(&zones[i], category) > 0)
			found_r[found++] = &zones[i];
	}
	return found;
}

uint32_t wb_zone_max_weight(const struct wb_zone *zone, size_t category)
{
	uint32_t most = 0;

	for (size_t i = 0; i < zone->code_count; i++) {
		if (zone->codes[i].kind == WB_CODE_LISTED && zone->codes[i].category == category &&
		    zone->codes[i].weight_milli > most)
			most = zone->codes[i].weight_milli;
	}
	return most;
}
