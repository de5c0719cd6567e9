/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * key_copy.h - the copy of the reference key that Exim signs with: its user can pass through /etc/whyblock, but reads nothing there.
 */
#ifndef WB_KEY_COPY_H
#define WB_KEY_COPY_H

#include <limits.h>

#include "base/status.h"

/* Where the copy is. */
void wb_key_copy_path(const char *store, char path_r[PATH_MAX]);

/*
 * Makes the copy what the file says: its keys, without comments; no file, no copy. The lock of published_file.h must be held.
 * Returns WB_OK; WB_UNAVAILABLE, WB_INVALID, WB_NO_MEMORY: the copy of before stays.
 */
enum wb_status wb_key_copy_update(const char *store, const char *source, struct wb_error *error_r);

/* The same, taking the lock. */
enum wb_status wb_key_copy_publish(const char *store, const char *source, struct wb_error *error_r);

#endif
