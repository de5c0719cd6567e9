/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* category_words_fr.c - what each reason to block means, in French; see words.h */
#include "page/words.h"

WB_ROWS_BEGIN(category_words_fr);

const struct wb_category_words wb_category_words_fr[WB_CATEGORY_WORDS] = {
	WB_ROW(WB_WORDS_OPEN_RELAY) = {
		.title = "Relais ouvert",
		.reason = "probablement un relais ouvert",
		.summary = "Le serveur semble mal configuré et transmettre des messages pour des inconnus. Les expéditeurs de spam cherchent de tels serveurs pour se cacher derrière.",
		.meaning = "Un serveur de messagerie doit accepter de tous les messages destinés à ses utilisateurs, et n’envoyer à tous que ceux de ses utilisateurs. Ceux qui le gèrent peuvent alors voir qui a envoyé un message, et suspendre ou fermer un compte détourné. Un relais ouvert transporte aussi les messages d’inconnus à des inconnus, qui restent anonymes.\n"
			   "Dès qu’ils trouvent un tel serveur, les spammeurs l’utilisent en masse. Le spam porte alors son adresse, et d’autres serveurs n’acceptent plus rien de lui. Les messages de ses utilisateurs légitimes sont touchés aussi.",
		.causes = "Une plage trop large, par exemple tout Internet, est déclarée comme « réseau interne ».\n"
			  "Un pare-feu, un répartiteur de charge ou un conteneur donne à tout visiteur une adresse interne, à laquelle le serveur fait confiance.\n"
			  "Une règle prévue pour une imprimante, un scanner ou un programme laisse tout le monde envoyer sans mot de passe.\n"
			  "Le serveur demande un mot de passe, mais un mot de passe facile à deviner suffit.",
		.user_find = "Vous ne pouvez pas le voir depuis votre ordinateur. L’avis que vous avez reçu donne l’adresse du serveur entre crochets.\n"
			     "Si d’autres personnes chez le même fournisseur ou dans la même entreprise ont le même problème, cela le confirme.",
		.user_fix = "Transférez l’avis entier à votre fournisseur ou à votre administrateur, avec un lien vers cette page.\n"
			    "Si c’est urgent, envoyez votre message depuis un autre compte en attendant.",
		.admin_find = "Depuis un réseau qui n’est <em>pas</em> le vôtre, connectez-vous au port 25 et essayez d’envoyer un message d’une adresse qui n’est pas à vous à une autre qui n’est pas à vous non plus. Le serveur doit refuser la commande RCPT, en général avec 550, 554 ou 454. Essayez aussi les ports 465 et 587, sans vous authentifier.\n"
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
			   "Il n’est pas nécessaire que ce soit un serveur de messagerie : un proxy sur n’importe quel ordinateur ou routeur derrière la même adresse suffit. Un relais ouvert écoute sur le port de la messagerie, un proxy sur d’autres, comme ceux du web. Des inconnus peuvent le détourner pour bien plus que des messages : naviguer anonymement, chercher les ports ouverts d’autres ordinateurs, défigurer des sites web ou commettre d’autres délits.",
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
		.meaning = "Un formulaire doit envoyer ce qu’écrivent les visiteurs, une question ou un avis, à une adresse fixe : celle des responsables du site. Certains scripts laissent le visiteur choisir le destinataire, ou laissent passer des lignes d’en-tête supplémentaires. N’importe qui peut alors envoyer du spam par ce formulaire, au nom du serveur web.\n"
			   "FormMail est le nom d’un ancien script de ce genre, dont les premières versions avaient de telles failles. Les formulaires faits maison et les vieilles extensions ont souvent les mêmes.",
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
			   "L’appareil infecté n’est donc pas forcément le vôtre. Ces appareils détournés, appelés zombies ou bots, transmettent le spam comme le font les relais et les proxys ouverts, et sont l’un des plus gros problèmes des fournisseurs d’accès. Cela dépasse la messagerie : ce genre de logiciel lit souvent aussi les mots de passe.",
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
		.meaning = "C’est la raison la plus sérieuse. Elle ne repose pas sur une seule plainte, mais sur un jugement porté sur ceux qui gèrent l’adresse ou le réseau. Ils envoient à des milliers de personnes à la fois des messages que personne n’a demandés : cela charge chaque serveur de messagerie sur le chemin et remplit les boîtes de gens qui n’en ont jamais voulu. Nous en bloquons les sources connues ou supposées, pour protéger nos utilisateurs et nos serveurs.\n"
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
};

WB_ROWS_END(category_words_fr, WB_CATEGORY_WORDS);
