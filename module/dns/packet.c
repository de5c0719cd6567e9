/* packet.c - see packet.h */
#include "dns/packet.h"

#include <ares.h>
#include <arpa/nameser.h>
#include <string.h>

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
	    ares_expand_name(reading->packet + reading->at, reading->packet, (int)reading->length, name_r, &bytes) ==
	    ARES_SUCCESS &&
	    skip(reading, (size_t)bytes);
}

static bool skip_name(struct reading *reading)
{
	char *name = NULL;
	bool is_good = read_name(reading, &name);

	ares_free_string(name);
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

static bool hand_name(struct reading reading, wb_packet_take *take, void *context)
{
	char *name = NULL;
	bool is_good = read_name(&reading, &name);

	if (is_good)
		wb_packet_hand((struct wb_packet_record){ (const unsigned char *)name, strlen(name), 0 }, take, context);
	ares_free_string(name);
	return is_good;
}

static bool hand_data(const struct reading *reading, unsigned type, size_t length, wb_packet_take *take, void *context)
{
	const unsigned char *data = reading->packet + reading->at;

	if (type == ns_t_txt)
		return hand_strings(data, length, take, context);
	if (type == ns_t_ptr)
		return hand_name(*reading, take, context);
	if ((type == ns_t_a && length != NS_INADDRSZ) || (type == ns_t_aaaa && length != NS_IN6ADDRSZ))
		return false;
	wb_packet_hand((struct wb_packet_record){ data, length, 0 }, take, context);
	return true;
}

bool wb_packet_walk(const unsigned char *packet, size_t length, unsigned type, wb_packet_take *take, void *context)
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
		if (found == type && class == ns_c_in && !hand_data(&reading, type, bytes, take, context))
			return false;
		if (!skip(&reading, bytes))
			return false;
	}
	return true;
}
