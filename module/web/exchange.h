/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * exchange.h - between libmicrohttpd and service.h: reads one request, in however many pieces it comes, and sends its answer.
 */
#ifndef WB_WEB_EXCHANGE_H
#define WB_WEB_EXCHANGE_H

#include <microhttpd.h>

/* Debian 11's 0.9.72 has no MHD_run_wait, and hands on what is no request. */
#if MHD_VERSION < 0x00097300
#error "whyblock-web needs libmicrohttpd 0.9.73 or later; make PROGRAMS=build/whyblock leaves it out"
#endif

#include "web/service.h"

/* The callbacks of a daemon, whose closure is the service; the request's own state is a struct wb_exchange. */
void *wb_exchange_begin(void *service, const char *uri, struct MHD_Connection *connection);
enum MHD_Result wb_exchange_take(void *service, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *data, size_t *size, void **exchange);
void wb_exchange_end(void *exchange);

/* Makes libmicrohttpd leave paths and queries as they came: form.h decodes them. */
size_t wb_exchange_keep(void *closure, struct MHD_Connection *connection, char *text);

#endif
