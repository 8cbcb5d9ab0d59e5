package portable

import (
	"encoding/json"
	"io"
	"slices"
	"time"
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

// Identity writes an identity, which has or had at least one passkey.
func (w *Writer) Identity(l Line) error {
	line := Identity{IdentityID: l.IdentityID, UserHandles: asBytes(l.Handles), Passkeys: []Passkey{}, DisownedKinds: l.Disowned}
	for _, p := range l.Passkeys {
		line.Passkeys = append(line.Passkeys, Passkey{
			ID: p.ID, CredentialID: p.CredentialID, UserHandle: p.UserHandle, UserHandleUnknown: p.HandleUnknown, RPID: p.RPID, Name: p.Name,
			SignCount: p.SignCount, BackupEligible: p.BackupEligible, BackedUp: p.BackedUp, UVInitialized: p.UVInitialized,
			UVInitializedBy: p.UVInitializedBy, StepUpOnly: p.StepUpOnly, Source: p.Source, CreatedAt: p.CreatedAt.UTC(), LastUsedAt: utc(p.LastUsedAt),
			SuspendedAt: utc(p.SuspendedAt), SuspendedFor: p.SuspendedFor, SuspendedBy: p.SuspendedBy, CloneWarningAt: utc(p.CloneWarningAt), BackupFlagsAt: utc(p.BackupFlagsAt),
			Record: p.Record,
		})
	}
	for removed := range slices.Chunk(l.Removed, maxRemoved) {
		if line.RemovedCredentialIDs != nil {
			if err := w.write(line); err != nil {
				return err
			}
			line = Identity{IdentityID: l.IdentityID, Passkeys: []Passkey{}}
		}
		line.RemovedCredentialIDs = asBytes(removed)
	}
	return w.write(line)
}

func (w *Writer) write(line Identity) error {
	w.identities++
	return w.out.Encode(line)
}

func asBytes(all [][]byte) (list []Bytes) {
	for _, one := range all {
		list = append(list, one)
	}
	return list
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
