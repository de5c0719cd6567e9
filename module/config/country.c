/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* country.c - see country.h */
#include "config/country.h"

#include <stddef.h>
#include <string.h>

/* Of each first letter, from A on, the second ones. */
static const char *const second_letters[26] = {
	"DEFGILMOQRSTUWXZ",        /* A */
	"ABDEFGHIJLMNOQRSTVWYZ",   /* B */
	"ACDFGHIKLMNORUVWXYZ",     /* C */
	"EJKMOZ",                  /* D */
	"CEGHRST",                 /* E */
	"IJKMOR",                  /* F */
	"ABDEFGHILMNPQRSTUWY",     /* G */
	"KMNRTU",                  /* H */
	"DELMNOQRST",              /* I */
	"EMOP",                    /* J */
	"EGHIMNPRWYZ",             /* K */
	"ABCIKRSTUVY",             /* L */
	"ACDEFGHKLMNOPQRSTUVWXYZ", /* M */
	"ACEFGILOPRUZ",            /* N */
	"M",                       /* O */
	"AEFGHKLMNRSTWY",          /* P */
	"A",                       /* Q */
	"EOSUW",                   /* R */
	"ABCDEGHIJKLMNORSTVXYZ",   /* S */
	"CDFGHJKLMNORTVWZ",        /* T */
	"AGMSYZ",                  /* U */
	"ACEGINU",                 /* V */
	"FS",                      /* W */
	"",                        /* X */
	"ET",                      /* Y */
	"AMW",                     /* Z */
};

/* Names of languages and of the internet's domains, abbreviations, and codes of countries that have others now. */
static const struct {
	const char *code, *meant, *name;
} confused[] = {
	{ "UK", "GB", "the United Kingdom" },
	{ "EN", "GB", "the United Kingdom" },
	{ "SU", "RU", "Russia" },
	{ "EL", "GR", "Greece" },
	{ "JA", "JP", "Japan" },
	{ "KO", "KR", "South Korea" },
	{ "DA", "DK", "Denmark" },
	{ "CS", "CZ", "Czechia" },
	{ "UR", "UA", "Ukraine" },
	{ "TP", "TL", "Timor-Leste" },
	{ "ZR", "CD", "the Democratic Republic of the Congo" },
	{ "BU", "MM", "Myanmar" },
	{ "DD", "DE", "Germany" },
	{ "FX", "FR", "France" },
	{ "AN", "CW", "Curacao" },
	{ "HI", "IN", "India" },
	{ "ZH", "CN", "China" },
};

bool wb_country_is_known(const char *code)
{
	static const char *const beside[] = { "XK", "EU", "AP" };

	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		if (strcmp(code, beside[i]) == 0)
			return true;
	}
	return code[0] >= 'A' && code[0] <= 'Z' && code[1] != '\0' && code[2] == '\0' &&
	    strchr(second_letters[code[0] - 'A'], code[1]) != NULL;
}

const char *wb_country_meant(const char *code, const char **name_r)
{
	for (size_t i = 0; i < sizeof(confused) / sizeof(confused[0]); i++) {
		if (strcmp(code, confused[i].code) != 0)
			continue;
		*name_r = confused[i].name;
		return confused[i].meant;
	}
	return NULL;
}
