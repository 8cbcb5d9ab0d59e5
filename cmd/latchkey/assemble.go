package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"

	"latchkey/api"
	"latchkey/cmd/latchkey/approved"
	"latchkey/cmd/latchkey/brand"
	"latchkey/cmd/latchkey/notifications"
	"latchkey/cmd/latchkey/policies"
	"latchkey/config"
	"latchkey/kratos"
	"latchkey/kratos/clock"
	"latchkey/kratos/trait"
	"latchkey/lifecycle"
	"latchkey/metrics"
	"latchkey/oidc"
	"latchkey/probe"
	"latchkey/rules"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/switchover"
	"latchkey/transport"
	"latchkey/transport/certificate"
	"latchkey/web"
	"latchkey/webauthnsvc"
)

// server has a handler for each listener, and the work before, during and after serving.
type server struct {
	public, admin, metrics http.Handler
	showCertificates       func(map[string]*certificate.Certificate)
	prepare                func(context.Context) error // generates the keys of a new database, and reseals those under an old secret
	drain                  func()
	notify                 func(context.Context)       // delivers notifications until the context ends
	watchTraits            func(context.Context)       // compares kratos.traits with Kratos until the context ends
	kratosReady            func(context.Context) error // nil: Kratos answers
	lifecycle              *lifecycle.Service
	learn                  func(context.Context)       // learns user handles at Kratos until the context ends
	load                   func(context.Context) error // reads FIDO's metadata from the database
	keepMetadata           func(context.Context)       // keeps FIDO's metadata up to date until the context ends
}

