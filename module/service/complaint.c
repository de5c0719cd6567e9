/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* complaint.c - see complaint.h */
#include "service/complaint.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

/* How many lines of one kind there were in this minute. Of the process, as stderr is: there is one thread. */
struct count {
	time_t minute;
	unsigned written, left_out;
};

static struct count own, strangers;

static void write_line(struct count *count, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

static void write_line(struct count *count, const char *format, va_list args)
{
	char raw[1024], clean[1024];
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec / 60 != count->minute) {
		if (count->left_out > 0)
			fprintf(
			    stderr, "%s: %u more such lines were left out\n", program_invocation_short_name, count->left_out);
		*count = (struct count){ .minute = now.tv_sec / 60 };
	}
	if (count->written == WB_COMPLAINTS_A_MINUTE) {
		count->left_out++;
		return;
	}
	count->written++;
	vsnprintf(raw, sizeof(raw), format, args);
	wb_text_copy_message(clean, sizeof(clean), raw);
	fprintf(stderr, "%s: %s\n", program_invocation_short_name, clean);
}

void wb_complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(&own, format, args);
	va_end(args);
}

void wb_complain_of_stranger(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(&strangers, format, args);
	va_end(args);
}
