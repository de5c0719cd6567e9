/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_server.c - see setup_server.h */
#include "cli/setup_server.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/program.h"
#include "cli/setup_exim.h"

#define SENDMAIL "/usr/sbin/sendmail"
#define FOLDER "/etc/exim4"
#define OUTPUT_SIZE (1 << 20) /* a line of some 100 bytes for each package */
#define DEADLINE_S 20
#define INSTALL "apt install exim4-daemon-heavy"
#define ENTERING_SIZE 112

/* The installed package that is this system's mail server; false: none is, or dpkg does not know. */
static bool find_package(char *name_r, size_t size)
{
	static const char *const arguments[] = { "/usr/bin/dpkg-query", "-W", "-f",
		"${db:Status-Status} ${Package} ${Provides}\n", NULL };
	char *output = malloc(OUTPUT_SIZE);
	bool found = false;

	if (output != NULL && program_run(arguments, DEADLINE_S, output, OUTPUT_SIZE) == 0) {
		char *next = output;

		for (char *line; !found && (line = strsep(&next, "\n")) != NULL;) {
			const char *package = line + sizeof("installed ") - 1;

			found = strncmp(line, "installed ", sizeof("installed ") - 1) == 0 &&
			    strstr(package, " mail-transport-agent") != NULL;
			if (found)
				snprintf(name_r, size, "%.*s", (int)strcspn(package, " "), package);
		}
	}
	free(output);
	return found;
}

/* How a command reaches the system that is meant: one in a folder is entered first, so that nobody changes their own. */
static const char *entering(const char *root, char buffer[ENTERING_SIZE])
{
	buffer[0] = '\0';
	if (root != NULL)
		snprintf(buffer, ENTERING_SIZE, "chroot %.100s ", root);
	return buffer;
}

/* Says which Exim it is that cannot load whyblock. */
static void tell_light(const char *root, struct wb_error *error_r)
{
	char package[128], enter[ENTERING_SIZE];
	bool is_known = find_package(package, sizeof(package));

	wb_fail(error_r, WB_NOT_FOUND,
	    "this Exim%s%s%s cannot load whyblock (exim4 -bV prints no Expand_dlfunc), so nothing is blocked: %s" INSTALL
	    "%s%s; " FOLDER " stays as it is. Then: whyblock setup debian%s%.100s",
	    is_known ? " (" : "", is_known ? package : "", is_known ? ")" : "", entering(root, enter),
	    is_known ? " takes the place of " : "", is_known ? package : "", root != NULL ? " --root " : "",
	    root != NULL ? root : "");
}

static void tell_none(const char *root, struct wb_error *error_r)
{
	char package[128], enter[ENTERING_SIZE];

	entering(root, enter);
	if (find_package(package, sizeof(package)))
		wb_fail(error_r, WB_NOT_FOUND,
		    "the mail server of this system is %s, and whyblock works in Exim alone, so nothing is blocked: %s" INSTALL
		    " would remove %s",
		    package, enter, package);
	else if (access(SENDMAIL, F_OK) == 0)
		wb_fail(error_r, WB_NOT_FOUND,
		    "the mail server of this system is that of " SENDMAIL
		    ", and whyblock works in Exim alone, so nothing is blocked: expected " SETUP_EXIM);
	else
		wb_fail(error_r, WB_NOT_FOUND,
		    "there is no mail server on this system, so nothing is blocked: %s" INSTALL
		    ". Then: whyblock setup debian%s%.100s",
		    enter, root != NULL ? " --root " : "", root != NULL ? root : "");
}

enum setup_server setup_server_find(const char *root, struct exim_probe *probe_r, struct wb_error *error_r)
{
	bool is_debian;

	if (exim_probe_find("", probe_r) != WB_OK) {
		tell_none(root, error_r);
		return SETUP_SERVER_NONE;
	}
	is_debian = strcmp(probe_r->program, SETUP_EXIM) == 0 && access(FOLDER, F_OK) == 0;
	if (is_debian) {
		enum wb_status status = setup_exim_check_dlfunc(error_r);

		if (status == WB_NOT_FOUND)
			tell_light(root, error_r);
		return status == WB_OK ? SETUP_SERVER_DEBIAN : SETUP_SERVER_NONE;
	}
	return exim_probe_dlfunc(probe_r, error_r) == WB_OK ? SETUP_SERVER_EXIM : SETUP_SERVER_NONE;
}
