// French sentences of messages.en.errors.js.
export default {
  "failure": {
    "details": "Détails pour l’assistance",
    "diagnose": "Vérifier ce navigateur",
    "code": "Code",
    "request_id": "Identifiant de la requête",
    "time": "Heure",
    "expected": "Attendu",
    "received": "Reçu",
    "copy": "Copier les détails",
    "copied": "Détails copiés.",
    "not_copied": "La copie a échoué. Les détails sont sélectionnés\u00a0: copiez-les avec le clavier.",
    "reason": "Motif",
    "rp_id": "Domaine de la clé d’accès (RP ID)",
    "origin": "Adresse de cette page",
    "browser": "Navigateur",
    "cause": "Erreur du navigateur",
    "capabilities": "Capacités du navigateur",
    "recovery_code": "Utiliser un code de récupération",
    "enrolment_code": "Saisir un code d’inscription",
    "support": "Obtenir de l’aide",
    "help_page": "Demander de l’aide",
    "other_domain": "Utiliser une clé d’accès de {domain}"
  },
  "errors": {
    "cancelled": {
      "what": "La demande de clé d’accès a été fermée trop tôt.",
      "next": "Réessayez quand vous êtes prêt et suivez les instructions de votre appareil."
    },
    "timed_out": {
      "what": "La demande de clé d’accès a expiré.",
      "next": "Préparez votre téléphone, votre clé de sécurité ou votre verrouillage d’écran, puis réessayez."
    },
    "already_registered": {
      "what": "Cet appareil a déjà une clé d’accès pour votre compte.",
      "next": "Vous pouvez l’utiliser pour vous connecter. Pour en ajouter une deuxième, configurez-la sur un autre appareil ou une clé de sécurité."
    },
    "no_authenticator": {
      "what": "Cet appareil ne peut pas créer le type de clé d’accès requis.",
      "next": "Essayez avec un autre appareil, votre téléphone ou une clé de sécurité."
    },
    "user_verification_impossible": {
      "what": "Votre appareil n’a pas pu vérifier votre identité.",
      "next": "Configurez un verrouillage d’écran, une empreinte digitale ou un code PIN dans ses réglages, ou utilisez un autre appareil."
    },
    "blocked": {
      "what": "Le navigateur n’a pas affiché la demande de clé d’accès.",
      "next": "Fermez les autres demandes de clé d’accès et réessayez. Si vous utilisez un gestionnaire de mots de passe, déverrouillez-le d’abord."
    },
    "invalid_request": {
      "what": "La demande n’a pas été acceptée.",
      "next": "Si vous avez saisi un nom, essayez-en un plus court et plus simple. Sinon, actualisez la page."
    },
    "ceremony_invalid": {
      "what": "Cette tentative ne correspond plus à votre session.",
      "next": "Actualisez la page et recommencez."
    },
    "ceremony_expired": {
      "what": "Cette tentative a pris trop de temps.",
      "next": "Recommencez. Vous avez cinq minutes pour chaque tentative."
    },
    "ceremony_spent": {
      "what": "Cette tentative est déjà terminée.",
      "next": "Actualisez la page pour voir l’état actuel."
    },
    "passkey_rejected": {
      "what": "Cette clé d’accès n’a pas été acceptée.",
      "next": "Essayez une autre clé d’accès ou connectez-vous autrement. Si la clé d’accès a été supprimée ici, vous pouvez la supprimer de votre gestionnaire de mots de passe."
    },
    "unauthenticated": {
      "what": "Vous n’êtes pas connecté ou votre session a expiré.",
      "next": "Connectez-vous, puis revenez sur cette page."
    },
    "cookie_conflict": {
      "what": "Votre navigateur est connecté à deux comptes différents à la fois.",
      "next": "Supprimez les cookies de ce site dans votre navigateur, puis reconnectez-vous."
    },
    "aal2_required": {
      "what": "Votre compte exige un second facteur.",
      "next": "Confirmez avec celui-ci et vous reviendrez sur cette page."
    },
    "insufficient_authentication": {
      "what": "Cette page demande une confirmation récente de votre identité.",
      "next": "Confirmez votre identité, puis réessayez."
    },
    "step_up_required": {
      "what": "Confirmez votre identité avant cette modification.",
      "next": "Confirmez-la autrement, puis réessayez.",
      "alone": "Pour cela, il vous faut un code de récupération ou l’aide de l’assistance. Réessayez ensuite."
    },
    "enrolment_required": {
      "what": "Votre compte a besoin d’une clé d’accès avant de continuer.",
      "next": "Configurez une clé d’accès, puis réessayez."
    },
    "forbidden_origin": {
      "what": "La demande provient d’une adresse qui n’est pas autorisée.",
      "next": "Ouvrez {app} à son adresse habituelle. Si vous y êtes déjà, contactez l’assistance."
    },
    "identity_inactive": {
      "what": "Votre compte est désactivé.",
      "next": "Demandez à l’assistance de le réactiver."
    },
    "forbidden": {
      "what": "Vous n’êtes pas autorisé à faire cela.",
      "next": "Si vous pensez que vous devriez l’être, contactez l’assistance."
    },
    "not_found": {
      "what": "Cet élément n’existe plus.",
      "next": "Actualisez la page pour voir l’état actuel."
    },
    "limit_reached": {
      "what": "Vous avez atteint le nombre maximal de clés d’accès.",
      "next": "Supprimez-en une que vous n’utilisez plus, puis réessayez."
    },
    "authenticator_not_allowed": {
      "what": "Cet appareil ou ce gestionnaire de mots de passe n’est pas autorisé ici.",
      "next": "Utilisez une clé de sécurité ou une clé d’accès approuvée par votre organisation, ou demandez à l’assistance lesquelles le sont."
    },
    "last_passkey": {
      "what": "Votre compte doit conserver au moins une clé d’accès.",
      "next": "Ajoutez d’abord une autre clé d’accès, puis supprimez celle-ci."
    },
    "conflict": {
      "what": "Quelque chose a changé entre-temps.",
      "next": "Actualisez la page et réessayez."
    },
    "payload_too_large": {
      "what": "La demande était trop volumineuse.",
      "next": "Essayez un nom plus court. Si le problème persiste, contactez l’assistance."
    },
    "unsupported_media_type": {
      "what": "Le format de la demande est inattendu.",
      "next": "Actualisez la page. Si le problème persiste, contactez l’assistance."
    },
    "method_not_allowed": {
      "what": "La forme de la demande est inattendue.",
      "next": "Actualisez la page. Si le problème persiste, contactez l’assistance."
    },
    "rate_limited": {
      "what": "Trop de tentatives en peu de temps.",
      "next": "Attendez une minute, puis réessayez.",
      "left": {"one": "Vous pourrez réessayer dans {left} seconde.", "other": "Vous pourrez réessayer dans {left} secondes."},
      "over": "Vous pouvez réessayer maintenant."
    },
    "internal": {
      "what": "Un problème est survenu de notre côté.",
      "next": "Réessayez. Si le problème persiste, contactez l’assistance."
    },
    "kratos_unavailable": {
      "what": "La connexion n’est pas disponible pour le moment.",
      "next": "Réessayez dans une minute. Vos clés d’accès ne sont pas en cause."
    },
    "kratos_refused": {
      "what": "Ce compte ne peut pas se connecter ici avec une clé d’accès.",
      "next": "Il est inutile de réessayer. Connectez-vous autrement ou contactez l’assistance."
    },
    "kratos_misconfigured": {
      "what": "La connexion n’est pas configurée correctement.",
      "next": "Il est inutile de réessayer. Contactez l’assistance. Vos clés d’accès ne sont pas en cause."
    },
    "clocks_differ": {
      "what": "Ce n’est pas possible pour le moment, à cause d’une horloge de notre côté.",
      "next": "Il est inutile de vous reconnecter. Contactez l’assistance."
    },
    "identity_deleted": {
      "what": "Le compte de cette clé d’accès n’existe plus.",
      "next": "Inscrivez-vous de nouveau. Si vous n’avez pas supprimé le compte, contactez l’assistance."
    },
    "store_unavailable": {
      "what": "Vos clés d’accès ne sont pas disponibles pour le moment.",
      "next": "Réessayez dans une minute. Vos clés d’accès ne sont pas en cause."
    },
    "gesture_missing": {
      "what": "Votre navigateur exige que vous appuyiez de nouveau sur le bouton.",
      "next": "Appuyez encore une fois. Vous n’avez pas à répéter ce que vous venez de confirmer."
    }
  },
  "reasons": {
    "attestation_missing": {
      "what": "Votre navigateur n’a pas indiqué la marque et le modèle.",
      "next": "Réessayez et autorisez votre navigateur à communiquer la marque et le modèle s’il le demande, ou utilisez une clé de sécurité approuvée par votre organisation."
    },
    "device_bound": {
      "what": "Cette clé d’accès pourrait être copiée sur d’autres appareils, ce qui n’est pas autorisé ici.",
      "next": "Utilisez une clé d’accès qui reste sur un seul appareil, comme une clé de sécurité approuvée par votre organisation."
    },
    "synced": {
      "what": "Cette clé d’accès n’est pas enregistrée dans un gestionnaire de mots de passe autorisé ici.",
      "next": "Créez-la dans un gestionnaire de mots de passe approuvé par votre organisation, ou demandez à l’assistance lesquels le sont."
    },
    "fido2": {
      "what": "Cette clé de sécurité est trop ancienne pour être autorisée ici.",
      "next": "Utilisez une clé de sécurité plus récente, approuvée par votre organisation."
    },
    "key_size": {
      "what": "Cet appareil ne crée pas de clés d’accès assez robustes pour être autorisées ici.",
      "next": "Utilisez un autre appareil ou une clé de sécurité approuvée par votre organisation."
    },
    "model_compromised": {
      "what": "Le modèle de cette clé d’accès est signalé comme compromis.",
      "next": "Configurez une clé d’accès sur un appareil d’un autre modèle."
    },
    "role_has_no_codes": {
      "what": "Les personnes qui ont un rôle dans la console d’administration ne peuvent pas avoir de codes de récupération.",
      "next": "Configurez une deuxième clé d’accès de secours ou demandez un code d’inscription à un autre administrateur."
    },
    "enrolment_code_required": {
      "what": "Votre compte a un rôle dans la console d’administration\u00a0: configurer sa première clé d’accès exige un code d’inscription.",
      "next": "Demandez-en un à un autre administrateur, saisissez-le sur la page des codes de récupération, puis configurez votre clé d’accès."
    },
    "no_passkey_here": {
      "what": "Vous n’avez aucune clé d’accès utilisable ici.",
      "next": "Confirmez votre identité autrement ou contactez l’assistance."
    },
    "being_reset": {
      "what": "L’assistance est en train de réinitialiser votre compte.",
      "next": "Patientez un instant, puis reconnectez-vous."
    },
    "second_factor": {
      "what": "Votre compte a besoin d’un deuxième moyen d’accès avant de continuer.",
      "next": "Configurez-en un, par exemple des codes de récupération ou une autre clé d’accès, puis réessayez."
    },
    "origin_mismatch": {
      "what": "Les clés d’accès ne fonctionnent pas à l’adresse de cette page.",
      "next": "Ouvrez {app} à son adresse habituelle. Si vous y êtes déjà, contactez l’assistance."
    },
    "rp_id_mismatch": {
      "what": "Cette clé d’accès appartient à une autre adresse.",
      "next": "Ouvrez {app} à son adresse habituelle. Si vous y êtes déjà, contactez l’assistance."
    },
    "user_presence_missing": {
      "what": "Votre appareil n’a pas enregistré de confirmation.",
      "next": "Réessayez, et touchez la clé ou confirmez quand votre appareil vous le demande."
    },
    "user_verification_missing": {
      "what": "Il faut une clé d’accès qui vérifie votre identité.",
      "next": "Réessayez avec votre empreinte digitale, votre visage ou votre code PIN. Si votre appareil n’a pas de verrouillage d’écran, configurez-en un. Si cela ne suffit pas, utilisez une autre clé d’accès."
    },
    "clone": {
      "what": "Cette clé de sécurité a peut-être été copiée.",
      "next": "Utilisez une autre clé d’accès et prévenez l’assistance."
    }
  }
};
