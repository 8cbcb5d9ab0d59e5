package main

import (
	"fmt"

	"latchkey/config"
)

// load reads the configuration and prints its warnings.
func (p *Program) load() (config.Loaded, error) {
	loaded, err := p.loadSilently()
	if err != nil {
		return config.Loaded{}, err
	}
	for _, warning := range loaded.Warnings {
		fmt.Fprintf(p.Stderr, "warning: %s\n", warning)
	}
	return loaded, nil
}

// loadSilently reads the configuration and checks it, including the rules of web and notify.
func (p *Program) loadSilently() (config.Loaded, error) {
	return config.Load(p.ConfigFile, p.Environ, checkBranding, checkNotify)
}
