/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* live.c - see live.h */
#include "web/live.h"

#include <string.h>

#include "service/complaint.h"

/* A file that is gone has a status of its own: all zero. */
static void look(const char *path, struct stat *st)
{
	if (stat(path, st) < 0)
		memset(st, 0, sizeof(*st));
}

static enum wb_status read_file(struct wb_live *live)
{
	struct wb_diagnostics diagnostics;
	char line[WB_DIAGNOSTIC_LINE_SIZE];
	struct wb_config *config;
	enum wb_status status;

	look(live->path, &live->seen);
	status = wb_config_open(live->path, &config, &diagnostics);
	live->is_faulty = status != WB_OK;
	if (status != WB_OK) {
		for (size_t i = 0; i < diagnostics.count; i++) {
			wb_diagnostic_format(&diagnostics.rows[i], live->path, line);
			wb_complain("%s", line);
		}
		wb_config_close(&config);
		return status;
	}
	/* The service opens no database of networks: it need not have the right to, and what they say rejects nobody alone. */
	config->policy.geoip.country = "";
	config->policy.geoip.asn = "";
	wb_config_close(&live->config);
	live->config = config;

	/* whyblock site fills the same values for the static pages, in cli/verb_site.c. */
	for (size_t i = 0; i < config->policy.category_count; i++) {
		const struct wb_category *category = &config->policy.categories[i];

		live->categories[i] = (struct wb_page_category){
			.id = category->id,
			.title = category->title,
			.has_own_title = wb_category_has_own_title(category),
			.is_active = category->action != WB_OFF,
		};
	}
	live->site = (struct wb_page_site){
		.name = config->policy.site.name,
		.contacts = config->policy.site.contacts,
		.removal_address = config->removal.address,
		.colour = config->colour,
		.colour_dark = config->colour_dark,
		.categories = live->categories,
		.category_count = config->policy.category_count,
	};
	return WB_OK;
}

enum wb_status wb_live_open(struct wb_live *live, const char *path, int64_t now_s)
{
	memset(live, 0, sizeof(*live));
	live->path = path;
	live->looked_at_s = now_s;
	return read_file(live);
}

void wb_live_refresh(struct wb_live *live, int64_t now_s)
{
	const struct stat *seen = &live->seen;
	struct stat st;

	if (now_s == live->looked_at_s)
		return;
	live->looked_at_s = now_s;
	look(live->path, &st);
	if (st.st_ino == seen->st_ino && st.st_dev == seen->st_dev && st.st_size == seen->st_size &&
	    memcmp(&st.st_mtim, &seen->st_mtim, sizeof(st.st_mtim)) == 0 &&
	    memcmp(&st.st_ctim, &seen->st_ctim, sizeof(st.st_ctim)) == 0)
		return;
	if (read_file(live) == WB_OK)
		wb_complain("%s has changed: read again", live->path);
	else
		wb_complain("%s has changed and is faulty: going on with the one before", live->path);
}

void wb_live_close(struct wb_live *live)
{
	wb_config_close(&live->config);
}
