package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/config"
	"latchkey/fault"
	"latchkey/oidc"
	"latchkey/rules"
	"latchkey/seal"
	"latchkey/store"
)

type keysCommand struct {
	Create keysCreate `cmd:"" help:"Create a key and print it, only this once: only its hash is stored. Migrates the database first."`
	List   keysList   `cmd:"" help:"List all keys, newest first, revoked and expired ones included."`
	Revoke keysRevoke `cmd:"" help:"Revoke a key. It stops working at once."`

	RotateSigning keysRotateSigning `cmd:"" help:"Announce a new key for signing proofs and ID tokens. It signs in ten minutes; the current one stays published for another hour. This happens automatically every 90 days; run this if the key may have leaked."`
}

type keysCreate struct {
	Name      string        `required:"" help:"Who or what the key is for, such as support or billing-job; 1 to 64 characters."`
	Scopes    []string      `required:"" enum:"read,export,revoke,reset,keys" placeholder:"SCOPE,..." help:"What it may do, comma-separated: read (see identities, passkeys, audit events), export (stream the audit log), revoke (revoke, suspend and resume passkeys), reset (remove all second factors of a user), keys (manage keys)."`
	ExpiresIn time.Duration `placeholder:"DURATION" help:"How long it works, such as 30d. Without it: until it is revoked."`
	JSON      bool          `help:"Print JSON."`
}

type keysList struct {
	JSON bool `help:"Print JSON."`
}

type keysRotateSigning struct{}

type keysRevoke struct {
	Key string `arg:"" help:"The key's ID or its name, as in 'keys list'."`
}

// Validate is called by kong; its error is a fault of the command line.
func (k keysCreate) Validate() error {
	if k.ExpiresIn < 0 {
		return errors.New("--expires-in: must be positive, such as 30d")
	}
	return nil
}

func (k keysCreate) Run(ctx context.Context, p *Program) error {
	return p.withDatabase(ctx, opening{}, keysOnly(func(service *rules.Rules) error {
		var expiresAt *time.Time
		if k.ExpiresIn > 0 {
			at := time.Now().UTC().Add(k.ExpiresIn).Truncate(time.Second)
			expiresAt = &at
		}
		key, made, err := service.Keys.Create(ctx, admin.System, audit.Request{}, k.Name, k.Scopes, expiresAt)
		if errors.Is(err, fault.ErrConflict) {
			return fmt.Errorf("there is a key named %q already: choose another name, or revoke that one first", k.Name)
		}
		if err != nil {
			return err
		}
		if k.JSON {
			return writeJSON(p.Stdout, struct {
				Secret string `json:"key"`
				*admin.Key
			}{key, made})
		}
		fmt.Fprintf(p.Stderr, "Created %s (%s). Keep the key safe, it is not printed again:\n", made.Name, made.ID)
		_, err = fmt.Fprintln(p.Stdout, key)
		return err
	}))
}

func (k keysList) Run(ctx context.Context, p *Program) error {
	return p.withService(ctx, func(service *rules.Rules) error {
		keys, err := service.Keys.List(ctx)
		if err != nil {
			return err
		}
		if k.JSON {
			return writeJSON(p.Stdout, map[string]any{"keys": keys})
		}
		table := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tNAME\tSCOPES\tOWNER\tCREATED\tBY\tLAST USED\tSTATE")
		for _, key := range keys {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", key.ID, key.Name, strings.Join(key.Scopes, ","), ownerText(key.Owner),
				key.CreatedAt.Format(time.DateOnly), actorText(key.Creator), day(key.LastUsedAt), keyState(key, time.Now()))
		}
		return table.Flush()
	})
}

// ownerText names the owner, with the login if Kratos has one.
func ownerText(owner *admin.KeyOwner) string {
	switch {
	case owner == nil:
		return "the operator"
	case owner.Login == "":
		return owner.IdentityID.String()
	}
	return owner.Login + " (" + owner.IdentityID.String() + ")"
}

func keyState(key admin.Key, now time.Time) string {
	switch {
	case key.RevokedAt != nil:
		return "revoked " + key.RevokedAt.Format(time.DateOnly)
	case key.ExpiresAt == nil:
		return "works"
	case key.ExpiresAt.After(now):
		return "works until " + key.ExpiresAt.Format(time.RFC3339)
	default:
		return "expired " + key.ExpiresAt.Format(time.DateOnly)
	}
}

func (k keysRevoke) Run(ctx context.Context, p *Program) error {
	return p.withKeys(ctx, func(service *rules.Rules) error {
		keys, err := service.Keys.List(ctx)
		if err != nil {
			return err
		}
		key, ok := findKey(keys, k.Key)
		if !ok {
			return fmt.Errorf("no key has the ID or name %q: `latchkey keys list` lists all keys", k.Key)
		}
		if err := service.Keys.Revoke(ctx, admin.System, audit.Request{}, key.ID); err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.Stdout, "revoked %s (%s)\n", key.Name, key.ID)
		return err
	})
}

func (keysRotateSigning) Run(ctx context.Context, p *Program) error {
	return p.withStore(ctx, func(cfg config.Config, records store.Store) error {
		sealer, err := seal.New(rulesConfig(cfg).Secrets)
		if err != nil {
			return err
		}
		issuing := providerConfig(cfg)
		issuing.Client = nil // only codes are for it, and this command issues none
		provider, err := oidc.New(issuing, sealer, records)
		if err != nil {
			return err
		}
		id, err := provider.Rotate(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.Stdout, "announced %s: it signs from %s on, on all replicas\n", id, time.Now().Add(oidc.AnnounceFor).UTC().Format(time.RFC3339))
		return err
	})
}

// findKey looks for the ID first, so that no name can shadow it, then for the name of a key that is not revoked: names
// of those are unique.
func findKey(keys []admin.Key, wanted string) (admin.Key, bool) {
	id, err := uuid.Parse(wanted)
	for _, key := range keys {
		if err == nil && key.ID == id {
			return key, true
		}
	}
	for _, key := range keys {
		if key.Name == wanted && key.RevokedAt == nil {
			return key, true
		}
	}
	return admin.Key{}, false
}
