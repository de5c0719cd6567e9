/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* listener.h - the agent's sockets: a name in the run folder at which somebody listens, and who it is that has connected. */
#ifndef WB_AGENT_LISTENER_H
#define WB_AGENT_LISTENER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/status.h"

#define LISTENER_BACKLOG 4096 /* connections that may wait; the kernel's own limit is net.core.somaxconn */

/*
 * Listens, without waiting, in the place of whoever listened there before: the name is never missing.
 * type: of socket(2). mode: of the socket's file, whose group is the folder's.
 */
enum wb_status listener_open(const char *folder, const char *name, int type, mode_t mode, int *fd_r, struct wb_error *error_r);

enum listener_peer {
	LISTENER_STRANGER,
	LISTENER_READER, /* of the run folder's group, which is Exim's */
	LISTENER_OWNER,  /* root, or as whom the agent runs */
};

/* Who has connected (SO_PEERCRED of unix(7)): as it was then, even when it has gone since. readers: the run folder's group. */
enum listener_peer listener_peer(int connection, gid_t readers);

/* True when it is this user who has connected; (uid_t)-1 is nobody. */
bool listener_is_user(int connection, uid_t user);

#endif
