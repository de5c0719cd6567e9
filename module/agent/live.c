/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* live.c - see live.h */
#include "agent/live.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "service/complaint.h"
#include "verdict/policy_file.h"
#include "verdict/published.h"

_Static_assert(WB_ASK_CATEGORIES_MAX >= WB_POLICY_CATEGORIES_MAX, "the page's service is told every category");

/* A file that is gone has a status of its own: all zero. True: it is another one than was seen. */
static bool has_changed(const char *path, struct stat *seen)
{
	struct stat before = *seen;

	if (stat(path, seen) < 0)
		memset(seen, 0, sizeof(*seen));
	return seen->st_ino != before.st_ino || seen->st_dev != before.st_dev || seen->st_size != before.st_size ||
	    memcmp(&seen->st_mtim, &before.st_mtim, sizeof(before.st_mtim)) != 0 ||
	    memcmp(&seen->st_ctim, &before.st_ctim, sizeof(before.st_ctim)) != 0;
}

/* whyblock site fills the same values for the static pages, in cli/verb_site.c. */
void live_fill_site(const struct wb_config *config, struct wb_ask_site *site_r)
{
	const struct wb_policy *policy = &config->policy;

	for (size_t i = 0; i < policy->category_count; i++) {
		const struct wb_category *category = &policy->categories[i];

		site_r->categories[i] = (struct wb_page_category){
			.id = category->id,
			.title = category->title,
			.has_own_title = wb_category_has_own_title(category),
			.is_active = category->action != WB_OFF,
		};
	}
	site_r->page = (struct wb_page_site){
		.name = policy->site.name,
		.contacts = policy->site.contacts,
		.url = config->policy.site.url,
		.removal_address = config->removal.address,
		.answer_within_s = config->removal.answer_within_s,
		.keep_s = config->removal.keep_s,
		.colour = config->colour,
		.colour_dark = config->colour_dark,
		.categories = site_r->categories,
		.category_count = policy->category_count,
	};
	site_r->trusted_proxies = config->web.trusted_proxies;
	site_r->metrics_from = config->web.metrics_from;
}

static void read_policy(struct live *live)
{
	const struct wb_policy *policy;
	struct wb_error error;

	live->is_policy_unread = wb_policy_open(live->store, NULL, &policy, &error) != WB_OK;
	if (live->is_policy_unread) {
		wb_complain("%s", error.text);
		wb_policy_close(&policy);
		return;
	}
	wb_policy_close(&live->in_force);
	live->in_force = policy;
	live->policy_serial++;
	live->policy = *policy;
	/* Pages name no country and no network: what these say rejects nobody alone. */
	live->policy.geoip.country = live->policy.geoip.asn = "";
	live->has_policy = true;
	/* A name without its folder says nothing here: then it is the usual file, or the one before. */
	if (policy->config_path[0] == '/' && strcmp(live->config_path, policy->config_path) != 0) {
		snprintf(live->config_path, sizeof(live->config_path), "%s", policy->config_path);
		memset(&live->config_seen, 0, sizeof(live->config_seen));
	}
}

/* A request is filed in the store that the configuration names: another one is not this agent's. */
static bool is_of_store(const struct live *live, const struct wb_config *config)
{
	struct stat own, named;

	if (stat(live->store, &own) < 0 || stat(wb_policy_folder(&config->policy), &named) < 0)
		return strcmp(live->store, wb_policy_folder(&config->policy)) == 0;
	return own.st_ino == named.st_ino && own.st_dev == named.st_dev;
}

static void read_config(struct live *live)
{
	struct wb_diagnostics diagnostics;
	char line[WB_DIAGNOSTIC_LINE_SIZE];
	struct wb_config *config;
	bool is_first = live->config == NULL;
	enum wb_status status = wb_config_open(live->config_path, &config, &diagnostics);

	live->serial++;
	for (size_t i = 0; status != WB_OK && i < diagnostics.count; i++) {
		wb_diagnostic_format(&diagnostics.rows[i], live->config_path, line);
		wb_complain("%s", line);
	}
	if (status == WB_OK && !is_of_store(live, config)) {
		wb_complain("%s: names the store %s, and this is the agent of %s", live->config_path,
		    wb_policy_folder(&config->policy), live->store);
		status = WB_INVALID;
	}
	live->is_faulty = status != WB_OK;
	live->is_config_unread = status == WB_NO_MEMORY || status == WB_UNAVAILABLE; /* mistakes stay until the file changes */
	if (status != WB_OK) {
		wb_config_close(&config);
		if (!is_first)
			wb_complain("%s has changed and is faulty: going on with the one before", live->config_path);
		return;
	}
	wb_config_close(&live->config);
	live->config = config;
	live_fill_site(config, &live->site);
	if (!is_first)
		wb_complain("%s has changed: read again", live->config_path);
}

void live_open(struct live *live, const char *store)
{
	struct timespec now;

	memset(live, 0, sizeof(*live));
	live->store = store;
	live->looked_at_s = live->policy_looked_at_s = -1;
	snprintf(live->config_path, sizeof(live->config_path), "%s", WB_CONFIG_PATH);
	/* Not one that an agent before this one has used. */
	clock_gettime(CLOCK_REALTIME, &now);
	live->serial = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void live_look_policy(struct live *live, int64_t now_s)
{
	char path[PATH_MAX];

	if (now_s == live->policy_looked_at_s)
		return;
	live->policy_looked_at_s = now_s;
	snprintf(path, sizeof(path), "%.4000s/" WB_PUBLISHED_FOLDER "/" WB_POLICY_FILE_NAME, live->store);
	/* What could not be read is tried again, lest want of memory has the pages decide otherwise than Exim for months. */
	if (has_changed(path, &live->policy_seen) || live->is_policy_unread)
		read_policy(live);
}

void live_look(struct live *live, int64_t now_s)
{
	live_look_policy(live, now_s);
	if (now_s == live->looked_at_s)
		return;
	live->looked_at_s = now_s;
	if (has_changed(live->config_path, &live->config_seen) || live->is_config_unread)
		read_config(live);
}

void live_close(struct live *live)
{
	wb_policy_close(&live->in_force);
	wb_config_close(&live->config);
}
