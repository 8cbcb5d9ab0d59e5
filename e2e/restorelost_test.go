package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/doctor"
	"latchkey/store/storetest"
	"latchkey/webauthnsvc/webauthntest"
)

// What a restore takes from users who did nothing wrong, and the codes and revocations that it brings back.
func TestRestoreCheckCodes(t *testing.T) {
	t.Parallel()
	dsn, secret := storetest.Postgres(t), demo.RandomSecret()
	remember("cipher secret", secret)
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{DSN: dsn, Env: []string{"LATCHKEY_LIFECYCLE_EVERY=0s", "LATCHKEY_SECRETS_CIPHER=" + secret}})
	enrol := func() (*demo.KratosUser, caller, passkey) {
		user, latchkey := s.app(t)
		a := webauthntest.New(s.latchkey.PublicURL)
		key := latchkey.register(t, a)
		latchkey.stepUp(t, a)
		return user, latchkey, key
	}
	newSet := func(c caller) []string {
		var made struct {
			Codes []string `json:"codes"`
		}
		c.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).want(t, http.StatusCreated, &made)
		for _, code := range made.Codes {
			remember("recovery code", code)
		}
		return made.Codes
	}
	redeem := func(c caller, code string) {
		c.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": code}).want(t, http.StatusOK, nil)
	}
	_, _, resumed := enrol()
	first, firstApp, _ := enrol()   // creates the first set after the backup
	second, secondApp, _ := enrol() // replaces a set, and uses one of the new
	helped, helpedApp, _ := enrol() // uses a code from support
	unhelped, _, _ := enrol()       // has one that is not used
	_, usedUp, _ := enrol()         // uses the last code of the only set: nothing is lost
	recalled, _, _ := enrol()       // a bulk revocation
	s.commandLine(t, nil, 0, "passkeys", "suspend", resumed.ID.String(), "--reason", "perhaps copied")
	redeem(secondApp, newSet(secondApp)[0])
	newSet(usedUp)
	issue := func(user *demo.KratosUser) string {
		code, _ := s.commandLine(t, nil, 0, "recovery-code", user.IdentityID.String(), "--reason", "called from the number on file")
		remember("recovery code", strings.TrimSpace(code))
		return strings.TrimSpace(code)
	}
	fromSupport := issue(helped)
	issue(unhelped)
	s.commandLine(t, nil, 0, "revocations", "start", "--identity", recalled.IdentityID.String(), "--reason", "recalled", "--yes")

	dir := t.TempDir()
	b, events := backedUp{t, dsn, filepath.Join(dir, "backup")}, filepath.Join(dir, "events.ndjson")
	b.query("UPDATE " + b.schema() + ".recovery_codes SET created_at = created_at - interval '1 minute' WHERE identity_id = '" + second.IdentityID.String() + "'")
	b.dump() // after which the set is old enough to be replaced
	s.commandLine(t, nil, 0, "passkeys", "resume", resumed.ID.String(), "--reason", "it was not")
	newSet(firstApp)
	redeem(secondApp, newSet(secondApp)[0])
	redeem(helpedApp, fromSupport)
	s.commandLine(t, nil, 0, "audit", "export", "-o", events)
	must(t, s.latchkey.Stop())
	b.restore()
	b.run("psql", "--quiet", "--command", "UPDATE "+b.schema()+".revocations SET state = 'open', ended_at = NULL, next_try_at = now()", b.server())
	revocation := b.appendCancelled(events)

	ignored := []string{"events.lost", "ceremonies.replayed", "passkeys.used", "notifications.again"}
	found := slices.DeleteFunc(s.restored(t, nil, "--events", events), func(f doctor.Finding) bool { return slices.Contains(ignored, f.Check) })
	for check, names := range map[string]string{
		"passkeys.suspended": resumed.ID.String(), "recovery_codes.lost": first.IdentityID.String(), "recovery_codes.back": second.IdentityID.String(),
		"recovery_codes.issued": helped.IdentityID.String(), "revocations.open": revocation,
	} {
		at := slices.IndexFunc(found, func(f doctor.Finding) bool { return f.Check == check && strings.Contains(f.Wrong, names) })
		if at < 0 {
			t.Errorf("no finding %s names %s: %+v", check, names, found)
			continue
		}
		remedy := found[at].Remedy
		if command, isCommand := strings.CutPrefix(remedy, "latchkey "); isCommand {
			s.commandLine(t, nil, 0, words(command)...)
		} else if sql := statement(remedy); sql != "" {
			b.run("psql", "--quiet", "--command", "SET search_path = "+b.schema(), "--command", sql, b.server())
		}
		found = slices.Delete(found, at, at+1)
	}
	if len(found) > 0 {
		t.Errorf("also found: %+v", found)
	}
	for _, f := range s.restored(t, nil, "--events", events) {
		if slices.Contains([]string{"passkeys.suspended", "recovery_codes.issued", "revocations.open"}, f.Check) {
			t.Errorf("after what it said: %+v", f)
		}
	}
}

// appendCancelled adds to a file of events that the only revocation was cancelled, and returns its ID.
func (b backedUp) appendCancelled(events string) (revocation string) {
	b.t.Helper()
	revocation = strings.TrimSpace(b.query("SELECT id FROM " + b.schema() + ".revocations"))
	file, err := os.OpenFile(events, os.O_APPEND|os.O_WRONLY, 0)
	must(b.t, err)
	_, err = fmt.Fprintf(file, `{"id": %q, "at": %q, "type": "revocation.cancelled", "metadata": {"revocation_id": %q}}`+"\n",
		uuid.Must(uuid.NewV7()), time.Now().UTC().Format(time.RFC3339), revocation)
	must(b.t, err)
	must(b.t, file.Close())
	return revocation
}

// statement returns the SQL in a remedy.
func statement(remedy string) string {
	for _, verb := range []string{"DELETE FROM ", "UPDATE "} {
		if _, rest, ok := strings.Cut(remedy, verb); ok {
			sql, _, _ := strings.Cut(rest, ";")
			return verb + sql
		}
	}
	return ""
}
