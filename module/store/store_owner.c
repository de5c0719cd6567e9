/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* store_owner.c - see store_owner.h */
#include "store/store_owner.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

enum wb_status wb_store_become_owner(const struct stat *store, struct wb_error *error_r)
{
	const struct passwd *owner = getpwuid(store->st_uid);
	gid_t group = owner != NULL ? owner->pw_gid : store->st_gid;

	if ((owner != NULL ? initgroups(owner->pw_name, group) : setgroups(1, &group)) == 0 && setgid(group) == 0 &&
	    setuid(store->st_uid) == 0)
		return WB_OK;
	return wb_fail(error_r, WB_UNAVAILABLE, "cannot become user %s, the owner of the store: %s",
	    owner != NULL ? owner->pw_name : "?", strerror(errno));
}
