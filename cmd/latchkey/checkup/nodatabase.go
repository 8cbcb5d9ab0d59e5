package checkup

import (
	"fmt"
	"os"
	"path/filepath"

	"latchkey/config"
	"latchkey/config/value"
)

// NoDatabase explains that a command found no database, where it was looked for and why there. A command that would
// create one hides that it runs in the wrong folder, or with the wrong configuration.
func NoDatabase(loaded config.Loaded) error {
	where := loaded.DSN.String() + " has no tables of Latchkey"
	if database, err := loaded.DSN.Parse(); err == nil && database.Driver == value.SQLite {
		path, _ := filepath.Abs(database.Target) // fails only without a working directory
		where = path + " does not exist"
		if _, err := os.Stat(path); err == nil {
			where = path + " is empty"
		}
	}
	why := "dsn, set in " + loaded.Origins["dsn"] + ", names it"
	if loaded.Origins["dsn"] == "" {
		why = "dsn is set neither in LATCHKEY_DSN nor in a file, so its default applies"
	}
	return fmt.Errorf("there is no database: %s (%s). Run the command where latchkey.yml is, or name the file with --config or "+
		"LATCHKEY_CONFIG. If Latchkey is new here, `latchkey migrate` creates the database; `latchkey serve` and `latchkey keys create` do, too", where, why)
}
