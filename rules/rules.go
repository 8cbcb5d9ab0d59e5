// Package rules assembles the packages that decide: from one Config it constructs one value with everything that api
// and the command line call. It owns no rule itself; those belong to the packages that it connects.
package rules

import (
	"context"
	"errors"
	"log/slog"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/gate"
	"latchkey/people"
	"latchkey/recovery"
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Rules are the services behind the API. They are safe for concurrent use.
type Rules struct {
	Ceremonies *webauthnsvc.Service
	Endings    *standing.Endings
	Standing   *standing.Service
	People     *people.Service
	Admin      *admin.Service
	Recovery   *recovery.Service
	Gate       *gate.Service
	Keys       *admin.Keys
	Audit      *audit.Log
	Pages      *seal.Sealer // seals page tokens
}

// New checks the configuration and connects the services. It calls neither the database nor Kratos. Without kratos
// and pages, only what the command line offers without Kratos works.
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
	endings := standing.NewEndings(records, kratos, cfg.policy(), log, cfg.Log, cfg.Now)
	session := cfg.ofStanding()
	stands := standing.New(session, records, log, sealer, kratos, pages, endings)
	staffed := cfg.ofAdmin()
	keys := admin.NewKeys(staffed, records, log, kratos)
	ceremonies, err := webauthnsvc.New(cfg.ofCeremonies(), records, log, sealer, stands, endings, kratos, pages)
	if err != nil {
		return nil, err
	}
	staff := admin.New(staffed, records, log, kratos, pages, stands, endings, keys, ceremonies)
	logins := gate.New(gate.Config{Policy: cfg.policy(), LoginGate: cfg.LoginGate, Now: cfg.Now},
		records, log, sealer, kratos, stands, ceremonies)
	codes := recovery.New(cfg.ofRecovery(), records, log, sealer, kratos, stands, endings, logins, ceremonies, staff)
	persons := people.New(people.Config{Policy: cfg.policy(), MaxPasskeys: cfg.MaxPasskeys, Grace: cfg.Grace, Now: cfg.Now},
		records, log, sealer, kratos, stands, ceremonies, staff, codes)
	return &Rules{Ceremonies: ceremonies, Keys: keys, People: persons, Admin: staff, Recovery: codes, Gate: logins, Standing: stands, Endings: endings, Audit: log, Pages: sealer}, nil
}

// Prepare opens the keys that the rules keep in the database, and creates missing ones. Errors: ErrStoreUnavailable.
func (r *Rules) Prepare(ctx context.Context) error {
	return errors.Join(r.Audit.Prepare(ctx), r.Standing.Prepare(ctx), r.Recovery.Prepare(ctx), r.Ceremonies.Prepare(ctx))
}

// Kratos is what the packages need of Kratos.
type Kratos interface {
	webauthnsvc.Kratos
	standing.Kratos
	standing.SessionKratos
	admin.Kratos
	gate.Kratos
	recovery.Kratos
	people.Kratos
}
