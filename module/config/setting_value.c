/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setting_value.c - what each type of setting.h takes, and what it becomes */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "base/colour.h"
#include "base/nat64.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "config/country.h"
#include "config/setting.h"
#include "config/value_hint.h"
#include "verdict/reply.h"

#define TEXT_BYTES_MAX 200 /* as the words of types[] say */
#define PATH_BYTES_MAX 400

/* One value on its way into a field. */
struct storing {
	const struct wb_setting *setting;
	struct wb_pool *pool;
	const char *value;
	void *field;
	struct wb_error *error_r;
};

static enum wb_status no_memory(const struct storing *storing)
{
	return wb_fail(storing->error_r, WB_NO_MEMORY, "more memory");
}

static enum wb_status wanted(const struct storing *storing)
{
	char right[240];
	struct wb_text text;

	wb_text_open(&text, right, sizeof(right));
	if (!wb_value_hint_add(&text, storing->setting, storing->value))
		wb_setting_wanted(storing->setting, &text);
	return wb_fail(storing->error_r, WB_INVALID, "%s", right);
}

static enum wb_status store_string(const struct storing *storing, const char *string)
{
	const char **field = storing->field;

	*field = wb_pool_copy(storing->pool, string);
	return *field == NULL ? no_memory(storing) : WB_OK;
}

/* Its place among words that are separated by spaces; -1: it is none of them. */
static int find_word(const char *words, const char *wanted_word)
{
	size_t length = strlen(wanted_word);

	for (int i = 0; length > 0 && words != NULL; i++) {
		if (strcspn(words, " ") == length && strncmp(words, wanted_word, length) == 0)
			return i;
		words = strchr(words, ' ');
		words = words == NULL ? NULL : words + 1;
	}
	return -1;
}

static enum wb_status store_choice(const struct storing *storing)
{
	int place = find_word(storing->setting->choices, storing->value);

	if (place < 0)
		return wanted(storing);
	*(int *)storing->field = place;
	return WB_OK;
}

static enum wb_status store_text(const struct storing *storing)
{
	if (strlen(storing->value) > TEXT_BYTES_MAX || !wb_text_is_printable(storing->value))
		return wanted(storing);
	return store_string(storing, storing->value);
}

static enum wb_status store_path(const struct storing *storing)
{
	size_t length = strlen(storing->value);

	if ((length > 0 && (storing->value[0] != '/' || storing->value[length - 1] == ' ')) || length > PATH_BYTES_MAX ||
	    !wb_text_is_printable(storing->value))
		return wanted(storing);
	return store_string(storing, storing->value);
}

/* Whether it may stand in a page and in a reply, as it is. */
static bool is_url(const char *url, const char *refused)
{
	size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;

	return (url[scheme] != '\0') == (scheme > 0) && strlen(url) <= TEXT_BYTES_MAX && strpbrk(url, refused) == NULL &&
	    wb_text_is_printable(url);
}

static enum wb_status store_url(const struct storing *storing)
{
	if (!is_url(storing->value, " \"<>#?") || strstr(storing->value, "%{") != NULL)
		return wanted(storing);
	return store_string(storing, storing->value);
}

static enum wb_status store_link(const struct storing *storing)
{
	const char *url = storing->value;

	if (!is_url(url, " \"'<>\\`"))
		return wanted(storing);
	for (const char *at = strstr(url, "%{"); at != NULL; at = strstr(at + 1, "%{")) {
		if (strncmp(at, "%{ip}", 5) != 0)
			return wanted(storing);
	}
	return store_string(storing, url);
}

static enum wb_status store_colour(const struct storing *storing)
{
	const char *page = storing->setting->type == WB_SETTING_DARK ? WB_COLOUR_PAGE_DARK : WB_COLOUR_PAGE_LIGHT;

	return wb_colour_is_readable(storing->value, page) ? store_string(storing, storing->value) : wanted(storing);
}

static enum wb_status store_status(const struct storing *storing)
{
	unsigned subject, detail;
	int length = 0;

