/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * reference.h - the code in a reply from which staff recover what happened: 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G.
 *
 * Crockford's base32 in groups of four; 24 symbols for an IPv4 client, 44 for an IPv6 client. Every bit has a meaning:
 *
 *     version 2 | action 2 | minutes since 2025 25 | category 16 | IPv4 32 or IPv6 128 | MAC 43 or 47
 *
 * Codes of 32 symbols are of before: they hold the /64 of an IPv6 client, and 51 bits of MAC. They are read for as long as their key is
 * kept, also those of an Exim that has not been reloaded since; none is made of a host. Whoever reads codes must be upgraded first: an
 * older reader knows no code of 44 symbols.
 *
 * The MAC is keyed BLAKE2b (RFC 7693) over all that stands in front of it, cut to the room that is left. It is a pseudo-random
 * function under a key of 256 bits, so a part of its output is as hard to guess as the part is long: one guess in 2^43 is
 * right, and only staff can tell. SipHash is no faster here, and its 128-bit key is made for hash tables.
 * The minute is kept, not the second: six more bits of MAC are worth more, and the log has the second beside the code.
 */
#ifndef WB_REFERENCE_H
#define WB_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"
#include "verdict/category.h"
#include "verdict/reference_key.h"

struct wb_policy;

#define WB_REFERENCE_SYMBOLS_MAX 44
#define WB_REFERENCE_TEXT_SIZE 55 /* IPv6 with its hyphens, and the NUL; IPv4 takes 30 of them */

struct wb_reference {
	int64_t at_s;            /* Unix time; a code keeps the minute */
	enum wb_action action;   /* not WB_OFF */
	uint16_t category_hash;  /* of its id, so that a code outlives a change of the configuration */
	struct wb_prefix client; /* the host; of a code of before for IPv6 its /64 */
};

struct wb_reference wb_reference_make(
    const struct wb_address *client, const char *category_id, enum wb_action action, int64_t at_s);

/* The same in every version and under every key. */
uint16_t wb_reference_category_hash(const char *category_id);

/* The first category that looks like this in a reference (check-config warns of a second one); NULL: it is gone. */
const struct wb_category *wb_reference_find_category(const struct wb_policy *policy, uint16_t category_hash);

/*
 * The code, with hyphens, sealed with the first key; of a /64 in the form of before; buffer holds WB_REFERENCE_TEXT_SIZE bytes. False, and an empty buffer, when
 * there is no key, or for what no code can say: the action WB_OFF, a time before 2025 or after 2088.
 */
bool wb_reference_format(const struct wb_reference_keys *keys, const struct wb_reference *reference, char *buffer);

/* Some code has so many symbols. */
bool wb_reference_has_length(size_t symbols);

/* The code without its hyphens, as it stands in a URL. buffer holds WB_REFERENCE_TEXT_SIZE bytes. */
void wb_reference_format_url(const char *code, char *buffer);

/*
 * Reads a code as people send it: lower case, O for 0, I and L for 1, hyphens and spaces missing or of any kind, within
 * the URL or the line of the reply. What it says is sealed again and compared in constant time: no bit is spare.
 * key_r:    which key sealed it, from 0, the newest.
 * Returns:  WB_OK: genuine. WB_NOT_FOUND: none of the keys sealed it. WB_INVALID: not even the form of a code.
 */
enum wb_status wb_reference_parse(const struct wb_reference_keys *keys, const char *text, struct wb_reference *reference_r,
    size_t *key_r, struct wb_error *error_r);

#endif
