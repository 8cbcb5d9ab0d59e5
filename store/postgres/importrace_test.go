package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
)

// before calls once before a statement that contains a text.
type before struct {
	text string
	call func()
}

func (b *before) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if call := b.call; call != nil && strings.Contains(q.SQL, b.text) {
		b.call = nil
		call()
	}
	return ctx
}

func (*before) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// A registration that commits right before the first imported passkey is inserted makes that no longer the first one.
func TestImportAfterAllOtherReads(t *testing.T) {
	dsn := migrated.Postgres(t)
	moment := &before{text: "imported_at"}
	s, other := open(t, dsn, postgres.Options{Tracer: moment}), open(t, dsn, postgres.Options{})
	n, now := registration(), time.Now()
	p := registration().Passkey
	p.IdentityID, p.Source, p.ImportedAt = n.Passkey.IdentityID, store.SourceKratos, &now
	moment.call = func() {
		if err := other.CreatePasskey(t.Context(), n); err != nil {
			t.Error(err)
		}
	}
	err := s.ImportPasskeys(t.Context(), store.PasskeyImport{
		IdentityID: p.IdentityID, First: true, At: now, Passkeys: []store.Passkey{p},
		Events: []store.AuditEvent{event("passkey.imported", p.IdentityID)},
	})
	if !errors.Is(err, store.NotFirstPasskey) || moment.call != nil {
		t.Errorf("the import got %v", err)
	}
	if held, err := other.PasskeysOf(t.Context(), p.IdentityID); err != nil || len(held) != 1 || held[0].ID != n.Passkey.ID {
		t.Errorf("the identity has %+v, %v", held, err)
	}
}
