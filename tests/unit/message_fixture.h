/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * message_fixture.h - a message of a test: header, empty line, body, as one text.
 */
#ifndef WB_MESSAGE_FIXTURE_H
#define WB_MESSAGE_FIXTURE_H

#include "unit.h"
#include "verdict/message_view.h"

/* Header and body are copied to the byte, so that whoever reads beyond them is seen by the sanitizers. Until the next one is made. */
static inline const struct wb_message *message_of(const char *text)
{
	static struct wb_message message;
	static char *headers, *body;
	const char *gap = strstr(text, "\n\n");
	size_t headers_size = gap == NULL ? strlen(text) : (size_t)(gap + 1 - text);
	size_t body_size = gap == NULL ? 0 : strlen(gap + 2);

	free(headers);
	free(body);
	headers = malloc(headers_size + (headers_size == 0));
	body = malloc(body_size + (body_size == 0));
	assert_non_null(headers);
	assert_non_null(body);
	memcpy(headers, text, headers_size);
	if (body_size > 0)
		memcpy(body, gap + 2, body_size);
	memset(&message, 0xa5, sizeof(message)); /* what nobody sets is seen */
	wb_message_read(headers, headers_size, body, body_size, &message);
	return &message;
}

#endif
