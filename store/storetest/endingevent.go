package storetest

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"latchkey/store"
)

// names checks that the event names the sessions that ended and are known.
func (l *ledger) names(event uuid.UUID, ended []store.SessionEnding) {
	l.t.Helper()
	want := []uuid.UUID{}
	for _, one := range ended {
		if one.Kind == store.EndOne {
			want = append(want, one.SessionID)
		}
	}
	slices.SortFunc(want, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	for _, e := range l.allEvents(store.AuditFilter{}, 100) {
		if e.ID != event {
			continue
		}
		var details struct {
			Name  string      `json:"name"`
			Ended []uuid.UUID `json:"ended_sessions"`
		}
		if err := json.Unmarshal(e.Metadata, &details); err != nil || !slices.Equal(details.Ended, want) || len(want) == 0 {
			l.t.Errorf("%s says %s, want the sessions %s", e.Type, e.Metadata, want)
		}
		return
	}
	l.t.Errorf("there is no event %s", event)
}
