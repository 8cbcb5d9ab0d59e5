package people

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/recovery"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Users have a right to a copy of their data, and to its deletion (GDPR articles 15, 17 and 20). This export has what
// Latchkey stores; Kratos holds the rest.

// userRecord is the part of an export that precedes the audit events.
type userRecord struct {
	IdentityID    uuid.UUID         `json:"identity_id"`
	ExportedAt    time.Time         `json:"exported_at"`
	Passkeys      []heldPasskey     `json:"passkeys"`
	RecoveryCodes []heldCode        `json:"recovery_codes"`
	Sessions      []heldSession     `json:"sessions"`
	Factors       []heldFactor      `json:"factors"`             // at Kratos, present or past
	Tombstones    []heldTombstone   `json:"removed_passkeys"`    // kept for signals to browsers
	Removals      []heldRemoval     `json:"removals"`            // kept so that the user can disown the passkey
	Struck        [][]byte          `json:"removed_credentials"` // IDs of passkeys that are not imported again
	Handles       [][]byte          `json:"user_handles"`        // of passkeys at Kratos
	Endings       []heldEnding      `json:"session_endings"`     // not confirmed by Kratos yet
	GatePasses    int               `json:"gate_passes"`
	Codes         int               `json:"authorization_codes"`
	GraceBegan    *time.Time        `json:"grace_began_at"`
	MissingSince  *time.Time        `json:"missing_since"`         // at Kratos
	SecondGrace   *time.Time        `json:"second_grace_began_at"` // for a second way to sign in
	Resets        []*recovery.Reset `json:"resets"`
	Approvals     []*admin.Approval `json:"approvals"`
	Revocations   []heldRevocation  `json:"revocations"`          // of all passkeys that match a filter
	Marks         []heldMark        `json:"compromised_passkeys"` // that the report of a model has suspended or marked
	AdminKeys     []heldKey         `json:"admin_keys"`
}

// heldPasskey is a passkey's row, without columns that only the database uses.
type heldPasskey struct {
	webauthnsvc.Passkey
	CredentialID []byte          `json:"credential_id"`
	UserHandle   []byte          `json:"user_handle"`
	SignCount    uint32          `json:"sign_count"`
	SuspendedAt  *time.Time      `json:"suspended_at"`
	Cause        string          `json:"suspension_cause"`
	CloneAt      *time.Time      `json:"clone_warning_at"`
	UVBy         []uuid.UUID     `json:"uv_initialized_by"` // passkeys and factors, present or past
	Record       json.RawMessage `json:"record"`            // the credential record (WebAuthn L3 §4), public key included
}

// heldCode omits the hash, which is useless without Latchkey's key.
type heldCode struct {
	CreatedAt time.Time   `json:"created_at"`
	ExpiresAt *time.Time  `json:"expires_at"`
	UsedAt    *time.Time  `json:"used_at"`
	MadeWith  []uuid.UUID `json:"made_with"` // passkeys and factors
}

type heldSession struct {
	SessionID *uuid.UUID `json:"session_id"` // null if the session of a login is not known
	Method    string     `json:"method"`
	PasskeyID *uuid.UUID `json:"passkey_id"`
	At        time.Time  `json:"at"`
	ExpiresAt time.Time  `json:"expires_at"`
}

// heldFactor omits the fingerprint, as heldCode omits the hash.
type heldFactor struct {
	ID               uuid.UUID   `json:"id"`
	Kind             string      `json:"kind"`
	FirstSeenAt      time.Time   `json:"first_seen_at"`
	SetUpAt          *time.Time  `json:"set_up_at"`
	VouchedAt        *time.Time  `json:"vouched_at"`
	How              string      `json:"how"`
	VouchedBy        []uuid.UUID `json:"vouched_by"`
	VouchedByFactors []uuid.UUID `json:"vouched_by_factors"`
	DisownedAt       *time.Time  `json:"disowned_at"`
	GoneAt           *time.Time  `json:"gone_at"`
}

type heldEnding struct {
	Kind      string     `json:"kind"`
	SessionID *uuid.UUID `json:"session_id"`
	KeptID    *uuid.UUID `json:"kept_session_id"`
	CausedAt  time.Time  `json:"caused_at"`
}

type heldRevocation struct {
	RevocationID uuid.UUID  `json:"revocation_id"`
	PasskeyID    uuid.UUID  `json:"passkey_id"`
	Name         string     `json:"name"`
	Outcome      string     `json:"outcome"`
	Cause        string     `json:"cause"`
	At           *time.Time `json:"at"`
}

type heldTombstone struct {
	CredentialID []byte    `json:"credential_id"`
	UserHandle   []byte    `json:"user_handle"` // null if the passkey was removed before handles were kept
	RPID         string    `json:"rp_id"`
	RemovedAt    time.Time `json:"removed_at"`
}

// heldRemoval has the passkey's ID, as other members name it.
type heldRemoval struct {
	PasskeyID uuid.UUID `json:"passkey_id"`
	RemovedAt time.Time `json:"removed_at"`
	Kept      bool      `json:"kept"` // what it vouched for and initialised still counts
	Disowned  bool      `json:"disowned"`
}

type heldMark struct {
	ReportID  uuid.UUID `json:"report_id"`
	PasskeyID uuid.UUID `json:"passkey_id"`
	At        time.Time `json:"at"`
}

// heldKey omits the hash.
type heldKey struct {
	ID         uuid.UUID   `json:"id"`
	Name       string      `json:"name"`
	Scopes     []string    `json:"scopes"`
	CreatedAt  time.Time   `json:"created_at"`
	ExpiresAt  *time.Time  `json:"expires_at"`
	RevokedAt  *time.Time  `json:"revoked_at"`
	LastUsedAt *time.Time  `json:"last_used_at"`
	MadeWith   []uuid.UUID `json:"made_with"` // passkeys and factors
}

