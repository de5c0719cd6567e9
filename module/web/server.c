/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* server.c - see server.h */
#include "web/server.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "service/complaint.h"
#include "web/exchange.h"

#define BACKLOG 4096
/*
 * For the head of a request that request_head.h allows, its cookies once more, as libmicrohttpd takes them apart, and the answer's header.
 * What finds no room is refused by libmicrohttpd itself. With more than 32 KiB it maps the memory of each connection anew, which costs a
 * visit 30 microseconds.
 */
#define CONNECTION_BYTES (32 * 1024)
#define UNSENT_BYTES (64 * 1024) /* a page, for a client that does not read; the system would keep megabytes for it */
#define TICK_MS 500              /* how often at least the clock is looked at */
#define FINISH_MS 3000           /* for answers under way when the service is told to stop */
#define FINISH_TICK_MS 50        /* and how often it is looked whether they are out */
#define FILES_SPARE 64           /* descriptors for everything but connections */
#define CROWD_SPARE 16           /* connections that are always free for newcomers */

/*
 * No leniency with lines that a web server in front could read otherwise: level 1 is meant for public servers. Of versions before that
 * there is MHD_OPTION_STRICT_FOR_CLIENT, which wants a Host and a URL without spaces, and hangs up on the latter without an answer:
 * request_head.h looks for both, with a page of ours.
 */
#if MHD_VERSION >= 0x00097701
#define STRICT MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
#else
#define STRICT
#endif

/* One connection, in a ring in the order of since_ms. */
struct connection {
	struct connection *previous, *next;
	int fd;
	int64_t since_ms; /* when it was accepted, or when its last answer was out */
	bool is_busy;     /* a request has come as far as its headers */
};

struct wb_server {
	struct wb_service *service;
	struct MHD_Daemon *daemon;
	struct connection ring; /* its head: next is the oldest */
	size_t count, room;
	int64_t deadline_ms;
	char url[80];
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void take_out(struct connection *connection)
{
	connection->previous->next = connection->next;
	connection->next->previous = connection->previous;
	connection->next = connection->previous = connection;
}

static void put_last(struct wb_server *server, struct connection *connection)
{
	connection->since_ms = now_ms();
	connection->previous = server->ring.previous;
	connection->next = &server->ring;
	server->ring.previous->next = connection;
	server->ring.previous = connection;
}

/* Ends what is said and heard on the socket. libmicrohttpd, whose socket it is, then sees its end and closes it. */
static void hang_up(struct connection *connection)
{
	take_out(connection);
	shutdown(connection->fd, SHUT_RDWR);
}

static void notify_connection(
    void *closure, struct MHD_Connection *mhd, void **context, enum MHD_ConnectionNotificationCode code)
{
	struct wb_server *server = closure;
	struct connection *connection = *context;
	const union MHD_ConnectionInfo *info;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
		connection = info != NULL ? calloc(1, sizeof(*connection)) : NULL;
		*context = connection;
		server->count++;
		/* Without memory for its place in the ring, it only has libmicrohttpd's own timeout. */
		if (connection != NULL) {
			connection->fd = info->connect_fd;
			/* The oldest makes room: it sits idle, or drips. An answer takes microseconds, so that none is interrupted. */
			if (server->count + CROWD_SPARE > server->room && server->ring.next != &server->ring) {
				hang_up(server->ring.next);
				server->service->metrics.counts[WB_COUNT_CROWDED]++;
			}
			put_last(server, connection);
			server->service->metrics.counts[WB_COUNT_ACCEPTED]++;
		}
	} else {
		server->count--;
		if (connection != NULL)
			take_out(connection);
		free(connection);
		*context = NULL;
	}
	server->service->metrics.open_connections = server->count;
}

static struct connection *connection_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info != NULL ? info->socket_context : NULL;
}

static enum MHD_Result take_request(void *closure, struct MHD_Connection *mhd, const char *url, const char *method,
    const char *version, const char *data, size_t *size, void **exchange)
{
	struct wb_server *server = closure;
	struct connection *connection = connection_of(mhd);

	if (connection != NULL)
		connection->is_busy = true;
	return wb_exchange_take(server->service, mhd, url, method, version, data, size, exchange);
}

