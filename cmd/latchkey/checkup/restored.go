package checkup

import (
	"context"
	"slices"

	"latchkey/config"
	"latchkey/doctor"
	"latchkey/restore"
)

// Restored runs the checks of a restored database: first doctor's of the database itself, without migrating it, and if it is usable
// those for which compare returns what to compare it with.
func Restored(
	ctx context.Context, loaded config.Loaded, database Database, compare func(func(restore.Config) error) error, add func(doctor.Finding),
) error {
	loaded.Migrate = "off" // so that an older schema is a fault
	checks, err := Checks(loaded, database, "")
	if err != nil {
		return err
	}
	usable := true
	ofDatabase := slices.DeleteFunc(checks, func(c doctor.Check) bool { return c.Name != "database" })
	doctor.Run(ctx, ofDatabase, func(f doctor.Finding) {
		usable = usable && f.Result != doctor.Fault
		add(f)
	})
	if !usable {
		add(doctor.Skipf("the rest was not compared, because of the database").As("restore"))
		return nil
	}
	return compare(func(cfg restore.Config) error {
		doctor.Run(ctx, restore.Checks(cfg), add)
		return nil
	})
}
