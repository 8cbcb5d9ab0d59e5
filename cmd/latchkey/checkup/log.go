package checkup

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"latchkey/config"
	"latchkey/doctor"
	"latchkey/fault"
)

const (
	kratosWait  = 5 * time.Second // between two questions whether Kratos is ready, which may start after us
	kratosTries = 120
)

// Log runs the cheap checks of Kratos once it is ready, and logs a warning for each finding. `serve` has checked the database.
func Log(ctx context.Context, loaded config.Loaded, ready func(context.Context) error, log *slog.Logger) {
	for range kratosTries {
		if err := ready(ctx); err == nil || errors.Is(err, fault.ErrKratosMisconfigured) {
			break
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(kratosWait):
		}
	}
	checks, err := Checks(loaded, nil, "")
	if err != nil {
		return // the configuration was checked
	}
	doctor.Run(ctx, doctor.Cheap(checks), func(f doctor.Finding) {
		if f.Result == doctor.Fault || f.Result == doctor.Warning {
			log.Warn("doctor: "+f.Wrong, "check", f.Check, "seen", f.Seen, "remedy", f.Remedy)
		}
	})
}
