package kratos_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"latchkey/demo"
)

// TestRealSettingsOverwriteEdits: Kratos 1.3.1 itself writes the whole identity in a settings flow, as it read it before
// it called its hooks. An edit by an admin in between is lost, also without Latchkey, as docs/kratos.md says.
func TestRealSettingsOverwriteEdits(t *testing.T) {
	ctx := t.Context()
	reserved, err := demo.ReservePorts(1)
	must(t, err)
	t.Cleanup(func() { must(t, reserved.Release()) })
	var edit func() error
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err := edit(); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	must(t, server.Listener.Close())
	server.Listener, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", reserved.Ports[0]))
	must(t, err)
	server.Start()
	t.Cleanup(server.Close)
	k, _ := start(t, demo.KratosOptions{SettingsHooks: []map[string]any{demo.SettingsHook(server.URL, "a key")}})
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com"}, password, map[string]any{"latchkey_role": "admin"})
	must(t, err)
	user := k.Browser()
	must(t, user.Login(ctx, "ada@example.com", password))
	edit = func() error { return k.PatchIdentity(ctx, id, "replace", "/metadata_public", map[string]any{}) }
	must(t, user.ChangeSettings(ctx, map[string]any{"method": "password", "password": "another " + password}))
	var kept struct {
		Role string `json:"latchkey_role"`
	}
	fields, _ := record(t, k, id)
	must(t, json.Unmarshal([]byte(fields["metadata_public"]), &kept))
	if kept.Role != "admin" {
		t.Errorf("metadata %s: Kratos keeps the edit; docs/kratos.md says that it is lost", fields["metadata_public"])
	}
}
