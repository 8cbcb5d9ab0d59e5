package people

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Stats is the adoption of passkeys, as admins see it.
type Stats struct {
	CountedAt      time.Time      `json:"counted_at"` // of the inventory
	Identities     IdentityStats  `json:"identities"`
	Passkeys       int64          `json:"passkeys"`
	Providers      []ProviderStat `json:"providers"`       // most first
	RelyingParties []RPStat       `json:"relying_parties"` // most first

	Since        time.Time    `json:"since"` // whole hours
	Until        time.Time    `json:"until"`
	Registration CeremonyStat `json:"registration"`
	Login        CeremonyStat `json:"login"`
	StepUp       CeremonyStat `json:"step_up"`
	Events       []EventStat  `json:"events"` // all events of the period, by type
}

// IdentityStats counts identities with at least one and at least two passkeys.
type IdentityStats struct {
	WithPasskey int64 `json:"with_passkey"`
	WithTwo     int64 `json:"with_two"`
}

// ProviderStat counts the passkeys of one kind of authenticator; Provider is null if it is unknown.
type ProviderStat struct {
	AAGUID   uuid.UUID             `json:"aaguid"`
	Provider *webauthnsvc.Provider `json:"provider"`
	Passkeys int64                 `json:"passkeys"`
}

// RPStat counts the passkeys of one relying party. If it is no longer configured, its passkeys cannot be used.
type RPStat struct {
	RPID       string `json:"rp_id"`
	Configured bool   `json:"configured"`
	Passkeys   int64  `json:"passkeys"`
}

// CeremonyStat counts ceremonies of one kind. Offered counts registrations offered to users without a passkey, or
// logins offered in the autofill list of an input. Ceremonies need no offer, so Started may be larger.
type CeremonyStat struct {
	Offered  int64        `json:"offered"`
	Started  int64        `json:"started"`
	Finished int64        `json:"finished"`
	Failed   []FailedStat `json:"failed"` // most first
}

// FailedStat counts refusals for one reason.
type FailedStat struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

// EventStat counts events of one type.
type EventStat struct {
	Type  string `json:"type"`
	Count int64  `json:"count"`
}

func (s *Stats) add(counts []store.EventCount) {
	sums := map[string]int64{}
	failed := map[string][]FailedStat{}
	for _, c := range counts {
		sums[c.Type] += c.Count
		if c.Reason != "" {
			failed[c.Type] = append(failed[c.Type], FailedStat{c.Reason, c.Count})
		}
	}
	ceremony := func(offered, started, finished, refused string) CeremonyStat {
		causes := failed[refused]
		if causes == nil {
			causes = []FailedStat{}
		}
		return CeremonyStat{Offered: sums[offered], Started: sums[started], Finished: sums[finished], Failed: causes}
	}
	s.Registration = ceremony(audit.CounterRegistrationOffered, audit.CounterRegistrationStarted, audit.PasskeyRegistered, audit.RegistrationRefused)
	s.Login = ceremony(audit.CounterLoginOffered, audit.CounterLoginStarted, audit.LoginSucceeded, audit.LoginRefused)
	s.StepUp = ceremony("", audit.CounterStepUpStarted, audit.StepUpSucceeded, audit.StepUpRefused)
	s.Events = []EventStat{}
	for _, kind := range slices.Sorted(maps.Keys(sums)) {
		if !audit.IsCounter(kind) {
			s.Events = append(s.Events, EventStat{kind, sums[kind]})
		}
	}
}

// inventory caches the last count, which scans three indexes.
type inventory struct {
	mu   sync.Mutex
	last Stats
}
