/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* intake.c - see intake.h */
#include "agent/intake.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "agent/listener.h"
#include "agent/peers.h"
#include "verdict/event.h"

#define BATCH 64

struct intake {
	const char *folder; /* of whose group the senders are */
	intake_take *take;
	void *context;
	uint64_t empty;
	struct peers *peers;
};

static bool is_sender(void *context, int fd)
{
	const struct intake *intake = context;
	struct stat st;

	/* init may have given it another one meanwhile. */
	return listener_peer(fd, stat(intake->folder, &st) == 0 ? st.st_gid : (gid_t)-1) != LISTENER_STRANGER;
}

/* True: nothing is there yet. */
static bool read_packet(void *context, int fd)
{
	struct intake *intake = context;
	unsigned char bytes[WB_EVENT_BYTES_MAX + 1];
	ssize_t size = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (size < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (size <= 0)
		intake->empty++;
	else
		intake->take(intake->context, (struct wb_blob){ bytes, (size_t)size });
	return false;
}

enum wb_status intake_open(
    sd_event *loop, const char *folder, intake_take *take, void *context, struct intake **intake_r, struct wb_error *error_r)
{
	static const struct peers_rules rules = {
		.name = WB_EVENT_SOCKET,
		.mode = 0660,
		.most = INTAKE_SILENT_MAX,
		.priority = SD_EVENT_PRIORITY_NORMAL,
		.batch = BATCH,
		.is_allowed = is_sender,
		.hear = read_packet,
	};
	struct intake *intake = calloc(1, sizeof(*intake));
	enum wb_status status;

	*intake_r = intake;
	if (intake == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	intake->take = take;
	intake->context = context;
	intake->folder = folder;
	status = peers_open(loop, folder, &rules, intake, &intake->peers, error_r);
	if (status != WB_OK)
		intake_close(intake_r);
	return status;
}

void intake_drain(struct intake *intake)
{
	peers_drain(intake->peers);
}

void intake_close(struct intake **intake)
{
	if (*intake != NULL)
		peers_close(&(*intake)->peers);
	free(*intake);
	*intake = NULL;
}

struct intake_counts intake_counts(const struct intake *intake)
{
	const struct peers_counts *peers = peers_counts(intake->peers);

	return (struct intake_counts){ .refused = peers->refused, .empty = intake->empty + peers->dropped };
}
