/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* geoip.c - see geoip.h */
#include "verdict/geoip.h"

#include <errno.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/text.h"

#define PATH_PARTS 3       /* NULL included */
#define SAMPLE_RECORDS 256 /* looked at before a file is said to hold no such field */
#define SAMPLE_NODES 4096
#define ADVICE ": put the maker's file in its place and run whyblock apply"

/* Where a provider keeps a field, as MMDB_aget_value takes it; the spare is asked when the first leads nowhere. */
struct layout {
	const char *field[PATH_PARTS];
	const char *spare[PATH_PARTS];
	const char *name[PATH_PARTS]; /* of the AS number: where the organization's name is */
	const char *spare_name[PATH_PARTS];
};

static const struct layout country_layouts[] = {
	{ { "country", "iso_code" }, { "registered_country", "iso_code" }, { NULL }, { NULL } }, /* MaxMind, DB-IP */
	{ { "country_code" }, { NULL }, { NULL }, { NULL } }, /* ip-location-db, IPinfo Lite and Core */
	{ { "country" }, { NULL }, { NULL }, { NULL } },      /* IPinfo's older files */
};

static const struct layout asn_layouts[] = {
	{ { "autonomous_system_number" }, { NULL }, { "autonomous_system_organization" },
	    { NULL } }, /* MaxMind ASN, ISP; DB-IP */
	{ { "traits", "autonomous_system_number" }, { NULL }, { "traits", "autonomous_system_organization" }, { NULL } },
	{ { "asn" }, { NULL }, { "as_name" }, { "name" } }, /* IPinfo: a string, "AS13335" */
};

#define MMDB(F) \
	F(MMDB_aget_value) \
	F(MMDB_close) \
	F(MMDB_lookup_sockaddr) \
	F(MMDB_open) \
	F(MMDB_read_node) \
	F(MMDB_strerror)

static struct {
	MMDB(WB_LIBRARY_FIELD)
} mmdb;
struct wb_library wb_geoip_library = WB_LIBRARY(WB_SONAME_MAXMINDDB, MMDB, mmdb);

#define LAYOUTS(table) (sizeof(table) / sizeof((table)[0]))

/* An open file and where the field is that it was opened for. */
struct reader {
	MMDB_s db;
	const struct layout *country;
	const struct layout *asn;
};

/*
 * A path that leads nowhere is a normal answer (MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR); any other failure is damage, which
 * is noted in *rc: a file may open well and still be damaged where this record lies.
 */
static bool get_value(MMDB_entry_s *entry, const char *const *path, MMDB_entry_data_s *data_r, int *rc)
{
	int found = path[0] != NULL ? mmdb.MMDB_aget_value(entry, data_r, path) : MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR;

	if (found != MMDB_SUCCESS && found != MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR)
		*rc = found;
	return found == MMDB_SUCCESS && data_r->has_data;
}

static bool read_country(MMDB_entry_s *entry, const char *const *path, char *country_r, int *rc)
{
	MMDB_entry_data_s data;
	char code[3] = "";

	if (!get_value(entry, path, &data, rc) || data.type != MMDB_DATA_TYPE_UTF8_STRING || data.data_size != 2)
		return false;
	/* Some files that are made of CSV have lower case; those of upper case hold no other letters either. */
	for (int i = 0; i < 2; i++) {
		char letter = (char)(data.utf8_string[i] & ~0x20);

		if (letter < 'A' || letter > 'Z')
			return false;
		code[i] = letter;
	}
	memcpy(country_r, code, sizeof(code));
	return true;
}

/* "AS13335" or "13335"; not terminated. 0 when it is neither. */
static uint32_t parse_asn(const char *text, size_t length)
{
	uint64_t asn = 0;

	if (length > 2 && strncasecmp(text, "AS", 2) == 0) {
		text += 2;
		length -= 2;
	}
	if (length > 10)
		return 0;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return 0;
		asn = 10 * asn + (uint64_t)(text[i] - '0');
	}
	return asn > UINT32_MAX ? 0 : (uint32_t)asn;
}

