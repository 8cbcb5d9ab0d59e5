package main

import (
	"log/slog"

	"latchkey/config"
	"latchkey/kratos"
	"latchkey/rules"
	"latchkey/store"
)

// switchOver returns the rules, and what reads Kratos' passkeys.
func switchOver(cfg config.Config, records store.Store) (*rules.Rules, kratos.Directory, error) {
	_, service, err := assemble(cfg, records, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, kratos.Directory{}, err
	}
	client, err := kratos.New(kratosConfig(cfg, nil, nil))
	return service, kratos.Directory{Client: client}, err
}