	/* RFC 3463 section 2: class, subject and detail, the last two of up to three digits. */
	if (sscanf(storing->value, "5.%3u.%3u%n", &subject, &detail, &length) != 2 || storing->value[length] != '\0' ||
	    strspn(storing->value, "0123456789.") != (size_t)length || subject == 1)
		return wanted(storing);
	return store_string(storing, storing->value);
}

static enum wb_status store_template(const struct storing *storing)
{
	char right[120];
	struct wb_text text;

	wb_text_open(&text, right, sizeof(right));
	if (storing->value[0] == '\0' || wb_reply_check(storing->value, storing->error_r) == WB_OK)
		return store_string(storing, storing->value);
	if (!wb_value_hint_add_template(&text, storing->value))
		return WB_INVALID;
	return wb_fail(storing->error_r, WB_INVALID, "%s", right);
}

/* Reads "0.5" as 500 thousandths, if they are in the row's range. */
static enum wb_status store_thousandths(const struct storing *storing, const char *number)
{
	const char *at = number;
	uint64_t milli = 0;
	int places = -1;

	/* By hand: strtod reads by the locale, which is Exim's. */
	for (; *at != '\0'; at++) {
		if (*at == '.' && places < 0 && at != number) {
			places = 0;
			continue;
		}
		if (!isdigit((unsigned char)*at) || places == 3 || milli > UINT32_MAX)
			return wanted(storing);
		milli = 10 * milli + (uint64_t)(*at - '0');
		places += places >= 0;
	}
	if (at == number || places == 0)
		return wanted(storing);
	for (places = places < 0 ? 0 : places; places < 3; places++)
		milli *= 10;
	if (milli < storing->setting->min || milli > storing->setting->max)
		return wanted(storing);
	*(uint32_t *)storing->field = (uint32_t)milli;
	return WB_OK;
}

static enum wb_status store_milli(const struct storing *storing)
{
	const char *initial = storing->setting->initial;

	/* The default may be a word for a number, or none: "auto", and of a mark "". */
	if ((initial[0] == '\0' || strcmp(initial, WB_SETTING_AUTO) == 0) && strcmp(storing->value, initial) == 0) {
		*(uint32_t *)storing->field = initial[0] == '\0' ? 0 : WB_SETTING_MILLI_AUTO;
		return WB_OK;
	}
	return store_thousandths(storing, storing->value);
}

static enum wb_status store_relief(const struct storing *storing)
{
	if (strcmp(storing->value, WB_SETTING_EXEMPT) == 0) {
		*(uint32_t *)storing->field = 0;
		return WB_OK;
	}
	return storing->value[0] == '-' ? store_thousandths(storing, storing->value + 1) : wanted(storing);
}

static enum wb_status store_count(const struct storing *storing)
{
	const char *value = storing->value;
	unsigned long count = strtoul(value, NULL, 10);

	if (value[0] == '\0' || strlen(value) > 9 || strspn(value, "0123456789") != strlen(value) ||
	    count < storing->setting->min || count > storing->setting->max)
		return wanted(storing);
	*(uint32_t *)storing->field = (uint32_t)count;
	return WB_OK;
}

static enum wb_status store_boolean(const struct storing *storing)
{
	int place = find_word("false true no yes off on", storing->value);

	if (place < 0)
		return wanted(storing);
	*(bool *)storing->field = place % 2 == 1;
	return WB_OK;
}

static enum wb_status store_span(const struct storing *storing)
{
	int64_t seconds = 0;

	if (storing->value[0] != '\0' && wb_span_parse(storing->value, &seconds, NULL) != WB_OK)
		return wanted(storing);
	*(int64_t *)storing->field = seconds;
	return WB_OK;
}

static enum wb_status append_text(const struct storing *storing, const char *string)
{
	struct wb_texts *list = storing->field;
	const char **items = wb_pool_grow(storing->pool, list->items, list->count, sizeof(*items));

