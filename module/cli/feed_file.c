/* feed_file.c - see feed_file.h */
#include "cli/feed_file.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "desk/feed_guard.h"

#define LINE_BYTES_MAX 4096
#define MISTAKES_SHOWN 10
#define PROGRESS_EVERY 50000

struct reader {
	const struct wb_config *config;
	const char *path;
	FILE *stream;
	unsigned allowed;
	struct json_tokener *tokener; /* made for the first line that needs it */
	struct cli_feed_file *file;
	bool shows_progress;
};

/* One line in the buffer, without its end. What does not fit is read all the same; *length_r tells. False: no more. */
static bool read_line(FILE *stream, char *line, size_t *length_r)
{
	size_t length = 0;
	int c;

	while ((c = getc_unlocked(stream)) != EOF && c != '\n') {
		if (length < LINE_BYTES_MAX)
			line[length] = (char)c;
		length++;
	}
	if (length > 0 && length <= LINE_BYTES_MAX && line[length - 1] == '\r')
		length--;
	line[length < LINE_BYTES_MAX ? length : LINE_BYTES_MAX] = '\0';
	*length_r = length;
	return c != EOF || length > 0;
}

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		text[--length] = '\0';
	return text;
}

/* A comment as a reason, cut to fit; only one that does not fit is looked at twice. */
static enum wb_status read_reason(char *comment, char *reason_r, struct wb_error *error_r)
{
	char clean[LINE_BYTES_MAX + 1];

	for (char *c = comment; *c != '\0'; c++) {
		if (*c == '\t')
			*c = ' ';
	}
	wb_text_copy_utf8(reason_r, WB_LISTING_REASON_SIZE, comment, strlen(comment));
	if (strcmp(reason_r, comment) == 0)
		return WB_OK;
	wb_text_copy_utf8(clean, sizeof(clean), comment, strlen(comment));
	if (strcmp(clean, comment) != 0)
		return wb_fail(error_r, WB_INVALID, "a comment that is no printable text: expected UTF-8");
	return WB_OK;
}

/* A guard that a prefix trips is told like a mistake; the rest of the file is read for its mistakes only. */
static enum wb_status add_prefix(
    struct reader *reader, const struct wb_prefix *prefix, const char *reason, bool *tripped, struct wb_error *error_r)
{
	if (!*tripped &&
	    wb_feed_guard_check_prefix(&reader->config->policy.exempt, prefix, reader->allowed, error_r) != WB_FEED_GUARDS) {
		*tripped = true;
		if (reader->file->refused++ < MISTAKES_SHOWN)
			cli_fail(CLI_BAD_DATA, "%s:%lu: %s", reader->path, reader->file->lines, error_r->text);
	}
	return reader->file->refused > 0 ? WB_OK : wb_feed_entries_add(&reader->file->entries, prefix, reason, error_r);
}

static struct wb_address last_of(const struct wb_prefix *prefix)
{
	struct wb_address last = prefix->address;

	for (unsigned bit = prefix->prefix_bits; bit < WB_ADDRESS_BITS; bit++)
		last.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	return last;
}

