package main

import (
	"fmt"

	"latchkey/cmd/latchkey/brand"
	"latchkey/cmd/latchkey/notifications"
	"latchkey/config"
)

// load reads the configuration and prints its warnings.
func (p *Program) load() (config.Loaded, error) {
	loaded, err := p.loadSilently()
	if err != nil {
		return config.Loaded{}, err
	}
	p.warn(loaded.Warnings)
	return loaded, nil
}

func (p *Program) warn(warnings []config.Fault) {
	for _, warning := range warnings {
		fmt.Fprintf(p.Stderr, "warning: %s\n", warning)
	}
}

// loadSilently reads the configuration and checks it, including the rules of web, notify and kratos/trait.
func (p *Program) loadSilently() (config.Loaded, error) {
	return config.Load(p.ConfigFile, p.Environ, brand.Check, brand.CheckIcons, notifications.Check, checkTraits)
}
