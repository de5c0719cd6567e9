/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* words_fr.c - the sentences of the pages in French; see words.h. The spaces before ; : ! ? and inside « » do not break. */
#include "page/words.h"

WB_ROWS_BEGIN(words_fr);

const struct wb_words wb_words_fr = {
	.phrases = {
		WB_ROW(WB_PHRASE_SKIP) = "Aller au contenu",
		WB_ROW(WB_PHRASE_LANGUAGES) = "Langue",
		WB_ROW(WB_PHRASE_HOME) = "Vue d’ensemble : pourquoi mon message a-t-il été bloqué ?",
		WB_ROW(WB_PHRASE_CONTACT_TITLE) = "À qui s’adresser",
		WB_ROW(WB_PHRASE_CONTACT) = "Ces pages sont publiées par %{0}. Vous pouvez écrire à :",
		WB_ROW(WB_PHRASE_NO_CONTACT) = "Ces pages sont publiées par %{0}. Écrivez à <strong>postmaster@</strong> suivi du domaine de la personne que vous vouliez joindre.",
		WB_ROW(WB_PHRASE_PRIVACY) = "Pas de cookies, pas de scripts, rien n’est chargé depuis d’autres sites.",
		WB_ROW(WB_PHRASE_OPTIONAL) = "(peut rester vide)",

		WB_ROW(WB_PHRASE_OVERVIEW_TITLE) = "Pourquoi mon message a-t-il été bloqué ?",
		WB_ROW(WB_PHRASE_OVERVIEW_LEAD) = "Votre message est revenu avec <strong>l’erreur 550</strong> ou <strong>451</strong>, et l’avis reçu vous a conduit ici, chez %{0}. Cette page explique ce qui s’est passé et comment faire arriver votre message.",
		WB_ROW(WB_PHRASE_VISITOR) = "Vous consultez cette page depuis l’adresse %{0}. Le serveur qui envoie vos messages en a en général une autre.",
		WB_ROW(WB_PHRASE_NOW_TITLE) = "Que faire maintenant",
		WB_ROW(WB_PHRASE_STEP_REFERENCE) = "Consultez votre cas",
		WB_ROW(WB_PHRASE_STEP_REFERENCE_FORM) = "Vers la fin de l’avis que vous avez reçu, un code suit le mot « ref ». Il vous donne la raison et vous dit si le blocage est encore en place.",
		WB_ROW(WB_PHRASE_STEP_REFERENCE_KEEP) = "Vers la fin de l’avis que vous avez reçu, un code suit le mot « ref ». Gardez-le : il nous permet de voir ce qui s’est passé. Le même avis nomme l’une des raisons ci-dessous.",
		WB_ROW(WB_PHRASE_REFERENCE_LABEL) = "Référence",
		WB_ROW(WB_PHRASE_REFERENCE_HINT) = "Six ou huit groupes de lettres et de chiffres. En majuscules ou en minuscules, avec ou sans traits d’union.",
		WB_ROW(WB_PHRASE_REFERENCE_BUTTON) = "Afficher la raison",
		WB_ROW(WB_PHRASE_STEP_ADMIN) = "Prévenez ceux qui gèrent votre serveur de messagerie",
		WB_ROW(WB_PHRASE_STEP_ADMIN_TEXT) = "Transférez-leur l’avis entier : c’est l’assistance de votre fournisseur, le service informatique de votre entreprise ou votre hébergeur. La cause se trouve sur leur serveur, eux seuls peuvent donc y remédier.",
		WB_ROW(WB_PHRASE_STEP_REMOVAL) = "Demandez la levée du blocage",
		WB_ROW(WB_PHRASE_STEP_REMOVAL_TEXT) = "Une fois la cause corrigée, vous ou votre administrateur pouvez nous demander de lever le blocage.",
		WB_ROW(WB_PHRASE_WHAT_TITLE) = "Que s’est-il passé ?",
		WB_ROW(WB_PHRASE_WHAT_TEXT) = "Un message voyage de serveur en serveur. Notre serveur savait quelque chose sur celui qui apportait le vôtre, et ne l’a pas accepté. Le plus souvent, il ne s’agit ni de vous, ni de ce que vous avez écrit.",
		WB_ROW(WB_PHRASE_WHAT_550) = "<strong>550</strong> est un refus définitif. Votre message n’a pas été remis et vous est revenu.",
		WB_ROW(WB_PHRASE_WHAT_451) = "<strong>451</strong> veut dire « pas maintenant ». Votre message attend sur le serveur d’envoi, qui réessaie de lui-même. S’il n’est pas passé après quelques heures, faites comme pour 550.",
		WB_ROW(WB_PHRASE_REASONS_TITLE) = "Raisons d’un blocage",
		WB_ROW(WB_PHRASE_REASONS_TEXT) = "L’avis que vous avez reçu nomme l’une de ces raisons. Chaque page dit ce qu’elle signifie, d’où elle vient, comment vérifier et comment y remédier.",
		WB_ROW(WB_PHRASE_REASONS_MORE) = "Signification, causes et remèdes",

		WB_ROW(WB_PHRASE_MEANING) = "Ce que cela signifie",
		WB_ROW(WB_PHRASE_CAUSES) = "D’où cela vient",
		WB_ROW(WB_PHRASE_USER_TITLE) = "Si vous vouliez seulement envoyer un message",
		WB_ROW(WB_PHRASE_ADMIN_TITLE) = "Si vous gérez le serveur",
		WB_ROW(WB_PHRASE_FIND) = "Comment vérifier",
		WB_ROW(WB_PHRASE_FIX) = "Comment y remédier",
		WB_ROW(WB_PHRASE_REMOVAL_TITLE) = "Demander la levée du blocage",
		WB_ROW(WB_PHRASE_REMOVAL_DECISION) = "Corrigez d’abord la cause, sinon le blocage reviendra vite. Dites-nous ensuite ce que vous avez trouvé et ce que vous avez fait. Une personne lit chaque demande et décide.",
		WB_ROW(WB_PHRASE_REMOVAL_BUTTON) = "Demander la levée",
		WB_ROW(WB_PHRASE_REMOVAL_WRITE) = "Écrivez-nous en indiquant la référence, ou l’adresse du serveur :",
		WB_ROW(WB_PHRASE_REMOVAL_NOWHERE) = "Écrivez à <strong>postmaster@</strong> suivi du domaine de la personne que vous vouliez joindre, en indiquant la référence, ou l’adresse du serveur.",
		WB_ROW(WB_PHRASE_REMOVAL_SUBJECT) = "Demande de levée d’un blocage",

		WB_ROW(WB_PHRASE_BLOCKED_TITLE) = "Pourquoi ce message est revenu",
		WB_ROW(WB_PHRASE_BLOCKED_REFUSED) = "Un message venant du serveur %{0} a été refusé le %{1}. Raison : %{2}.",
		WB_ROW(WB_PHRASE_BLOCKED_DEFERRED) = "Un message venant du serveur %{0} a été remis à plus tard le %{1}. Raison : %{2}.",
		WB_ROW(WB_PHRASE_BLOCKED_NOTED) = "Un message venant du serveur %{0} a été accepté le %{1}, avec une note. Raison : %{2}.",
		WB_ROW(WB_PHRASE_BLOCKED_REFUSED_BARE) = "Un message venant du serveur %{0} a été refusé le %{1}. La raison d’alors n’est plus utilisée ici.",
		WB_ROW(WB_PHRASE_BLOCKED_DEFERRED_BARE) = "Un message venant du serveur %{0} a été remis à plus tard le %{1}. La raison d’alors n’est plus utilisée ici.",
		WB_ROW(WB_PHRASE_BLOCKED_NOTED_BARE) = "Un message venant du serveur %{0} a été accepté le %{1}, avec une note. La raison d’alors n’est plus utilisée ici.",
		WB_ROW(WB_PHRASE_VISIT_TITLE) = "À propos de votre adresse",
		WB_ROW(WB_PHRASE_VISIT_LISTED) = "L’adresse d’où vous venez, %{0}, est sur notre liste. Raison : %{2}.",
		WB_ROW(WB_PHRASE_VISIT_LISTED_BARE) = "L’adresse d’où vous venez, %{0}, est sur notre liste.",
		WB_ROW(WB_PHRASE_VISIT_NOT_LISTED) = "Il s’agit ici de l’adresse d’où vous venez : %{0}.",
		WB_ROW(WB_PHRASE_NOW_LISTED) = "Le blocage est encore en place.",
		WB_ROW(WB_PHRASE_NOW_NOT_REFUSED_YET) = "Les messages ne sont pas encore refusés : jusqu’au %{0} ils sont remis à plus tard, et votre serveur les garde et réessaie. Profitez de ce délai.",
		WB_ROW(WB_PHRASE_NOW_UNTIL) = "Il prend fin le %{0}, sauf s’il est levé avant.",
		WB_ROW(WB_PHRASE_NOW_WITHOUT_END) = "Il n’a pas de date de fin : il dure jusqu’à ce qu’il soit levé.",
		WB_ROW(WB_PHRASE_NOW_NETWORK) = "Il couvre tout un réseau, où %{0} n’est qu’une adresse parmi d’autres. La cause peut donc se trouver chez un voisin. C’est au fournisseur du réseau d’agir.",
		WB_ROW(WB_PHRASE_NOW_NOT_LISTED) = "Le serveur n’est pas sur notre propre liste en ce moment.",
		WB_ROW(WB_PHRASE_NOW_NOT_LISTED_ZONES) = "Une liste publique, tenue par d’autres, peut encore le nommer. L’avis que vous avez reçu dit laquelle ; vous trouvez plus bas les listes que nous consultons.",
		WB_ROW(WB_PHRASE_NOW_NOT_LISTED_SEND) = "Veuillez renvoyer votre message. S’il revient encore, utilisez la nouvelle référence.",
		WB_ROW(WB_PHRASE_NOW_OTHERS) = "Nous bloquons le serveur tant que la liste indiquée plus bas le nomme.",
		WB_ROW(WB_PHRASE_NOW_OTHERS_TEXT) = "D’autres tiennent cette liste, et cette page ne la consulte pas. Cherchez-y le serveur. Dès qu’il n’y figure plus, veuillez renvoyer votre message.",
		WB_ROW(WB_PHRASE_NOW_SIGN) = "Le serveur n’est pas sur notre liste. C’est l’aspect du serveur, ou de ce message, qui a décidé.",
		WB_ROW(WB_PHRASE_NOW_SIGN_TEXT) = "Nous examinons chaque message à nouveau. Dès que la cause indiquée plus bas est corrigée, veuillez renvoyer votre message.",
		WB_ROW(WB_PHRASE_NOW_RETRIES) = "Votre message n’est pas perdu : le serveur expéditeur le garde et réessaie de lui-même.",
		WB_ROW(WB_PHRASE_NOW_ALLOWED) = "Le serveur n’est plus bloqué.",
		WB_ROW(WB_PHRASE_NOW_ALLOWED_TEXT) = "Veuillez renvoyer votre message.",
		WB_ROW(WB_PHRASE_NOW_UNKNOWN) = "Nous ne pouvons pas voir en ce moment si le blocage est encore en place.",
		WB_ROW(WB_PHRASE_NOW_UNKNOWN_TEXT) = "Veuillez recharger cette page dans quelques minutes.",
		WB_ROW(WB_PHRASE_FACTS) = "Les faits",
		WB_ROW(WB_PHRASE_FACT_CLIENT) = "Adresse du serveur",
		WB_ROW(WB_PHRASE_FACT_TIME) = "Heure du message",
		WB_ROW(WB_PHRASE_FACT_REASON) = "Raison",
		WB_ROW(WB_PHRASE_FACT_REFERENCE) = "Référence",
		WB_ROW(WB_PHRASE_FACT_SINCE) = "Bloqué depuis",
		WB_ROW(WB_PHRASE_FACT_UNTIL) = "Bloqué jusqu’à",
		WB_ROW(WB_PHRASE_FACT_NOTE) = "Notre note",
		WB_ROW(WB_PHRASE_NO_END) = "pas de date de fin",
		WB_ROW(WB_PHRASE_WHY) = "Pourquoi ?",
		WB_ROW(WB_PHRASE_MORE) = "En savoir plus : %{0}",
		WB_ROW(WB_PHRASE_CAUSES_TITLE) = "Ce qui a décidé",
		WB_ROW(WB_PHRASE_CAUSE_LISTING) = "Notre propre liste. Nous seuls pouvons en retirer le serveur ; « Demander le retrait », plus bas, dit comment.",
		WB_ROW(WB_PHRASE_CAUSE_FEED) = "%{0} : une liste que d’autres tiennent et que nous avons reprise. L’administrateur du serveur demande le retrait à cette liste, ou à nous.",
		WB_ROW(WB_PHRASE_CAUSE_ZONE) = "%{0} : une liste publique que d’autres tiennent. L’administrateur du serveur y demande le retrait, et notre blocage prend fin avec le leur.",
		WB_ROW(WB_PHRASE_CAUSE_SIGN) = "L’aspect du serveur, ou de ce message.",
		WB_ROW(WB_PHRASE_CAUSE_SIGN_SEEN) = "L’aspect du serveur, ou de ce message : %{0}.",
		WB_ROW(WB_PHRASE_CAUSE_NETWORK) = "D’autres serveurs du même réseau sont sur notre liste. C’est à l’opérateur du réseau d’agir.",
		WB_ROW(WB_PHRASE_FACT_TIMES) = "Combien de fois",
		WB_ROW(WB_PHRASE_FACT_TIMES_VALUE) = "%{0} fois, la dernière le %{1}",
		WB_ROW(WB_PHRASE_NO_CASE) = "Les détails de ce message ne sont plus conservés ici. Nous ne pouvons donc pas dire ce qui a décidé : notre propre liste, ou l’une de celles-ci.",
		WB_ROW(WB_PHRASE_ZONES_TITLE) = "Listes publiques",
		WB_ROW(WB_PHRASE_ZONES_TEXT) = "Ces listes peuvent donner cette raison. Nous ne les tenons pas : si votre serveur figure sur l’une d’elles, demandez-en le retrait à cette liste, et notre blocage prendra fin avec le leur.",
		WB_ROW(WB_PHRASE_ZONE_REMOVAL) = "Vérifier ou demander le retrait chez %{0}",

		WB_ROW(WB_PHRASE_UNKNOWN_TITLE) = "Nous ne connaissons pas cette référence",
		WB_ROW(WB_PHRASE_UNKNOWN_TEXT) = "Vous avez indiqué « %{0} ». Cette référence ne vient pas d’ici, ou elle contient une faute de frappe.",
		WB_ROW(WB_PHRASE_UNKNOWN_ADVICE) = "Regardez encore une fois l’avis que vous avez reçu : la référence suit le mot « ref », vers la fin. La copier est plus sûr que la taper. Une référence très ancienne peut ne plus être valable.",
		WB_ROW(WB_PHRASE_UNKNOWN_AGAIN) = "Réessayer",

		WB_ROW(WB_PHRASE_FORM_TITLE) = "Demander la levée du blocage",
		WB_ROW(WB_PHRASE_FORM_LEAD) = "Dites-nous de quel serveur il s’agit et ce que vous avez fait. Une personne lit votre demande, décide et vous répond par courriel.",
		WB_ROW(WB_PHRASE_FORM_NEEDED) = "Veuillez remplir tout ce qui n’est pas marqué « peut rester vide ». De la référence et de l’adresse, une seule suffit.",
		WB_ROW(WB_PHRASE_FORM_SERVER) = "Quel serveur est bloqué ?",
		WB_ROW(WB_PHRASE_FORM_STORY) = "Que s’est-il passé ?",
		WB_ROW(WB_PHRASE_FORM_PERSON) = "Comment vous joindre ?",
		WB_ROW(WB_PHRASE_FORM_SEND) = "Envoyer la demande",
		WB_ROW(WB_PHRASE_FORM_KEEP) = "Nous gardons votre demande, et l’adresse d’où vous l’envoyez, pour décider et pour remarquer les abus.",
		WB_ROW(WB_PHRASE_FORM_MISTAKES) = "Il reste quelque chose à corriger",
		WB_ROW(WB_PHRASE_FORM_MISTAKE) = "À corriger :",

		WB_ROW(WB_PHRASE_FILED_TITLE) = "Votre demande porte le numéro %{0}",
		WB_ROW(WB_PHRASE_FILED_TEXT) = "Elle nous est parvenue. Une personne va la lire, et vous recevrez la réponse par courriel.",
		WB_ROW(WB_PHRASE_FILED_STATUS) = "Gardez ce lien. Lui seul permet de voir où en est votre demande :",
		WB_ROW(WB_PHRASE_FILED_STATUS_LINK) = "État de la demande %{0}",
		WB_ROW(WB_PHRASE_FILED_PROOF_TITLE) = "Montrez que le serveur est le vôtre",
		WB_ROW(WB_PHRASE_FILED_PROOF) = "Ce n’est pas obligatoire, mais cela aide. Si vous gérez le DNS du nom propre du serveur (celui auquel son adresse renvoie), ajoutez-y cet enregistrement TXT, avec ce nom à la place de <em>NAME</em> :",
		WB_ROW(WB_PHRASE_FILED_PROOF_AFTER) = "Nous le cherchons au moment de décider. Vous pouvez le supprimer ensuite.",
		WB_ROW(WB_PHRASE_STATUS_TITLE) = "Demande %{0}",
		WB_ROW(WB_PHRASE_STATUS_OPEN) = "Pas encore de décision.",
		WB_ROW(WB_PHRASE_STATUS_OPEN_TEXT) = "Quelqu’un va lire votre demande. Vous recevrez la réponse par courriel, et elle figurera ici aussi.",
		WB_ROW(WB_PHRASE_STATUS_APPROVED) = "Acceptée.",
		WB_ROW(WB_PHRASE_STATUS_APPROVED_TEXT) = "Nous ne bloquons plus le serveur. Veuillez renvoyer votre message.",
		WB_ROW(WB_PHRASE_STATUS_ALLOWED_UNTIL) = "Cela vaut jusqu’au %{0}. Si autre chose concerne encore le serveur, veuillez le faire régler d’ici là.",
		WB_ROW(WB_PHRASE_STATUS_DENIED) = "Refusée.",
		WB_ROW(WB_PHRASE_STATUS_DENIED_TEXT) = "Nous maintenons le blocage pour l’instant. Si la situation a changé, vous pouvez faire une nouvelle demande.",
		WB_ROW(WB_PHRASE_STATUS_ASKED) = "Demandé le",
		WB_ROW(WB_PHRASE_STATUS_DECIDED) = "Décidé le",
		WB_ROW(WB_PHRASE_STATUS_ANSWER) = "Notre réponse",

		WB_ROW(WB_PHRASE_DATE) = "%{0} %{1} %{2} à %{3} h %{4} UTC",
		WB_ROW(WB_PHRASE_FIRST_DAY) = "1er",
	},
	.months = { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre" },
	.categories = {
		WB_ROW(WB_WORDS_OPEN_RELAY) = {
			.title = "Relais ouvert",
			.reason = "probablement un relais ouvert",
			.summary = "Le serveur semble transmettre les messages de n’importe qui à n’importe qui. Les expéditeurs de spam cherchent de tels serveurs pour se cacher derrière.",
			.meaning = "Un serveur de messagerie doit recevoir les messages destinés à ses utilisateurs et envoyer ceux de ses utilisateurs. Un relais ouvert transporte aussi les messages d’inconnus à des inconnus.\n"
				   "Dès qu’ils trouvent un tel serveur, les spammeurs l’utilisent en masse. Le spam porte alors son adresse, et d’autres serveurs n’acceptent plus rien de lui. Les messages de ses utilisateurs légitimes sont touchés aussi.",
			.causes = "Une plage trop large, par exemple tout Internet, est déclarée comme « réseau interne ».\n"
				  "Un pare-feu, un répartiteur de charge ou un conteneur donne à tout visiteur une adresse interne, à laquelle le serveur fait confiance.\n"
				  "Une règle prévue pour une imprimante, un scanner ou un programme laisse tout le monde envoyer sans mot de passe.\n"
				  "Le serveur demande un mot de passe, mais un mot de passe facile à deviner suffit.",
			.user_find = "Vous ne pouvez pas le voir depuis votre ordinateur. L’avis que vous avez reçu donne l’adresse du serveur entre crochets.\n"
				     "Si d’autres personnes chez le même fournisseur ou dans la même entreprise ont le même problème, cela le confirme.",
			.user_fix = "Transférez l’avis entier à votre fournisseur ou à votre administrateur, avec un lien vers cette page.\n"
				    "Si c’est urgent, envoyez votre message depuis un autre compte en attendant.",
			.admin_find = "Depuis un réseau qui n’est <em>pas</em> le vôtre, connectez-vous au port 25 et essayez d’envoyer un message d’une adresse extérieure à une adresse extérieure. Le serveur doit refuser la commande RCPT, en général avec 550, 554 ou 454. Essayez aussi les ports 465 et 587, sans vous authentifier.\n"
				      "Cherchez dans le journal les messages qui ne viennent pas de vos utilisateurs et ne leur sont pas destinés, et le nom de connexion ou l’adresse par où ils sont entrés.\n"
				      "Regardez la file d’attente : beaucoup d’avis de non-remise vers des adresses inventées sont un signe.",
			.admin_fix = "Ne relayez que pour les utilisateurs authentifiés et pour les quelques adresses internes qui en ont besoin. Postfix : <code>mynetworks</code>, et <code>permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination</code> dans <code>smtpd_relay_restrictions</code>. Exim : <code>relay_from_hosts</code> et <code>relay_to_domains</code>. Exchange : aucun connecteur de réception qui permette aux anonymes d’écrire à n’importe quel destinataire, sauf pour des adresses précises.\n"
				     "Veillez à ce que le serveur voie la véritable adresse du visiteur, et non celle d’un proxy ou d’une passerelle de conteneur placé devant lui.\n"
				     "Changez le mot de passe de chaque compte détourné, et cherchez s’il y en a d’autres.\n"
				     "Videz la file d’attente du spam, puis testez de nouveau depuis l’extérieur.",
		},
		WB_ROW(WB_WORDS_OPEN_PROXY) = {
			.title = "Proxy ouvert",
			.reason = "probablement un proxy ouvert",
			.summary = "Un programme à cette adresse semble transmettre les connexions d’inconnus, qui se cachent derrière lui pour envoyer du spam.",
			.meaning = "Un proxy charge des pages web ou ouvre des connexions pour d’autres. S’il le fait pour tout le monde, des inconnus peuvent s’en servir pour envoyer des messages, qui semblent alors venir de cette adresse.\n"
				   "Il n’est pas nécessaire que ce soit un serveur de messagerie : un proxy sur n’importe quel ordinateur ou routeur derrière la même adresse suffit.",
			.causes = "Un proxy web, un serveur SOCKS ou un VPN a été installé sans être réservé à ses propres utilisateurs.\n"
				  "Un serveur web fait office de proxy vers d’autres sites, ou autorise la méthode CONNECT.\n"
				  "Un « VPN gratuit », un programme de partage de bande passante ou un boîtier de streaming loue la connexion.\n"
				  "Un logiciel malveillant a installé un proxy sur un ordinateur, un routeur ou une caméra.",
			.user_find = "Pensez aux applications et boîtiers qui promettent un VPN gratuit, du streaming gratuit ou de l’argent pour votre bande passante : ils transforment souvent votre connexion en proxy.\n"
				     "Si vous envoyez par le serveur d’un fournisseur, le problème se trouve chez lui et non chez vous.",
			.user_fix = "Supprimez ces applications, analysez vos ordinateurs, mettez le routeur à jour et changez son mot de passe.\n"
				    "Sinon, transférez l’avis entier à votre fournisseur ou à votre administrateur, avec un lien vers cette page.",
			.admin_find = "Listez ce qui attend des connexions : <code>ss -tlnp</code> sous Linux, <code>netstat -ano</code> sous Windows. Les ports habituels des proxys sont 1080, 3128, 8000, 8080, 8118 et 8888, mais tout autre est possible.\n"
				      "Depuis l’extérieur, essayez <code>curl -x http://ADRESSE:PORT http://example.com/</code>, et la même chose avec <code>socks5://</code>. Toute réponse autre qu’un refus est un défaut.\n"
				      "Si plusieurs ordinateurs partagent l’adresse, journalisez au pare-feu les connexions sortantes vers le port 25. Toute machine qui en ouvre sans être un serveur de messagerie est suspecte.",
			.admin_fix = "Arrêtez le proxy, ou réservez-le à vos réseaux ou à des utilisateurs authentifiés, et fermez son port dans le pare-feu.\n"
				     "Serveur web : désactivez le proxy vers d’autres sites. Apache : <code>ProxyRequests Off</code>. nginx : pas de <code>proxy_pass</code> vers un hôte choisi par le visiteur. Squid : <code>http_access deny all</code> après les règles pour vos utilisateurs, et CONNECT vers le port 443 seulement.\n"
				     "Ne laissez que votre serveur de messagerie se connecter au port 25 à l’extérieur.\n"
				     "Si personne n’a installé le proxy volontairement, considérez la machine comme compromise : réinstallez-la, mettez-la à jour, changez tous les mots de passe.",
		},
		WB_ROW(WB_WORDS_FORMMAIL) = {
			.title = "Formulaire web vulnérable",
			.reason = "probablement un formulaire vulnérable (FormMail)",
			.summary = "Un formulaire d’un site web, comme « Contact » ou « Recommander cette page », peut être détourné pour écrire à n’importe qui.",
			.meaning = "Un formulaire doit envoyer ce qu’écrivent les visiteurs à une adresse fixe. Certains scripts laissent le visiteur choisir le destinataire, ou laissent passer des lignes d’en-tête supplémentaires. N’importe qui peut alors envoyer du spam par ce formulaire, au nom du serveur web.\n"
				   "FormMail est le nom d’un ancien script de ce genre. Les formulaires faits maison et les vieilles extensions ont souvent la même faille.",
			.causes = "La page du formulaire contient l’adresse du destinataire dans un champ caché, et le script s’y fie.\n"
				  "Le script copie le nom, l’adresse ou l’objet dans l’en-tête du message sans retirer les retours à la ligne.\n"
				  "Un formulaire envoie une copie à n’importe quelle adresse donnée par le visiteur, avec n’importe quel texte.\n"
				  "Un vieux script oublié sur le serveur fonctionne encore.",
			.user_find = "Si vous avez écrit avec un logiciel de messagerie ordinaire, un autre site web du même serveur peut être en cause. Votre hébergeur peut le dire.\n"
				     "Si c’est votre propre site qui a envoyé le message, regardez quels formulaires et quelles extensions il contient.",
			.user_fix = "Transférez l’avis entier à votre hébergeur, ou à la personne qui s’occupe du site, avec un lien vers cette page.\n"
				    "D’ici là, écrivez depuis un compte qui n’utilise pas ce serveur.",
			.admin_find = "Cherchez dans le journal de messagerie les messages de l’utilisateur du serveur web (<code>www-data</code>, <code>apache</code>, <code>nobody</code>), et comparez les heures avec les requêtes POST du journal web.\n"
				      "PHP : activez <code>mail.add_x_header = On</code> et <code>mail.log</code>. Chaque message nomme alors le script qui l’a envoyé.\n"
				      "Cherchez dans tous les sites les vieux scripts : <code>formmail</code>, <code>tell-a-friend</code>, et les appels de <code>mail()</code> avec des valeurs du formulaire.",
			.admin_fix = "Fixez le destinataire sur le serveur, jamais dans la page. S’il en faut plusieurs, choisissez par numéro dans une liste fixe.\n"
				     "Refusez les retours chariot et les sauts de ligne dans tout ce qui entre dans l’en-tête, ou utilisez une bibliothèque de messagerie qui le fait.\n"
				     "Mettez le script à jour ou supprimez-le. S’il doit envoyer des copies, que ce soit un texte fixe et non celui du visiteur.\n"
				     "Limitez le nombre de messages qu’un formulaire envoie, et protégez-le des robots.",
		},
		WB_ROW(WB_WORDS_VIRUS) = {
			.title = "Virus ou cheval de Troie",
			.reason = "probablement l’activité d’un virus ou d’un cheval de Troie",
			.summary = "Un ordinateur derrière cette adresse se comporte comme s’il était infecté : il répand un logiciel malveillant, ou des inconnus le commandent à distance.",
			.meaning = "Les logiciels malveillants font des ordinateurs, téléphones, caméras et routeurs des complices qui envoient des messages à l’insu de leurs propriétaires. Vus de l’extérieur, tous les appareils derrière un routeur ont la même adresse.\n"
				   "L’appareil en cause peut donc être un autre que le vôtre. Cela dépasse la messagerie : ce genre de logiciel lit souvent aussi les mots de passe.",
			.causes = "Quelqu’un a ouvert une pièce jointe ou installé un programme qui contenait un logiciel malveillant.\n"
				  "Un appareil était accessible depuis Internet avec une vieille version ou le mot de passe du fabricant.\n"
				  "Un invité, ou un appareil privé, utilise le même réseau.\n"
				  "Un site web ou un serveur a été piraté.",
			.user_find = "Mettez l’antivirus à jour et faites-lui tout analyser, de préférence depuis un support de secours. Faites-le sur chaque ordinateur de votre connexion.\n"
				     "Quelques signes : un ordinateur lent, des programmes inconnus, des avis de non-remise pour des messages que vous n’avez jamais écrits.\n"
				     "Si vous envoyez par le serveur de votre fournisseur et que vos appareils sont sains, le problème est chez lui : transférez-lui l’avis.",
			.user_fix = "Débranchez du réseau un appareil infecté, et réinstallez-le si possible.\n"
				    "Ensuite, depuis un appareil sain, changez vos mots de passe, celui de la messagerie d’abord.\n"
				    "Mettez le routeur à jour, et changez son mot de passe si c’est encore celui du fabricant.",
			.admin_find = "Journalisez au pare-feu ou au routeur les connexions de l’intérieur vers le port 25 à l’extérieur. Toute machine qui en ouvre sans être le serveur de messagerie est suspecte.\n"
				      "Comparez l’heure du refus avec les journaux de votre traduction d’adresses et de votre serveur DNS.\n"
				      "Sur le serveur de messagerie, cherchez des connexions depuis des pays inhabituels, de nombreux destinataires en peu de temps, et les pièces jointes que votre antivirus a signalées.",
			.admin_fix = "Débranchez d’abord la machine, puis analysez-la ; en cas de doute, réinstallez-la.\n"
				     "Ne laissez que le serveur de messagerie se connecter au port 25 à l’extérieur. Les autres machines lui remettent leurs messages en s’authentifiant.\n"
				     "Changez les mots de passe utilisés sur la machine et fermez les sessions ouvertes.\n"
				     "Analysez les messages sortants, et limitez le nombre de messages qu’un compte peut envoyer par heure.",
		},
		WB_ROW(WB_WORDS_SPAM) = {
			.title = "Spam délibéré",
			.reason = "envoi délibéré de spam",
			.summary = "Nous, ou une liste à laquelle nous faisons confiance, pensons que cette adresse ou ce réseau sert volontairement à envoyer des messages que personne n’a demandés.",
			.meaning = "C’est la raison la plus grave. Elle ne repose pas sur une seule plainte, mais sur un jugement porté sur ceux qui gèrent l’adresse ou le réseau.\n"
				   "Si vous y êtes client, vous pouvez être touché sans y être pour rien.",
			.causes = "Des listes d’adresses achetées ou collectées ont été utilisées encore et encore.\n"
				  "Des demandes de désinscription ont été ignorées.\n"
				  "Le réseau a été loué à des spammeurs, ou l’un d’eux l’utilisait avant vous.\n"
				  "La plage d’adresses a été prise par quelqu’un à qui elle n’appartient pas.",
			.user_find = "L’avis que vous avez reçu donne l’adresse, et souvent la liste. Si c’est le serveur de votre fournisseur, demandez-lui ce qu’il sait.\n"
				     "Si vous avez loué un serveur avec une nouvelle adresse, un locataire précédent peut être en cause.",
			.user_fix = "Transférez l’avis entier à votre fournisseur. Lui seul peut éclaircir la situation.\n"
				    "S’il ne fait rien, pensez à en changer. En attendant, écrivez depuis un autre compte.",
			.admin_find = "Cherchez l’adresse sur la liste que nomme notre réponse : sa page dit souvent depuis quand et pourquoi.\n"
				      "Demandez à votre fournisseur les plaintes reçues pour votre adresse et les plages voisines.\n"
				      "Passez en revue tous les envois en masse qui quittent votre réseau. Pour chaque destinataire, vous devriez savoir quand et comment il les a demandés.",
			.admin_fix = "N’écrivez plus à ceux qui n’ont pas clairement consenti. Supprimez les listes achetées.\n"
				     "Mettez fin au contrat des clients qui envoient du spam, et dites-le-nous.\n"
				     "Ayez une adresse abuse@ qui fonctionne, et répondez à ce qu’elle reçoit.\n"
				     "S’il s’agit d’un locataire précédent, envoyez-nous la preuve de la date à laquelle vous avez repris l’adresse.",
		},
		WB_ROW(WB_WORDS_SPAM_SOURCE) = {
			.title = "Source de spam",
			.reason = "source de spam",
			.summary = "Des messages indésirables sont venus récemment de ce serveur. Souvent, un mot de passe volé ou un site web piraté en est la cause.",
			.meaning = "Quelqu’un a signalé du spam venant de cette adresse, ou du spam a atteint des adresses qui n’existent que pour l’attraper. Personne ne dit que c’était volontaire.\n"
				   "Un tel blocage prend souvent fin de lui-même, quelque temps après l’arrêt du spam.",
			.causes = "Le mot de passe d’un compte a été deviné ou volé, et des inconnus s’en servent pour envoyer.\n"
				  "Un site web dont le système de gestion ou une extension était ancien a été piraté.\n"
				  "Une lettre d’information est envoyée à des gens qui ne l’ont jamais demandée, ou à des adresses abandonnées depuis longtemps.\n"
				  "Le serveur transfère tous les messages de ses utilisateurs vers d’autres fournisseurs, spam compris.\n"
				  "Le serveur répond à des expéditeurs falsifiés : avis de non-remise ou messages d’absence.",
			.user_find = "Regardez votre dossier « Envoyés », et cherchez des avis de non-remise pour des messages que vous n’avez pas écrits.\n"
				     "Si votre fournisseur affiche les connexions récentes, cherchez celles que vous ne connaissez pas.\n"
				     "Si vous envoyez des lettres d’information, demandez-vous si chaque destinataire l’a demandé.",
			.user_fix = "Choisissez pour la messagerie un mot de passe que vous n’utilisez nulle part ailleurs, et activez l’authentification à deux facteurs si elle existe. Cherchez des règles de transfert que vous n’avez pas créées.\n"
				    "Transférez l’avis entier à votre fournisseur ou à votre administrateur. Un autre client du même serveur peut être en cause.",
			.admin_find = "Comptez les messages des derniers jours par compte, par script et par adresse d’expéditeur. Ce qui dépasse nettement est en général la cause.\n"
				      "Cherchez les connexions d’un même compte depuis de nombreuses adresses ou de nombreux pays, et les nouveaux fichiers dans les dossiers des sites web.\n"
				      "Inscrivez-vous aux boucles de rétroaction des grands fournisseurs, lisez abuse@, et cherchez l’adresse sur la liste que nomme notre réponse.",
			.admin_fix = "Bloquez le compte ou le site, changez ses mots de passe, fermez ses sessions et videz la file d’attente.\n"
				     "Mettez le site et toutes ses extensions à jour, et supprimez ce que l’intrus a laissé. Une sauvegarde saine est plus sûre.\n"
				     "Lettres d’information : faites confirmer chaque inscription par un lien envoyé par courriel (double consentement), retirez les adresses qui ne répondent plus, et mettez un lien de désinscription dans chaque message (<code>List-Unsubscribe</code>, RFC 8058).\n"
				     "Refusez les destinataires inconnus et le spam tant que la connexion est ouverte, au lieu d’envoyer ensuite des avis de non-remise. Ne transférez que ce qui a passé le filtre.\n"
				     "Limitez le nombre de messages qu’un compte peut envoyer par heure.",
		},
		WB_ROW(WB_WORDS_POLICY) = {
			.title = "Adresse d’utilisateur final",
			.reason = "adresse d’utilisateur final",
			.summary = "L’adresse appartient à une connexion domestique, mobile ou semblable, qui ne devrait pas remettre elle-même des messages. Ce n’est pas une accusation.",
			.meaning = "Les fournisseurs et les responsables de listes signalent les adresses des connexions destinées aux personnes : logements, bureaux, téléphones mobiles, beaucoup de serveurs virtuels loués. Les messages devraient en partir par le serveur de messagerie du fournisseur, car une grande partie de ce qui vient directement de ces adresses est du spam d’appareils infectés.\n"
				   "Personne ne dit que vous avez mal agi. Votre message a seulement pris un chemin qu’il ne devait pas prendre.",
			.causes = "Un serveur de messagerie fonctionne sur une connexion à adresse variable, à la maison ou dans un petit bureau.\n"
				  "Un logiciel de messagerie, une imprimante ou une caméra remet les messages directement au lieu de passer par le serveur du fournisseur.\n"
				  "Un serveur loué n’a pas de nom propre dans le DNS, ou un nom qui ressemble à celui d’une ligne d’abonné.\n"
				  "Un logiciel malveillant sur un appareil envoie lui-même des messages.",
			.user_find = "Regardez les réglages de votre logiciel de messagerie. Le serveur d’envoi doit être celui de votre fournisseur de messagerie, avec votre nom et votre mot de passe, sur le port 465 ou 587, et non 25.\n"
				     "Si c’est bien réglé ainsi et que le message est revenu quand même, le problème est chez le fournisseur. Si vous n’avez rien envoyé, analysez vos appareils.",
			.user_fix = "Réglez le serveur d’envoi comme l’indiquent les pages d’aide de votre fournisseur, avec authentification et chiffrement (port 465 ou 587).\n"
				    "Si vous utilisez le serveur d’une entreprise, transférez l’avis entier à son administrateur.",
			.admin_find = "Cherchez l’adresse sur la page de la liste que nomme notre réponse : beaucoup disent quelle règle le propriétaire du réseau a fixée.\n"
				      "Vérifiez si l’adresse a un nom, et si ce nom ramène à l’adresse : <code>dig -x ADRESSE</code>, puis <code>dig NOM</code>.",
			.admin_fix = "Passez par le serveur de votre fournisseur (« smarthost »), sur le port 465 ou 587, avec authentification. C’est la bonne voie pour les adresses variables.\n"
				     "Avec une adresse fixe : demandez au fournisseur un nom à vous dans le DNS inverse, faites que ce nom ramène à l’adresse, et utilisez-le dans HELO. Demandez ensuite une exception à la liste. La plupart de ces listes le permettent sur leur site.\n"
				     "Ne laissez que le serveur de messagerie se connecter au port 25 à l’extérieur.",
		},
		WB_ROW(WB_WORDS_OTHER) = {
			.title = "%{0}",
			.reason = "%{0}",
			.summary = "Ceux qui gèrent ce serveur de messagerie bloquent certains serveurs pour une raison qui leur est propre, nommée « %{0} ».",
			.meaning = "Cette raison n’est pas l’une des raisons habituelles. Les responsables l’ont définie eux-mêmes et décident de ce qui en relève. Son nom et l’avis que vous avez reçu disent de quoi il s’agit.",
			.causes = "Un membre du personnel a mis le serveur ou son réseau sur la liste.\n"
				  "Une liste ou une règle choisie par les responsables le concerne.",
			.user_find = "Lisez jusqu’au bout l’avis que vous avez reçu : il en dit peut-être plus sur la raison.\n"
				     "Adressez-vous aux contacts indiqués au bas de cette page, en donnant la référence.",
			.user_fix = "Transférez l’avis entier à votre fournisseur ou à votre administrateur, avec un lien vers cette page.\n"
				    "Si c’est urgent, envoyez votre message depuis un autre compte en attendant.",
			.admin_find = "Cherchez dans votre propre journal ce que votre serveur nous a envoyé vers l’heure du refus.\n"
				      "Cherchez l’adresse sur la liste que nomme notre réponse, si elle en nomme une.",
			.admin_fix = "Corrigez ce que vous avez trouvé, puis demandez la levée du blocage.\n"
				     "Si vous n’avez rien trouvé, demandez-nous ce que nous avons vu. La référence nous permet de le retrouver.",
		},
	},
	.fields = {
		WB_ROW(WB_FIELD_REF) = { "Référence", "Le code qui suit « ref » dans l’avis que vous avez reçu. Si vous n’en avez pas, laissez ce champ vide et donnez l’adresse.", "Donnez la référence, ou sinon l’adresse du serveur." },
		WB_ROW(WB_FIELD_ADDRESS) = { "Adresse du serveur", "Par exemple 192.0.2.66 ou 2001:db8::66. Elle figure entre crochets dans l’avis que vous avez reçu. Inutile avec une référence.", "Donnez l’adresse du serveur, ou sinon la référence." },
		WB_ROW(WB_FIELD_HOW) = { "Comment le message a-t-il été envoyé ?", "Par exemple : avec un logiciel de messagerie par notre propre serveur, par le formulaire d’un site web, comme lettre d’information.", "Dites en quelques mots comment le message a été envoyé." },
		WB_ROW(WB_FIELD_DONE) = { "Qu’avez-vous fait pour corriger la cause ?", "Par exemple : un mot de passe volé a été trouvé et changé. Si vous n’avez rien trouvé, dites où vous avez cherché.", "Dites en quelques mots ce que vous avez fait, ou où vous avez cherché." },
		WB_ROW(WB_FIELD_NAME) = { "Votre nom", "Pour que nous sachions comment nous adresser à vous.", "Donnez votre nom." },
		WB_ROW(WB_FIELD_EMAIL) = { "Votre adresse de courriel", "La réponse y sera envoyée. Si possible, une adresse qui n’utilise pas le serveur bloqué.", "Donnez une adresse de courriel pour la réponse." },
	},
	.mistakes = {
		WB_ROW(WB_MISTAKE_NONE) = "",
		WB_ROW(WB_MISTAKE_MISSING) = "",
		WB_ROW(WB_MISTAKE_TOO_LONG) = "C’est trop long. Veuillez raccourcir.",
		WB_ROW(WB_MISTAKE_NOT_TEXT) = "Il y a là des caractères qui ne sont pas du texte. Veuillez le saisir de nouveau.",
		WB_ROW(WB_MISTAKE_NOT_GENUINE) = "Cette référence ne vient pas d’ici, ou elle contient une faute de frappe. Copiez-la depuis l’avis que vous avez reçu, ou laissez ce champ vide et donnez l’adresse.",
		WB_ROW(WB_MISTAKE_NO_ADDRESS) = "Ce n’est pas une adresse IP. Il en faut une comme 192.0.2.66 ou 2001:db8::66.",
		WB_ROW(WB_MISTAKE_OTHER_ADDRESS) = "La référence concerne un autre serveur. Laissez l’adresse vide, ou corrigez-la.",
		WB_ROW(WB_MISTAKE_NO_EMAIL) = "Ce n’est pas une adresse de courriel à laquelle nous pouvons répondre. Il en faut une comme anne@example.org.",
	},
	.messages = {
		WB_ROW(WB_MESSAGE_NOT_FOUND) = { "Cette page n’existe pas", "Son adresse contient peut-être une faute de frappe, ou la page n’est plus là. La vue d’ensemble contient tout." },
		WB_ROW(WB_MESSAGE_NO_REQUEST) = { "Nous ne connaissons pas cette demande", "Le lien n’est peut-être pas complet : copiez-le encore une fois, jusqu’au bout. Les demandes très anciennes sont supprimées." },
		WB_ROW(WB_MESSAGE_BAD_REQUEST) = { "Nous n’avons pas pu lire cela", "Ce que votre navigateur a envoyé a été abîmé en route. Veuillez revenir en arrière et réessayer." },
		WB_ROW(WB_MESSAGE_TOO_LARGE) = { "C’était trop", "Ce que votre navigateur a envoyé dépasse ce que nous acceptons. Veuillez revenir en arrière et raccourcir." },
		WB_ROW(WB_MESSAGE_LINK_TOO_LONG) = { "Ce lien est trop long", "Aucune adresse de nos pages n’est aussi longue que celle que votre navigateur a demandée. Copiez encore une fois le lien du message que vous avez reçu, ou saisissez son code dans la vue d’ensemble." },
		WB_ROW(WB_MESSAGE_METHOD) = { "Cela ne fonctionne pas ici", "Cette page peut être lue, mais rien ne peut lui être envoyé. Veuillez partir de la vue d’ensemble." },
		WB_ROW(WB_MESSAGE_ALREADY_OPEN) = { "Il y a déjà une demande pour ce serveur", "Elle attend encore une décision, et une seule suffit. La personne qui l’a faite peut voir où elle en est par le lien reçu." },
		WB_ROW(WB_MESSAGE_ADDRESS_EXCEEDED) = { "Cela suffit pour aujourd’hui", "Plusieurs demandes sont venues de vous ces dernières 24 heures. Veuillez attendre un jour. Si c’est urgent, écrivez-nous." },
		WB_ROW(WB_MESSAGE_HOST_EXCEEDED) = { "Cela suffit pour aujourd’hui", "Plusieurs demandes ont été faites pour ce serveur ces dernières 24 heures. Veuillez attendre un jour. Si c’est urgent, écrivez-nous." },
		WB_ROW(WB_MESSAGE_DAY_EXCEEDED) = { "Nous n’acceptons plus de demandes aujourd’hui", "Il en est arrivé énormément ces dernières 24 heures. Veuillez réessayer demain. Si c’est urgent, écrivez-nous." },
		WB_ROW(WB_MESSAGE_UNAVAILABLE) = { "Cela ne fonctionne pas en ce moment", "Le problème est chez nous, et rien n’a été enregistré. Veuillez réessayer dans quelques minutes, ou écrivez-nous." },
	},
	.mails = {
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
		WB_ROW(WB_MAIL_NO_REFERENCE) = { "Il manque une référence à votre demande",
			"Bonjour,\n\n"
			"merci de votre message. Nous ne savons pas de quel serveur il s’agit :\n"
			"nous n’y avons trouvé aucune référence de notre part.\n\n"
			"Quand notre serveur refuse un message, sa réponse contient une ligne comme\n\n"
			"    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n\n"
			"Veuillez répondre à ce message en y copiant cette ligne, ou l’avis entier\n"
			"que vous avez reçu. Dites en quelques mots comment le message a été envoyé\n"
			"et ce qui a été fait pour corriger la cause.\n\n" WB_MAIL_FOOT },
	},
};

WB_ROWS_END(words_fr, WB_WORDS_ROWS);
