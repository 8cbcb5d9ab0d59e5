package audit_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/audit"
)

// exec runs SQL directly, without the driver.
func (v *vault) exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := v.raw.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// disarm does what a superuser can do and the service's own role should not be able to.
func (v *vault) disarm(t *testing.T) {
	t.Helper()
	if v.postgres {
		v.exec(t, `ALTER TABLE security_audit DISABLE TRIGGER USER`, `ALTER TABLE audit_heads DISABLE TRIGGER USER`)
		return
	}
	for _, name := range []string{"security_audit_no_update", "security_audit_no_delete", "security_audit_no_replace",
		"audit_heads_no_delete", "audit_heads_no_replace", "audit_heads_no_update"} {
		v.exec(t, `DROP TRIGGER `+name)
	}
}

var tables = []string{"security_audit", "audit_heads", "keys"}

func (v *vault) backUp(t *testing.T) {
	t.Helper()
	for _, table := range tables {
		v.exec(t, `CREATE TABLE backup_`+table+` AS SELECT * FROM `+table)
	}
}

func (v *vault) restore(t *testing.T) {
	t.Helper()
	for _, table := range tables {
		v.exec(t, `DELETE FROM `+table, `INSERT INTO `+table+` SELECT * FROM backup_`+table)
	}
}

// literal formats an ID, or bytes, as the database spells them.
func (v *vault) literal(b []byte) string {
	if v.postgres && len(b) == 16 {
		return "'" + uuid.UUID(b).String() + "'::uuid"
	}
	return v.blob(b)
}

func (v *vault) blob(b []byte) string {
	if v.postgres {
		return fmt.Sprintf(`'\x%x'::bytea`, b)
	}
	return fmt.Sprintf(`X'%x'`, b)
}

