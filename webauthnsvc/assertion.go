package webauthnsvc

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/decoy"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc/appid"
	"latchkey/webauthnsvc/authenticator"
)

// verifyAssertion verifies a response (WebAuthn L3 §7.2, from step 5). owner is the identity to which the ceremony is
// bound, or nil. Refusals whose cause must stay hidden have ReasonNotAccepted and follow after equal work. If the
// signature was valid, the assertion is returned with the refusal, for the audit event. Any error other than a
// *Refusal means that the database is unavailable.
func (s *Service) verifyAssertion(ctx context.Context, c *ceremony, rp *relyingParty, parsed *protocol.ParsedCredentialAssertionData, owner *uuid.UUID) (*assertion, error) {
	response := &parsed.Response
	scope := c.scope(rp.AppID, parsed.ClientExtensionResults.AppID)
	if refusal := rp.checkClientData(c, protocol.AssertCeremony, scope, &response.CollectedClientData, &response.AuthenticatorData); refusal != nil {
		return nil, refusal
	}
	var adopts *store.PasskeyImport
	row, err := s.store.PasskeyByCredentialID(ctx, parsed.RawID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		if adopts, err = s.adoptable(ctx, c, parsed, owner == nil); err != nil {
			return nil, err
		}
		row = adopts.Passkeys[0]
	case err != nil:
		return nil, fault.OfStore(err)
	}
	credential, err := credentialOf(row)
	if err != nil {
		return nil, fmt.Errorf("cannot read the record of passkey %s: %w", row.ID, err)
	}
	handle := response.UserHandle // verifySignature replaces it by the row's
	verified := s.verifySignature(c, rp, scope, parsed, row, credential)
	if verified == nil {
		row, err = standing.ResumedOne(ctx, s.standing, row)
	}
	switch {
	case err != nil:
		return nil, err
	case verified != nil:
		return nil, verified
	case owner != nil && row.IdentityID != *owner:
		return nil, refuse(ReasonNotAccepted, errors.New("passkey of another identity"))
	case row.SuspendedAt != nil:
		return &assertion{row: row}, refuse(ReasonNotAccepted, errors.New("passkey is suspended"))
	case owner == nil && row.StepUpOnly:
		return &assertion{row: row}, refuse(ReasonNotAccepted, errors.New("passkey is only for step-ups"))
	}
	a, err := s.checkSigned(row, parsed)
	if err == nil {
		a.credential, a.adopts = credential, adopts
		if row.HandleUnknown && len(handle) > 0 {
			a.userHandle = handle // UsePasskey compares it with the identity's
		}
	}
	return a, err
}

// verifySignature verifies the signature with the row's key. It also runs for suspended passkeys and those of other
// users, so their refusal takes as long.
func (s *Service) verifySignature(c *ceremony, rp *relyingParty, scope string, parsed *protocol.ParsedCredentialAssertionData, row store.Passkey, key registered) error {
	response := &parsed.Response
	flags := response.AuthenticatorData.Flags
	// Ownership is checked here: the checks of go-webauthn would return before the signature.
	owned := row.RPID == c.RPID && c.allows(parsed.RawID) && handleMatches(c, row, response.UserHandle) && (scope == c.RPID || appid.Suits(row))

	session := c.Session
	session.UserID, session.AllowedCredentialIDs = row.UserHandle, [][]byte{row.CredentialID}
	response.UserHandle = row.UserHandle
	// go-webauthn would check some extensions before the signature, and its refusal would differ; with an AppID, it expects
	// another encoding of the key.
	parsed.ClientExtensionResults = protocol.AuthenticationExtensionsClientOutputs{}
	session.RelyingPartyID, session.Extensions = scope, protocol.SessionExtensions{}
	credential := webauthn.Credential{
		ID: row.CredentialID, PublicKey: key.PublicKey, Transport: key.Transport,
		Authenticator: webauthn.Authenticator{AAGUID: row.AAGUID[:], SignCount: row.SignCount},
		// checkSigned compares BE after the signature, with the row: it is unknown for imported passkeys.
		Flags: webauthn.CredentialFlags{BackupEligible: flags.HasBackupEligible()},
	}

	user := webauthnUser{handle: row.UserHandle, credentials: []webauthn.Credential{credential}}
	err := rp.validateAssertion(user, session, parsed)
	var libErr *protocol.Error
	switch {
	case !owned:
		return refuse(ReasonNotAccepted, errors.New("not a passkey of this ceremony, relying party or user handle"))
	case err == nil:
		return nil
	case errors.As(err, &libErr) && libErr.Type != protocol.ErrAssertionSignature.Type && flags.HasBackupState() && !flags.HasBackupEligible():
		return refuse(ReasonBackupFlags, errors.New("BS without BE"))
	default:
		return refuse(ReasonNotAccepted, err)
	}
}

