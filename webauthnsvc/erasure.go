package webauthnsvc

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// A person may know what is held of them, and have it deleted (GDPR articles 15, 17 and 20). Kratos holds the rest, and
// is asked nothing here.

const (
	eventIdentityExported = "identity.exported"
	eventIdentityErased   = "identity.erased"
)

// Erased counts what an erasure took away; see store.
type Erased = store.Erased

// eraseRounds bounds an erasure of somebody about whom new events keep coming.
const eraseRounds = 10000

// EraseIdentity deletes all that is held of an identity, and blanks its events: they stay in the log and in the chain,
// and tell no longer whom they were about. An identity that still exists at Kratos can come back at any time.
// The erasure is on record without the person, so the reason must not name them either. FieldError; ErrNotFound when
// nothing is held.
func (s *Service) EraseIdentity(ctx context.Context, by Admin, req Request, id uuid.UUID, reason string) (*Erased, error) {
	reason, err := cleanReason(reason)
	if err != nil {
		return nil, err
	}
	key, err := s.chainKey(ctx)
	if err != nil {
		return nil, err
	}
	var total Erased
	for range eraseRounds {
		erased, err := s.eraseSome(ctx, key, id, func(erased Erased) store.AuditEvent {
			event := s.event(eventIdentityErased, req, by.actor(), subject{})
			event.Reason = reason
			event.Metadata, _ = json.Marshal(erased)
			return event
		})
		switch {
		case errors.Is(err, store.ErrNotFound) && total.None():
			return nil, storeError(err)
		case errors.Is(err, store.ErrNotFound):
			return &total, nil
		case err != nil:
			return nil, storeError(err)
		}
		total = total.Plus(erased)
	}
	return nil, errors.New("events about this identity keep coming; suspend it at Kratos, then erase it again")
}

// eraseSome deletes everything and blanks the first events. Only what is sealed can be blanked, so that nothing that
// happened was ever without its place in the chain.
func (s *Service) eraseSome(ctx context.Context, key ed25519.PrivateKey, id uuid.UUID, record func(Erased) store.AuditEvent) (Erased, error) {
	if err := s.sealAll(ctx); err != nil {
		return Erased{}, err
	}
	events, err := s.store.ErasableEvents(ctx, id, sealBatch)
	if err != nil {
		return Erased{}, err
	}
	erasures := make([]store.EventErasure, len(events))
	for i, e := range events {
		erasures[i] = store.EventErasure{ID: e.ID, Signature: [64]byte(ed25519.Sign(key, erasureStatement(e)))}
	}
	return s.store.EraseIdentity(ctx, id, erasures, record)
}

