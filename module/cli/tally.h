/*
 * tally.h - how often each name was seen, in a table that cannot grow without bounds.
 */
#ifndef WB_CLI_TALLY_H
#define WB_CLI_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TALLY_NAME_SIZE 128 /* longer names are cut */

/* Verdicts that were carried out, and those of mode = "monitor", which were only logged. */
enum tally_mode { TALLY_ENFORCED, TALLY_MONITORED, TALLY_MODES };

struct tally_row {
	uint64_t count[TALLY_MODES];
	uint64_t last_line;
	char name[TALLY_NAME_SIZE];
	char note[]; /* what was said of the name when it was first seen; may be empty */
};

struct tally {
	struct lh_table *rows;
	size_t limit;
	size_t row_count;
	uint64_t other[TALLY_MODES];     /* of names that came when the table was full */
	const struct tally_row **sorted; /* row_count of them, after tally_sort */
};

/* Without memory the table behaves as a full one. */
void tally_open(struct tally *tally, size_t limit);

/*
 * Counts the name once for a line, however often the line has it. name of length bytes and note may hold anything:
 * they are kept as UTF-8 without control characters.
 */
void tally_add(struct tally *tally, const char *name, size_t length, const char *note, enum tally_mode mode, uint64_t line);

enum tally_order { TALLY_BY_COUNT, TALLY_BY_NAME };

/* Puts the rows in order; false: no memory. */
bool tally_sort(struct tally *tally, enum tally_order order);

uint64_t tally_sum(const uint64_t count[TALLY_MODES]);

void tally_close(struct tally *tally);

#endif
