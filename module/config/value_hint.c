/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* value_hint.c - see value_hint.h */
#include "config/value_hint.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/config_name.h"
#include "config/country.h"
#include "verdict/placeholder.h"

#define SHOWN 60 /* bytes of a value that stands in a hint */

/* Each of them: false where it has nothing to say. */

/* The first character that no setting takes. Tabs and line breaks have no look of their own. */
static bool add_character(struct wb_text *text, const char *value)
{
	for (const unsigned char *at = (const unsigned char *)value; *at != '\0'; at++) {
		size_t length = 1;

		if (*at >= 0x20 && *at < 0x7f)
			continue;
		while (length < 4 && (at[length] & 0xc0) == 0x80)
			length++;
		if (*at == '\t' || *at == '\n')
			wb_text_addf(
			    text, "printable ASCII on one line, without a %s in it", *at == '\t' ? "tab" : "line break");
		else
			wb_text_addf(text, "printable ASCII, without the character %.*s", (int)length, (const char *)at);
		return true;
	}
	return false;
}

static bool add_length(struct wb_text *text, const char *value)
{
	if (strlen(value) <= 200)
		return false;
	wb_text_addf(text, "up to 200 characters, and there are %zu", strlen(value));
	return true;
}

/* Several values in one pair of quotes. */
static bool add_several(struct wb_text *text, const char *value)
{
	size_t first = strcspn(value, ", ;"), gap = strspn(value + first, ", ;"), second = strcspn(value + first + gap, ", ;");

	if (first == 0 || second == 0)
		return false;
	wb_text_addf(text, "quotes around each value of its own: {\"%.*s\", \"%.*s\"%s}", (int)(first < SHOWN ? first : SHOWN),
	    value, (int)(second < SHOWN ? second : SHOWN), value + first + gap,
	    value[first + gap + second] != '\0' ? ", ..." : "");
	return true;
}

static bool add_choice(struct wb_text *text, const struct wb_setting *setting, const char *words, const char *value)
{
	size_t length;
	const char *nearest = wb_config_name_nearest(words, value, &length);

	if (length == 0)
		return false;
	wb_setting_wanted(setting, text);
	wb_text_addf(text, "; the nearest is \"%.*s\"", (int)length, nearest);
	return true;
}

static bool add_url(struct wb_text *text, const struct wb_setting *setting, const char *value)
{
	const char *host = strstr(value, "://");

	if (strchr(value, ' ') != NULL)
		wb_text_addf(text, "a URL without spaces: %%20 stands for one");
	else if (host != NULL && host[3] == '\0')
		wb_text_add(text, "the name of a host behind ://");
	else if (strstr(value, "%{") != NULL && setting->type == WB_SETTING_URL)
		wb_text_add(text, "a URL without %{...}: it is the same for everybody");
	else if (strncasecmp(value, "http", 4) == 0 && strncmp(value, "http", 4) != 0)
		wb_text_add(text, "https:// or http:// in lower case");
	else if (strncmp(value, "http:", 5) == 0 || strncmp(value, "https:", 6) == 0)
		return false;
	else if (strchr(value, ':') == NULL && strchr(value, '.') != NULL && value[0] != '/')
		wb_text_addf(text, "https:// or http:// in front, such as \"https://%.*s\"", SHOWN, value);
	else
		return false;
	return true;
}

static bool add_path(struct wb_text *text, const char *value)
{
	size_t length = strlen(value);

	if (strstr(value, "://") != NULL)
		wb_text_add(text, "the path of a file on this host: nothing is downloaded");
	else if (length > 0 && (value[0] == ' ' || value[length - 1] == ' '))
		wb_text_add(text, "a path without a space at its ends");
	else
		return false;
	return true;
}

static bool add_span(struct wb_text *text, const char *value)
{
	static const struct {
		const char *word;
		char unit;
		unsigned times;
	} units[] = {
		{ "s", 's', 1 },
		{ "sec", 's', 1 },
		{ "second", 's', 1 },
		{ "m", 'm', 1 },
		{ "min", 'm', 1 },
		{ "minute", 'm', 1 },
		{ "h", 'h', 1 },
		{ "hr", 'h', 1 },
		{ "hour", 'h', 1 },
		{ "d", 'd', 1 },
		{ "day", 'd', 1 },
		{ "w", 'w', 1 },
		{ "wk", 'w', 1 },
		{ "week", 'w', 1 },
		{ "month", 'd', 30 },
		{ "mo", 'd', 30 },
		{ "y", 'd', 365 },
		{ "year", 'd', 365 },
	};
	size_t digits = strspn(value, "0123456789"), length;
	unsigned long number = strtoul(value, NULL, 10);
	const char *word = value + digits + strspn(value + digits, " ");
	char lower[12] = "";

	if (digits == 0 || digits > 6)
		return false;
	if (*word == '\0') {
		wb_text_addf(text, "a unit behind the number: \"%lus\", \"%lum\", \"%luh\", \"%lud\" or \"%luw\"", number,
		    number, number, number, number);
		return true;
	}
	length = strlen(word);
	length -= length > 1 && tolower((unsigned char)word[length - 1]) == 's';
	for (size_t i = 0; i < length && i + 1 < sizeof(lower); i++)
		lower[i] = (char)tolower((unsigned char)word[i]);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i].word, lower) != 0)
			continue;
		wb_text_addf(text, "\"%lu%c\"", number * units[i].times, units[i].unit);
		return true;
	}
	return false;
}

