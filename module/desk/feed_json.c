/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_json.c - see feed_json.h. Source: RFC 8259; https://www.spamhaus.org/drop/drop_v4.json */
#include "desk/feed_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/feed_exclusion.h"

#define EXAMPLE "{\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL1\"}"
#define KEY_SIZE 64
#define ADDRESS_SIZE 120
#define DEFAULT_KEY "cidr"
#define RECORDS_MAX 1e15 /* up to here a number with a fraction or exponent is exact */

/* One value that is being read. */
struct json {
	struct wb_feed_parser *parser;
	struct wb_line_reader *reader;
	const char *key;     /* whose texts are addresses */
	int c;               /* what comes next, or WB_LINE_BYTE_... */
	bool may_be_longer;  /* than a line */
	bool has_line_break; /* it is */
	bool has_found;      /* some address was handed over */
	unsigned depth;
	enum wb_status status; /* WB_OK while all is well */
	struct wb_error *error_r;
	char text[WB_LINE_BYTES_MAX + 1]; /* of the last string, number or word */
	bool has_nul, is_cut;             /* it is not all of it */
	bool has_mark;                    /* somewhere in the value so far is a "!" that may be of an exclusion */
};

/* What an object has said. */
struct object {
	char address[ADDRESS_SIZE];
	char reason[WB_LISTING_REASON_SIZE];
	char asn[16]; /* "AS64496"; empty: none */
	uint64_t records;
	bool has_address, is_metadata, is_excluded, has_bad_records;
};

static bool fail(struct json *json)
{
	json->has_mark = json->has_mark || json->c == '!';
	if (json->status == WB_OK)
		json->status = wb_fail(json->error_r, WB_INVALID, "no JSON: expected " EXAMPLE);
	return false;
}

static void advance(struct json *json)
{
	json->has_line_break = json->has_line_break || json->c == '\n';
	json->c = wb_line_reader_byte(json->reader, json->error_r);
	if (json->c == WB_LINE_BYTE_FAILED)
		json->status = WB_UNAVAILABLE;
}

/* False at what no value goes on with. */
static bool skip_blanks(struct json *json)
{
	while (json->c == ' ' || json->c == '\t' || json->c == '\r' || (json->c == '\n' && json->may_be_longer))
		advance(json);
	return json->c >= 0 && json->c != '\n' ? true : fail(json);
}

static bool expect(struct json *json, char c)
{
	if (!skip_blanks(json) || json->c != c)
		return fail(json);
	advance(json);
	return true;
}

static void put(struct json *json, size_t *used, char c)
{
	if (*used + 1 < sizeof(json->text))
		json->text[(*used)++] = c;
	else
		json->is_cut = true;
}

static bool read_hex(struct json *json, uint32_t *code_r)
{
	static const char digits[] = "0123456789abcdef";

	*code_r = 0;
	for (int i = 0; i < 4; i++) {
		const char *digit;

		advance(json);
		digit = json->c > 0 ? strchr(digits, json->c | 0x20) : NULL;
		if (digit == NULL)
			return fail(json);
		*code_r = *code_r << 4 | (uint32_t)(digit - digits);
	}
	return true;
}

/* "\u00fc", also of two surrogates. Stands on the u; leaves the last digit. */
static bool read_escaped_code(struct json *json, size_t *used)
{
	char encoded[WB_TEXT_UTF8_SIZE];
	uint32_t code, low;
	size_t length;

	if (!read_hex(json, &code))
		return false;
	if (code >= 0xd800 && code < 0xdc00) {
		advance(json);
		if (json->c != '\\')
			return fail(json);
		advance(json);
		if (json->c != 'u' || !read_hex(json, &low) || low < 0xdc00 || low > 0xdfff)
			return fail(json);
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
	} else if (code >= 0xdc00 && code < 0xe000) {
		code = 0xfffd; /* half a pair */
	}
	if (code == 0) {
		json->has_nul = true;
		return true;
	}
	length = wb_text_encode_utf8(code, encoded);
	for (size_t i = 0; i < length; i++)
		put(json, used, encoded[i]);
	return true;
}

