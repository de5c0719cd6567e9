/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* acl_text.c - see acl_text.h */
#include "exim/acl_text.h"

#include <string.h>

#include "verdict/tag_header.h"

bool acl_text_add_call(struct wb_text *acl, const char *object, const char *name, const char *arguments)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-";

	if (object == NULL)
		return false;
	wb_text_add(acl, "${dlfunc{");
	/* Exim expands this string, and cuts it at spaces: everything but plain path characters goes in as \xNN. */
	for (const char *at = object; *at != '\0'; at++) {
		if (strchr(plain, *at) == NULL)
			wb_text_addf(acl, "\\x%02x", (unsigned char)*at);
		else
			wb_text_add_char(acl, *at);
	}
	wb_text_addf(acl, "}{%s}%s}", name, arguments);
	return !acl->truncated;
}

void acl_text_add_removal(struct wb_text *acl, const struct dialogue_progress *progress)
{
	wb_text_add(acl, "warn ");
	/*
	 * Where a message is passed on while it comes in (cutthrough), its headers are gone by then, and Exim writes to the panic log for each
	 * that shall be removed: so not without need. In the predata ACL there are no headers yet, not even Exim's own.
	 * A space before the colon hides a header from h_, but not from who reads the mail (RFC 5322 section 4.5.8), nor from remove_header. Exim
	 * cuts $message_headers_raw at 65536: what stands behind that could be one, too.
	 */
	if (progress->phase == DIALOGUE_DATA)
		wb_text_add(acl,
		    "condition = ${if or{{!def:h_Received:}{def:h_" WB_TAG_HEADER_NAME ":}"
		    "{match{$message_headers_raw}{\\N(?im)^" WB_TAG_HEADER_NAME "[ \\t]+:\\N}}"
		    "{>{${strlen:$message_headers_raw}}{65000}}}}\n     ");
	wb_text_add(acl, "set acl_m_whyblock_clean = 1\n     remove_header = " WB_TAG_HEADER_NAME "\n");
}
