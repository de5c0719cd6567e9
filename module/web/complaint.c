/* complaint.c - see complaint.h */
#include "complaint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "text.h"

/* Of the process, as stderr is: there is one thread. */
static struct {
	time_t minute;
	unsigned written, left_out;
} complaints;

void wb_complain(const char *format, ...)
{
	char raw[1024], clean[1024];
	struct timespec now;
	va_list args;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec / 60 != complaints.minute) {
		if (complaints.left_out > 0)
			fprintf(stderr, "whyblock-web: %u more such lines were left out\n", complaints.left_out);
		complaints.minute = now.tv_sec / 60;
		complaints.written = complaints.left_out = 0;
	}
	if (complaints.written == WB_COMPLAINTS_A_MINUTE) {
		complaints.left_out++;
		return;
	}
	complaints.written++;
	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	raw[strcspn(raw, "\r\n")] = '\0';
	wb_text_copy_utf8(clean, sizeof(clean), raw, strlen(raw));
	fprintf(stderr, "whyblock-web: %s\n", clean);
}
