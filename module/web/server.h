/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * server.h - the socket and its connections. One thread with a loop of its own serves them all: the store is never open twice in the
 * process, which LMDB forbids, and no connection is closed while another thread uses it.
 */
#ifndef WB_WEB_SERVER_H
#define WB_WEB_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "web/service.h"

struct wb_server_options {
	const char *listen;   /* "127.0.0.1:8025", "[::1]:8025"; port 0 is any */
	uint32_t timeout_s;   /* longest silence of a connection */
	uint32_t deadline_s;  /* longest time for one request with its answer, however slowly the bytes come */
	uint32_t connections; /* at most */
};

struct wb_server;

/*
 * Binds the socket and listens. service must outlive the server.
 * WB_INVALID: listen is no address with a port. WB_UNAVAILABLE: it cannot be bound.
 */
enum wb_status wb_server_open(
    const struct wb_server_options *options, struct wb_service *service, struct wb_server **server_r, struct wb_error *error_r);

/* "http://127.0.0.1:8025", with the port that was chosen. */
const char *wb_server_url(const struct wb_server *server);

/*
 * Serves until *stopped becomes true, which a signal's handler may do. Then it accepts nobody, gives answers under way some seconds
 * to finish, and returns true. False: the loop cannot go on.
 */
bool wb_server_run(struct wb_server *server, const volatile bool *stopped);

/* NULL is allowed; leaves NULL. */
void wb_server_close(struct wb_server **server);

#endif
