/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * config.h - the operator's configuration, read, checked and compiled.
 */
#ifndef WB_CONFIG_H
#define WB_CONFIG_H

#include "base/address.h"
#include "base/pool.h"
#include "base/status.h"
#include "config/diagnostic.h"
#include "config/report_section.h"
#include "config/setting.h"
#include "verdict/policy.h"
#include "verdict/policy_record.h"

struct wb_web {
	struct wb_prefixes trusted_proxies;
	struct wb_prefixes metrics_from;
	bool status_links;
};

struct wb_removal_settings {
	const char *address; /* never empty when the site has a contact; else may be */
	const char *sendmail;
	const char *answers; /* a folder; empty: none */
	const char *notify;  /* a mail address, or a command that begins with '/'; empty: nobody is told of what is new */
	int64_t allow_ttl_s;
	int64_t keep_s;          /* 0: for ever */
	int64_t answer_within_s; /* as people are promised; 0: nothing is */
	uint32_t per_address;    /* requests in 24 hours ... */
	uint32_t per_host;
	uint32_t per_day;
	uint32_t relist_milli; /* thousandths: by how much a listing lasts longer for each earlier removal */
};

/* What the agent remembers. */
struct wb_case_settings {
	int64_t keep_s;     /* 0: for ever */
	uint32_t max;       /* 0: nothing */
	const char *shadow; /* a configuration; empty: none */
};

struct wb_feed_settings {
	const char *name;
	const char *file;
	const char *column;      /* see struct wb_feed_parser; empty: as the format has it */
	const char *category_id; /* one of the configuration's, or WB_CATEGORY_ALLOW */
	int scope;               /* enum wb_scope */
	int64_t ttl_s;           /* 0: none */
	struct wb_texts allow;
	unsigned allowed;            /* the same: WB_FEED_ALLOWS(guard) | ... */
	struct wb_position position; /* where it stands in the file */
};

struct wb_config {
	const char *path;
	struct wb_policy policy;    /* what verdicts need */
	const char *colour;         /* "#rrggbb", readable on the light page */
	const char *colour_dark;    /* the same on the dark page */
	int64_t history_keep_s;     /* 0: for ever */
	const char *known_senders;  /* a file of sender sections */
	bool known_senders_shipped; /* it is the one that came with whyblock */
	bool known_senders_missing; /* it is not there */
	const char *rules_file;     /* a file of rule sections; the same of it */
	bool rules_file_shipped;
	bool rules_file_missing;
	struct wb_web web;
	struct wb_removal_settings removal;
	struct wb_case_settings cases;
	struct wb_feed_settings *feeds;
	size_t feed_count;
	/* The built-in kinds in their order, then the operator's in the order of the file. */
	struct wb_report_settings *reports;
	size_t report_count;
	struct wb_policy_setting *settings; /* what the file sets, in the order of the names (setting_text.h) */
	size_t setting_count;
	struct wb_setting_note *notes; /* the same with its place (setting_text.h) */
	size_t note_count;
	struct wb_pool pool; /* holds all of it */
};

/*
 * Reads, checks and compiles a configuration file.
 * config_r:    on WB_OK the configuration; on WB_INVALID and WB_UNAVAILABLE a configuration of which only
 *              policy.on_error, policy.exempt and policy.site may be used (what could be read of them, else their defaults).
 * mistakes_r:  never empty unless WB_OK is returned; rows in the order of their lines.
 * Returns:     WB_OK, WB_INVALID (the text has diagnostics), WB_UNAVAILABLE (no such file, not a regular file, over
 *              1 MiB, writable by others, owned by somebody else), WB_NO_MEMORY.
 * Ownership:   the caller closes *config_r with wb_config_close.
 * Limits:      not reentrant, since libconfuse's lexer is not.
 */
enum wb_status wb_config_open(const char *path, struct wb_config **config_r, struct wb_diagnostics *diagnostics_r);

/* NULL is allowed; leaves NULL. */
void wb_config_close(struct wb_config **config);

/* The feed with this name, or NULL. */
const struct wb_feed_settings *wb_config_feed(const struct wb_config *config, const char *name);

#endif
