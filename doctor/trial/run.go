package trial

import (
	"context"
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
	// Addresses returns the email addresses of canaries: the one of this configuration, and those of its older secrets.
	Addresses func() ([]string, error)
	// SessionCookie is kratos.session_cookie, and HookKey the setting: kratos.hooks.key or key_file. Hooks, LoginGate and SettingsGate
	// report that these are configured.
	SessionCookie, HookKey         string
	Hooks, LoginGate, SettingsGate bool
	// Begin records the identity as a canary, before it does anything at Latchkey. Erase deletes all that Latchkey stores of it.
	Begin, Erase func(ctx context.Context, id uuid.UUID) error
	// Registered reports whether Kratos' registration hook has arrived for the identity.
	Registered func(ctx context.Context, id uuid.UUID) (bool, error)
	// At is as in doctor.Config.
	At func(setting string) string
}

const (
	runTime     = 90 * time.Second // of a run
	runUntil    = 2 * time.Minute  // after which a run has ended, and another may remove what it left
	removalTime = 20 * time.Second
)

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
	hasTOTP bool

	registered bool // it registered itself, as users do
}

func (r *run) add(f doctor.Finding) { r.found = append(r.found, f) }
