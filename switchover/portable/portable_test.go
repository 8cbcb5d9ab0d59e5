package portable_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/switchover/portable"
	"latchkey/webauthnsvc/webauthntest"
)

var now = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

const (
	identityID = "7cbe1b1b-7e5f-4e5e-8d5a-8ab1d6a7b9a0"
	header     = `{"format":"latchkey-passkeys","version":1,"exported_at":"2026-11-28T12:00:00Z"}` + "\n"
)

// minimal is the shortest line that another program can write, with a real key.
func minimal(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := webauthntest.PublicKey(webauthntest.ES256, key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{"identity_id":"`+identityID+`","passkeys":[{"id":"01938b4e-7c7e-7000-8000-000000000001","credential_id":"AQID","user_handle":"BAUG",`+
		`"rp_id":"example.com","name":"Phone","created_at":"2026-11-01T00:00:00Z","record":{"id":"AQID","publicKey":"%s"}}]}`, base64.StdEncoding.EncodeToString(public))
}

func TestParseMinimal(t *testing.T) {
	line := minimal(t)
	checkSchema(t, line, true)
	read, err := portable.Parse([]byte(line), now)
	id, passkeys, handles := read.IdentityID, read.Passkeys, read.Handles
	if err != nil || id.String() != identityID || len(handles) != 0 || len(passkeys) != 1 {
		t.Fatalf("%s %+v %v %v", id, passkeys, handles, err)
	}
	p := passkeys[0]
	want := store.Passkey{ID: p.ID, IdentityID: id, CredentialID: []byte{1, 2, 3}, UserHandle: []byte{4, 5, 6}, RPID: "example.com", Name: "Phone", Record: p.Record,
		CreatedAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
}

// hostile are edits of the minimal line. The schema finds the first ones.
var hostile = []struct {
	old, new, want string
	bySchema       bool
}{
	{`"passkeys":[`, `"pass":1,"passkeys":[`, "unknown", true},
	{`"passkeys":[`, `"Passkeys":[],"passkeys":[`, "unknown", true},
	{`"name":"Phone"`, `"name":"Phone","nickname":"x"`, "passkeys/0/nickname: is unknown", true},
	{`[{`, `[],"removed_credential_ids":[],"x":[{`, "unknown", true},
	{`"passkeys":[`, `"removed_credential_ids":[""],"passkeys":[`, "removed_credential_ids", true},
	{`"passkeys":[`, `"disowned_kinds":["a b"],"passkeys":[`, "disowned_kinds", true},
	{`"name":"Phone"`, `"name":7`, "passkeys/0/name", true},
	{`"name":"Phone"`, `"name":"Phone","sign_count":-1`, "passkeys/0/sign_count", true},
	{`"name":"Phone"`, `"name":"Phone","sign_count":4294967296`, "passkeys/0/sign_count", true},
	{`"name":"Phone"`, `"name":"Phone","suspended_for":"boredom","suspended_at":"2026-11-01T00:00:00Z"`, "suspended_for", true},
	{`"name":"Phone"`, `"name":"Phone","suspended_by":"boredom","suspended_at":"2026-11-01T00:00:00Z"`, "suspended_by", true},
	{`"name":"Phone"`, `"name":"Phone","source":"a b"`, "source", true},
	{`"rp_id":"example.com"`, `"rp_id":"\u001b[2Jexample.com"`, "rp_id is not a domain", true},
	{`"credential_id":"AQID",`, ``, "credential_id", true},
	{`"credential_id":"AQID"`, `"credential_id":"AQID="`, "credential_id", true},
	{`"user_handle":"BAUG"`, `"user_handle":"` + strings.Repeat("A", 88) + `"`, "user_handle", true},
	{`"record":{`, `"record":{"secret":1,`, "record: secret: is unknown", true},
	{`[{`, `[],"x":[{`, "unknown", true},
	{`"name":"Phone"`, `"name":"Phone","name":"Phone"`, "repeats a member", false},
	{`"record":{`, `"record":{"id":"AQID",`, "repeats a member", false},
	{`"record":{`, `"record":null,"x":{`, "unknown", true},
	{`"identity_id":"` + identityID + `"`, `"identity_id":"00000000-0000-0000-0000-000000000000"`, "identity_id is missing", false},
	{`01938b4e-7c7e-7000`, `01938b4e-7c7e-4000`, "version 7", false},
	{`"record":{"id":"AQID"`, `"record":{"id":"AQIE"`, "its id is not credential_id", false},
	{`"publicKey":"`, `"publicKey":"AAAA`, "publicKey cannot be used", false},
	{`"record":{`, `"record":{"authenticator":{"AAGUID":"AQ=="},`, "AAGUID", false},
	{`"name":"Phone"`, `"name":"Pho\u0000ne"`, "name is empty", false},
	{`"name":"Phone"`, `"name":"Pho\u202ene"`, "name is empty", false},
	{`"name":"Phone"`, `"name":" Phone"`, "name is empty", false},
	{`"name":"Phone"`, `"name":"Pho` + "\x00" + `ne"`, "is not JSON", false},
	{`"name":"Phone"`, `"name":"Pho` + "\xff" + `ne"`, "is not JSON", false},
	{`2026-11-01`, `2026-12-01`, "created_at is in the future", false},
	{`2026-11-01`, `0001-01-01`, "before 2000", false},
	{`"name":"Phone"`, `"name":"Phone","last_used_at":"2027-11-01T00:00:00Z"`, "last_used_at is in the future", false},
	{`"name":"Phone"`, `"name":"Phone","user_handle_unknown":true`, "none of user_handles", false},
	{`"name":"Phone"`, `"name":"Phone","backup_eligible":false,"backed_up":true`, "backed_up without", false},
	{`"name":"Phone"`, `"name":"Phone","suspended_for":"verification"`, "without suspended_at", false},
	{`"name":"Phone"`, `"name":"Phone","uv_initialized_by":["01938b4e-7c7e-7000-8000-000000000001"]`, "without uv_initialized", false},
}

func TestParseHostile(t *testing.T) {
	line := minimal(t)
	for _, c := range hostile {
		changed := strings.Replace(line, c.old, c.new, 1)
		if changed == line {
			t.Fatalf("the line has no %s", c.old)
		}
		_, err := portable.Parse([]byte(changed), now)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.new, err, c.want)
		}
		if c.bySchema {
			checkSchema(t, changed, false)
		}
	}
	for _, text := range []string{"", "null", "[]", line + line, line[:len(line)-1]} {
		if _, err := portable.Parse([]byte(text), now); err == nil {
			t.Errorf("%.40q is accepted", text)
		}
	}
}

// Neither an identity nor an authenticator has two passkeys with the same ID.
func TestParseTwice(t *testing.T) {
	line := minimal(t)
	start := strings.Index(line, `[{`)
	twice := line[:len(line)-2] + "," + line[start+1:]
	for _, again := range []string{twice, strings.Replace(twice, "000000000001", "000000000002", 1)} {
		read, err := portable.Parse([]byte(again), now)
		id, passkeys := read.IdentityID, read.Passkeys
		if err == nil || !strings.Contains(err.Error(), "passkeys/1: its id or credential_id") || len(passkeys) != 2 || id.String() != identityID {
			t.Errorf("%d passkeys of %s, %v", len(passkeys), id, err)
		}
	}
}

func TestWalk(t *testing.T) {
	line := minimal(t) + "\n"
	end := func(n int) string { return fmt.Sprintf(`{"end":{"identities":%d}}`+"\n", n) }
	for name, c := range map[string]struct {
		file, want string
		lines      int
	}{
		"empty":                {header + end(0), "", 0},
		"two":                  {header + line + line + end(2), "", 2},
		"no line feed":         {header + line + strings.TrimSpace(end(1)), "", 1},
		"nothing":              {"", "not an export", 0},
		"another file":         {"id,key\n1,2\n", "not an export", 0},
		"no header":            {line + end(1), "not an export", 0},
		"newer":                {strings.Replace(header, `"version":1`, `"version":2`, 1) + end(0), "version 2", 0},
		"no end":               {header + line, "not complete: the last line", 0},
		"only a header":        {header, "not complete: the last line", 0},
		"cut":                  {header + line + line[:len(line)/2], "not complete: the last line", 1},
		"cut in the end":       {header + line + `{"end":{"identities":1}`, "not complete: the last line", 1},
		"a line is lost":       {header + line + end(2), "has 1 identities, and its end says 2", 1},
		"a line too many":      {header + line + line + end(1), "has 2 identities", 2},
		"data after the end":   {header + line + end(1) + line, "not complete: the last line", 2},
		"an end in the middle": {header + end(0) + line + end(2), "", 2},
	} {
		n := 0
		err := portable.Walk(strings.NewReader(c.file), func(int, []byte, error) error { n++; return nil })
		if n != c.lines || (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d lines, %v; want %d, %q", name, n, err, c.lines, c.want)
		}
	}
}

// long is a line of some bytes that needs no memory.
func long(size int64) io.Reader { return io.LimitReader(endless('a'), size) }

type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

// A line that is too long is read past, without being held.
func TestWalkLongLine(t *testing.T) {
	line := minimal(t) + "\n"
	file := io.MultiReader(strings.NewReader(header+line), long(100<<20), strings.NewReader("\n"+line+`{"end":{"identities":3}}`))
	var got []error
	err := portable.Walk(file, func(number int, text []byte, err error) error {
		if number != len(got)+2 || err == nil && string(text)+"\n" != line || cap(text) > 32<<20 {
			t.Errorf("line %d of %d bytes: %v", number, len(text), err)
		}
		got = append(got, err)
		return nil
	})
	if err != nil || len(got) != 3 || got[0] != nil || !errors.Is(got[1], portable.ErrTooLong) || got[2] != nil {
		t.Errorf("%v, %v", got, err)
	}
}

// What the writer writes is what the schema describes, member by member.
func TestWriter(t *testing.T) {
	read, err := portable.Parse([]byte(minimal(t)), now)
	passkeys := read.Passkeys
	if err != nil {
		t.Fatal(err)
	}
	p := passkeys[0]
	yes := true
	p.HandleUnknown, p.SignCount, p.BackupEligible, p.BackedUp, p.UVInitialized, p.StepUpOnly, p.Source = true, 7, &yes, true, true, true, "kratos"
	p.UVInitializedBy = []uuid.UUID{p.ID}
	p.LastUsedAt, p.SuspendedAt, p.SuspendedFor, p.CloneWarningAt, p.BackupFlagsAt = &now, &now, store.SuspendedForVerification, &now, &now
	p.SuspendedBy = store.SuspendedByStaff
	line := portable.Line{
		IdentityID: p.IdentityID, Passkeys: []store.Passkey{p}, Handles: [][]byte{p.UserHandle}, Removed: [][]byte{{7}, {8, 9}}, Disowned: []string{"password", "totp"},
	}
	var out bytes.Buffer
	w, err := portable.NewWriter(&out, now)
	if err == nil {
		err = errors.Join(w.Identity(line), w.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for _, written := range lines {
		checkSchema(t, written, true)
	}
	if len(lines) != 3 || lines[0]+"\n" != header || lines[2] != `{"end":{"identities":1}}` {
		t.Fatalf("wrote %q", lines)
	}
	if back, err := portable.Parse([]byte(lines[1]), now); err != nil || !reflect.DeepEqual(back, line) {
		t.Errorf("got  %+v, %v\nwant %+v", back, err, line)
	}
	var members struct{ Passkeys []map[string]json.RawMessage }
	if err := json.Unmarshal([]byte(lines[1]), &members); err != nil {
		t.Fatal(err)
	}
	described := schema(t)["$defs"].(map[string]any)["passkey"].(map[string]any)["properties"].(map[string]any)
	for name := range described {
		if members.Passkeys[0][name] == nil {
			t.Errorf("the schema has %s, and the export does not", name)
		}
	}
	if len(members.Passkeys[0]) != len(described) || len(described) != reflect.TypeFor[portable.Passkey]().NumField() {
		t.Errorf("%d members, %d in the schema", len(members.Passkeys[0]), len(described))
	}
}
