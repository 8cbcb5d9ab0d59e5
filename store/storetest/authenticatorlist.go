package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// list is one of FIDO's, with a blob larger than what PostgreSQL keeps in a row.
func list(number int) store.AuthenticatorList {
	blob := random(1 << 20)
	return store.AuthenticatorList{Publisher: "fido", Number: number, Digest: blob[:32], Blob: blob, VerifiedAt: at,
		Origin: "a", ETag: `W/"☺"`, LastModified: "Sun, 29 Nov 2026 12:00:00 GMT", ConfirmedAt: to(at.Add(time.Minute))}
}

// keeps checks that a list is kept, whether its blob is known or not.
func (l *ledger) keeps(want store.AuthenticatorList) {
	l.t.Helper()
	got, err := l.AuthenticatorList(l.ctx, want.Publisher, nil)
	if err != nil || fmt.Sprintf("%x", got.Blob) != fmt.Sprintf("%x", want.Blob) {
		l.t.Errorf("%v, or another blob", err)
	}
	known, err := l.AuthenticatorList(l.ctx, want.Publisher, want.Digest)
	if err != nil || known.Blob != nil {
		l.t.Errorf("a known blob is read again: %v", err)
	}
	want.Blob = nil
	if shown(known) != shown(want) {
		l.t.Errorf("got %s, want %s", shown(known), shown(want))
	}
}

func shown(l store.AuthenticatorList) string {
	confirmed := "never"
	if l.ConfirmedAt != nil {
		confirmed = l.ConfirmedAt.UTC().String()
	}
	l.ConfirmedAt, l.VerifiedAt = nil, l.VerifiedAt.UTC()
	return fmt.Sprintf("%+v, confirmed %s", l, confirmed)
}

// The newest list of a publisher is kept, whatever comes afterwards.
func testAuthenticatorLists(t *testing.T, l *ledger) {
	if _, err := l.AuthenticatorList(l.ctx, "fido", nil); err != store.ErrNotFound {
		t.Errorf("before the first: %v", err)
	}
	first, second := list(7), list(9)
	l.accepts(l.KeepAuthenticatorList(l.ctx, first, nil))
	l.keeps(first)
	l.accepts(l.KeepAuthenticatorList(l.ctx, second, nil))
	l.refuses(l.KeepAuthenticatorList(l.ctx, list(8), nil), store.ListOlder)
	l.keeps(second)
	other := list(1) // another publisher's numbers are its own
	other.Publisher, other.Origin, other.ETag, other.LastModified, other.ConfirmedAt = "other", "", "", "", nil
	l.accepts(l.KeepAuthenticatorList(l.ctx, other, nil))
	l.keeps(other)
	l.refuses(l.ConfirmAuthenticatorList(l.ctx, "fido", first.Digest, at.Add(time.Hour)), store.ErrNotFound)
	l.keeps(second)
	l.accepts(l.ConfirmAuthenticatorList(l.ctx, "fido", second.Digest, at.Add(time.Hour)))
	second.ConfirmedAt = to(at.Add(time.Hour))
	l.keeps(second)
	again := list(9) // signed again
	l.accepts(l.KeepAuthenticatorList(l.ctx, again, second.Digest))
	l.keeps(again)
	l.refuses(l.KeepAuthenticatorList(l.ctx, list(8), second.Digest), store.ListOlder) // another one was found to be of no use
	l.keeps(again)
	lower := list(8)
	l.accepts(l.KeepAuthenticatorList(l.ctx, lower, again.Digest))
	l.keeps(lower)
	l.keeps(other)
}

// What is forgotten is the list with a number or a higher one, with what reports know of its publisher's lists.
func testForgottenAuthenticatorList(t *testing.T, l *ledger) {
	kept, other := list(9), list(9)
	other.Publisher = "other"
	l.accepts(l.KeepAuthenticatorList(l.ctx, kept, nil))
	l.accepts(l.KeepAuthenticatorList(l.ctx, other, nil))
	e := event("metadata.forgotten", uuid.Nil)
	l.refuses(l.ForgetAuthenticatorList(l.ctx, "fido", 10, e), store.ErrNotFound)
	l.refuses(l.ForgetAuthenticatorList(l.ctx, "none", 1, e), store.ErrNotFound)
	l.keeps(kept)
	report := l.reported(newModel(), store.ActionSuspend) // by number 7
	number := func() int64 {
		reports, err := l.CompromisedModels(l.ctx)
		if err != nil || len(reports) != 1 || reports[0].ID != report.ID {
			t.Fatalf("%+v, %v", reports, err)
		}
		return reports[0].Number
	}
	l.accepts(l.ForgetAuthenticatorList(l.ctx, "fido", 8, e), e)
	if _, err := l.AuthenticatorList(l.ctx, "fido", nil); err != store.ErrNotFound || number() != 7 {
		t.Errorf("%v, a report by number %d", err, number())
	}
	e = event("metadata.forgotten", uuid.Nil) // reports alone are an effect, too
	l.accepts(l.ForgetAuthenticatorList(l.ctx, "fido", 7, e), e)
	if number() != 1 {
		t.Errorf("a report by number %d", number())
	}
	l.keeps(other)
}

// Of lists that are stored at once, the one with the highest number stays.
func testAuthenticatorListRace(t *testing.T, l *ledger) {
	lists, steps := make([]store.AuthenticatorList, 8), make([]func() error, 8)
	for i := range lists {
		lists[i] = list(i + 1)
		steps[i] = func() error { return l.KeepAuthenticatorList(l.ctx, lists[i], nil) }
	}
	for i, err := range atOnce(steps...) {
		if err != nil && (err != store.ListOlder || i == len(lists)-1) {
			t.Errorf("%d: %v", i+1, err)
		}
	}
	l.keeps(lists[len(lists)-1])
}