	if (items == NULL)
		return no_memory(storing);
	list->items = items;
	items[list->count] = wb_pool_copy(storing->pool, string);
	return items[list->count++] == NULL ? no_memory(storing) : WB_OK;
}

static enum wb_status store_texts(const struct storing *storing)
{
	if (storing->value[0] == '\0' || strlen(storing->value) > TEXT_BYTES_MAX || !wb_text_is_printable(storing->value))
		return wanted(storing);
	return append_text(storing, storing->value);
}

/* "192.0.2.53", "192.0.2.53:5353", "2001:db8::53" or "[2001:db8::53]:5353". */
static enum wb_status store_servers(const struct storing *storing)
{
	char host[64];
	const char *value = storing->value;
	const char *colon = strrchr(value, ':');
	const char *port = NULL;
	struct wb_address address;
	size_t length = strlen(value);

	if (value[0] == '[' && colon > value && colon[-1] == ']') {
		port = colon + 1;
		value++;
		length = (size_t)(colon - 1 - value);
	} else if (colon != NULL && strchr(value, ':') == colon) {
		port = colon + 1;
		length = (size_t)(colon - value);
	}
	if (length >= sizeof(host) ||
	    (port != NULL &&
		(port[0] < '1' || port[0] > '9' || strlen(port) > 5 || strspn(port, "0123456789") != strlen(port) ||
		    atoi(port) > 65535)))
		return wanted(storing);
	memcpy(host, value, length);
	host[length] = '\0';
	if (wb_address_parse(host, &address, NULL) != WB_OK)
		return wanted(storing);
	return append_text(storing, storing->value);
}

static enum wb_status store_recipients(const struct storing *storing)
{
	char lower[256];
	size_t length = strlen(storing->value);
	const char *at = strrchr(storing->value, '@');

	if (length == 0 || length >= sizeof(lower) || !wb_text_is_printable(storing->value) || (at != NULL && at[1] == '\0') ||
	    strchr(storing->value, '*') != NULL)
		return wanted(storing);
	for (size_t i = 0; i <= length; i++)
		lower[i] = (char)tolower((unsigned char)storing->value[i]);
	return append_text(storing, lower);
}

static enum wb_status append_prefix(const struct storing *storing, const struct wb_prefix *prefix)
{
	struct wb_prefixes *list = storing->field;
	struct wb_prefix *items = wb_pool_grow(storing->pool, list->items, list->count, sizeof(*items));

	if (items == NULL)
		return no_memory(storing);
	list->items = items;
	items[list->count++] = *prefix;
	return WB_OK;
}

static enum wb_status store_prefixes(const struct storing *storing)
{
	struct wb_prefix prefix;

	if (wb_prefix_parse(storing->value, &prefix, NULL) != WB_OK)
		return wanted(storing);
	return append_prefix(storing, &prefix);
}

static enum wb_status store_nat64(const struct storing *storing)
{
	struct wb_prefix prefix;

	if (wb_prefix_parse(storing->value, &prefix, NULL) != WB_OK || !wb_nat64_is_valid(&prefix))
		return wanted(storing);
	return append_prefix(storing, &prefix);
}

static enum wb_status store_asns(const struct storing *storing)
{
	struct wb_asns *list = storing->field;
	const char *digits = storing->value;
	uint64_t asn = 0;
	uint32_t *items;

	if (strncasecmp(digits, "AS", 2) == 0)
		digits += 2;
	if (digits[0] == '\0' || strlen(digits) > 10 || strspn(digits, "0123456789") != strlen(digits))
		return wanted(storing);
	asn = strtoull(digits, NULL, 10);
	if (asn == 0 || asn > UINT32_MAX)
		return wanted(storing);
	items = wb_pool_grow(storing->pool, list->items, list->count, sizeof(*items));
	if (items == NULL)
		return no_memory(storing);
	list->items = items;
	items[list->count++] = (uint32_t)asn;
	return WB_OK;
}

