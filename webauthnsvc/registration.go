package webauthnsvc

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// maxRecordBytes bounds what a registration may store; go-webauthn keeps the whole attestation in the record.
const maxRecordBytes = 32 << 10

// BeginRegistration starts a registration for the caller's identity. It writes nothing.
// FieldError, StepUpRequired, ErrLimitReached, Refusal (origin_mismatch), ErrIdentityInactive.
func (s *Service) BeginRegistration(ctx context.Context, session account.Session, req audit.Request, wish NewRegistration) (*Begun, error) {
	if wish.Name != "" {
		name, err := text.CleanName(wish.Name)
		if err != nil {
			return nil, err
		}
		wish.Name = name
	}
	p, err := s.chooseParty(req.Origin, wish.RPID)
	if err != nil {
		return nil, err
	}
	known, _, err := s.standing.MayRegister(ctx, session, req, false)
	if err != nil {
		return nil, err
	}
	rows := known.Rows
	if known.Counting() >= s.cfg.MaxPasskeys {
		return nil, fault.ErrLimitReached
	}
	options, mediation, err := s.registrationOptions(session, wish)
	if err != nil {
		return nil, err
	}
	held := heldAt(p.ID, rows)
	for _, row := range held {
		options.exclude = append(options.exclude, descriptor(row))
	}
	user := person{handle: userHandle(held), name: session.Identity.Login, displayName: session.Identity.DisplayName}
	creation, data, err := p.beginRegistration(user, mediation, options)
	if err != nil {
		return nil, err
	}
	c := s.newCeremony(p, req)
	c.IdentityID, c.SessionID, c.Name, c.Session = session.Identity.ID, session.ID, wish.Name, *data
	s.audit.Count(audit.CounterRegistrationStarted)
	return s.sealCeremony(kindRegistration, c, creation.Response, creation.Mediation)
}

// FinishRegistration stores the new passkey. An empty name keeps the one given at begin, or finds one.
// ErrCeremonyInvalid, ErrCeremonyExpired, ErrCeremonySpent, Refusal, ErrAlreadyRegistered, ErrLimitReached,
// StepUpRequired, FieldError, ErrIdentityInactive.
func (s *Service) FinishRegistration(ctx context.Context, session account.Session, req audit.Request, token string, credential []byte, name string) (*PasskeyChange, error) {
	if name != "" {
		var err error
		if name, err = text.CleanName(name); err != nil {
			return nil, err
		}
	}
	c, p, err := s.openCeremony(kindRegistration, token)
	if err != nil {
		return nil, err
	}
	if err := c.boundTo(session); err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(credential)
	if err != nil {
		return nil, refuse(ReasonMalformed, err)
	}
	event := s.audit.Event(audit.PasskeyRegistered, req, audit.ByIdentity(session.Identity.ID), audit.AboutIdentity(session.Identity.ID))
	created, err := s.verifyRegistration(c, p, parsed)
	if err != nil {
		return nil, s.spend(ctx, c, event, audit.RegistrationRefused, err)
	}
	known, permission, err := s.standing.MayRegister(ctx, session, req, true)
	if err != nil {
		return nil, s.audit.RecordRefusal(ctx, event, audit.RegistrationRefused, err)
	}
	rows := known.Rows
	row, err := newRow(c, p, created, s.cfg.Now().UTC())
	if err != nil {
		return nil, s.spend(ctx, c, event, audit.RegistrationRefused, err)
	}
	replaces, err := s.freeCredentialID(ctx, row.IdentityID, row.CredentialID)
	switch {
	case errors.Is(err, fault.ErrAlreadyRegistered):
		return nil, s.spend(ctx, c, event, audit.RegistrationRefused, err)
	case err != nil:
		return nil, err
	}
	row.Name = s.firstName(name, c.Name, row.AAGUID, rows)
	event.PasskeyID = row.ID
	made := store.NewPasskey{
		Passkey: row, Challenge: c.challenge(), Limit: s.cfg.MaxPasskeys, First: !known.HoldsPasskey(), By: permission.By, Event: event,
		Replaces: replaces,
	}
	if known.FirstPasskey == nil {
		if made.Unverified, err = s.standing.UnverifiedAddresses(ctx, session.Identity); err != nil {
			return nil, fault.OfStore(err)
		}
	}
	details := map[string]any{}
	if permission.ByGrant {
		made.Recovery = session.ID
		details["recovery_code"] = true
	}
	if known.Role { // other admins are notified
		details["role"] = true
	}
	if replaces != uuid.Nil {
		details["replaces"] = replaces
		rows = slices.DeleteFunc(rows, func(old store.Passkey) bool { return old.ID == replaces })
	}
	if len(details) > 0 {
		made.Event.Metadata = audit.Metadata(details)
	}
	err = s.store.CreatePasskey(ctx, made)
	switch {
	case errors.Is(err, store.CredentialTaken): // in the same moment
		event.PasskeyID = uuid.Nil
		return nil, s.spend(ctx, c, event, audit.RegistrationRefused, fault.ErrAlreadyRegistered)
	case errors.Is(err, store.NotFirstPasskey), errors.Is(err, store.RecoveryUsed), errors.Is(err, store.EvidenceGone):
		// Another tab was faster, and from the second passkey on the session must be fresh; or what made it so has gone.
		return nil, s.afterLostRace(ctx, session, req)
	case err != nil:
		return nil, fault.OfStore(err)
	}
	if made.First {
		s.standing.VouchAtFirst(ctx, session, known, row)
		s.linkFirst(ctx, session.Identity.ID)
	}
	return &PasskeyChange{s.View(row), s.Signals(ctx, session.Identity, append(rows, row))}, nil
}