static bool add_number(struct wb_text *text, const struct wb_setting *setting, const char *value)
{
	const char *digits = value + (*value == '-' || *value == '+');
	size_t length = strspn(digits, "0123456789");

	if (digits[length] == '.')
		length += 1 + strspn(digits + length + 1, "0123456789");
	if (length == 0)
		return false;
	if (setting->type == WB_SETTING_COUNT && strchr(value, '.') != NULL) {
		wb_text_addf(text, "a whole number from %u to %u", setting->min, setting->max);
		return true;
	}
	if (digits[length] == ',' && isdigit((unsigned char)digits[length + 1])) {
		wb_text_addf(text, "a point instead of the comma: %.*s.%.*s", (int)(digits - value + (long)length), value, 20,
		    digits + length + 1);
		return true;
	}
	if (digits[length] == '\0' && digits == value && setting->type == WB_SETTING_RELIEF) {
		wb_text_addf(text, "a minus in front: -%.*s", 20, value);
		return true;
	}
	if (digits[length] == '\0' || *value == '+')
		return false;
	wb_setting_wanted(setting, text);
	wb_text_addf(text, ", and nothing behind it");
	return true;
}

static bool add_prefix(struct wb_text *text, const char *value)
{
	const char *slash = strchr(value, '/'), *dash = strchr(value, '-');
	char host[WB_ADDRESS_TEXT_SIZE], network[WB_PREFIX_TEXT_SIZE], only[WB_PREFIX_TEXT_SIZE];
	size_t length = slash != NULL ? (size_t)(slash - value) : strlen(value);
	struct wb_address address;
	struct wb_prefix prefix;
	unsigned long bits;
	bool is_v4;

	if (length > 0 && value[length - 1] == '*' && strspn(value, "0123456789.*") == length && slash == NULL) {
		wb_text_add(text, "a network such as 192.0.2.0/24 instead of *");
		return true;
	}
	if (slash == NULL && dash != NULL && isdigit((unsigned char)*value)) {
		wb_text_add(text, "networks such as 192.0.2.0/24: a range is none, several are");
		return true;
	}
	if (length >= sizeof(host))
		return false;
	memcpy(host, value, length);
	host[length] = '\0';
	if (slash == NULL || wb_address_parse(host, &address, NULL) != WB_OK) {
		wb_text_add(text, "an IP address or a network such as 192.0.2.66, 192.0.2.0/24 or 2001:db8::/32");
		return true;
	}
	is_v4 = wb_address_is_v4(&address);
	bits = strtoul(slash + 1, NULL, 10);
	if (slash[1] == '\0' || strlen(slash + 1) > 3 || strspn(slash + 1, "0123456789") != strlen(slash + 1) ||
	    bits > (is_v4 ? 32U : 128U)) {
		wb_text_addf(text, "a prefix length from 0 to %d behind the /", is_v4 ? 32 : 128);
		return true;
	}
	prefix = wb_prefix_of(&address, (unsigned)(is_v4 ? bits + WB_ADDRESS_V4_BITS : bits));
	wb_prefix_format(&prefix, network);
	prefix = wb_prefix_of(&address, WB_ADDRESS_BITS);
	wb_prefix_format(&prefix, only);
	wb_text_addf(text, "%s for the network, or %s for the host alone", network, only);
	return true;
}

static bool add_server(struct wb_text *text, const char *value)
{
	const char *colon = strrchr(value, ':');

	if (strspn(value, "0123456789.") == strlen(value) || strpbrk(value, "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ") != NULL)
		return false;
	if (colon == NULL || strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
	    (strchr(value, ':') != colon && value[0] != '['))
		return false;
	wb_text_add(text, "an address, and a port from 1 to 65535 behind the colon");
	return true;
}

static bool add_country(struct wb_text *text, const char *value)
{
	char upper[3] = "";
	const char *name, *meant;

	if (strlen(value) != 2 || !isalpha((unsigned char)value[0]) || !isalpha((unsigned char)value[1]))
		return false;
	for (int i = 0; i < 2; i++)
		upper[i] = (char)toupper((unsigned char)value[i]);
	meant = wb_country_meant(upper, &name);
	if (meant != NULL)
		wb_text_addf(text, "\"%s\", which is %s in ISO 3166-1", meant, name);
	else
		wb_text_add(text, "a country code of ISO 3166-1, such as \"US\": no country has this one");
	return true;
}

