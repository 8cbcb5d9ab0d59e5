package main

import (
	"fmt"
	"regexp"
)

var webhookName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

const makeWebhookSecret = "Make one with `echo \"whsec_$(openssl rand -base64 32)\"`, keep it in a file that only Latchkey's user may read, and give it to the receiver."

// notify checks what receivers and mails need, by the rules of the notify room.
func (c *checker) notify() {
	if _, err := c.config.Notify.readCAs(); err != nil {
		c.fault("notify.ca_file", err.Error()+".", "Name a file with certificates in PEM that Latchkey's user may read.")
	}
	names := make(map[string]bool)
	for i, w := range c.config.Notify.Webhooks {
		path := fmt.Sprintf("notify.webhooks[%d]", i)
		switch {
		case w.Name == "":
		case !webhookName.MatchString(w.Name):
			c.fault(path+".name", "is no name for a webhook.", "Use up to 40 small letters, digits, - and _, such as crm.")
		case names[w.Name]:
			c.fault(path+".name", "is there twice ("+w.Name+").", "Give each webhook a name of its own: deliveries go by it.")
		}
		names[w.Name] = true
		c.webhook(path, w)
	}
	c.mail()
}

func (c *checker) webhook(path string, w Webhook) {
	webhook, err := w.read()
	if err != nil && w.SecretFile != "" {
		c.fault(path+".secret_file", err.Error()+".", makeWebhookSecret)
	}
	faults := webhook.Check()
	if wrong := faults["url"]; wrong != "" && w.URL != "" {
		c.fault(path+".url", wrong, "Write the receiver's address in full, with https.")
	}
	if wrong := faults["secrets"]; wrong != "" && err == nil && w.SecretFile != "" {
		c.fault(path+".secret_file", wrong, makeWebhookSecret)
	}
	if wrong := faults["events"]; wrong != "" {
		c.fault(path+".events", wrong, "docs/notifications.md lists the types.")
	}
}

var mailRemedies = map[string]string{
	"server":   "Copy both from your mail provider.",
	"security": "Choose starttls or tls.",
	"from":     "Take an address that the mail server may send from.",
	"language": "Choose one of them.",
	"username": "Set the user name too, or remove the password.",
}

func (c *checker) mail() {
	mail := c.config.Notify.Mail
	if mail.Server == "" {
		return
	}
	for setting, wrong := range c.config.mail().Check() {
		path, remedy := "notify.mail."+setting, mailRemedies[setting]
		switch {
		case setting == "language" && mail.Language == "":
			continue // said already
		case setting == "from" && mail.From == "":
			path, wrong = "notify.mail.server", "is set, and notify.mail.from is not."
		case setting == "username":
			path, wrong = "notify.mail.password", "is set, and notify.mail.username is not."
		}
		c.fault(path, wrong, remedy)
	}
}