/*
 * An AS number in any type that has room for one: makers choose it by the tool that writes the file (uint64 and int32 by some, double
 * where it came through JSON). 0 when it is none.
 */
static uint32_t asn_of(const MMDB_entry_data_s *data)
{
	double number = 0;

	switch (data->type) {
	case MMDB_DATA_TYPE_UTF8_STRING:
		return parse_asn(data->utf8_string, data->data_size);
	case MMDB_DATA_TYPE_UINT16:
		return data->uint16;
	case MMDB_DATA_TYPE_UINT32:
		return data->uint32;
	case MMDB_DATA_TYPE_INT32:
		return data->int32 > 0 ? (uint32_t)data->int32 : 0;
	case MMDB_DATA_TYPE_UINT64:
		return data->uint64 <= UINT32_MAX ? (uint32_t)data->uint64 : 0;
	case MMDB_DATA_TYPE_DOUBLE:
		number = data->double_value;
		break;
	case MMDB_DATA_TYPE_FLOAT:
		number = (double)data->float_value;
		break;
	default:
		return 0;
	}
	/* What is no number fails each comparison. */
	return number >= 1 && number <= UINT32_MAX && number == (double)(uint32_t)number ? (uint32_t)number : 0;
}

static bool read_asn(MMDB_entry_s *entry, const char *const *path, uint32_t *asn_r, int *rc)
{
	MMDB_entry_data_s data;

	*asn_r = 0;
	if (!get_value(entry, path, &data, rc))
		return false;
	*asn_r = asn_of(&data);
	return *asn_r != 0;
}

static bool has_layout(const struct reader *reader, enum wb_geoip_want want)
{
	return want == WB_GEOIP_COUNTRY ? reader->country != NULL : reader->asn != NULL;
}

/* Notes the layout of what is wanted when this record shows it; true when it is known. */
static bool find_layout(struct reader *reader, MMDB_entry_s *entry, enum wb_geoip_want want)
{
	char country[3];
	uint32_t asn;
	int damage; /* of a record that nobody has asked for */

	for (size_t i = 0; i < LAYOUTS(country_layouts) && want == WB_GEOIP_COUNTRY && reader->country == NULL; i++) {
		const struct layout *layout = &country_layouts[i];

		if (read_country(entry, layout->field, country, &damage) ||
		    read_country(entry, layout->spare, country, &damage))
			reader->country = layout;
	}
	for (size_t i = 0; i < LAYOUTS(asn_layouts) && want == WB_GEOIP_ASN && reader->asn == NULL; i++) {
		if (read_asn(entry, asn_layouts[i].field, &asn, &damage))
			reader->asn = &asn_layouts[i];
	}
	return has_layout(reader, want);
}

/* Walks the search tree from its left until the first records have shown where the field is. */
static void sample(struct reader *reader, enum wb_geoip_want want)
{
	uint64_t stack[WB_ADDRESS_BITS + 2];
	size_t depth = 0;
	int records = 0;

	stack[depth++] = 0;
	for (int nodes = 0; depth > 0 && nodes < SAMPLE_NODES && records < SAMPLE_RECORDS; nodes++) {
		MMDB_search_node_s node;

		if (mmdb.MMDB_read_node(&reader->db, (uint32_t)stack[--depth], &node) != MMDB_SUCCESS)
			return;
		if (node.left_record_type == MMDB_RECORD_TYPE_DATA && ++records &&
		    find_layout(reader, &node.left_record_entry, want))
			return;
		if (node.right_record_type == MMDB_RECORD_TYPE_DATA && ++records &&
		    find_layout(reader, &node.right_record_entry, want))
			return;
		if (node.right_record_type == MMDB_RECORD_TYPE_SEARCH_NODE && depth < sizeof(stack) / sizeof(stack[0]))
			stack[depth++] = node.right_record;
		if (node.left_record_type == MMDB_RECORD_TYPE_SEARCH_NODE && depth < sizeof(stack) / sizeof(stack[0]))
			stack[depth++] = node.left_record;
	}
}

