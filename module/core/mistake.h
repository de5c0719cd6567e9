/*
 * mistake.h - what is wrong with a file that a person wrote, line by line: as much at once as can be found.
 */
#ifndef WB_MISTAKE_H
#define WB_MISTAKE_H

#include <stddef.h>

#define WB_MISTAKES_MAX 32
#define WB_MISTAKE_LINE_SIZE 1024

/* What is wrong with a file: as many rows as could be found at once. */
struct wb_mistake {
	int line;       /* from 1; 0: the file as a whole */
	char text[320]; /* what was found, and what would be right */
};

struct wb_mistakes {
	struct wb_mistake rows[WB_MISTAKES_MAX];
	size_t count;
};

/* Adds a row in the order of lines, without the account keys of DNSBL zones; one more than WB_MISTAKES_MAX is left out. */
void wb_mistakes_add(struct wb_mistakes *mistakes, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* "FILE:LINE: TEXT", or "FILE: TEXT" for the file as a whole. buffer holds WB_MISTAKE_LINE_SIZE bytes; a long path is cut. */
void wb_mistake_format(const struct wb_mistake *mistake, const char *path, char *buffer);

#endif
