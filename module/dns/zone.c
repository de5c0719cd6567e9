/* zone.c - see zone.h */
#include "dns/zone.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "config/config.h"

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

/* Why a zone of this name cannot be added, said as what was expected; NULL when it can. */
static const char *right_name(const struct wb_config *config, const char *name, bool is_dnswl)
{
	if (!name_is_valid(name))
		return "a domain name without a dot at its end";
	if (config->policy.zone_count == WB_ZONES_MAX)
		return "fewer zones";
	/* Names in the DNS have no case: the same list twice would corroborate itself. */
	for (size_t i = 0; i < config->policy.zone_count; i++) {
		if (config->policy.zones[i].is_dnswl == is_dnswl && strcasecmp(config->policy.zones[i].name, name) == 0)
			return "one section for a zone";
	}
	return NULL;
}

struct wb_zone *wb_zone_add(
    struct wb_config *config, const char *name, bool is_dnswl, int line, struct wb_diagnostics *diagnostics)
{
	const char *right = right_name(config, name, is_dnswl);
	struct wb_zone *zones;
	struct wb_zone *zone;
	size_t key_length;

	if (right != NULL) {
		wb_diagnostics_add(diagnostics, line, "found zone \"%.40s\": expected %s", wb_catalogue_hide_key(name), right);
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
	zone->weight_milli = 1000;
	return wb_setting_store_defaults(is_dnswl ? "dnswl" : "dnsbl", &config->pool, zone, NULL) == WB_OK ? zone : NULL;
}

struct wb_code *wb_zone_add_code(struct wb_config *config, const char *codes, int line, struct wb_diagnostics *diagnostics)
{
	struct wb_zone *zone = config->policy.zone_count > 0 ? &config->policy.zones[config->policy.zone_count - 1] : NULL;
	struct wb_code_match match;
	struct wb_error right;
	struct wb_code *rows;
	struct wb_code *code;

	if (wb_code_match_parse(codes, &match, &right) != WB_OK) {
		wb_diagnostics_add(
		    diagnostics, line, "found code \"%.40s\": expected %s", wb_catalogue_hide_key(codes), right.text);
		return NULL;
	}
	if (zone != NULL && zone->code_count == WB_ZONE_CODES_MAX) {
		wb_diagnostics_add(diagnostics, line, "found code \"%.40s\": expected at most %d codes, with ranges",
		    wb_catalogue_hide_key(codes), WB_ZONE_CODES_MAX);
		return NULL;
	}
	rows = zone == NULL ? NULL : wb_pool_grow(&config->pool, zone->codes, zone->code_count, sizeof(*rows));
	if (rows == NULL)
		return NULL;
	zone->codes = rows;
	code = &rows[zone->code_count++];
	*code = (struct wb_code){
		.text = wb_pool_copy(&config->pool, codes), .match = match, .kind = WB_CODE_LISTED, .meaning = "", .line = line
	};
	return wb_setting_store_defaults("code", &config->pool, code, NULL) == WB_OK ? code : NULL;
}

static enum wb_code_kind kind_for(const struct wb_zone *zone, enum wb_code_kind kind)
{
	/* The good hosts of a blocklist and the bad ones of an allowlist are known, and count for nothing. */
	if ((zone->is_dnswl && kind == WB_CODE_LISTED) || (!zone->is_dnswl && kind == WB_CODE_ALLOW))
		return WB_CODE_INFO;
	return kind;
}

static enum wb_status add_known_code(struct wb_config *config, struct wb_zone *zone, const struct wb_catalogue_code *known)
{
	struct wb_code *rows = wb_pool_grow(&config->pool, zone->codes, zone->code_count, sizeof(*rows));
	struct wb_code *code;

