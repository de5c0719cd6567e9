/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* zone_section.c - see zone_section.h */
#include "config/zone_section.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "config/category_name.h"
#include "config/config.h"
#include "config/setting_text.h"

/* Letters, digits, '-' and '_' in labels of 1 to 63 (RFC 1035 section 2.3.4; '_' is seen in account keys). */
static bool name_is_valid(const char *name)
{
	size_t label = 0;

	if (strlen(name) > WB_ZONE_NAME_MAX || strchr(name, '.') == NULL)
		return false;
	for (; *name != '\0'; name++) {
		if (*name == '.' && label == 0)
			return false;
		if (*name != '.' && !isalnum((unsigned char)*name) && *name != '-' && *name != '_')
			return false;
		label = *name == '.' ? 0 : label + 1;
		if (label > 63)
			return false;
	}
	return label > 0;
}

struct wb_zone *wb_zone_section_add(
    struct wb_config *config, const char *name, bool is_dnswl, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	const char *expected = NULL;
	struct wb_zone *zones;
	struct wb_zone *zone;
	size_t key_length;

	if (!name_is_valid(name))
		expected = name[0] != '\0' && name[strlen(name) - 1] == '.' ? "the name without the dot at its end"
									    : "a domain name such as \"zen.spamhaus.org\"";
	else if (config->policy.zone_count == WB_ZONES_MAX)
		expected = "fewer zones";
	/* Names in the DNS have no case: the same list twice would corroborate itself. */
	for (size_t i = 0; expected == NULL && i < config->policy.zone_count; i++) {
		if (config->policy.zones[i].is_dnswl == is_dnswl && strcasecmp(config->policy.zones[i].name, name) == 0)
			expected = "one section for a zone";
	}
	if (expected != NULL) {
		wb_diagnostics_add(
		    diagnostics, position, "found zone \"%.40s\": expected %s", wb_catalogue_hide_key(name), expected);
		return NULL;
	}
	zones = wb_pool_grow(&config->pool, config->policy.zones, config->policy.zone_count, sizeof(*zones));
	if (zones == NULL)
		return NULL;
	config->policy.zones = zones;
	zone = &zones[config->policy.zone_count++];
	memset(zone, 0, sizeof(*zone));
	zone->known = wb_catalogue_find(name, &key_length);
	zone->name = wb_pool_copy(&config->pool, name);
	if (zone->name == NULL)
		return NULL;
	zone->shown = zone->name + key_length;
	zone->run_by = zone->known != NULL ? zone->known->run_by : zone->shown;
	zone->is_dnswl = is_dnswl;
	zone->position = position;
	zone->weight_milli = WB_CODE_WEIGHT_MILLI; /* a dnswl section has a weight of its own kind */
	return wb_setting_store_defaults(is_dnswl ? "dnswl" : "dnsbl", &config->pool, zone, NULL) == WB_OK ? zone : NULL;
}

struct wb_code *wb_zone_section_add_code(
    struct wb_config *config, const char *codes, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	struct wb_zone *zone = config->policy.zone_count > 0 ? &config->policy.zones[config->policy.zone_count - 1] : NULL;
	struct wb_code_match match;
	struct wb_error expected;
	struct wb_code *rows;
	struct wb_code *code;

	if (wb_code_match_parse(codes, &match, &expected) != WB_OK) {
		wb_diagnostics_add(
		    diagnostics, position, "found code \"%.40s\": expected %s", wb_catalogue_hide_key(codes), expected.text);
		return NULL;
	}
	if (zone != NULL && zone->code_count == WB_ZONE_CODES_MAX) {
		wb_diagnostics_add(diagnostics, position, "found code \"%.40s\": expected at most %d codes, with ranges",
		    wb_catalogue_hide_key(codes), WB_ZONE_CODES_MAX);
		return NULL;
	}
	rows = zone == NULL ? NULL : wb_pool_grow(&config->pool, zone->codes, zone->code_count, sizeof(*rows));
	if (rows == NULL)
		return NULL;
	zone->codes = rows;
	code = &rows[zone->code_count++];
	*code = (struct wb_code){ .text = wb_pool_copy(&config->pool, codes),
		.match = match,
		.kind = zone->is_dnswl ? WB_CODE_ALLOW : WB_CODE_LISTED,
		.category_id = "",
		.meaning = "",
		.position = position };
	return wb_setting_store_defaults(zone->is_dnswl ? "dnswl-code" : "code", &config->pool, code, NULL) == WB_OK ? code
														     : NULL;
}

/* Appends a row of the catalogue to the zone's codes. */
static enum wb_status add_known_code(struct wb_config *config, struct wb_zone *zone, const struct wb_catalogue_code *known)
{
	struct wb_code *rows = wb_pool_grow(&config->pool, zone->codes, zone->code_count, sizeof(*rows));
	struct wb_code *code;

