package demo

import (
	"errors"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestLatchkeyStopsKillsAndStartsAgain(t *testing.T) {
	ctx := t.Context()
	k := start(t, KratosOptions{})
	l, err := StartLatchkey(ctx, LatchkeyOptions{Kratos: k, AppURL: "http://localhost:4455/"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if !answers(ctx, l.PublicURL+"/health/ready") {
		t.Error("not ready")
	}
	key, err := l.CreateKey("read", "revoke")
	if err != nil {
		t.Fatal(err)
	}
	if status := getWithKey(t, l, key); status != http.StatusOK {
		t.Errorf("the new key gives %d", status)
	}
	public, first := l.PublicURL, l.PID()
	if err := l.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := l.Start(ctx); err != nil {
		t.Fatal(err)
	}
	if l.PublicURL != public || l.PID() == first {
		t.Errorf("started again at %s as %d, before at %s as %d", l.PublicURL, l.PID(), public, first)
	}
	if status := getWithKey(t, l, key); status != http.StatusOK {
		t.Errorf("after a kill the key gives %d", status)
	}
	if err := l.Stop(); err != nil {
		t.Error(err)
	}
	if running(first) || running(l.PID()) {
		t.Error("a process is left")
	}
	if n := strings.Count(l.Log(), `"latchkey is up"`); n != 2 {
		t.Errorf("the log tells of %d starts", n)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(l.dir); !os.IsNotExist(err) {
		t.Errorf("its directory is left: %v", err)
	}
}

func TestStartLatchkeyReportsWhyItFailed(t *testing.T) {
	k := &Kratos{PublicURL: "http://127.0.0.1:1", BrowserURL: "http://localhost:1", AdminURL: "http://127.0.0.1:2"}
	_, err := StartLatchkey(t.Context(), LatchkeyOptions{Kratos: k, Env: []string{"LATCHKEY_WEBAUTHN_CLONE=maybe"}})
	if err == nil || !strings.Contains(err.Error(), "webauthn.clone") {
		t.Errorf("got %v, want an error about webauthn.clone", err)
	}
}

func getWithKey(t *testing.T, l *Latchkey, key string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, l.AdminURL+"/admin/v1/passkeys", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+key)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

func running(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