	if (rows == NULL)
		return WB_NO_MEMORY;
	zone->codes = rows;
	code = &rows[zone->code_count++];
	*code = (struct wb_code){ .text = known->codes,
		.kind = kind_for(zone, known->kind),
		.category_id = known->category,
		.weight_milli = known->number,
		.scope = (int)known->scope,
		.trust = known->number,
		.meaning = known->meaning };
	return wb_code_match_parse(known->codes, &code->match, NULL);
}

/*
 * What the zone's own operator says about a code holds whatever the configuration says: an end-user address is no spam source, and a
 * list of surroundings says nothing about the host.
 */
static void check_own_code(const struct wb_zone *zone, const struct wb_code *code, struct wb_diagnostics *diagnostics)
{
	const struct wb_catalogue_code *known = zone->known != NULL ? zone->known->codes : NULL;
	struct wb_code_match match;

	for (; known != NULL && known->codes != NULL; known++) {
		if (known->kind != WB_CODE_LISTED || wb_code_match_parse(known->codes, &match, NULL) != WB_OK ||
		    !wb_code_match_holds(&code->match, match.from))
			continue;
		if (strcmp(known->category, "policy") == 0 && strcmp(code->category_id, "policy") != 0)
			wb_diagnostics_add(diagnostics, code->line,
			    "found code \"%s\" of %s with category = \"%.40s\": expected policy, since it says: %s", code->text,
			    zone->shown, wb_catalogue_hide_key(code->category_id), known->meaning);
		if (known->scope != WB_SCOPE_HOST && code->scope == WB_SCOPE_HOST)
			wb_diagnostics_add(diagnostics, code->line,
			    "found code \"%s\" of %s with scope = \"host\": expected %s, since it says: %s", code->text,
			    zone->shown, wb_scope_name(known->scope), known->meaning);
	}
}

/* The operator's own row: finds its category and the weight that its scope implies. */
static void finish_own_code(
    const struct wb_zone *zone, struct wb_code *code, struct wb_diagnostics *diagnostics, const struct wb_config *config)
{
	if (wb_policy_category(&config->policy, code->category_id) == NULL)
		wb_diagnostics_add(diagnostics, code->line,
		    "found code \"%s\" of %s with category = \"%.40s\": expected a category that is built in or defined in this file",
		    code->text, zone->shown, wb_catalogue_hide_key(code->category_id));
	else
		check_own_code(zone, code, diagnostics);
	if (code->weight_milli == WB_SETTING_MILLI_AUTO)
		code->weight_milli = code->scope == WB_SCOPE_HOST ? 1000 : 500;
	else if (code->weight_milli == 0)
		code->kind = WB_CODE_INFO;
}

static enum wb_status finish_zone(struct wb_config *config, struct wb_zone *zone, struct wb_diagnostics *diagnostics)
{
	const struct wb_catalogue_code *known = zone->known != NULL ? zone->known->codes : NULL;

	if (zone->removal == NULL || zone->removal[0] == '\0')
		zone->removal = zone->known != NULL && zone->known->removal != NULL ? zone->known->removal : "";
	zone->asks_ipv6 = zone->ipv6 == WB_ZONE_IPV6_YES ||
	    (zone->ipv6 == WB_ZONE_IPV6_AUTO && zone->known != NULL && (zone->known->flags & WB_ZONE_IPV6) != 0);
	for (size_t i = 0; i < zone->code_count; i++)
		finish_own_code(zone, &zone->codes[i], diagnostics, config);
	for (; known != NULL && known->codes != NULL; known++) {
		if (add_known_code(config, zone, known) != WB_OK)
			return WB_NO_MEMORY;
	}
	for (size_t i = 0; i < zone->code_count; i++) {
		struct wb_code *code = &zone->codes[i];
		const struct wb_category *category =
		    code->kind == WB_CODE_LISTED ? wb_policy_category(&config->policy, code->category_id) : NULL;

		code->category = category == NULL ? 0 : (size_t)(category - config->policy.categories);
		code->weight_milli = (uint32_t)((uint64_t)code->weight_milli * zone->weight_milli / 1000);
	}
	return WB_OK;
}

enum wb_status wb_zones_finish(struct wb_config *config, struct wb_diagnostics *diagnostics)
{
	for (size_t i = 0; i < config->policy.zone_count; i++) {
		if (finish_zone(config, &config->policy.zones[i], diagnostics) != WB_OK)
			return WB_NO_MEMORY;
	}
	return WB_OK;
}

size_t wb_zone_decode(
    const struct wb_zone *zone, uint32_t code, void (*visit)(void *context, const struct wb_code *code), void *context)
{
	size_t count = 0;

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

size_t wb_zone_list_for_category(const struct wb_config *config, size_t category, const struct wb_zone **zones_r)
{
	size_t count = 0;

	for (size_t i = 0; i < config->policy.zone_count; i++) {
		if (!config->policy.zones[i].is_dnswl && wb_zone_max_weight(&config->policy.zones[i], category) > 0)
			zones_r[count++] = &config->policy.zones[i];
	}
	return count;
}

void wb_zones_list_names(const struct wb_config *config, const char **names_r)
{
	for (size_t i = 0; i < config->policy.zone_count; i++)
		names_r[i] = config->policy.zones[i].shown;
}
