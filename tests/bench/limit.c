/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * limit.c - the least that an object in Exim can do which looks something up: it maps a file, touches three of its pages and accepts.
 * What whyblock costs is measured against it: ${dlfunc{limit.so}{limit}{FILE}}, and ${dlfunc{limit.so}{limit_preload}{0}{FILE}} in the
 * daemon, which maps the file before it forks.
 */
#define DLFUNC_IMPL
#include <local_scan.h>

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGES 3

int limit(uschar **yield, int argc, uschar *argv[]);
int limit_preload(uschar **yield, int argc, uschar *argv[]);

static const unsigned char *map; /* the file; NULL: not yet */
static size_t map_bytes;

static void open_map(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (fd < 0)
		return;
	if (fstat(fd, &about) == 0 && about.st_size > 0) {
		void *made = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, fd, 0);

		if (made != MAP_FAILED) {
			map = made;
			map_bytes = (size_t)about.st_size;
		}
	}
	close(fd);
}

__attribute__((visibility("default"))) int limit(uschar **yield, int argc, uschar *argv[])
{
	volatile unsigned sum = 0;

	*yield = (uschar *)"accept";
	if (map == NULL && argc == 1)
		open_map((const char *)argv[0]);
	for (size_t i = 0; map != NULL && i < PAGES; i++)
		sum += map[(map_bytes - 1) * i / (PAGES - 1)];
	return OK;
}

__attribute__((visibility("default"))) int limit_preload(uschar **yield, int argc, uschar *argv[])
{
	*yield = argv[0];
	if (map == NULL && argc == 2)
		open_map((const char *)argv[1]);
	return OK;
}
