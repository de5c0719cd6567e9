/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_format.c - see feed_format.h */
#include "desk/feed_format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "desk/feed_columns.h"
#include "desk/feed_exclusion.h"

#define BLANKS " \t"
#define BETWEEN_COLUMNS " \t,|"
#define ADDRESS_SIZE 200 /* of "ADDRESS-ADDRESS" or "ADDRESS/MASK" */

static bool is_utf8(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	while (*s != '\0') {
		size_t more = *s < 0x80       ? 0
		    : *s >= 0xc2 && *s < 0xe0 ? 1
		    : *s >= 0xe0 && *s < 0xf0 ? 2
		    : *s >= 0xf0 && *s < 0xf5 ? 3
					      : 4;

		if (more == 4)
			return false;
		for (s++; more > 0; more--, s++) {
			if ((*s & 0xc0) != 0x80)
				return false;
		}
	}
	return true;
}

void wb_feed_format_reason(const char *comment, struct wb_feed_item *item)
{
	char text[2 * WB_LISTING_REASON_SIZE + WB_TEXT_UTF8_SIZE];
	bool is_latin = !is_utf8(comment);
	size_t used = 0;

	/* As much as can be a reason; what is longer is cut below, at a character's end. */
	for (const char *c = comment; *c != '\0' && used + WB_TEXT_UTF8_SIZE < sizeof(text); c++) {
		unsigned char byte = (unsigned char)*c;

		if (byte == '\t') {
			text[used++] = ' ';
		} else if (is_latin && byte >= 0x80) {
			used += wb_text_encode_utf8(byte, text + used);
		} else {
			text[used++] = *c;
		}
	}
	wb_text_copy_utf8(item->reason, sizeof(item->reason), text, used);
}

static bool take_mark(struct wb_feed_parser *parser, char *text)
{
	if (!wb_feed_exclusion_take(text))
		return false;
	parser->marks_taken++;
	return parser->item.is_excluded = true;
}

enum wb_status wb_feed_format_take(struct wb_feed_parser *parser, char *text, struct wb_error *error_r)
{
	struct wb_feed_item *item = &parser->item;
	bool is_likely = wb_feed_exclusion_has_mark(text) && wb_feed_exclusion_is_likely(text, text + strlen(text));
	enum wb_status status;

	/* A second "!" is not for us to interpret. */
	if (!item->is_excluded && take_mark(parser, text))
		text = wb_text_trim(text);
	status = wb_range_parse(text, &item->range, item->note, error_r);
	if (status == WB_OK)
		status = parser->found(parser->context, parser->reader, item, error_r);
	parser->bad_exclusions += status == WB_INVALID && (is_likely || item->is_excluded);
	return status;
}

char *wb_feed_format_comment(char *line)
{
	char *comment = strpbrk(line, "#;");
	char *slashes = strstr(line, "//");

	return comment == NULL || (slashes != NULL && slashes < comment) ? slashes : comment;
}

static bool is_comment(const char *line)
{
	return strchr("#;%", line[0]) != NULL || strncmp(line, "//", 2) == 0 || strncmp(line, "--", 2) == 0 ||
	    strncmp(line, "/*", 2) == 0;
}

/* Cuts the line where a comment begins, which becomes the reason. */
static void cut_comment(struct wb_feed_parser *parser, char *line)
{
	char *comment = wb_feed_format_comment(line);

	if (comment == NULL)
		return;
	wb_feed_format_reason(wb_text_trim(comment + (comment[0] == '/' ? 2 : 1)), &parser->item);
	*comment = '\0';
}

/* Takes the first word off a line; returns it, and where the next one begins. */
static char *take_word(char *line, const char *between, char **next_r)
{
	char *end = line + strcspn(line, between);

	*next_r = end;
	if (*end != '\0') {
		*end = '\0';
		*next_r = end + 1 + strspn(end + 1, between);
	}
	if (line[0] == '"' && end - line > 1 && end[-1] == '"') {
		end[-1] = '\0';
		line++;
	}
	return line;
}

static bool is_number(const char *word)
{
	return word[0] != '\0' && word[strspn(word, "0123456789")] == '\0';
}

/* What ipset save prints: "add NAME ADDRESS[,PORT] [OPTIONS]", and the lines that make the sets. Source: ipset(8). */
static bool recognise_ipset(const struct wb_feed_parser *parser, const char *line)
{
	(void)parser;
	return strncmp(line, "add ", 4) == 0 || strncmp(line, "-A ", 3) == 0 || strncmp(line, "create ", 7) == 0 ||
	    strncmp(line, "-N ", 3) == 0 || strcmp(line, "COMMIT") == 0;
}

static enum wb_status parse_ipset(struct wb_feed_parser *parser, char *line, struct wb_error *error_r)
{
	char *next, *options, *address, *comment, *end;

