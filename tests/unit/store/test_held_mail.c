/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_held_mail.c - mails that are kept for staff. */
#include "request_fixture.h"

#include "store/held_mail.h"

static struct wb_held_mail held_of(const char *sender, const char *text, int64_t at_s)
{
	struct wb_held_mail mail = { .at_s = at_s, .why = "enough was answered" };

	snprintf(mail.sender, sizeof(mail.sender), "%s", sender);
	snprintf(mail.text, sizeof(mail.text), "%s", text);
	return mail;
}

static uint64_t gave_way; /* to the last that was held */

static enum wb_status hold(const char *store, const char *sender, const char *text, int64_t at_s, int64_t keep_s)
{
	const struct wb_held_mail mail = held_of(sender, text, at_s);
	struct wb_error error = { "" };
	enum wb_status status = wb_held_mail_add(store, &mail, keep_s, &gave_way, &error);

	assert_int_equal(status == WB_OK, error.text[0] == '\0');
	return status;
}

struct seen_mails {
	size_t count;
	struct wb_held_mail last;
};

static bool see(void *context, const struct wb_held_mail *mail)
{
	struct seen_mails *seen = context;

	seen->count++;
	seen->last = *mail;
	return true;
}

static struct seen_mails walk(const char *store)
{
	struct seen_mails seen = { .count = 0 };

	assert_int_equal(wb_held_mail_walk(store, see, &seen, NULL), WB_OK);
	return seen;
}

static void test_kept_and_removed(void **state)
{
	const char *store = open_store(*state);
	struct seen_mails seen;

	assert_int_equal(walk(store).count, 0);
	assert_int_equal(hold(store, "ann@example.com", "Blocked\nplease\033", NOW_S, 0), WB_OK);
	seen = walk(store);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.last.number, 1);
	assert_int_equal(seen.last.at_s, NOW_S);
	assert_string_equal(seen.last.text, "Blocked\nplease?");
	assert_string_equal(seen.last.why, "enough was answered");
	/* The mail system tries it again. */
	assert_int_equal(hold(store, "ann@example.com", "Blocked\nplease\033", NOW_S + 60, 0), WB_OK);
	assert_int_equal(walk(store).count, 1);
	assert_int_equal(hold(store, "bob@example.com", "Blocked\nplease", NOW_S, 0), WB_OK);
	assert_int_equal(wb_held_mail_remove(store, 1, NULL), WB_OK);
	assert_int_equal(wb_held_mail_remove(store, 1, NULL), WB_NOT_FOUND);
	assert_string_equal(walk(store).last.sender, "bob@example.com");
}

static void test_for_how_long(void **state)
{
	const char *store = open_store(*state);

	hold(store, "ann@example.com", "old", NOW_S, 60);
	hold(store, "ann@example.com", "a little later", NOW_S + 60, 60);
	assert_int_equal(walk(store).count, 2);
	hold(store, "ann@example.com", "later", NOW_S + 61, 60);
	assert_int_equal(walk(store).count, 2);
}

/* Mails that differ, all of them from this address; or, with %d in it, each from another. */
static void hold_many(const char *store, int count, const char *sender)
{
	char text[32], from[64];

	for (int i = 0; i < count; i++) {
		snprintf(text, sizeof(text), "%d", i);
		if (strchr(sender, '%') != NULL)
			snprintf(from, sizeof(from), "%.*s%d%s", (int)strcspn(sender, "%"), sender, i, strchr(sender, '%') + 2);
		else
			snprintf(from, sizeof(from), "%s", sender);
		assert_int_equal(hold(store, from, text, NOW_S, 0), WB_OK);
	}
}

static struct wb_held_mail_counts counts_of(const char *store)
{
	struct wb_held_mail_counts counts;

	assert_int_equal(wb_held_mail_count(store, &counts, NULL), WB_OK);
	return counts;
}

