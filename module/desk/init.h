/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * init.h - makes what the configuration names and nobody else makes: the store's folders and the reference key.
 */
#ifndef WB_INIT_H
#define WB_INIT_H

#include <stdint.h>

#include "config/config.h"
#include "store/store_init.h"

/* Safe to repeat, as what follows. The key gets the store's group, since whoever may read the one may read the other. */
enum wb_status wb_init_make(
    const struct wb_config *config, const struct wb_store_rights *rights, int64_t now_s, struct wb_error *error_r);

/* Publishes the listings, as the owner of the store. */
enum wb_status wb_init_publish(const struct wb_config *config, struct wb_error *error_r);

#endif
