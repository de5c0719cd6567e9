/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_head.c - see request_head.h */
#include "web/request_head.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

struct head {
	unsigned lengths, codings, hosts; /* how many of each */
	size_t bytes;
	bool is_chunked; /* the last coding is */
	bool is_malformed;
};

/* RFC 9110 section 5.6.2. */
static bool is_token(const char *name)
{
	for (const char *c = name; *c != '\0'; c++) {
		bool is_letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');

		if (!is_letter && strchr("!#$%&'*+-.^_`|~", *c) == NULL)
			return false;
	}
	return *name != '\0';
}

static enum MHD_Result take_field(void *closure, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct head *head = closure;

	(void)kind;
	if (value == NULL)
		value = "";
	head->bytes += strlen(name) + strlen(value);
	head->is_malformed |= !is_token(name) || strpbrk(value, "\r\n") != NULL;
	head->hosts += strcasecmp(name, "Host") == 0;
	head->lengths += strcasecmp(name, "Content-Length") == 0;
	if (strcasecmp(name, "Transfer-Encoding") == 0) {
		head->codings++;
		head->is_chunked = strcasecmp(value, "chunked") == 0;
	}
	return MHD_YES;
}

unsigned wb_request_head_check_target(const char *target)
{
	if (strpbrk(target, " \t\r\n\v\f") != NULL)
		return 400;
	return strlen(target) > WB_REQUEST_HEAD_TARGET_MAX ? 414 : 0;
}

unsigned wb_request_head_check_fields(struct MHD_Connection *connection, const char *version)
{
	struct head head = { .lengths = 0 };
	bool is_1_0 = strcmp(version, "HTTP/1.0") == 0;

	MHD_get_connection_values(connection, MHD_HEADER_KIND, take_field, &head);
	if (head.is_malformed || head.hosts > 1 || (head.hosts == 0 && !is_1_0) || head.lengths + head.codings > 1 ||
	    (head.codings > 0 && is_1_0))
		return 400;
	if (head.codings > 0 && !head.is_chunked)
		return 501;
	return head.bytes > WB_REQUEST_HEAD_FIELDS_MAX ? 431 : 0;
}
