/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* socket_path.h - the address of a unix socket in a folder, however long the folder's path: an address holds 107 bytes (unix(7)). */
#ifndef WB_SOCKET_PATH_H
#define WB_SOCKET_PATH_H

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

struct wb_socket_path {
	struct sockaddr_un address;
	int folder_fd; /* -1: the path fits */
};

/* False: errno says why; nothing is to be closed. The address is good until the close. name: at most 40 bytes. */
bool wb_socket_path_open(const char *folder, const char *name, struct wb_socket_path *path_r);

void wb_socket_path_close(struct wb_socket_path *path);

#endif