// checkSigned makes the checks that require a valid signature: backup flags (steps 20, 21) and counter (step 22).
func (s *Service) checkSigned(row store.Passkey, parsed *protocol.ParsedCredentialAssertionData) (*assertion, error) {
	data := &parsed.Response.AuthenticatorData
	changed := row.BackupEligible != nil && *row.BackupEligible != data.Flags.HasBackupEligible()
	if changed && !s.policy.BackupFlagsMayChange {
		refusal := refuse(ReasonBackupFlags, errors.New("BE changed"))
		if row.BackupFlagsAt == nil {
			refusal.mark = row.ID
		}
		return &assertion{row: row}, refusal
	}
	return &assertion{
		row:          row,
		parsed:       parsed,
		userVerified: data.Flags.HasUserVerified(),
		backupFlags:  changed,
		regressed:    data.Counter <= row.SignCount && (data.Counter != 0 || row.SignCount != 0),
	}, nil
}

// adoptable returns the import of a passkey that is not here. Only a discoverable login adopts: others list what is here.
func (s *Service) adoptable(ctx context.Context, c *ceremony, parsed *protocol.ParsedCredentialAssertionData, login bool) (*store.PasskeyImport, error) {
	handle := parsed.Response.UserHandle
	if s.adopter == nil || !login || len(handle) == 0 || len(c.Session.AllowedCredentialIDs) > 0 {
		return nil, s.unknownPasskey(ctx, parsed)
	}
	found, err := s.adopter.Adoptable(ctx, c.RPID, parsed.RawID, handle)
	if errors.Is(err, fault.ErrNotFound) {
		return nil, s.unknownPasskey(ctx, parsed)
	}
	return &found, err
}

// commitAdoption stores the passkey as the login leaves it. If something has changed meanwhile, the ceremony can be finished again.
func (s *Service) commitAdoption(ctx context.Context, c *ceremony, a *assertion, event store.AuditEvent) error {
	if a.regressed && s.cfg.Clone != CloneWarn {
		event.IdentityID = a.row.IdentityID // the passkey stays at Kratos: nothing here can be marked
		return s.spend(ctx, c, event, audit.CloneSuspected, refuse(ReasonClone, errors.New("a passkey of Kratos")))
	}
	row, challenge, i, imported := a.adopted(event.At), c.challenge(), *a.adopts, a.about(event)
	imported.ID, imported.Type = store.NewID(), audit.PasskeyImported
	imported = authenticator.Describe(audit.With(imported, map[string]any{"source": row.Source, "adopted": true}), row)
	i.Passkeys, i.Challenge, i.Code = []store.Passkey{row}, &challenge, a.code
	i.Events = []store.AuditEvent{imported, a.describe(a.about(event))}
	err := s.store.ImportPasskeys(ctx, i)
	if errors.Is(err, store.EvidenceGone) { // for good: another attempt would find the same
		return s.spend(ctx, c, a.about(event), audit.LoginRefused, refuse(ReasonNotAccepted, errors.New("what vouched for a passkey of Kratos has ended")))
	}
	if errors.Is(err, store.PasskeyLimit) { // until the user removes one
		return s.spend(ctx, c, a.about(event), audit.LoginRefused, fault.ErrLimitReached)
	}
	if errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ChallengeSpent) {
		return fmt.Errorf("%w: %w", fault.ErrConflict, err)
	}
	return fault.OfStore(err)
}

// unknownPasskey refuses a credential ID without a row, after a signature check of the usual duration. The log names
// decoys: a response with a decoy's ID means that a client probes identifiers.
func (s *Service) unknownPasskey(ctx context.Context, parsed *protocol.ParsedCredentialAssertionData) error {
	decoy.Verify(parsed.Raw.AssertionResponse.AuthenticatorData)
	if unreal, err := s.decoys.Includes(ctx, parsed.RawID); err == nil && unreal {
		return refuse(ReasonNotAccepted, errors.New("a decoy's credential ID"))
	}
	return refuse(ReasonNotAccepted, errors.New("unknown credential ID"))
}

