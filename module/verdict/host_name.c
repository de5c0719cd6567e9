/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* host_name.c - see host_name.h */
#include "verdict/host_name.h"

#include <string.h>

#include "verdict/address_in_name.h"
#include "verdict/registered_domain.h"

/* What a network named: the name without its registered domain, in lower case. */
struct left {
	char text[WB_REGISTERED_DOMAIN_NAME_MAX + 1];
	size_t length;
};

/* Of lines on which people are, in the languages of those who name them; they say it without a number, too. */
static const char *const line_words[] = {
	/* the address is lent */
	"bootp",
	"ddns",
	"dhcp",
	"dhcppool",
	"dip",
	"dyn",
	"dynadsl",
	"dynamic",
	"dynamicip",
	"dynamique",
	"dynamisch",
	"dyndsl",
	"dynip",
	"dynpool",
	"dinamic",
	"dinamica",
	"dinamico",
	"dynamiczny",
	"unallocated",
	"unassigned",
	"unused",
	/* how it reaches its user */
	"adsl",
	"adslpool",
	"broadband",
	"cablemodem",
	"catv",
	"cgn",
	"cgnat",
	"dial",
	"dialin",
	"dialip",
	"dialup",
	"docsis",
	"dsl",
	"dslpool",
	"dup",
	"fibra",
	"fttb",
	"fttc",
	"fttd",
	"ftth",
	"fttx",
	"gpon",
	"gprs",
	"hfc",
	"hsd",
	"isdn",
	"lte",
	"ppp",
	"pppoa",
	"pppoe",
	"pptp",
	"tdsl",
	"umts",
	"vdsl",
	"wimax",
	"wlan",
	"xdsl",
	/* who that is */
	"enduser",
	"homeuser",
	"particulier",
	"particuliers",
	"residencial",
	"residential",
	"residentiel",
};

/* These are in names that people choose, so there has to be a number by which a network tells its hosts apart. */
static const char *const pool_words[] = {
	"abo",
	"abonent",
	"abonne",
	"abonnes",
	"bband",
	"broad",
	"cable",
	"cablevision",
	"cell",
	"cellular",
	"cliente",
	"client",
	"clientes",
	"clients",
	"cm",
	"consumer",
	"cpe",
	"cust",
	"customer",
	"customers",
	"fiber",
	"fibre",
	"glasfaser",
	"home",
	"ip",
	"ippool",
	"klant",
	"klanten",
	"kund",
	"kunde",
	"kunden",
	"kunder",
	"mobil",
	"mobile",
	"modem",
	"movil",
	"ont",
	"pon",
	"pool",
	"pools",
	"priv",
	"privat",
	"res",
	"resi",
	"retail",
	"subs",
	"subscriber",
	"user",
	"users",
	"usuario",
	"wifi",
	"wireless",
};

/* The digit is a part of the word. */
static const char *const digit_words[] = { "3g", "4g", "5g" };

static const char *const server_words[] = {
	/* mail; what begins or ends with a stem needs no row */
	"antispam",
	"bounce",
	"bounces",
	"bulk",
	"correo",
	"courriel",
	"exchange",
	"exim",
	"gateway",
	"gw",
	"imap",
	"list",
	"lists",
	"mgw",
	"mout",
	"news",
	"newsletter",
	"out",
	"outbound",
	"outgoing",
	"pochta",
	"poczta",
	"post",
	"posta",
	"postfix",
	"relay",
	"relays",
	"sendmail",
	"spamfilter",
	"zimbra",
	/* other services */
	"dns",
	"ftp",
	"ns",
	"server",
	"servers",
	"srv",
	"web",
	"www",
	/* somebody's own address */
	"biz",
	"business",
	"colo",
	"corp",
	"dedi",
	"dedicated",
	"estatica",
	"estatico",
	"fest",
	"fija",
	"fijo",
	"fix",
	"fixe",
	"fixed",
	"fixip",
	"sdsl",
	"sta",
	"static",
	"statica",
	"staticip",
	"statico",
	"statique",
	"statisch",
	"statische",
};

