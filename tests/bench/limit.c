/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * limit.c - the least that an object in Exim can do which looks something up: it maps a file, touches three of its pages and accepts.
 * What whyblock costs is measured against it: ${dlfunc{limit.so}{limit}{FILE}}.
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

__attribute__((visibility("default"))) int limit(uschar **yield, int argc, uschar *argv[])
{
	int fd = argc == 1 ? open((const char *)argv[0], O_RDONLY | O_CLOEXEC) : -1;
	volatile unsigned sum = 0;
	struct stat about;

	*yield = (uschar *)"accept";
	if (fd < 0)
		return OK;
	if (fstat(fd, &about) == 0 && about.st_size > 0) {
		size_t bytes = (size_t)about.st_size;
		const unsigned char *map = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0);

		for (size_t i = 0; map != MAP_FAILED && i < PAGES; i++)
			sum += map[(bytes - 1) * i / (PAGES - 1)];
	}
	close(fd);
	return OK;
}
