/*
 * config.h - the operator's configuration, read, checked and compiled.
 */
#ifndef WB_CONFIG_H
#define WB_CONFIG_H

#include "base/address.h"
#include "base/pool.h"
#include "base/status.h"
#include "config/diagnostic.h"
#include "config/setting.h"
#include "dns/zone.h"
#include "verdict/category.h"

enum wb_mode { WB_ENFORCE, WB_MONITOR };
enum wb_on_error { WB_ON_ERROR_ACCEPT, WB_ON_ERROR_DEFER };

struct wb_site {
	const char *name; /* never empty: the host's name unless set */
	const char *url;
	struct wb_texts contacts;
	const char *colour;      /* "#rrggbb", readable on the light page */
	const char *colour_dark; /* the same on the dark page */
};

struct wb_web {
	struct wb_prefixes trusted_proxies;
	struct wb_prefixes metrics_from;
	bool status_links;
};

struct wb_removal_settings {
	const char *address; /* never empty when the site has a contact; else may be */
	const char *sendmail;
	int64_t allow_ttl_s;
	int64_t keep_s;       /* 0: for ever */
	uint32_t per_address; /* requests in 24 hours ... */
	uint32_t per_host;
	uint32_t per_day;
	uint32_t relist_milli; /* thousandths: by how much a listing lasts longer for each earlier removal */
};

struct wb_geoip_files {
	const char *country; /* empty: none */
	const char *asn;
};

struct wb_exempt {
	struct wb_prefixes hosts;
	bool authenticated;
	struct wb_texts recipients;
};

struct wb_rule {
	const char *name;
	struct wb_asns asns;
	struct wb_texts countries;
	const char *category_id;
	size_t category; /* place in the configuration's categories */
	uint32_t weight_milli;
	int scope; /* enum wb_scope */
	int line;  /* where it stands in the file */
};

struct wb_feed_settings {
	const char *name;
	const char *file;
	const char *category_id; /* one of the configuration's, or WB_CATEGORY_ALLOW */
	int scope;               /* enum wb_scope */
	int64_t ttl_s;           /* 0: none */
	struct wb_texts allow;
	unsigned allowed; /* the same: WB_FEED_ALLOWS(guard) | ... */
	int line;         /* where it stands in the file */
};

struct wb_dns {
	struct wb_texts servers; /* empty: the system's */
	uint32_t deadline_ms;    /* for all zones together */
	bool edns;
};

#define WB_CONFIG_CATEGORIES_MAX 64
#define WB_CONFIG_RULES_MAX 500

struct wb_config {
	const char *path;
	int mode;     /* enum wb_mode */
	int on_error; /* enum wb_on_error */
	const char *store;
	const char *reference_key; /* never empty: beside the configuration file unless set */
	int64_t history_keep_s;    /* 0: for ever */
	struct wb_site site;
	struct wb_web web;
	struct wb_removal_settings removal;
	struct wb_geoip_files geoip;
	struct wb_exempt exempt;
	struct wb_category *categories; /* the built-in ones in their order, then the operator's in file order */
	size_t category_count;
	struct wb_dns dns;
	struct wb_zone *zones; /* dnsbl in file order, then dnswl */
	size_t zone_count;
	struct wb_rule *rules;
	size_t rule_count;
	struct wb_feed_settings *feeds;
	size_t feed_count;
	struct wb_pool pool;
};

/*
 * Reads, checks and compiles a configuration file.
 * config_r:    on WB_OK the configuration; on WB_INVALID and WB_UNAVAILABLE a configuration of which only
 *              on_error, exempt and site may be used (what could be read of them, else their defaults).
 * mistakes_r:  never empty unless WB_OK is returned; rows in the order of their lines.
 * Returns:     WB_OK, WB_INVALID (mistakes in the text), WB_UNAVAILABLE (no such file, not a regular file, over
 *              1 MiB, writable by others, owned by somebody else), WB_NO_MEMORY.
 * Ownership:   the caller closes *config_r with wb_config_close.
 * Limits:      not reentrant, since libconfuse's lexer is not.
 */
enum wb_status wb_config_open(const char *path, struct wb_config **config_r, struct wb_diagnostics *diagnostics_r);

/* NULL is allowed; leaves NULL. */
void wb_config_close(struct wb_config **config);

/* The feed with this name, or NULL. */
const struct wb_feed_settings *wb_config_feed(const struct wb_config *config, const char *name);

/* The category with this id, or NULL. */
const struct wb_category *wb_config_category(const struct wb_config *config, const char *id);

#endif