// Whatever a superuser does to sealed rows and heads is detected, with its place.
func TestAuditTampering(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		victim, other := uuid.New(), uuid.New()
		first := v.record(t, victim)
		v.fill(t, 3) // with the first, four in batch 1
		events := v.fill(t, 4, 4)
		kept := v.head(t)
		v.record(t, victim)
		v.disarm(t)
		v.backUp(t)
		one, two := v.literal(first.ID[:]), v.literal(events[0].ID[:])
		noise := make([]byte, 64)
		rand.Read(noise)
		where := ` WHERE id = ` + one
		blanks := `UPDATE security_audit SET identity_id = NULL, actor_id = '', ip = '', user_agent = '', reason = '', metadata = NULL, salt = NULL`
		for name, c := range map[string]struct {
			statements []string
			want       string // the kinds of faults, in order
		}{
			"time":              {[]string{v.shiftTime() + where}, "event_changed"},
			"type":              {[]string{`UPDATE security_audit SET event_type = 'login.refused'` + where}, "event_changed"},
			"identity":          {[]string{`UPDATE security_audit SET identity_id = ` + v.literal(other[:]) + where}, "event_changed"},
			"no identity":       {[]string{`UPDATE security_audit SET identity_id = NULL` + where}, "event_changed"},
			"actor kind":        {[]string{`UPDATE security_audit SET actor_kind = 'system'` + where}, "event_changed"},
			"actor":             {[]string{`UPDATE security_audit SET actor_id = 'x'` + where}, "event_changed"},
			"no actor":          {[]string{`UPDATE security_audit SET actor_id = ''` + where}, "event_changed"},
			"passkey":           {[]string{`UPDATE security_audit SET passkey_id = ` + v.literal(other[:]) + where}, "event_changed"},
			"no passkey":        {[]string{`UPDATE security_audit SET passkey_id = NULL` + where}, "event_changed"},
			"request":           {[]string{`UPDATE security_audit SET request_id = 'x'` + where}, "event_changed"},
			"address":           {[]string{`UPDATE security_audit SET ip = '192.0.2.2'` + where}, "event_changed"},
			"agent":             {[]string{`UPDATE security_audit SET user_agent = ''` + where}, "event_changed"},
			"moved text":        {[]string{`UPDATE security_audit SET ip = '192.0.2', user_agent = '.1Mozilla/5.0'` + where}, "event_changed"},
			"reason":            {[]string{`UPDATE security_audit SET reason = 'fine'` + where}, "event_changed"},
			"metadata":          {[]string{`UPDATE security_audit SET metadata = '{"a": 2}'` + where}, "event_changed"},
			"no metadata":       {[]string{`UPDATE security_audit SET metadata = NULL` + where}, "event_changed"},
			"salt":              {[]string{`UPDATE security_audit SET salt = ` + v.blob(noise[:16]) + where}, "event_changed"},
			"personal hash":     {[]string{`UPDATE security_audit SET personal_hash = ` + v.blob(noise[:32]) + where}, "event_changed"},
			"a signature":       {[]string{`UPDATE security_audit SET erasure = ` + v.blob(noise) + where}, "event_changed"},
			"blanked":           {[]string{blanks + where}, "event_changed"},
			"blanked, signed":   {[]string{blanks + `, erasure = ` + v.blob(noise) + where}, "event_changed"},
			"no salt":           {[]string{`UPDATE security_audit SET salt = NULL, erasure = ` + v.blob(noise) + where}, "event_changed"},
			"every row":         {[]string{`UPDATE security_audit SET ip = ''`}, "event_changed"},
			"deleted":           {[]string{`DELETE FROM security_audit` + where}, "event_missing"},
			"unsealed":          {[]string{`UPDATE security_audit SET batch = NULL, salt = NULL, personal_hash = NULL` + where}, "event_missing"},
			"whole batch":       {[]string{`DELETE FROM security_audit WHERE batch = 2`}, "event_missing"},
			"tail of rows":      {[]string{`DELETE FROM security_audit WHERE batch = 3`}, "event_missing"},
			"all rows":          {[]string{`DELETE FROM security_audit`}, "event_missing"},
			"other batch":       {[]string{`UPDATE security_audit SET batch = 2` + where}, "event_added event_missing"},
			"unknown batch":     {[]string{`UPDATE security_audit SET batch = 99` + where}, "event_added event_missing"},
			"added":             {[]string{`INSERT INTO security_audit ` + v.copyOf(one, noise, 1)}, "event_added"},
			"added to none":     {[]string{`INSERT INTO security_audit ` + v.copyOf(one, noise, 99)}, "event_added"},
			"other ID":          {[]string{`UPDATE security_audit SET id = ` + v.literal(noise[:16]) + where}, "event_added event_missing"},
			"swapped IDs":       {v.swap(one, two, noise), "event_changed"},
			"swapped batches":   {[]string{`UPDATE security_audit SET batch = 90 WHERE batch = 1`, `UPDATE security_audit SET batch = 1 WHERE batch = 2`, `UPDATE security_audit SET batch = 2 WHERE batch = 90`}, "event_added event_missing"},
			"head deleted":      {[]string{`DELETE FROM audit_heads WHERE number = 2`}, "event_added head_missing"},
			"batch and head":    {[]string{`DELETE FROM audit_heads WHERE number = 2`, `DELETE FROM security_audit WHERE batch = 2`}, "head_missing"},
			"first head":        {[]string{`DELETE FROM audit_heads WHERE number = 1`, `DELETE FROM security_audit WHERE batch = 1`}, "head_missing"},
			"numbers moved":     {[]string{`DELETE FROM security_audit WHERE batch = 2`, `DELETE FROM audit_heads WHERE number = 2`, `UPDATE security_audit SET batch = 2 WHERE batch = 3`, `UPDATE audit_heads SET number = 2 WHERE number = 3`}, "head_changed head_signature tail_cut"},
			"heads swapped":     {[]string{`UPDATE audit_heads SET number = 90 WHERE number = 1`, `UPDATE audit_heads SET number = 1 WHERE number = 2`, `UPDATE audit_heads SET number = 2 WHERE number = 90`}, "event_added event_missing head_changed head_signature"},
			"head's time":       {[]string{strings.Replace(v.shiftTime(), "security_audit SET at = at", "audit_heads SET sealed_at = sealed_at", 1) + ` WHERE number = 1`}, "head_changed"},
			"head's count":      {[]string{`UPDATE audit_heads SET count = 3, leaves = substr(leaves, 1, 144) WHERE number = 1`}, "event_added head_changed"},
			"head's rows":       {[]string{`UPDATE audit_heads SET leaves = ` + v.blob(make([]byte, 4*48)) + ` WHERE number = 1`}, "event_added event_missing head_changed"},
			"head's root":       {[]string{`UPDATE audit_heads SET root = ` + v.blob(noise[:32]) + ` WHERE number = 1`}, "head_changed"},
			"head's hash":       {[]string{`UPDATE audit_heads SET hash = ` + v.blob(noise[:32]) + ` WHERE number = 2`}, "head_changed head_signature"},
			"head's signature":  {[]string{`UPDATE audit_heads SET signature = ` + v.blob(noise) + ` WHERE number = 2`}, "head_signature"},
			"feigned removal":   {[]string{`UPDATE audit_heads SET removed_at = sealed_at, removal = ` + v.blob(noise) + `, leaves = NULL WHERE number = 2`, `DELETE FROM security_audit WHERE batch = 2`}, "removal_signature"},
			"borrowed removal":  {[]string{`UPDATE audit_heads SET removed_at = sealed_at, removal = signature, leaves = NULL WHERE number = 2`, `DELETE FROM security_audit WHERE batch = 2`}, "removal_signature"},
			"rows of a removal": {[]string{`UPDATE audit_heads SET removed_at = sealed_at, removal = signature, leaves = NULL WHERE number = 2`}, "event_added removal_signature"},
			"tail":              {[]string{`DELETE FROM audit_heads WHERE number = 3`, `DELETE FROM security_audit WHERE batch = 3`}, "tail_cut"},
			"tail, rows kept":   {[]string{`DELETE FROM audit_heads WHERE number = 3`}, "event_added tail_cut"},
			"everything":        {[]string{`DELETE FROM audit_heads`, `DELETE FROM security_audit`}, "tail_cut"},
			"key":               {[]string{`DELETE FROM keys WHERE name = 'audit_chain'`}, "key_missing"},
		} {
			v.exec(t, c.statements...)
			r := v.verify(t, kept)
			if got := strings.Join(faults(r), " "); got != c.want {
				t.Errorf("%s: got %q, want %q: %+v", name, got, c.want, r.Faults)
			}
			// If one row was touched, the fault names it with its batch.
			if strings.HasSuffix(c.statements[0], where) && strings.HasPrefix(c.statements[0], "UPDATE") && !slices.ContainsFunc(r.Faults, func(f audit.Fault) bool {
				return f.Batch == 1 && f.Event != nil && *f.Event == first.ID
			}) {
				t.Errorf("%s: the row is not named: %+v", name, r.Faults)
			}
			v.restore(t)
			if r := v.verify(t, kept); !r.Intact() {
				t.Fatalf("after %s was undone: %+v", name, r.Faults)
			}
		}
	})
}

