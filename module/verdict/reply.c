/* reply.c - see reply.h */
#include "verdict/reply.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "verdict/reference.h"

#define VALUE_BYTES_MAX 200
#define URL_BYTES_MAX (VALUE_BYTES_MAX + (int)sizeof("?ref=") + WB_REFERENCE_TEXT_SIZE) /* a reference is never cut */
#define FOLD_COLUMN 75       /* the longest line that Exim leaves alone */
#define FOLD_COLUMN_FIRST 36 /* Exim folds at no space before this column */

const struct wb_reply_placeholder wb_reply_placeholders[WB_REPLY_PLACEHOLDERS] = {
	[WB_REPLY_IP] = { "ip", "the client's address" },
	[WB_REPLY_NAME] = { "name", "its host name, when Exim has looked it up" },
	[WB_REPLY_HELO] = { "helo", "what it said in HELO or EHLO" },
	[WB_REPLY_SENDER] = { "sender", "the envelope sender" },
	[WB_REPLY_RECIPIENT] = { "recipient", "the envelope recipient" },
	[WB_REPLY_CATEGORY] = { "category", "the category's id" },
	[WB_REPLY_TITLE] = { "title", "the category's title" },
	[WB_REPLY_COUNTRY] = { "country", "country code of the client's address" },
	[WB_REPLY_ASN] = { "asn", "AS number of the client's network: AS64496" },
	[WB_REPLY_AS_ORG] = { "as_org", "that network's name" },
	[WB_REPLY_SOURCE] = { "source", "who lists the client: a DNSBL zone, or site.name for listings and rules of your own" },
	[WB_REPLY_REASON] = { "reason", "the reason given with the listing" },
	[WB_REPLY_REF] = { "ref", "the signed reference" },
	[WB_REPLY_URL] = { "url", "site.url, with the reference when there is one" },
	[WB_REPLY_SITE] = { "site", "site.name" },
	[WB_REPLY_CONTACT] = { "contact", "the first of site.contacts" },
};

/* Reads the placeholder at "%{" or "%%"; *length_r: bytes that it takes. False: it is none. */
static bool read_placeholder(const char *at, enum wb_placeholder *place_r, size_t *length_r)
{
	size_t name_length = at[1] == '{' ? strcspn(at + 2, "}\n") : 0;

	if (name_length == 0 || at[2 + name_length] != '}')
		return false;
	for (int i = 0; i < WB_REPLY_PLACEHOLDERS; i++) {
		const char *name = wb_reply_placeholders[i].name;

		if (strlen(name) == name_length && memcmp(name, at + 2, name_length) == 0) {
			*place_r = (enum wb_placeholder)i;
			*length_r = name_length + 3;
			return true;
		}
	}
	return false;
}

static enum wb_status check_line(const char *line, size_t length, int number, struct wb_error *error_r)
{
	enum wb_placeholder place;
	size_t placeholder_length;

	if (length == 0)
		return wb_fail(error_r, WB_INVALID, "text in each line: line %d is empty", number);
	if (length + sizeof("5.999.999 ") > WB_REPLY_LINE_BYTES_MAX)
		return wb_fail(error_r, WB_INVALID, "lines of at most %d octets, enhanced code included: line %d has more",
		    WB_REPLY_LINE_BYTES_MAX, number);
	for (size_t i = 0; i < length; i++) {
		if (line[i] < 0x20 || line[i] == 0x7f || (line[i] & 0x80) != 0)
			return wb_fail(error_r, WB_INVALID, "printable ASCII: line %d holds the byte 0x%02x", number,
			    (unsigned char)line[i]);
		if (line[i] != '%')
			continue;
		if (line[i + 1] == '%') {
			i++;
		} else if (!read_placeholder(line + i, &place, &placeholder_length)) {
			return wb_fail(error_r, WB_INVALID,
			    "%%%% for a percent sign or one of %%{ip} %%{name} %%{helo} %%{sender} %%{recipient} %%{category} %%{title} %%{country} %%{asn} %%{as_org} %%{source} %%{reason} %%{ref} %%{url} %%{site} %%{contact}: line %d has \"%.20s\"",
			    number, line + i);
		}
	}
	return WB_OK;
}

