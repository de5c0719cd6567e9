/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* policy.c - see policy.h */
#include "verdict/policy.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "verdict/policy_file.h"
#include "verdict/published.h"

/* Accepts everything: no category, no zone, no rule. */
static const struct wb_policy no_policy = {
	.config_path = "",
	.on_error = WB_ON_ERROR_ACCEPT,
	.store = "",
	.reference_key = "",
	.site = { .name = "", .url = "" },
	.geoip = { "", "" },
};

enum wb_status wb_policy_open(
    const char *store, const char *config_path, const struct wb_policy **policy_r, struct wb_error *fault_r)
{
	struct wb_policy_file *file;
	char path[PATH_MAX];
	enum wb_status status;

	*policy_r = NULL;
	fault_r->text[0] = '\0';
	snprintf(
	    path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER "/" WB_POLICY_FILE_NAME, store != NULL ? store : WB_POLICY_STORE);
	status = wb_policy_file_read(path, WB_POLICY_FILE_VERDICT, &file, fault_r);
	if (status == WB_NO_MEMORY)
		return status;
	if (status == WB_OK && config_path != NULL && strcmp(file->policy.config_path, config_path) != 0) {
		status = wb_fail(fault_r, WB_UNAVAILABLE,
		    "policy %.100s: was compiled from %.100s, not from %.100s: name its store, {store=DIR} in the place of {config=PATH}",
		    path, file->policy.config_path, config_path);
		wb_policy_file_close(&file);
	}
	*policy_r = status == WB_OK ? &file->policy : &no_policy;
	return status;
}

void wb_policy_close(const struct wb_policy **policy)
{
	struct wb_policy_file *file;

	if (*policy != NULL && *policy != &no_policy) {
		file = (struct wb_policy_file *)((char *)(uintptr_t)*policy - offsetof(struct wb_policy_file, policy));
		wb_policy_file_close(&file);
	}
	*policy = NULL;
}

const char *wb_policy_folder(const struct wb_policy *policy)
{
	return policy->store[0] != '\0' ? policy->store : WB_POLICY_STORE;
}

bool wb_policy_is_usual_store(const char *store)
{
	struct stat named, usual;

	if (store == NULL || store[0] == '\0' || strcmp(store, WB_POLICY_STORE) == 0)
		return true;
	return stat(store, &named) == 0 && stat(WB_POLICY_STORE, &usual) == 0 && named.st_dev == usual.st_dev &&
	    named.st_ino == usual.st_ino;
}

void wb_policy_run_folder(const char *store, char *path_r)
{
	if (wb_policy_is_usual_store(store))
		snprintf(path_r, PATH_MAX, "%s", WB_POLICY_RUN);
	else
		snprintf(path_r, PATH_MAX, "%s/" WB_RUN_FOLDER, store);
}

const struct wb_category *wb_policy_category(const struct wb_policy *policy, const char *id)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (strcmp(policy->categories[i].id, id) == 0)
			return &policy->categories[i];
	}
	return NULL;
}
