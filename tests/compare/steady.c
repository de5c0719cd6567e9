/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * steady.c - LD_PRELOAD for tests/compare: two builds see the same clock and the same random bytes, so their output can be the same.
 * Only what whyblock's own code asks is answered so, told by the object that the call comes from: Exim waits for its clock to go on.
 * Environment: STEADY_NOW (Unix time), STEADY_SEED (a number; each call gets other bytes).
 */
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/time.h>
#include <time.h>

void randombytes_buf(void *buffer, size_t size);

#define FROM_WHYBLOCK is_of_whyblock(__builtin_return_address(0))
#define REAL(function) ((__typeof__(&(function)))dlsym(RTLD_NEXT, #function))

static atomic_uint_fast64_t calls;

static bool is_of_whyblock(const void *caller)
{
	Dl_info object;
	const char *slash;

	if (dladdr(caller, &object) == 0 || object.dli_fname == NULL)
		return false;
	slash = strrchr(object.dli_fname, '/');
	return strncmp(slash == NULL ? object.dli_fname : slash + 1, "whyblock", strlen("whyblock")) == 0;
}

static uint64_t number_of(const char *name)
{
	const char *value = getenv(name);

	return value == NULL ? 0 : strtoull(value, NULL, 10);
}

/* Bytes of a linear congruential generator: different for each seed and each call, and nobody's secret. */
static void fill(unsigned char *bytes, size_t size)
{
	uint64_t state = number_of("STEADY_SEED") * 1000003 + atomic_fetch_add(&calls, 1) * 7919;

	for (size_t i = 0; i < size; i++) {
		state = state * 6364136223846793005U + 1442695040888963407U;
		bytes[i] = (unsigned char)(state >> 56);
	}
}

time_t time(time_t *now_r)
{
	time_t now = FROM_WHYBLOCK ? (time_t)number_of("STEADY_NOW") : REAL(time)(NULL);

	if (now_r != NULL)
		*now_r = now;
	return now;
}

int clock_gettime(clockid_t clock, struct timespec *now_r)
{
	if (clock != CLOCK_REALTIME || !FROM_WHYBLOCK)
		return REAL(clock_gettime)(clock, now_r);
	*now_r = (struct timespec){ .tv_sec = (time_t)number_of("STEADY_NOW") };
	return 0;
}

int gettimeofday(struct timeval *restrict now_r, void *restrict zone)
{
	if (!FROM_WHYBLOCK)
		return REAL(gettimeofday)(now_r, zone);
	*now_r = (struct timeval){ .tv_sec = (time_t)number_of("STEADY_NOW") };
	return 0;
}

ssize_t getrandom(void *buffer, size_t size, unsigned int flags)
{
	if (!FROM_WHYBLOCK)
		return REAL(getrandom)(buffer, size, flags);
	fill(buffer, size);
	return (ssize_t)size;
}

void randombytes_buf(void *buffer, size_t size)
{
	if (FROM_WHYBLOCK)
		fill(buffer, size);
	else
		REAL(randombytes_buf)(buffer, size);
}
