/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_words_fr.c - the mails about requests in French; see mail_text.h */
#include "page/words.h"

WB_ROWS_BEGIN(mail_words_fr);

/* At the end of each that is about a request. */
#define ABOUT \
	"Référence : %{reference}\n" \
	"Suivi : %{status}\n"

const struct wb_mail_text wb_mail_words_fr[WB_MAILS] = {
	WB_ROW(WB_MAIL_APPROVED_REMOVED) = { "Votre demande %{number} : %{client} n’est plus bloqué",
	    "Bonjour,\n"
	    "\n"
	    "Vous nous avez demandé de débloquer un serveur de messagerie (demande\n"
	    "%{number}). Nous l’avons retiré de notre liste :\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Veuillez renvoyer votre message. S’il est encore refusé, le message d’erreur\n"
	    "contiendra une nouvelle référence : envoyez-nous alors celle-ci.\n"
	    "\n"
	    "%{answer}\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_ALLOWED) = { "Votre demande %{number} : nous acceptons les messages de %{client}",
	    "Bonjour,\n"
	    "\n"
	    "Vous nous avez demandé de débloquer un serveur de messagerie (demande\n"
	    "%{number}). Un autre élément joue encore contre lui, que nous ne pouvons pas\n"
	    "lever pour ce seul serveur, par exemple son inscription sur la liste d’un\n"
	    "tiers. Nous faisons donc une exception pour ce serveur :\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Jusqu’au : %{until}\n"
	    "\n"
	    "Veuillez renvoyer votre message et, d’ici là, faire corriger la cause.\n"
	    "\n"
	    "%{answer}\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_NOTHING) = { "Votre demande %{number} : %{client} n’est plus bloqué",
	    "Bonjour,\n"
	    "\n"
	    "Vous nous avez demandé de débloquer un serveur de messagerie (demande\n"
	    "%{number}). Nous avons vérifié : nous ne le bloquons plus :\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Veuillez renvoyer votre message. S’il est encore refusé, le message d’erreur\n"
	    "contiendra une nouvelle référence : envoyez-nous alors celle-ci.\n"
	    "\n"
	    "%{answer}\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_DENIED) = { "Votre demande %{number} : %{client} reste bloqué pour l’instant",
	    "Bonjour,\n"
	    "\n"
	    "Vous nous avez demandé de débloquer un serveur de messagerie (demande\n"
	    "%{number}). Pour l’instant, il reste bloqué :\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "%{answer}\n"
	    "\n"
	    "Si la situation a changé, vous pouvez faire une nouvelle demande. Si vous\n"
	    "avez une question, répondez à ce message.\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_QUESTION) = { "Une question sur votre demande %{number}",
	    "Bonjour,\n"
	    "\n"
	    "Vous nous avez demandé de débloquer un serveur de messagerie (demande\n"
	    "%{number}) :\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Avant de décider, nous avons besoin d’une précision de votre part :\n"
	    "\n"
	    "%{answer}\n"
	    "\n"
	    "Veuillez répondre à ce message. Nous poursuivrons dès que nous aurons votre\n"
	    "réponse.\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_RECEIVED) = { "Nous avons reçu votre demande %{number}",
	    "Bonjour,\n"
	    "\n"
	    "Nous avons reçu votre demande de déblocage d’un serveur de messagerie. Elle\n"
	    "porte le numéro %{number} et concerne ce serveur :\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Une personne va l’examiner et décider. Nous enverrons la réponse à cette\n"
	    "adresse.\n"
	    "\n"
	    "Nous répondons en général sous %{within}.\n"
	    "\n"
	    "Jusqu’au %{until}, ses messages sont seulement différés.\n"
	    "\n"
	    "Pour ajouter une précision, répondez à ce message.\n"
	    "\n" ABOUT "\n"
	    "Après %{keep}, nous supprimons votre demande et ce que vous y avez joint.\n"
	    "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_NO_REFERENCE) = { "Il nous faut la référence du message d’erreur",
	    "Bonjour,\n"
	    "\n"
	    "Merci de votre message. Nous ne savons pas de quel serveur il s’agit, car\n"
	    "nous n’y avons trouvé aucune de nos références.\n"
	    "\n"
	    "Quand notre serveur refuse un message, l’erreur contient une ligne comme :\n"
	    "\n"
	    "    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n"
	    "\n"
	    "Veuillez répondre à ce message en y collant cette ligne, ou tout le message\n"
	    "d’erreur. Dites-nous brièvement comment le message a été envoyé, et ce qui a\n"
	    "été fait pour corriger la cause.\n"
	    "\n"
	    "Nous avons examiné les messages joints jusqu’au niveau %{levels}.\n"
	    "\n"
	    "Si vous n’avez que l’adresse du serveur, voici un formulaire : %{form}\n"
	    "\n" WB_MAIL_FOOT },
};

WB_ROWS_END(mail_words_fr, WB_MAILS);