static int compare(const struct wb_address *a, const struct wb_address *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

/* The largest prefix that begins at first and does not go beyond last. */
static struct wb_prefix largest_prefix(const struct wb_address *first, const struct wb_address *last)
{
	struct wb_prefix prefix = wb_prefix_of(first, WB_ADDRESS_BITS);
	unsigned shortest = wb_address_is_v4(first) ? WB_ADDRESS_V4_BITS : 0;

	while (prefix.prefix_bits > shortest) {
		struct wb_prefix larger = wb_prefix_of(first, prefix.prefix_bits - 1U);
		struct wb_address end = last_of(&larger);

		if (compare(&larger.address, first) != 0 || compare(&end, last) > 0)
			break;
		prefix = larger;
	}
	return prefix;
}

static enum wb_status add_range(struct reader *reader, const char *first_text, const char *last_text, const char *reason,
    bool *tripped, struct wb_error *error_r)
{
	struct wb_address first, last, end;
	enum wb_status status;

	if (wb_address_parse(first_text, &first, error_r) != WB_OK || wb_address_parse(last_text, &last, error_r) != WB_OK)
		return WB_INVALID;
	if (wb_address_is_v4(&first) != wb_address_is_v4(&last) || compare(&first, &last) > 0)
		return wb_fail(error_r, WB_INVALID,
		    "%.50s-%.50s is no range: expected two addresses of one kind, the lower one first", first_text, last_text);
	do {
		struct wb_prefix prefix = largest_prefix(&first, &last);

		status = add_prefix(reader, &prefix, reason, tripped, error_r);
		first = end = last_of(&prefix);
		for (size_t i = sizeof(first.bytes); i-- > 0 && ++first.bytes[i] == 0;)
			;
	} while (status == WB_OK && compare(&end, &last) < 0);
	return status;
}

static enum wb_status add_text(struct reader *reader, char *text, const char *reason, struct wb_error *error_r)
{
	struct wb_prefix prefix;
	bool tripped = false;
	char *dash = strchr(text, '-');

	if (dash != NULL) {
		*dash = '\0';
		return add_range(reader, trim(text), trim(dash + 1), reason, &tripped, error_r);
	}
	if (wb_prefix_parse(text, &prefix, error_r) != WB_OK)
		return WB_INVALID;
	return add_prefix(reader, &prefix, reason, &tripped, error_r);
}

static enum wb_status read_text(struct reader *reader, char *line, struct wb_error *error_r)
{
	char reason[WB_LISTING_REASON_SIZE] = "";
	char *comment = strpbrk(line, "#;");

	if (comment != NULL) {
		*comment = '\0';
		if (read_reason(trim(comment + 1), reason, error_r) != WB_OK)
			return WB_INVALID;
	}
	return add_text(reader, trim(line), reason, error_r);
}

/* A member that is a string without NUL, or NULL. */
static const char *string_of(json_object *object, const char *name)
{
	json_object *member;

	if (!json_object_object_get_ex(object, name, &member) || !json_object_is_type(member, json_type_string) ||
	    strlen(json_object_get_string(member)) != (size_t)json_object_get_string_len(member))
		return NULL;
	return json_object_get_string(member);
}

/* WB_NOT_FOUND: a line about the file itself. */
static enum wb_status read_object(struct reader *reader, json_object *object, struct wb_error *error_r)
{
	const char *type = string_of(object, "type");
	const char *cidr = string_of(object, "cidr");
	const char *sblid = string_of(object, "sblid");
	char text[WB_PREFIX_TEXT_SIZE], comment[LINE_BYTES_MAX + 1] = "", reason[WB_LISTING_REASON_SIZE];

	if (cidr == NULL && type != NULL && strcmp(type, "metadata") == 0)
		return WB_NOT_FOUND;
	if (cidr == NULL || !wb_text_copy(text, sizeof(text), cidr))
		return wb_fail(error_r, WB_INVALID, "no \"cidr\": expected {\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL1\"}");
	if (sblid != NULL)
		wb_text_copy(comment, sizeof(comment), sblid);
	if (read_reason(comment, reason, error_r) != WB_OK)
		return WB_INVALID;
	return add_text(reader, text, reason, error_r);
}

static enum wb_status read_json(struct reader *reader, const char *line, struct wb_error *error_r)
{
	enum wb_status status;
	json_object *object;
	size_t length = strlen(line);

	if (reader->tokener == NULL)
		reader->tokener = json_tokener_new();
	if (reader->tokener == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	json_tokener_reset(reader->tokener);
	json_tokener_set_flags(reader->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(reader->tokener, line, (int)length);
	if (object == NULL || json_tokener_get_parse_end(reader->tokener) != length)
		status = wb_fail(error_r, WB_INVALID, "no JSON: expected {\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL1\"}");
	else
		status = read_object(reader, object, error_r);
	json_object_put(object);
	return status;
}

/* WB_NOT_FOUND: nothing is in it. WB_INVALID: a bad line. */
static enum wb_status parse_line(struct reader *reader, char *line, size_t length, struct wb_error *error_r)
{
	char *text = line;

	if (length > LINE_BYTES_MAX || strlen(line) != length)
		return wb_fail(error_r, WB_INVALID,
		    "a line that is too long or holds a NUL byte: expected text of up to %d bytes", LINE_BYTES_MAX);
	if (reader->file->lines == 1 && strncmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	text = trim(text);
	if (text[0] == '\0' || text[0] == '#' || text[0] == ';')
		return WB_NOT_FOUND;
	return text[0] == '{' ? read_json(reader, text, error_r) : read_text(reader, text, error_r);
}

static void show_progress(const struct reader *reader, bool last)
{
	if (reader->shows_progress && (last || reader->file->lines % PROGRESS_EVERY == 0))
		fprintf(stderr, "\r%s: %lu lines%s", reader->path, reader->file->lines, last ? "\n" : "");
}

static enum wb_status read_lines(struct reader *reader, struct wb_error *error_r)
{
	struct cli_feed_file *file = reader->file;
	char line[LINE_BYTES_MAX + 1];
	enum wb_status status = WB_OK;
	size_t length;

	while (
	    (status == WB_OK || status == WB_NOT_FOUND || status == WB_INVALID) && read_line(reader->stream, line, &length)) {
		file->lines++;
		status = parse_line(reader, line, length, error_r);
		file->good += status == WB_OK;
		if (status == WB_INVALID && file->bad++ < MISTAKES_SHOWN)
			cli_fail(CLI_BAD_DATA, "%s:%lu: bad line: %s", reader->path, file->lines, error_r->text);
		show_progress(reader, false);
	}
	show_progress(reader, true);
	if (status != WB_OK && status != WB_NOT_FOUND && status != WB_INVALID)
		return status;
	return ferror(reader->stream) ? wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", reader->path, strerror(errno)) : WB_OK;
}

static enum wb_status check_file(const struct reader *reader, struct wb_error *error_r)
{
	const struct cli_feed_file *file = reader->file;
	struct wb_error why;

	if (wb_feed_guard_check_file(file->good, file->bad, reader->allowed, &why) != WB_FEED_GUARDS)
		return wb_fail(error_r, WB_INVALID, "%s: %.400s", reader->path, why.text);
	if (file->refused > 0)
		return wb_fail(error_r, WB_INVALID, "%s: %zu line%s refused", reader->path, file->refused,
		    file->refused == 1 ? " was" : "s were");
	return WB_OK;
}

enum wb_status cli_feed_file_read(
    const struct wb_config *config, const char *path, unsigned allowed, struct cli_feed_file *file_r, struct wb_error *error_r)
{
	struct reader reader = {
		.config = config,
		.path = path,
		.allowed = allowed,
		.file = file_r,
		.shows_progress = isatty(STDERR_FILENO),
	};
	enum wb_status status;

	memset(file_r, 0, sizeof(*file_r));
	reader.stream = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	if (reader.stream == NULL)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
	status = read_lines(&reader, error_r);
	if (reader.stream != stdin)
		fclose(reader.stream);
	if (reader.tokener != NULL)
		json_tokener_free(reader.tokener);
	return status == WB_OK ? check_file(&reader, error_r) : status;
}
