/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* helo.c - see helo.h */
#include "verdict/helo.h"

#include <string.h>
#include <strings.h>

#include "verdict/host_name.h"

#define HELO_BYTES_MAX 255
#define V6_TAG "IPv6:"
#define V4_NUMBERS 4
#define V4_PREFIX_BYTES 12 /* of the v4-mapped form */

enum shape { NAME, BARE_IP, LITERAL, BRACKETS };

/* A HELO, taken apart. */
struct helo {
	char text[HELO_BYTES_MAX + 1]; /* without brackets, and without the dot at the end of a name */
	enum shape shape;
	struct wb_address address; /* of a bare IP and of a literal */
};

/* RFC 5321 section 4.1.3 allows zeros before a number, which inet_pton does not. */
static bool parse_v4(const char *text, struct wb_address *address_r)
{
	static const struct wb_address mapped = { { [10] = 0xff, [11] = 0xff } };

	*address_r = mapped;
	for (size_t i = 0; i < V4_NUMBERS; i++) {
		size_t digits = strspn(text, "0123456789");
		unsigned value = 0;

		if (digits == 0 || digits > 3)
			return false;
		for (size_t k = 0; k < digits; k++)
			value = 10 * value + (unsigned)(text[k] - '0');
		if (value > UINT8_MAX || text[digits] != (i + 1 < V4_NUMBERS ? '.' : '\0'))
			return false;
		address_r->bytes[V4_PREFIX_BYTES + i] = (uint8_t)value;
		text += digits + 1;
	}
	return true;
}

static bool parse_address(const char *text, struct wb_address *address_r)
{
	if (strncasecmp(text, V6_TAG, strlen(V6_TAG)) == 0)
		text += strlen(V6_TAG);
	return parse_v4(text, address_r) || wb_address_parse(text, address_r, NULL) == WB_OK;
}

/* text is no longer than fits. */
static void take_apart(const char *text, struct helo *helo_r)
{
	size_t length = strlen(text);
	bool has_brackets = length >= 2 && text[0] == '[' && text[length - 1] == ']';

	if (has_brackets) {
		text++;
		length -= 2;
	} else if (length > 1 && text[length - 1] == '.') {
		length--;
	}
	memcpy(helo_r->text, text, length);
	helo_r->text[length] = '\0';
	if (parse_address(helo_r->text, &helo_r->address))
		helo_r->shape = has_brackets ? LITERAL : BARE_IP;
	else
		helo_r->shape = has_brackets ? BRACKETS : NAME;
}

static bool is_name(const char *text, const char *name)
{
	size_t length = strlen(name);

	if (length > 1 && name[length - 1] == '.')
		length--;
	return strlen(text) == length && strncasecmp(text, name, length) == 0;
}

static void read_own(
    const struct helo *helo, const struct wb_address *client, const struct wb_own_host *own, struct wb_truths *truths)
{
	bool is_address = helo->shape == BARE_IP || helo->shape == LITERAL;
	bool is_known = is_address ? own->address != NULL : own->name != NULL && own->name[0] != '\0';

	/* Who mails itself may say its name; what is in brackets and no address is nobody's. */
	if (wb_address_is_loopback(client) || (own->address != NULL && wb_address_equals(client, own->address)) ||
	    helo->shape == BRACKETS)
		return;
	if (!is_known)
		truths->unknown |= 1U << WB_HELO_OWN_NAME;
	else if (is_address ? wb_address_equals(&helo->address, own->address) : is_name(helo->text, own->name))
		truths->yes |= 1U << WB_HELO_OWN_NAME;
}

static bool is_localhost(const char *name)
{
	static const char stem[] = "localhost";
	size_t length = strlen(name), stem_length = strlen(stem);
	const char *rest = name + stem_length;

	if (length < stem_length)
		return false;
	if (strncasecmp(name, stem, stem_length) == 0) {
		if (*rest == '4' || *rest == '6')
			rest++;
		if (*rest == '\0' || *rest == '.')
			return true;
	}
	return length > stem_length && name[length - stem_length - 1] == '.' &&
	    strcasecmp(name + length - stem_length, stem) == 0;
}

static void read_name(const char *name, const struct wb_address *client, struct wb_truths *truths)
{
	if (strchr(name, '.') == NULL)
		truths->yes |= 1U << WB_HELO_UNQUALIFIED;
	if (is_localhost(name))
		truths->yes |= 1U << WB_HELO_LOCALHOST;
	if (wb_host_name_holds_address(name, client) && !wb_host_name_is_server(name))
		truths->yes |= 1U << WB_HELO_CLIENT_ADDRESS;
}

void wb_helo_read(const char *text, const struct wb_address *client, const struct wb_own_host *own, struct wb_truths *truths_r)
{
	struct helo helo;

	truths_r->yes = 0;
	truths_r->unknown = (1U << WB_HELO_FACTS) - 1;
	if (text[0] == '\0' || strnlen(text, HELO_BYTES_MAX + 1) > HELO_BYTES_MAX)
		return;
	truths_r->unknown = 1U << WB_HELO_UNRESOLVED;
	take_apart(text, &helo);
	read_own(&helo, client, own, truths_r);
	switch (helo.shape) {
	case NAME:
		read_name(helo.text, client, truths_r);
		break;
	case BARE_IP:
		truths_r->yes |= 1U << WB_HELO_BARE_IP;
		break;
	case LITERAL:
		if (!wb_address_equals(&helo.address, client))
			truths_r->yes |= 1U << WB_HELO_OTHER_LITERAL;
		break;
	case BRACKETS:
		break;
	}
}
