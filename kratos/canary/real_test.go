package canary_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/kratos/canary"
	"latchkey/kratos/inspect"
	"latchkey/kratos/trait"
	"latchkey/totp"
)

const address = "canary-1f2e@" + canary.Domain

func start(t *testing.T, options demo.KratosOptions) (*demo.Kratos, *inspect.Kratos) {
	t.Helper()
	options.Progress = os.Stderr
	k, err := demo.StartKratos(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close() })
	return k, inspect.New(k.PublicURL, k.AdminURL, 10*time.Second)
}

func register(t *testing.T, k *inspect.Kratos, until time.Time) (*canary.Identity, string) {
	t.Helper()
	schemas, err := k.Schemas(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	made, token, registered, err := canary.Register(t.Context(), k, schemas, address, until, func(_ context.Context, flow uuid.UUID) error {
		if flow == uuid.Nil {
			t.Error("announced without an ID")
		}
		return nil
	})
	if err != nil || !registered {
		t.Fatalf("registered: %v, %v", registered, err)
	}
	return made, token
}

// TestRealCanary lives through what doctor does with it, at a real Kratos.
func TestRealCanary(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	real, k := start(t, demo.KratosOptions{RecoveryHooks: []map[string]any{{"hook": "revoke_active_sessions"}}, WhoamiAAL: "highest_available"})
	if left, err := canary.Find(ctx, k, nil, address); left != nil || err != nil {
		t.Fatalf("before: %+v, %v", left, err)
	}
	until := time.Now().Add(time.Minute).Truncate(time.Second)
	made, token := register(t, k, until)
	if left, err := canary.Find(ctx, k, nil, address); err != nil || left == nil || left.ID != made.ID || !left.Marked || !left.Until.Equal(until) {
		t.Fatalf("%+v, %v", left, err)
	}
	if _, _, _, err := canary.Register(ctx, k, must(k.Schemas(ctx)), address, until, func(context.Context, uuid.UUID) error { return nil }); err == nil {
		t.Error("a second one was created")
	}
	if err := made.Whoami(ctx, token); err != nil {
		t.Errorf("the session of the registration: %v", err)
	}
	flow, err := made.Settings(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	refused := &inspect.Refusal{}
	if err := made.Change(ctx, token, flow, map[string]any{"method": "totp", "totp_code": "000000"}); !errors.As(err, &refused) || !refused.Says(4000008) {
		t.Errorf("a wrong code: %v", err)
	}
	code, err := totp.Code(flow.Secret("totp_secret_key"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Change(ctx, token, flow, map[string]any{"method": "totp", "totp_code": code}); err != nil {
		t.Fatal(err)
	}
	if app, err := made.App(ctx); err != nil || app != (canary.App{Issuer: "Harbour", Account: address, Algorithm: "SHA1", Digits: "6", Period: "30"}) {
		t.Errorf("%+v, %v", app, err)
	}
	weak, err := made.Login(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{"whoami": made.Whoami(ctx, weak), "settings": second(made.Settings(ctx, weak))} {
		if !errors.As(err, &refused) || refused.ID != "session_aal2_required" {
			t.Errorf("%s by password alone: %v", what, err)
		}
	}
	named(t, must(made.LoginInBrowser(ctx)), "ory_kratos_session")
	if err := made.Drop(ctx, "totp"); err != nil {
		t.Error(err)
	}
	for _, method := range []string{"profile", "password"} {
		flow, err := made.Settings(ctx, weak)
		if err != nil || !flow.Has(method) {
			t.Fatalf("%s: %v", method, err)
		}
		if err := made.Change(ctx, weak, flow, made.Form(method)); err != nil {
			t.Errorf("%s: %v", method, err)
		}
	}
	if _, err := made.Login(ctx); err != nil {
		t.Errorf("with the new password: %v", err)
	}
	recovers := func(want map[string]bool) {
		t.Helper()
		for by, want := range want {
			if offered, err := made.Recover(ctx, by); offered != want || err != nil {
				t.Errorf("recovery by %s: %v, %v", by, offered, err)
			}
		}
	}
	recovers(map[string]bool{"link": true, "code": false})
	if err := real.Edit(ctx, "code: {enabled: false}", "code: {enabled: true}", "use: link, after", "use: code, after", "link: {enabled: true}", "link: {enabled: false}"); err != nil {
		t.Fatal(err)
	}
	recovers(map[string]bool{"link": false, "code": true})
	if err := real.Edit(ctx, "recovery: {enabled: true,", "recovery: {enabled: false,"); err != nil {
		t.Fatal(err)
	}
	recovers(map[string]bool{"code": true}) // as disabling it stops users only
	if err := real.Edit(ctx, `{"hook":"revoke_active_sessions"}`, `{"hook":"web_hook","config":{"url":"http://127.0.0.1:1/","method":"GET","response":{"parse":true}}}`); err != nil {
		t.Fatal(err)
	}
	if offered, err := made.Recover(ctx, "code"); offered || err == nil {
		t.Errorf("a hook stops a recovery, which is disabled: %v, %v", offered, err)
	}
	for range 2 {
		if err := canary.Remove(ctx, k, made.ID); err != nil {
			t.Error(err)
		}
	}
	if left, err := canary.Find(context.Background(), k, nil, address); left != nil || err != nil {
		t.Errorf("after: %+v, %v", left, err)
	}
}

// TestFindCut finds a canary whose name the schema has cut, also through a proxy that drops queries, and takes no other user for it.
func TestFindCut(t *testing.T) {
	t.Parallel()
	ctx, address := t.Context(), "canary-0123456789abcdef01234567@"+canary.Domain
	real, k := start(t, demo.KratosOptions{Schemas: map[string]string{"named": `{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{
		"traits":{"type":"object","properties":{"username":{"type":"string","maxLength":24,"ory.sh/kratos":{"credentials":{"password":{"identifier":true}}}}}}}}`}})
	if _, err := real.CreateIdentity(ctx, map[string]any{"email": "ada@example.com"}, rand.Text(), nil); err != nil {
		t.Fatal(err)
	}
	schemas := must(k.Schemas(ctx))
	named := schemas[slices.IndexFunc(schemas, func(s trait.Schema) bool { return s.ID == "named" })]
	traits, _ := named.Sample(address)
	if _, err := real.CreateIdentityOf(ctx, "named", traits, rand.Text()); err != nil {
		t.Fatal(err)
	}
	to := must(url.Parse(k.AdminURL))
	later := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) },
		ModifyResponse: func(r *http.Response) error {
			r.Header.Set("Date", time.Now().Add(2*time.Minute).UTC().Format(http.TimeFormat))
			return nil
		},
	})
	t.Cleanup(later.Close)
	drops := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.URL.RawQuery = ""
	}})
	t.Cleanup(drops.Close)
	for _, admin := range []string{k.AdminURL, drops.URL, later.URL} {
		at := inspect.New(k.PublicURL, admin, 10*time.Second)
		if left, err := canary.Find(ctx, at, schemas, address); err != nil || left == nil || !left.Marked || left.Until.After(time.Now()) != (admin != later.URL) {
			t.Errorf("without metadata, by %s: %+v, %v", admin, left, err)
		}
		if left, err := canary.Find(ctx, at, schemas, "canary-fedcba9876543210fedcba98@"+canary.Domain); err != nil || left != nil {
			t.Errorf("another by %s: %+v, %v", admin, left, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func named(t *testing.T, cookies []*http.Cookie, name string) {
	t.Helper()
	for _, c := range cookies {
		if c.Name == name {
			return
		}
	}
	t.Errorf("no cookie %s in %v", name, cookies)
}
