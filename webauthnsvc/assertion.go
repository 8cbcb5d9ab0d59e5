package webauthnsvc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
)

// assertion is a verified answer of an authenticator, judged against the row as it was read.
type assertion struct {
	row          store.Passkey
	credential   registered // of the row's record
	parsed       *protocol.ParsedCredentialAssertionData
	userVerified bool                     // of this assertion; go-webauthn's credential carries the stored flag
	regressed    bool                     // the sign counter went back (L3 §7.2 step 22)
	initializeUV bool                     // its user verification counts from now on (L3 §4, uvInitialized)
	code         *store.AuthorizationCode // by which the login goes on to Kratos; nil for none
}

// about names the passkey on an event, if the signature was good: support must find a refused login by its person.
func (a *assertion) about(event store.AuditEvent) store.AuditEvent {
	if a != nil {
		event.IdentityID, event.PasskeyID = a.row.IdentityID, a.row.ID
	}
	return event
}

func (a *assertion) signCount() uint32 {
	return max(a.row.SignCount, a.parsed.Response.AuthenticatorData.Counter)
}

// parseAssertion refuses what no look-up is worth. It spends nothing.
func parseAssertion(credential []byte) (*protocol.ParsedCredentialAssertionData, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(credential)
	if err != nil {
		return nil, refuse(ReasonMalformed, err)
	}
	if len(parsed.RawID) > 1023 || len(parsed.Response.UserHandle) > 64 {
		return nil, refuse(ReasonMalformed, errors.New("credential ID or user handle too long"))
	}
	return parsed, nil
}

// verifyAssertion is WebAuthn L3 §7.2 from step 5 on. owner is the identity that the ceremony is bound to, if it
// is. What may not be told apart comes back as one ReasonNotAccepted after equal work; where the signature was good,
// the row comes with the refusal, for the record. Errors that are no Refusal mean that the database did not answer.
func (s *Service) verifyAssertion(ctx context.Context, c *ceremony, p *party, parsed *protocol.ParsedCredentialAssertionData, owner *uuid.UUID) (*assertion, error) {
	response := &parsed.Response
	if refusal := s.checkClientData(c, protocol.AssertCeremony, &response.CollectedClientData, &response.AuthenticatorData); refusal != nil {
		return nil, refusal
	}
	row, err := s.store.PasskeyByCredentialID(ctx, parsed.RawID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.unknownPasskey(ctx, parsed)
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	credential, err := credentialOf(row)
	if err != nil {
		return nil, fmt.Errorf("the record of passkey %s cannot be read: %w", row.ID, err)
	}
	verified := s.verifySignature(c, p, parsed, row, credential)
	switch {
	case verified != nil:
		return nil, verified
	case owner != nil && row.IdentityID != *owner:
		return nil, refuse(ReasonNotAccepted, errors.New("passkey of another identity"))
	case row.SuspendedAt != nil:
		return &assertion{row: row}, refuse(ReasonNotAccepted, errors.New("passkey is suspended"))
	}
	a, err := s.judge(row, parsed)
	if err == nil {
		a.credential = credential
	}
	return a, err
}

// verifySignature has go-webauthn verify the signature with the row's key. It is run for suspended passkeys and
// for those of others as well, so that they take as long to refuse.
func (s *Service) verifySignature(c *ceremony, p *party, parsed *protocol.ParsedCredentialAssertionData, row store.Passkey, key registered) error {
	response := &parsed.Response
	flags := response.AuthenticatorData.Flags
	// Ownership is settled here and not by go-webauthn, whose checks would stop before the signature.
	owned := row.RPID == c.RPID && s.allowed(c, parsed.RawID) && handleMatches(c, row, response.UserHandle)

	session := c.Session
	session.UserID, session.AllowedCredentialIDs = row.UserHandle, [][]byte{row.CredentialID}
	response.UserHandle = row.UserHandle
	// None were asked for. go-webauthn would look at some before the signature, and its refusal would tell.
	parsed.ClientExtensionResults = protocol.AuthenticationExtensionsClientOutputs{}
	credential := webauthn.Credential{
		ID: row.CredentialID, PublicKey: key.PublicKey, Transport: key.Transport,
		Authenticator: webauthn.Authenticator{AAGUID: row.AAGUID[:], SignCount: row.SignCount},
		// BE is compared in judge, after the signature, and against the row: imported records do not know it.
		Flags: webauthn.CredentialFlags{BackupEligible: flags.HasBackupEligible()},
	}

	user := person{handle: row.UserHandle, credentials: []webauthn.Credential{credential}}
	err := p.validateAssertion(user, session, parsed)
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

// allowed: where the begin listed credentials, the answer must be one of them (step 5).
func (s *Service) allowed(c *ceremony, rawID []byte) bool {
	listed := c.Session.AllowedCredentialIDs
	return len(listed) == 0 || slices.ContainsFunc(listed, func(id []byte) bool { return bytes.Equal(id, rawID) })
}

// handleMatches: a discoverable login must say who it is; where the credentials were listed, old security keys
// say nothing (step 6).
func handleMatches(c *ceremony, row store.Passkey, handle []byte) bool {
	if len(handle) == 0 {
		return len(c.Session.AllowedCredentialIDs) > 0
	}
	return bytes.Equal(handle, row.UserHandle)
}

// judge looks at what only a valid signature makes worth looking at: backup flags (steps 20, 21) and counter (22).
func (s *Service) judge(row store.Passkey, parsed *protocol.ParsedCredentialAssertionData) (*assertion, error) {
	data := &parsed.Response.AuthenticatorData
	if row.BackupEligible != nil && *row.BackupEligible != data.Flags.HasBackupEligible() {
		return &assertion{row: row}, refuse(ReasonBackupFlags, errors.New("BE changed"))
	}
	return &assertion{
		row:          row,
		parsed:       parsed,
		userVerified: data.Flags.HasUserVerified(),
		regressed:    data.Counter <= row.SignCount && (data.Counter != 0 || row.SignCount != 0),
	}, nil
}

// unknownPasskey refuses a credential ID that we have no row of, after a signature check as long as a real one. The log
// tells decoys apart: who answers for one tries identifiers, and does not own a passkey that we lost.
func (s *Service) unknownPasskey(ctx context.Context, parsed *protocol.ParsedCredentialAssertionData) error {
	verifyInVain(parsed)
	if decoy, err := s.isDecoy(ctx, parsed.RawID); err == nil && decoy {
		return refuse(ReasonNotAccepted, errors.New("a decoy's credential ID"))
	}
	return refuse(ReasonNotAccepted, errors.New("unknown credential ID"))
}

// commit stores what the assertion changes and spends the ceremony, in one round trip. A passkey that changed since
// it was read (another login with it was faster) is read and judged again.
func (s *Service) commit(ctx context.Context, c *ceremony, a *assertion, stepUp *store.StepUp, event store.AuditEvent, refusedKind string) error {
	event, code := a.about(event), a.code
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
			BackedUp:       a.parsed.Response.AuthenticatorData.Flags.HasBackupState(),
			CloneWarning:   a.regressed,
			InitializeUV:   a.initializeUV,
			StepUp:         stepUp,
			Code:           code,
			At:             event.At,
			Event:          a.describe(event),
		})
		if !errors.Is(err, store.PasskeyChanged) {
			return fault.OfStore(err)
		}
		initialize := a.initializeUV
		if a, err = s.judgeAgain(ctx, a); err != nil {
			return s.spendRefused(ctx, c, event, refusedKind, err)
		}
		a.initializeUV = initialize
	}
	return fmt.Errorf("%w: other logins with this passkey keep being faster", fault.ErrConflict)
}

