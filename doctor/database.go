package doctor

import (
	"context"
	"errors"
	"time"

	"latchkey/store"
)

// unfit says what is wrong with a database, by its part.
var unfit = map[store.Part]string{
	store.Unreachable: "the database cannot be reached",
	store.Missing:     "there is no database of Latchkey",
	store.LoginFailed: "the database refuses Latchkey's role or its password",
	store.TooOld:      "the database server is too old",
	store.Encoding:    "names cannot be stored in the encoding of the database",
	store.NoSchema:    "the database has no schema for Latchkey's tables",
	store.NoRights:    "Latchkey's role lacks rights in the database",
	store.Parameters:  "the connection to the database has a parameter with which Latchkey cannot work",
	store.ReadOnly:    "the database cannot be written to",
	store.NoCapacity:  "the database has no free connection",
	store.Pooler:      "the pooler in front of the database does not work with Latchkey's connections",
}

type stored struct{ Config }

func (d stored) check(ctx context.Context) []Finding {
	opened, err := d.Database.Open(ctx)
	if err != nil {
		return d.unusable(err)
	}
	err = store.Check(ctx, opened, time.Now)
	if err = errors.Join(err, opened.Close()); err == nil {
		return nil
	}
	return []Finding{Faultf("the database's clock and ours differ").As("database.clock").Because("%v", err).
		Do("Compare both hosts with a time server (chronyc tracking, timedatectl) and correct the one that is off.")}
}

func (d stored) unusable(err error) []Finding {
	if d.Database.Behind(err) {
		finding := Faultf("the database has an older schema than this Latchkey needs").As("database.migrations").Because("%v", err).
			Do("Run `latchkey migrate` before you start this version.")
		if d.Database.Migrates {
			finding.Result, finding.Remedy = Warning, "Nothing: `latchkey serve` migrates it when it starts (migrate: auto)."
		}
		return []Finding{finding}
	}
	wrong, name := "the database cannot be used", "database"
	if unusable, ok := errors.AsType[*store.Unfit](err); ok && unfit[unusable.Part] != "" {
		wrong, name = unfit[unusable.Part], "database."+string(unusable.Part)
	}
	return []Finding{Faultf("%s", wrong).As(name).Because("%v", err).Do("Do what that says, or correct %s.", d.At(d.Database.Setting))}
}
