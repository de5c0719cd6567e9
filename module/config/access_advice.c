/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* access_advice.c - see access_advice.h */
#include "config/access_advice.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first folder on the way that may not be passed, or the file; false: neither can be looked at. */
static bool find_barrier(const char *path, char *barrier_r, struct stat *st_r)
{
	snprintf(barrier_r, PATH_MAX, "%s", path);
	for (char *slash = strchr(barrier_r + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		bool is_passed;

		*slash = '\0';
		is_passed = eaccess(barrier_r, X_OK) == 0;
		if (!is_passed)
			return stat(barrier_r, st_r) == 0;
		*slash = '/';
	}
	return stat(barrier_r, st_r) == 0;
}

void wb_access_advice_add(struct wb_text *text, const char *path)
{
	const int fault = errno;
	char barrier[PATH_MAX], user[64], owner[64], group[64];
	const struct passwd *passwd;
	const struct group *entry;
	struct stat st;
	mode_t wanted;

	passwd = getpwuid(geteuid());
	snprintf(user, sizeof(user), "%s", passwd != NULL ? passwd->pw_name : "whoever calls");
	if (!find_barrier(path, barrier, &st)) {
		wb_text_addf(text, "found %s, which %s may not look at: expected sudo in front of the command", barrier, user);
		errno = fault;
		return;
	}
	passwd = getpwuid(st.st_uid);
	snprintf(owner, sizeof(owner), "%s", passwd != NULL ? passwd->pw_name : "?");
	entry = getgrgid(st.st_gid);
	snprintf(group, sizeof(group), "%s", entry != NULL ? entry->gr_name : "?");
	wanted = S_ISDIR(st.st_mode) ? S_IXGRP : S_IRGRP;
	if ((st.st_mode & wanted) != 0 && st.st_gid != 0 && entry != NULL)
		wb_text_addf(text,
		    "found %s of %s:%s %04o, and %s is not in the group %s: expected sudo in front of the command, or a member of it (sudo usermod -aG %s %s, then log in again)",
		    barrier, owner, group, (unsigned)st.st_mode & 07777, user, group, group, user);
	else
		wb_text_addf(text, "found %s of %s:%s %04o, which is not for %s: expected sudo in front of the command",
		    barrier, owner, group, (unsigned)st.st_mode & 07777, user);
	errno = fault;
}

const char *wb_access_error(const char *path, int error_number, char *buffer)
{
	struct wb_text text;

	wb_text_open(&text, buffer, WB_ACCESS_ERROR_SIZE);
	wb_text_add(&text, strerror(error_number));
	if (error_number == EACCES || error_number == EPERM) {
		wb_text_add(&text, ": ");
		wb_access_advice_add(&text, path);
	}
	return buffer;
}
