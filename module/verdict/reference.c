/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* reference.c - see reference.h */
#include "verdict/reference.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/bytes.h"
#include "base/crockford.h"
#include "base/text.h"
#include "verdict/policy.h"
#include "verdict/sodium.h"

#define VERSION 1
#define VERSION_BITS 2
#define ACTION_BITS 2 /* action - 1 */
#define MINUTE_BITS 25
#define CATEGORY_BITS 16
#define EPOCH_S 1735689600LL /* 2025-01-01T00:00:00Z */
#define BYTES_OF(symbols) (((symbols)*WB_CROCKFORD_BITS + 7) / 8)
#define CODE_BYTES_MAX BYTES_OF(WB_REFERENCE_SYMBOLS_MAX)
#define GROUP 4

/* The lengths of a code, and what differs between them. */
struct form {
	size_t symbols;
	unsigned prefix_bits;  /* of the client, counted as in struct wb_prefix */
	unsigned first_byte;   /* of the part of its address that the code holds */
	unsigned address_bits; /* of that part */
	unsigned mac_bits;     /* what is left */
};
enum { FORM_V4, FORM_V6, FORM_V6_SUBNET, FORMS };
static const struct form forms[FORMS] = {
	[FORM_V4] = { 24, WB_ADDRESS_BITS, 12, 32, 43 },
	[FORM_V6] = { WB_REFERENCE_SYMBOLS_MAX, WB_ADDRESS_BITS, 0, 128, 47 },
	[FORM_V6_SUBNET] = { 32, WB_ADDRESS_V6_SUBNET_BITS, 0, 64, 51 },
};

/* What ends a code within other text. */
static const char enders[] = "&#?/>)]}\"',;.";

uint16_t wb_reference_category_hash(const char *category_id)
{
	unsigned char hash[crypto_generichash_BYTES_MIN];

	if (wb_sodium_load(NULL) != WB_OK)
		return 0;
	wb_sodium.crypto_generichash(hash, sizeof(hash), (const unsigned char *)category_id, strlen(category_id), NULL, 0);
	return (uint16_t)wb_bytes_get(hash, 2);
}

const struct wb_category *wb_reference_find_category(const struct wb_policy *policy, uint16_t category_hash)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (wb_reference_category_hash(policy->categories[i].id) == category_hash)
			return &policy->categories[i];
	}
	return NULL;
}

static const struct form *form_of(const struct wb_prefix *client)
{
	if (wb_prefix_is_v4(client))
		return &forms[FORM_V4];
	return &forms[wb_prefix_is_host(client) ? FORM_V6 : FORM_V6_SUBNET];
}

struct wb_reference wb_reference_make(
    const struct wb_address *client, const char *category_id, enum wb_action action, int64_t at_s)
{
	return (struct wb_reference){
		.at_s = at_s,
		.action = action,
		.category_hash = wb_reference_category_hash(category_id),
		.client = wb_prefix_of(client, WB_ADDRESS_BITS),
	};
}

/* The code's bytes, CODE_BYTES_MAX of them; those behind its end are zero. */
static void seal(const struct form *form, const struct wb_reference *reference, const unsigned char *key, unsigned char *bytes)
{
	unsigned char mac[crypto_generichash_BYTES_MIN];
	unsigned at = 0;

	memset(bytes, 0, CODE_BYTES_MAX);
	wb_crockford_put_bits(bytes, &at, VERSION, VERSION_BITS);
	wb_crockford_put_bits(bytes, &at, (uint64_t)(reference->action - 1), ACTION_BITS);
	wb_crockford_put_bits(bytes, &at, (uint64_t)(reference->at_s - EPOCH_S) / 60, MINUTE_BITS);
	wb_crockford_put_bits(bytes, &at, reference->category_hash, CATEGORY_BITS);
	for (unsigned i = 0; i < form->address_bits / 8; i++)
		wb_crockford_put_bits(bytes, &at, reference->client.address.bytes[form->first_byte + i], 8);
	/* The length of what is hashed tells the forms apart. */
	wb_sodium.crypto_generichash(mac, sizeof(mac), bytes, BYTES_OF(form->symbols), key, WB_REFERENCE_KEY_BYTES);
	wb_crockford_put_bits(bytes, &at, wb_bytes_get(mac, 8) >> (64 - form->mac_bits), form->mac_bits);
}

/* What the bytes say, genuine or not; another version says nothing here, and is sealed as this one. */
static struct wb_reference unseal(const struct form *form, const unsigned char *bytes)
{
	struct wb_reference reference = { .client.prefix_bits = (uint8_t)form->prefix_bits };
	unsigned at = VERSION_BITS;

	reference.action = (enum wb_action)(wb_crockford_get_bits(bytes, &at, ACTION_BITS) + 1);
	reference.at_s = EPOCH_S + 60 * (int64_t)wb_crockford_get_bits(bytes, &at, MINUTE_BITS);
	reference.category_hash = (uint16_t)wb_crockford_get_bits(bytes, &at, CATEGORY_BITS);
	if (form == &forms[FORM_V4])
		memset(reference.client.address.bytes + 10, 0xff, 2); /* v4-mapped */
	for (unsigned i = 0; i < form->address_bits / 8; i++)
		reference.client.address.bytes[form->first_byte + i] = (uint8_t)wb_crockford_get_bits(bytes, &at, 8);
	return reference;
}

