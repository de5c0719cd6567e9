/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * packet.h - the records of a DNS answer as it came over the network. Source: RFC 1035 section 4.
 * For versions of c-ares that hand out packets; nothing in them is to be trusted.
 */
#ifndef WB_PACKET_H
#define WB_PACKET_H

#include <stdbool.h>
#include <stddef.h>

#define WB_PACKET_RECORD_SIZE 512

/* What one record holds. Lasts as long as the call that hands it over. */
struct wb_packet_record {
	const unsigned char
	    *data;     /* of a TXT record its strings, joined; of a PTR or MX record the name without the dot at its end */
	size_t length; /* at most WB_PACKET_RECORD_SIZE */
	size_t first_length; /* of a TXT record: of its first string, the beginning of data; of others 0 */
};

typedef void wb_packet_take(void *context, const struct wb_packet_record *record);

/* Calls take for a record, which is cut when it is longer than WB_PACKET_RECORD_SIZE. */
void wb_packet_hand(struct wb_packet_record record, wb_packet_take *take, void *context);

/*
 * Calls take for each record of this type (and of class IN) in the answer section.
 * False: the packet is malformed, and take was called for none of them. Limits: c-ares must be loaded.
 */
bool wb_packet_walk(const unsigned char *packet, size_t length, unsigned type, wb_packet_take *take, void *context);

#endif
