/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_text.c - see mail_text.h; the texts stand beside the words of the pages */
#include "page/mail_text.h"

#include "page/words.h"

const struct wb_mail_text *wb_mail_text_find(enum wb_language language, enum wb_mail mail)
{
	return &wb_words[language]->mails[mail];
}
