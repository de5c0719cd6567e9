/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* socket_path.c - see socket_path.h */
#include "base/socket_path.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool wb_socket_path_open(const char *folder, const char *name, struct wb_socket_path *path_r)
{
	struct sockaddr_un *address = &path_r->address;
	size_t size = sizeof(address->sun_path);

	memset(path_r, 0, sizeof(*path_r));
	address->sun_family = AF_UNIX;
	path_r->folder_fd = -1;
	if ((size_t)snprintf(address->sun_path, size, "%s/%s", folder, name) < size)
		return true;
	path_r->folder_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	snprintf(address->sun_path, size, "/proc/self/fd/%d/%.40s", path_r->folder_fd, name);
	return path_r->folder_fd >= 0;
}

void wb_socket_path_close(struct wb_socket_path *path)
{
	if (path->folder_fd >= 0)
		close(path->folder_fd);
	path->folder_fd = -1;
}
