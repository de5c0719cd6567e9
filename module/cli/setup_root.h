/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_root.h - the system in another folder, for `whyblock setup --root`: everything that is read, written and run from then on is that
 * system's, by its own paths, users and symbolic links.
 */
#ifndef WB_SETUP_ROOT_H
#define WB_SETUP_ROOT_H

#include "base/status.h"

/*
 * Makes the folder this process's "/", for good. What is mounted for it (/dev/null, where the folder has none) is seen by nobody else, and
 * gone with this process.
 * Returns: WB_OK; WB_NOT_FOUND: there is no such folder; WB_UNAVAILABLE: it cannot be entered, or has no /dev/null and gets none. Needs root.
 */
enum wb_status setup_root_enter(const char *folder, struct wb_error *error_r);

#endif
