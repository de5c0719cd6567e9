/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * live.h - the policy that is in force, and the configuration that it was compiled from, for an agent that runs for months: each is read
 * again when its file has changed. What cannot be read is told once, and the one before stays; so no mistake of the operator's, and
 * nothing that is missing, keeps the agent from starting or ends it.
 */
#ifndef WB_AGENT_LIVE_H
#define WB_AGENT_LIVE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "config/config.h"
#include "service/ask.h"

struct live {
	const char *store;
	struct wb_policy policy;  /* as Exim decides, but for the GeoIP files; has_policy says whether it is there */
	struct wb_config *config; /* NULL: none could be read yet */
	bool has_policy;
	bool is_faulty;          /* the configuration as it is now is not this one */
	uint64_t serial;         /* another one whenever config or is_faulty may have changed */
	struct wb_ask_site site; /* what the page's service is told of config; meaningless without */

	uint64_t policy_serial;           /* another one whenever in_force has changed */
	const struct wb_policy *in_force; /* owns what policy points to; NULL: there is none */
	char config_path[PATH_MAX];
	int64_t looked_at_s, policy_looked_at_s;
	struct stat policy_seen, config_seen; /* of the files when they were read last, good or not */
	bool is_policy_unread, is_config_unread;
};

/* store: must outlive it. Nothing is read before the first look. */
void live_open(struct live *live, const char *store);

/*
 * Looks whether a file has changed, once a second at most, and reads it. When one was read, pointers into the one before end here.
 */
void live_look(struct live *live, int64_t now_s);

/* The same for the policy alone. */
void live_look_policy(struct live *live, int64_t now_s);

void live_close(struct live *live);

/* What the pages show of a configuration: points into it, and into site_r itself. */
void live_fill_site(const struct wb_config *config, struct wb_ask_site *site_r);

#endif
