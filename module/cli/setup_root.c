/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_root.c - see setup_root.h */
#include "cli/setup_root.h"

#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define NULL_DEVICE "/dev/null"
#define MEMORY_DEVICES 1 /* their major number in Linux */

static bool has_null_device(void)
{
	struct stat st;

	return stat(NULL_DEVICE, &st) == 0 && S_ISCHR(st.st_mode);
}

/* The folder of an overlay or of an image has an empty /dev, where a shell's ">/dev/null" would make a file. */
static bool make_devices(void)
{
	static const struct {
		const char *path;
		unsigned minor;
	} devices[] = { { NULL_DEVICE, 3 }, { "/dev/zero", 5 }, { "/dev/random", 8 }, { "/dev/urandom", 9 } };

	if (mount("tmpfs", "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=755,size=64k") < 0)
		return false;
	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		if (mknod(devices[i].path, S_IFCHR | 0666, makedev(MEMORY_DEVICES, devices[i].minor)) < 0 ||
		    chmod(devices[i].path, 0666) < 0)
			return false;
	}
	return true;
}

/* What the caller's session says of places and programs is not so there. */
static void forget_environment(void)
{
	static const char *const names[] = { "TMPDIR", "LD_PRELOAD", "LD_LIBRARY_PATH", "ENV", "BASH_ENV" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/root", 1);
}

enum wb_status setup_root_enter(const char *folder, struct wb_error *error_r)
{
	struct stat st;
	bool is_apart;

	if (stat(folder, &st) < 0)
		return wb_fail(error_r, WB_NOT_FOUND, "--root %.200s: %s", folder, strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return wb_fail(error_r, WB_NOT_FOUND, "--root %.200s: is no folder", folder);
	is_apart = unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
	if (chroot(folder) < 0 || chdir("/") < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "--root %.200s: %s", folder, strerror(errno));
	/* Nothing will be run. */
	if (access("/dev", F_OK) < 0 && access("/usr/sbin/exim4", F_OK) < 0)
		return WB_OK;
	if (!has_null_device() && (!is_apart || !make_devices() || !has_null_device()))
		return wb_fail(error_r, WB_UNAVAILABLE,
		    "--root %.200s: found no device " NULL_DEVICE " in it, and none can be made: mount --bind /dev %.200s/dev",
		    folder, folder);
	forget_environment();
	return WB_OK;
}
