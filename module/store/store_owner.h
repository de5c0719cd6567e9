/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* store_owner.h - root becomes the owner of a store before it touches a file of it. */
#ifndef WB_STORE_OWNER_H
#define WB_STORE_OWNER_H

#include <sys/stat.h>

#include "base/status.h"

/* store: of its folder. For good: owner, the owner's groups, and no way back. WB_UNAVAILABLE: this process may not. */
enum wb_status wb_store_become_owner(const struct stat *store, struct wb_error *error_r);

#endif
