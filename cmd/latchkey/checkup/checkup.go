// Package checkup makes the checks of package doctor from the configuration, and prints what they find.
package checkup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/audit"
	"latchkey/cmd/latchkey/approved"
	"latchkey/config"
	"latchkey/config/value"
	"latchkey/doctor"
	"latchkey/kratos/trait"
	"latchkey/metadata/kept"
	"latchkey/migrations"
	"latchkey/oidc"
	"latchkey/store"
)

// Checks returns the checks of a configuration that need no user. origin is as in doctor.Checks. Errors: those of the paths in
// kratos.traits.
func Checks(loaded config.Loaded, database Database, origin string) ([]doctor.Check, error) {
	cfg := loaded.Config
	naming, err := trait.NewNaming(cfg.Kratos.Traits.Login, cfg.Kratos.Traits.DisplayName, cfg.Kratos.Traits.Locale)
	if err != nil {
		return nil, err
	}
	set := doctor.Config{
		BaseURL: cfg.Serve.Public.BaseURL,
		Database: doctor.Database{
			Setting: "dsn", Migrates: cfg.Migrate == "auto",
			Open:   func(ctx context.Context) (doctor.OpenDatabase, error) { return database.Open(ctx, loaded) },
			Behind: func(err error) bool { return errors.Is(err, migrations.ErrBehind) },
		},
		Kratos: doctor.Kratos{
			PublicURL: cfg.Kratos.PublicURL, BrowserURL: cfg.Kratos.BrowserURL, AdminURL: cfg.Kratos.AdminURL,
			Naming: naming, Timeout: cfg.Kratos.Timeout,
			Organizations: slices.ContainsFunc(cfg.Policy.Rules, func(rule config.Rule) bool { return len(rule.When.Organization) > 0 }),
		},
		Origins: cfg.CallerOrigins(),
		Apps:    doctor.Apps{Android: len(cfg.Apps.Android) > 0, IOS: len(cfg.Apps.IOS) > 0},
		At:      func(setting string) string { return at(loaded, setting) },
	}
	if cfg.DSNFile != "" {
		set.Database.Setting = "dsn_file"
	}
	if login := cfg.Kratos.Login; login.Enabled {
		set.Kratos.Provider, set.Kratos.ClientID = login.Provider, login.ClientID
		set.Kratos.Callbacks = oidc.Callbacks(cfg.Kratos.BrowserURL, login.Provider)
	}
	for _, rp := range cfg.WebAuthn.RP {
		set.RPs = append(set.RPs, doctor.RP{ID: rp.ID, Related: rp.RelatedOrigins})
	}
	checks := doctor.Checks(set, origin)
	if m := cfg.WebAuthn.Metadata; m.URL != "" || m.File != "" {
		use := func(ctx context.Context, f func(kept.Store) error) error {
			return database.Use(ctx, cfg, func(records store.Store, _ *audit.Log) error { return f(records) })
		}
		read := func(ctx context.Context) (models approved.Models, err error) {
			err = database.Use(ctx, cfg, func(records store.Store, _ *audit.Log) error {
				models, err = approved.ReadModels(ctx, records)
				return err
			})
			return models, err
		}
		checks = append(checks, approved.Check(cfg.WebAuthn, use, set.At), approved.CheckCompromised(read, time.Now))
	}
	return checks, nil
}

// at names a setting and where it is set.
func at(loaded config.Loaded, setting string) string {
	if source := loaded.Origins[setting]; source != "" {
		return setting + " (" + source + ")"
	}
	return setting + " (not set: the default)"
}

// checkOrigin checks an origin as it is written for --origin.
func checkOrigin(origin string) error {
	if wrong, remedy := value.OriginFault(origin); origin != "" && wrong != "" {
		return fmt.Errorf("--origin: %s %s", wrong, remedy)
	}
	return nil
}

// Configuration reports what loading found. It returns true if nothing can be checked without a configuration.
func Configuration(loaded config.Loaded, err error, report func(doctor.Finding)) (done bool) {
	faults := (config.Faults)(nil)
	done = errors.As(err, &faults)
	for _, fault := range faults {
		report(ofSetting(doctor.Fault, fault))
	}
	for _, warning := range loaded.Warnings {
		report(ofSetting(doctor.Warning, warning))
	}
	return done
}

func ofSetting(result doctor.Result, fault config.Fault) doctor.Finding {
	finding := doctor.Finding{Check: "configuration", Result: result, Wrong: fault.Path + " " + fault.Wrong, Remedy: fault.Remedy}
	if fault.Source != "" {
		finding.Seen = fault.Source
	}
	return finding
}