// commit stores the changes of an assertion and spends the ceremony, in one round trip. If the row has changed since it was
// read, it is read and checked again. If its user verification no longer counts, a step-up is stored without it; any other
// ceremony gets fault.ErrConflict and can be finished again.
func (s *Service) commit(ctx context.Context, c *ceremony, a *assertion, stepUp *store.StepUp, event store.AuditEvent, refusedKind string) error {
	if a.adopts != nil {
		return s.commitAdoption(ctx, c, a, event)
	}
	event, counts := a.about(event), s.verifiesUser(a.row, a.userVerified)
	for range 3 {
		if a.regressed {
			if err := s.suspectClone(ctx, c, a, event); err != nil {
				return s.spendIfGone(ctx, c, event, refusedKind, err)
			}
		}
		err := s.store.UsePasskey(ctx, store.Assertion{
			PasskeyID:      a.row.ID,
			Challenge:      c.challenge(),
			SeenSignCount:  a.row.SignCount,
			SignCount:      a.signCount(),
			BackupEligible: a.parsed.Response.AuthenticatorData.Flags.HasBackupEligible(),
			BackupChanged:  a.backupFlags,
			BackedUp:       a.parsed.Response.AuthenticatorData.Flags.HasBackupState(),
			CloneWarning:   a.regressed,
			InitializeUV:   a.initializeUV,
			UVCounts:       counts,
			StepUp:         stepUp,
			Code:           a.code,
			UserHandle:     a.userHandle,
			At:             event.At,
			Event:          standing.Raised(a.describe(event), stepUp),
		})
		if errors.Is(err, store.EvidenceGone) { // the step-up itself does not rest on it
			a.initializeUV = nil
			continue
		}
		if errors.Is(err, store.NotAnAlias) {
			return s.spend(ctx, c, event, refusedKind, refuse(ReasonNotAccepted, errors.New("user handle of another identity")))
		}
		if !errors.Is(err, store.PasskeyChanged) {
			return fault.OfStore(err)
		}
		if a, err = s.recheck(ctx, a); err != nil {
			return s.spendRefused(ctx, c, event, refusedKind, err)
		}
		if counts && !s.verifiesUser(a.row, a.userVerified) {
			if stepUp == nil {
				return fmt.Errorf("%w: the user verification of this passkey has just ended", fault.ErrConflict)
			}
			counts, stepUp.UserVerified = false, false
		}
	}
	return fmt.Errorf("%w: too many concurrent logins with this passkey", fault.ErrConflict)
}

// recheck reads the row again. The signature has already been verified.
func (s *Service) recheck(ctx context.Context, a *assertion) (*assertion, error) {
	row, err := s.store.Passkey(ctx, a.row.ID)
	if errors.Is(err, store.ErrNotFound) || (err == nil && row.SuspendedAt != nil) {
		return nil, refuse(ReasonNotAccepted, errors.New("removed or suspended concurrently"))
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if a.userHandle != nil && !row.HandleUnknown && !bytes.Equal(row.UserHandle, a.userHandle) {
		return nil, refuse(ReasonNotAccepted, errors.New("another user handle was accepted concurrently"))
	}
	again, err := s.checkSigned(row, a.parsed)
	if err == nil {
		if row.HandleUnknown {
			again.userHandle = a.userHandle
		}
		again.credential, again.initializeUV, again.code = a.credential, a.initializeUV, a.code
	}
	return again, err
}

// suspectClone handles a decreased counter as webauthn.clone says. With "warn" the assertion is accepted, and
// UsePasskey marks the row.
func (s *Service) suspectClone(ctx context.Context, c *ceremony, a *assertion, event store.AuditEvent) error {
	if s.cfg.Clone == CloneWarn {
		return nil
	}
	refusal := refuse(ReasonClone, nil)
	event = audit.With(audit.Refused(event, audit.CloneSuspected, refusal), map[string]any{"suspended": s.cfg.Clone == CloneSuspend})
	ended, err := s.store.SuspectPasskey(ctx, store.Suspicion{
		PasskeyID: a.row.ID,
		Challenge: c.challenge(),
		Suspend:   s.cfg.Clone == CloneSuspend,
		At:        event.At,
		Ending:    standing.EndingAt(event.At, uuid.Nil),
		Event:     authenticator.Describe(event, a.row),
	})
	if err != nil {
		return fault.OfStore(err)
	}
	s.endings.Settle(ctx, ended)
	return refusal
}

// spendIfGone turns fault.ErrNotFound, for a passkey that was removed concurrently, into the refusal of an unknown
// passkey.
func (s *Service) spendIfGone(ctx context.Context, c *ceremony, event store.AuditEvent, kind string, err error) error {
	if !errors.Is(err, fault.ErrNotFound) {
		return err
	}
	return s.spend(ctx, c, event, kind, refuse(ReasonNotAccepted, errors.New("removed concurrently")))
}

// spendRefused spends the ceremony if err is a refusal. If the database or Kratos is unavailable, the ceremony can
// still be finished.
func (s *Service) spendRefused(ctx context.Context, c *ceremony, event store.AuditEvent, kind string, err error) error {
	var refusal *Refusal
	switch {
	case !errors.As(err, &refusal):
		return err
	case refusal.mark != uuid.Nil:
		return s.markBackupFlags(ctx, c, event, kind, refusal)
	}
	return s.spend(ctx, c, event, kind, err)
}
