package approved

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"latchkey/config"
	"latchkey/fault"
	"latchkey/metadata/kept"
	"latchkey/metrics"
)

// Load takes the list that the database has, before the first request. Without one, or with one that cannot be used, Latchkey starts all
// the same: otherwise no one could sign in after a restart, because of a file that decides only about new passkeys. Errors: fault.ErrStoreUnavailable.
func (a Authenticators) Load(ctx context.Context, records kept.Store, log *slog.Logger) error {
	if a.Metadata == nil {
		return nil
	}
	err := a.Metadata.Load(ctx, records)
	if errors.Is(err, fault.ErrStoreUnavailable) {
		return err
	}
	if err != nil {
		log.Error("the metadata of authenticators was not read from the database", "cause", err.Error())
	}
	if s := a.Metadata.State(); s.Fault != nil {
		log.Error("webauthn.metadata.file cannot be used; "+used(s), "file", s.Source, "cause", s.Fault.Error())
	}
	return nil
}

// used says which list is used in place of a file.
func used(s kept.State) string {
	if s.Number == 0 {
		return "there is no other list, so profiles that need attestation refuse all new passkeys"
	}
	return fmt.Sprintf("the database has number %d, which is used", s.Number)
}

// CheckFile checks the file of the list: one that is missing is a fault, and one that cannot be used a warning, since serve starts all the
// same.
func CheckFile(loaded config.Loaded) (warnings []config.Fault, err error) {
	a := Read(loaded.WebAuthn)
	if a.Metadata == nil || a.Metadata.State().Fault == nil {
		return nil, nil
	}
	const setting = "webauthn.metadata.file"
	fault := config.Fault{
		Path: setting, Source: loaded.Origins[setting], Wrong: "cannot be used: " + a.Metadata.State().Fault.Error() + ".",
		Remedy: "Replace it by the newest list. Until then, serve uses the list that the database has.",
	}
	if errors.Is(a.Metadata.State().Fault, fs.ErrNotExist) {
		return nil, config.Faults{fault}
	}
	return []config.Fault{fault}, nil
}

// Keep keeps the list up to date until the context ends.
func (a Authenticators) Keep(ctx context.Context, records kept.Store) {
	if a.Metadata != nil {
		a.Metadata.Run(ctx, records)
	}
}

// Show exposes the state of the list.
func (a Authenticators) Show(m *metrics.Metrics) {
	if a.Metadata == nil {
		return
	}
	m.ShowMetadata(func() metrics.Metadata {
		s := a.Metadata.State()
		return metrics.Metadata{Number: s.Number, NextUpdate: s.NextUpdate, ConfirmedAt: s.ConfirmedAt, Fetches: s.Fetches, Failed: s.Failed}
	})
}