	if (strcmp(take_word(line, BLANKS, &next), "add") != 0 && strcmp(line, "-A") != 0)
		return WB_NOT_FOUND;
	take_word(next, BLANKS, &next);
	address = take_word(next, BETWEEN_COLUMNS, &options);
	comment = strstr(options, "comment \"");
	if (comment != NULL) {
		comment[0] = '\0';
		comment += strlen("comment \"");
		end = strrchr(comment, '"');
		if (end != NULL)
			*end = '\0';
		wb_feed_format_reason(comment, &parser->item);
	}
	parser->item.is_excluded = parser->item.is_excluded || wb_feed_exclusion_has_word(options, "nomatch");
	return wb_feed_format_take(parser, address, error_r);
}

/*
 * SPF: the ip4: and ip6: of a record, or one alone in a line; what has a qualifier other than + does not pass. What else a record says leads to no
 * address here. Source: RFC 7208 sections 4.6.2 and 5.6.
 */
static bool is_spf_word(const char *word)
{
	word += *word != '\0' && strchr("+-~?", *word) != NULL;
	return strncasecmp(word, "ip4:", 4) == 0 || strncasecmp(word, "ip6:", 4) == 0;
}

static bool recognise_spf(const struct wb_feed_parser *parser, const char *line)
{
	(void)parser;
	line += *line == '"';
	return strncasecmp(line, "v=spf1", 6) == 0 || is_spf_word(line);
}

static enum wb_status parse_spf(struct wb_feed_parser *parser, char *line, struct wb_error *error_r)
{
	enum wb_status all = WB_NOT_FOUND;
	bool is_excluded = parser->item.is_excluded;
	char *next;

	cut_comment(parser, line);
	for (char *c = line; (c = strchr(c, '"')) != NULL;)
		*c = ' ';
	for (line += strspn(line, BETWEEN_COLUMNS); *line != '\0'; line = next) {
		char *word = take_word(line, BETWEEN_COLUMNS, &next);
		enum wb_status status;

		if (!is_spf_word(word))
			continue;
		parser->item.is_excluded = is_excluded || strchr("-~?", word[0]) != NULL;
		status = wb_feed_format_take(parser, strchr(word, ':') + 1, error_r);
		if (status != WB_OK)
			return status;
		all = WB_OK;
	}
	return all;
}

/*
 * Columns with a heading, or numbered: CSV and its kin. The separator is the one that the heading has, or, when the column is a number,
 * that the line has.
 */
static bool recognise_columns(const struct wb_feed_parser *parser, const char *line)
{
	(void)line;
	return parser->column[0] != '\0';
}

/* A column that says no more than that the address is not listed. What others say is theirs: "OK" may be the state of anything. */
static void take_flag(struct wb_feed_parser *parser, const char *column)
{
	if (strcasecmp(column, "nomatch") == 0 ||
	    (wb_feed_exclusion_has_mark(column) && wb_feed_exclusion_is_let_in(column, false)))
		parser->item.is_excluded = true;
}

static enum wb_status parse_columns(struct wb_feed_parser *parser, char *line, struct wb_error *error_r)
{
	bool is_numbered = is_number(parser->column);
	char separator = parser->separator;
	size_t place = parser->place;
	char *column = NULL, *flag, asn[24];

	if (is_numbered) {
		place = strtoul(parser->column, NULL, 10) - 1;
		separator = wb_feed_columns_separator(line);
	} else if (!parser->has_place) {
		if (wb_feed_columns_read_heading(parser, line))
			return WB_NOT_FOUND;
		return wb_fail(error_r, WB_INVALID,
		    "no column \"%.40s\" in a heading so far: expected a name of the first line, or a number from 1 on",
		    parser->column);
	}
	for (size_t i = 0; i <= place; i++) {
		column = wb_feed_columns_take(&line, separator);
		if (column == NULL)
			return wb_fail(error_r, WB_INVALID, "%zu columns: expected the address in column %zu", i, place + 1);
		if (i < place)
			take_flag(parser, column);
	}
	while ((flag = wb_feed_columns_take(&line, separator)) != NULL)
		take_flag(parser, flag);
	if (!parser->item.is_excluded)
		take_mark(parser, column);
	column = wb_text_trim(column);
	if (is_number(column) && (strcasecmp(parser->column, "asn") == 0 || strcasecmp(parser->column, "as") == 0)) {
		snprintf(asn, sizeof(asn), "AS%.20s", column);
		column = asn;
	}
	return wb_feed_format_take(parser, column, error_r);
}

/*
 * What stands in a zone of rbldnsd beside its addresses: settings behind $, and values behind a colon. A file of type combined has
 * datasets of several kinds. Source: rbldnsd(8).
 */
