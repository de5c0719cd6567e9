/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * live.h - the configuration of a service that runs for months: read again when the file has changed.
 */
#ifndef WB_WEB_LIVE_H
#define WB_WEB_LIVE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "config/config.h"
#include "page/page.h"

struct wb_live {
	const char *path;
	struct wb_config *config;                                     /* the last good one */
	struct wb_page_site site;                                     /* what the pages show of it */
	struct wb_page_category categories[WB_POLICY_CATEGORIES_MAX]; /* of site */
	bool is_faulty;                                               /* the file as it is now is not that one */
	int64_t looked_at_s;
	struct stat seen; /* of the file when it was read last, good or not */
};

/* Reads the configuration; every diagnostic is told on stderr unless WB_OK is returned. */
enum wb_status wb_live_open(struct wb_live *live, const char *path, int64_t now_s);

/*
 * Looks whether the file has changed, once a second at most, and reads it. A faulty one is told once, and the one before stays: then
 * nothing that came from config changes. Otherwise all pointers into the old one end here.
 */
void wb_live_refresh(struct wb_live *live, int64_t now_s);

void wb_live_close(struct wb_live *live);

#endif
