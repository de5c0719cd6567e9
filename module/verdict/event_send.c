/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* event_send.c - see event_send.h */
#include "verdict/event_send.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/socket_path.h"
#include "verdict/event.h"

enum wb_event_sending wb_event_send(const char *folder, const void *bytes, size_t size)
{
	struct wb_socket_path path;
	enum wb_event_sending sending = WB_EVENT_LOST;
	int fd;

	if (!wb_socket_path_open(folder, WB_EVENT_SOCKET, &path))
		return errno == ENOENT || errno == ENOTDIR ? WB_EVENT_UNWANTED : WB_EVENT_LOST;
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&path.address, sizeof(path.address)) < 0)
		sending = errno == ENOENT || errno == ENOTDIR ? WB_EVENT_UNWANTED : WB_EVENT_LOST;
	else if (fd >= 0 && send(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)size)
		sending = WB_EVENT_SENT;
	if (fd >= 0)
		close(fd);
	wb_socket_path_close(&path);
	return sending;
}
