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

/* A chain of strings, each behind its length (RFC 1035 section 3.3.14). */
static bool hand_strings(const unsigned char *data, size_t length, wb_packet_record *record, void *context)
{
	unsigned char joined[WB_PACKET_RECORD_SIZE];
	size_t count = 0;

	while (length > 0) {
		size_t bytes = data[0], room = sizeof(joined) - count;

		if (bytes >= length)
			return false;
		memcpy(joined + count, data + 1, bytes < room ? bytes : room);
		count += bytes < room ? bytes : room;
		data += 1 + bytes;
		length -= 1 + bytes;
	}
	record(context, joined, count);
	return true;
}

static bool hand_name(struct reading reading, wb_packet_record *record, void *context)
{
	char *name = NULL;
	bool is_good = read_name(&reading, &name);
	size_t length = is_good ? strlen(name) : 0;

	if (is_good)
		record(context, (const unsigned char *)name, length < WB_PACKET_RECORD_SIZE ? length : WB_PACKET_RECORD_SIZE);
	ares_free_string(name);
	return is_good;
}

static bool hand_data(const struct reading *reading, unsigned type, size_t length, wb_packet_record *record, void *context)
{
	const unsigned char *data = reading->packet + reading->at;

	if (type == ns_t_txt)
		return hand_strings(data, length, record, context);
	if (type == ns_t_ptr)
		return hand_name(*reading, record, context);
	if ((type == ns_t_a && length != NS_INADDRSZ) || (type == ns_t_aaaa && length != NS_IN6ADDRSZ))
		return false;
	record(context, data, length < WB_PACKET_RECORD_SIZE ? length : WB_PACKET_RECORD_SIZE);
	return true;
}

/* One record of any type: name, type, class, TTL, length and data. */
static bool take_record(struct reading *reading, unsigned wanted, wb_packet_record *record, void *context)
{
	unsigned type, class, length;

	if (!skip_name(reading) || !read_number(reading, &type) || !read_number(reading, &class) ||
	    !skip(reading, NS_INT32SZ) || !read_number(reading, &length) || reading->length - reading->at < length)
		return false;
	if (type == wanted && class == ns_c_in && !hand_data(reading, type, length, record, context))
		return false;
	return skip(reading, length);
}

bool wb_packet_walk(const unsigned char *packet, size_t length, unsigned type, wb_packet_record *record, void *context)
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
	for (; answers > 0; answers--) {
		if (!take_record(&reading, type, record, context))
			return false;
	}
	return true;
}