/* Stands on the quote; leaves the other one. */
static bool read_characters(struct json *json, size_t *used)
{
	static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";

	for (advance(json); json->c != '"'; advance(json)) {
		if (json->c < ' ')
			return fail(json);
		if (json->c != '\\') {
			put(json, used, (char)json->c);
			continue;
		}
		advance(json);
		if (json->c == 'u') {
			if (!read_escaped_code(json, used))
				return false;
			continue;
		}
		for (size_t i = 0;; i += 2) {
			if (i + 2 >= sizeof(escapes))
				return fail(json);
			if (escapes[i] == json->c) {
				put(json, used, escapes[i + 1]);
				break;
			}
		}
	}
	return true;
}

/* Stands on the quote; leaves what comes behind the other one. */
static bool read_string(struct json *json)
{
	size_t used = 0;
	bool good;

	json->has_nul = json->is_cut = false;
	good = read_characters(json, &used);
	json->text[used] = '\0';
	json->has_mark = json->has_mark ||
	    (wb_feed_exclusion_has_mark(json->text) && wb_feed_exclusion_is_likely(json->text, json->text + used));
	if (good)
		advance(json);
	return good;
}

/* A number, true, false or null. */
static bool read_word(struct json *json)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t used = 0;

	json->has_nul = json->is_cut = false;
	while ((json->c >= '0' && json->c <= '9') || (json->c >= 'a' && json->c <= 'z') || json->c == '-' || json->c == '+' ||
	    json->c == '.' || json->c == 'E') {
		put(json, &used, (char)json->c);
		advance(json);
	}
	json->text[used] = '\0';
	if (used > 0 && json->text[strspn(json->text, "0123456789+-.eE")] == '\0')
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(json->text, words[i]) == 0)
			return true;
	}
	return fail(json);
}

/* The texts of this member are addresses. */
static bool is_key(const struct json *json, const char *name)
{
	return strcmp(name, json->key) == 0;
}

static bool hand_over(struct json *json, const char *address, const char *reason, bool is_excluded)
{
	struct wb_feed_item *item = &json->parser->item;
	char text[ADDRESS_SIZE];

	item->is_excluded = is_excluded;
	wb_feed_format_reason(reason, item);
	wb_text_copy(text, sizeof(text), address);
	json->parser->records++;
	json->status = wb_feed_format_take(json->parser, wb_text_trim(text), json->error_r);
	json->has_found = json->has_found || json->status == WB_OK;
	return json->status == WB_OK;
}

/* Inside of a value a bad address is one of many: it is told, and the rest counts. */
static bool hand_over_one(struct json *json, const char *address, const char *reason, bool is_excluded)
{
	if (hand_over(json, address, reason, is_excluded) || json->status != WB_INVALID)
		return json->status == WB_OK;
	json->parser->bad_values++;
	wb_line_reader_report(json->reader, WB_LINE_BAD, json->error_r != NULL ? json->error_r->text : "");
	json->status = WB_OK;
	return true;
}

/* An address with a "!" that is not handed over: in another member, or in a text that is too long for one. */
static void note_lost(const struct json *json, bool is_address)
{
	const char *end = json->text + strlen(json->text);

	if (is_address ? !wb_feed_exclusion_has_mark(json->text) : wb_feed_exclusion_count(json->text, end) == 0)
		return;
	json->parser->bad_exclusions++;
	json->parser->bad_values++;
	wb_line_reader_report(
	    json->reader, WB_LINE_BAD, "a text with \"!\" that is no address, or is not in the member of addresses");
}

static bool read_value(struct json *json, const char *key, struct object *object);

static bool read_array(struct json *json, const char *key)
{
	advance(json);
	if (!skip_blanks(json))
		return false;
	while (json->c != ']') {
		/* An array of texts is one of addresses when its member is, or when there is nothing else to go by. */
		bool is_text = json->c == '"';
		bool is_address = is_text && (key == NULL ? json->parser->column[0] == '\0' : is_key(json, key));

		if (!read_value(json, key, NULL))
			return false;
		if (is_text && (!is_address || json->has_nul || strlen(json->text) >= ADDRESS_SIZE))
			note_lost(json, is_address);
		else if (is_address && !hand_over_one(json, json->text, "", false))
			return false;
		if (!skip_blanks(json) || (json->c != ',' && json->c != ']'))
			return fail(json);
		if (json->c == ',') {
			advance(json);
			if (!skip_blanks(json) || json->c == ']')
				return fail(json);
		}
	}
	/* What comes behind the outermost value is not its own. */
	if (json->depth > 1)
		advance(json);
	return true;
}

