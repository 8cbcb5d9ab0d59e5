package storetest

import (
	"slices"

	"github.com/google/uuid"

	"latchkey/store"
)

func (l *ledger) allEvents(filter store.AuditFilter, size int) []store.AuditEvent {
	l.t.Helper()
	return pages(l, size, func(page store.Page) ([]store.AuditEvent, error) {
		return l.AuditEvents(l.ctx, filter, page)
	}, func(e store.AuditEvent) uuid.UUID { return e.ID })
}

func (l *ledger) allPasskeys(filter store.PasskeyFilter, size int) []store.Passkey {
	l.t.Helper()
	return pages(l, size, func(page store.Page) ([]store.Passkey, error) {
		return l.ListPasskeys(l.ctx, filter, page)
	}, func(p store.Passkey) uuid.UUID { return p.ID })
}

// pages reads all pages, and checks that the rows are strictly ordered from newer to older.
func pages[T any](l *ledger, size int, read func(store.Page) ([]T, error), id func(T) uuid.UUID) []T {
	l.t.Helper()
	var all []T
	page := store.Page{Size: size}
	for {
		rows, err := read(page)
		if err != nil {
			l.t.Fatal(err)
		}
		if len(rows) > size {
			l.t.Fatalf("a page of %d has %d rows", size, len(rows))
		}
		for _, row := range rows {
			next := id(row)
			if page.Before != uuid.Nil && slices.Compare(next[:], page.Before[:]) >= 0 {
				l.t.Fatalf("%s comes after %s", next, uuid.UUID(page.Before))
			}
			page.Before = next
		}
		all = append(all, rows...)
		if len(rows) < size {
			return all
		}
	}
}
