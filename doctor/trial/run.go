package trial

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"latchkey/doctor"
	"latchkey/kratos/canary"
	"latchkey/kratos/inspect"
	"latchkey/kratos/trait"
)

// Config is the set-up to try.
type Config struct {
	BaseURL    string          // serve.public.base_url
	BrowserURL string          // kratos.browser_url
	Kratos     *inspect.Kratos // with time for web_hooks, which Kratos tries several times
	Provider   string          // kratos.login.provider; empty: logins at Kratos are off
	Origin     string          // of the passkey
	// Addresses returns the email addresses of canaries: the one of this configuration, and those of its older secrets. Each number has
	// others, for when a user has registered the one of the number before.
	Addresses func(number int) ([]string, error)
	// Recorded returns the identities that were recorded with Begin, the latest first.
	Recorded func(ctx context.Context) ([]uuid.UUID, error)
	Limit    time.Duration // of a run; 0: a minute and a half
	// Mailed reports that mail to the first address reaches the operator, and AskCode asks the operator for the code in one. Its
	// error says why there is none.
	Mailed  bool
	AskCode func(ctx context.Context) (string, error)
	// SessionCookie is kratos.session_cookie, and HookKey the setting: kratos.hooks.key or key_file. Hooks, LoginGate and SettingsGate
	// report that these are configured.
	SessionCookie, HookKey         string
	Hooks, LoginGate, SettingsGate bool
	// Announce records a registration flow, before Kratos creates the canary in it: Latchkey's registration hook knows it by that.
	Announce func(ctx context.Context, flow uuid.UUID) error
	// Begin records the identity as a canary, before it does anything at Latchkey. Erase deletes all that Latchkey stores of it.
	Begin, Erase func(ctx context.Context, id uuid.UUID) error
	// Registered reports whether Kratos' registration hook has arrived for the identity.
	Registered func(ctx context.Context, id uuid.UUID) (bool, error)
	// At is as in doctor.Config.
	At func(setting string) string
}

const (
	runTime     = 90 * time.Second // of a run
	askTime     = 5 * time.Minute  // more, in which the operator reads a mail
	removalTime = 20 * time.Second
	spareTime   = 10 * time.Second
)

// limit is how long the run may take, and until how long it takes at most to end: then another may remove what it left.
func (r *run) limit() (most, until time.Duration) {
	most = cmp.Or(r.cfg.Limit, runTime)
	if r.cfg.Mailed {
		most += askTime
	}
	return most, most + removalTime + spareTime
}

// run is one run.
type run struct {
	cfg    Config
	kratos *inspect.Kratos
	found  []doctor.Finding

	schemas []trait.Schema
	address string
	user    *canary.Identity
	session string // of the registration
	weak    string // of a login by password alone, before there was a passkey

	weakCookies []*http.Cookie // of another, in a browser

	hasTOTP bool

	registered bool // it registered itself, as users do

	over func() bool // the time of the run is over
	cut  bool        // and a finding was left out: the time may be its only cause
}

func (r *run) add(f doctor.Finding) {
	if r.over() && f.Check != "canary.left" {
		r.cut = true
		return
	}
	r.found = append(r.found, f)
}