	if (rows == NULL)
		return WB_NO_MEMORY;
	zone->codes = rows;
	code = &rows[zone->code_count++];
	*code = (struct wb_code){ .text = known->codes,
		.kind = known->kind,
		.category_id = known->category,
		.weight_milli = known->number,
		.scope = (int)known->scope,
		.trust = known->number,
		.meaning = known->meaning };
	/* The good hosts of a blocklist and the bad ones of an allowlist are known, and count for nothing. */
	if (code->kind == (zone->is_dnswl ? WB_CODE_LISTED : WB_CODE_ALLOW))
		code->kind = WB_CODE_INFO;
	return wb_code_match_parse(known->codes, &code->match, NULL);
}

/*
 * Of a scope that the file does not say: what the list says of such codes, the widest of them. So nobody makes a list of surroundings
 * one of hosts by leaving a line out.
 */
static int own_scope(const struct wb_zone *zone, const struct wb_code *code)
{
	const struct wb_catalogue_code *known = zone->known != NULL ? zone->known->codes : NULL;
	int scope = WB_SCOPE_HOST;
	struct wb_code_match match;

	for (; known != NULL && known->codes != NULL; known++) {
		if (known->kind == WB_CODE_LISTED && (int)known->scope > scope &&
		    wb_code_match_parse(known->codes, &match, NULL) == WB_OK && wb_code_match_holds(&code->match, match.from))
			scope = (int)known->scope;
	}
	return scope;
}

/*
 * What a list answers when it cannot answer is never a listing, whatever the file says of the code. So these rows come first, the others
 * as they stood.
 */
static enum wb_status put_errors_first(struct wb_config *config, struct wb_zone *zone)
{
	struct wb_code *codes = wb_pool_alloc(&config->pool, zone->code_count * sizeof(*codes));
	size_t count = 0;

	if (codes == NULL)
		return WB_NO_MEMORY;
	for (int is_other = 0; is_other <= 1; is_other++) {
		for (size_t i = 0; i < zone->code_count; i++) {
			if ((zone->codes[i].kind != WB_CODE_ERROR) == is_other)
				codes[count++] = zone->codes[i];
		}
	}
	zone->codes = codes;
	return WB_OK;
}

/* The list's errors first, then the operator's own codes, then those of the catalogue; for all of them where their category stands, and their weight. */
enum wb_status wb_zone_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics)
{
	for (size_t z = 0; z < config->policy.zone_count; z++) {
		struct wb_zone *zone = &config->policy.zones[z];
		const struct wb_catalogue_code *known = zone->known != NULL ? zone->known->codes : NULL;

		if (zone->removal == NULL || zone->removal[0] == '\0')
			zone->removal = zone->known != NULL && zone->known->removal != NULL ? zone->known->removal : "";
		zone->asks_ipv6 = zone->ipv6 == WB_ZONE_IPV6_YES ||
		    (zone->ipv6 == WB_ZONE_IPV6_AUTO && zone->known != NULL && (zone->known->flags & WB_ZONE_IPV6) != 0);
		/* An allow list's code has no category and no weight. */
		for (size_t i = 0; !zone->is_dnswl && i < zone->code_count; i++) {
			struct wb_code *code = &zone->codes[i];

			char what[WB_ZONE_NAME_MAX + 80];

			snprintf(what, sizeof(what), "code \"%.60s\" of %s", code->text, zone->shown);
			wb_category_name_find(config, diagnostics, code->position, what, code->category_id, false);
			if (code->scope == WB_SCOPE_COUNT)
				code->scope = own_scope(zone, code);
			if (code->weight_milli == WB_SETTING_MILLI_AUTO)
				code->weight_milli =
				    code->scope == WB_SCOPE_HOST ? WB_CODE_WEIGHT_MILLI : WB_CODE_WEIGHT_WIDE_MILLI;
			else if (code->weight_milli == 0)
				code->kind = WB_CODE_INFO;
		}

		for (; known != NULL && known->codes != NULL; known++) {
			if (add_known_code(config, zone, known) != WB_OK)
				return WB_NO_MEMORY;
		}
		if (zone->code_count > 0 && put_errors_first(config, zone) != WB_OK)
			return WB_NO_MEMORY;
		for (size_t i = 0; i < zone->code_count; i++) {
			struct wb_code *code = &zone->codes[i];
			const struct wb_category *category =
			    code->kind == WB_CODE_LISTED ? wb_policy_category(&config->policy, code->category_id) : NULL;

			code->category = category == NULL ? 0 : (size_t)(category - config->policy.categories);
			code->weight_milli = (uint32_t)((uint64_t)code->weight_milli * zone->weight_milli / 1000);
		}
	}
	return WB_OK;
}