func (v *vault) shiftTime() string {
	if v.postgres {
		return `UPDATE security_audit SET at = at + interval '1 microsecond'`
	}
	return `UPDATE security_audit SET at = at + 1`
}

// copyOf inserts a sealed row again, under another ID.
func (v *vault) copyOf(one string, id []byte, batch int) string {
	return fmt.Sprintf(`SELECT %s, at, event_type, identity_id, actor_kind, actor_id, passkey_id, request_id, ip, user_agent, reason, metadata,
		%d, salt, personal_hash, erasure FROM security_audit WHERE id = %s`, v.literal(id[:16]), batch, one)
}

// swap exchanges two rows, including their batches.
func (v *vault) swap(one, two string, noise []byte) []string {
	between := v.literal(noise[:16])
	return []string{
		`UPDATE security_audit SET id = ` + between + ` WHERE id = ` + one,
		`UPDATE security_audit SET id = ` + one + ` WHERE id = ` + two,
		`UPDATE security_audit SET id = ` + two + ` WHERE id = ` + between,
		`UPDATE security_audit SET batch = 3 - batch WHERE id IN (` + one + `, ` + two + `)`,
	}
}

// A completely new chain, including its key, fails at the head that was kept elsewhere.
func TestAuditChainReplaced(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		v.fill(t, 3, 3)
		kept := v.head(t)
		v.disarm(t)
		v.exec(t, `DELETE FROM audit_heads`, `DELETE FROM security_audit WHERE batch = 1`,
			`UPDATE security_audit SET batch = NULL, salt = NULL, personal_hash = NULL`)
		v.fill(t, 3)
		if r := v.verify(t, nil); !r.Intact() { // the database itself cannot reveal it
			t.Errorf("got %+v, want intact", r.Faults)
		}
		if got := faults(v.verify(t, kept)); !slices.Equal(got, []string{"tail_cut"}) {
			t.Errorf("got %v, want [tail_cut]", got)
		}
		v.fill(t, 2)
		if got := faults(v.verify(t, kept)); !slices.Equal(got, []string{"kept_head"}) {
			t.Errorf("got %v, want [kept_head]", got)
		}
		v.exec(t, `DELETE FROM keys WHERE name = 'audit_chain'`, `DELETE FROM audit_heads`, `UPDATE security_audit SET batch = NULL`)
		v.fill(t, 2)
		if got := faults(v.verify(t, kept)); !slices.Contains(got, "kept_key") {
			t.Errorf("got %v, want kept_key among them", got)
		}
	})
}

func TestKeptHeads(t *testing.T) {
	t.Parallel()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, head := range map[string]*audit.Head{
		"nothing":     {},
		"no key":      {Number: 1, Hash: make([]byte, 32), Signature: make([]byte, 64)},
		"unsigned":    {Number: 1, Hash: make([]byte, 32), Signature: make([]byte, 64), PublicKey: public},
		"half a hash": {Number: 1, Hash: make([]byte, 16), Signature: ed25519.Sign(private, make([]byte, 16)), PublicKey: public},
		"plain":       {Number: 1, Hash: make([]byte, 32), Signature: ed25519.Sign(private, make([]byte, 32)), PublicKey: public},
	} {
		if head.Signed() {
			t.Errorf("%s passes for a head", name)
		}
	}
	onBoth(t, func(t *testing.T, v *vault) {
		v.fill(t, 2)
		head := v.head(t)
		if !head.Signed() {
			t.Error("a head of ours is none")
		}
		head.Number++
		if head.Signed() {
			t.Error("a head with another number passes")
		}
	})
}
