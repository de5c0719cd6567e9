/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* followers.c - see followers.h */
#include "agent/followers.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "agent/listener.h"
#include "agent/peers.h"

struct followers {
	uint64_t missed;
	struct peers *peers;
};

static bool is_owner(void *context, int fd)
{
	(void)context;
	return listener_peer(fd, (gid_t)-1) == LISTENER_OWNER;
}

/* It has gone; or it says something, which it has no reason to. */
static bool is_silent(void *context, int fd)
{
	char byte;

	(void)context;
	return recv(fd, &byte, 1, MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EINTR);
}

enum wb_status followers_open(sd_event *loop, const char *folder, struct followers **followers_r, struct wb_error *error_r)
{
	static const struct peers_rules rules = {
		.name = WB_FOLLOW_SOCKET,
		.mode = 0600,
		.most = FOLLOWERS_MAX,
		.priority = SD_EVENT_PRIORITY_NORMAL,
		.batch = 1,
		.is_allowed = is_owner,
		.hear = is_silent,
	};
	struct followers *followers = calloc(1, sizeof(*followers));
	enum wb_status status;

	*followers_r = followers;
	if (followers == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	status = peers_open(loop, folder, &rules, followers, &followers->peers, error_r);
	if (status != WB_OK)
		followers_close(followers_r);
	return status;
}

void followers_close(struct followers **followers)
{
	if (*followers != NULL)
		peers_close(&(*followers)->peers);
	free(*followers);
	*followers = NULL;
}

void followers_give(struct followers *followers, struct wb_follow_head head, struct wb_blob packet)
{
	unsigned char head_bytes[WB_FOLLOW_HEAD_BYTES];
	struct iovec parts[] = { { head_bytes, sizeof(head_bytes) }, { (void *)(uintptr_t)packet.data, packet.size } };
	const struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

	for (struct peer *peer = NULL; (peer = peers_next(followers->peers, peer)) != NULL;) {
		head.missed = peer->missed;
		wb_follow_head_put(head_bytes, head);
		if (sendmsg(peer->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) {
			peer->missed = 0;
		} else {
			peer->missed++;
			followers->missed++;
		}
	}
}

uint32_t followers_count(const struct followers *followers)
{
	uint32_t count = 0;

	for (struct peer *peer = NULL; (peer = peers_next(followers->peers, peer)) != NULL;)
		count++;
	return count;
}

uint64_t followers_missed(const struct followers *followers)
{
	return followers->missed;
}
