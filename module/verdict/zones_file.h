/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zones_file.h - what all processes know about DNSBL zones, by their shown names, and about name servers: see dns/health.h. Two small immutable files of one
 * format, each with one writer: `whyblock dnsbl check` publishes what its tests have found, the agent what connections have seen since.
 * A file that is missing or damaged says nothing: then zones are asked, which costs time and blocks nobody.
 *
 * Exim's process reads them when it asks zones, and writes neither.
 */
#ifndef WB_ZONES_FILE_H
#define WB_ZONES_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.h"
#include "base/status.h"
#include "dns/health.h"
#include "dns/name_servers.h"
#include "dns/zone.h"
#include "verdict/policy.h"

#define WB_ZONES_FILE_ROWS_MAX 96 /* twice what a policy can have: the agent may serve one policy and remember another */
#define WB_ZONES_FILE_BYTES_MAX (WB_ZONES_FILE_ROWS_MAX * (32 + WB_ZONE_NAME_MAX + 1 + WB_HEALTH_WHY_SIZE) + 16)

struct wb_zone_row {
	char zone[WB_ZONE_NAME_MAX + 1]; /* its shown name */
	struct wb_health health;
};

/* The bytes of a file; bytes: WB_ZONES_FILE_BYTES_MAX. count: at most WB_ZONES_FILE_ROWS_MAX. */
struct wb_blob wb_zones_file_encode(const struct wb_zone_row *rows, size_t count, unsigned char *bytes);

/*
 * Reads one file.
 * rows_r:  WB_ZONES_FILE_ROWS_MAX rows.
 * Returns: WB_OK; WB_NOT_FOUND: there is none; WB_UNAVAILABLE: it cannot be read, or is damaged. Then count_r is 0.
 */
enum wb_status wb_zones_file_read(const char *path, struct wb_zone_row *rows_r, size_t *count_r, struct wb_error *error_r);

/*
 * What is known about each zone by both files of a store (the folder; see wb_policy_folder); what is not known is good.
 * now_s:    Unix time: see wb_health_join.
 * health_r: count rows, in the order of zones.
 * Returns:  WB_OK, also when nothing was ever written; or WB_UNAVAILABLE: what could be read counts.
 */
enum wb_status wb_zones_load(const char *store, const char *const *zones, size_t count, int64_t now_s,
    struct wb_health *health_r, struct wb_error *error_r);

/* The row of a name server is called "@192.0.2.53". */
#define WB_ZONE_SERVER_SIZE (WB_NAME_SERVER_SIZE + 1)
void wb_zones_name_server(const struct wb_name_servers *servers, size_t server, char name_r[WB_ZONE_SERVER_SIZE]);

/*
 * The same for all zones of a policy, and behind them for these name servers, whose is_suspended it fills in: also of one that is to be asked
 * again, since nobody should wait for it until it has answered.
 * health_r: zone_count and servers->count rows.
 */
enum wb_status wb_zones_load_with_servers(const struct wb_policy *policy, int64_t now_s, struct wb_name_servers *servers,
    struct wb_health *health_r, struct wb_error *error_r);

#endif