/* One who sends a lot pushes out his own mails, and nobody else's. */
static void test_how_many_of_one(void **state)
{
	static const struct {
		const char *label, *sender, *more;
		int count;
		bool wanted;
	} rows[] = {
		{ "of one address", "ann@example.com", "ann@example.com", WB_HELD_MAIL_SENDER_MAX, true },
		{ "in other letters", "ann@example.com", "Ann@EXAMPLE.com", WB_HELD_MAIL_SENDER_MAX, true },
		{ "one less", "ann@example.com", "ann@example.com", WB_HELD_MAIL_SENDER_MAX - 1, false },
		{ "a colleague", "ann@example.com", "bob@example.com", WB_HELD_MAIL_SENDER_MAX, false },
		{ "of one domain", "a%d@example.com", "x@example.com", WB_HELD_MAIL_DOMAIN_MAX, true },
		{ "of names below it", "a@x%d.example.co.uk", "a@y.EXAMPLE.co.uk", WB_HELD_MAIL_DOMAIN_MAX, true },
		{ "of another domain", "a%d@example.com", "x@example.net", WB_HELD_MAIL_DOMAIN_MAX, false },
		{ "of none", "a%d@localhost", "bob@localhost", WB_HELD_MAIL_DOMAIN_MAX, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *store;
		char name[32];

		begin_row(rows[i].label);
		snprintf(name, sizeof(name), "row%zu", i);
		assert_int_equal(mkdir(path_in(*state, name), 0700), 0);
		store = open_store(path_in(*state, name));
		hold(store, "first@example.org", "honest", NOW_S, 0);
		hold_many(store, rows[i].count, rows[i].sender);
		assert_int_equal(gave_way, 0);
		assert_int_equal(hold(store, rows[i].more, "one more", NOW_S, 0), WB_OK);
		assert_int_equal(gave_way, rows[i].wanted ? 2 : 0);
		assert_int_equal(counts_of(store).kept, 2 + rows[i].count - rows[i].wanted);
		assert_string_equal(walk(store).last.text, "one more");
		/* What the mail system tries again takes no place. */
		assert_int_equal(hold(store, rows[i].more, "one more", NOW_S, 0), WB_OK);
		assert_int_equal(gave_way, 0);
	}
}

/* There is always room for one more, and staff can see what it cost. */
static void test_how_many(void **state)
{
	const char *store = open_store(*state);

	assert_int_equal(counts_of(store).kept, 0);
	hold_many(store, WB_HELD_MAIL_MAX, "ann@example%d.com");
	assert_int_equal(counts_of(store).kept, WB_HELD_MAIL_MAX);
	assert_int_equal(counts_of(store).gave_way, 0);
	assert_int_equal(hold(store, "ann@example.net", "one more", NOW_S + 1, 0), WB_OK);
	assert_int_equal(gave_way, 1);
	assert_int_equal(hold(store, "bob@example.org", "and one", NOW_S + 2, 0), WB_OK);
	assert_int_equal(gave_way, 2);
	assert_int_equal(walk(store).count, WB_HELD_MAIL_MAX);
	assert_int_equal(walk(store).last.number, WB_HELD_MAIL_MAX + 2);
	assert_int_equal(counts_of(store).kept, WB_HELD_MAIL_MAX);
	assert_int_equal(counts_of(store).gave_way, 2);
	assert_int_equal(counts_of(store).gave_way_since_s, NOW_S + 1);
	/* Staff come by, and know of it. */
	assert_int_equal(wb_held_mail_remove(store, 0, NULL), WB_NOT_FOUND);
	assert_int_equal(wb_held_mail_remove(store, 1, NULL), WB_NOT_FOUND);
	assert_int_equal(counts_of(store).gave_way, 2);
	assert_int_equal(wb_held_mail_remove(store, 7, NULL), WB_OK);
	assert_int_equal(counts_of(store).gave_way, 0);
	hold(store, "ann@example.net", "there is room", NOW_S, 0);
	assert_int_equal(gave_way, 0);
	assert_int_equal(counts_of(store).kept, WB_HELD_MAIL_MAX);
}

static bool count_told(void *context, const struct wb_held_mail *mail)
{
	*(int *)context += mail->is_told;
	return true;
}

static void test_told(void **state)
{
	const char *store = open_store(*state);
	int told = 0;

	assert_int_equal(wb_held_mail_tell(store, 9, NULL), WB_OK);
	hold(store, "ann@example.com", "one", NOW_S, 0);
	hold(store, "ann@example.com", "two", NOW_S, 0);
	hold(store, "ann@example.com", "three", NOW_S, 0);
	assert_int_equal(wb_held_mail_tell(store, 2, NULL), WB_OK);
	assert_int_equal(wb_held_mail_walk(store, count_told, &told, NULL), WB_OK);
	assert_int_equal(told, 2);
	assert_false(walk(store).last.is_told);
	assert_string_equal(walk(store).last.text, "three");
	/* What is told stays so when it comes once more. */
	hold(store, "ann@example.com", "one", NOW_S, 0);
	told = 0;
	assert_int_equal(wb_held_mail_walk(store, count_told, &told, NULL), WB_OK);
	assert_int_equal(told, 2);
}

static void test_forgotten(void **state)
{
	const char *store = open_store(*state);
	const struct wb_prefix client = prefix_of("192.0.2.66");
	const struct wb_subject mailbox = { .mailbox = "ann@example.com" }, host = { .client = &client };
	size_t removed;

	assert_int_equal(wb_held_mail_forget(store, &mailbox, &removed, NULL), WB_OK);
	hold(store, "Ann@example.com", "x", NOW_S, 0);
	hold(store, "bob@example.com", "it is ann@example.com's", NOW_S, 0);
	hold(store, "bob@example.com", "about 192.0.2.66", NOW_S, 0);
	hold(store, "bob@example.com", "about nobody", NOW_S, 0);
	assert_int_equal(wb_held_mail_forget(store, &mailbox, &removed, NULL), WB_OK);
	assert_int_equal(removed, 2);
	assert_int_equal(wb_held_mail_forget(store, &host, &removed, NULL), WB_OK);
	assert_int_equal(removed, 1);
	assert_string_equal(walk(store).last.text, "about nobody");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_kept_and_removed),
		test_in_folder(test_for_how_long),
		test_in_folder(test_how_many_of_one),
		test_in_folder(test_how_many),
		test_in_folder(test_told),
		test_in_folder(test_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
