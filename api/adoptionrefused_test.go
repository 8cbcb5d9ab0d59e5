package api_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/switchover"
)

// A counter that is behind Kratos' is a clone's: nothing is adopted, and the owner hears of it as for a passkey that is here.
func TestAdoptionSuspectsClone(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, usb := h.person("ada@example.com"), device()
	usb.CounterStep = 1
	h.holdsAtKratos(ada, usb, func(n *account.NativePasskey) { n.SignCount = 9 })
	learn()
	h.browser().login(usb).wantReason("clone")
	if got := len(ada.passkeyRows(h)); got != 0 || h.events("passkey.clone_suspected") != 1 {
		t.Errorf("%d passkeys, %d events", got, h.events("passkey.clone_suspected"))
	}
	usb.Passkeys()[0].Counter = 9
	h.browser().login(usb).want(200)
}

// What was confirmed with a passkey that is revoked is confirmed no more: the login is refused, and its ceremony is spent.
func TestAdoptionWhoseVoucherIsRevoked(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, phone, key, vault := h.person("ada@example.com"), device(), device(), device()
	ada.register(phone).want(201)
	ada.stepUp(phone).want(200)
	id := ada.register(key).want(201).id()
	h.holdsAtKratos(ada, vault)
	learn()
	ada = h.signIn(ada.id, ada.email)
	ada.stepUp(key).want(200)
	ada.post("/v1/factors/"+ada.standing().atKratos(t).ID.String()+"/confirm", object{}).want(200)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id.String()+"/revoke", object{"reason": "stolen"}).want(200)
	c := h.browser()
	b := c.begin("login", object{})
	credential := c.getWith(vault, b)
	c.finish("login", b, credential).wantReason("not_accepted")
	c.finish("login", b, credential).wantCode(409, "ceremony_spent")
	h.clock.advance(time.Minute)
	if got := len(ada.passkeyRows(h)); got != 1 {
		t.Errorf("%d passkeys", got)
	}
}

// What its owner disowns while Kratos is asked about the user is not adopted, though the first adoption took it along.
func TestAdoptionOfWhatIsDisownedMeanwhile(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	ada, owners, thiefs := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, owners)
	h.holdsAtKratos(ada, thiefs)
	learn()
	h.browser().login(owners).want(200)
	h.clock.advance(time.Minute)
	ada.stepUp(owners).want(200)
	path := ""
	for _, f := range ada.standing().Factors {
		if f.HeldBy == "kratos" && !*f.Vouched {
			path = "/v1/factors/" + f.ID.String() + "/disown"
		}
	}
	decided := func() { ada.post(path, object{}).want(200) }
	h.kratos.meanwhile = func() { h.kratos.meanwhile = decided } // when it is asked whether the user is active
	c := h.browser()
	b := c.begin("login", object{})
	credential := c.getWith(thiefs, b)
	c.finish("login", b, credential).wantReason("not_accepted")
	c.finish("login", b, credential).wantCode(409, "ceremony_spent")
	if h.events("factor.disowned") != 1 || len(ada.passkeyRows(h)) != 1 {
		t.Errorf("%d factors disowned, %d passkeys", h.events("factor.disowned"), len(ada.passkeyRows(h)))
	}
}

// deletedMeanwhile is a Kratos that deletes an identity when one of its copies is to be removed.
type deletedMeanwhile struct {
	*fakeKratos
	id uuid.UUID
}

func (k deletedMeanwhile) RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error) {
	if id == k.id {
		return "", fault.ErrIdentityNotFound
	}
	return k.fakeKratos.RemoveFactor(ctx, id, kind, ref)
}

// A user who is deleted during a run does not end it.
func TestRetireOfDeletedUser(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, bob := h.person("ada@example.com"), h.person("bob@example.com")
	for _, p := range []*person{ada, bob} {
		h.holdsAtKratos(p, device())
	}
	h.switchedOver()
	said := map[uuid.UUID]string{}
	retirer := switchover.NewRetirer(deletedMeanwhile{h.kratos, ada.id}, h.store, h.service.Standing, h.service.Audit)
	retirer.Unused = true
	_, err := retirer.Run(t.Context(), func(one switchover.Identity) error { said[one.ID] = saidOf(one); return nil }, func(switchover.Totals) {})
	if err != nil || said[ada.id] != "" || said[bob.id] != "retired" {
		t.Errorf("got %v, %v", said, err)
	}
}