/* The next request on the same connection has a deadline of its own. */
static void end_request(void *closure, struct MHD_Connection *mhd, void **exchange, enum MHD_RequestTerminationCode code)
{
	struct connection *connection = connection_of(mhd);

	(void)code;
	wb_exchange_end(*exchange);
	*exchange = NULL;
	if (connection == NULL || connection->next == connection)
		return; /* hung up already */
	connection->is_busy = false;
	take_out(connection);
	put_last(closure, connection);
}

static void complain(void *closure, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

static void complain(void *closure, const char *format, va_list args)
{
	char line[512];

	(void)closure;
	vsnprintf(line, sizeof(line), format, args);
	/* Its lines bring their end along, and what stands behind it is no news. */
	line[strcspn(line, "\r\n")] = '\0';
	wb_complain_of_stranger("libmicrohttpd: %s", line);
}

/* "ADDRESS:PORT" or "[V6]:PORT". */
static bool parse_listen(const char *listen_on, struct wb_address *address_r, uint16_t *port_r)
{
	const char *colon = strrchr(listen_on, ':');
	bool is_bracketed = listen_on[0] == '[';
	size_t length = colon != NULL ? (size_t)(colon - listen_on) : 0;
	char host[WB_ADDRESS_TEXT_SIZE];
	unsigned long port;
	char *end;

	if (colon == NULL || colon[1] < '0' || colon[1] > '9' || (is_bracketed && (length < 2 || colon[-1] != ']')))
		return false;
	length -= is_bracketed ? 2 : 0;
	if (length >= sizeof(host) || (!is_bracketed && memchr(listen_on, ':', length) != NULL))
		return false;
	memcpy(host, listen_on + is_bracketed, length);
	host[length] = '\0';
	port = strtoul(colon + 1, &end, 10);
	*port_r = (uint16_t)port;
	return *end == '\0' && port <= UINT16_MAX && wb_address_parse(host, address_r, NULL) == WB_OK;
}

/* [::] takes visitors by IPv4 too, whatever the system's default: their addresses are v4-mapped, as ours always are. */
static enum wb_status open_socket(struct wb_server *server, const char *listen_on, int *fd_r, struct wb_error *error_r)
{
	const int yes = 1, no = 0, unsent = UNSENT_BYTES;
	struct wb_address address;
	uint16_t port;
	struct sockaddr_storage storage = { 0 };
	struct sockaddr_in *v4 = (struct sockaddr_in *)&storage;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&storage;
	socklen_t length;
	char text[WB_ADDRESS_TEXT_SIZE];
	int fd;

	if (!parse_listen(listen_on, &address, &port))
		return wb_fail(error_r, WB_INVALID, "--listen \"%.60s\": expected ADDRESS:PORT or [IPV6]:PORT", listen_on);
	if (wb_address_is_v4(&address)) {
		length = sizeof(*v4);
		v4->sin_family = AF_INET;
		v4->sin_port = htons(port);
		memcpy(&v4->sin_addr, address.bytes + 12, 4);
	} else {
		length = sizeof(*v6);
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(port);
		memcpy(&v6->sin6_addr, address.bytes, 16);
	}

	fd = socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "socket: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &unsent, sizeof(unsent)); /* its connections have it, too */
	if (storage.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
	if (bind(fd, (struct sockaddr *)&storage, length) < 0 || listen(fd, BACKLOG) < 0 ||
	    getsockname(fd, (struct sockaddr *)&storage, &length) < 0) {
		int error = errno;

		close(fd);
		return wb_fail(error_r, WB_UNAVAILABLE, "--listen %s: %s", listen_on, strerror(error));
	}
	wb_address_format(&address, text);
	snprintf(server->url, sizeof(server->url), storage.ss_family == AF_INET6 ? "http://[%s]:%u" : "http://%s:%u", text,
	    ntohs(storage.ss_family == AF_INET6 ? v6->sin6_port : v4->sin_port));
	*fd_r = fd;
	return WB_OK;
}

/* As many connections as wanted, if the system gives so many descriptors. */
static size_t find_room(uint32_t wanted)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return wanted;
	if (limit.rlim_cur < limit.rlim_max && limit.rlim_cur < wanted + FILES_SPARE) {
		rlim_t before = limit.rlim_cur;

		limit.rlim_cur = limit.rlim_max < wanted + FILES_SPARE ? limit.rlim_max : wanted + FILES_SPARE;
		if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
			limit.rlim_cur = before;
	}
	if (limit.rlim_cur >= wanted + FILES_SPARE)
		return wanted;
	return limit.rlim_cur > 2 * FILES_SPARE ? (size_t)limit.rlim_cur - FILES_SPARE : (size_t)limit.rlim_cur / 2;
}

enum wb_status wb_server_open(
    const struct wb_server_options *options, struct wb_service *service, struct wb_server **server_r, struct wb_error *error_r)
{
	struct wb_server *server = calloc(1, sizeof(*server));
	unsigned flags = MHD_USE_EPOLL | MHD_USE_ERROR_LOG;
	enum wb_status status;
	int fd = -1;

	*server_r = NULL;
	if (server == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	server->service = service;
	server->ring.next = server->ring.previous = &server->ring;
	server->deadline_ms = (int64_t)options->deadline_s * 1000;
	server->room = find_room(options->connections);
	status = open_socket(server, options->listen, &fd, error_r);
	if (status != WB_OK)
		goto out;
#if MHD_VERSION >= 0x01000000
	flags |= MHD_USE_NO_THREAD_SAFETY;
#endif
	/* The logger first, or libmicrohttpd writes to stderr by itself. */
	server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, take_request, server, MHD_OPTION_EXTERNAL_LOGGER, complain,
	    NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)server->room,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)options->timeout_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)CONNECTION_BYTES, MHD_OPTION_NOTIFY_CONNECTION, notify_connection, server, MHD_OPTION_NOTIFY_COMPLETED,
	    end_request, server, MHD_OPTION_URI_LOG_CALLBACK, wb_exchange_begin, server, MHD_OPTION_UNESCAPE_CALLBACK,
	    wb_exchange_keep, NULL, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, STRICT MHD_OPTION_END);
	if (server->daemon == NULL) {
		close(fd);
		status = wb_fail(error_r, WB_UNAVAILABLE, "libmicrohttpd does not start");
		goto out;
	}
	*server_r = server;
	server = NULL; /* handed over */
