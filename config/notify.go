package config

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"latchkey/config/setting"
	"latchkey/config/value"
)

// Notify holds the notifications of audit events.
type Notify struct {
	// The interval at which new events are read. They are sealed each time, regardless of audit.seal_every, because
	// notifications follow the sealed log.
	Every time.Duration `koanf:"every" min:"1s" max:"10m"`
	// The timeout of a webhook call, and of each step with a mail server.
	Timeout time.Duration `koanf:"timeout" min:"1s" max:"1m"`
	// The maximum number of attempts of a delivery. The first retry follows after about five seconds, and each wait is
	// three times as long as the one before, up to six hours: 14 attempts take about a day and a half.
	Tries int `koanf:"tries" min:"1" max:"50"`
	// A file with the certificate authorities (PEM) that receivers and the mail server are verified against, instead of
	// the system's.
	CAFile string `koanf:"ca_file" optional:"true" example:"/etc/latchkey/ca.pem"`
	// Addresses that events are posted to. In the environment, this is JSON.
	Webhooks []Webhook `koanf:"webhooks" optional:"true" example:"{\"name\": \"crm\", \"url\": \"https://crm.example.com/hooks/latchkey\", \"secret_file\": \"/run/secrets/latchkey_crm\", \"events\": [\"passkey.*\"]}"`
	// Services that receive changes of credentials and sessions as security event tokens (SET, RFC 8417), by the CAEP
	// profile of the OpenID Foundation. In the environment, this is JSON.
	SETs []SETReceiver `koanf:"sets" optional:"true" example:"{\"name\": \"vpn\", \"url\": \"https://vpn.example.com/events\", \"audience\": \"https://vpn.example.com\", \"authorization_file\": \"/run/secrets/latchkey_vpn\"}"`
	// Mails to the affected user.
	Mail Mail `koanf:"mail"`
}

// Webhook is one address that events are posted to.
type Webhook struct {
	// A short name of your choice: lower-case letters, digits, `-` and `_`. It identifies the position in the
	// log and pending deliveries: a renamed webhook starts with new events.
	Name string `koanf:"name"`
	// The address, with https, or with http on the same machine. Latchkey calls it from its own network, also if the
	// address is private.
	URL string `koanf:"url"`
	// A file with the signing secret, such as `echo "whsec_$(openssl rand -base64 32)"` prints. With several lines,
	// each secret signs, so that a receiver can rotate from one to the next.
	SecretFile string `koanf:"secret_file"`
	// The types of events that are sent, such as `login.refused`, or `passkey.*` for a group. An empty list selects
	// all.
	Events []string `koanf:"events" optional:"true" example:"passkey.*"`
}

// SETReceiver is one service that receives security event tokens.
type SETReceiver struct {
	// A short name of your choice: lower-case letters, digits, `-` and `_`. It identifies the position in the log and pending
	// deliveries: a renamed receiver starts with new events.
	Name string `koanf:"name"`
	// The address that tokens are pushed to (RFC 8935), with https, or with http on the same machine. Latchkey calls it from
	// its own network, also if the address is private.
	URL string `koanf:"url"`
	// The `aud` of the tokens, by which the receiver knows that they are for it. The receiver's manual names it.
	Audience string `koanf:"audience"`
	// A file with the value of the header Authorization, such as `Bearer` and a token, if the receiver demands one.
	AuthorizationFile string `koanf:"authorization_file" optional:"true" example:"/run/secrets/latchkey_vpn"`
	// The types of events that are sent: `session-revoked`, `credential-change`, `assurance-level-change`. An empty list
	// selects all.
	Events []string `koanf:"events" optional:"true" example:"session-revoked"`
	// The format in which tokens name users (RFC 9493), always by the ID of the identity at Kratos: `iss_sub`, with an issuer,
	// or `opaque`, without. An empty value is iss_sub.
	Subject string `koanf:"subject" optional:"true" example:"opaque"`
	// The `iss` beside the ID in the format iss_sub: the issuer of the ID tokens by which the receiver knows its users, such as
	// Ory Hydra's. An empty value is serve.public.base_url.
	SubjectIssuer string `koanf:"subject_issuer" optional:"true" example:"https://hydra.example.com/"`
}

// Mail holds the mails to affected users, and the alerts to admins.
type Mail struct {
	// The mail server (SMTP), as `host:port`. Without it, no mails are sent.
	Server string `koanf:"server" optional:"true" example:"smtp.example.com:587"`
	// The transport security: `starttls` (usually port 587), `tls` (usually port 465), or `none`, allowed only for a
	// server on the same machine.
	Security string `koanf:"security" enum:"starttls,tls,none"`
	// The user name at the mail server. Without it, there is no authentication. With `security: none`, the password is
	// sent unencrypted, within this machine.
	Username string `koanf:"username" optional:"true" example:"latchkey"`
	// The password for username.
	Password value.Secret `koanf:"password" optional:"true" secret:"true"`
	// A file with the password. Set this or password, not both.
	PasswordFile string `koanf:"password_file" optional:"true" example:"/run/secrets/latchkey_smtp"`
	// The name by which Latchkey introduces itself to the mail server (EHLO): a domain, or an address in brackets such
	// as `[192.0.2.1]`. Without it, that is the host of serve.public.base_url.
	EHLO string `koanf:"ehlo" optional:"true" example:"passkeys.example.com"`
	// The sender, with or without a name.
	From string `koanf:"from" optional:"true" example:"Harbour <no-reply@example.com>"`
	// The address for alerts about users with a role, such as a mailing list of your admins. An alert is sent when a
	// factor or a passkey is added to such an account, or when it opens the console without a passkey, at most once a
	// day for each account and kind. The mail to the user is not enough, because an attacker with the password may have
	// changed the address.
	AdminAlerts string `koanf:"admin_alerts" optional:"true" example:"security@example.com"`
	// The language for users whose kratos.traits.locale is unknown or unset: that of a page, such as `en` or `pt`. Alerts
	// are in German if it is `de`, and otherwise in English, as the console is.
	Language string `koanf:"language"`
}

var receiverName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// check validates the names of webhooks and receivers. Package notify validates addresses, secrets and events.
func (n Notify) check(r *setting.Report) {
	var webhooks, sets []string
	for _, w := range n.Webhooks {
		webhooks = append(webhooks, w.Name)
	}
	for _, s := range n.SETs {
		sets = append(sets, s.Name)
	}
	checkNames(r, "notify.webhooks", "webhook", "crm", webhooks)
	checkNames(r, "notify.sets", "receiver", "vpn", sets)
}

func checkNames(r *setting.Report, list, what, example string, names []string) {
	for i, name := range names {
		path := fmt.Sprintf("%s[%d].name", list, i)
		switch {
		case name == "":
		case !receiverName.MatchString(name):
			r.Fault(path, "is not a name for a "+what+".", "Use up to 40 lower-case letters, digits, - and _, such as "+example+".")
		case slices.Contains(names[:i], name):
			r.Fault(path, "occurs twice ("+name+").", "Give each "+what+" its own name: it identifies deliveries.")
		}
	}
}
