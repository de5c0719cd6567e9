/* tally.c - see tally.h. The table is json-c's: it is linked anyway, and its hash has a random seed. */
#include "cli/tally.h"

#include <json-c/json_c_version.h>
#include <json-c/linkhash.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#if JSON_C_VERSION_NUM < 0x001000 /* 0.16 */
#define lh_table_head(table) ((table)->head)
#define lh_entry_next(entry) ((entry)->next)
#endif

#define FIRST_ROWS 64

static void free_row(struct lh_entry *entry)
{
	free(lh_entry_v(entry));
}

void tally_open(struct tally *tally, size_t limit)
{
	*tally = (struct tally){ .rows = lh_kchar_table_new(FIRST_ROWS, free_row), .limit = limit };
}

static struct tally_row *add_row(struct tally *tally, const char *name, const char *note)
{
	char clean_note[TALLY_NAME_SIZE] = "";
	struct tally_row *row;

	if (tally->rows == NULL || tally->row_count >= tally->limit)
		return NULL;
	if (note != NULL)
		wb_text_copy_utf8(clean_note, sizeof(clean_note), note, strlen(note));
	row = calloc(1, sizeof(*row) + strlen(clean_note) + 1);
	if (row == NULL)
		return NULL;
	wb_text_copy(row->name, sizeof(row->name), name);
	memcpy(row->note, clean_note, strlen(clean_note) + 1);
	if (lh_table_insert(tally->rows, row->name, row) < 0) {
		free(row);
		return NULL;
	}
	tally->row_count++;
	return row;
}

void tally_add(struct tally *tally, const char *name, size_t length, const char *note, enum tally_mode mode, uint64_t line)
{
	char clean[TALLY_NAME_SIZE];
	struct lh_entry *entry = NULL;
	struct tally_row *row;

	wb_text_copy_utf8(clean, sizeof(clean), name, length);
	if (tally->rows != NULL)
		entry = lh_table_lookup_entry(tally->rows, clean);
	row = entry != NULL ? lh_entry_v(entry) : add_row(tally, clean, note);
	if (row == NULL) {
		tally->other[mode]++;
	} else if (row->last_line != line) {
		row->last_line = line;
		row->count[mode]++;
	}
}

uint64_t tally_sum(const uint64_t count[TALLY_MODES])
{
	return count[TALLY_ENFORCED] + count[TALLY_MONITORED];
}

static int compare_names(const void *left, const void *right)
{
	const struct tally_row *const *a = left, *const *b = right;

	return strcmp((*a)->name, (*b)->name);
}

static int compare_counts(const void *left, const void *right)
{
	const struct tally_row *const *a = left, *const *b = right;
	uint64_t a_sum = tally_sum((*a)->count), b_sum = tally_sum((*b)->count);

	return a_sum != b_sum ? (a_sum < b_sum ? 1 : -1) : compare_names(left, right);
}

bool tally_sort(struct tally *tally, enum tally_order order)
{
	struct lh_entry *entry;
	size_t count = 0;

	if (tally->row_count == 0)
		return true;
	tally->sorted = calloc(tally->row_count, sizeof(*tally->sorted));
	if (tally->sorted == NULL)
		return false;
	for (entry = lh_table_head(tally->rows); entry != NULL; entry = lh_entry_next(entry))
		tally->sorted[count++] = lh_entry_v(entry);
	qsort(tally->sorted, count, sizeof(*tally->sorted), order == TALLY_BY_NAME ? compare_names : compare_counts);
	return true;
}

void tally_close(struct tally *tally)
{
	if (tally->rows != NULL)
		lh_table_free(tally->rows);
	free(tally->sorted);
	*tally = (struct tally){ 0 };
}
