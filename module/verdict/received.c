/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* received.c - see received.h */
#include "verdict/received.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

#define WORDS_MAX 96 /* of one field; the rest is not looked at */

/* The parts that a field consists of: each begins with a word of its own. */
enum clause { CLAUSE_NONE, CLAUSE_FROM, CLAUSE_BY, CLAUSE_VIA, CLAUSE_WITH, CLAUSE_ID, CLAUSE_FOR, CLAUSES };

static const char *const clause_names[CLAUSES] = { "", "from", "by", "via", "with", "id", "for" };

struct word {
	const char *text;
	size_t length;
	enum clause clause;
	unsigned comment; /* which one it stands in, counted from 1; 0: in none */
};

struct words {
	struct word items[WORDS_MAX];
	size_t count;
};

static bool word_is(const struct word *word, const char *text)
{
	return word->length == strlen(text) && strncasecmp(word->text, text, word->length) == 0;
}

static bool word_begins(const struct word *word, const char *text)
{
	return word->length >= strlen(text) && strncasecmp(word->text, text, strlen(text)) == 0;
}

static void copy_word(const struct word *word, char *buffer, size_t size)
{
	size_t length = word->length < size ? word->length : size - 1;

	memcpy(buffer, word->text, length);
	buffer[length] = '\0';
}

static enum clause clause_of(const struct word *word)
{
	for (enum clause clause = CLAUSE_FROM; clause < CLAUSES; clause++) {
		if (word_is(word, clause_names[clause]))
			return clause;
	}
	return CLAUSE_NONE;
}

/* Cuts the field into words, up to the ";" before its date. The word behind "from" is a name, even where it reads "by". */
static void split(const char *p, struct words *words_r)
{
	enum clause clause = CLAUSE_NONE;
	unsigned depth = 0, comment = 0;
	bool wants_value = false;

	words_r->count = 0;
	while (*p != '\0' && (*p != ';' || depth > 0) && words_r->count < WORDS_MAX) {
		struct word *word = &words_r->items[words_r->count];

		if (*p == '(') {
			comment += depth++ == 0;
			p++;
		} else if (*p == ')') {
			depth -= depth > 0;
			p++;
		} else if (*p == ' ' || *p == ';') {
			p++;
		} else {
			*word = (struct word){ p, strcspn(p, " ();"), clause, depth > 0 ? comment : 0 };
			p += word->length;
			if (depth == 0 && !wants_value && clause_of(word) != CLAUSE_NONE) {
				clause = clause_of(word);
				wants_value = true;
			} else {
				words_r->count++;
				wants_value = wants_value && depth > 0;
			}
		}
	}
}

/* The first word of a clause outside comments; NULL: there is none. */
static const struct word *first_word(const struct words *words, enum clause clause)
{
	for (size_t i = 0; i < words->count; i++) {
		if (words->items[i].clause == clause && words->items[i].comment == 0)
			return &words->items[i];
	}
	return NULL;
}

/* A word that is an address, in whatever clothes: "192.0.2.1", "[192.0.2.1]:25", "[IPv6:2001:db8::1]", "ann@[192.0.2.1]". */
static bool read_address(const struct word *word, struct wb_address *address_r)
{
	char text[WB_ADDRESS_TEXT_SIZE + 16];
	const char *begin = word->text, *end = word->text + word->length, *at;
	size_t length;

	at = memrchr(begin, '[', word->length);
	if (at == NULL)
		at = memrchr(begin, '@', word->length);
	if (at != NULL)
		begin = at + 1;
	if (end - begin > 5 && strncasecmp(begin, "IPv6:", 5) == 0)
		begin += 5;
	at = memchr(begin, ']', (size_t)(end - begin));
	length = (size_t)((at == NULL ? end : at) - begin);
	if (length == 0 || length >= sizeof(text))
		return false;
	memcpy(text, begin, length);
	text[length] = '\0';
	if (wb_address_parse(text, address_r, NULL) == WB_OK)
		return true;
	/* XMail writes a port behind a colon, old Exims behind a dot. */
	for (int i = 0; i < 2; i++) {
		char *port = strrchr(text, i == 0 ? ':' : '.');

		if (port == NULL || strchr(text, '.') == NULL || strspn(port + 1, "0123456789") != strlen(port + 1))
			continue;
		*port = '\0';
		if (wb_address_parse(text, address_r, NULL) == WB_OK)
			return true;
	}
	return false;
}

