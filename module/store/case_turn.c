/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* case_turn.c - see case_turn.h */
#include "store/case_turn.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "store/store_init.h"
#include "store/turn.h"

#define FOLDER "cases"
#define PLACE_LOCK "next.lock"

typedef enum wb_status get_turn(const char *path, int *fd_r, struct wb_error *error_r);

static enum wb_status get(const char *store, get_turn *how, struct wb_case_turn *turn, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;
	char path[PATH_MAX];

	if (turn->place_fd < 0) {
		/* A store of a version before has no such folder. */
		status = wb_store_make_folder(store, FOLDER, error_r);
		snprintf(path, sizeof(path), "%.4000s/" FOLDER "/" PLACE_LOCK, store);
		if (status == WB_OK)
			status = how(path, &turn->place_fd, error_r);
	}
	snprintf(path, sizeof(path), "%.4000s/" FOLDER "/" WB_TURN_LOCK, store);
	if (status == WB_OK)
		status = how(path, &turn->fd, error_r);
	if (status == WB_OK) {
		close(turn->place_fd);
		turn->place_fd = -1;
	}
	return status;
}

enum wb_status wb_case_turn_wait(const char *store, struct wb_case_turn *turn, struct wb_error *error_r)
{
	return get(store, wb_turn_take, turn, error_r);
}

enum wb_status wb_case_turn_try(const char *store, struct wb_case_turn *turn, struct wb_error *error_r)
{
	return get(store, wb_turn_try, turn, error_r);
}

void wb_case_turn_end(struct wb_case_turn *turn)
{
	if (turn->fd >= 0)
		close(turn->fd);
	if (turn->place_fd >= 0)
		close(turn->place_fd);
	*turn = WB_CASE_TURN_NONE;
}
