/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_export_rbldnsd.c - the list as a zone for rbldnsd, with which a cluster shares it; see list_export.h */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/list_export.h"
#include "store/listings.h"

#define TXT_BYTES_MAX 200 /* a TXT string holds 255 */
#define LINE_SIZE 512

struct rbldnsd {
	const struct wb_config *config;
	int64_t now_s;
	wb_list_line *line;
	void *context;
	size_t category; /* of the dataset at hand, and its family */
	bool is_v4;
	struct wb_prefix *allowed; /* prefixes that are listed as allow */
	size_t allowed_count;
	bool no_memory;
};

/* 127.0.0.1 never stands for a listing (RFC 5782 section 5): codes begin behind it. */
static unsigned code_of(size_t category)
{
	return (unsigned)category + 2;
}

__attribute__((format(printf, 2, 3))) static void export_zone_line(const struct rbldnsd *zone, const char *format, ...)
{
	char line[LINE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	zone->line(zone->context, line);
}

static bool collect_zone_allowed(void *context, const struct wb_listing *listing)
{
	struct rbldnsd *zone = context;
	struct wb_prefix *grown;

	if (strcmp(listing->category, WB_CATEGORY_ALLOW) != 0 || !wb_listing_is_active(listing, zone->now_s))
		return true;
	grown = realloc(zone->allowed, (zone->allowed_count + 1) * sizeof(*grown));
	if (grown == NULL) {
		zone->no_memory = true;
		return false;
	}
	zone->allowed = grown;
	grown[zone->allowed_count++] = listing->prefix;
	return true;
}

static bool export_zone_listing(void *context, const struct wb_listing *listing)
{
	const struct rbldnsd *zone = context;
	char prefix[WB_PREFIX_TEXT_SIZE], reason[TXT_BYTES_MAX + 1];
	struct wb_text text;

	if (wb_prefix_is_v4(&listing->prefix) != zone->is_v4 || wb_prefix_is_asn(&listing->prefix) ||
	    !wb_listing_is_active(listing, zone->now_s) ||
	    strcmp(listing->category, zone->config->policy.categories[zone->category].id) != 0)
		return true;
	for (size_t i = 0; i < zone->allowed_count; i++) {
		if (zone->allowed[i].prefix_bits <= listing->prefix.prefix_bits &&
		    wb_prefix_overlaps(&zone->allowed[i], &listing->prefix))
			return true;
	}
	wb_prefix_format(&listing->prefix, prefix);
	wb_text_open(&text, reason, sizeof(reason));
	wb_text_add_printable(&text, listing->reason, TXT_BYTES_MAX);
	/* rbldnsd puts the address in for a $. */
	for (char *c = reason; *c != '\0'; c++) {
		if (*c == '$')
			*c = '?';
	}
	export_zone_line(zone, "%s :127.0.%d.%u:%s", prefix, (int)listing->scope, code_of(zone->category), reason);
	return true;
}

static void export_zone_head(const struct rbldnsd *zone)
{
	export_zone_line(zone,
	    "# Listings of whyblock, for rbldnsd's type combined:  rbldnsd -b ADDRESS/PORT bl.example.net:combined:THIS-FILE");
	export_zone_line(zone, "# In whyblock.conf of those who ask:");
	export_zone_line(zone, "#   dnsbl \"bl.example.net\" {");
	export_zone_line(zone, "#       ipv6 = \"yes\"");
	for (size_t i = 0; i < zone->config->policy.category_count; i++) {
		const char *id = zone->config->policy.categories[i].id;

		export_zone_line(zone, "#       code \"127.0.%d.%u\" { category = \"%s\" }", WB_SCOPE_HOST, code_of(i), id);
		for (int scope = WB_SCOPE_HOST + 1; scope < WB_SCOPE_COUNT; scope++)
			export_zone_line(zone, "#       code \"127.0.%d.%u\" { category = \"%s\" scope = \"%s\" }", scope,
			    code_of(i), id, wb_scope_name((enum wb_scope)scope));
	}
	export_zone_line(zone, "#   }");
	export_zone_line(zone, "$SOA 3600 localhost. hostmaster.localhost. 0 3600 600 86400 60");
	export_zone_line(zone, "$NS 3600 localhost.");
}

static enum wb_status export_zone_dataset(struct rbldnsd *zone, size_t *unreadable_r, struct wb_error *error_r)
{
	char prefix[WB_PREFIX_TEXT_SIZE];

	export_zone_line(
	    zone, "$DATASET %s:%s @", zone->is_v4 ? "ip4trie" : "ip6trie", zone->config->policy.categories[zone->category].id);
	/* The points of RFC 5782 section 5: 127.0.0.2 is listed, 127.0.0.1 is not. */
	if (zone->category == 0)
		export_zone_line(zone, "%s :127.0.0.2:test entry (RFC 5782)", zone->is_v4 ? "127.0.0.2" : "::ffff:7f00:2/128");
	for (size_t i = 0; i < zone->allowed_count; i++) {
		if (wb_prefix_is_v4(&zone->allowed[i]) != zone->is_v4)
			continue;
		wb_prefix_format(&zone->allowed[i], prefix);
		export_zone_line(zone, "!%s", prefix);
	}
	return wb_listing_walk(zone->config->policy.store, export_zone_listing, zone, unreadable_r, error_r);
}

enum wb_status wb_list_export_rbldnsd(const struct wb_config *config, int64_t now_s, wb_list_line *line, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	struct rbldnsd zone = { .config = config, .now_s = now_s, .line = line, .context = context };
	enum wb_status status = wb_listing_walk(config->policy.store, collect_zone_allowed, &zone, unreadable_r, error_r);

	if (status == WB_OK && zone.no_memory)
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (status == WB_OK)
		export_zone_head(&zone);
	for (; status == WB_OK && zone.category < config->policy.category_count; zone.category++) {
		zone.is_v4 = true;
		status = export_zone_dataset(&zone, unreadable_r, error_r);
		zone.is_v4 = false;
		if (status == WB_OK)
			status = export_zone_dataset(&zone, unreadable_r, error_r);
	}
	free(zone.allowed);
	return status;
}