/* called: what an error calls the file. WB_NOT_FOUND: no path is configured, or there is no such file. */
static enum wb_status reader_open(
    const char *path, const char *called, enum wb_geoip_want want, struct reader *reader, struct wb_error *error_r)
{
	enum wb_status status;
	struct stat st;
	int rc;

	*reader = (struct reader){ .country = NULL };
	if (path[0] == '\0')
		return WB_NOT_FOUND;
	if (stat(path, &st) < 0)
		return errno == ENOENT || errno == ENOTDIR
		    ? WB_NOT_FOUND
		    : wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: %s", called, strerror(errno));
	/* Opening a FIFO would wait for somebody to write. */
	if (!S_ISREG(st.st_mode))
		return wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: is not a regular file", called);
	status = wb_library_load(&wb_geoip_library, error_r);
	if (status != WB_OK)
		return status;
	rc = mmdb.MMDB_open(path, MMDB_MODE_MMAP, &reader->db);
	if (rc != MMDB_SUCCESS)
		return wb_fail(error_r, rc == MMDB_OUT_OF_MEMORY_ERROR ? WB_NO_MEMORY : WB_UNAVAILABLE, "geoip %s: %s" ADVICE,
		    called, rc == MMDB_FILE_OPEN_ERROR || rc == MMDB_IO_ERROR ? strerror(errno) : mmdb.MMDB_strerror(rc));
	sample(reader, want);
	if (!has_layout(reader, want)) {
		char type[64];

		wb_text_copy_utf8(
		    type, sizeof(type), reader->db.metadata.database_type, strlen(reader->db.metadata.database_type));
		mmdb.MMDB_close(&reader->db);
		return wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: no %s in it (its type is \"%s\"): name a file that has it",
		    called, want == WB_GEOIP_COUNTRY ? "countries" : "AS numbers", type);
	}
	return WB_OK;
}

static MMDB_lookup_result_s lookup(MMDB_s *db, const struct wb_address *address, int *rc_r)
{
	struct sockaddr_storage storage = { 0 };

	if (wb_address_is_v4(address)) {
		struct sockaddr_in *in = (struct sockaddr_in *)&storage;

		in->sin_family = AF_INET;
		memcpy(&in->sin_addr, address->bytes + 12, 4);
	} else {
		struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&storage;

		in6->sin6_family = AF_INET6;
		memcpy(&in6->sin6_addr, address->bytes, 16);
	}
	return mmdb.MMDB_lookup_sockaddr(db, (struct sockaddr *)&storage, rc_r);
}

static enum wb_status ask(const char *path, enum wb_geoip_want want, const struct wb_address *address, struct wb_place *place,
    struct wb_error *error_r)
{
	struct reader reader;
	MMDB_lookup_result_s result;
	MMDB_entry_data_s name;
	enum wb_status status = reader_open(path, path, want, &reader, error_r);
	int rc;

	if (status != WB_OK)
		return status;
	result = lookup(&reader.db, address, &rc);
	if (rc == MMDB_SUCCESS && result.found_entry) {
		if (reader.country != NULL && !read_country(&result.entry, reader.country->field, place->country, &rc))
			read_country(&result.entry, reader.country->spare, place->country, &rc);
		if (reader.asn != NULL && read_asn(&result.entry, reader.asn->field, &place->asn, &rc) &&
		    (get_value(&result.entry, reader.asn->name, &name, &rc) ||
			get_value(&result.entry, reader.asn->spare_name, &name, &rc)) &&
		    name.type == MMDB_DATA_TYPE_UTF8_STRING)
			wb_text_copy_utf8(place->as_org, sizeof(place->as_org), name.utf8_string, name.data_size);
	}
	if (rc == MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR)
		status = WB_NOT_FOUND;
	else if (rc != MMDB_SUCCESS)
		status = wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: %s" ADVICE, path, mmdb.MMDB_strerror(rc));
	mmdb.MMDB_close(&reader.db);
	return status;
}

