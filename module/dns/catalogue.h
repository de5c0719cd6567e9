/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * catalogue.h - the DNSBL and DNSWL zones that whyblock knows: one table, in catalogue.c.
 */
#ifndef WB_CATALOGUE_H
#define WB_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/scope.h"

/* What a return code says. */
enum wb_code_kind {
	WB_CODE_LISTED, /* evidence for a category */
	WB_CODE_INFO,   /* known, never counts by itself */
	WB_CODE_ALLOW,  /* the zone vouches for the host, with a trust of 0 to 3 */
	WB_CODE_ERROR,  /* an answer that must never block */
};

/* Thousandths of weight, unless somebody says otherwise: of a code about the host itself, and of one about its surroundings. */
#define WB_CODE_WEIGHT_MILLI 1000
#define WB_CODE_WEIGHT_WIDE_MILLI 500

struct wb_catalogue_code {
	const char *codes;
	enum wb_code_kind kind;
	const char *category; /* of WB_CODE_LISTED */
	enum wb_scope scope;
	uint32_t number; /* WB_CODE_LISTED: weight in thousandths; WB_CODE_ALLOW: trust */
	const char *meaning;
};

enum wb_catalogue_flag {
	WB_ZONE_IPV6 = 1,            /* lists IPv6 addresses */
	WB_ZONE_KEYED = 2,           /* the name begins with the account's key: KEY.zen.dq.spamhaus.net */
	WB_ZONE_LISTS_LOCALHOST = 4, /* lists 127.0.0.1 for reasons of its own: that test point is left out */
	WB_ZONE_WIDE = 8,            /* lists surroundings, not hosts (level 2 or 3) */
};

struct wb_catalogue_zone {
	const char *name;   /* of a keyed zone: behind the key */
	const char *run_by; /* zones of one operator on the same data count once */
	unsigned flags;
	const char *terms;                     /* "free", "registration", "key" */
	const char *dead_since;                /* NULL: alive */
	const struct wb_catalogue_code *codes; /* ends with a row whose codes is NULL; NULL when none is known */
	const char *removal; /* the operator's page for lookup or removal: see struct wb_zone; NULL: none is known */
};

/*
 * The row for a zone's name, or NULL. key_length_r: how many bytes of name are an account key and its dot; those must show
 * nowhere. Names are compared without case; of a list that is dead all names below are, too.
 */
const struct wb_catalogue_zone *wb_catalogue_find(const char *name, size_t *key_length_r);

/* The part of text behind an account's key: what may be shown of a title that may hold one, well-formed or not. */
const char *wb_catalogue_hide_key(const char *text);

/* Takes the account key out of text that may quote the name of a keyed zone: "KEY.zen.dq.spamhaus.net" loses its KEY. */
void wb_catalogue_redact(char *text);

extern const struct wb_catalogue_zone wb_catalogue[];
extern const size_t wb_catalogue_count;

#endif
