// Package rules constructs the packages that decide: from one Config it creates one value with the services that api
// and the command line call. It owns that construction and the checks of the settings. It has no rule of its own;
// each belongs to one of the packages.
package rules

import (
	"context"
	"errors"
	"log/slog"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/compromised"
	"latchkey/gate"
	"latchkey/people"
	"latchkey/recovery"
	"latchkey/revocation"
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Rules holds the services behind the API. They are safe for concurrent use.
type Rules struct {
	Ceremonies  *webauthnsvc.Service
	Endings     *standing.Endings
	Standing    *standing.Service
	People      *people.Service
	Admin       *admin.Service
	Sessions    *admin.Sessions
	Recovery    *recovery.Service
	Gate        *gate.Service
	Revocations *revocation.Service
	Compromised *compromised.Service
	Keys        *admin.Keys
	Audit       *audit.Log
	Pages       *seal.Sealer // seals page tokens
}

// New checks the configuration and constructs the services. It makes no calls. kratos and pages may be nil on the
// command line; then only operations that do not need Kratos work.
func New(cfg Config, records store.Store, kratos Kratos, pages standing.Pages) (*Rules, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	sealer, err := seal.New(cfg.Secrets)
	if err != nil {
		return nil, err
	}
	log := audit.New(audit.Config{Now: cfg.Now, Suppressed: cfg.Suppressed}, records, sealer)
	endings := standing.NewEndings(records, kratos, cfg.assurance(), log, cfg.Log, cfg.Now)
	keys := admin.NewKeys(cfg.ofAdmin(), records, log, kratos)
	sessions := standing.New(cfg.ofStanding(), records, log, sealer, kratos, pages, endings, keys)
	models := compromised.New(cfg.ofCompromised(), records, endings, log)
	ceremonies, err := webauthnsvc.New(cfg.ofCeremonies(models), records, log, sealer, sessions, endings, kratos, pages)
	if err != nil {
		return nil, err
	}
	staff := admin.New(cfg.ofAdmin(), records, log, kratos, pages, sessions, endings, keys, ceremonies)
	bulk := revocation.New(revocation.Config{Approvals: cfg.ResetApprovals, Authenticator: cfg.authenticator, Log: cfg.Log, Now: cfg.Now}, records, log, staff)
	logins := gate.New(gate.Config{Policy: cfg.assurance(), LoginGate: cfg.LoginGate, Now: cfg.Now},
		records, log, sealer, kratos, sessions, ceremonies)
	codes := recovery.New(cfg.ofRecovery(), records, log, sealer, kratos, sessions, endings, logins, ceremonies, staff, keys, bulk)
	users := people.New(people.Config{Policy: cfg.assurance(), Rules: cfg.rules(), LoginGate: cfg.LoginGate, CountIdentities: cfg.CountIdentities, WalkIdentities: cfg.WalkIdentities,
		Profile: cfg.profile, Authenticator: cfg.authenticator, Attestation: cfg.Attestation, Now: cfg.Now},
		records, log, sealer, kratos, sessions, ceremonies, staff, codes)
	return &Rules{
		Ceremonies: ceremonies, Endings: endings, Standing: sessions, People: users, Admin: staff, Sessions: admin.NewSessions(staff), Recovery: codes, Gate: logins,
		Revocations: bulk, Compromised: models,
		Keys: keys, Audit: log, Pages: sealer,
	}, nil
}

// Compared returns what is compared of another configuration with the one in force. It checks what decisions depend on, and not the secrets.
func Compared(cfg Config) (people.Compared, error) {
	return people.Compared{Rules: cfg.rules(), LoginGate: cfg.LoginGate, RecoveryCodes: cfg.RecoveryCodes, UVPasskeyIsAAL2: cfg.UVPasskeyIsAAL2}, errors.Join(cfg.settingFaults()...)
}

// Prepare loads the keys that the packages store in the database, and creates those that do not exist. Errors:
// fault.ErrStoreUnavailable.
func (r *Rules) Prepare(ctx context.Context) error {
	return errors.Join(r.Audit.Prepare(ctx), r.Standing.Prepare(ctx), r.Recovery.Prepare(ctx), r.Ceremonies.Prepare(ctx))
}

// Kratos is the part of Kratos that the packages use.
type Kratos interface {
	webauthnsvc.Kratos
	standing.Kratos
	standing.SessionKratos
	admin.Kratos
	gate.Kratos
	recovery.Kratos
	people.Kratos
}
