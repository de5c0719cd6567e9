/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* words.c - see words.h */
#include "page/words.h"

#define LANGUAGE(NAME, tag, name) [WB_LANGUAGE_##NAME] = &wb_words_##tag,
const struct wb_words *const wb_words[WB_LANGUAGES] = { WB_LANGUAGE_ROWS(LANGUAGE) };
