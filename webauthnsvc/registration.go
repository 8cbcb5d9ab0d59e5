package webauthnsvc

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/attestation"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
	"latchkey/webauthnsvc/publickey"
	"latchkey/webauthnsvc/record"
	"latchkey/webauthnsvc/response"
	"latchkey/webauthnsvc/signal"
	"latchkey/webauthnsvc/transports"
)

// BeginRegistration begins a registration for the session's identity. It writes nothing. Errors: *fault.FieldError,
// *standing.StepUpRequired, fault.ErrLimitReached, *Refusal with ReasonOriginMismatch, fault.ErrIdentityInactive.
func (s *Service) BeginRegistration(ctx context.Context, session account.Session, req audit.Request, request NewRegistration) (*Begun, error) {
	if request.Name != "" {
		name, err := text.CleanName(request.Name)
		if err != nil {
			return nil, err
		}
		request.Name = name
	}
	rp, err := s.chooseRelyingParty(req.Origin, request.RPID)
	if err != nil {
		return nil, err
	}
	known, _, err := s.standing.MayRegister(ctx, session, req, false)
	if err != nil {
		return nil, err
	}
	rows := known.Rows
	if known.Counting() >= s.maxPasskeys(session.Identity) {
		return nil, fault.ErrLimitReached
	}
	options, mediation, err := s.registrationOptions(session, request)
	if err != nil {
		return nil, err
	}
	profile, err := s.profileOf(ctx, session.Identity)
	if err != nil {
		return nil, err
	}
	if mediation == protocol.MediationConditional && profile.NeedsPrompt() {
		return nil, &fault.FieldError{Field: "mediation", Problem: "a registration without a prompt cannot meet the profile of authenticators"}
	}
	options.request(profile)
	held := passkeysAt(rp.ID, rows)
	for _, row := range held {
		options.exclude = append(options.exclude, descriptor(row))
	}
	options.exclude = append(options.exclude, nativesOf(known)...)
	name, displayName := namesOf(session.Identity)
	user := webauthnUser{handle: userHandle(held), name: name, displayName: displayName}
	creation, data, err := rp.beginRegistration(user, mediation, options)
	if err != nil {
		return nil, err
	}
	creation.Response.Extensions.AppIDExclude = rp.appIDFor(req.Origin, held)
	c := s.newCeremony(rp, req)
	c.IdentityID, c.SessionID, c.Name, c.Profile, c.Session = session.Identity.ID, session.ID, request.Name, profile.Name, *data
	s.audit.Count(audit.CounterRegistrationStarted)
	return s.sealCeremony(kindRegistration, c, creation.Response, creation.Mediation)
}

