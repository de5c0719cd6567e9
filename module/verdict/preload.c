/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* preload.c - see preload.h */
#include "verdict/preload.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dns/cares.h"
#include "verdict/geoip.h"
#include "verdict/kept_file.h"
#include "verdict/policy_file.h"
#include "verdict/published.h"
#include "verdict/published_listings.h"
#include "verdict/sodium.h"

/* The store, and the two names that are looked at before each fork. Written once: a page that the daemon writes to costs it a copy each time. */
static char known_store[PATH_MAX];
static char policy_path[PATH_MAX], recent_path[PATH_MAX];

/* One that is cut leads nowhere: no file has a name of this length. */
static void name_file(const char *store, const char *name, char path_r[PATH_MAX])
{
	snprintf(path_r, PATH_MAX, "%s/" WB_PUBLISHED_FOLDER "/%s", store, name);
}

static bool is_published(const char *store, const char *name)
{
	char path[PATH_MAX];

	name_file(store, name, path);
	return access(path, R_OK) == 0;
}

/* The base that the kept recent names. Its name changes only with a new recent. */
static void keep_base(const char *store)
{
	struct wb_listings_file recent;
	char name[WB_PUBLISHED_NAME_SIZE], path[PATH_MAX];

	if (wb_listings_file_open(store, WB_PUBLISHED_RECENT, &recent, NULL) == WB_OK) {
		wb_published_base_name(&recent.header, name);
		name_file(store, name, path);
		wb_kept_file_keep(WB_KEPT_BASE, path);
	}
	wb_listings_file_close(&recent);
}

/* They are loaded for good, and none of them does anything until it is asked. One that is missing is tried again when something is published. */
static void load_libraries(const char *store)
{
	uint32_t uses = wb_policy_file_uses(policy_path);

	if (uses & WB_POLICY_USES_ZONES)
		wb_library_load(&wb_cares_library, NULL);
	if (uses & WB_POLICY_USES_REFERENCES)
		wb_library_load(&wb_sodium_library, NULL);
	/* There are copies while the policy names files for them. */
	if (is_published(store, WB_PUBLISHED_COUNTRY) || is_published(store, WB_PUBLISHED_ASN))
		wb_library_load(&wb_geoip_library, NULL);
}

/* What is done when something was published: a step of its own, since it takes room on the stack, of which the other case needs little. */
static __attribute__((noinline)) void follow(const char *store, bool has_new_listings)
{
	if (has_new_listings)
		keep_base(store);
	load_libraries(store);
}

void wb_preload(const char *store)
{
	bool has_new_policy, has_new_listings;

	if (strcmp(store, known_store) != 0) {
		snprintf(known_store, sizeof(known_store), "%s", store);
		name_file(store, WB_POLICY_FILE_NAME, policy_path);
		name_file(store, WB_PUBLISHED_RECENT, recent_path);
	}
	has_new_policy = wb_kept_file_keep(WB_KEPT_POLICY, policy_path);
	has_new_listings = wb_kept_file_keep(WB_KEPT_RECENT, recent_path);
	if (has_new_policy || has_new_listings)
		follow(store, has_new_listings);
}
