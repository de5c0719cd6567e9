/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * message_view.h - a message's header, split into fields, and the beginning of its body, as a stranger sent them.
 * Everything here is bounded, and takes time in proportion to what is looked at. Source: RFC 5322 sections 2.2, 2.2.3 and 4.5.
 */
#ifndef WB_MESSAGE_VIEW_H
#define WB_MESSAGE_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#define WB_MESSAGE_HEADERS_MAX 65536 /* bytes; the rest is not looked at. Exim hands over no more */
#define WB_MESSAGE_BODY_MAX 5000     /* bytes; the rest is not looked at */
#define WB_MESSAGE_FIELDS_MAX 400    /* the rest is counted */
#define WB_MESSAGE_SAME_MAX 8        /* fields of one name that are looked at; the rest is counted */
#define WB_MESSAGE_VALUE_SIZE 999    /* RFC 5322 section 2.1.1: a line has at most 998 characters; longer values are cut */

/* Points into the header. A value is still folded, and may hold any byte. */
struct wb_field {
	const char *name;
	size_t name_length; /* at least 1; printable ASCII without colon and space */
	const char *value;  /* behind the colon, without the line's end */
	size_t value_length;
};

struct wb_message {
	const char *body;
	size_t body_size;
	bool has_lines; /* the body's line ends are there: without them nothing can be said about where its lines begin */
	bool is_cut;    /* something of the header was not looked at: what is not found may be there all the same */
	size_t field_count, left_out_count;
	struct wb_field fields[WB_MESSAGE_FIELDS_MAX]; /* in their order; field_count of them are set */
};

/*
 * Splits a header into its fields. It ends at an empty line, if there is one. What is no field (a line without a colon, or whose name
 * has other characters than a name) is passed over, with the lines that continue it. Lines end with LF or CR LF; a lone CR ends none.
 * headers, body: any bytes, and NULL where the size is 0; they must outlive message_r, which points into them.
 */
void wb_message_read(
    const char *headers, size_t headers_size, const char *body, size_t body_size, struct wb_message *message_r);

/*
 * The fields of this name, whatever its case, in the order of the header.
 * found_r: WB_MESSAGE_SAME_MAX places, of which as many are set as there are fields; NULL: they are only counted.
 * Returns: how many there are, which may be more than there are places.
 */
size_t wb_message_find(const struct wb_message *message, const char *name, const struct wb_field **found_r);

/*
 * The value of a field on one line: unfolded, without blanks at its ends. A line's end and the blanks behind it become one space, other
 * control characters a space, NUL '?'; bytes with the eighth bit stay. Cut when it does not fit.
 * buffer:  terminated; size is at least 1, and WB_MESSAGE_VALUE_SIZE holds all that is ever wanted.
 * Returns: the length.
 */
size_t wb_field_unfold(const struct wb_field *field, char *buffer, size_t size);

/* The value of the first field of this name, unfolded; false, and an empty text: there is none. */
bool wb_message_value(const struct wb_message *message, const char *name, char *buffer, size_t size);

#endif
