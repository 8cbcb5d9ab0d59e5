package store_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// An event names the sessions that end, unless all of the identity do, and not more than other services can be told one by one.
func TestEventsNameEndedSessions(t *testing.T) {
	one := store.SessionEnding{Kind: store.EndOne, SessionID: uuid.New()}
	login, all := store.SessionEnding{Kind: store.EndLogin}, store.SessionEnding{Kind: store.EndOthers, KeptID: uuid.New()}
	many := make([]store.SessionEnding, 51)
	for i := range many {
		many[i] = store.SessionEnding{Kind: store.EndOne, SessionID: uuid.New()}
	}
	for name, c := range map[string]struct {
		ended []store.SessionEnding
		want  int
	}{
		"none": {nil, 0}, "one": {[]store.SessionEnding{login, one}, 1}, "unknown": {[]store.SessionEnding{login}, 0},
		"all": {[]store.SessionEnding{one, all}, 0}, "many": {many, 20},
	} {
		e := store.AuditEvent{Metadata: []byte(`{"name":"phone"}`)}.Naming(c.ended)
		var details struct {
			Name  string      `json:"name"`
			Ended []uuid.UUID `json:"ended_sessions"`
		}
		if err := json.Unmarshal(e.Metadata, &details); err != nil || details.Name != "phone" || len(details.Ended) != c.want {
			t.Errorf("%s: %s, %v", name, e.Metadata, err)
		}
		if c.want == 0 && strings.Contains(string(e.Metadata), "ended_sessions") {
			t.Errorf("%s: %s", name, e.Metadata)
		}
		if c.want == 1 && details.Ended[0] != one.SessionID {
			t.Errorf("%s: %s", name, e.Metadata)
		}
	}
}
