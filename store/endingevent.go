package store

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"
)

// endedNamed limits how many sessions an event names. A passkey has more only if it is used for logins all the time.
const endedNamed = 20

// Naming returns the event with the sessions that end with a passkey, as ended_sessions in its metadata: once they have ended,
// nothing else knows which they were. If all sessions of the identity end, it names none.
func (e AuditEvent) Naming(ended []SessionEnding) AuditEvent {
	var sessions []uuid.UUID
	for _, one := range ended {
		if one.Kind == EndOthers {
			return e
		}
		if one.Kind == EndOne && len(sessions) < endedNamed {
			sessions = append(sessions, one.SessionID)
		}
	}
	if len(sessions) == 0 {
		return e
	}
	slices.SortFunc(sessions, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	all := map[string]json.RawMessage{}
	_ = json.Unmarshal(e.Metadata, &all) // our own, or none
	all["ended_sessions"], _ = json.Marshal(sessions)
	e.Metadata, _ = json.Marshal(all)
	return e
}