bool wb_reply_misleads(const char *text)
{
	/* A word, and one that comes behind it somewhere. */
	static const struct {
		const char *word, *behind;
	} phrases[] = {
		{ "user unknown", "" },
		{ "unknown user", "" },
		{ "no such user", "" },
		{ "relay access denied", "" },
		{ "relay not permitted", "" },
		{ "try again later", "" },
		{ "mailbox", "unavailable" },
		{ "mailbox", "full" },
		{ "mailbox", "not found" },
		{ "mailbox", "disabled" },
	};

	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		const char *found = strcasestr(text, phrases[i].word);

		if (found != NULL && strcasestr(found, phrases[i].behind) != NULL)
			return true;
	}
	return false;
}

enum wb_status wb_reply_check(const char *template, struct wb_error *error_r)
{
	if (wb_reply_misleads(template))
		return wb_fail(error_r, WB_INVALID,
		    "words that no bounce parser takes for an unknown user, an unavailable mailbox or a relay that is denied");
	for (int number = 1;; number++) {
		size_t length = strcspn(template, "\n");

		if (number > WB_REPLY_LINES_MAX)
			return wb_fail(error_r, WB_INVALID, "at most %d lines", WB_REPLY_LINES_MAX);
		if (check_line(template, length, number, error_r) != WB_OK)
			return WB_INVALID;
		if (template[length] == '\0')
			return WB_OK;
		template += length + 1;
	}
}

const char *wb_reply_default_text(struct wb_pool *pool, const char *phrase)
{
	char text[512];

	snprintf(text, sizeof(text), "Server [%%{ip}] %s\nClient host [%%{ip}] blocked using %%{source}\n%%{url}\nref %%{ref}",
	    phrase != NULL ? phrase : "blocked: %{title}");
	return wb_pool_copy(pool, text);
}

/* Fills one line; false when a placeholder of it is empty. */
static bool render_line(const char *line, size_t length, const struct wb_reply_values *values, struct wb_text *text)
{
	for (size_t i = 0; i < length; i++) {
		enum wb_placeholder place;
		size_t placeholder_length;

		if (line[i] == '%' && line[i + 1] == '%') {
			wb_text_add_char(text, '%');
			i++;
		} else if (line[i] == '%' && read_placeholder(line + i, &place, &placeholder_length)) {
			if (values->value[place] == NULL || values->value[place][0] == '\0')
				return false;
			wb_text_add_printable(
			    text, values->value[place], place == WB_REPLY_URL ? URL_BYTES_MAX : VALUE_BYTES_MAX);
			i += placeholder_length - 1;
		} else {
			wb_text_add_char(text, line[i]);
		}
	}
	return true;
}

static void add_reply_line(struct wb_text *reply, const char *template_line, size_t length, const char *status,
    enum wb_action action, const struct wb_reply_values *values)
{
	char buffer[WB_REPLY_LINE_BYTES_MAX + 1];
	struct wb_text line;

	wb_text_open(&line, buffer, sizeof(buffer));
	wb_text_addf(&line, "%c%s ", action == WB_DEFER ? '4' : '5', status + 1);
	if (!render_line(template_line, length, values, &line))
		return;
	if (reply->length > 0)
		wb_text_add_char(reply, '\n');
	wb_text_add(reply, buffer);
}

void wb_reply_render(
    const char *template, const char *status, enum wb_action action, const struct wb_reply_values *values, char *buffer)
{
	static const char fallback[] = "Server blocked";
	struct wb_text reply;

	wb_text_open(&reply, buffer, WB_REPLY_TEXT_SIZE);
	for (;;) {
		size_t length = strcspn(template, "\n");

		add_reply_line(&reply, template, length, status, action, values);
		if (template[length] == '\0')
			break;
		template += length + 1;
	}
	if (reply.length == 0)
		add_reply_line(&reply, fallback, sizeof(fallback) - 1, status, action, values);
}