static bool add_recipient(struct wb_text *text, const char *value)
{
	if (strncmp(value, "*@", 2) == 0 && value[2] != '\0')
		wb_text_addf(text, "\"%.*s\", which stands for all of the domain", SHOWN, value + 1);
	else if (strchr(value, '*') != NULL)
		wb_text_add(text, "a local part, an address or \"@domain\": * has no meaning here");
	else
		return false;
	return true;
}

static bool add_suffix(struct wb_text *text, const char *value)
{
	const char *name = value;

	name += strspn(name, "*.@");
	if (name == value || *name == '\0' || strchr(name, '.') == NULL)
		return false;
	wb_text_addf(text, "\"%.*s\", which stands for all names below it, too", SHOWN, name);
	return true;
}

static bool add_colour(struct wb_text *text, const struct wb_setting *setting, const char *value)
{
	if (value[0] == '#' && strlen(value) == 7 && strspn(value + 1, "0123456789abcdefABCDEF") == 6)
		return false;
	wb_text_addf(text, "# and six digits of 0-9 and a-f, such as \"%s\"", setting->initial);
	return true;
}

/* A placeholder that there is not: the nearest. False: there is none near, and a list of all helps more. */
static bool add_placeholder(struct wb_text *text, const char *found, size_t length)
{
	char words[400], name[40];
	struct wb_text list;
	const char *nearest;

	if (length >= sizeof(name))
		return false;
	memcpy(name, found, length);
	name[length] = '\0';
	wb_text_open(&list, words, sizeof(words));
	for (size_t i = 0; i < wb_placeholder_count; i++)
		wb_text_addf(&list, "%s%s", i > 0 ? " " : "", wb_placeholders[i].name);
	nearest = wb_config_name_nearest(words, name, &length);
	if (length > 0)
		wb_text_addf(text, "%%{%.*s} instead of %%{%s}", (int)length, nearest, name);
	return length > 0;
}

bool wb_value_hint_add_template(struct wb_text *text, const char *template)
{
	for (const char *at = template; *at != '\0'; at++) {
		size_t length;

		if (*at != '\n' && (*at < 0x20 || *at == 0x7f || (*at & 0x80) != 0))
			return add_character(text, at);
		if (*at != '%')
			continue;
		at++;
		if (*at == '%')
			continue;
		if (*at != '{') {
			wb_text_add(text, "%% for a percent sign, or %{...} for a placeholder");
			return true;
		}
		at++;
		length = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
		if (at[length] != '}' && wb_placeholder_find(at, length) != NULL) {
			wb_text_addf(text, "a } behind %%{%.*s", (int)length, at);
			return true;
		}
		if (wb_placeholder_find(at, length) == NULL)
			return add_placeholder(text, at, length);
		at += length;
	}
	return false;
}

bool wb_value_hint_add(struct wb_text *text, const struct wb_setting *setting, const char *value)
{
	if (setting->type != WB_SETTING_TEMPLATE && add_character(text, value))
		return true;
	switch (setting->type) {
	case WB_SETTING_CHOICE:
		return add_choice(text, setting, setting->choices, value);
	case WB_SETTING_BOOLEAN:
		return add_choice(text, setting, "true false yes no on off", value);
	case WB_SETTING_TEXT:
	case WB_SETTING_TEXTS:
		return add_length(text, value);
	case WB_SETTING_URL:
	case WB_SETTING_LINK:
		return add_url(text, setting, value) || add_length(text, value);
	case WB_SETTING_LIGHT:
	case WB_SETTING_DARK:
		return add_colour(text, setting, value);
	case WB_SETTING_MILLI:
	case WB_SETTING_MARK:
	case WB_SETTING_RELIEF:
	case WB_SETTING_COUNT:
		return add_number(text, setting, value);
	case WB_SETTING_SPAN:
		return add_span(text, value);
	case WB_SETTING_PREFIXES:
		return add_several(text, value) || add_prefix(text, value);
	case WB_SETTING_ASNS:
	case WB_SETTING_NAT64:
		return add_several(text, value);
	case WB_SETTING_SERVERS:
		return add_several(text, value) || add_server(text, value);
	case WB_SETTING_COUNTRIES:
		return add_several(text, value) || add_country(text, value);
	case WB_SETTING_RECIPIENTS:
		return add_several(text, value) || add_recipient(text, value);
	case WB_SETTING_SUFFIXES:
		return add_several(text, value) || add_suffix(text, value);
	case WB_SETTING_PATH:
		return add_path(text, value);
	case WB_SETTING_STATUS:
	case WB_SETTING_TEMPLATE:
	case WB_SETTING_MONTH:
		break;
	}
	return false;
}
