/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_words_fr.c - the mails about requests in French; see mail_text.h */
#include "page/words.h"

WB_ROWS_BEGIN(mail_words_fr);

const struct wb_mail_text wb_mail_words_fr[WB_MAILS] = {
	WB_ROW(WB_MAIL_APPROVED_REMOVED) = { "Votre demande %{number} : %{client} n’est plus bloqué",
	    "Bonjour,\n\n"
	    "vous nous avez demandé de lever un blocage (demande %{number}). Nous\n"
	    "avons retiré ce serveur de notre liste :\n\n"
	    "    %{client}\n\n"
	    "Veuillez renvoyer votre message. S’il revient encore, l’avis contiendra\n"
	    "une nouvelle référence : utilisez alors celle-ci.\n\n"
	    "%{answer}\n\n"
	    "Tout sur votre demande : %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_ALLOWED) = { "Votre demande %{number} : nous laissons passer %{client}",
	    "Bonjour,\n\n"
	    "vous nous avez demandé de lever un blocage (demande %{number}). Une autre\n"
	    "liste ou règle peut encore viser ce serveur. Nous le laissons passer\n"
	    "malgré cela :\n\n"
	    "    %{client}\n\n"
	    "Jusqu’à : %{until}\n\n"
	    "Veuillez renvoyer votre message, et faire régler la cause d’ici là.\n\n"
	    "%{answer}\n\n"
	    "Tout sur votre demande : %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_NOTHING) = { "Votre demande %{number} : plus rien ne bloque %{client}",
	    "Bonjour,\n\n"
	    "vous nous avez demandé de lever un blocage (demande %{number}). Nous\n"
	    "avons vérifié : chez nous, plus rien ne bloque ce serveur :\n\n"
	    "    %{client}\n\n"
	    "Veuillez renvoyer votre message. S’il revient encore, l’avis contiendra\n"
	    "une nouvelle référence : utilisez alors celle-ci.\n\n"
	    "%{answer}\n\n"
	    "Tout sur votre demande : %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_DENIED) = { "Votre demande %{number} : %{client} reste bloqué pour l’instant",
	    "Bonjour,\n\n"
	    "vous nous avez demandé de lever un blocage (demande %{number}). Pour\n"
	    "l’instant, nous le maintenons pour ce serveur :\n\n"
	    "    %{client}\n\n"
	    "%{answer}\n\n"
	    "Si la situation a changé, vous pouvez faire une nouvelle demande.\n\n"
	    "Tout sur votre demande : %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_RECEIVED) = { "Votre demande %{number} nous est parvenue",
	    "Bonjour,\n\n"
	    "votre demande de levée d’un blocage nous est parvenue. Elle porte le\n"
	    "numéro %{number} et concerne ce serveur :\n\n"
	    "    %{client}\n\n"
	    "Une personne va la lire et décider. Vous recevrez la réponse par\n"
	    "courriel.\n\n"
	    "Son courrier n’est que différé, et pas refusé avant %{until}.\n\n"
	    "Où elle en est, pour vous seul : %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_QUESTION) = { "Une question sur votre demande %{number}",
	    "Bonjour,\n\n"
	    "vous nous avez demandé de lever un blocage (demande %{number}) pour ce\n"
	    "serveur :\n\n"
	    "    %{client}\n\n"
	    "Avant de décider, nous avons besoin d’une précision de votre part :\n\n"
	    "%{answer}\n\n"
	    "Veuillez répondre à ce courriel. La demande attend votre réponse.\n\n"
	    "Tout sur votre demande : %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_NO_REFERENCE) = { "Il manque une référence à votre demande",
	    "Bonjour,\n\n"
	    "merci de votre message. Nous ne savons pas de quel serveur il s’agit :\n"
	    "nous n’y avons trouvé aucune référence de notre part.\n\n"
	    "Quand notre serveur refuse un message, sa réponse contient une ligne comme\n\n"
	    "    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n\n"
	    "Veuillez répondre à ce message en y copiant cette ligne, ou l’avis entier\n"
	    "que vous avez reçu. Dites en quelques mots comment le message a été envoyé\n"
	    "et ce qui a été fait pour corriger la cause.\n\n" WB_MAIL_FOOT },
};

WB_ROWS_END(mail_words_fr, WB_MAILS);
