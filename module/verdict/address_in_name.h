/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * address_in_name.h - a host's address as networks write it into the names that they give all their hosts. Pure, and in linear time.
 *
 * Of IPv4, the four octets:
 *   - in decimal, zero-padded or not, with anything between them, in any order: "192-0-2-66", "066.002.000.192", "66.red-192-0-2"; when all
 *     are less than 10, one character apart and no fifth one beside them;
 *   - in decimal without anything between, then zero-padded: "192000002066";
 *   - in hex, forwards or backwards: "c0000242";
 *   - the first or the last three, forwards or backwards, one character apart and no fourth one beside them ("0-2-66"), when one of them is
 *     10 or more.
 * Of IPv6:
 *   - the address as groups with '-', '.' or '_' between them, zero-padded or not, with "--" for "::" ("2001-db8--66"), or its first four groups;
 *   - its last four groups, unless they are mostly zeros: "1-0-0-2" would be no address;
 *   - the first or the last 16 digits of its 32, forwards or backwards, whatever separates them.
 */
#ifndef WB_ADDRESS_IN_NAME_H
#define WB_ADDRESS_IN_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"

#define WB_ADDRESS_IN_NAME_MAX 255 /* bytes that are looked at */

/* True when address stands in text, which is in lower case: a part of a name, labels with dots between them. Any byte may be in it. */
bool wb_address_in_name_is_whole(const char *text, size_t length, const struct wb_address *address);

/*
 * True when the last two octets of an IPv4 address stand in it, forwards or backwards, as networks write them ("host-2-66", "2.66"): one
 * character apart, no third number beside them, one of them 10 or more, the first at the beginning of a label or behind a word such as
 * "host", and no letter behind the last. It may be chance, and some mail providers number their servers so ("m42-4"): a weak sign.
 */
bool wb_address_in_name_is_half(const char *text, size_t length, const struct wb_address *address);

#endif
