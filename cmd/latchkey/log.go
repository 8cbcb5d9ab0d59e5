package main

import (
	"context"
	"io"
	"log/slog"

	"latchkey/config"
)

func newLog(cfg config.Log, out io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(cfg.Level)) // checked when the configuration was loaded
	options := &slog.HandlerOptions{Level: level}
	if cfg.Format == "text" {
		return slog.New(slog.NewTextHandler(out, options))
	}
	return slog.New(slog.NewJSONHandler(out, options))
}

// logged is an error that is already in the log.
type logged struct{ error }

func (l logged) Unwrap() error { return l.error }

// logFaults logs what is wrong, or may be wrong, in the configuration.
func logFaults(log *slog.Logger, level slog.Level, faults []config.Fault) {
	for _, f := range faults {
		log.Log(context.Background(), level, "configuration", "setting", f.Path, "source", f.Source, "problem", f.Wrong, "remedy", f.Remedy)
	}
}
