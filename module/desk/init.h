/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * init.h - makes what the configuration names and nobody else makes: the store's folders and the reference key.
 */
#ifndef WB_INIT_H
#define WB_INIT_H

#include <stdint.h>
#include <sys/types.h>

#include "config/config.h"

/* Safe to repeat. group: see wb_store_init; the key gets the store's, since whoever may read the one may read the other. */
enum wb_status wb_init(const struct wb_config *config, gid_t group, int64_t now_s, struct wb_error *error_r);

#endif