// assemble wires the packages. It makes no calls.
func assemble(cfg config.Config, records store.Store, log *slog.Logger) (*server, *rules.Rules, error) {
	measured := metrics.New(metrics.Options{Version: running().String(), Ceremonies: api.CeremonySteps(), Adopts: cfg.Kratos.Adopt, Exemplars: cfg.Tracing.On(), Log: log, Now: time.Now})
	unwatched := records
	records = measured.Watch(records)
	kratosClock := clock.New(log)
	client, err := kratos.New(kratosConfig(cfg, measured, kratosClock))
	if err != nil {
		return nil, nil, err
	}
	icons, err := brand.Icons(cfg.Branding.AuthenticatorIconsFile, log)
	if err != nil {
		return nil, nil, err
	}
	authenticators := approved.Read(cfg.WebAuthn)
	decisions := rulesConfigWith(cfg, authenticators)
	decisions.Authenticators = makers(cfg.Serve.Public.BaseURL, icons)
	decisions.Log, decisions.Suppressed = log, measured.Suppressed
	decisions.CountIdentities = kratos.Directory{Client: client}.CountIdentities
	decisions.Compromised.Staff = kratos.Directory{Client: client}.Staff
	decisions.WalkIdentities = kratos.Directory{Client: client}.WalkIdentities
	decisions.ClocksApart, decisions.KratosAhead = kratosClock.Apart, kratosClock.Offset
	sealer, err := seal.New(decisions.Secrets)
	if err != nil {
		return nil, nil, err
	}
	issuing := providerConfig(cfg)
	if cfg.Kratos.Login.Enabled {
		minter := kratos.NewMinter(kratos.MinterConfig{Provider: cfg.Kratos.Login.Provider, Host: cfg.Serve.Public.Host()}, client)
		issuing.Link = minter.LinkActive
		decisions.Provider, decisions.Minter = cfg.Kratos.Login.Provider, minter
	}
	provider, err := oidc.New(issuing, sealer, records)
	if err != nil {
		return nil, nil, err
	}
	decisions.Proofs = provider
	if cfg.Kratos.Login.Enabled {
		decisions.Codes = provider
	}
	service, err := rules.New(decisions, records, kratos.Directory{Client: client}, client)
	if err != nil {
		return nil, nil, err
	}
	identities := lifecycle.New(lifecycle.Config{Grace: cfg.Lifecycle.Grace, Every: cfg.Lifecycle.Every, Log: log, Now: time.Now},
		records, kratos.Directory{Client: client}, service.Endings, service.Audit)
	returns := transport.Returns{BaseURL: cfg.Serve.Public.BaseURL, Prefixes: cfg.ReturnTo}
	pages, err := pagesConfig(cfg, returns)
	if err != nil {
		return nil, nil, err
	}
	pages.SignedIn = client.UsesCookie
	proxies, err := transport.Prefixes(cfg.Serve.Public.TrustedProxies)
	if err != nil {
		return nil, nil, fmt.Errorf("serve.public.trusted_proxies: %w", err)
	}
	traits := &trait.Watch{Log: log, Compare: func(ctx context.Context) ([]trait.Fault, error) { return traitFaults(ctx, client, cfg) }}
	answers := api.New(api.Config{
		BaseURL:                cfg.Serve.Public.BaseURL,
		Origins:                cfg.CallerOrigins(),
		PasskeyOrigins:         cfg.PasskeyOrigins(),
		Returns:                returns,
		HSTS:                   cfg.Serve.Public.HSTS,
		TrustedProxies:         proxies,
		LoginPerMinute:         cfg.Limits.LoginPerMinute,
		LoginBurst:             cfg.Limits.LoginBurst,
		IdentifierPerMinute:    cfg.Limits.IdentifierPerMinute,
		AdminFailuresPerMinute: cfg.Limits.AdminFailuresPerMinute,
		WritesPerMinute:        cfg.Limits.WritesPerMinute,
		BrowserFailures:        cfg.Serve.Public.BrowserFailures,
		Pages:                  web.New(pages),
		Console:                web.NewConsole(pages),
		Provider:               provider,
		PublicConsole:          cfg.Admin.Console.Public,
		DefaultSession:         cfg.Kratos.Login.DefaultSession,
		Hooks: api.Hooks{
			Key:          string(cfg.Kratos.Hooks.Key),
			CookieDomain: cfg.Kratos.Hooks.CookieDomain,
			LoginUI:      cfg.Kratos.Hooks.LoginUIURL,
			SettingsUI:   cfg.Kratos.Hooks.SettingsUIURL,
		},
		WellKnown: wellKnown(cfg),
		Checks:    []probe.Check{{Name: "database", Probe: func(ctx context.Context) error { return store.Check(ctx, records, time.Now) }}, {Name: "kratos", Probe: client.Ready}},
		Icon:      icons.Icon,
		Clock:     kratosClock.Offset,
		Traits:    traits.Unmatched,
		Aborted:   identities.Aborted,
		Meter:     measured,
		Metrics:   measured.Handler(),
		Log:       log,
		Now:       time.Now,
	}, service, client)
	learn := func(context.Context) {}
	if cfg.Kratos.Adopt {
		adoption := switchover.NewAdoption(records, kratos.Directory{Client: client}, service.Standing, service.Audit, service.Ceremonies.Provider, time.Now)
		webauthnsvc.Adopt(service.Ceremonies, adoption)
		learn = func(ctx context.Context) { adoption.Run(ctx, log) }
	}
	notifier, err := notifications.New(cfg, records, service, provider, client, log)
	if err != nil {
		return nil, nil, err
	}
	measured.ShowClock(kratosClock.Offset)
	authenticators.Show(measured)
	measured.ShowBacklogs(unwatched, notifier.Sinks())
	service.Admin.ShowSinks(notifier.Sinks())
	load := func(ctx context.Context) error { return authenticators.Load(ctx, records, log) }
	return &server{
		showCertificates: func(c map[string]*certificate.Certificate) { metrics.ShowCertificates(measured, c) },
		public:           client.Budget(answers.Public()),
		admin:            client.Budget(answers.Admin()),
		metrics:          answers.Metrics(),
		prepare: func(ctx context.Context) error {
			return errors.Join(provider.Prepare(ctx), service.Prepare(ctx), load(ctx))
		},
		load:   load,
		drain:  answers.Drain,
		notify: notifier.Run,

		watchTraits: traits.Run,
		kratosReady: client.Ready,
		lifecycle:   identities,
		learn:       learn,

		keepMetadata: func(ctx context.Context) { authenticators.Keep(ctx, records) },
	}, service, nil
}

// providerConfig converts the settings for oidc. Its client is Kratos, if logins create Kratos sessions.
func providerConfig(cfg config.Config) oidc.Config {
	provider := oidc.Config{
		Issuer: cfg.Serve.Public.BaseURL, ProofAudience: cfg.Proof.Audience, UVIsAAL2: cfg.Policy.UVPasskeyIsAAL2, Now: time.Now,
	}
	if login := cfg.Kratos.Login; login.Enabled {
		provider.Client = &oidc.Client{
			ID:           login.ClientID,
			Secret:       string(login.ClientSecret),
			RedirectURIs: oidc.Callbacks(cfg.Kratos.BrowserURL, login.Provider),
		}
	}
	return provider
}

