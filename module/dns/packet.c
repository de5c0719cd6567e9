/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* packet.c - see packet.h */
#include "dns/packet.h"

#include <arpa/nameser.h>
#include <string.h>

#include "dns/cares.h"

/* at is the place of the next byte. */
struct reading {
	const unsigned char *packet;
	size_t length, at;
};

static bool skip(struct reading *reading, size_t count)
{
	if (reading->length - reading->at < count)
		return false;
	reading->at += count;
	return true;
}

static bool read_number(struct reading *reading, unsigned *number_r)
{
	const unsigned char *bytes = reading->packet + reading->at;

	if (!skip(reading, 2))
		return false;
	*number_r = (unsigned)bytes[0] << 8 | bytes[1];
	return true;
}

/* c-ares follows the pointers, and bounds them. name_r: to be freed by ares_free_string. */
static bool read_name(struct reading *reading, char **name_r)
{
	long bytes;

	return reading->at < reading->length &&
	    wb_ares.ares_expand_name(reading->packet + reading->at, reading->packet, (int)reading->length, name_r, &bytes) ==
	    ARES_SUCCESS &&
	    skip(reading, (size_t)bytes);
}

static bool skip_name(struct reading *reading)
{
	char *name = NULL;
	bool is_good = read_name(reading, &name);

	wb_ares.ares_free_string(name);
	return is_good;
}

void wb_packet_hand(struct wb_packet_record record, wb_packet_take *take, void *context)
{
	if (record.length > WB_PACKET_RECORD_SIZE)
		record.length = WB_PACKET_RECORD_SIZE;
	take(context, &record);
}

/* A chain of strings, each behind its length (RFC 1035 section 3.3.14). */
static bool hand_strings(const unsigned char *data, size_t length, wb_packet_take *take, void *context)
{
	unsigned char joined[WB_PACKET_RECORD_SIZE];
	struct wb_packet_record record = { .data = joined, .first_length = length > 0 ? data[0] : 0 };

	while (length > 0) {
		size_t bytes = data[0], room = sizeof(joined) - record.length;

		if (bytes >= length)
			return false;
		memcpy(joined + record.length, data + 1, bytes < room ? bytes : room);
		record.length += bytes < room ? bytes : room;
		data += 1 + bytes;
		length -= 1 + bytes;
	}
	wb_packet_hand(record, take, context);
	return true;
}

/* The data of a record that begins where the reading is; the reading stays there. */
static bool hand_data(struct reading reading, unsigned type, size_t length, wb_packet_take *take, void *context)
{
	struct wb_packet_record record = { reading.packet + reading.at, length, 0 };
	char *name = NULL;

	switch (type) {
	case ns_t_txt:
		return hand_strings(record.data, length, take, context);
	case ns_t_mx:
	case ns_t_ptr:
		/* Of an MX record the preference stands before the name (RFC 1035 section 3.3.9), and nobody asks for it. */
		if ((type == ns_t_mx && !skip(&reading, NS_INT16SZ)) || !read_name(&reading, &name))
			return false;
		record = (struct wb_packet_record){ (const unsigned char *)name, strlen(name), 0 };
		break;
	case ns_t_a:
	case ns_t_aaaa:
		if (length != (type == ns_t_a ? NS_INADDRSZ : NS_IN6ADDRSZ))
			return false;
		break;
	}
	wb_packet_hand(record, take, context);
	wb_ares.ares_free_string(name);
	return true;
}

static bool walk(const unsigned char *packet, size_t length, unsigned type, wb_packet_take *take, void *context)
{
	struct reading reading = { packet, length, 0 };
	unsigned questions, answers;

	/* Behind the id and the flags. */
	if (!skip(&reading, 2 * NS_INT16SZ) || !read_number(&reading, &questions) || !read_number(&reading, &answers) ||
	    !skip(&reading, 2 * NS_INT16SZ))
		return false;
	for (; questions > 0; questions--) {
		if (!skip_name(&reading) || !skip(&reading, NS_QFIXEDSZ))
			return false;
	}
	/* A record is its name, type, class, TTL, the length of its data, and the data. */
	for (; answers > 0; answers--) {
		unsigned found, class, bytes;

		if (!skip_name(&reading) || !read_number(&reading, &found) || !read_number(&reading, &class) ||
		    !skip(&reading, NS_INT32SZ) || !read_number(&reading, &bytes) || reading.length - reading.at < bytes)
			return false;
		if (found == type && class == ns_c_in && !hand_data(reading, type, bytes, take, context))
			return false;
		if (!skip(&reading, bytes))
			return false;
	}
	return true;
}

static void ignore(void *context, const struct wb_packet_record *record)
{
	(void)context;
	(void)record;
}

/* Twice: the next server is asked for what a malformed packet says, and nobody could tell its records from the good ones. */
bool wb_packet_walk(const unsigned char *packet, size_t length, unsigned type, wb_packet_take *take, void *context)
{
	return walk(packet, length, type, ignore, NULL) && walk(packet, length, type, take, context);
}
