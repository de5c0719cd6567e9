/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * store_init.h - how a store comes to be, with the rights in it; and how one of a version before is brought over.
 *
 *   the store      0751 owner:group   everybody may pass through it, its group may list it, its owner alone puts something into it
 *   listings/      0750 owner:group   requests/ and cases/ likewise; files 0640
 *   published/     2750 owner:readers files 0640: Exim reads them, and new ones inherit the group
 *   run/           2750 owner:readers the agent's sockets, and what it knows of zones; of the usual store it is WB_POLICY_RUN
 *   web/           2750 owner:page    the socket at which the page's service asks; of the usual store it is WB_ASK_FOLDER
 *
 * Of a folder that others could write nothing is taken on trust: no link in it is followed, and no file that has a second name is changed.
 */
#ifndef WB_STORE_INIT_H
#define WB_STORE_INIT_H

#include <sys/types.h>

#include "base/status.h"

#define WB_STORE_MODE 0751
#define WB_STORE_FOLDER_MODE 0750
#define WB_STORE_FILE_MODE 0640
#define WB_STORE_PUBLISHED_MODE 02750

#define WB_STORE_WEB_FOLDER "web" /* in the folder of a store that is not the usual one */

/* (uid_t)-1 and (gid_t)-1: as the folder has it; a new one has those of the process. */
struct wb_store_rights {
	uid_t owner;
	gid_t group;
	gid_t readers; /* of published/ and run/: the group of Exim's process */
};
#define WB_STORE_RIGHTS_KEPT ((struct wb_store_rights){ (uid_t)-1, (gid_t)-1, (gid_t)-1 })

/*
 * Makes the store's folder and those in it, whatever the umask, or gives what is there its owner, groups and modes. Safe to repeat.
 * What is a link or has a second name is removed where something new can take its place; a folder or a data file that nothing can
 * replace is left as it is: WB_UNAVAILABLE, and error_r says which, and what to do.
 */
enum wb_status wb_store_init(const char *store, const struct wb_store_rights *rights, struct wb_error *error_r);

/* Makes one of the folders in a store, unless it is there. WB_UNAVAILABLE: no store, no permission. */
enum wb_status wb_store_make_folder(const char *store, const char *folder, struct wb_error *error_r);

/* Makes the run folder, with the owner and the group of published/, or gives them to what is there. What is in it stays. */
enum wb_status wb_store_make_run(const char *store, struct wb_error *error_r);

/* The agent's folder WB_SEEN_FOLDER, and what is in it, with owner and group of published/. */
enum wb_status wb_store_make_seen(const char *store, struct wb_error *error_r);

/*
 * The same for the folder of the socket that the page's service uses, which is below another path than the store's, or in the store.
 * group: of the page's user; (gid_t)-1: as the folder has it.
 */
enum wb_status wb_store_make_web(const char *store, const char *folder, gid_t group, struct wb_error *error_r);

/* The mode of the files in a folder of the store. */
mode_t wb_store_file_mode(const char *folder);

#endif
