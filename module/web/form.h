/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * form.h - the name=value pairs of a query or of a form that was sent (application/x-www-form-urlencoded).
 * No other kind is read, because a form without files needs none, and parsers of multipart/form-data have had holes of their own
 * (CVE-2023-27371 in libmicrohttpd's). This one counts fields, has limits, and keeps every byte, a NUL too.
 * Source: URL Standard, section 5.1.
 */
#ifndef WB_WEB_FORM_H
#define WB_WEB_FORM_H

#include <stdbool.h>
#include <stddef.h>

#define WB_FORM_FIELDS_MAX 20

struct wb_form_field {
	const char *name;
	char *value; /* decoded, NUL behind it; may hold other NULs and any byte */
	size_t length;
};

struct wb_form {
	struct wb_form_field fields[WB_FORM_FIELDS_MAX];
	size_t count;
};

/*
 * Decodes in place: the fields point into text, whose byte at length must be writable, too. A '%' that two hexadecimal digits do
 * not follow stands for itself. False: there are more than WB_FORM_FIELDS_MAX fields.
 */
bool wb_form_parse(char *text, size_t length, struct wb_form *form_r);

/* The first field of this name, or NULL. A second one of the same name is not looked at. */
const struct wb_form_field *wb_form_find(const struct wb_form *form, const char *name);

/* Decodes %XX in place and puts a NUL behind it; returns the new length. */
size_t wb_form_decode(char *text, size_t length);

/* Adds text encoded for a query to the string in buffer; what does not fit is left out. */
void wb_form_encode(char *buffer, size_t size, const char *text);

/* True for valid UTF-8 without control characters, those of direction included, but \n, \r and \t. */
bool wb_form_is_text(const char *value, size_t length);

#endif
