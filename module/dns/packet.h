/*
 * packet.h - the records of a DNS answer as it came over the network. Source: RFC 1035 section 4.
 * For versions of c-ares that hand out packets; nothing in them is to be trusted.
 */
#ifndef WB_PACKET_H
#define WB_PACKET_H

#include <stdbool.h>
#include <stddef.h>

#define WB_PACKET_RECORD_SIZE 512

/* data: of a TXT record its strings, joined; of a PTR record the name without the dot at its end; otherwise the record's bytes. */
typedef void wb_packet_record(void *context, const unsigned char *data, size_t length);

/*
 * Calls record for each record of this type (and of class IN) in the answer section; one longer than WB_PACKET_RECORD_SIZE is cut.
 * False: the packet is malformed; it may have been called for the records before that place.
 */
bool wb_packet_walk(const unsigned char *packet, size_t length, unsigned type, wb_packet_record *record, void *context);

#endif
