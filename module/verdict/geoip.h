/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * geoip.h - country and ASN of an address, from mmdb files of any provider.
 * Where the fields sit in a file is found in the file itself when it is opened; see the table in geoip.c.
 */
#ifndef WB_GEOIP_H
#define WB_GEOIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/library.h"
#include "base/status.h"

#define WB_PLACE_AS_ORG_SIZE 128

struct wb_place {
	char country[3];                   /* ISO 3166-1 alpha-2, upper case; empty: unknown */
	uint32_t asn;                      /* 0: unknown */
	char as_org[WB_PLACE_AS_ORG_SIZE]; /* UTF-8 without control characters; empty: unknown */
};

/* libmaxminddb, for who only wants it loaded. The functions below load it themselves. */
extern struct wb_library wb_geoip_library;

enum wb_geoip_want { WB_GEOIP_COUNTRY, WB_GEOIP_ASN, WB_GEOIP_WANTS };

/*
 * Asks the country file and the ASN file (one or both; empty path: none). A file that is not there is no fault.
 * place_r:  what could be found; an address that no file knows leaves it empty.
 * Returns:  WB_OK, or WB_UNAVAILABLE when a file is damaged, unreadable or holds something else, or WB_NO_MEMORY; what the other one, or the same
 *           file, says of the other field is there all the same.
 * Limits:   each file is mapped, asked and closed within the call. One that is cut while it is mapped ends the process, so these
 *           are published copies (published.h), which nobody changes.
 * Source:   MaxMind DB File Format Specification 2.0; libmaxminddb(3).
 */
enum wb_status wb_geoip_find(const char *country_path, const char *asn_path, const struct wb_address *address,
    struct wb_place *place_r, struct wb_error *error_r);

/*
 * Visits the networks of the ASN file that lie in a prefix, in the order of their addresses, those of no ASN left out, until visit returns false.
 * first: the first address of the network, or of the prefix when the network is around it.
 * Returns as wb_geoip_find; WB_NOT_FOUND: there is no such file.
 */
enum wb_status wb_geoip_walk_asns(const char *asn_path, const struct wb_prefix *prefix,
    bool (*visit)(void *context, const struct wb_address *first, uint32_t asn), void *context, struct wb_error *error_r);

struct wb_geoip_about {
	char type[64];      /* as the maker calls it: "GeoLite2-Country" */
	int64_t built_at_s; /* Unix time */
	char layout[64];    /* where the field was found: "country.iso_code" */
};

/*
 * What a file is, and whether it opens well and holds what is wanted. WB_NOT_FOUND when it is not there.
 * called: what an error calls it: a copy is called as what it was made of.
 * Limits: as above; who asks about a file that an updater may be writing can be ended by it.
 */
enum wb_status wb_geoip_describe(
    const char *path, const char *called, enum wb_geoip_want want, struct wb_geoip_about *about_r, struct wb_error *error_r);

#endif