/* Some word of a clause's comments begins so. */
static bool has_comment(const struct words *words, enum clause clause, const char *text)
{
	for (size_t i = 0; i < words->count; i++) {
		if (words->items[i].clause == clause && words->items[i].comment != 0 && word_begins(&words->items[i], text))
			return true;
	}
	return false;
}

static bool is_exim(const struct words *words)
{
	return has_comment(words, CLAUSE_WITH, "Exim");
}

/* "8.17.1/8.17.1": the versions of program and configuration. */
static bool is_sendmail(const struct words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];

		if (word->clause == CLAUSE_BY && word->comment != 0 && word_begins(word, "8.") &&
		    memchr(word->text, '/', word->length) != NULL)
			return true;
	}
	return false;
}

/* A name without the dot at its end and what stands before an "@" (IDENT, RFC 1413); "unknown" is none. */
static void copy_name(struct word word, char *name_r)
{
	const char *at = memrchr(word.text, '@', word.length);

	if (at != NULL) {
		word.length -= (size_t)(at + 1 - word.text);
		word.text = at + 1;
	}
	if (word.length > 0 && word.text[word.length - 1] == '.')
		word.length--;
	name_r[0] = '\0';
	if (!word_is(&word, "unknown") && word.length > 0 && word.text[0] != '[')
		copy_word(&word, name_r, WB_RECEIVED_NAME_SIZE);
}

/* The address among the words behind the first of the from clause, the name before it, and what says that it is the HELO. */
static const struct word *read_from_comments(const struct words *words, struct wb_received *received_r)
{
	const struct word *first = first_word(words, CLAUSE_FROM), *found = NULL;

	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];
		bool has_previous = i > 0 && word[-1].clause == CLAUSE_FROM && word[-1].comment == word->comment &&
		    word->comment != 0 && !word_begins(&word[-1], "port=");
		const char *bracket = memchr(word->text, '[', word->length);

		if (word->clause != CLAUSE_FROM || word == first)
			continue;
		if (has_previous && (word_is(&word[-1], "HELO") || word_is(&word[-1], "EHLO"))) {
			copy_word(word, received_r->helo, sizeof(received_r->helo));
		} else if (word_begins(word, "helo=")) {
			copy_word(&(struct word){ .text = word->text + 5, .length = word->length - 5 }, received_r->helo,
			    sizeof(received_r->helo));
		} else if (found == NULL && !word_begins(word, "ident=") && read_address(word, &received_r->address)) {
			found = word;
			if (bracket != NULL && bracket > word->text && bracket[-1] != '@')
				copy_name((struct word){ .text = word->text, .length = (size_t)(bracket - word->text) },
				    received_r->name);
			else if (has_previous)
				copy_name(word[-1], received_r->name);
		}
	}
	return found;
}

/* Which of its names the client gave itself, and which is in the DNS, depends on the server that writes it. */
static void read_from(const struct words *words, struct wb_received *received_r)
{
	const struct word *first = first_word(words, CLAUSE_FROM), *with = first_word(words, CLAUSE_WITH);
	const struct word *found = read_from_comments(words, received_r);
	bool has_helo = received_r->helo[0] != '\0';

	if (first == NULL || (found == NULL && !read_address(first, &received_r->address)))
		return;
	received_r->kind = WB_RECEIVED_HOST;
	if (found == NULL)
		return;
	if (!has_helo)
		copy_word(first, received_r->helo, sizeof(received_r->helo));
	if (received_r->name[0] != '\0' || (found > words->items && found[-1].comment == found->comment && !has_helo))
		return;
	/* Exim: "name ([address] helo=what)", without helo= where that is the name. qmail: "name (HELO what) (address)". */
	if (has_helo || is_exim(words) ||
	    (found->text[0] != '[' && with != NULL && word_is(with, "SMTP") && !has_comment(words, CLAUSE_BY, "")))
		copy_name(*first, received_r->name);
}