bool wb_reference_format(const struct wb_reference_keys *keys, const struct wb_reference *reference, char *buffer)
{
	const struct form *form = form_of(&reference->client);
	unsigned char bytes[CODE_BYTES_MAX];
	struct wb_text code;
	unsigned at = 0;

	wb_text_open(&code, buffer, WB_REFERENCE_TEXT_SIZE);
	if (keys->count == 0 || reference->action == WB_OFF || reference->at_s < EPOCH_S ||
	    (reference->at_s - EPOCH_S) / 60 >> MINUTE_BITS != 0 || wb_sodium_load(NULL) != WB_OK)
		return false;
	seal(form, reference, keys->bytes[0], bytes);
	for (size_t i = 0; i < form->symbols; i++) {
		if (i > 0 && i % GROUP == 0)
			wb_text_add_char(&code, '-');
		wb_text_add_char(&code, wb_crockford_symbol((unsigned)wb_crockford_get_bits(bytes, &at, WB_CROCKFORD_BITS)));
	}
	return true;
}

void wb_reference_format_url(const char *code, char *buffer)
{
	struct wb_text text;

	wb_text_open(&text, buffer, WB_REFERENCE_TEXT_SIZE);
	for (; *code != '\0'; code++) {
		if (*code != '-')
			wb_text_add_char(&text, *code);
	}
}

static const struct form *find_form(size_t symbols)
{
	for (size_t i = 0; i < FORMS; i++) {
		if (forms[i].symbols == symbols)
			return &forms[i];
	}
	return NULL;
}

bool wb_reference_has_length(size_t symbols)
{
	return find_form(symbols) != NULL;
}

/* The form of before is read, not asked for. */
#define LENGTHS "%zu, or %zu for an IPv6 client"

/*
 * Packs the symbols up to the end of the code into bytes. NULL when they are not as many as a code has, or none. It stops at the
 * first one too many: wb_reference_parse may come here from thousands of places of a stranger's text.
 */
static const struct form *read_symbols(const char *text, unsigned char *bytes, struct wb_error *error_r)
{
	const struct form *form;
	size_t count = 0;
	unsigned at = 0;

	memset(bytes, 0, CODE_BYTES_MAX);
	while (*text != '\0' && strchr(enders, *text) == NULL) {
		int value = wb_crockford_value(*text);
		size_t skip = value < 0 ? wb_crockford_separator(text) : 0;

		if (value < 0 && skip == 0) {
			int character = 1; /* in bytes, as UTF-8 has it */

			while (character < 4 && ((unsigned char)text[character] & 0xc0) == 0x80)
				character++;
			wb_fail(error_r, WB_INVALID, "found \"%.*s\", which no reference has", character, text);
			return NULL;
		}
		if (skip == 0 && count++ == WB_REFERENCE_SYMBOLS_MAX) {
			wb_fail(error_r, WB_INVALID, "found more than %d characters: a reference has " LENGTHS,
			    WB_REFERENCE_SYMBOLS_MAX, forms[FORM_V4].symbols, forms[FORM_V6].symbols);
			return NULL;
		}
		if (skip == 0)
			wb_crockford_put_bits(bytes, &at, (uint64_t)value, WB_CROCKFORD_BITS);
		text += skip > 0 ? skip : 1;
	}
	form = find_form(count);
	if (form == NULL)
		wb_fail(error_r, WB_INVALID, "found %zu characters: a reference has " LENGTHS, count, forms[FORM_V4].symbols,
		    forms[FORM_V6].symbols);
	return form;
}

enum wb_status wb_reference_parse(const struct wb_reference_keys *keys, const char *text, struct wb_reference *reference_r,
    size_t *key_r, struct wb_error *error_r)
{
	unsigned char given[CODE_BYTES_MAX], sealed[CODE_BYTES_MAX];
	const struct form *form = read_symbols(text, given, error_r);
	enum wb_status status = WB_NOT_FOUND;

	memset(reference_r, 0, sizeof(*reference_r));
	/* The text is a code, or one stands behind a "ref" in it: in a URL, or in the line of the reply. */
	for (; form == NULL && *text != '\0'; text++) {
		if (strncasecmp(text, "ref", 3) == 0)
			form = read_symbols(text + 3 + strspn(text + 3, "=: "), given, error_r);
	}
	if (form == NULL)
		return WB_INVALID;
	if (wb_sodium_load(error_r) != WB_OK)
		return WB_UNAVAILABLE;
	*reference_r = unseal(form, given);
	for (size_t i = 0; i < keys->count && status != WB_OK; i++) {
		seal(form, reference_r, keys->bytes[i], sealed);
		if (wb_sodium.sodium_memcmp(sealed, given, sizeof(sealed)) == 0) {
			*key_r = i;
			status = WB_OK;
		}
	}
	if (status != WB_OK)
		memset(reference_r, 0, sizeof(*reference_r));
	return status;
}