static bool recognise_zone(const struct wb_feed_parser *parser, const char *line)
{
	/* "::1" is an address. */
	return line[0] == '$' || (line[0] == ':' && line[1] != ':') || parser->is_other_dataset;
}

static enum wb_status parse_zone(struct wb_feed_parser *parser, char *line, struct wb_error *error_r)
{
	static const char dataset[] = "$DATASET";

	(void)error_r;
	parser->is_zone = true;
	if (strncasecmp(line, dataset, strlen(dataset)) == 0) {
		line += strlen(dataset) + strspn(line + strlen(dataset), BLANKS);
		parser->is_other_dataset = strncmp(line, "ip4", 3) != 0 && strncmp(line, "ip6", 3) != 0;
	}
	return WB_NOT_FOUND;
}

/* "FIRST-SECOND", or FIRST alone where that would be no address for its length. */
static char *join(char whole[ADDRESS_SIZE], char *first, const char *between, const char *second)
{
	struct wb_text text;

	wb_text_open(&text, whole, ADDRESS_SIZE);
	wb_text_addf(&text, "%s%s%s", first, between, second);
	return text.truncated ? first : whole;
}

/* Two addresses side by side are a range when the heading says so, or when they are the ends of one network, as DShield has them. */
static bool is_pair(const struct wb_feed_parser *parser, const char *first, const char *second)
{
	char both[ADDRESS_SIZE], note[WB_RANGE_NOTE_SIZE];
	struct wb_range range;

	if (strpbrk(first, "/-*") != NULL || strpbrk(second, "/-*") != NULL || strpbrk(second, ".:") == NULL ||
	    snprintf(both, sizeof(both), "%s-%s", first, second) >= (int)sizeof(both))
		return false;
	return wb_range_parse(both, &range, note, NULL) == WB_OK && (parser->has_pairs || wb_range_is_prefix(&range));
}

static bool is_address(const char *word)
{
	char copy[ADDRESS_SIZE], note[WB_RANGE_NOTE_SIZE];
	struct wb_range range;

	return strpbrk(word, ".:") != NULL && wb_text_copy(copy, sizeof(copy), word) &&
	    wb_range_parse(copy, &range, note, NULL) == WB_OK;
}

static bool is_let_in(const char *second, const char *rest, bool is_blank)
{
	return wb_feed_exclusion_is_let_in(second, is_blank) || wb_feed_exclusion_has_word(rest, "nomatch");
}

/* True when one of the words is an address, and no return code of a zone. */
static bool has_address(const char *line)
{
	char copy[WB_LINE_BYTES_MAX + 1], *word, *next = copy;

	wb_text_copy(copy, sizeof(copy), line);
	while (*next != '\0') {
		word = take_word(next, BETWEEN_COLUMNS, &next);
		if (strncmp(word, "127.", 4) != 0 && is_address(word))
			return true;
	}
	return false;
}

/*
 * An address, network or range in the first column, and behind # ; or two slashes a comment: most lists, Spamhaus DROP's text, tables of Postfix, and
 * rbldnsd's zones.
 */
static bool recognise_text(const struct wb_feed_parser *parser, const char *line)
{
	(void)parser;
	(void)line;
	return true;
}

static enum wb_status parse_text(struct wb_feed_parser *parser, char *line, struct wb_error *error_r)
{
	struct wb_feed_item *item = &parser->item;
	char whole[ADDRESS_SIZE], *word, *next, *second, *rest;
	bool has_mark = item->is_excluded, is_blank;
	unsigned dots = 0;