// sealAll waits for another that is sealing.
func (s *Service) sealAll(ctx context.Context) error {
	for {
		if _, err := s.SealAudit(ctx); err != nil {
			return err
		}
		if left, _, err := s.store.AuditBacklog(ctx); err != nil || left == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// personRecord is what an export says of a person before it comes to their events.
type personRecord struct {
	IdentityID    uuid.UUID     `json:"identity_id"`
	ExportedAt    time.Time     `json:"exported_at"`
	Passkeys      []heldPasskey `json:"passkeys"`
	RecoveryCodes []heldCode    `json:"recovery_codes"`
	Sessions      []heldSession `json:"sessions"`
	Factors       []heldFactor  `json:"factors"`          // known to be, or to have been, at Kratos
	Tombstones    []heldGone    `json:"removed_passkeys"` // remembered so that browsers can forget them
	GatePasses    int           `json:"gate_passes"`
	Codes         int           `json:"authorization_codes"`
	GraceBegan    *time.Time    `json:"grace_began_at"`
	Resets        []*Reset      `json:"resets"`
	Approvals     []*Approval   `json:"approvals"`
}

// heldPasskey has everything but what only makes sense to the database.
type heldPasskey struct {
	Passkey
	CredentialID []byte          `json:"credential_id"`
	UserHandle   []byte          `json:"user_handle"`
	SignCount    uint32          `json:"sign_count"`
	SuspendedAt  *time.Time      `json:"suspended_at"`
	CloneAt      *time.Time      `json:"clone_warning_at"`
	Record       json.RawMessage `json:"record"` // the credential record (WebAuthn L3 §4), public key included
}

// heldCode leaves the hash out: it is of no use to anybody but us.
type heldCode struct {
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	UsedAt    *time.Time `json:"used_at"`
}

type heldSession struct {
	SessionID *uuid.UUID `json:"session_id"` // null: a login whose session is not known
	Method    string     `json:"method"`
	PasskeyID *uuid.UUID `json:"passkey_id"`
	At        time.Time  `json:"at"`
	ExpiresAt time.Time  `json:"expires_at"`
}

// heldFactor leaves the fingerprint out, as heldCode does the hash.
type heldFactor struct {
	ID          uuid.UUID  `json:"id"`
	Kind        string     `json:"kind"`
	FirstSeenAt time.Time  `json:"first_seen_at"`
	VouchedAt   *time.Time `json:"vouched_at"`
	How         string     `json:"how"`
	DisownedAt  *time.Time `json:"disowned_at"`
	GoneAt      *time.Time `json:"gone_at"`
}

type heldGone struct {
	CredentialID []byte    `json:"credential_id"`
	RPID         string    `json:"rp_id"`
	RemovedAt    time.Time `json:"removed_at"`
}

// ExportIdentity writes all that is held of an identity as one JSON document, in constant memory. That it was asked for is
// on record, and in the document. ErrNotFound when nothing is held.
func (s *Service) ExportIdentity(ctx context.Context, by Admin, req Request, id uuid.UUID, w io.Writer) error {
	record, err := s.personRecord(ctx, id)
	if err != nil {
		return err
	}
	if err := s.store.RecordEvent(ctx, s.event(eventIdentityExported, req, by.actor(), aboutIdentity(id))); err != nil {
		return storeError(err)
	}
	head, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return err
	}
	// The events follow as the last member.
	if _, err := w.Write(append(head[:len(head)-len("\n}")], ",\n  \"events\": ["...)); err != nil {
		return err
	}
	separator := "\n    "
	for page := (Page{Size: exportChunk}); ; {
		events, err := s.AuditEvents(ctx, AuditFilter{IdentityID: &id}, page)
		if err != nil {
			return err
		}
		for _, e := range events {
			line, err := json.Marshal(e)
			if err != nil {
				return err
			}
			if _, err := w.Write(append([]byte(separator), line...)); err != nil {
				return err
			}
			separator, page.Before = ",\n    ", e.ID
		}
		if len(events) < exportChunk {
			_, err := io.WriteString(w, "\n  ]\n}\n")
			return err
		}
	}
}

func (s *Service) personRecord(ctx context.Context, id uuid.UUID) (*personRecord, error) {
	record := &personRecord{IdentityID: id, ExportedAt: s.cfg.Now().UTC(), Passkeys: []heldPasskey{}, Approvals: []*Approval{}, RecoveryCodes: []heldCode{}, Sessions: []heldSession{}, Factors: []heldFactor{}, Tombstones: []heldGone{}}
	passkeys, err := s.store.PasskeysOf(ctx, id)
	if err != nil {
		return nil, storeError(err)
	}
	codes, err := s.store.RecoveryCodesOf(ctx, id)
	if err != nil {
		return nil, storeError(err)
	}
	held, err := s.store.Holdings(ctx, id)
	if err != nil {
		return nil, storeError(err)
	}
	events, err := s.store.AuditEvents(ctx, AuditFilter{IdentityID: &id}, Page{Size: 1})
	if err != nil {
		return nil, storeError(err)
	}
	if record.Resets, err = s.Resets(ctx, ResetFilter{IdentityID: &id}, Page{Size: exportChunk}); err != nil {
		return nil, err
	}
	approvals, err := s.store.Approvals(ctx, store.ApprovalFilter{IdentityID: &id}, Page{Size: exportChunk})
	if err != nil {
		return nil, storeError(err)
	}
	for _, a := range approvals {
		record.Approvals = append(record.Approvals, s.viewApproval(a))
	}
	for _, p := range passkeys {
		record.Passkeys = append(record.Passkeys, heldPasskey{s.view(p), p.CredentialID, p.UserHandle, p.SignCount, p.SuspendedAt, p.CloneWarningAt, p.Record})
	}
	for _, c := range codes {
		record.RecoveryCodes = append(record.RecoveryCodes, heldCode{c.CreatedAt, c.ExpiresAt, c.UsedAt})
	}
	for _, u := range held.Sessions {
		record.Sessions = append(record.Sessions, heldSession{orNil(u.SessionID), u.Method, orNil(u.PasskeyID), u.At, u.ExpiresAt})
	}
	for _, f := range held.Factors {
		record.Factors = append(record.Factors, heldFactor{f.ID, f.Kind, f.FirstSeenAt, f.VouchedAt, f.How, f.DisownedAt, f.GoneAt})
	}
	for _, t := range held.Tombstones {
		record.Tombstones = append(record.Tombstones, heldGone{t.CredentialID, t.RPID, t.RemovedAt})
	}
	record.GatePasses, record.Codes, record.GraceBegan = held.GatePasses, held.Codes, held.GraceBegan
	if len(passkeys)+len(codes)+len(record.Resets)+len(record.Sessions)+held.GatePasses+held.Codes+len(held.Factors)+len(held.Tombstones)+len(events) == 0 && held.GraceBegan == nil {
		return nil, ErrNotFound
	}
	return record, nil
}
