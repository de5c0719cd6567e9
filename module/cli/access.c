/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* access.c - see access.h */
#include "cli/access.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What keeps this process from the file: the first folder on the way that it may not search, or the file itself. */
static void find_obstacle(const char *path, char obstacle_r[PATH_MAX], mode_t *wanted_r)
{
	for (const char *slash = strchr(path + (path[0] == '/'), '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		snprintf(obstacle_r, PATH_MAX, "%.*s", (int)(slash - path), path);
		if (faccessat(AT_FDCWD, obstacle_r, X_OK, AT_EACCESS) < 0) {
			*wanted_r = S_IXGRP;
			return;
		}
	}
	snprintf(obstacle_r, PATH_MAX, "%s", path);
	*wanted_r = S_IRGRP;
}

const char *cli_access_error(const char *path, int error_number, char *buffer)
{
	const struct passwd *owner, *user;
	const struct group *group;
	const char *last;
	char obstacle[PATH_MAX], login[64] = "YOU", what[80];
	mode_t wanted;
	struct stat st;

	snprintf(buffer, CLI_ACCESS_TEXT_SIZE, "%s", strerror(error_number));
	if (error_number != EACCES || strlen(path) >= PATH_MAX)
		return buffer;
	find_obstacle(path, obstacle, &wanted);
	if (stat(obstacle, &st) < 0)
		return buffer;
	user = getpwuid(getuid());
	if (user != NULL)
		snprintf(login, sizeof(login), "%.63s", user->pw_name);
	/* Of a folder only its last name: the whole path stands before this. */
	last = strrchr(obstacle, '/');
	snprintf(what, sizeof(what), "%s%.60s", wanted == S_IXGRP ? "what is in " : "",
	    wanted != S_IXGRP                     ? "it"
		: last == NULL || last[1] == '\0' ? obstacle
						  : last + 1);
	group = getgrgid(st.st_gid);
	if ((st.st_mode & wanted) != 0 && group != NULL && st.st_gid != 0) {
		snprintf(buffer, CLI_ACCESS_TEXT_SIZE,
		    "%s: group %.60s may read %s: as root, usermod -aG %.60s %s, and log in again", strerror(error_number),
		    group->gr_name, what, group->gr_name, login);
		return buffer;
	}
	owner = getpwuid(st.st_uid);
	snprintf(buffer, CLI_ACCESS_TEXT_SIZE, "%s: only user %.60s may read %s: as that user, or with sudo",
	    strerror(error_number), owner != NULL ? owner->pw_name : "root", what);
	return buffer;
}
