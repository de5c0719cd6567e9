/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* special_space.c - see special_space.h */
#include "desk/special_space.h"

#include <string.h>

#include "base/nat64.h"

#define V4_ROWS 10
#define TRANSLATORS 2
#define V6_ROWS 10
#define V4_OFFSET 12

static const struct {
	uint8_t octets[4];
	unsigned length;
} v4[V4_ROWS] = {
	{ { 0 }, 8 },            /* RFC 1122 section 3.2.1.3 */
	{ { 10 }, 8 },           /* RFC 1918 */
	{ { 100, 64 }, 10 },     /* RFC 6598 */
	{ { 127 }, 8 },          /* RFC 1122 */
	{ { 169, 254 }, 16 },    /* RFC 3927 */
	{ { 172, 16 }, 12 },     /* RFC 1918 */
	{ { 192, 0, 0 }, 24 },   /* RFC 6890 section 2.2.2 */
	{ { 192, 88, 99 }, 24 }, /* RFC 7526 */
	{ { 192, 168 }, 16 },    /* RFC 1918 */
	{ { 224 }, 3 },          /* multicast (RFC 5771), and class E (RFC 1112 section 4) */
};

/* Behind these an IPv4 address stands in an IPv6 one. */
static const struct {
	uint8_t bytes[2];
	uint8_t more[2];
	unsigned length;
} translators[TRANSLATORS] = {
	{ { 0x00, 0x64 }, { 0xff, 0x9b }, 96 }, /* NAT64: RFC 6052 */
	{ { 0x20, 0x02 }, { 0, 0 }, 16 },       /* 6to4: RFC 3056 */
};

static const struct wb_prefix v6[V6_ROWS] = {
	{ { { 0 } }, 32 },                                  /* unspecified, loopback, compatible, translated (RFC 2765) */
	{ { { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 } }, 48 }, /* NAT64 of one's own: RFC 8215 */
	{ { { 0x01 } }, 8 },                                /* discard: RFC 6666 */
	{ { { 0x02 } }, 7 }, { { { 0x04 } }, 6 }, { { { 0x08 } }, 5 },
	{ { { 0x10 } }, 4 },                      /* not given out: RFC 4291 section 2.4 */
	{ { { 0x20, 0x01, 0x00, 0x00 } }, 32 },   /* Teredo: RFC 4380; no mail server sends from there */
	{ { { 0x40 } }, 2 }, { { { 0x80 } }, 1 }, /* not given out; private, link-local, multicast: RFC 4193, 4291 */
};

#define ROWS (V4_ROWS + V4_ROWS * TRANSLATORS + V6_ROWS)

const struct wb_prefix *wb_special_space(size_t *count_r)
{
	static struct wb_prefix rows[ROWS];
	static bool is_made;
	struct wb_prefix *row = rows;

	*count_r = ROWS;
	for (size_t i = 0; i < V4_ROWS && !is_made; i++) {
		*row = (struct wb_prefix){ { { [10] = 0xff, [11] = 0xff } }, (uint8_t)(WB_ADDRESS_V4_BITS + v4[i].length) };
		memcpy(row->address.bytes + V4_OFFSET, v4[i].octets, sizeof(v4[i].octets));
		row++;
		for (size_t t = 0; t < TRANSLATORS; t++, row++) {
			*row = (struct wb_prefix){ .prefix_bits = (uint8_t)(translators[t].length + v4[i].length) };
			memcpy(row->address.bytes, translators[t].bytes, sizeof(translators[t].bytes));
			memcpy(row->address.bytes + 2, translators[t].more, sizeof(translators[t].more));
			memcpy(row->address.bytes + translators[t].length / 8, v4[i].octets, sizeof(v4[i].octets));
		}
	}
	if (!is_made)
		memcpy(row, v6, sizeof(v6));
	is_made = true;
	return rows;
}

/* All that is given out to networks of IPv6. */
static const struct wb_prefix global = { { { 0x20 } }, 3 };
static const struct wb_prefix beside_global = { { { 0 } }, 3 };

/* Where the table alone says what is special; elsewhere in IPv6 nobody is. What stands for an AS is no address. */
static bool is_table_alone(const struct wb_prefix *prefix)
{
	return wb_prefix_is_v4(prefix) || wb_prefix_is_asn(prefix) || wb_prefix_lies_in(prefix, &wb_nat64_well_known);
}

const struct wb_prefix *wb_special_space_overlap(const struct wb_prefix *prefix)
{
	size_t count;
	const struct wb_prefix *rows = wb_special_space(&count);

	for (size_t i = 0; i < count; i++) {
		if (wb_prefix_overlaps(&rows[i], prefix))
			return &rows[i];
	}
	return is_table_alone(prefix) || wb_prefix_lies_in(prefix, &global) ? NULL : &beside_global;
}

bool wb_special_space_covers(const struct wb_prefix *prefix)
{
	size_t count;
	const struct wb_prefix *rows = wb_special_space(&count);

	for (size_t i = 0; i < count; i++) {
		if (wb_prefix_lies_in(prefix, &rows[i]))
			return true;
	}
	return !is_table_alone(prefix) && !wb_prefix_overlaps(prefix, &global);
}
