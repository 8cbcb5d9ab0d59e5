package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"latchkey/config"
	"latchkey/fault"
	"latchkey/kratos"
	"latchkey/kratos/clock"
	"latchkey/kratos/trait"
)

func kratosConfig(cfg config.Config, meter kratos.Meter, measured *clock.Clock) kratos.Config {
	return kratos.Config{
		PublicURL:         cfg.Kratos.PublicURL,
		BrowserURL:        cfg.Kratos.BrowserURL,
		AdminURL:          cfg.Kratos.AdminURL,
		SessionCookie:     cfg.Kratos.SessionCookie,
		Timeout:           cfg.Kratos.Timeout,
		SessionCache:      cfg.Kratos.SessionCache,
		CodeSecondFactor:  cfg.Kratos.CodeIsSecondFactor,
		LoginTraits:       cfg.Kratos.Traits.Login,
		DisplayNameTraits: cfg.Kratos.Traits.DisplayName,
		LocaleTraits:      cfg.Kratos.Traits.Locale,
		Meter:             meter,
		Clock:             measured,
	}
}

// checkTraits is a config.Check by the rules of kratos/trait.
func checkTraits(cfg config.Config) (faults []config.Fault) {
	traits := cfg.Kratos.Traits
	for _, one := range []struct {
		setting string
		paths   []string
	}{
		{"kratos.traits.login", traits.Login}, {"kratos.traits.display_name", traits.DisplayName}, {"kratos.traits.locale", traits.Locale},
	} {
		for i, path := range one.paths {
			if _, err := trait.Parse(path); err == nil || path == "" { // an empty one is reported already
				continue
			}
			faults = append(faults, config.Fault{
				Path: fmt.Sprintf("%s[%d]", one.setting, i), Wrong: "is not a path to a trait.",
				Remedy: "Write the names with dots between them, such as email, name.full or emails.0; several paths as a list.",
			})
		}
	}
	return faults
}

// compareTraits compares kratos.traits with the identity schemas of the running Kratos. Faults are paths that were set and
// that no schema has; the rest are warnings. Errors: fault.ErrKratosUnavailable; fault.ErrKratosMisconfigured of either of
// Kratos' addresses, which *fault.KratosCall names.
func compareTraits(ctx context.Context, loaded config.Loaded) (faults config.Faults, warnings []config.Fault, err error) {
	client, err := kratos.New(kratosConfig(loaded.Config, nil, nil))
	if err != nil {
		return nil, nil, err
	}
	if err := client.Ready(ctx); errors.Is(err, fault.ErrKratosMisconfigured) {
		return nil, nil, err
	}
	found, err := traitFaults(ctx, client, loaded.Config)
	for _, one := range found {
		fault := config.Fault{Path: one.Setting, Source: loaded.Origins[one.Setting], Wrong: one.Wrong, Remedy: one.Remedy}
		if one.Missing && fault.Source != "" {
			faults = append(faults, fault)
		} else {
			warnings = append(warnings, fault)
		}
	}
	return faults, warnings, err
}

// traitFaults drops the default display name that no schema has: then the login name is displayed, as documented.
func traitFaults(ctx context.Context, client *kratos.Client, cfg config.Config) ([]trait.Fault, error) {
	faults, err := kratos.TraitFaults(ctx, client)
	isDefault := slices.Equal(cfg.Kratos.Traits.DisplayName, config.Default().Kratos.Traits.DisplayName)
	return slices.DeleteFunc(faults, func(f trait.Fault) bool {
		return f.Missing && isDefault && f.Setting == "kratos.traits.display_name"
	}), err
}