enum wb_status wb_geoip_find(const char *country_path, const char *asn_path, const struct wb_address *address,
    struct wb_place *place_r, struct wb_error *error_r)
{
	enum wb_status country_status, asn_status;
	struct wb_error asn_error;

	memset(place_r, 0, sizeof(*place_r));
	/* One file for both is asked twice: it may hold only one of the two, which then still counts. */
	country_status = ask(country_path, WB_GEOIP_COUNTRY, address, place_r, error_r);
	asn_status = ask(asn_path, WB_GEOIP_ASN, address, place_r, &asn_error);
	if (country_status != WB_OK && country_status != WB_NOT_FOUND)
		return country_status;
	if (asn_status != WB_OK && asn_status != WB_NOT_FOUND)
		return wb_fail(error_r, asn_status, "%s", asn_error.text);
	return WB_OK;
}

/* The address behind a network of so many bits that begins at or around it; false: there is none. */
static bool go_behind(struct wb_address *address, unsigned bits)
{
	for (unsigned i = 0; i < 8 * sizeof(address->bytes); i++) {
		if (i >= bits)
			address->bytes[i / 8] |= (uint8_t)(0x80 >> i % 8);
	}
	for (size_t i = sizeof(address->bytes); i-- > 0;) {
		if (++address->bytes[i] != 0)
			return true;
	}
	return false;
}

enum wb_status wb_geoip_walk_asns(const char *asn_path, const struct wb_prefix *prefix,
    bool (*visit)(void *context, const struct wb_address *first, uint32_t asn), void *context, struct wb_error *error_r)
{
	struct wb_address at = prefix->address;
	struct reader reader;
	enum wb_status status = reader_open(asn_path, asn_path, WB_GEOIP_ASN, &reader, error_r);
	bool goes_on = status == WB_OK;

	while (goes_on && wb_prefix_covers(prefix, &at)) {
		int rc;
		MMDB_lookup_result_s result = lookup(&reader.db, &at, &rc);
		/* Of an IPv4 address the file counts the bits of that alone, unless it found it below 96 others. */
		unsigned bits = result.netmask + (wb_address_is_v4(&at) && result.netmask <= 32 ? 96U : 0U);
		uint32_t asn = 0;

		if (rc != MMDB_SUCCESS) {
			if (rc != MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR)
				status =
				    wb_fail(error_r, WB_UNAVAILABLE, "geoip %s: %s" ADVICE, asn_path, mmdb.MMDB_strerror(rc));
			break;
		}
		if (result.found_entry && read_asn(&result.entry, reader.asn->field, &asn, &rc) && asn != 0)
			goes_on = visit(context, &at, asn);
		goes_on = goes_on && go_behind(&at, bits > prefix->prefix_bits ? bits : prefix->prefix_bits);
	}
	if (status == WB_OK)
		mmdb.MMDB_close(&reader.db);
	return status;
}

enum wb_status wb_geoip_describe(
    const char *path, const char *called, enum wb_geoip_want want, struct wb_geoip_about *about_r, struct wb_error *error_r)
{
	struct reader reader;
	enum wb_status status = reader_open(path, called, want, &reader, error_r);
	const char *const *field;
	struct wb_text layout;

	if (status != WB_OK)
		return status;
	wb_text_copy_utf8(
	    about_r->type, sizeof(about_r->type), reader.db.metadata.database_type, strlen(reader.db.metadata.database_type));
	about_r->built_at_s = (int64_t)reader.db.metadata.build_epoch;
	field = want == WB_GEOIP_COUNTRY ? reader.country->field : reader.asn->field;
	wb_text_open(&layout, about_r->layout, sizeof(about_r->layout));
	for (int i = 0; i < PATH_PARTS && field[i] != NULL; i++)
		wb_text_addf(&layout, "%s%s", i > 0 ? "." : "", field[i]);
	mmdb.MMDB_close(&reader.db);
	return WB_OK;
}
