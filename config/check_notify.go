package config

import (
	"fmt"
	"regexp"
)

var webhookName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// webhooks checks their names. Addresses, secrets and events follow rules of the package that sends them.
func (c *checker) webhooks() {
	names := make(map[string]bool)
	for i, w := range c.config.Notify.Webhooks {
		path := fmt.Sprintf("notify.webhooks[%d].name", i)
		switch {
		case w.Name == "":
		case !webhookName.MatchString(w.Name):
			c.fault(path, "is no name for a webhook.", "Use up to 40 small letters, digits, - and _, such as crm.")
		case names[w.Name]:
			c.fault(path, "is there twice ("+w.Name+").", "Give each webhook a name of its own: deliveries go by it.")
		}
		names[w.Name] = true
	}
}
