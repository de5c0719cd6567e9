/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* query.c - see query.h */
#include "verdict/query.h"

#include <string.h>

const char *wb_query_next_recipient(const char **list, size_t *length_r)
{
	const char *mailbox = *list;
	bool is_quoted = false;
	size_t length;

	if (mailbox == NULL || *mailbox == '\0')
		return NULL;
	for (length = 0; mailbox[length] != '\0' && (is_quoted || mailbox[length] != ','); length++) {
		if (mailbox[length] == '\\' && mailbox[length + 1] != '\0')
			length++;
		else if (mailbox[length] == '"')
			is_quoted = !is_quoted;
	}
	*list = mailbox + length;
	*list += strspn(*list, ", \n");
	*length_r = length;
	return mailbox;
}