static enum wb_status store_countries(const struct storing *storing)
{
	const char *value = storing->value;
	char upper[3] = "";

	for (int i = 0; i < 2 && value[i] != '\0'; i++)
		upper[i] = (char)toupper((unsigned char)value[i]);
	return strlen(value) == 2 && wb_country_is_known(upper) ? append_text(storing, upper) : wanted(storing);
}

/* One label would be all names of a country, or of the world. No address, and none that is written backwards. */
static enum wb_status store_suffixes(const struct storing *storing)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	const char *value = storing->value;
	size_t length = strlen(value);
	char lower[254];

	if (length >= sizeof(lower) || strchr(value, '.') == NULL || value[0] == '.' || value[length - 1] == '.' ||
	    strstr(value, "..") != NULL)
		return wanted(storing);
	for (size_t i = 0; i <= length; i++)
		lower[i] = (char)tolower((unsigned char)value[i]);
	if (isdigit((unsigned char)strrchr(lower, '.')[1]) || strcmp(strrchr(lower, '.'), ".arpa") == 0)
		return wanted(storing);
	return strspn(lower, plain) == length ? append_text(storing, lower) : wanted(storing);
}

static enum wb_status store_month(const struct storing *storing)
{
	unsigned year, month;
	int length = 0;

	if (storing->value[0] != '\0' &&
	    (sscanf(storing->value, "%4u-%2u%n", &year, &month, &length) != 2 || length != 7 || storing->value[7] != '\0' ||
		strspn(storing->value, "0123456789-") != 7 || year < 2000 || month < 1 || month > 12))
		return wanted(storing);
	return store_string(storing, storing->value);
}

/* One row for each enum wb_setting_type, in its order. A list's field is emptied by zero bytes. */
static const struct {
	enum wb_status (*store)(const struct storing *storing);
	size_t list_bytes;
	bool quoted;
	const char *wanted;
} types[] = {
	[WB_SETTING_CHOICE] = { store_choice, 0, true, NULL },
	[WB_SETTING_TEXT] = { store_text, 0, true, "up to 200 characters of printable ASCII" },
	[WB_SETTING_PATH] = { store_path, 0, true, "a path that begins with /, or \"\" for none" },
	[WB_SETTING_URL] = { store_url, 0, true,
	    "a URL that begins with https:// or http://, without ? and #, or \"\" for none" },
	[WB_SETTING_LINK] = { store_link, 0, true,
	    "a URL that begins with https:// or http://, in which %{ip} may stand for an address, or \"\" for none" },
	[WB_SETTING_LIGHT] = { store_colour, 0, true,
	    "a colour such as \"#0b57d0\" with a contrast of 4.5 or more against the light page, " WB_COLOUR_PAGE_LIGHT },
	[WB_SETTING_DARK] = { store_colour, 0, true,
	    "a colour such as \"#a8c7fa\" with a contrast of 4.5 or more against the dark page, " WB_COLOUR_PAGE_DARK },
	[WB_SETTING_STATUS] = { store_status, 0, true,
	    "an enhanced status code of class 5, such as \"5.7.1\", but not 5.1.x: senders would drop the address" },
	[WB_SETTING_TEMPLATE] = { store_template, 0, true, "lines of printable ASCII with placeholders" },
	[WB_SETTING_MILLI] = { store_milli, 0, false, NULL },
	[WB_SETTING_RELIEF] = { store_relief, 0, false, NULL },
	[WB_SETTING_MARK] = { store_milli, 0, true, NULL },
	[WB_SETTING_COUNT] = { store_count, 0, false, NULL },
	[WB_SETTING_BOOLEAN] = { store_boolean, 0, false, "true or false" },
	[WB_SETTING_SPAN] = { store_span, 0, true,
	    "a span such as \"45s\", \"90m\", \"12h\", \"30d\" or \"2w\", or \"\" for none" },
	[WB_SETTING_TEXTS] = { store_texts, sizeof(struct wb_texts), true, "texts of up to 200 characters of printable ASCII" },
	[WB_SETTING_RECIPIENTS] = { store_recipients, sizeof(struct wb_texts), true,
	    "a local part, an address or \"@domain\"" },
	[WB_SETTING_SERVERS] = { store_servers, sizeof(struct wb_texts), true,
	    "an address, or an address and a port: \"192.0.2.53\", \"127.0.0.1:5353\", \"[2001:db8::53]:5353\"" },
	[WB_SETTING_PREFIXES] = { store_prefixes, sizeof(struct wb_prefixes), true, "addresses and networks" },
	[WB_SETTING_NAT64] = { store_nat64, sizeof(struct wb_prefixes), true, WB_NAT64_WANTED },
	[WB_SETTING_ASNS] = { store_asns, sizeof(struct wb_asns), false, "an AS number from 1 to 4294967295" },
	[WB_SETTING_COUNTRIES] = { store_countries, sizeof(struct wb_texts), true,
	    "a country code of two letters, such as \"US\"" },
	[WB_SETTING_SUFFIXES] = { store_suffixes, sizeof(struct wb_texts), true,
	    "a domain name of two labels or more, such as \"outbound.example.net\"" },
	[WB_SETTING_MONTH] = { store_month, 0, true, "a month such as \"2026-11\", or \"\" for none" },
};

