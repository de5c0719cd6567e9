/*
 * zone.h - a DNSBL or DNSWL zone as configured: its name, whose it is, and what its return codes mean.
 */
#ifndef WB_ZONE_H
#define WB_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/scope.h"
#include "base/status.h"
#include "config/diagnostic.h"
#include "dns/catalogue.h"

struct wb_config;

#define WB_ZONES_MAX 48
#define WB_ZONE_CODES_MAX 100 /* of the operator's own, in one zone */
#define WB_ZONE_NAME_MAX 180  /* leaves room for an IPv6 address before it in a name of 255 octets (RFC 1035) */

enum wb_zone_ipv6 { WB_ZONE_IPV6_AUTO, WB_ZONE_IPV6_NO, WB_ZONE_IPV6_YES };

/* A return code of a zone: of the operator's own sections first, then of the catalogue. */
struct wb_code {
	const char *text; /* "127.0.0.3-127.0.0.5" */
	struct wb_code_match match;
	enum wb_code_kind kind;
	const char *category_id; /* of WB_CODE_LISTED */
	size_t category;
	uint32_t weight_milli;
	int scope;      /* enum wb_scope */
	uint32_t trust; /* of WB_CODE_ALLOW */
	const char *meaning;
	int line; /* 0: from the catalogue */
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
	int min_trust; /* of a dnswl */
	uint32_t weight_milli;
	struct wb_code *codes;
	size_t code_count;
};

/* Appends a zone to config->policy.zones with its settings' defaults; NULL when the name is a mistake (noted) or out of memory. */
struct wb_zone *wb_zone_add(
    struct wb_config *config, const char *name, bool is_dnswl, int line, struct wb_diagnostics *diagnostics);

/* Appends a code of the operator's own to the last zone; NULL as above. */
struct wb_code *wb_zone_add_code(struct wb_config *config, const char *codes, int line, struct wb_diagnostics *diagnostics);

/* Once all settings are read: resolves categories and weights, adds the catalogue's codes. Notes mistakes. */
enum wb_status wb_zones_finish(struct wb_config *config, struct wb_diagnostics *diagnostics);

/*
 * What the zone says by a return code. Bits: every row whose bit is set; otherwise the first row that holds. Calls visit for each
 * row; returns how many there were: 0 means that the zone's table does not name the code, which then does not count.
 */
size_t wb_zone_decode(
    const struct wb_zone *zone, uint32_t code, void (*visit)(void *context, const struct wb_code *code), void *context);

/* The zones' shown names, in order; names_r holds WB_ZONES_MAX rows that point into config. */
void wb_zones_list_names(const struct wb_config *config, const char **names_r);

/*
 * The dnsbl zones of which some code counts for a category (by its place in the configuration), in the configuration's order.
 * zones_r holds WB_ZONES_MAX rows; returns how many were set.
 */
size_t wb_zone_list_for_category(const struct wb_config *config, size_t category, const struct wb_zone **zones_r);

/* The largest weight that the zone could add to a category; 0: none. */
uint32_t wb_zone_max_weight(const struct wb_zone *zone, size_t category);

#endif
