/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * access.h - why a file cannot be read, and for one that is kept from this user, which group may and by which command one becomes of it.
 */
#ifndef WB_CLI_ACCESS_H
#define WB_CLI_ACCESS_H

#include <stddef.h>

#define CLI_ACCESS_TEXT_SIZE 320

/*
 * "Permission denied: group adm may read it: as root, usermod -aG adm ann, and log in again"; of another error_number what strerror says.
 * Begin with errno of the call that failed. Returns buffer, of CLI_ACCESS_TEXT_SIZE bytes.
 */
const char *cli_access_error(const char *path, int error_number, char *buffer);

#endif
