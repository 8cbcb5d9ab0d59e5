// Package traces converts the settings of tracing. It owns nothing else: package tracing traces.
package traces

import (
	"fmt"
	"log/slog"

	"latchkey/config"
	"latchkey/tracing"
	"latchkey/transport"
)

// Open returns nil, which traces nothing, if no collector is set.
func Open(cfg config.Tracing, version string, log *slog.Logger) (*tracing.Tracing, error) {
	if !cfg.On() {
		return nil, nil
	}
	trusted, err := transport.Prefixes(cfg.TrustedCallers)
	if err != nil {
		return nil, fmt.Errorf("tracing.trusted_callers: %w", err)
	}
	return tracing.New(tracing.Config{
		Endpoint: cfg.Endpoint,
		Headers:  cfg.HeaderMap(),
		OneIn:    cfg.SampleOneIn,
		Trusted:  trusted,
		Version:  version,
		Log:      log,
	})
}