/*
 * Where Exim folds a line: the last space of columns 36 to 75 that follows a colon, else the last space there,
 * else the first one behind; 0 when the line stays whole.
 */
static size_t fold_place(const char *line, size_t length)
{
	size_t last_space = 0;

	if (length <= FOLD_COLUMN)
		return 0;
	for (size_t i = FOLD_COLUMN; i >= FOLD_COLUMN_FIRST; i--) {
		if (line[i] != ' ')
			continue;
		if (line[i - 1] == ':')
			return i;
		if (last_space == 0)
			last_space = i;
	}
	if (last_space != 0)
		return last_space;
	for (size_t i = FOLD_COLUMN + 1; i < length; i++) {
		if (line[i] == ' ')
			return i;
	}
	return 0;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \n")] == '\0';
}

void wb_reply_format_smtp(const char *rendered, enum wb_action action, struct wb_text *text)
{
	const char *code = action == WB_DEFER ? "451" : "550";

	while (*rendered != '\0') {
		size_t length = strcspn(rendered, "\n");
		size_t fold = fold_place(rendered, length);
		const char *next;
		size_t blank = 0;

		if (fold != 0)
			length = fold;
		next = rendered + length + (rendered[length] != '\0');
		/* Folded first, then stripped: white space where a line begins counts for its length, but is not sent. */
		while (text->length > 0 && blank < length && rendered[blank] == ' ')
			blank++;
		if (blank < length || text->length == 0)
			wb_text_addf(text, "%s%s%c%.*s", text->length > 0 ? "\n" : "", code, is_blank(next) ? ' ' : '-',
			    (int)(length - blank), rendered + blank);
		rendered = is_blank(next) ? "" : next;
	}
}

/* A value of length characters, words of 10 between spaces: what a long name looks like. */
static const char *long_value(char *buffer, size_t length)
{
	for (size_t i = 0; i < length; i++)
		buffer[i] = i % 11 == 10 ? ' ' : 'x';
	buffer[length] = '\0';
	return buffer;
}

/* True when one line that is sent holds the words as a whole; parsers look at lines. */
static bool sends_block_words(const char *rendered)
{
	char sent[2 * WB_REPLY_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, sent, sizeof(sent));
	wb_reply_format_smtp(rendered, WB_REJECT, &text);
	return strstr(sent, "] blocked using") != NULL;
}

static void review_client(
    const char *template, const char *status, const struct wb_reply_values *values, struct wb_reply_review *review)
{
	char rendered[WB_REPLY_TEXT_SIZE];

	wb_reply_render(template, status, WB_REJECT, values, rendered);
	for (const char *line = rendered; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		review->is_cut = review->is_cut || strcspn(line, "\n") >= WB_REPLY_LINE_BYTES_MAX;
	}
	if (strstr(rendered, "] blocked using ") == NULL)
		review->has_block_words = false;
	else if (!sends_block_words(rendered))
		review->words_are_folded = true;
}

struct wb_reply_review wb_reply_review(const char *template, const char *status, const char *site, const char *url)
{
	static const char *const clients[] = { "255.255.255.255", "2001:1111:2222:3333:4444:5555:6666:7777" };
	struct wb_reply_review review = { .has_block_words = true };
	char name[VALUE_BYTES_MAX + 1];
	struct wb_reply_values values;

	for (int i = 0; i < WB_REPLY_PLACEHOLDERS; i++)
		values.value[i] = long_value(name, VALUE_BYTES_MAX);
	values.value[WB_REPLY_COUNTRY] = "US";
	values.value[WB_REPLY_ASN] = "AS4294967295";
	values.value[WB_REPLY_REF] = "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G-8F3K-2M4Q";
	values.value[WB_REPLY_SITE] = values.value[WB_REPLY_SOURCE] = site;
	values.value[WB_REPLY_URL] = url;
	for (size_t i = 0; i < sizeof(clients) / sizeof(clients[0]); i++) {
		values.value[WB_REPLY_IP] = clients[i];
		review_client(template, status, &values, &review);
	}
	return review;
}