bool wb_setting_is_list(const struct wb_setting *setting)
{
	return types[setting->type].list_bytes > 0;
}

void wb_setting_wanted(const struct wb_setting *setting, struct wb_text *text)
{
	if (setting->type == WB_SETTING_CHOICE) {
		for (const char *c = setting->choices; *c != '\0'; c++) {
			if (*c != ' ')
				wb_text_add_char(text, *c);
			else
				wb_text_add(text, strchr(c + 1, ' ') == NULL ? " or " : ", ");
		}
	} else if (setting->type == WB_SETTING_MILLI || setting->type == WB_SETTING_MARK) {
		wb_text_add(text, strcmp(setting->initial, WB_SETTING_AUTO) == 0 ? "auto or a number from " : "a number from ");
		wb_text_add_milli(text, setting->min);
		wb_text_add(text, " to ");
		wb_text_add_milli(text, setting->max);
		wb_text_add(text, setting->type == WB_SETTING_MARK ? ", or \"\" for none" : "");
	} else if (setting->type == WB_SETTING_RELIEF) {
		wb_text_add(text, WB_SETTING_EXEMPT " or a number from -");
		wb_text_add_milli(text, setting->max);
		wb_text_add(text, " to -");
		wb_text_add_milli(text, setting->min);
	} else if (setting->type == WB_SETTING_COUNT) {
		wb_text_addf(text, "a number from %u to %u", setting->min, setting->max);
	} else {
		wb_text_add(text, types[setting->type].wanted);
	}
}

void wb_setting_clear(const struct wb_setting *setting, void *section_data)
{
	memset((char *)section_data + setting->offset, 0, types[setting->type].list_bytes);
}

enum wb_status wb_setting_store(
    const struct wb_setting *setting, struct wb_pool *pool, void *section_data, const char *value, struct wb_error *error_r)
{
	const struct storing storing = { setting, pool, value, (char *)section_data + setting->offset, error_r };

	return types[setting->type].store(&storing);
}

void wb_setting_add_initial(const struct wb_setting *setting, struct wb_text *text)
{
	const char *quote = types[setting->type].quoted ? "\"" : "";
	const char *comma = "";

	if (!wb_setting_is_list(setting)) {
		wb_text_addf(text, "%s%s%s", quote, setting->initial, quote);
		return;
	}
	wb_text_add_char(text, '{');
	for (const char *at = setting->initial; *at != '\0';) {
		size_t length = strcspn(at, " ");

		wb_text_addf(text, "%s%s%.*s%s", comma, quote, (int)length, at, quote);
		at += length + (at[length] == ' ');
		comma = ", ";
	}
	wb_text_add_char(text, '}');
}