/* A whole number, which may be written as 1e3; null says nothing. */
static void note_records(const struct json *json, struct object *object)
{
	char *end;
	double number = strtod(json->text, &end);
	bool is_whole = number >= 0 && (number >= RECORDS_MAX || number == (double)(uint64_t)number);

	object->has_bad_records = end > json->text && (*end != '\0' || !is_whole);
	object->records = object->has_bad_records ? 0 : number < RECORDS_MAX ? (uint64_t)number : UINT64_MAX;
}

/* A text or number of an object: what is of interest is kept. */
static void note_member(const struct json *json, const char *key, bool is_text, struct object *object)
{
	struct wb_text asn;
	bool is_address, is_whole;

	/* Spamhaus ASN-DROP has numbers there, others "AS64496". */
	if (strcmp(key, "asn") == 0 && (json->parser->column[0] == '\0' || is_key(json, key)) && !json->has_nul) {
		wb_text_open(&asn, object->asn, sizeof(object->asn));
		wb_text_addf(&asn, "%s%s", json->text[0] >= '0' && json->text[0] <= '9' ? "AS" : "", json->text);
	}
	if (!is_text && strcmp(key, "records") == 0)
		note_records(json, object);
	if (!is_text && strcmp(key, "nomatch") == 0)
		object->is_excluded = strcmp(json->text, "true") == 0;
	if (!is_text)
		return;
	is_address = is_key(json, key) && strcmp(key, "asn") != 0;
	is_whole = strlen(json->text) < sizeof(object->address) && !json->is_cut && !json->has_nul;
	if ((is_address && !is_whole) || (!is_address && strcmp(key, "asn") != 0))
		note_lost(json, is_address);
	if (json->has_nul)
		return;
	if (is_address) {
		/* Of two members of one name the last one counts. */
		json->parser->bad_exclusions += object->has_address && wb_feed_exclusion_has_mark(object->address);
		object->has_address = is_whole;
		wb_text_copy(object->address, sizeof(object->address), json->text);
	} else if (strcmp(key, "asname") == 0 && object->reason[0] == '\0') {
		wb_text_copy(object->reason, sizeof(object->reason), json->text);
	} else if (strcmp(key, "sblid") == 0 || strcmp(key, "reason") == 0 || strcmp(key, "comment") == 0) {
		wb_text_copy(object->reason, sizeof(object->reason), json->text);
	} else if (strcmp(key, "type") == 0) {
		object->is_metadata = strcmp(json->text, "metadata") == 0;
	}
}

/* Stands on the brace; leaves the other one of the outermost object. */
static bool read_object(struct json *json, struct object *object)
{
	char key[KEY_SIZE];

	advance(json);
	if (!skip_blanks(json))
		return false;
	while (json->c != '}') {
		if (json->c != '"' || !read_string(json))
			return fail(json);
		if (json->has_nul || !wb_text_copy(key, sizeof(key), json->text))
			key[0] = '\0';
		if (!expect(json, ':') || !read_value(json, key, object) || !skip_blanks(json) ||
		    (json->c != ',' && json->c != '}'))
			return fail(json);
		if (json->c == ',') {
			advance(json);
			if (!skip_blanks(json) || json->c != '"')
				return fail(json);
		}
	}
	if (!object->has_address && object->asn[0] != '\0') {
		wb_text_copy(object->address, sizeof(object->address), object->asn);
		object->has_address = true;
	}
	if (json->depth == 1)
		return true;
	advance(json);
	return !object->has_address || hand_over_one(json, object->address, object->reason, object->is_excluded);
}

static bool read_nested_object(struct json *json)
{
	struct object object = { .records = 0 };

	return read_object(json, &object);
}

/* The value of a member, or of an array's place (object is NULL then; its key is the array's). Leaves what comes behind it. */
static bool read_value(struct json *json, const char *key, struct object *object)
{
	bool good, is_text;

	if (!skip_blanks(json))
		return false;
	is_text = json->c == '"';
	if (json->c != '{' && json->c != '[') {
		good = is_text ? read_string(json) : read_word(json);
		if (good && object != NULL)
			note_member(json, key, is_text, object);
		return good;
	}
	if (json->depth == WB_FEED_JSON_DEPTH_MAX)
		return fail(json);
	json->depth++;
	good = json->c == '{' ? read_nested_object(json) : read_array(json, key);
	json->depth--;
	return good;
}

