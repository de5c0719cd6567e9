/* mail_text.c - see mail_text.h. In French a space that does not break stands before : ; ! ? */
#include "page/mail_text.h"

#include <stddef.h>

#define FOOT "-- \n%{site}\n%{contact}\n"

const struct wb_mail_text wb_mail_texts[WB_LANGUAGES][WB_MAILS] = {
	[WB_LANGUAGE_EN] = {
		[WB_MAIL_APPROVED_REMOVED] = { "Your request %{number}: %{client} is no longer blocked",
			"Hello,\n\n"
			"you asked us to lift a block (request %{number}). We have removed this\n"
			"server from our list:\n\n"
			"    %{client}\n\n"
			"Please send your mail again. If it comes back once more, the message\n"
			"will hold a new reference: please use that one to ask.\n\n"
			"%{answer}\n\n"
			"All about your request: %{status}\n\n" FOOT },
		[WB_MAIL_APPROVED_ALLOWED] = { "Your request %{number}: %{client} is let through",
			"Hello,\n\n"
			"you asked us to lift a block (request %{number}). Something that covers\n"
			"more than your server still stands, so we let this server through:\n\n"
			"    %{client}\n\n"
			"Until: %{until}\n\n"
			"Please send your mail again, and have the cause settled in the\n"
			"meantime.\n\n"
			"%{answer}\n\n"
			"All about your request: %{status}\n\n" FOOT },
		[WB_MAIL_APPROVED_NOTHING] = { "Your request %{number}: nothing blocks %{client} any more",
			"Hello,\n\n"
			"you asked us to lift a block (request %{number}). We looked, and nothing\n"
			"of ours blocks this server any more:\n\n"
			"    %{client}\n\n"
			"Please send your mail again. If it comes back once more, the message\n"
			"will hold a new reference: please use that one to ask.\n\n"
			"%{answer}\n\n"
			"All about your request: %{status}\n\n" FOOT },
		[WB_MAIL_DENIED] = { "Your request %{number}: %{client} stays blocked for now",
			"Hello,\n\n"
			"you asked us to lift a block (request %{number}). For now we keep it for\n"
			"this server:\n\n"
			"    %{client}\n\n"
			"%{answer}\n\n"
			"If things have changed, you can ask again.\n\n"
			"All about your request: %{status}\n\n" FOOT },
		[WB_MAIL_RECEIVED] = { "Your request %{number} has reached us",
			"Hello,\n\n"
			"your request to lift a block has reached us. Its number is %{number},\n"
			"and it is about this server:\n\n"
			"    %{client}\n\n"
			"A person will read it and decide. You get the answer by mail.\n\n"
			"How it stands, for you alone: %{status}\n\n" FOOT },
		[WB_MAIL_NO_REFERENCE] = { "Your request needs a reference",
			"Hello,\n\n"
			"thank you for your mail. We cannot tell which server it is about: we did\n"
			"not find a reference of ours in it.\n\n"
			"When our server refuses a mail, its answer holds a line such as\n\n"
			"    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n\n"
			"Please reply to this mail and copy that line, or the whole message that\n"
			"came back, into it. Say in a few words how the mail was sent and what was\n"
			"done about the cause.\n\n" FOOT },
	},
	[WB_LANGUAGE_DE] = {
		[WB_MAIL_APPROVED_REMOVED] = { "Ihre Anfrage %{number}: %{client} ist nicht mehr gesperrt",
			"Guten Tag,\n\n"
			"Sie haben uns gebeten, eine Sperre aufzuheben (Anfrage %{number}). Wir\n"
			"haben diesen Server von unserer Liste genommen:\n\n"
			"    %{client}\n\n"
			"Bitte schicken Sie Ihre E-Mail noch einmal. Kommt sie wieder zurück,\n"
			"enthält die Meldung eine neue Referenz: Bitte fragen Sie dann mit dieser.\n\n"
			"%{answer}\n\n"
			"Alles zu Ihrer Anfrage: %{status}\n\n" FOOT },
		[WB_MAIL_APPROVED_ALLOWED] = { "Ihre Anfrage %{number}: %{client} wird durchgelassen",
			"Guten Tag,\n\n"
			"Sie haben uns gebeten, eine Sperre aufzuheben (Anfrage %{number}). Etwas,\n"
			"das mehr als Ihren Server erfasst, besteht noch. Deshalb lassen wir\n"
			"diesen Server durch:\n\n"
			"    %{client}\n\n"
			"Bis: %{until}\n\n"
			"Bitte schicken Sie Ihre E-Mail noch einmal, und lassen Sie die Ursache in\n"
			"der Zwischenzeit klären.\n\n"
			"%{answer}\n\n"
			"Alles zu Ihrer Anfrage: %{status}\n\n" FOOT },
		[WB_MAIL_APPROVED_NOTHING] = { "Ihre Anfrage %{number}: %{client} wird durch nichts mehr gesperrt",
			"Guten Tag,\n\n"
			"Sie haben uns gebeten, eine Sperre aufzuheben (Anfrage %{number}). Wir\n"
			"haben nachgesehen: Bei uns sperrt diesen Server nichts mehr:\n\n"
			"    %{client}\n\n"
			"Bitte schicken Sie Ihre E-Mail noch einmal. Kommt sie wieder zurück,\n"
			"enthält die Meldung eine neue Referenz: Bitte fragen Sie dann mit dieser.\n\n"
			"%{answer}\n\n"
			"Alles zu Ihrer Anfrage: %{status}\n\n" FOOT },
		[WB_MAIL_DENIED] = { "Ihre Anfrage %{number}: %{client} bleibt vorerst gesperrt",
			"Guten Tag,\n\n"
			"Sie haben uns gebeten, eine Sperre aufzuheben (Anfrage %{number}). Für\n"
			"diesen Server bleibt sie vorerst bestehen:\n\n"
			"    %{client}\n\n"
			"%{answer}\n\n"
			"Wenn sich etwas geändert hat, können Sie erneut anfragen.\n\n"
			"Alles zu Ihrer Anfrage: %{status}\n\n" FOOT },
		[WB_MAIL_RECEIVED] = { "Ihre Anfrage %{number} ist angekommen",
			"Guten Tag,\n\n"
			"Ihre Bitte, eine Sperre aufzuheben, ist angekommen. Sie hat die Nummer\n"
			"%{number}, und es geht um diesen Server:\n\n"
			"    %{client}\n\n"
			"Ein Mensch wird sie lesen und entscheiden. Die Antwort bekommen Sie per\n"
			"E-Mail.\n\n"
			"Wie es um sie steht, nur für Sie: %{status}\n\n" FOOT },
		[WB_MAIL_NO_REFERENCE] = { "Ihre Anfrage braucht eine Referenz",
			"Guten Tag,\n\n"
			"danke für Ihre E-Mail. Wir können nicht erkennen, um welchen Server es\n"
			"geht: Wir haben darin keine Referenz von uns gefunden.\n\n"
			"Wenn unser Server eine E-Mail abweist, enthält seine Antwort eine Zeile wie\n\n"
			"    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n\n"
			"Bitte antworten Sie auf diese E-Mail und kopieren Sie diese Zeile oder die\n"
			"ganze Meldung, mit der Ihre E-Mail zurückkam, hinein. Sagen Sie in wenigen\n"
			"Worten, wie die E-Mail verschickt und was gegen die Ursache getan wurde.\n\n" FOOT },
	},
	[WB_LANGUAGE_FR] = {
		[WB_MAIL_APPROVED_REMOVED] = { "Votre demande %{number} : %{client} n’est plus bloqué",
			"Bonjour,\n\n"
			"vous nous avez demandé de lever un blocage (demande %{number}). Nous\n"
			"avons retiré ce serveur de notre liste :\n\n"
			"    %{client}\n\n"
			"Veuillez renvoyer votre message. S’il revient encore, l’avis contiendra\n"
			"une nouvelle référence : utilisez alors celle-ci.\n\n"
			"%{answer}\n\n"
			"Tout sur votre demande : %{status}\n\n" FOOT },
		[WB_MAIL_APPROVED_ALLOWED] = { "Votre demande %{number} : nous laissons passer %{client}",
			"Bonjour,\n\n"
			"vous nous avez demandé de lever un blocage (demande %{number}). Quelque\n"
			"chose qui concerne plus que votre serveur est encore en place. Nous\n"
			"laissons donc passer ce serveur :\n\n"
			"    %{client}\n\n"
			"Jusqu’à : %{until}\n\n"
			"Veuillez renvoyer votre message, et faire régler la cause d’ici là.\n\n"
			"%{answer}\n\n"
			"Tout sur votre demande : %{status}\n\n" FOOT },
		[WB_MAIL_APPROVED_NOTHING] = { "Votre demande %{number} : plus rien ne bloque %{client}",
			"Bonjour,\n\n"
			"vous nous avez demandé de lever un blocage (demande %{number}). Nous\n"
			"avons vérifié : chez nous, plus rien ne bloque ce serveur :\n\n"
			"    %{client}\n\n"
			"Veuillez renvoyer votre message. S’il revient encore, l’avis contiendra\n"
			"une nouvelle référence : utilisez alors celle-ci.\n\n"
			"%{answer}\n\n"
			"Tout sur votre demande : %{status}\n\n" FOOT },
		[WB_MAIL_DENIED] = { "Votre demande %{number} : %{client} reste bloqué pour l’instant",
			"Bonjour,\n\n"
			"vous nous avez demandé de lever un blocage (demande %{number}). Pour\n"
			"l’instant, nous le maintenons pour ce serveur :\n\n"
			"    %{client}\n\n"
			"%{answer}\n\n"
			"Si la situation a changé, vous pouvez faire une nouvelle demande.\n\n"
			"Tout sur votre demande : %{status}\n\n" FOOT },
		[WB_MAIL_RECEIVED] = { "Votre demande %{number} nous est parvenue",
			"Bonjour,\n\n"
			"votre demande de levée d’un blocage nous est parvenue. Elle porte le\n"
			"numéro %{number} et concerne ce serveur :\n\n"
			"    %{client}\n\n"
			"Une personne va la lire et décider. Vous recevrez la réponse par\n"
			"courriel.\n\n"
			"Où elle en est, pour vous seul : %{status}\n\n" FOOT },
		[WB_MAIL_NO_REFERENCE] = { "Il manque une référence à votre demande",
			"Bonjour,\n\n"
			"merci de votre message. Nous ne savons pas de quel serveur il s’agit :\n"
			"nous n’y avons trouvé aucune référence de notre part.\n\n"
			"Quand notre serveur refuse un message, sa réponse contient une ligne comme\n\n"
			"    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n\n"
			"Veuillez répondre à ce message en y copiant cette ligne, ou l’avis entier\n"
			"que vous avez reçu. Dites en quelques mots comment le message a été envoyé\n"
			"et ce qui a été fait pour corriger la cause.\n\n" FOOT },
	},
};
