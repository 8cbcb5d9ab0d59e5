package demo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestBuildKratosIsSafeSideBySide(t *testing.T) {
	var builders sync.WaitGroup
	paths := make([]string, 4)
	for i := range paths {
		builders.Go(func() {
			path, err := BuildKratos(t.Context(), io.Discard)
			if err != nil {
				t.Error(err)
			}
			paths[i] = path
		})
	}
	builders.Wait()
	for _, path := range paths {
		if path != paths[0] || !runnable(path) {
			t.Errorf("built %q, the first one %q", path, paths[0])
		}
	}
}

func TestLockFileWaitsAndGivesUp(t *testing.T) {
	path := t.TempDir() + "/lock"
	unlock, err := lockFile(t.Context(), path, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	var progress bytes.Buffer
	if _, err := lockFile(ctx, path, &progress); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second builder got %v, want %v", err, context.DeadlineExceeded)
	}
	if strings.Count(progress.String(), "Waiting") != 1 {
		t.Errorf("progress %q", progress.String())
	}
	unlock()
	again, err := lockFile(t.Context(), path, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	again()
}

func TestBuildNamesWhatIsMissing(t *testing.T) {
	empty := t.TempDir()
	t.Setenv("PATH", empty)
	t.Setenv("CC", "")
	if err := haveCompilers(); err == nil || !strings.Contains(err.Error(), "go.dev/dl") {
		t.Errorf("without Go: %v", err)
	}
	if err := os.WriteFile(empty+"/go", []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := haveCompilers(); err == nil || !strings.Contains(err.Error(), "apt-get install -y gcc libc6-dev") {
		t.Errorf("without gcc: %v", err)
	}
}

// TestPasskeyRefused shows the 403 that is the reason for this project: Kratos refuses a passkey to a user who has just
// registered.
func TestPasskeyRefused(t *testing.T) {
	ctx := t.Context()
	k := start(t, KratosOptions{
		PrivilegedFor: 3 * time.Second,
		Passkeys:      &KratosPasskeys{RPID: "localhost", Origins: []string{"http://localhost:4455"}},
	})
	user := k.Browser()
	if err := user.Register(ctx, "ada@example.com", "correct horse battery", "Ada"); err != nil {
		t.Fatal(err)
	}
	options, flowID, err := user.PasskeyOptions(ctx)
	if err != nil || !strings.Contains(options, `"challenge"`) {
		t.Fatalf("options %q, %v", options, err)
	}
	// While the session is privileged, the call fails for its invalid credential.
	var refused *KratosError
	for deadline := time.Now().Add(30 * time.Second); refused == nil || refused.ID != "session_refresh_required"; <-time.After(50 * time.Millisecond) {
		if err = user.AddPasskey(ctx, flowID, `{}`); !errors.As(err, &refused) || time.Now().After(deadline) {
			t.Fatalf("adding a passkey: %v", err)
		}
	}
	if refused.Status != 403 || !strings.Contains(refused.RedirectTo, "refresh=true") {
		t.Fatalf("adding a passkey: %v", err)
	}
	// When the session is privileged again, the same call fails only for its invalid credential.
	before := user.SessionID
	if err := user.Refresh(ctx, "correct horse battery"); err != nil {
		t.Fatal(err)
	}
	if user.SessionID != before {
		t.Error("refreshing made another session")
	}
	err = user.AddPasskey(ctx, flowID, `{}`)
	if refused, ok := errors.AsType[*KratosError](err); !ok || refused.ID == "session_refresh_required" {
		t.Errorf("adding a passkey in a privileged session: %v", err)
	}
}

func TestKratosKeepsItsDataOverStop(t *testing.T) {
	ctx := t.Context()
	k := start(t, KratosOptions{})
	if err := k.App().Register(ctx, "ada@example.com", "correct horse battery", "Ada"); err != nil {
		t.Fatal(err)
	}
	if err := k.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := k.App().Login(ctx, "ada@example.com", "correct horse battery"); err == nil {
		t.Fatal("signed in while Kratos was stopped")
	}
	if err := k.Start(ctx); err != nil {
		t.Fatal(err)
	}
	if err := k.App().Login(ctx, "ada@example.com", "correct horse battery"); err != nil {
		t.Error(err)
	}
	if err := k.App().Login(ctx, "ada@example.com", "wrong"); err == nil {
		t.Error("signed in with a wrong password")
	}
}

func start(t *testing.T, options KratosOptions) *Kratos {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: it runs a real Kratos")
	}
	options.Progress = t.Output()
	k, err := StartKratos(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return k
}

// passkeyLevel is what the sample app shows of a session that a passkey created.
func (k *Kratos) passkeyLevel() string {
	if k.Has(CountsACR) {
		return "passkey (aal2 at Kratos)"
	}
	return "passkey (aal1 at Kratos)"
}
