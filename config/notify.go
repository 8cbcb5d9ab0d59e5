package config

import (
	"fmt"
	"regexp"
	"time"
)

// Notify says who is told what the audit log records.
type Notify struct {
	// How often new events are looked for. They are sealed each time, whatever audit.seal_every says, since it is the
	// sealed log that is followed.
	Every time.Duration `koanf:"every" min:"1s" max:"10m"`
	// How long a webhook may take to answer, and a mail server at each step.
	Timeout time.Duration `koanf:"timeout" min:"1s" max:"1m"`
	// How often a delivery is tried before it is given up. The first wait is about five seconds, and each further one three
	// times as long, up to six hours: 14 tries take about a day and a half.
	Tries int `koanf:"tries" min:"1" max:"50"`
	// A file with the certificate authorities (PEM) that receivers and the mail server are checked against, in place of the
	// system's.
	CAFile string `koanf:"ca_file" optional:"true" example:"/etc/latchkey/ca.pem"`
	// Addresses that events are posted to. In the environment this is JSON.
	Webhooks []Webhook `koanf:"webhooks" optional:"true" example:"{\"name\": \"crm\", \"url\": \"https://crm.example.com/hooks/latchkey\", \"secret_file\": \"/run/secrets/latchkey_crm\", \"events\": [\"passkey.*\"]}"`
	// Mails to the person concerned.
	Mail Mail `koanf:"mail"`
}

// Webhook is one address that events are posted to.
type Webhook struct {
	// A short name of your choice: small letters, digits, `-` and `_`. What is still to be delivered goes by it, so a
	// renamed webhook starts anew.
	Name string `koanf:"name"`
	// The address, with https, or with http on this machine. It is called from where Latchkey runs, also when it is inside
	// your network.
	URL string `koanf:"url"`
	// A file with the secret that signs, such as `echo "whsec_$(openssl rand -base64 32)"` prints. With more than one line
	// each of them signs, so that a receiver can change from one to the next.
	SecretFile string `koanf:"secret_file"`
	// The types of events that are sent, such as `login.refused`, or `passkey.*` for all of a kind. Without any, all are.
	Events []string `koanf:"events" optional:"true" example:"passkey.*"`
}

// Mail says how people are written to.
type Mail struct {
	// The mail server (SMTP), as `host:port`. Without it no mails are sent.
	Server string `koanf:"server" optional:"true" example:"smtp.example.com:587"`
	// How the way there is protected: `starttls` (usually port 587), `tls` (usually port 465), or `none`, which only a
	// server on this machine may have.
	Security string `koanf:"security" enum:"starttls,tls,none"`
	// The name to sign in with at the mail server. Without it, nobody signs in.
	Username string `koanf:"username" optional:"true" example:"latchkey"`
	// The password for it.
	Password Secret `koanf:"password" optional:"true" secret:"true"`
	// A file with the password. Set this or password, not both.
	PasswordFile string `koanf:"password_file" optional:"true" example:"/run/secrets/latchkey_smtp"`
	// The sender, with or without a name.
	From string `koanf:"from" optional:"true" example:"Harbour <no-reply@example.com>"`
	// The language of people whose kratos.traits.locale is not known or not there: `en` or `de`.
	Language string `koanf:"language"`
}

var webhookName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// check judges the names of webhooks. Addresses, secrets and events follow rules of the package that sends them.
func (n Notify) check(r *report) {
	names := make(map[string]bool)
	for i, w := range n.Webhooks {
		path := fmt.Sprintf("notify.webhooks[%d].name", i)
		switch {
		case w.Name == "":
		case !webhookName.MatchString(w.Name):
			r.fault(path, "is no name for a webhook.", "Use up to 40 small letters, digits, - and _, such as crm.")
		case names[w.Name]:
			r.fault(path, "is there twice ("+w.Name+").", "Give each webhook a name of its own: deliveries go by it.")
		}
		names[w.Name] = true
	}
}
