package storetest

import (
	"reflect"
	"slices"

	"github.com/google/uuid"

	"latchkey/store"
)

// endingsOf returns the endings that removing the passkey of these logins stores, ordered by ID.
func endingsOf(logins []store.PasskeySession, end store.Ending) (want []store.SessionEnding) {
	for _, login := range logins {
		e := store.SessionEnding{
			ID: login.ID, IdentityID: login.IdentityID, Kind: store.EndOne, SessionID: login.SessionID, At: login.At,
			CausedAt: end.At, DueAt: end.DueAt,
		}
		if login.SessionID == uuid.Nil {
			e.Kind, e.KeptID = store.EndLogin, end.Keep
		}
		if !login.RedeemedAt.IsZero() {
			e.At = login.RedeemedAt
		}
		want = append(want, e)
	}
	return endingsByID(want)
}

func endingsByID(list []store.SessionEnding) []store.SessionEnding {
	slices.SortFunc(list, func(a, b store.SessionEnding) int { return slices.Compare(a.ID[:], b.ID[:]) })
	return list
}

// mustEnd checks that these are all endings of an identity.
func (l *ledger) mustEnd(identity uuid.UUID, want ...store.SessionEnding) {
	l.t.Helper()
	held, err := l.Holdings(l.ctx, identity)
	if err != nil || len(held.Endings)+len(want) > 0 && !reflect.DeepEqual(held.Endings, want) {
		l.t.Errorf("left to end: %+v, %v\nwant %+v", held.Endings, err, want)
	}
}
