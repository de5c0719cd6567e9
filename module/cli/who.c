/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* who.c - see who.h */
#include "cli/who.h"

#include <ctype.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void cli_caller_find(struct cli_caller *caller_r)
{
	/* The command has run itself again, see owner.h: sudo names the person as a pair. */
	const char *uid = geteuid() != 0 ? getenv("SUDO_UID") : NULL;
	const char *name = uid != NULL ? getenv("SUDO_USER") : getlogin();
	struct passwd *user;

	caller_r->uid = uid != NULL ? (uint32_t)strtoul(uid, NULL, 10) : (uint32_t)getuid();
	if (name == NULL)
		name = getenv("SUDO_USER");
	if (name == NULL && (user = getpwuid(getuid())) != NULL)
		name = user->pw_name;
	snprintf(caller_r->login, sizeof(caller_r->login), "%.50s", name != NULL && name[0] != '\0' ? name : "unknown");
	for (char *c = caller_r->login; *c != '\0'; c++) {
		if (!isalnum((unsigned char)*c) && strchr(":._@+-", *c) == NULL)
			*c = '_';
	}
}

void cli_default_source(const struct cli *cli, char *buffer)
{
	snprintf(buffer, WB_LISTING_SOURCE_SIZE, WB_LISTING_SOURCE_STAFF "%s", cli->caller.login);
}

struct wb_change cli_change(const struct cli *cli)
{
	/* Not the time of --at: history says when it was done. */
	struct wb_change change = {
		.at_s = (int64_t)time(NULL), .uid = cli->caller.uid, .keep_s = cli->config->history_keep_s
	};

	memcpy(change.login, cli->caller.login, sizeof(change.login));
	return change;
}
