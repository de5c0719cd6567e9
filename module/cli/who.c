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

/* As the person logged in, made fit for a source. buffer: WB_HISTORY_LOGIN_SIZE bytes. */
static void find_login(char *buffer)
{
	const char *name = getlogin();
	struct passwd *user;

	if (name == NULL)
		name = getenv("SUDO_USER");
	if (name == NULL && (user = getpwuid(getuid())) != NULL)
		name = user->pw_name;
	snprintf(buffer, WB_HISTORY_LOGIN_SIZE, "%.50s", name != NULL && name[0] != '\0' ? name : "unknown");
	for (char *c = buffer; *c != '\0'; c++) {
		if (!isalnum((unsigned char)*c) && strchr(":._@+-", *c) == NULL)
			*c = '_';
	}
}

void cli_default_source(char *buffer)
{
	char login[WB_HISTORY_LOGIN_SIZE];

	find_login(login);
	snprintf(buffer, WB_LISTING_SOURCE_SIZE, WB_LISTING_SOURCE_STAFF "%s", login);
}

struct wb_change cli_change(const struct cli *cli)
{
	/* Not the time of --at: history says when it was done. */
	struct wb_change change = {
		.at_s = (int64_t)time(NULL), .uid = (uint32_t)getuid(), .keep_s = cli->config->history_keep_s
	};

	find_login(change.login);
	return change;
}
