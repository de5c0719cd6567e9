/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* followers.c - see followers.h */
#include "agent/followers.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/listener.h"

struct follower {
	int fd; /* -1: free */
	sd_event_source *source;
	uint32_t missed; /* since the last packet that it got */
	struct followers *all;
};

struct followers {
	int fd;
	sd_event_source *source;
	uint32_t count;
	uint64_t missed;
	struct follower rows[FOLLOWERS_MAX];
};

static void drop(struct follower *follower)
{
	sd_event_source_disable_unref(follower->source);
	close(follower->fd);
	*follower = (struct follower){ .fd = -1, .all = follower->all };
	follower->all->count--;
}

/* It has gone; or it says something, which it has no reason to. */
static int on_word(sd_event_source *source, int fd, uint32_t events, void *context)
{
	(void)source;
	(void)fd;
	(void)events;
	drop(context);
	return 0;
}

static int on_connect(sd_event_source *source, int listening, uint32_t events, void *context)
{
	struct followers *followers = context;
	int fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct follower *free_row = NULL;

	(void)events;
	for (size_t i = 0; i < FOLLOWERS_MAX && free_row == NULL; i++)
		free_row = followers->rows[i].fd < 0 ? &followers->rows[i] : NULL;
	if (fd < 0)
		return 0;
	if (free_row == NULL || listener_peer(fd, (gid_t)-1) != LISTENER_OWNER ||
	    sd_event_add_io(sd_event_source_get_event(source), &free_row->source, fd, EPOLLIN, on_word, free_row) < 0) {
		close(fd);
		return 0;
	}
	free_row->fd = fd;
	followers->count++;
	return 0;
}

enum wb_status followers_open(sd_event *loop, const char *folder, struct followers **followers_r, struct wb_error *error_r)
{
	struct followers *followers = calloc(1, sizeof(*followers));
	enum wb_status status;

	*followers_r = followers;
	if (followers == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	for (size_t i = 0; i < FOLLOWERS_MAX; i++)
		followers->rows[i] = (struct follower){ .fd = -1, .all = followers };
	status = listener_open(folder, WB_FOLLOW_SOCKET, SOCK_SEQPACKET, 0600, &followers->fd, error_r);
	if (status == WB_OK && sd_event_add_io(loop, &followers->source, followers->fd, EPOLLIN, on_connect, followers) < 0)
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (status != WB_OK)
		followers_close(followers_r);
	return status;
}

void followers_close(struct followers **followers)
{
	struct followers *closing = *followers;

	*followers = NULL;
	if (closing == NULL)
		return;
	for (size_t i = 0; i < FOLLOWERS_MAX; i++) {
		if (closing->rows[i].fd >= 0)
			drop(&closing->rows[i]);
	}
	sd_event_source_disable_unref(closing->source);
	if (closing->fd >= 0)
		close(closing->fd);
	free(closing);
}

void followers_give(struct followers *followers, struct wb_follow_head head, struct wb_blob packet)
{
	unsigned char head_bytes[WB_FOLLOW_HEAD_BYTES];
	struct iovec parts[] = { { head_bytes, sizeof(head_bytes) }, { (void *)(uintptr_t)packet.data, packet.size } };
	const struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

	for (size_t i = 0; followers->count > 0 && i < FOLLOWERS_MAX; i++) {
		struct follower *follower = &followers->rows[i];

		if (follower->fd < 0)
			continue;
		head.missed = follower->missed;
		wb_follow_head_put(head_bytes, head);
		if (sendmsg(follower->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) {
			follower->missed = 0;
		} else {
			follower->missed++;
			followers->missed++;
		}
	}
}

uint32_t followers_count(const struct followers *followers)
{
	return followers->count;
}

uint64_t followers_missed(const struct followers *followers)
{
	return followers->missed;
}
