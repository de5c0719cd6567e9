/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* zones_publish.h - what the tests of DNSBL zones have found comes into published/: see verdict/zones_file.h. */
#ifndef WB_ZONES_PUBLISH_H
#define WB_ZONES_PUBLISH_H

#include "verdict/zones_file.h"

/* In the place of what was published; the lock of all who publish is taken. count: at most WB_ZONES_FILE_ROWS_MAX. */
enum wb_status wb_zones_publish(const char *store, const struct wb_zone_row *rows, size_t count, struct wb_error *error_r);

#endif
