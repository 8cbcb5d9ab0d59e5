package restore_test

import (
	"testing"

	"github.com/google/uuid"

	"latchkey/audit"
)

// modelHappens is happens for what Latchkey did because of a model.
func (w *world) modelHappens(minutes int, kind, reason string, identity, passkey uuid.UUID) {
	w.happens(minutes, kind, identity, passkey, "{}")
	last := &w.since[len(w.since)-1]
	last.Actor, last.Reason = audit.System, reason
}

// Suspensions because of a model are repeated by serve: staff's own would not end with the model. Staff's decisions count next to them.
func TestModels(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		happens func(w *world, identity, passkey uuid.UUID)
		want    []string
	}{
		"suspended": {func(*world, uuid.UUID, uuid.UUID) {}, []string{"passkeys.compromised warning"}},
		"and the next": {func(w *world, i, _ uuid.UUID) {
			w.modelHappens(1, "passkey.suspended", "model_compromised", i, w.passkey(i))
		}, []string{"passkeys.compromised warning"}},
		"and resumed":                {func(w *world, i, p uuid.UUID) { w.modelHappens(2, "passkey.resumed", "model_cleared", i, p) }, nil},
		"and resumed by staff":       {func(w *world, i, p uuid.UUID) { w.happens(2, "passkey.resumed", i, p, "{}") }, nil},
		"and then by staff":          {func(w *world, i, p uuid.UUID) { w.happens(2, "passkey.suspended", i, p, "{}") }, []string{"passkeys.resumed fault"}},
		"and removed":                {func(w *world, i, p uuid.UUID) { w.happens(2, "passkey.removed", i, p, "{}") }, []string{"passkeys.back fault"}},
		"by staff, who give a code":  {func(w *world, _, _ uuid.UUID) { w.since[0].Actor = audit.Actor{Kind: "identity"} }, []string{"passkeys.resumed fault"}},
		"by Latchkey, with no model": {func(w *world, _, _ uuid.UUID) { w.since[0].Reason = "other" }, []string{"passkeys.resumed fault"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := create(t)
			identity := uuid.New()
			passkey := w.passkey(identity)
			w.modelHappens(1, "passkey.suspended", "model_compromised", identity, passkey)
			c.happens(w, identity, passkey)
			w.finds(c.want...)
		})
	}
}
