/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* local_domains.c - see local_domains.h */
#include "desk/local_domains.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_name(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < length; i++) {
		if (!isalnum((unsigned char)name[i]) && strchr("-_.", name[i]) == NULL)
			return false;
	}
	return length > 0 && length < WB_LOCAL_DOMAIN_SIZE && name[0] != '.' && name[length - 1] != '.' &&
	    strchr(name, '.') != NULL && strstr(name, "..") == NULL;
}

static void add_name(struct wb_local_domains *domains, const char *name)
{
	if (domains->count == WB_LOCAL_DOMAINS_MAX || !is_name(name))
		return;
	for (size_t i = 0; i < domains->count; i++) {
		if (strcasecmp(domains->names[i], name) == 0)
			return;
	}
	snprintf(domains->names[domains->count++], WB_LOCAL_DOMAIN_SIZE, "%s", name);
}

void wb_local_domains_read(const char *list, const char *primary, struct wb_local_domains *domains_r)
{
	char separator = ':';

	domains_r->count = 0;
	list += strspn(list, " \t");
	/* "<; a.example; b.example" */
	if (list[0] == '<' && ispunct((unsigned char)list[1])) {
		separator = list[1];
		list += 2;
	}
	while (*list != '\0' && *list != '$') {
		const char *end = strchrnul(list, separator), *last = end;
		char item[WB_LOCAL_DOMAIN_SIZE + 1];

		list += strspn(list, " \t\r\n");
		while (last > list && isspace((unsigned char)last[-1]))
			last--;
		if (list > end)
			list = last = end;
		/* An expansion, wherever in the item it begins. */
		if (memchr(list, '$', (size_t)(end - list)) != NULL)
			return;
		/* What does not fit is cut to a length that is no name's. */
		snprintf(item, sizeof(item), "%.*s", (int)(last - list), list);
		add_name(domains_r, strcmp(item, "@") == 0 ? primary : item);
		list = end + (*end != '\0');
	}
}
