package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"latchkey/config"
	"latchkey/store"
)

// Scripts tell by the exit code whether a comparison is done, was aborted, or is another process' work.
func TestReconcileExitCodes(t *testing.T) {
	t.Chdir(t.TempDir())
	empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "[]")
	}))
	t.Cleanup(empty.Close)
	reconcile := func(code int, want string, flags ...string) {
		t.Helper()
		out, errOut, got := latchkey(t, []string{"LATCHKEY_KRATOS_ADMIN_URL=" + empty.URL}, append([]string{"reconcile"}, flags...)...)
		if got != code || !strings.Contains(out+errOut, want) {
			t.Errorf("exit code %d, want %d and %q\n%s%s", got, code, want, out, errOut)
		}
	}
	if _, errOut, code := latchkey(t, nil, "migrate"); code != exitOK {
		t.Fatal(errOut)
	}
	reconcile(exitOK, "0 identities compared")

	loaded, err := config.Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	records, err := openStore(t.Context(), loaded.Config, opening{})
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	for range 2 {
		if err := records.LearnHandles(t.Context(), store.NewID(), [][]byte{[]byte("handle")}); err != nil {
			t.Fatal(err)
		}
	}
	reconcile(exitFailure, "Nothing was changed", "--dry-run")
	reconcile(exitFailure, "Nothing was changed")
	if n, err := records.CountMissing(t.Context()); err != nil || n != 0 {
		t.Errorf("%d missing, %v", n, err)
	}

	now := time.Now()
	if err := records.ClaimReconciliation(t.Context(), store.ScopeAll, store.NewID(), now, now.Add(time.Hour), true); err != nil {
		t.Fatal(err)
	}
	reconcile(exitUnfinished, "another Latchkey is comparing")
	reconcile(exitFailure, "Nothing was changed", "--dry-run") // which needs no claim
}
