package inspect

import (
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Flow is a self-service flow.
type Flow struct {
	ID string `json:"id"`
	UI struct {
		Action   string    `json:"action"` // where the form is sent: an address below serve.public.base_url of kratos.yml
		Messages []Message `json:"messages"`
		Nodes    []struct {
			Type       string    `json:"type"`  // input, script, …
			Group      string    `json:"group"` // the method: password, oidc, code, …
			Messages   []Message `json:"messages"`
			Attributes struct {
				Name  string `json:"name"`
				ID    string `json:"id"`
				Value any    `json:"value"`
				Text  struct {
					Context struct {
						Secret string `json:"secret"`
					} `json:"context"`
				} `json:"text"`
			} `json:"attributes"`
		} `json:"nodes"`
	} `json:"ui"`
}

// Messages returns those of the flow, and of its fields.
func (f Flow) Messages() (all []Message) {
	all = append(all, f.UI.Messages...)
	for _, node := range f.UI.Nodes {
		all = append(all, node.Messages...)
	}
	return all
}

// Value returns the value of the field with this name, or "".
func (f Flow) Value(name string) string {
	for _, node := range f.UI.Nodes {
		if value, ok := node.Attributes.Value.(string); ok && node.Attributes.Name == name {
			return value
		}
	}
	return ""
}

// UUID returns the flow's ID, or zero.
func (f Flow) UUID() uuid.UUID {
	id, _ := uuid.Parse(f.ID)
	return id
}

// Values returns those of all fields with this name.
func (f Flow) Values(name string) (values []string) {
	for _, node := range f.UI.Nodes {
		if value, ok := node.Attributes.Value.(string); ok && node.Attributes.Name == name {
			values = append(values, value)
		}
	}
	return values
}

// Secret returns what the text with this ID shows: the key for an authenticator app.
func (f Flow) Secret(id string) string {
	for _, node := range f.UI.Nodes {
		if node.Attributes.ID == id {
			return node.Attributes.Text.Context.Secret
		}
	}
	return ""
}

// Base returns Kratos' own address for browsers: serve.public.base_url of kratos.yml, without a slash at its end.
func (f Flow) Base() string {
	base, _, _ := strings.Cut(f.UI.Action, "/self-service/")
	return strings.TrimSuffix(base, "/")
}

// Methods returns the methods that the flow offers, sorted.
func (f Flow) Methods() (methods []string) {
	for _, node := range f.UI.Nodes {
		if node.Group != "default" && node.Type != "script" { // passkeys share the script of security keys
			methods = append(methods, node.Group)
		}
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

// Providers returns the IDs of the OpenID providers that the flow offers.
func (f Flow) Providers() (ids []string) {
	for _, node := range f.UI.Nodes {
		if id, ok := node.Attributes.Value.(string); ok && node.Group == "oidc" && node.Attributes.Name == "provider" {
			ids = append(ids, id)
		}
	}
	return ids
}

// Has reports whether the flow offers a method.
func (f Flow) Has(method string) bool { return slices.Contains(f.Methods(), method) }

// Refusal returns what a flow says to the user.
func (f Flow) Refusal(status int) *Refusal {
	said := f.Messages()
	if len(said) == 0 {
		return &Refusal{Status: status, Reason: "the flow says nothing"}
	}
	return &Refusal{Status: status, Reason: said[0].Text, Messages: said}
}
