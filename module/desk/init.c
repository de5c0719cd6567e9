/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* init.c - see init.h */
#include "desk/init.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "store/publish.h"
#include "verdict/reference_key.h"

enum wb_status wb_init_make(
    const struct wb_config *config, const struct wb_store_rights *rights, int64_t now_s, struct wb_error *error_r)
{
	const char *folder = wb_policy_folder(&config->policy);
	enum wb_status status = wb_store_init(folder, rights, error_r);
	struct stat st;

	if (status == WB_OK && stat(folder, &st) < 0)
		status = wb_fail(error_r, WB_UNAVAILABLE, "store %s: %s", folder, strerror(errno));
	return status == WB_OK ? wb_reference_keys_make(config->policy.reference_key, st.st_gid, now_s, NULL, error_r) : status;
}

enum wb_status wb_init_publish(const struct wb_config *config, struct wb_error *error_r)
{
	/* The listings' files, too, which may be empty: who reads them needs LMDB's table of readers, and only a writer makes that. */
	return config->policy.store[0] != '\0' ? wb_publish_all(config->policy.store, error_r) : WB_OK;
}
