/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* intake.c - see intake.h */
#include "agent/intake.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/listener.h"
#include "verdict/event.h"

#define BATCH 64 /* connections that are accepted before something else has its turn */

struct silent {
	int fd; /* -1: free */
	sd_event_source *source;
	uint64_t number; /* in the order of coming */
	struct intake *intake;
};

struct intake {
	int fd;
	gid_t senders;
	sd_event_source *source;
	intake_take *take;
	void *context;
	struct intake_counts counts;
	uint64_t next_number;
	struct silent silent[INTAKE_SILENT_MAX];
};

static void drop(struct silent *silent)
{
	sd_event_source_disable_unref(silent->source);
	close(silent->fd);
	silent->source = NULL;
	silent->fd = -1;
}

/* False: nothing is there yet. */
static bool read_packet(struct intake *intake, int fd)
{
	unsigned char bytes[WB_EVENT_BYTES_MAX + 1];
	ssize_t size = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (size < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (size <= 0) {
		intake->counts.empty++;
		return true;
	}
	intake->take(intake->context, (struct wb_blob){ bytes, (size_t)size });
	return true;
}

static int on_silent(sd_event_source *source, int fd, uint32_t events, void *context)
{
	struct silent *silent = context;

	(void)source;
	(void)events;
	if (read_packet(silent->intake, fd))
		drop(silent);
	return 0;
}

/* A free place; when there is none, that of the peer who has been silent for longest. */
static struct silent *find_place(struct intake *intake)
{
	struct silent *oldest = &intake->silent[0];

	for (size_t i = 0; i < INTAKE_SILENT_MAX; i++) {
		if (intake->silent[i].fd < 0)
			return &intake->silent[i];
		if (intake->silent[i].number < oldest->number)
			oldest = &intake->silent[i];
	}
	intake->counts.empty++;
	drop(oldest);
	return oldest;
}

static void keep_silent(struct intake *intake, int fd)
{
	struct silent *silent = find_place(intake);

	*silent = (struct silent){ .fd = fd, .number = intake->next_number++, .intake = intake };
	if (sd_event_add_io(sd_event_source_get_event(intake->source), &silent->source, fd, EPOLLIN, on_silent, silent) < 0) {
		intake->counts.empty++;
		close(fd);
		silent->fd = -1;
	}
}

static int on_connect(sd_event_source *source, int listening, uint32_t events, void *context)
{
	struct intake *intake = context;

	(void)source;
	(void)events;
	for (int i = 0; i < BATCH; i++) {
		int fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd < 0)
			break;
		if (listener_peer(fd, intake->senders) == LISTENER_STRANGER) {
			intake->counts.refused++;
			close(fd);
		} else if (read_packet(intake, fd)) {
			close(fd);
		} else {
			keep_silent(intake, fd);
		}
	}
	return 0;
}

enum wb_status intake_open(
    sd_event *loop, const char *folder, intake_take *take, void *context, struct intake **intake_r, struct wb_error *error_r)
{
	struct intake *intake = calloc(1, sizeof(*intake));
	enum wb_status status = WB_NO_MEMORY;
	struct stat st;

	*intake_r = intake;
	if (intake == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	for (size_t i = 0; i < INTAKE_SILENT_MAX; i++)
		intake->silent[i].fd = -1;
	intake->take = take;
	intake->context = context;
	status = listener_open(folder, WB_EVENT_SOCKET, SOCK_SEQPACKET, 0660, &intake->fd, error_r);
	if (status == WB_OK && stat(folder, &st) == 0)
		intake->senders = st.st_gid;
	if (status == WB_OK && sd_event_add_io(loop, &intake->source, intake->fd, EPOLLIN, on_connect, intake) < 0)
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (status != WB_OK)
		intake_close(intake_r);
	return status;
}

void intake_close(struct intake **intake)
{
	struct intake *closing = *intake;

	*intake = NULL;
	if (closing == NULL)
		return;
	for (size_t i = 0; i < INTAKE_SILENT_MAX; i++) {
		if (closing->silent[i].fd >= 0)
			drop(&closing->silent[i]);
	}
	sd_event_source_disable_unref(closing->source);
	if (closing->fd >= 0)
		close(closing->fd);
	free(closing);
}

const struct intake_counts *intake_counts(const struct intake *intake)
{
	return &intake->counts;
}