func (s *Service) afterLostRace(ctx context.Context, session account.Session, req audit.Request) error {
	if _, _, err := s.standing.MayRegister(ctx, session, req, true); err != nil {
		return err
	}
	return fault.ErrConflict
}

// verifyRegistration is WebAuthn L3 §7.1 from step 7 on.
func (s *Service) verifyRegistration(c *ceremony, p *party, parsed *protocol.ParsedCredentialCreationData) (*webauthn.Credential, error) {
	auth := &parsed.Response.AttestationObject.AuthData
	if refusal := s.checkClientData(c, protocol.CreateCeremony, &parsed.Response.CollectedClientData, auth); refusal != nil {
		return nil, refusal
	}
	if id := auth.AttData.CredentialID; len(id) == 0 || len(id) > 1023 { // step 25
		return nil, refuse(ReasonMalformed, fmt.Errorf("credential ID of %d bytes", len(id)))
	}
	if err := checkPublicKey(auth.AttData.CredentialPublicKey); err != nil {
		return nil, refuse(ReasonKeyUnusable, err)
	}
	if auth.Flags.HasBackupState() && !auth.Flags.HasBackupEligible() { // step 18
		return nil, refuse(ReasonBackupFlags, errors.New("BS without BE"))
	}
	created, err := p.createCredential(c, parsed)
	if err != nil {
		// What is left to it: that the algorithm was offered, and the attestation.
		return nil, refuse(ReasonKeyUnusable, err)
	}
	return created, nil
}

func newRow(c *ceremony, p *party, created *webauthn.Credential, now time.Time) (store.Passkey, error) {
	created.Transport = cleanTransports(created.Transport)
	record, err := json.Marshal(created)
	if err != nil {
		return store.Passkey{}, fmt.Errorf("a credential that cannot be written: %w", err)
	}
	if len(record) > maxRecordBytes {
		return store.Passkey{}, refuse(ReasonMalformed, fmt.Errorf("record of %d bytes", len(record)))
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
		RPID:           p.ID,
		Record:         record,
		AAGUID:         aaguid,
		BackupEligible: &eligible,
		BackedUp:       created.Flags.BackupState,
		SignCount:      created.Authenticator.SignCount,
		// A synced passkey's provider verifies the user, whatever this registration did (DESIGN 4.2).
		UVInitialized: created.Flags.UserVerified || eligible,
		CreatedAt:     now.Truncate(time.Microsecond),
	}, nil
}

// firstName is the name given at finish, at begin, or that of the authenticator's make, "Passkey" where it is not known;
// with a number where the person has one of that name.
func (s *Service) firstName(atFinish, atBegin string, aaguid uuid.UUID, rows []store.Passkey) string {
	if given := cmp.Or(atFinish, atBegin); given != "" {
		return given
	}
	base := "Passkey"
	if provider := s.Provider(aaguid); provider != nil {
		base = provider.Name
	}
	name := base
	for n := 2; slices.ContainsFunc(rows, func(row store.Passkey) bool { return row.Name == name }); n++ {
		name = fmt.Sprintf("%s %d", base, n)
	}
	return name
}

// heldAt are the passkeys of a relying party, without those that are disregarded: the device of one may be the only one that
// its owner has, and must make a new passkey. That gets another user handle, so that no authenticator takes the two for one.
func heldAt(rpID string, rows []store.Passkey) []store.Passkey {
	var held []store.Passkey
	for _, row := range rows {
		if row.RPID == rpID && !row.Disregarded() {
			held = append(held, row)
		}
	}
	return held
}

// userHandle is that of the identity's passkeys at a relying party, or a new one: 64 random bytes that say nothing of the
// person (L3 §14.6.1).
func userHandle(held []store.Passkey) []byte {
	if len(held) > 0 {
		return bytes.Clone(held[0].UserHandle)
	}
	handle := make([]byte, 64)
	_, _ = rand.Read(handle)
	return handle
}