// judgeAgain reads the row anew; the signature has been verified and need not be again.
func (s *Service) judgeAgain(ctx context.Context, a *assertion) (*assertion, error) {
	row, err := s.store.Passkey(ctx, a.row.ID)
	if errors.Is(err, store.ErrNotFound) || (err == nil && row.SuspendedAt != nil) {
		return nil, refuse(ReasonNotAccepted, errors.New("removed or suspended in the same moment"))
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	again, err := s.judge(row, a.parsed)
	if err == nil {
		again.credential = a.credential
	}
	return again, err
}

// suspectClone does with a counter that went back what webauthn.clone says; with "warn" it lets pass, and the row
// is marked by UsePasskey.
func (s *Service) suspectClone(ctx context.Context, c *ceremony, a *assertion, event store.AuditEvent) error {
	if s.cfg.Clone == CloneWarn {
		return nil
	}
	refusal := refuse(ReasonClone, nil)
	event = audit.Refused(event, audit.CloneSuspected, refusal)
	ended, err := s.store.SuspectPasskey(ctx, store.Suspicion{
		PasskeyID: a.row.ID,
		Challenge: c.challenge(),
		Suspend:   s.cfg.Clone == CloneSuspend,
		At:        event.At,
		Ending:    standing.EndingAt(event.At, uuid.Nil),
		Event:     event,
	})
	if err != nil {
		return fault.OfStore(err)
	}
	s.endings.Settle(ctx, ended)
	return refusal
}

// admit counts a call for the limits of its identity, by what came of verifying its assertion. Where the database did not
// answer there is nothing to count.
func admit(req audit.Request, call audit.Admission, verified error) error {
	var refusal *Refusal
	if verified != nil && !errors.As(verified, &refusal) {
		return nil
	}
	call.Verified = verified == nil
	return req.Admitted(call)
}

// spendIfGone gives a passkey that was removed in the same moment the refusal that every unknown one gets.
func (s *Service) spendIfGone(ctx context.Context, c *ceremony, event store.AuditEvent, kind string, err error) error {
	if !errors.Is(err, fault.ErrNotFound) {
		return err
	}
	return s.spend(ctx, c, event, kind, refuse(ReasonNotAccepted, errors.New("removed in the same moment")))
}

// spendRefused spends the ceremony if err is a refusal; a database or Kratos that is down spends nothing.
func (s *Service) spendRefused(ctx context.Context, c *ceremony, event store.AuditEvent, kind string, err error) error {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	return s.spend(ctx, c, event, kind, err)
}

// describe notes on the event what an auditor cannot tell from the passkey.
func (a *assertion) describe(event store.AuditEvent) store.AuditEvent {
	switch {
	case event.Metadata != nil: // a confirmation's
		details := map[string]any{"user_verified": a.userVerified}
		_ = json.Unmarshal(event.Metadata, &details) // written by us
		if a.regressed {
			details["clone_warning"] = true
		}
		event.Metadata = audit.Metadata(details)
	case a.regressed:
		event.Metadata = audit.Metadata(map[string]any{"user_verified": a.userVerified, "clone_warning": true})
	case a.userVerified:
		event.Metadata = json.RawMessage(`{"user_verified":true}`)
	default:
		event.Metadata = json.RawMessage(`{"user_verified":false}`)
	}
	return event
}

// used is the row as the commit left it, for the answer.
func (a *assertion) used(at time.Time) store.Passkey {
	row := a.row
	eligible := a.parsed.Response.AuthenticatorData.Flags.HasBackupEligible()
	row.BackupEligible = &eligible
	row.BackedUp = a.parsed.Response.AuthenticatorData.Flags.HasBackupState()
	row.LastUsedAt = &at
	return row
}
