/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fail_nth.c - preloaded into Exim: in each connection, the n-th allocation that whyblock.so asks for, itself or through a library, fails.
 * What Exim asks for itself never does.
 *
 * FAIL_NTH names a file with n, which each connection reads when it first allocates (0 or none: nothing fails), and into which it writes
 * "failed" when it got so far.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FRAMES 48
#define OBJECT "whyblock.so"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *data, size_t size);

static const char *path;
static unsigned long wanted, count;
static pid_t process; /* that has read the file */
static bool is_busy;  /* looking at an allocation: what that allocates is let through */

struct range {
	uintptr_t from, to;
};

static int find_object(struct dl_phdr_info *info, size_t size, void *context)
{
	struct range *range = context;

	(void)size;
	if (strlen(info->dlpi_name) < strlen(OBJECT) ||
	    strcmp(info->dlpi_name + strlen(info->dlpi_name) - strlen(OBJECT), OBJECT) != 0)
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];

		if (part->p_type == PT_LOAD && (part->p_flags & PF_X) != 0) {
			range->from = info->dlpi_addr + part->p_vaddr;
			range->to = range->from + part->p_memsz;
			return 1;
		}
	}
	return 0;
}

static bool asks_whyblock(void)
{
	struct range range = { 0, 0 };
	void *frames[FRAMES];
	int depth;

	if (dl_iterate_phdr(find_object, &range) == 0)
		return false;
	depth = backtrace(frames, FRAMES);
	for (int i = 0; i < depth; i++) {
		if ((uintptr_t)frames[i] >= range.from && (uintptr_t)frames[i] < range.to)
			return true;
	}
	return false;
}

static void read_number(void)
{
	char text[32];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	text[length > 0 ? length : 0] = '\0';
	wanted = strtoul(text, NULL, 10);
	count = 0;
	process = getpid();
}

static void note_failure(void)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (fd >= 0) {
		(void)!write(fd, "failed", 6);
		close(fd);
	}
}

static bool fails(void)
{
	bool does = false;
	int saved = errno;

	if (path == NULL || is_busy)
		return false;
	is_busy = true;
	if (process != getpid())
		read_number();
	if (wanted > 0 && count < wanted && asks_whyblock() && ++count == wanted) {
		does = true;
		note_failure();
	}
	is_busy = false;
	errno = does ? ENOMEM : saved;
	return does;
}

__attribute__((constructor)) static void begin(void)
{
	void *frames[1];

	backtrace(frames, 1); /* loads what it needs */
	path = getenv("FAIL_NTH");
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t items, size_t size)
{
	return fails() ? NULL : __libc_calloc(items, size);
}

void *realloc(void *data, size_t size)
{
	return fails() ? NULL : __libc_realloc(data, size);
}
