package people

import (
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// Stats is the adoption of passkeys, as admins see it.
type Stats struct {
	CountedAt      time.Time      `json:"counted_at"` // of the inventory
	Identities     IdentityStats  `json:"identities"`
	Passkeys       int64          `json:"passkeys"`
	Providers      []ProviderStat `json:"providers"`       // most first
	RelyingParties []RPStat       `json:"relying_parties"` // most first

	Since        time.Time        `json:"since"` // whole hours
	Until        time.Time        `json:"until"`
	Registration RegistrationStat `json:"registration"`
	Login        LoginStat        `json:"login"`
	StepUp       CeremonyStat     `json:"step_up"`
	Confirmation BrowserStat      `json:"confirmation"`
	Previous     *PeriodStat      `json:"previous"` // as long, just before; null: not counted from its beginning
	Trend        []PeriodStat     `json:"trend"`    // the period in equal parts, oldest first
	Events       []EventStat      `json:"events"`   // all events of the period, by type
}

// IdentityStats counts identities. Total is null if Kratos does not say, or does not answer.
type IdentityStats struct {
	Total       *int64 `json:"total"`
	WithPasskey int64  `json:"with_passkey"`
	WithTwo     int64  `json:"with_two"`
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
	Failed   []FailedStat `json:"failed"` // refused by the server, most first
	BrowserStat
}

// BrowserStat counts ceremonies that failed in the browser, as reported by the SDK.
type BrowserStat struct {
	InBrowser []FailedStat `json:"in_browser"` // most first
}

// RegistrationStat also counts the passkeys created in the period, as far as they are still there, and those of them that
// have been used again.
type RegistrationStat struct {
	CeremonyStat
	Kept      int64 `json:"kept"`
	UsedAgain int64 `json:"used_again"`
}

// LoginStat also tells where logins came from. AtKratos is the number of logins at Kratos by other means; null if its login
// hook has never called.
type LoginStat struct {
	CeremonyStat
	AtKratos  *int64          `json:"at_kratos"`
	Platforms []PlatformStat  `json:"platforms"` // most first
	Providers []ProviderUsage `json:"providers"` // most first
}

// PlatformStat counts the logins on one operating system; "" is any that is not known.
type PlatformStat struct {
	Name   string `json:"name"`
	Logins int64  `json:"logins"`
}

// ProviderUsage counts the logins with one kind of authenticator; Provider is null for all that are unknown.
type ProviderUsage struct {
	Provider *webauthnsvc.Provider `json:"provider"`
	Logins   int64                 `json:"logins"`
}

// FailedStat counts failures for one reason.
type FailedStat struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

// PeriodStat sums up a period.
type PeriodStat struct {
	Since      time.Time `json:"since"`
	Until      time.Time `json:"until"`
	Offered    int64     `json:"offered"`
	Started    int64     `json:"started"`
	Registered int64     `json:"registered"`
	Logins     int64     `json:"logins"`
	AtKratos   int64     `json:"at_kratos"` // see LoginStat
	StepUps    int64     `json:"step_ups"`
}

// EventStat counts events of one type.
type EventStat struct {
	Type  string `json:"type"`
	Count int64  `json:"count"`
}

// inventory caches the last count, which scans three indexes.
type inventory struct {
	mu      sync.Mutex
	last    Stats
	total   *int64 // identities at Kratos
	totalAt time.Time
}
