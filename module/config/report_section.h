/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * report_section.h - the sections report "KIND" { ... } of a configuration: what is reported of hosts, and what becomes of it. Some kinds are
 * built in, each with its own defaults; another title defines a kind of the operator's own, for whyblock_report in an ACL.
 */
#ifndef WB_REPORT_SECTION_H
#define WB_REPORT_SECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "base/status.h"
#include "config/diagnostic.h"

struct wb_config;

#define WB_REPORT_KINDS_MAX 64

/* The kinds that the agent makes itself of what connections did. */
#define WB_REPORT_UNKNOWN_RECIPIENTS "unknown-recipients"
#define WB_REPORT_PROTOCOL "protocol"
#define WB_REPORT_FORMMAIL "formmail"

struct wb_report_settings {
	const char *name;
	bool enabled;
	/*
	 * It lists whoever has no record of accepted mail, too. The others list only while connections tell what they did (whyblock_done), since
	 * else nobody knows who is a mail server like any other.
	 */
	bool is_certain;
	const char *category_id;     /* one of the configuration's */
	uint32_t hits;               /* reports of one host that list it ... */
	int64_t leak_s;              /* ... one of which is forgotten in each such time; 0: none is */
	int64_t ttl_s;               /* never 0: how long it is listed ... */
	int64_t ttl_max_s;           /* ... doubled for each repeat, up to this */
	struct wb_texts except;      /* patterns of reasons that do not count */
	struct wb_position position; /* where it stands in the file; line 0: nowhere */
};

/* A built-in kind: its defaults as the file would write them; NULL: that of the setting. */
struct wb_report_kind {
	const char *name;
	bool is_certain;
	const char *category, *hits, *leak, *ttl;
	const char *except; /* separated by spaces */
	const char *help;   /* what is reported */
};
extern const struct wb_report_kind wb_report_kinds[];
extern const size_t wb_report_kind_count;

/* Puts the built-in kinds in. WB_NO_MEMORY is its one failure. */
enum wb_status wb_report_sections_begin(struct wb_config *config);

/* The section of this kind, which is added where it is none yet; NULL: the name is wrong (a diagnostic was added), or memory ran out. */
struct wb_report_settings *wb_report_section_open(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics);

/* What one row alone cannot tell. */
void wb_report_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics);

/* The section of this kind, or NULL. */
const struct wb_report_settings *wb_report_find(const struct wb_config *config, const char *name);

/*
 * True when this reason does not count. In a pattern '*' stands for any bytes, also none, and '?' for one; case does not matter. A reason that may
 * have been cut (WB_EVENT_REPORT_REASON_SIZE) matches a pattern whose end may stand behind that. Takes no longer than the product of both lengths.
 */
bool wb_report_is_excepted(const struct wb_report_settings *settings, const char *reason);

#endif
