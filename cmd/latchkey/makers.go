package main

import (
	"github.com/google/uuid"

	"latchkey/web/authenticators"
	"latchkey/webauthnsvc"
)

// makers returns the names, kinds and icons of authenticators by AAGUID.
func makers(baseURL string, icons *authenticators.Icons) func(uuid.UUID) *webauthnsvc.Provider {
	return func(aaguid uuid.UUID) *webauthnsvc.Provider {
		entry, ok := authenticators.Known(aaguid)
		if !ok {
			return nil
		}
		provider := &webauthnsvc.Provider{Name: entry.Name, Kind: entry.Kind}
		if light, dark := icons.Paths(aaguid); light != "" {
			provider.Icon, provider.IconDark = baseURL+light, baseURL+dark
		}
		return provider
	}
}
