package webauthnsvc

import (
	"context"
	"errors"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc/signal"
)

// Signals returns the signals for a user's browser: the current names, and the removed passkeys that have a
// tombstone and are not at Kratos, either. It is added to responses that are complete without it, so if the database or
// Kratos fails here, the list is only shorter.
//
// signalAllAcceptedCredentials is never used: it permanently deletes what it does not list, and a database may lack a
// passkey that works, such as one of Kratos, of another instance, or one newer than a restored backup.
func (s *Service) Signals(ctx context.Context, identity account.Identity, rows []store.Passkey) []signal.Signal {
	name, displayName := namesOf(identity)
	list := signal.UserDetails(name, displayName, rows)
	removed, err := s.store.TombstonesOf(ctx, identity.ID)
	if err != nil {
		s.cfg.Log.WarnContext(ctx, "could not read the removed passkeys of a user; the signals will be sent with a later response", "cause", err.Error())
	}
	for _, t := range standing.Forgettable(ctx, s.standing, identity.ID, removed...) {
		list = append(list, signal.Unknown(t.RPID, t.CredentialID))
	}
	return list
}

// pickedPasskey identifies the passkey in a response.
type pickedPasskey struct{ credentialID, userHandle []byte }

// signalRemoved adds a signal to the refusal of a discoverable login if the passkey was removed here. Its signature
// cannot be verified any more, and credential IDs are not secret: an attacker could register the ID of another user's
// passkey and remove it. So the response must contain the user handle, which only the passkey's own device knows. All
// refusals look for a tombstone, so they take equally long up to that; Kratos is asked only for that device, and not more often than for
// adoptions. err is the result of the verification.
func (s *Service) signalRemoved(ctx context.Context, c *ceremony, picked pickedPasskey, err error) error {
	var refusal *Refusal
	if !errors.As(err, &refusal) || refusal.Reason != ReasonNotAccepted || len(c.Session.AllowedCredentialIDs) > 0 {
		return err
	}
	t, tombstoneErr := s.store.TombstoneOf(ctx, picked.credentialID, picked.userHandle)
	switch {
	case errors.Is(tombstoneErr, store.ErrNotFound):
	case tombstoneErr != nil:
		return fault.OfStore(tombstoneErr)
	case t.RPID == c.RPID && t.Presents(picked.userHandle) && standing.MayAsk(s.standing, t.IdentityID, picked.userHandle):
		for _, t := range standing.Forgettable(ctx, s.standing, t.IdentityID, t) {
			refusal.Signal = []signal.Signal{signal.Unknown(t.RPID, t.CredentialID)}
		}
	}
	return err
}