/* RFC 3848 and 6531: an A at the end. ASMTP is older than these. */
static bool is_login_protocol(const char *protocol)
{
	size_t length = strlen(protocol);

	return strcasecmp(protocol, "ASMTP") == 0 ||
	    (length > 4 && strcasestr(protocol, "MTP") != NULL && (protocol[length - 1] | 0x20) == 'a');
}

static enum wb_received_login read_login(const struct words *words, const char *protocol)
{
	static const char *const protocols[] = { "SMTP", "SMTPS", "ESMTP", "ESMTPS", "UTF8SMTP", "UTF8SMTPS" };

	if (is_login_protocol(protocol))
		return WB_RECEIVED_LOGIN_YES;
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->items[i];
		bool is_first = i == 0 || word[-1].comment != word->comment;

		if (word->comment == 0 && word_begins(word, "auth=yes"))
			return WB_RECEIVED_LOGIN_YES;
		if (word->comment == 0 || (!is_first && word_is(&word[-1], "not")))
			continue;
		if (word_begins(word, "authenticated") || word_begins(word, "smtp-auth") || word_begins(word, "smtpauth") ||
		    word_is(word, "AUTH:") || (is_first && word_is(word, "account")))
			return WB_RECEIVED_LOGIN_YES;
	}
	if (!has_comment(words, CLAUSE_BY, "Postfix") && !has_comment(words, CLAUSE_BY, "OpenSMTPD") && !is_exim(words) &&
	    !is_sendmail(words))
		return WB_RECEIVED_LOGIN_UNKNOWN;
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		if (strcasecmp(protocol, protocols[i]) == 0)
			return WB_RECEIVED_LOGIN_NO;
	}
	return WB_RECEIVED_LOGIN_UNKNOWN;
}

static bool is_local(const struct words *words, const char *protocol)
{
	const struct word *via = first_word(words, CLAUSE_VIA), *from = first_word(words, CLAUSE_FROM);

	if (strncasecmp(protocol, "local", 5) == 0 || strncasecmp(protocol, "HTTP", 4) == 0 ||
	    strcasecmp(protocol, "mapi") == 0)
		return true;
	if (via != NULL && word_begins(via, "HTTP"))
		return true;
	for (size_t i = 0; i + 1 < words->count; i++) {
		const struct word *word = &words->items[i], *next = word + 1;
		bool is_first = i == 0 || word[-1].comment != word->comment;

		if (word_is(next, "[local]") || (word == from && word_is(word, "mail") && word_is(next, "pickup")))
			return true;
		if (word->comment == 0 || next->comment != word->comment)
			continue;
		/* Sendmail: "(from ann@localhost)". Postfix: "(Postfix, from userid 33)". qmail: "(qmail 1 invoked by uid 33)". */
		if (word_is(word, "from") && ((word->clause == CLAUSE_NONE && is_first) || word_is(next, "userid")))
			return true;
		if (word_is(word, "by") && (word_is(next, "uid") || word_is(next, "alias")))
			return true;
	}
	return false;
}

void wb_received_read(const char *value, struct wb_received *received_r)
{
	struct words words;
	const struct word *word;

	split(value, &words);
	*received_r = (struct wb_received){ .kind = WB_RECEIVED_OTHER };
	read_from(&words, received_r);
	word = first_word(&words, CLAUSE_WITH);
	if (word != NULL)
		copy_word(word, received_r->protocol, sizeof(received_r->protocol));
	word = first_word(&words, CLAUSE_BY);
	if (word != NULL)
		copy_word(word, received_r->by, sizeof(received_r->by));
	word = first_word(&words, CLAUSE_FOR);
	if (word != NULL && word->length > 2 && word->text[0] == '<' && word->text[word->length - 1] == '>')
		copy_word(&(struct word){ .text = word->text + 1, .length = word->length - 2 }, received_r->recipient,
		    sizeof(received_r->recipient));
	else if (word != NULL)
		copy_word(word, received_r->recipient, sizeof(received_r->recipient));
	received_r->login = read_login(&words, received_r->protocol);
	if (is_local(&words, received_r->protocol))
		received_r->kind = WB_RECEIVED_LOCAL;
}