out:
	free(server);
	return status;
}

const char *wb_server_url(const struct wb_server *server)
{
	return server->url;
}

/* Waits once for something to do, does it, and hangs up on those whose deadline is over. False: the loop cannot go on. */
static bool turn(struct wb_server *server, int32_t wait_ms)
{
	int64_t before_ms;

	if (MHD_run_wait(server->daemon, wait_ms) != MHD_YES)
		return false;
	before_ms = now_ms() - server->deadline_ms;
	while (server->ring.next != &server->ring && server->ring.next->since_ms < before_ms) {
		hang_up(server->ring.next);
		server->service->metrics.counts[WB_COUNT_OVERDUE]++;
	}
	return true;
}

static bool is_any_busy(const struct wb_server *server)
{
	for (const struct connection *c = server->ring.next; c != &server->ring; c = c->next) {
		if (c->is_busy)
			return true;
	}
	return false;
}

bool wb_server_run(struct wb_server *server, const volatile bool *stopped)
{
	int64_t until_ms;
	int fd;

	/* A signal that comes just before the wait is seen after a tick. */
	while (!*stopped) {
		if (!turn(server, TICK_MS))
			return false;
	}
	fd = MHD_quiesce_daemon(server->daemon);
	if (fd >= 0)
		close(fd);
	until_ms = now_ms() + FINISH_MS;
	while (is_any_busy(server) && now_ms() < until_ms) {
		if (!turn(server, FINISH_TICK_MS))
			return false;
	}
	return true;
}

void wb_server_close(struct wb_server **server)
{
	if (*server == NULL)
		return;
	MHD_stop_daemon((*server)->daemon);
	free(*server);
	*server = NULL;
}
