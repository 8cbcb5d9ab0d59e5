package api_test

import (
	"bytes"
	"slices"
	"testing"
)

// An honest user has one device. They set up a passkey before they verified their address, forget the password, and
// recover the account by mail, which suspends that passkey, since it could be another person's. The same device must
// get them back in.
func TestOneDeviceAfterRecovery(t *testing.T) {
	t.Parallel()
	h, ada, verify := preHijacked(t)
	phone := device()
	old := ada.register(phone).want(201).id().String()
	first := phone.Passkeys()[0]
	verify()
	owner := h.recovers(ada)
	h.browser().pick(phone, first.ID).wantReason("not_accepted")

	b := owner.begin("registration", object{})
	options := decode[struct{ ExcludeCredentials []object }](t, b.PublicKey)
	if len(options.ExcludeCredentials) != 0 {
		t.Fatalf("the device must not register beside %v", options.ExcludeCredentials)
	}
	owner.finish("registration", b, owner.create(phone, b)).want(201)
	second := phone.Passkeys()[1]
	if bytes.Equal(first.UserHandle, second.UserHandle) {
		t.Error("the new passkey has the user handle of the suspended one")
	}
	h.browser().pick(phone, second.ID).want(200)
	h.browser().pick(phone, first.ID).wantReason("not_accepted")

	// The next one is set up next to the new passkey, with its handle.
	owner.stepUp(phone).want(200)
	b = owner.begin("registration", object{})
	next := decode[struct {
		User               struct{ ID string }
		ExcludeCredentials []struct{ ID string }
	}](t, b.PublicKey)
	if next.User.ID != base64ID(second.UserHandle) || len(next.ExcludeCredentials) != 1 || next.ExcludeCredentials[0].ID != base64ID(second.ID) {
		t.Errorf("got %+v, want user handle and credential ID of the second passkey", next)
	}
	// The suspended one went with the registration, and the device is asked to forget it.
	owner.delete("/v1/passkeys/" + old).want(404)
	if gone := owner.get("/v1/passkeys").want(200).forgets(); !slices.Equal(gone, []string{base64ID(first.ID)}) {
		t.Errorf("the list signals %v", gone)
	}
}

// An authenticator that presents the same credential ID again replaces the suspended passkey of its own identity.
func TestSuspendedPasskeyIsReplaced(t *testing.T) {
	t.Parallel()
	h, ada, verify := preHijacked(t)
	phone := device()
	old := ada.register(phone).want(201).id()
	credentialID := phone.Passkeys()[0].ID
	verify()
	owner := h.recovers(ada)
	again, evil, third := device(), device(), device()
	again.Tamper.CredentialID, evil.Tamper.CredentialID, third.Tamper.CredentialID = credentialID, credentialID, credentialID
	h.person("eve@example.com").register(evil).wantCode(409, "already_registered")

	made := owner.register(again).want(201)
	list := owner.get("/v1/passkeys").want(200).object()["passkeys"].([]any)
	if len(list) != 1 || list[0].(object)["id"] != made.id().String() || list[0].(object)["suspended"] != false {
		t.Errorf("got %v, want only %s, not suspended", list, made.id())
	}
	h.browser().pick(again, credentialID).want(200)
	h.browser().pick(phone, credentialID).wantReason("not_accepted") // the old key
	events := h.adminWith("read").get("/admin/v1/audit-events?event_type=passkey.registered&identity_id=" + ada.id.String()).want(200).object()["events"].([]any)
	if details, _ := events[0].(object)["metadata"].(object); details["replaces"] != old.String() {
		t.Errorf("recorded is %v", events[0])
	}
	// An active one is never replaced.
	owner.stepUp(again).want(200)
	owner.register(third).wantCode(409, "already_registered")
}
