package inspect

import (
	"fmt"
	"slices"
	"strings"
)

// Refusal is an error response of Kratos.
type Refusal struct {
	Status int    `json:"code"`
	ID     string `json:"id"`
	Reason string `json:"reason"` // Kratos' words, not for users
	// Messages are those of a flow that was refused, with which Kratos and the web_hooks say why.
	Messages []Message `json:"-"`
}

// Says reports whether a message is among them.
func (r *Refusal) Says(id int) bool {
	return slices.ContainsFunc(r.Messages, func(m Message) bool { return m.ID == id })
}

func (r *Refusal) Error() string {
	return strings.TrimSpace(fmt.Sprintf("status %d: %s %s", r.Status, r.ID, r.Reason))
}

// Message is what Kratos tells a user.
type Message struct {
	ID   int    `json:"id"`
	Text string `json:"text"`
}
