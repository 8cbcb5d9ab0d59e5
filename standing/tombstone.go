package standing

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/store"
)

// Forgettable returns those removed passkeys of an identity that a browser may be told to forget. Kratos may hold a passkey that
// was removed here, because its copy stays after an import, or because its identity came back from a backup. A browser that
// forgot such a passkey would have lost it. Without an answer from Kratos there are none: this is for hints, and asks Kratos
// only if there is one to give.
func Forgettable(ctx context.Context, s *Service, identityID uuid.UUID, removed ...store.Tombstone) []store.Tombstone {
	removed = slices.DeleteFunc(removed, func(t store.Tombstone) bool { return len(t.UserHandle) == 0 })
	if len(removed) == 0 {
		return nil
	}
	_, held, err := s.identities.Holdings(ctx, identityID, nil)
	if err != nil && !errors.Is(err, fault.ErrIdentityNotFound) {
		s.cfg.Log.WarnContext(ctx, "could not ask Kratos whether it holds the removed passkeys of a user; the signals will be sent with a later response", "cause", err.Error())
		return nil
	}
	return slices.DeleteFunc(removed, func(t store.Tombstone) bool { return holds(held, t.CredentialID) })
}

// holds reports whether a credential is among the factors, or may be: one without a reference could not be read.
func holds(held assurance.Held, credentialID []byte) bool {
	ref := base64.RawURLEncoding.EncodeToString(credentialID)
	return slices.ContainsFunc(held, func(f assurance.HeldFactor) bool {
		return (f.Kind == assurance.KindPasskey || f.Kind == assurance.KindWebAuthn) && (f.Ref == ref || f.Ref == "")
	})
}
