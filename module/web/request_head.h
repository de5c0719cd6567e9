/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_head.h - what of a request is refused for its head alone.
 * A web server in front and libmicrohttpd must agree where a request ends: whatever one of them could read otherwise is refused, and the
 * connection with it. libmicrohttpd is told to be strict, too (server.c), but before 1.0.4 it looks at one of several Content-Length alone,
 * and before 1.0 it leaves nearly all of this to who uses it. What it has made of the lines is looked at here: versions before 1.0 end a line
 * at a bare LF, too, and a value at a NUL, which no one behind them can see. nginx, Apache and HAProxy let neither through.
 */
#ifndef WB_REQUEST_HEAD_H
#define WB_REQUEST_HEAD_H

#include <microhttpd.h>
#include <stddef.h>

#define WB_REQUEST_HEAD_TARGET_MAX 8192  /* bytes of the URL's path and query; RFC 9110 section 4.1 wants at least 8000 */
#define WB_REQUEST_HEAD_FIELDS_MAX 10240 /* bytes of all header fields, their names included */

/* Each returns the status of HTTP with which the request is refused, or 0. */

/*
 * target: of the URL as it came.
 * 400: a space in it (RFC 9112 section 3.2). 414: longer than above; what finds no room in the memory of a connection is refused so by
 * libmicrohttpd itself, and so is a head, with 431.
 */
unsigned wb_request_head_check_target(const char *target);

/*
 * 400: a body with both lengths, or several of one kind, or chunked in HTTP/1.0 (RFC 9112 sections 6.1 and 6.3); no Host, but in HTTP/1.0,
 *      or several (section 3.2); a field's name that is none, with a space before the colon among them (section 5.1); a CR or LF in a value
 * 501: another transfer coding than chunked (section 6.1)
 * 431: more than above
 */
unsigned wb_request_head_check_fields(struct MHD_Connection *connection, const char *version);

#endif
