package notifications

import (
	"fmt"

	"latchkey/config"
)

const makeWebhookSecret = "Make one with `echo \"whsec_$(openssl rand -base64 32)\"`, keep it in a file that only Latchkey's user may read, and give it to the receiver."

// Check is a config.Check by the rules of notify.
func Check(cfg config.Config) []config.Fault {
	var faults []config.Fault
	if _, err := readCAs(cfg.Notify); err != nil {
		faults = append(faults, config.Fault{Path: "notify.ca_file", Wrong: err.Error() + ".", Remedy: "Name a file with certificates in PEM that Latchkey's user may read."})
	}
	for i, w := range cfg.Notify.Webhooks {
		faults = append(faults, webhookFaults(fmt.Sprintf("notify.webhooks[%d]", i), w)...)
	}
	for i, r := range cfg.Notify.SETs {
		faults = append(faults, receiverFaults(fmt.Sprintf("notify.sets[%d]", i), cfg, r)...)
	}
	return append(faults, mailFaults(cfg)...)
}

const authorizationRemedy = "Write the value of the header Authorization into it as one line, such as Bearer and the token that the receiver gave you."

var receiverRemedies = map[string]string{
	"url":           "Write the receiver's address in full, with https.",
	"audience":      "Write what the receiver expects as aud.",
	"authorization": authorizationRemedy,
	"subject":       "Choose one of them, or remove the line.",
	"events":        "Remove it; docs/security-events.md says what each type is.",
}

func receiverFaults(path string, cfg config.Config, r config.SETReceiver) (faults []config.Fault) {
	receiver, err := readReceiver(cfg, r)
	if err != nil {
		faults = append(faults, config.Fault{Path: path + ".authorization_file", Wrong: err.Error() + ".", Remedy: authorizationRemedy})
	}
	for name, wrong := range receiver.Check() {
		remedy := receiverRemedies[name]
		switch {
		case name == "url" && r.URL == "", name == "audience" && r.Audience == "", name == "subject_issuer":
			continue // reported as empty already; without an issuer of its own, serve.public.base_url is
		case name == "authorization":
			name = "authorization_file"
		}
		faults = append(faults, config.Fault{Path: path + "." + name, Wrong: wrong, Remedy: remedy})
	}
	return faults
}

func webhookFaults(path string, w config.Webhook) (faults []config.Fault) {
	webhook, err := readWebhook(w)
	if err != nil && w.SecretFile != "" {
		faults = append(faults, config.Fault{Path: path + ".secret_file", Wrong: err.Error() + ".", Remedy: makeWebhookSecret})
	}
	found := webhook.Check()
	if wrong := found["url"]; wrong != "" && w.URL != "" {
		faults = append(faults, config.Fault{Path: path + ".url", Wrong: wrong, Remedy: "Write the receiver's address in full, with https."})
	}
	if wrong := found["secrets"]; wrong != "" && err == nil && w.SecretFile != "" {
		faults = append(faults, config.Fault{Path: path + ".secret_file", Wrong: wrong, Remedy: makeWebhookSecret})
	}
	if wrong := found["events"]; wrong != "" {
		faults = append(faults, config.Fault{Path: path + ".events", Wrong: wrong, Remedy: "docs/notifications.md lists the types."})
	}
	return faults
}

var mailRemedies = map[string]string{
	"server":       "Copy both from your mail provider.",
	"security":     "Choose starttls or tls.",
	"from":         "Take an address that the mail server may send from.",
	"language":     "Choose one of them.",
	"admin_alerts": "Write one address without a name; for several people, that of a mailing list.",
	"username":     "Set the user name too, or remove the password.",
	"password":     "Set the password too, or remove the user name.",
	"ehlo":         "Write the name that the mail server's DNS knows this machine by, or remove the line.",
}

func mailFaults(cfg config.Config) (faults []config.Fault) {
	mail := cfg.Notify.Mail
	if mail.Server == "" {
		if mail.AdminAlerts != "" {
			faults = append(faults, config.Fault{Path: "notify.mail.admin_alerts", Wrong: "is set, and notify.mail.server is not.", Remedy: "Set both, or neither."})
		}
		return faults
	}
	for setting, wrong := range mailOf(cfg).Check() {
		path, remedy := "notify.mail."+setting, mailRemedies[setting]
		switch {
		case setting == "language" && mail.Language == "":
			continue // reported as empty already
		case setting == "from" && mail.From == "":
			path, wrong = "notify.mail.server", "is set, and notify.mail.from is not."
		case setting == "username":
			path, wrong = "notify.mail.password", "is set, and notify.mail.username is not."
		case setting == "password":
			path, wrong = "notify.mail.username", "is set, and notify.mail.password is not."
		case setting == "ehlo" && mail.EHLO == "":
			continue // serve.public.base_url is reported
		}
		faults = append(faults, config.Fault{Path: path, Wrong: wrong, Remedy: remedy})
	}
	return faults
}
