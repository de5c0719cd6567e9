/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * policy_record.h - the one way in which a policy becomes bytes, and bytes a policy: its fields are named once, for both directions
 * (see base/record.h).
 *
 * Reading refuses what no policy may say: a choice that is none, a category that does not exist, more zones or rules than there may
 * be, a rule without a condition, an id that is not plain, recipients out of order. What is read can be used without another look.
 */
#ifndef WB_POLICY_RECORD_H
#define WB_POLICY_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "base/record.h"
#include "verdict/policy.h"

#define WB_POLICY_SETTINGS_MAX 100000

/* A setting that stood in the configuration, or a section, as text: "category \"spam\" action" and "\"defer\"". */
struct wb_policy_setting {
	const char *name;
	const char *value; /* as whyblock.conf would write it; of a section empty, or the zone's name with its account key */
};

/* Opened by wb_record_open_write or _read of record; pool is the caller's, who also asks record how it went. */
struct wb_policy_walk {
	struct wb_record record;
	/* Reading: lists come from it; writing: scratch, so that the policy that is written stays as it is. */
	struct wb_pool *pool;
	bool no_memory;
};

/*
 * Texts that were read point into the record's bytes. zone.known and the lines of categories, zones, rules, codes, recipients and choices are not kept: NULL and 0. After a
 * mistake the policy may not be used.
 */
void wb_policy_record_walk(struct wb_policy_walk *walk, struct wb_policy *policy);
void wb_policy_record_walk_settings(struct wb_policy_walk *walk, struct wb_policy_setting **settings, size_t *count);

#endif