// pageSession is the session that our own login page requests: it serves browsers only.
func pageSession(login config.Login) string {
	if login.Enabled {
		return webauthnsvc.SessionCookie
	}
	return ""
}

func pagesConfig(cfg config.Config, returns transport.Returns) (web.Config, error) {
	branding, err := brand.Read(cfg.Branding)
	return web.Config{
		Version:        running().String(),
		AppName:        cmp.Or(cfg.Branding.Name, cfg.WebAuthn.RP[0].Name),
		BaseURL:        cfg.Serve.Public.BaseURL,
		KratosURL:      cfg.Kratos.BrowserURL,
		Session:        pageSession(cfg.Kratos.Login),
		ReturnTo:       returns.Choose,
		AskAgain:       cfg.Setup.AskAgain,
		RecoveryCodes:  cfg.RecoveryCodes.Enabled,
		FrameAncestors: cfg.Serve.Public.FrameAncestors,
		Branding:       branding,
		Console:        cfg.Admin.Console.Public,
		Environment:    cfg.Admin.Console.Environment,
	}, err
}

// rulesConfig converts the settings for the rules.
func rulesConfig(cfg config.Config) rules.Config {
	return rulesConfigWith(cfg, approved.Read(cfg.WebAuthn))
}

// rulesConfigWith is rulesConfig, with what the settings name about authenticators.
func rulesConfigWith(cfg config.Config, authenticators approved.Authenticators) rules.Config {
	c := rules.Config{
		UserVerification:     cfg.WebAuthn.UserVerification,
		ResidentKey:          cfg.WebAuthn.ResidentKey,
		MaxPasskeys:          cfg.WebAuthn.MaxPasskeys,
		Clone:                cfg.WebAuthn.Clone,
		BackupFlagsMayChange: cfg.WebAuthn.BackupFlags == "accept",
		ConditionalCreate:    cfg.WebAuthn.ConditionalCreate,
		MLDSA:                cfg.WebAuthn.MLDSA,
		Freshness:            cfg.Policy.Freshness,
		FirstPasskeyWithin:   cfg.Policy.FirstPasskeyWithin,
		FirstPasskeyNeeds:    cfg.Policy.FirstPasskeyNeeds,
		KeepLastPasskey:      cfg.Policy.KeepLastPasskey,
		UVPasskeyIsAAL2:      cfg.Policy.UVPasskeyIsAAL2,
		Required:             cfg.Policy.Required,
		SecondFactor:         cfg.Policy.SecondFactor,
		Rules:                policies.Of(cfg.Policy),
		HeldFor:              cfg.Kratos.SessionCache,
		Grace:                cfg.Policy.Grace,
		LoginGate:            cfg.Policy.LoginGate,
		RecoveryCodes:        cfg.RecoveryCodes.Enabled,
		RecoveryLevel:        cfg.RecoveryCodes.Level,
		ResetApprovals:       cfg.Admin.ResetApprovals,
		PasskeyAge:           cfg.Admin.PasskeyAge,
		Authenticators:       makers("", nil),
		Profile:              cfg.Policy.Authenticators,
		ReturnTo:             cfg.Serve.Public.BaseURL + "/passkeys",
		FrameAncestors:       cfg.Serve.Public.FrameAncestors,
		Now:                  time.Now,
	}
	c.Profiles, c.Attestation, c.Faults = authenticators.Profiles, authenticators.Verifier, authenticators.Faults
	c.Compromised = authenticators.Compromised
	for _, rp := range cfg.WebAuthn.RP {
		c.RPs = append(c.RPs, webauthnsvc.RP{ID: rp.ID, Name: rp.Name, Origins: rp.Origins, RelatedOrigins: rp.RelatedOrigins, AppOrigins: appOrigins(cfg.Apps, rp.ID), AppID: rp.AppID})
	}
	for _, aaguid := range cfg.WebAuthn.UVNotTrusted {
		c.UVNotTrusted = append(c.UVNotTrusted, uuid.MustParse(aaguid)) // checked when the configuration was loaded
	}
	for _, secret := range cfg.Secrets.Cipher {
		c.Secrets = append(c.Secrets, []byte(secret))
	}
	return c
}
