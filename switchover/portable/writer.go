package portable

import (
	"encoding/json"
	"io"
	"time"

	"latchkey/store"
)

// Writer writes a file. It keeps nothing of what it has written.
type Writer struct {
	out        *json.Encoder
	identities int
}

// NewWriter writes the header.
func NewWriter(w io.Writer, now time.Time) (*Writer, error) {
	out := json.NewEncoder(w)
	return &Writer{out: out}, out.Encode(Header{format, version, now.UTC().Truncate(time.Second)})
}

// Identity writes the line of an identity, which has at least one passkey.
func (w *Writer) Identity(passkeys []store.Passkey, handles [][]byte) error {
	line := Identity{IdentityID: passkeys[0].IdentityID}
	for _, handle := range handles {
		line.UserHandles = append(line.UserHandles, handle)
	}
	for _, p := range passkeys {
		line.Passkeys = append(line.Passkeys, Passkey{
			ID: p.ID, CredentialID: p.CredentialID, UserHandle: p.UserHandle, UserHandleUnknown: p.HandleUnknown, RPID: p.RPID, Name: p.Name,
			SignCount: p.SignCount, BackupEligible: p.BackupEligible, BackedUp: p.BackedUp, UVInitialized: p.UVInitialized,
			UVInitializedBy: p.UVInitializedBy, StepUpOnly: p.StepUpOnly, Source: p.Source, CreatedAt: p.CreatedAt.UTC(), LastUsedAt: utc(p.LastUsedAt),
			SuspendedAt: utc(p.SuspendedAt), SuspendedFor: p.SuspendedFor, SuspendedBy: p.SuspendedBy, CloneWarningAt: utc(p.CloneWarningAt), BackupFlagsAt: utc(p.BackupFlagsAt),
			Record: p.Record,
		})
	}
	w.identities++
	return w.out.Encode(line)
}

// Close writes the end.
func (w *Writer) Close() error { return w.out.Encode(End{Counts{w.identities}}) }

// utc returns a time as it is stored.
func utc(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	stored := at.UTC().Truncate(time.Microsecond)
	return &stored
}
