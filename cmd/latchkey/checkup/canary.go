package checkup

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/config"
	"latchkey/doctor/trial"
	"latchkey/fault"
	"latchkey/kratos/canary"
	"latchkey/kratos/inspect"
	"latchkey/store"
)

// canaryReason is on the audit event of the erasure.
const canaryReason = "canary of latchkey doctor"

// hookTime limits a call of Kratos, in which it may try a web_hook several times.
const hookTime = 20 * time.Second

// canaryOf converts the settings for the canary. mail is an address of the operator, or empty.
func canaryOf(loaded config.Loaded, database Database, mail string, ask func(context.Context, string) (string, error)) trial.Config {
	cfg := loaded.Config
	c := trial.Config{
		BaseURL: cfg.Serve.Public.BaseURL, BrowserURL: cfg.Kratos.BrowserURL,
		Kratos: inspect.New(cfg.Kratos.PublicURL, cfg.Kratos.AdminURL, hookTime),
		At:     func(setting string) string { return at(loaded, setting) },
		Origin: cfg.Serve.Public.BaseURL, SessionCookie: cfg.Kratos.SessionCookie, HookKey: "kratos.hooks.key",
		Hooks: cfg.Kratos.Hooks.Key != "" || cfg.Kratos.Hooks.KeyFile != "", LoginGate: cfg.Policy.LoginGate, SettingsGate: cfg.Kratos.Hooks.SettingsUIURL != "",
		Mailed: mail != "",
		AskCode: func(ctx context.Context) (string, error) {
			return ask(ctx, "The code in the mail from Kratos to "+mail+": ")
		},
		Addresses: func(number int) (list []string, err error) {
			_, err = cfg.EnsureSecrets()
			for _, address := range slices.Compact([]string{mail, ""}) {
				for _, secret := range cfg.Secrets.Cipher {
					list = append(list, canaryAddress([]byte(secret), address, number))
				}
			}
			return list, err
		},
		Announce: func(ctx context.Context, flow uuid.UUID) error { return record(ctx, cfg, database, flow, "flow_id") },
		Begin:    func(ctx context.Context, id uuid.UUID) error { return record(ctx, cfg, database, id, "identity_id") },
		Recorded: func(ctx context.Context) (ids []uuid.UUID, err error) {
			err = database.Use(ctx, cfg, func(records store.Store, _ *audit.Log) error {
				ids, err = records.Canaries(ctx)
				return err
			})
			return ids, err
		},
		Registered: func(ctx context.Context, id uuid.UUID) (known bool, err error) {
			err = database.Use(ctx, cfg, func(records store.Store, _ *audit.Log) error {
				kind := audit.IdentityRegistered
				events, err := records.AuditEvents(ctx, store.AuditFilter{IdentityID: &id, Type: &kind}, store.Page{Size: 1})
				known = len(events) > 0
				return err
			})
			return known, err
		},
		Erase: func(ctx context.Context, id uuid.UUID) error {
			return database.Use(ctx, cfg, func(_ store.Store, log *audit.Log) error {
				_, err := log.Erase(ctx, audit.System, audit.Request{}, id, canaryReason)
				if errors.Is(err, fault.ErrNotFound) {
					return nil // it came to nothing here
				}
				return err
			})
		},
	}
	if cfg.Kratos.Login.Enabled {
		c.Provider = cfg.Kratos.Login.Provider
	}
	if cfg.Kratos.Hooks.KeyFile != "" {
		c.HookKey = "kratos.hooks.key_file"
	}
	if origins := cfg.WebAuthn.RP[0].Origins; !slices.Contains(origins, c.Origin) && len(origins) > 0 {
		c.Origin = origins[0] // of the first RP ID, which a registration uses that names none
	}
	return c
}

// record stores an ID of Kratos as one of a canary, with an event that has it as a member of its metadata.
func record(ctx context.Context, cfg config.Config, database Database, id uuid.UUID, member string) error {
	return database.Use(ctx, cfg, func(records store.Store, log *audit.Log) error {
		event := log.Event(audit.CanaryCreated, audit.Request{}, audit.System, audit.Nothing)
		event.Metadata = audit.Metadata(map[string]any{member: id})
		return records.AddCanary(ctx, id, time.Now(), event)
	})
}

// canaryAddress derives the canary's address from a secret, so that no user can register it first.
func canaryAddress(secret []byte, mail string, number int) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("latchkey doctor: the canary's address"))
	if number > 0 {
		fmt.Fprintf(mac, " %d", number)
	}
	name := "canary-" + hex.EncodeToString(mac.Sum(nil)[:12])
	if local, domain, ok := strings.Cut(mail, "@"); ok {
		return strings.ToLower(local + "+" + name + "@" + domain)
	}
	return name + "@" + canary.Domain
}
