package api_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"testing"
)

// listedIDs returns the credential IDs that a login by identifier lists.
func (c *caller) listedIDs(identifier string) [][]byte {
	c.t.Helper()
	b := c.begin("login", object{"identifier": identifier})
	var ids [][]byte
	for _, listed := range decode[struct{ AllowCredentials []struct{ ID string } }](c.t, b.PublicKey).AllowCredentials {
		id, err := base64.RawURLEncoding.DecodeString(listed.ID)
		if err != nil {
			c.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// Registering the IDs that a login by identifier lists must not reveal which are real.
func TestDecoysCannotBeRegistered(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, eve := h.person("ada@example.com"), h.person("eve@example.com")
	bob := h.person("bob@example.com") // has no passkey
	ada.register(device()).want(201)
	mine := device()
	eve.register(mine).want(201)
	eve.stepUp(mine).want(200)

	// try returns the response to registering an ID, and the events and database calls that it causes.
	try := func(id []byte) (string, []string) {
		evil := device()
		evil.Tamper.CredentialID = id
		b := eve.begin("registration", object{})
		credential := eve.create(evil, b)
		h.store.watch(true)
		refused := eve.finish("registration", b, credential)
		calls := h.store.watch(false)
		eve.finish("registration", b, credential).wantCode(409, "ceremony_spent")
		said := refused.object()
		delete(said, "request_id")
		return fmt.Sprint(refused.status, said), calls
	}
	want, cost := try(h.app().listedIDs(ada.email)[0])
	if want == "" || !slices.Contains(cost, "PasskeyByCredentialID") {
		t.Fatalf("a real ID: %s, %v", want, cost)
	}
	lengths := map[int]bool{}
	identifiers := []string{bob.email}
	for i := range 20 {
		identifiers = append(identifiers, fmt.Sprintf("nobody%d@example.com", i))
	}
	for _, identifier := range identifiers {
		for _, id := range h.app().listedIDs(identifier) {
			lengths[len(id)] = true
			if got, calls := try(id); got != want || !slices.Equal(calls, cost) {
				t.Fatalf("a decoy of %d bytes: %s, %v; a real one: %s, %v", len(id), got, calls, want, cost)
			}
		}
	}
	if len(lengths) < 3 {
		t.Errorf("decoys have only the lengths %v", lengths)
	}
	eve.register(device()).want(201)
}