bool wb_feed_json_recognise(const struct wb_feed_parser *parser, const char *bytes, size_t size)
{
	size_t i = 0;

	while (i < size && (bytes[i] == ' ' || bytes[i] == '\t'))
		i++;
	if (i == size || (bytes[i] != '[' && bytes[i] != '{'))
		return false;
	if (bytes[i] == '{' || parser->is_begun)
		return bytes[i] == '{';
	/* "[2001:db8::66]" begins so, too. */
	for (i++; i < size && (bytes[i] == ' ' || bytes[i] == '\t'); i++)
		;
	return i == size || strchr("\"{[]\r\n", bytes[i]) != NULL;
}

static void note_rest(struct json *json)
{
	const char *text = json->reader->text;

	json->has_mark = json->has_mark || wb_feed_exclusion_is_likely(text, text + strlen(text));
}

/* Behind the value: nothing more in its line. */
static bool read_rest(struct json *json)
{
	enum wb_status status = wb_line_reader_next(json->reader, json->error_r);

	if (status == WB_NOT_FOUND)
		return true;
	if (status != WB_OK) {
		json->status = status;
		return false;
	}
	note_rest(json);
	return json->reader->text[strspn(json->reader->text, " \t\r")] == '\0' || fail(json);
}

/* Of a value in which something is wrong: reads on to the end of its line. What is wrong with the file counts for more. */
static void skip_line(struct json *json)
{
	struct wb_error why;
	enum wb_status status = wb_line_reader_next(json->reader, &why);

	if (status == WB_OK)
		note_rest(json);
	else if (status != WB_NOT_FOUND)
		json->status = wb_fail(json->error_r, status, "%s", why.text);
}

/* True when nothing of the file must be used: what was handed over cannot be taken back, and of what is cut short nobody knows what is missing. */
static bool is_broken(const struct json *json, bool is_first)
{
	return json->status == WB_INVALID && !wb_line_reader_is_damaged(json->reader) &&
	    (json->has_found || json->c == WB_LINE_BYTE_END || (is_first && json->has_line_break));
}

static enum wb_status note_metadata(
    struct wb_feed_parser *parser, const struct object *object, bool *is_broken_r, struct wb_error *error_r)
{
	*is_broken_r = object->has_bad_records;
	if (*is_broken_r)
		return wb_fail(error_r, WB_INVALID, "\"records\": expected how many there are in the file");
	if (__builtin_add_overflow(parser->records_said, object->records, &parser->records_said))
		parser->records_said = UINT64_MAX;
	return WB_NOT_FOUND;
}

enum wb_status wb_feed_json_read(
    struct wb_feed_parser *parser, struct wb_line_reader *reader, bool *is_broken_r, struct wb_error *error_r)
{
	bool is_first = !parser->is_begun, good;
	size_t bad_before = parser->bad_values;
	struct object object = { .records = 0 };
	struct json json = {
		.parser = parser,
		.reader = reader,
		.key = parser->column[0] != '\0' ? parser->column : DEFAULT_KEY,
		.may_be_longer = is_first || parser->is_document,
		.depth = 1,
		.error_r = error_r,
	};

	*is_broken_r = false;
	parser->is_begun = true;
	parser->item.note[0] = '\0';
	do
		advance(&json);
	while (json.c == ' ' || json.c == '\t');
	if (json.c == '{')
		good = read_object(&json, &object);
	else
		good = read_array(&json, NULL);
	parser->is_document = json.may_be_longer && json.has_line_break;
	if (good)
		good = read_rest(&json);
	else if (json.status == WB_INVALID && json.c != '\n' && json.c != WB_LINE_BYTE_END)
		skip_line(&json);
	if (!good) {
		*is_broken_r = is_broken(&json, is_first);
		parser->records += json.status == WB_INVALID;
		parser->bad_exclusions += json.status == WB_INVALID && json.has_mark;
		return json.status;
	}
	if (object.is_metadata && !object.has_address)
		return note_metadata(parser, &object, is_broken_r, error_r);
	if (object.has_address)
		return hand_over(&json, object.address, object.reason, object.is_excluded) ? WB_OK : json.status;
	if (json.has_found || parser->bad_values > bad_before)
		return json.has_found ? WB_OK : WB_NOT_FOUND;
	parser->records++;
	parser->bad_exclusions += json.has_mark;
	return wb_fail(error_r, WB_INVALID, "no \"%.40s\": expected %s%s", json.key,
	    parser->column[0] == '\0' ? EXAMPLE : "a member of that name",
	    parser->column[0] == '\0' ? ", or the member's name as the column" : "");
}