static const char *const server_stems[] = { "mail", "mta", "mx", "smtp" };

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The first bytes of a name, without a dot at their end. */
static void read_begin(const char *name, size_t length, struct left *left_r)
{
	left_r->length = length;
	for (size_t i = 0; i < left_r->length; i++)
		left_r->text[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i]);
	if (left_r->length > 0 && left_r->text[left_r->length - 1] == '.')
		left_r->length--;
	left_r->text[left_r->length] = '\0';
}

static size_t name_length(const char *name)
{
	size_t length = strnlen(name, WB_REGISTERED_DOMAIN_NAME_MAX + 1);

	return length <= WB_REGISTERED_DOMAIN_NAME_MAX ? length : 0;
}

static void read_left(const char *name, struct left *left_r)
{
	read_begin(name, name_length(name) > 0 ? wb_registered_domain_start(name) : 0, left_r);
}

static bool is_one_of(const char *word, size_t length, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strncmp(words[i], word, length) == 0 && words[i][length] == '\0')
			return true;
	}
	return false;
}

/* "mailout", "webmail", "mxa" */
static bool has_server_stem(const char *word, size_t length)
{
	for (size_t i = 0; i < ROWS(server_stems); i++) {
		size_t stem = strlen(server_stems[i]);

		if (length >= stem &&
		    (memcmp(word, server_stems[i], stem) == 0 || memcmp(word + length - stem, server_stems[i], stem) == 0))
			return true;
	}
	return false;
}

/* Any letters between others that are none, as this one speaks for the host: "mx1a", "smtp-out-02". */
static bool is_server(const struct left *left)
{
	for (size_t i = 0; i < left->length;) {
		size_t end = i;

		while (end < left->length && is_letter(left->text[end]))
			end++;
		if (end > i &&
		    (is_one_of(left->text + i, end - i, server_words, ROWS(server_words)) ||
			has_server_stem(left->text + i, end - i)))
			return true;
		i = end + 1;
	}
	return false;
}

static bool has_digit(const struct left *left)
{
	return strcspn(left->text, "0123456789") < left->length;
}

/* Letters and digits between others, without the digits at both ends: "dsl" of "12dsl3", and nothing of "a8dsl3x". */
static bool has_generic_word(const struct left *left)
{
	bool has_number = has_digit(left);

	for (size_t i = 0; i < left->length;) {
		size_t end = i, begin = i, word_end;

		while (end < left->length && (is_letter(left->text[end]) || is_digit(left->text[end])))
			end++;
		for (word_end = end; word_end > i && is_digit(left->text[word_end - 1]); word_end--)
			;
		while (begin < word_end && is_digit(left->text[begin]))
			begin++;
		if (begin < word_end && is_one_of(left->text + begin, word_end - begin, line_words, ROWS(line_words)))
			return true;
		if (begin < word_end && has_number &&
		    is_one_of(left->text + begin, word_end - begin, pool_words, ROWS(pool_words)))
			return true;
		if (is_one_of(left->text + i, end - i, digit_words, ROWS(digit_words)))
			return true;
		i = end + 1;
	}
	return false;
}

/*
 * Looks at the whole name first. When the address is nowhere in it, as with nearly all HELOs, the list of registered domains need not be
 * loaded, which costs more than all the rest of a check.
 */
bool wb_host_name_holds_address(const char *name, const struct wb_address *client)
{
	struct left left;

	read_begin(name, name_length(name), &left);
	if (!wb_address_in_name_is_whole(left.text, left.length, client))
		return false;
	read_left(name, &left);
	return wb_address_in_name_is_whole(left.text, left.length, client);
}

bool wb_host_name_is_server(const char *name)
{
	struct left left;

	read_left(name, &left);
	return is_server(&left);
}

bool wb_host_name_is_generic(const char *name, const struct wb_address *client)
{
	struct left left;

	read_left(name, &left);
	return !is_server(&left) &&
	    (wb_address_in_name_is_whole(left.text, left.length, client) ||
		wb_address_in_name_is_half(left.text, left.length, client) || has_generic_word(&left));
}