// FinishRegistration verifies the response and stores the new passkey. If name is empty, the passkey gets the name
// given at begin, or a generated one. Errors: fault.ErrCeremonyInvalid, fault.ErrCeremonyExpired,
// fault.ErrCeremonySpent, *Refusal, fault.ErrAlreadyRegistered, fault.ErrLimitReached, *standing.StepUpRequired,
// *fault.FieldError, fault.ErrIdentityInactive.
func (s *Service) FinishRegistration(ctx context.Context, session account.Session, req audit.Request, token string, credential []byte, name string) (*Registered, error) {
	if name != "" {
		var err error
		if name, err = text.CleanName(name); err != nil {
			return nil, err
		}
	}
	c, rp, err := s.openCeremony(kindRegistration, token)
	if err != nil {
		return nil, err
	}
	if err := c.boundTo(session); err != nil {
		return nil, err
	}
	profile, err := s.profileOf(ctx, session.Identity)
	if err != nil {
		return nil, err
	}
	if profile.Name != c.Profile { // the options asked for what another profile wants
		return nil, fmt.Errorf("%w: begun under the profile %q", fault.ErrCeremonyInvalid, c.Profile)
	}
	parsed, object, err := response.Registration(credential)
	if err != nil {
		return nil, refuse(ReasonMalformed, err)
	}
	event := s.audit.Event(audit.PasskeyRegistered, req, audit.ByIdentity(session.Identity.ID), audit.AboutIdentity(session.Identity.ID))
	created, err := s.verifyRegistration(c, rp, parsed)
	if err != nil {
		return nil, s.spend(ctx, c, event, audit.RegistrationRefused, err)
	}
	attested, err := s.checkProfile(profile, parsed, object)
	if err != nil {
		if err = s.forget(ctx, c, created, err); errors.As(err, new(*Repeated)) { // stored when the profile allowed it
			return nil, err
		}
		return nil, s.spend(ctx, c, event, audit.RegistrationRefused, err)
	}
	known, permission, notAllowed := s.standing.MayRegister(ctx, session, req, true)
	if errors.Is(notAllowed, fault.ErrStoreUnavailable) { // and would be again, after as long
		return nil, notAllowed
	}
	// Read afterwards: if this response has stored its passkey meanwhile, that passkey is the reason for any refusal.
	replaces, taken := s.freeCredentialID(ctx, c.IdentityID, created)
	switch {
	case errors.As(taken, new(*Repeated)):
		return nil, taken
	case notAllowed != nil:
		return nil, s.audit.RecordRefusal(ctx, event, audit.RegistrationRefused, notAllowed)
	case errors.Is(taken, fault.ErrAlreadyRegistered):
		return nil, s.spend(ctx, c, event, audit.RegistrationRefused, taken)
	case taken != nil:
		return nil, taken
	}
	row, err := newRow(c, rp, created, attested, s.cfg.Now().UTC())
	if err != nil {
		return nil, s.spend(ctx, c, event, audit.RegistrationRefused, err)
	}
	if row.Name = cmp.Or(name, c.Name); row.Name == "" {
		row.Name = suggestName(created, s.Provider(row.AAGUID), known.Rows, req)
	}
	event.PasskeyID = row.ID
	addition := store.NewPasskey{
		Passkey: row, Challenge: c.challenge(), Limit: s.maxPasskeys(session.Identity), First: !known.HoldsPasskey(), By: permission.By, Event: event,
		Replaces: replaces,
	}
	if known.FirstPasskey == nil {
		if addition.Unverified, err = s.standing.UnverifiedAddresses(ctx, session.Identity); err != nil {
			return nil, fault.OfStore(err)
		}
	}
	rows := complete(&addition, known, permission, session.ID)
	if err := s.store.CreatePasskey(ctx, addition); err != nil {
		if err := s.notStored(ctx, session, req, c, created, event, err); err != nil {
			return nil, err
		}
	}
	if addition.First {
		s.standing.VouchAtFirst(ctx, session, known, row)
	}
	change := PasskeyChange{s.View(row), s.Signals(ctx, session.Identity, append(rows, row))}
	return &Registered{change, s.checkSignIn(ctx, req, row)}, nil
}

// notStored returns the error for a passkey that was not stored, because something has changed since it was allowed; nil if it is
// stored after all: the database committed, and its answer was lost.
func (s *Service) notStored(ctx context.Context, session account.Session, req audit.Request, c *ceremony, created *webauthn.Credential, event store.AuditEvent, err error) error {
	var repeated *Repeated
	if _, taken := s.freeCredentialID(ctx, c.IdentityID, created); errors.As(taken, &repeated) {
		if repeated.Passkey.ID == event.PasskeyID {
			return nil
		}
		return taken // the same response was faster
	}
	switch {
	case errors.Is(err, store.CredentialTaken):
		event.PasskeyID = uuid.Nil
		return s.spend(ctx, c, event, audit.RegistrationRefused, fault.ErrAlreadyRegistered)
	case errors.Is(err, store.NotFirstPasskey), errors.Is(err, store.RecoveryUsed), errors.Is(err, store.EvidenceGone):
		// Another tab was faster, and from the second passkey on the session must be fresh; or the evidence for
		// freshness is gone.
		return s.afterLostRace(ctx, session, req)
	}
	return fault.OfStore(err)
}

func (s *Service) afterLostRace(ctx context.Context, session account.Session, req audit.Request) error {
	if _, _, err := s.standing.MayRegister(ctx, session, req, true); err != nil {
		return err
	}
	return fault.ErrConflict
}

