/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * access_advice.h - why this process may not read a file, and what helps. Asks the system for names of users and groups: not for Exim's process.
 */
#ifndef WB_ACCESS_ADVICE_H
#define WB_ACCESS_ADVICE_H

#include "base/text.h"

/*
 * Adds "found FILE of root:whyblock 0640, and ann is not in the group whyblock: expected ...": of the file itself, or of the first folder on the way
 * that lets nobody through who asks. errno is EACCES or EPERM by now; it is not changed.
 */
void wb_access_advice_add(struct wb_text *text, const char *path);

#define WB_ACCESS_ERROR_SIZE 400

/*
 * What strerror says of the call that failed for path, and behind EACCES and EPERM that advice: "Permission denied: found ...".
 * error_number: its errno. Returns buffer, which holds WB_ACCESS_ERROR_SIZE bytes.
 */
const char *wb_access_error(const char *path, int error_number, char *buffer);

#endif
