package checkup

import (
	"context"
	"log/slog"

	"latchkey/store"
)

// WarnWithoutKeys logs that no admin key exists.
func WarnWithoutKeys(ctx context.Context, records store.Store, log *slog.Logger) error {
	keys, err := records.AdminKeys(ctx)
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		log.Warn("there is no admin key, so the admin listener answers 401 to every request; create one with: latchkey keys create --name support --scopes read,revoke")
	}
	return nil
}
