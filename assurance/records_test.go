package assurance

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

var (
	now      = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	key      = []byte(strings.Repeat("k", 32))
	identity = uuid.MustParse("00000000-0000-4000-8000-000000000001")
	here     = uuid.MustParse("00000000-0000-4000-8000-000000000002") // the session
	phone    = uuid.MustParse("00000000-0000-4000-8000-000000000003") // the passkey
)

func testPolicy() Policy {
	return Policy{
		Freshness: 15 * time.Minute, FirstPasskeyWithin: 24 * time.Hour, UVPasskeyIsAAL2: true,
		RPIDs: []string{"example.com"}, RecoveryCodes: true, RecoveryCodeIsAAL2: true, Provider: "passkey", PasskeyAge: 24 * time.Hour,
	}
}

func ago(d time.Duration) time.Time { return now.Add(-d) }

func at(d time.Duration) *time.Time { t := ago(d); return &t }

// records returns the rows of a test.
type records struct{ facts store.SessionFacts }

func (r records) SessionFacts(context.Context, uuid.UUID, uuid.UUID, store.FactsQuery) (store.SessionFacts, error) {
	return r.facts, nil
}

func (r records) IdentityFacts(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]store.SessionFacts, error) {
	all := map[uuid.UUID]store.SessionFacts{}
	for _, id := range ids {
		all[id] = r.facts
	}
	return all, nil
}

// read gathers facts as the service does.
func read(t *testing.T, session Session, who Person, rows store.SessionFacts, held Held) Facts {
	t.Helper()
	r := testReader(rows)
	known, err := r.Read(t.Context(), inSession(session), who)
	if err != nil {
		t.Fatal(err)
	}
	if known, err = r.Hold(t.Context(), known, held); err != nil {
		t.Fatal(err)
	}
	return known.Facts
}

func testReader(rows store.SessionFacts) *Reader {
	return &Reader{
		Records: records{rows}, Policy: testPolicy(), Now: func() time.Time { return now },
		Key: func(context.Context) ([]byte, error) { return key, nil },
	}
}

func inSession(session Session) Session {
	session.ID, session.IdentityID = here, identity
	return session
}

func passkeyRow(edits ...func(*store.Passkey)) store.Passkey {
	row := store.Passkey{ID: phone, IdentityID: identity, RPID: "example.com", UVInitialized: true, CreatedAt: ago(30 * 24 * time.Hour)}
	for _, edit := range edits {
		edit(&row)
	}
	return row
}

func grant(kind string) *store.Recovery {
	return &store.Recovery{SessionID: here, IdentityID: identity, At: ago(time.Minute), EnrolUntil: now.Add(10 * time.Minute), ExpiresAt: now.Add(time.Hour), Kind: kind}
}

func disowned(row store.Factor) store.Factor {
	row.DisownedAt = at(time.Hour)
	return row
}

func seen(kind, secret string, since time.Duration) store.Factor {
	return store.Factor{
		ID: uuid.New(), IdentityID: identity, Kind: kind, FirstSeenAt: ago(since),
		Fingerprint: HeldFactor{Kind: kind, Material: NewMaterial(secret)}.Fingerprint(key),
	}
}

func describe(d Decision) string {
	fresh := "stale"
	if d.Fresh() {
		fresh = "fresh"
	}
	return fmt.Sprintf("%s %s %v", d.Level, fresh, d.Reasons)
}