	cut_comment(parser, line);
	line = wb_text_trim(line);
	next = line + strcspn(line, BETWEEN_COLUMNS);
	is_blank = strspn(next, BLANKS) == strspn(next, BETWEEN_COLUMNS);
	word = take_word(line, BETWEEN_COLUMNS, &next);
	/* "192.0.2.7 - 192.0.2.66"; a hyphen with words behind it only parts them from the address. */
	if (next[0] == '-' || (word[0] != '\0' && next[0] != '\0' && word[strlen(word) - 1] == '-')) {
		next += *next == '-';
		second = take_word(next + strspn(next, BLANKS), BETWEEN_COLUMNS, &rest);
		word[strcspn(word, "-")] = '\0';
		if (strpbrk(second, ".:") != NULL && second[strspn(second, "0123456789abcdefABCDEF.:[]")] == '\0')
			word = join(whole, word, "-", second);
		item->is_excluded = has_mark || is_let_in(second, rest, is_blank);
		next = rest + strlen(rest);
	}
	if (next[0] == ':' && strpbrk(word, ".:") != NULL) {
		/* rbldnsd's ":VALUE:TEXT" */
		second = strchr(next + 1, ':');
		wb_feed_format_reason(wb_text_trim(second != NULL ? second + 1 : next + 1), item);
		next += strlen(next);
	}
	second = take_word(next, BETWEEN_COLUMNS, &rest);
	item->is_excluded = item->is_excluded || is_let_in(second, rest, is_blank);
	if (has_mark && has_address(rest))
		return wb_fail(error_r, WB_INVALID, "several addresses behind \"!\": expected one in a line");
	if (strchr(word, '/') == NULL && strchr(word, '.') != NULL && wb_range_mask_length(second) >= 0) {
		word = join(whole, word, "/", second);
	} else if (is_pair(parser, word, second)) {
		word = join(whole, word, "-", second);
	} else if (is_address(second) && strncmp(second, "127.", 4) != 0 && is_address(word)) {
		/* 127.0.0.2 is the return code of a zone. */
		return wb_fail(error_r, WB_INVALID,
		    "two addresses, %.60s and %.60s: expected a hyphen between the ends of a range", word, second);
	} else if (parser->is_zone && word[0] != '\0' && word[strspn(word, "0123456789.")] == '\0' &&
	    word[strlen(word) - 1] != '.') {
		/* rbldnsd takes "192.0.2" for all that begins so. */
		for (rest = word; *rest != '\0'; rest++)
			dots += *rest == '.';
		if (dots < 3)
			word = join(whole, word, ".", "");
	}
	return wb_feed_format_take(parser, word, error_r);
}

const struct wb_feed_format wb_feed_formats[] = {
	{ "json", "{\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL1\"}", NULL, NULL },
	{ "zone", "$TTL 3600", recognise_zone, parse_zone },
	{ "ipset", "add bad 192.0.2.0/24 timeout 60 comment \"SBL1\"", recognise_ipset, parse_ipset },
	{ "columns", "seen,192.0.2.0/24,SBL1", recognise_columns, parse_columns },
	{ "spf", "ip4:192.0.2.0/24 ; SBL1", recognise_spf, parse_spf },
	{ "text", "192.0.2.0/24 ; SBL1", recognise_text, parse_text },
};
const size_t wb_feed_format_count = sizeof(wb_feed_formats) / sizeof(wb_feed_formats[0]);

static const char *end_of(const struct wb_feed_parser *parser, const char *line)
{
	const char *comment = parser->column[0] != '\0' ? NULL : wb_feed_format_comment((char *)line);

	return comment == NULL ? line + strlen(line) : comment;
}

void wb_feed_format_note_lost(struct wb_feed_parser *parser, const char *line)
{
	parser->bad_exclusions += !is_comment(line) && wb_feed_exclusion_is_likely(line, end_of(parser, line));
}

static enum wb_status parse_as_recognised(struct wb_feed_parser *parser, char *line, struct wb_error *error_r)
{
	for (size_t i = 0; i < wb_feed_format_count; i++) {
		if (wb_feed_formats[i].parse != NULL && wb_feed_formats[i].recognise(parser, line))
			return wb_feed_formats[i].parse(parser, line, error_r);
	}
	return WB_NOT_FOUND;
}

enum wb_status wb_feed_format_parse(struct wb_feed_parser *parser, char *line, struct wb_error *error_r)
{
	char whole[WB_LINE_BYTES_MAX + 1];
	bool is_first = !parser->is_begun;
	size_t bad_before = parser->bad_exclusions, marks;
	enum wb_status status;

	parser->item.is_excluded = false;
	parser->item.reason[0] = parser->item.note[0] = '\0';
	line = wb_text_trim(line);
	if (line[0] == '#' && parser->column[0] != '\0' && !is_number(parser->column) && !parser->has_place)
		/* Some put the heading into a comment. */
		wb_feed_columns_read_heading(parser, line + 1 + strspn(line + 1, "# "));
	if (line[0] == '\0' || is_comment(line))
		return WB_NOT_FOUND;
	parser->is_begun = true;
	wb_text_copy(whole, sizeof(whole), line);
	marks = wb_feed_exclusion_count(line, end_of(parser, line));
	parser->marks_taken = 0;
	/* Of names it is none of ours. */
	if (!parser->is_other_dataset && take_mark(parser, line))
		line = wb_text_trim(line);
	status = parse_as_recognised(parser, line, error_r);
	if (status == WB_INVALID && is_first && wb_feed_columns_is_heading(parser, whole)) {
		parser->bad_exclusions = bad_before;
		return WB_NOT_FOUND;
	}
	if ((status == WB_OK || status == WB_NOT_FOUND) && marks > parser->marks_taken)
		status = wb_fail(
		    error_r, WB_INVALID, "\"!\" in front of an address that is not read: expected it in a line of its own");
	if (status == WB_INVALID && parser->bad_exclusions == bad_before)
		wb_feed_format_note_lost(parser, whole);
	return status;
}
