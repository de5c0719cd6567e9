/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_first.c - see setup_first.h */
#include "cli/setup_first.h"

#include <stddef.h>
#include <string.h>

/* An Exim without dlfunc answers 451 to all mail at its line. */
#define FIRST_OBJECT "/usr/lib/exim4/whyblock.so"
static const char first_snippet[] =
    "# whyblock in Debian's own configuration of Exim: the file for the macro CHECK_RCPT_LOCAL_ACL_FILE.\n"
    "#\n"
    "# Where: Debian's RCPT ACL includes it near its end, after relay hosts, authenticated users and postmaster were\n"
    "# accepted and the recipient was verified.\n"
    "#\n"
    "# How: whyblock setup debian shows what is to be done, --apply does it, --undo takes it back. By hand:\n"
    "# copy this file to /etc/exim4/whyblock-rcpt-local.conf, then write\n"
    "#     CHECK_RCPT_LOCAL_ACL_FILE = /etc/exim4/whyblock-rcpt-local.conf\n"
    "# into /etc/exim4/conf.d/main/000_localmacros (split configuration) or /etc/exim4/exim4.conf.localmacros (one file),\n"
    "# and run: update-exim4.conf && systemctl reload exim4\n"
    "# Use a copy, not a file of the package: Exim refuses its whole configuration when a file that it includes is missing.\n"
    "# If you have such a file already, add the one line below to it.\n"
    "#\n"
    "# With whyblock.so missing, mail flows.\n"
    "\n"
    "  require acl = ${if!exists{" FIRST_OBJECT "}{accept\\n}{${dlfunc{" FIRST_OBJECT "}{whyblock}}}}\n";

bool setup_first_match(const char *text)
{
	const char *expected = first_snippet, *object, *found;
	size_t length;

	object = strstr(text, "exists{/");
	if (object == NULL)
		return false;
	object += sizeof("exists{") - 1;
	length = strcspn(object, "}\n");
	while ((found = strstr(expected, FIRST_OBJECT)) != NULL) {
		size_t same = (size_t)(found - expected);

		if (strncmp(text, expected, same) != 0 || strncmp(text + same, object, length) != 0)
			return false;
		text += same + length;
		expected = found + sizeof(FIRST_OBJECT) - 1;
	}
	return strcmp(text, expected) == 0;
}
