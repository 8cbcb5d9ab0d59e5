package imported

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"latchkey/switchover"
	"latchkey/switchover/hanko"
)

// Hanko are the flags that say what is imported from a database of teamhanko/passkeys.
type Hanko struct {
	DSN        string    `name:"dsn" required:"" env:"HANKO_DSN" placeholder:"URL" help:"Their PostgreSQL, such as postgres://user:password@host/passkeys. Set HANKO_DSN instead, so that the password is in no list of processes."`
	Tenant     uuid.UUID `placeholder:"ID" help:"The tenant. Not needed if there is only one."`
	Identities string    `placeholder:"FILE" help:"Which identity each user is: a CSV file of user_id and identity ID, without a header. Without it, the user_id is the identity's ID."`
}

// Open connects to the database, and finds out what is meant. The caller closes the database.
func (c Hanko) Open(ctx context.Context) (*hanko.Database, switchover.Hanko, error) {
	what := switchover.Hanko{Identity: hanko.IdentityOf}
	if c.Identities != "" {
		listed, err := readIdentities(c.Identities)
		if err != nil {
			return nil, what, fmt.Errorf("--identities: %w", err)
		}
		what.Identity = func(userID string) uuid.UUID { return listed[userID] }
	}
	from, err := hanko.Open(ctx, c.DSN)
	if err != nil {
		return nil, what, fmt.Errorf("--dsn: %w", err)
	}
	if what.Tenant, err = c.tenant(ctx, from); err != nil {
		from.Close()
		return nil, what, err
	}
	return from, what, nil
}

// tenant returns the tenant that is meant.
func (c Hanko) tenant(ctx context.Context, from *hanko.Database) (hanko.Tenant, error) {
	tenants, err := from.Tenants(ctx)
	if err != nil {
		return hanko.Tenant{}, fmt.Errorf("this is no database of teamhanko/passkeys: %w", err)
	}
	var list []string
	var meant []hanko.Tenant
	for _, t := range tenants {
		list = append(list, fmt.Sprintf("%s (%q, RP ID %s)", t.ID, t.Name, t.RPID))
		if c.Tenant == uuid.Nil || c.Tenant == t.ID {
			meant = append(meant, t)
		}
	}
	if len(meant) != 1 {
		return hanko.Tenant{}, fmt.Errorf("--tenant: choose one of the tenants of that database: %s", strings.Join(list, ", "))
	}
	return meant[0], nil
}
