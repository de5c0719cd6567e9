/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listener.c - see listener.h */
#include "agent/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/socket_path.h"

/* Binds under another name, which is then renamed. */
static bool bind_name(int fd, const char *folder, const char *name, mode_t mode)
{
	int folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	struct wb_socket_path path;
	char temporary[32];
	bool is_bound = false;

	snprintf(temporary, sizeof(temporary), ".new-%.20s", name);
	if (folder_fd >= 0 && wb_socket_path_open(folder, temporary, &path)) {
		unlinkat(folder_fd, temporary, 0);
		is_bound = bind(fd, (const struct sockaddr *)&path.address, sizeof(path.address)) == 0 &&
		    fchmodat(folder_fd, temporary, mode, 0) == 0 && listen(fd, LISTENER_BACKLOG) == 0 &&
		    renameat(folder_fd, temporary, folder_fd, name) == 0;
		wb_socket_path_close(&path);
	}
	if (folder_fd >= 0)
		close(folder_fd);
	return is_bound;
}

enum wb_status listener_open(const char *folder, const char *name, int type, mode_t mode, int *fd_r, struct wb_error *error_r)
{
	int fd = socket(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	*fd_r = fd;
	if (fd >= 0 && bind_name(fd, folder, name, mode))
		return WB_OK;
	wb_fail(error_r, WB_UNAVAILABLE, "socket %s/%s: %s", folder, name, strerror(errno));
	if (fd >= 0)
		close(fd);
	*fd_r = -1;
	return WB_UNAVAILABLE;
}

static bool find_peer(int connection, struct ucred *peer_r)
{
	socklen_t size = sizeof(*peer_r);

	return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, peer_r, &size) == 0;
}

/* Its own group, not a further one: a virus scanner, say, is often in Exim's. */
enum listener_peer listener_peer(int connection, gid_t readers)
{
	struct ucred peer;

	if (!find_peer(connection, &peer))
		return LISTENER_STRANGER;
	if (peer.uid == 0 || peer.uid == geteuid())
		return LISTENER_OWNER;
	return peer.gid == readers ? LISTENER_READER : LISTENER_STRANGER;
}

bool listener_is_user(int connection, uid_t user)
{
	struct ucred peer;

	return user != (uid_t)-1 && find_peer(connection, &peer) && peer.uid == user;
}
