package restore_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/restore"
	"latchkey/seal"
	"latchkey/store"
)

func TestRecoveryCodes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, metadata string
		back           bool
	}{
		"replaced":          {audit.CodesCreated, "{}", true},
		"used":              {audit.CodesRedeemed, `{"left": 1}`, true},
		"used before":       {audit.CodesRedeemed, `{"left": 2}`, false},
		"of an older build": {audit.CodesRedeemed, `{}`, false},
		"ended":             {audit.CodesEnded, "{}", true},
		"reset":             {audit.AdminReset, "{}", true},
		"support's":         {audit.CodesRedeemed, `{"left": 0, "by_support": true}`, false},
		"odd metadata":      {audit.CodesRedeemed, `{"left": "none"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := create(t)
			identity := uuid.New()
			codes := []store.RecoveryCode{{Hash: [32]byte(random(32)), CreatedAt: backedUp, Kind: store.CodeOwn}, {Hash: [32]byte(random(32)), CreatedAt: backedUp, Kind: store.CodeOwn}}
			must(t, w.records.ReplaceRecoveryCodes(t.Context(), identity, store.Evidence{}, codes, event(audit.CodesCreated, identity, backedUp)))
			w.happens(1, c.kind, identity, uuid.Nil, c.metadata)
			if !c.back {
				w.finds()
			} else if found := w.finds("recovery_codes.back fault"); len(found) == 1 && !strings.Contains(found[0].Remedy, identity.String()) {
				t.Errorf("%+v", found)
			}
		})
	}
}

func TestFactors(t *testing.T) {
	t.Parallel()
	w := create(t)
	identity := uuid.New()
	seen := []store.FactorSighting{{ID: id(), Kind: "totp", Vouch: "first", Fingerprint: [32]byte(random(32))}, {ID: id(), Kind: "webauthn", Fingerprint: [32]byte(random(32))}}
	if _, err := w.records.RecordFactors(t.Context(), identity, backedUp, seen, func(store.Factor, string) *store.AuditEvent { return nil }); err != nil {
		t.Fatal(err)
	}
	of := func(factor uuid.UUID) string { return fmt.Sprintf(`{"factor_id": %q}`, factor) }
	w.happens(1, audit.FactorDisowned, identity, uuid.Nil, of(seen[0].ID))
	w.happens(1, audit.FactorDisowned, identity, uuid.Nil, of(seen[1].ID))
	w.happens(1, audit.FactorDisowned, identity, uuid.Nil, of(id())) // one that was set up after the backup
	if found := w.finds("factors.back fault", "factors.back fault"); len(found) == 2 && !strings.Contains(found[0].Wrong+found[1].Wrong, "counts again") {
		t.Errorf("%+v", found)
	}
	w.happens(2, audit.FactorConfirmed, identity, uuid.Nil, of(seen[0].ID))
	w.finds("factors.back fault")
}

func TestAdminKeys(t *testing.T) {
	t.Parallel()
	w := create(t)
	key := store.AdminKey{ID: id(), Name: "support", Hash: [32]byte(random(32)), Scopes: []string{"read"}, CreatedAt: backedUp}
	must(t, w.records.CreateAdminKey(t.Context(), key, store.Evidence{}, event(audit.AdminKeyCreated, uuid.Nil, backedUp)))
	w.happens(1, audit.AdminKeyRevoked, uuid.Nil, uuid.Nil, fmt.Sprintf(`{"key_id": %q}`, key.ID))
	w.happens(1, audit.AdminKeyCreated, uuid.Nil, uuid.Nil, fmt.Sprintf(`{"key_id": %q, "name": "new"}`, id()))
	w.happens(1, audit.AdminKeyRevoked, uuid.Nil, uuid.Nil, `{}`) // blanked
	w.finds("admin_keys.back fault", "admin_keys.lost warning")
	if _, err := w.records.RevokeAdminKey(t.Context(), key.ID, w.now, func(store.AdminKey) store.AuditEvent {
		return event(audit.AdminKeyRevoked, uuid.Nil, w.now)
	}); err != nil {
		t.Fatal(err)
	}
	w.finds("admin_keys.lost warning")
}

// A reset that was carried out is a fault; one of which nothing is known is a warning.
func TestResets(t *testing.T) {
	t.Parallel()
	w := create(t)
	identity := uuid.New()
	reset := store.Reset{ID: id(), IdentityID: identity, State: store.ResetOpen, Reason: "lost", RequestedBy: store.ResetActor{Kind: "system"},
		RequestedAt: backedUp, Steps: []byte("[]"), NextTryAt: to(backedUp)}
	if _, _, err := w.records.CreateReset(t.Context(), reset, event("admin.reset_requested", identity, backedUp)); err != nil {
		t.Fatal(err)
	}
	w.finds("resets.open warning")
	w.happens(1, audit.AdminReset, identity, uuid.Nil, fmt.Sprintf(`{"reset_id": %q}`, reset.ID))
	found := w.finds("resets.open fault")
	if len(found) != 1 {
		return
	}
	_, statement, _ := strings.Cut(found[0].Remedy, "UPDATE ")
	w.exec(strings.Replace("UPDATE "+statement, "'"+reset.ID.String()+"'", fmt.Sprintf("X'%x'", reset.ID[:]), 1)) // an ID as SQLite spells it
	w.finds()
}

func TestNotifications(t *testing.T) {
	t.Parallel()
	w := create(t)
	must(t, w.records.OpenSink(t.Context(), "mail", backedUp))
	began, err := w.records.SinkPosition(t.Context(), "mail")
	must(t, err)
	next := began
	next.Batch++
	must(t, w.records.AddDeliveries(t.Context(), "mail", began, next, []store.Delivery{
		{ID: id(), Sink: "mail", Batch: next.Batch, EventID: id(), EventType: "passkey.registered", State: "pending", CreatedAt: backedUp, NextTryAt: to(backedUp)},
	}))
	found := w.finds("notifications.again warning")
	if len(found) != 1 {
		return
	}
	_, statement, _ := strings.Cut(found[0].Remedy, "DELETE ")
	w.exec("DELETE " + statement)
	w.finds()
}

// The log's own faults: a head that is ahead, a head of another log, and rows that were changed.
func TestLog(t *testing.T) {
	t.Parallel()
	w, old := create(t), create(t)
	seal := func(of *world) {
		t.Helper()
		if _, err := of.log().Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	seal(w)
	key, err := w.records.Key(t.Context(), "audit_chain")
	must(t, err)
	_, err = old.records.CreateKey(t.Context(), "audit_chain", key)
	must(t, err)
	for range 3 {
		old.record("login.refused", uuid.Nil)
		seal(old)
	}
	w.kept, err = old.log().Head(t.Context())
	must(t, err)
	w.finds("audit.cut warning")
	for range 3 { // as commands do
		w.record("admin_key.revoked", uuid.Nil)
		seal(w)
	}
	w.finds("audit.other_head warning")
	w.exec("DROP TRIGGER security_audit_no_update")
	w.exec("UPDATE security_audit SET event_type = 'login.succeeded'")
	w.finds("audit.other_head warning", "audit.changed fault")
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	w := create(t)
	names := map[string]bool{}
	for _, f := range w.findings() {
		names[f.Check+" "+f.Wrong] = true
	}
	if len(names) != 5 || !names["secrets.missing the database lacks the key signing: proofs and ID tokens that are in use are no longer accepted"] {
		t.Errorf("of an empty database: %v", names)
	}
	must(t, w.log().Prepare(t.Context()))
	w.finds()
	other, err := seal.New([][]byte{[]byte("another secret, with at least 32 bytes too")})
	must(t, err)
	w.sealer = other
	w.finds("secrets.other fault")
}

// A database that fails is no finding about a user.
func TestFailures(t *testing.T) {
	t.Parallel()
	w := create(t)
	identity := uuid.New()
	w.happens(1, "passkey.removed", identity, id(), "{}")
	w.happens(1, audit.CodesEnded, identity, uuid.Nil, "{}")
	w.happens(1, audit.FactorDisowned, identity, uuid.Nil, fmt.Sprintf(`{"factor_id": %q}`, id()))
	must(t, w.records.Close())
	for _, f := range w.findings() {
		if strings.Contains(f.Check, ".") || !strings.Contains(f.Wrong, "cannot be read") && !strings.Contains(f.Wrong, "could not be compared") {
			t.Errorf("%+v", f)
		}
	}
}

// Files of events come from outside: each is taken as it is meant, or refused with its line.
func TestReadsFiles(t *testing.T) {
	t.Parallel()
	good := `{"id": "01a22656-85ab-79db-a5ea-17c4a56370b2", "type": "login.refused", "at": "2026-11-29T08:05:34Z"}`
	webhook := `{"type": "passkey.removed", "timestamp": "2026-11-29T08:05:34Z", "data": {"id": "01a22656-85ab-79db-a5ea-17c4a56370b2"}}`
	for name, text := range map[string]string{
		"export": good + "\n", "without an end": good, "empty lines": "\n \r\n" + good + "\r\n\n", "webhook": webhook, "both": good + "\n" + webhook,
		"unknown members": strings.Replace(good, "{", `{"x": {"y": []}, `, 1), "odd metadata": strings.Replace(good, "{", `{"metadata": [1, "left"], `, 1),
	} {
		if _, err := restore.Read(name, strings.NewReader(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct{ text, want string }{
		"nothing":      {"", "no event"},
		"empty lines":  {"\n\n", "no event"},
		"a dump":       {"PGDMP\x01\x0e", "line 1 is no event"},
		"a list":       {"[" + good + "]", "line 1 is no event"},
		"CSV":          {good + "\nid,type,at", "line 2 is no event"},
		"cut off":      {good + "\n" + good[:40], "line 2 is no event"},
		"two on one":   {good + good, "line 1 is no event"},
		"without ID":   {`{"type": "x", "at": "2026-11-29T08:05:34Z"}`, "lacks id"},
		"without type": {strings.Replace(good, "login.refused", "", 1), "lacks id"},
		"without time": {`{"id": "01a22656-85ab-79db-a5ea-17c4a56370b2", "type": "x"}`, "lacks id"},
		"another ID":   {strings.Replace(good, "01a22656-", "zzz", 1), "line 1 is no event"},
		"another time": {strings.Replace(good, "2026-11-29T08:05:34Z", "yesterday", 1), "line 1 is no event"},
		"deep":         {strings.Repeat("[", 100_000), "line 1 is no event"},
		"too long":     {good + "\n" + strings.Replace(good, "{", `{"x": "`+strings.Repeat("x", 1<<20)+`", `, 1), "line 2"},
		"not UTF-8":    {"\xff\xfe{\x00", "line 1 is no event"},
	} {
		if _, err := restore.Read(name, strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 400 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if events, err := restore.ReadFile(""); events != nil || err != nil {
		t.Errorf("without a file: %v", err)
	}
	if _, err := restore.ReadFile(t.TempDir()); err == nil || !strings.Contains(err.Error(), "--events") {
		t.Errorf("a folder: %v", err)
	}
}