// verifyRegistration verifies a response (WebAuthn L3 §7.1, from step 7).
func (s *Service) verifyRegistration(c *ceremony, rp *relyingParty, parsed *protocol.ParsedCredentialCreationData) (*webauthn.Credential, error) {
	auth := &parsed.Response.AttestationObject.AuthData
	if refusal := rp.checkClientData(c, protocol.CreateCeremony, c.RPID, &parsed.Response.CollectedClientData, auth); refusal != nil {
		return nil, refusal
	}
	if id := auth.AttData.CredentialID; len(id) == 0 || len(id) > 1023 { // step 25
		return nil, refuse(ReasonMalformed, fmt.Errorf("credential ID of %d bytes", len(id)))
	}
	if !bytes.Equal(auth.AttData.CredentialID, parsed.RawID) {
		return nil, refuse(ReasonMalformed, errors.New("id is not the attested credential ID"))
	}
	if err := publickey.Check(auth.AttData.CredentialPublicKey); err != nil {
		return nil, refuse(ReasonKeyUnusable, err)
	}
	if auth.Flags.HasBackupState() && !auth.Flags.HasBackupEligible() { // step 18
		return nil, refuse(ReasonBackupFlags, errors.New("BS without BE"))
	}
	created, err := rp.createCredential(c, parsed)
	if err != nil {
		// Only the algorithm can still be wrong.
		return nil, refuse(ReasonKeyUnusable, err)
	}
	return created, nil
}

// forget has the browser forget a passkey that was refused by the profile, in place of offering it at each login. The browser is that
// of this ceremony, and the passkey the one that it has just made, unless its ID is in use. It returns the error of the profile, or
// *Repeated if this response has stored the passkey.
func (s *Service) forget(ctx context.Context, c *ceremony, created *webauthn.Credential, err error) error {
	var barred *NotAllowed
	if !errors.As(err, &barred) {
		return err
	}
	_, taken := s.freeCredentialID(ctx, c.IdentityID, created)
	switch {
	case errors.As(taken, new(*Repeated)):
		return taken
	case taken == nil:
		barred.Signal = []signal.Signal{signal.Unknown(c.RPID, created.ID)}
	}
	return err
}

func newRow(c *ceremony, rp *relyingParty, created *webauthn.Credential, attested *attestation.Attested, now time.Time) (store.Passkey, error) {
	created.Transport = transports.Clean(created.Transport)
	stored, err := record.New(created, attested)
	if err != nil {
		return store.Passkey{}, refuse(ReasonMalformed, err)
	}
	aaguid, err := uuid.FromBytes(created.Authenticator.AAGUID)
	if err != nil {
		return store.Passkey{}, refuse(ReasonMalformed, err)
	}
	eligible := created.Flags.BackupEligible
	return store.Passkey{
		ID:             store.NewID(),
		IdentityID:     c.IdentityID,
		CredentialID:   created.ID,
		UserHandle:     c.Session.UserID,
		RPID:           rp.ID,
		Record:         stored,
		AAGUID:         aaguid,
		KeyIdentifier:  attested.Key(),
		BackupEligible: &eligible,
		BackedUp:       created.Flags.BackupState,
		SignCount:      created.Authenticator.SignCount,
		// The provider of a synced passkey verifies the user, even if this registration did not (docs/decisions.md,
		// 2026-11-26).
		UVInitialized: created.Flags.UserVerified || eligible,
		CreatedAt:     now.Truncate(time.Microsecond),
	}, nil
}

// userHandle returns the handle of the identity's passkeys at a relying party, or a new one: 64 random bytes without
// personal information (L3 §14.6.1).
func userHandle(held []store.Passkey) []byte {
	for _, row := range held {
		if !row.HandleUnknown && !row.StepUpOnly {
			return bytes.Clone(row.UserHandle)
		}
	}
	handle := make([]byte, 64)
	_, _ = rand.Read(handle) // never fails (crypto/rand)
	return handle
}
