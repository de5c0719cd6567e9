/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* event_send.c - see event_send.h */
#include "verdict/event_send.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/socket_path.h"
#include "verdict/event.h"

enum wb_event_sending wb_event_send(const char *folder, const void *bytes, size_t size)
{
	struct wb_socket_path path;
	enum wb_event_sending sending = WB_EVENT_LOST;
	bool is_named = wb_socket_path_open(folder, WB_EVENT_SOCKET, &path);
	int fd = is_named ? socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0) : -1;

	if (fd >= 0 && connect(fd, (const struct sockaddr *)&path.address, sizeof(path.address)) == 0 &&
	    send(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)size)
		sending = WB_EVENT_SENT;
	/* The agent's folder is made before it starts, and gone with each boot. */
	else if (access(folder, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR))
		sending = WB_EVENT_UNWANTED;
	if (fd >= 0)
		close(fd);
	if (is_named)
		wb_socket_path_close(&path);
	return sending;
}
