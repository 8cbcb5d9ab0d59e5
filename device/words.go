package device

import "strings"

// Words are the words of one language for what has no name of its own.
type Words struct {
	SecurityKey, Phone      string
	PasswordManager, Device string // of an unknown browser
	on                      string // with {browser} and {system}
}

// Name returns the name of a device, such as "Firefox on Linux", or "" if it is unknown.
func (w Words) Name(d Device) string {
	if d == (Device{}) {
		return ""
	}
	return strings.NewReplacer("{browser}", d.Browser, "{system}", d.System).Replace(w.on)
}

var words = map[string]Words{
	"ar": {"مفتاح أمان", "هاتف", "مدير كلمات المرور", "جهاز", "{browser} على {system}"},
	"de": {"Sicherheitsschlüssel", "Smartphone", "Passwortmanager", "Gerät", "{browser} unter {system}"},
	"en": {"Security key", "Phone", "Password manager", "Device", "{browser} on {system}"},
	"es": {"Llave de seguridad", "Teléfono", "Gestor de contraseñas", "Dispositivo", "{browser} en {system}"},
	"fr": {"Clé de sécurité", "Téléphone", "Gestionnaire de mots de passe", "Appareil", "{browser} sur {system}"},
	"it": {"Chiave di sicurezza", "Telefono", "Gestore delle password", "Dispositivo", "{browser} su {system}"},
	"nl": {"Beveiligingssleutel", "Telefoon", "Wachtwoordbeheerder", "Apparaat", "{browser} op {system}"},
	"pl": {"Klucz bezpieczeństwa", "Telefon", "Menedżer haseł", "Urządzenie", "{browser} ({system})"},
	"pt": {"Chave de segurança", "Celular", "Gerenciador de senhas", "Dispositivo", "{browser} no {system}"},
}

// maxLanguages bounds the work for a header.
const maxLanguages = 10

// In returns the words of the first language of an Accept-Language header that has any, or the English ones. Browsers list
// languages in the order of their weights, so these are ignored.
func In(acceptLanguage string) Words {
	for _, tag := range strings.SplitN(acceptLanguage, ",", maxLanguages) {
		tag, _, _ = strings.Cut(tag, ";")
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if found, ok := words[primary]; ok {
			return found
		}
	}
	return words["en"]
}
