package storetest

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func testAuditEventComesBackAsStored(t *testing.T, l *ledger) {
	full := event("login.refused", newID())
	full.PasskeyID = newID()
	full.Reason = "not_accepted — 理由"
	full.Metadata = json.RawMessage(`{"n":[1,2,null],"rp_id":"example.org"}`)
	bare := store.AuditEvent{ID: newID(), At: at, Type: "service.started", ActorKind: "system"}
	for _, e := range []store.AuditEvent{full, bare} {
		l.accepts(l.RecordEvent(l.ctx, e), e)
		got := l.last.events[0]
		got.Metadata = compact(t, got.Metadata)
		if !reflect.DeepEqual(got, e) {
			t.Errorf("got  %+v\nwant %+v", got, e)
		}
	}
	for _, kind := range []string{"identity", "admin_key", "anonymous", "system"} {
		e := event("x", newID())
		e.ActorKind = kind
		l.accepts(l.RecordEvent(l.ctx, e), e)
	}
}

// compact normalises a document: a database may change its white space and the order of its members.
func compact(t *testing.T, doc json.RawMessage) json.RawMessage {
	t.Helper()
	if doc == nil {
		return nil
	}
	var members map[string]any
	if err := json.Unmarshal(doc, &members); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return sorted
}

func testAuditFilters(t *testing.T, l *ledger) {
	identity, passkeyID := newID(), newID()
	record := func(change func(*store.AuditEvent)) store.AuditEvent {
		e := event("login.succeeded", newID())
		e.ID = newID()
		change(&e)
		l.accepts(l.RecordEvent(l.ctx, e), e)
		return e
	}
	since, until := at.Add(time.Hour), at.Add(2*time.Hour)
	a := record(func(e *store.AuditEvent) { e.IdentityID = identity })
	b := record(func(e *store.AuditEvent) { e.PasskeyID = passkeyID; e.At = since })
	c := record(func(e *store.AuditEvent) {
		e.Type = "login.refused"
		e.RequestID = "req-2"
		e.At = until.Add(-time.Microsecond)
	})
	d := record(func(e *store.AuditEvent) { e.ActorID = "key-1"; e.ActorKind = "admin_key"; e.IdentityID = identity })
	f := record(func(e *store.AuditEvent) { e.At = until })
	for name, c := range map[string]struct {
		filter store.AuditFilter
		want   []store.AuditEvent
	}{
		"none":        {store.AuditFilter{}, []store.AuditEvent{f, d, c, b, a}},
		"identity":    {store.AuditFilter{IdentityID: &identity}, []store.AuditEvent{d, a}},
		"passkey":     {store.AuditFilter{PasskeyID: &passkeyID}, []store.AuditEvent{b}},
		"type":        {store.AuditFilter{Type: to("login.refused")}, []store.AuditEvent{c}},
		"actor":       {store.AuditFilter{ActorID: to("key-1")}, []store.AuditEvent{d}},
		"request":     {store.AuditFilter{RequestID: to("req-2")}, []store.AuditEvent{c}},
		"no request":  {store.AuditFilter{RequestID: to("")}, nil},
		"since":       {store.AuditFilter{Since: &since}, []store.AuditEvent{f, c, b}},
		"until":       {store.AuditFilter{Until: &until}, []store.AuditEvent{d, c, b, a}},
		"between":     {store.AuditFilter{Since: &since, Until: &until}, []store.AuditEvent{c, b}},
		"two of them": {store.AuditFilter{IdentityID: &identity, ActorID: to("key-1")}, []store.AuditEvent{d}},
		"nothing":     {store.AuditFilter{Type: to("nothing")}, nil},
	} {
		if got := l.allEvents(c.filter, 2); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got  %+v\nwant %+v", name, got, c.want)
		}
	}
}

// Events that are recorded during paging are newer than all following pages.
func testAuditPages(t *testing.T, l *ledger) {
	identity := newID()
	record := func() uuid.UUID {
		e := event("login.succeeded", identity)
		l.accepts(l.RecordEvent(l.ctx, e), e)
		return e.ID
	}
	var want, got []uuid.UUID
	for range 7 {
		want = append(want, record())
	}
	slices.Reverse(want)
	page := store.Page{Size: 3}
	for {
		rows, err := l.AuditEvents(l.ctx, store.AuditFilter{IdentityID: &identity}, page)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			break
		}
		for _, e := range rows {
			got = append(got, e.ID)
		}
		page.Before = rows[len(rows)-1].ID
		record()
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The log cannot be changed by other SQL statements either.
func testAuditAppendOnly(t *testing.T, l *ledger) {
	e := event("login.refused", newID())
	l.accepts(l.RecordEvent(l.ctx, e), e)
	for _, sql := range []string{
		`UPDATE security_audit SET reason = 'nothing to see here'`,
		`UPDATE security_audit SET reason = 'x' WHERE event_type = 'login.refused'`,
		`DELETE FROM security_audit`,
		`DELETE FROM security_audit WHERE event_type = 'login.refused'`,
		`TRUNCATE security_audit`,
		`INSERT OR REPLACE INTO security_audit
			(id, at, event_type, identity_id, actor_kind, actor_id, passkey_id, request_id, ip, user_agent, reason, metadata)
			SELECT id, at, 'login.succeeded', identity_id, actor_kind, actor_id, passkey_id, request_id, ip,
			       user_agent, reason, metadata
			FROM security_audit`,
		`INSERT INTO security_audit
			(id, at, event_type, identity_id, actor_kind, actor_id, passkey_id, request_id, ip, user_agent, reason, metadata)
			SELECT id, at, 'login.succeeded', identity_id, actor_kind, actor_id, passkey_id, request_id, ip,
			       user_agent, reason, metadata
			FROM security_audit
			WHERE true
			ON CONFLICT (id) DO UPDATE SET event_type = 'login.succeeded'`,
	} {
		l.fails(l.exec(l.ctx, sql))
	}
}
