/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* registered_domain.c - see registered_domain.h */
#include "verdict/registered_domain.h"

#include <libpsl.h>
#include <string.h>

#define SUFFIX_LABELS_MAX 6 /* the list has none of more than five */

#define PSL(F) \
	F(psl_builtin) \
	F(psl_is_public_suffix2)

static struct {
	PSL(WB_LIBRARY_FIELD)
} psl;
struct wb_library wb_registered_domain_library = WB_LIBRARY(WB_SONAME_PSL, PSL, psl);

/*
 * Below these, registries of countries hand out names. It is what is known without the list: a label too many that is taken for registered
 * costs a rule its evidence, one too few would make evidence of somebody's domain.
 */
static const char *const second_levels[] = { "ac", "co", "com", "edu", "go", "gob", "gov", "ne", "net", "or", "org" };

/* In lower case, without the dot at its end, as the list has it; false for one that is too long. */
static bool read_name(const char *name, char name_r[WB_REGISTERED_DOMAIN_NAME_MAX + 1])
{
	size_t length = strnlen(name, WB_REGISTERED_DOMAIN_NAME_MAX + 2);

	if (length > 0 && name[length - 1] == '.')
		length--;
	if (length > WB_REGISTERED_DOMAIN_NAME_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		name_r[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i]);
	name_r[length] = '\0';
	return true;
}

static const psl_ctx_t *load_list(void)
{
	return wb_library_load(&wb_registered_domain_library, NULL) == WB_OK ? psl.psl_builtin() : NULL;
}

/* What the list would say of it, in our own words. */
static bool looks_like_suffix(const char *name)
{
	const char *dot = strchr(name, '.');

	if (dot == NULL)
		return true;
	if (strlen(dot + 1) != 2)
		return false;
	for (size_t i = 0; i < sizeof(second_levels) / sizeof(second_levels[0]); i++) {
		if (strlen(second_levels[i]) == (size_t)(dot - name) &&
		    memcmp(second_levels[i], name, (size_t)(dot - name)) == 0)
			return true;
	}
	return false;
}

static bool is_suffix(const psl_ctx_t *list, const char *name, int type)
{
	if (name[0] == '.') /* which libpsl would skip */
		return false;
	return list != NULL ? psl.psl_is_public_suffix2(list, name, type) == 1 : looks_like_suffix(name);
}

/* Where the label begins that ends before this offset, which is another label's or the end. */
static size_t label_before(const char *name, size_t offset)
{
	for (offset--; offset > 0 && name[offset - 1] != '.'; offset--)
		;
	return offset;
}

size_t wb_registered_domain_start(const char *name)
{
	char lower[WB_REGISTERED_DOMAIN_NAME_MAX + 1];
	const psl_ctx_t *list;
	size_t offset, suffix;

	if (!read_name(name, lower))
		return 0;
	offset = suffix = strlen(lower);
	if (strchr(lower, '.') == NULL)
		return offset;
	list = load_list();
	/* The longest suffix: between it and a shorter one there may be a name that is none ("b.kobe.jp", "jp", and not "kobe.jp"). */
	for (size_t labels = 0; labels < SUFFIX_LABELS_MAX && offset > 0; labels++) {
		offset = label_before(lower, offset);
		if (is_suffix(list, lower + offset, PSL_TYPE_ICANN))
			suffix = offset;
	}
	return suffix > 0 ? label_before(lower, suffix) : 0;
}

bool wb_registered_domain_is_suffix(const char *name)
{
	char lower[WB_REGISTERED_DOMAIN_NAME_MAX + 1];

	return read_name(name, lower) && lower[0] != '\0' && is_suffix(load_list(), lower, PSL_TYPE_ANY);
}
