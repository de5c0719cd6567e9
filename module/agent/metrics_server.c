/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* metrics_server.c - see metrics_server.h */
#include "agent/metrics_server.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "agent/agent_metrics.h"
#include "agent/listener.h"

#define CONNECTIONS_MAX 16
#define TIMEOUT_S 10

struct metrics {
	struct agent *agent;
	struct open_requests requests;
	struct MHD_Daemon *daemon;
	sd_event_source *io, *timer;
};

static enum MHD_Result take_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *upload, size_t *upload_size, void **request)
{
	struct metrics *metrics = context;
	unsigned status = MHD_HTTP_NOT_FOUND;
	char *buffer = malloc(METRICS_TEXT_SIZE);
	struct MHD_Response *response;
	struct wb_text text;
	enum MHD_Result result;

	(void)version;
	(void)upload;
	(void)upload_size;
	(void)request;
	if (buffer == NULL)
		return MHD_NO;
	wb_text_open(&text, buffer, METRICS_TEXT_SIZE);
	if (strcmp(url, "/metrics") == 0 && (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)) {
		status = MHD_HTTP_OK;
		metrics_format(metrics->agent, &metrics->requests, (int64_t)time(NULL), &text);
	} else {
		wb_text_add(&text, "not found\n");
	}
	response = MHD_create_response_from_buffer(text.length, buffer, MHD_RESPMEM_MUST_FREE);
	if (response == NULL) {
		free(buffer);
		return MHD_NO;
	}
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; version=0.0.4");
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

/* All that can be done now; and when to look again, should nothing come: a connection that is silent ends. */
static void run(struct metrics *metrics)
{
	MHD_UNSIGNED_LONG_LONG wait_ms = 0;

	for (int i = 0; i < CONNECTIONS_MAX && wait_ms == 0; i++) {
		MHD_run(metrics->daemon);
		if (MHD_get_timeout(metrics->daemon, &wait_ms) != MHD_YES) {
			/* With the last connection gone it listens again, but only in a further run. */
			MHD_run(metrics->daemon);
			sd_event_source_set_enabled(metrics->timer, SD_EVENT_OFF);
			return;
		}
	}
	sd_event_source_set_time_relative(metrics->timer, (wait_ms + 1) * 1000);
	sd_event_source_set_enabled(metrics->timer, SD_EVENT_ONESHOT);
}

static int on_io(sd_event_source *source, int fd, uint32_t events, void *context)
{
	(void)source;
	(void)fd;
	(void)events;
	run(context);
	return 0;
}

static int on_time(sd_event_source *source, uint64_t now_us, void *context)
{
	(void)source;
	(void)now_us;
	run(context);
	return 0;
}

enum wb_status metrics_open(sd_event *loop, struct agent *agent, struct metrics **metrics_r, struct wb_error *error_r)
{
	struct metrics *metrics = calloc(1, sizeof(*metrics));
	const union MHD_DaemonInfo *epoll;
	enum wb_status status;
	int fd;

	*metrics_r = metrics;
	if (metrics == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	metrics->agent = agent;
	status = listener_open(agent->folder, METRICS_SOCKET, SOCK_STREAM, 0660, &fd, error_r);
	if (status == WB_OK) {
		metrics->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, take_request, metrics,
		    MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
		    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S, MHD_OPTION_END);
		epoll = metrics->daemon == NULL ? NULL : MHD_get_daemon_info(metrics->daemon, MHD_DAEMON_INFO_EPOLL_FD);
		if (epoll == NULL ||
		    sd_event_add_time_relative(loop, &metrics->timer, CLOCK_MONOTONIC, 0, 0, on_time, metrics) < 0 ||
		    sd_event_add_io(loop, &metrics->io, epoll->epoll_fd, EPOLLIN, on_io, metrics) < 0)
			status = wb_fail(error_r, WB_UNAVAILABLE, "cannot serve metrics");
		if (metrics->daemon == NULL)
			close(fd);
	}
	if (status != WB_OK)
		metrics_close(metrics_r);
	return status;
}

void metrics_close(struct metrics **metrics)
{
	struct metrics *closing = *metrics;

	*metrics = NULL;
	if (closing == NULL)
		return;
	sd_event_source_disable_unref(closing->io);
	sd_event_source_disable_unref(closing->timer);
	if (closing->daemon != NULL)
		MHD_stop_daemon(closing->daemon); /* which closes the socket */
	free(closing);
}