// ExportIdentity writes everything stored about an identity to w, as one JSON document. Memory use does not grow with
// the audit log. The export is itself an audit event, and part of the document. Errors: fault.ErrNotFound if nothing
// is stored.
func (s *Service) ExportIdentity(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, w io.Writer) error {
	record, err := s.userRecord(ctx, id)
	if err != nil {
		return err
	}
	if err := s.store.RecordEvent(ctx, s.audit.Event(audit.IdentityExported, req, by.Actor(), audit.AboutIdentity(id))); err != nil {
		return fault.OfStore(err)
	}
	head, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return err
	}
	// The events are the last member.
	if _, err := w.Write(append(head[:len(head)-len("\n}")], ",\n  \"events\": ["...)); err != nil {
		return err
	}
	separator := "\n    "
	for page := (store.Page{Size: audit.ExportChunk}); ; {
		events, err := s.audit.Events(ctx, store.AuditFilter{IdentityID: &id}, page)
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
		if len(events) < audit.ExportChunk {
			_, err := io.WriteString(w, "\n  ]\n}\n")
			return err
		}
	}
}

func (s *Service) userRecord(ctx context.Context, id uuid.UUID) (*userRecord, error) {
	record := &userRecord{IdentityID: id, ExportedAt: s.cfg.Now().UTC(), Passkeys: []heldPasskey{}, Approvals: []*admin.Approval{}, AdminKeys: []heldKey{}, RecoveryCodes: []heldCode{}, Sessions: []heldSession{}, Factors: []heldFactor{}, Tombstones: []heldTombstone{}, Removals: []heldRemoval{}, Endings: []heldEnding{}, Revocations: []heldRevocation{}, Marks: []heldMark{}, Handles: [][]byte{}, Struck: [][]byte{}}
	passkeys, err := s.store.PasskeysOf(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	codes, err := s.store.RecoveryCodesOf(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	held, err := s.store.Holdings(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	events, err := s.store.AuditEvents(ctx, store.AuditFilter{IdentityID: &id}, store.Page{Size: 1})
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if record.Resets, err = s.recovery.Resets(ctx, recovery.ResetFilter{IdentityID: &id}, store.Page{Size: audit.ExportChunk}); err != nil {
		return nil, err
	}
	approvals, err := s.store.Approvals(ctx, store.ApprovalFilter{IdentityID: &id}, store.Page{Size: audit.ExportChunk})
	if err != nil {
		return nil, fault.OfStore(err)
	}
	for _, a := range approvals {
		record.Approvals = append(record.Approvals, admin.ViewApproval(a, s.cfg.Now()))
	}
	keys, err := s.store.AdminKeys(ctx)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	for _, k := range keys {
		if admin.OwnerOf(k) == id {
			record.AdminKeys = append(record.AdminKeys, heldKey{k.ID, k.Name, k.Scopes, k.CreatedAt, k.ExpiresAt, k.RevokedAt, k.LastUsedAt, k.MadeWith})
		}
	}
	for _, p := range passkeys {
		record.Passkeys = append(record.Passkeys, heldPasskey{s.ceremonies.View(p), p.CredentialID, p.UserHandle, p.SignCount, p.SuspendedAt, p.SuspensionCause(), p.CloneWarningAt, p.UVInitializedBy, p.Record})
	}
	for _, c := range codes {
		record.RecoveryCodes = append(record.RecoveryCodes, heldCode{c.CreatedAt, c.ExpiresAt, c.UsedAt, c.MadeWith})
	}
	for _, u := range held.Sessions {
		record.Sessions = append(record.Sessions, heldSession{audit.OrNil(u.SessionID), u.Method, audit.OrNil(u.PasskeyID), u.At, u.ExpiresAt})
	}
	for _, f := range held.Factors {
		record.Factors = append(record.Factors, heldFactor{f.ID, f.Kind, f.FirstSeenAt, f.SetUpAt, f.VouchedAt, f.How, f.VouchedBy, f.VouchedByFactors, f.DisownedAt, f.GoneAt})
	}
	record.Handles, record.Struck = append(record.Handles, held.Handles...), append(record.Struck, held.Struck...)
	for _, t := range held.Tombstones {
		record.Tombstones = append(record.Tombstones, heldTombstone{t.CredentialID, t.UserHandle, t.RPID, t.RemovedAt})
	}
	for _, r := range held.Removed {
		record.Removals = append(record.Removals, heldRemoval{r.ID, r.RemovedAt, r.Kept, r.Disowned})
	}
	for _, m := range held.Marks {
		record.Marks = append(record.Marks, heldMark(m))
	}
	for _, e := range held.Endings {
		record.Endings = append(record.Endings, heldEnding{e.Kind, audit.OrNil(e.SessionID), audit.OrNil(e.KeptID), e.CausedAt})
	}
	for _, r := range held.Revocations {
		record.Revocations = append(record.Revocations, heldRevocation{r.RevocationID, r.PasskeyID, r.Name, r.Outcome, r.Cause, r.At})
	}
	record.GatePasses, record.Codes, record.GraceBegan, record.SecondGrace, record.MissingSince = held.GatePasses, held.Codes, held.GraceBegan, held.SecondGraceBegan, held.MissingSince
	if len(passkeys)+len(codes)+len(record.Resets)+len(record.Sessions)+held.GatePasses+held.Codes+len(held.Factors)+len(held.Tombstones)+len(held.Removed)+len(held.Endings)+len(held.Handles)+len(held.Struck)+len(held.Revocations)+len(record.AdminKeys)+len(events) == 0 && held.GraceBegan == nil && held.SecondGraceBegan == nil {
		return nil, fault.ErrNotFound
	}
	return record, nil
}
