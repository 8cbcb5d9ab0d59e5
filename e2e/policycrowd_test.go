package e2e_test

import (
	"crypto/rand"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/policy"
	"latchkey/webauthnsvc/webauthntest"
)

// changedPolicy has each kind of setting, for the users of a group, of another schema, with a role, and for a part of a group.
const changedPolicy = `
webauthn:
  profiles: [{name: staff, binding: synced, user_verification: required}]
policy:
  rules:
    - {name: pilot, when: {metadata: {hr.group: pilot}}, percent: 50, required: aal2, grace: 0s}
    - {name: admins, when: {role: admin}, required: aal2, grace: 0s, freshness: 90s}
    - {name: employees, when: {schema: employee}, required: aal2, grace: 3h, second_factor: required}
    - {name: strict, when: {metadata: {hr.group: strict}}, required: aal2, grace: 0s, max_passkeys: 2}
    - {name: graced, when: {metadata: {hr.group: [graced, over]}}, required: aal2, grace: 30m, second_factor: required}
    - {name: available, when: {metadata: {hr.group: available}}, required: highest_available, second_factor: encouraged}
    - {name: campaign, when: {metadata: {hr.group: campaign}}, required: aal2, second_factor: required, deadline: 2999-01-01, authenticators: staff, max_passkeys: 2, freshness: 100s}
    - {name: past, when: {metadata: {hr.group: past}}, required: aal2, deadline: 2026-01-01, grace: 0s}
    - {name: two, when: {metadata: {hr.group: two}}, second_factor: required, grace: 0s, authenticators: staff}
    - {name: late, when: {metadata: {hr.group: [strict, late]}}, required: none}
`

// holding is what a user has set up before the policy changes, and the device that is left.
type holding func(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator)

func holdsNothing(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator) {
	t.Helper()
	user, _ := s.app(t)
	return user, nil
}

func holdsPasskey(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator) {
	t.Helper()
	user, _, device := s.customer(t)
	return user, device
}

func holdsKeyWithoutPIN(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator) {
	t.Helper()
	user, person := s.app(t)
	key := s.securityKey()
	person.register(t, key)
	return user, key
}

func holdsDevicePasskey(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator) {
	t.Helper()
	user, person := s.app(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	device.BackupEligible, device.BackedUp = false, false
	person.register(t, device)
	return user, device
}

func holdsTwo(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator) {
	t.Helper()
	user, person, device := s.customer(t)
	person.stepUp(t, device)
	person.register(t, webauthntest.New(s.latchkey.PublicURL))
	return user, device
}

func holdsCodes(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator) {
	t.Helper()
	user, person, device := s.customer(t)
	person.stepUp(t, device)
	person.newCodes(t)
	return user, device
}

func holdsSuspended(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator) {
	t.Helper()
	user, person := s.app(t)
	s.change(t, person.register(t, webauthntest.New(s.latchkey.PublicURL)).ID, "suspend")
	return user, nil
}

func holdsApp(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator) {
	t.Helper()
	user, _ := s.app(t)
	s.addApp(t, user)
	return user, nil
}

func (s *stack) addApp(t *testing.T, user *demo.KratosUser) {
	t.Helper()
	secret := rand.Text() // base32
	remember("totp secret", secret)
	must(t, s.kratos.AddTOTP(t.Context(), user.IdentityID, secret))
}

func holdsVouchedApp(t *testing.T, s *stack) (*demo.KratosUser, *webauthntest.Authenticator) {
	t.Helper()
	user, person, device := s.customer(t)
	s.addApp(t, user)
	person.stepUp(t, device)
	person.answers(t, person.oneFactor(t, "totp"), "confirm").want(t, http.StatusOK, nil)
	return user, device
}

var holdings = map[string]holding{
	"nothing": holdsNothing, "a passkey": holdsPasskey, "a key without a PIN": holdsKeyWithoutPIN, "two passkeys": holdsTwo,
	"a passkey and codes": holdsCodes, "a suspended passkey": holdsSuspended, "an app at Kratos": holdsApp, "a passkey and an app": holdsVouchedApp,
}

// crowdMember is a user to whom the changed policy applies.
type crowdMember struct {
	name   string
	rule   string // which is expected; "": none
	user   *demo.KratosUser
	device *webauthntest.Authenticator
}

// joins adds a user to a group at Kratos, and has Latchkey see what they hold.
func (s *stack) joins(t *testing.T, user *demo.KratosUser, group string) {
	t.Helper()
	must(t, s.kratos.PatchIdentity(t.Context(), user.IdentityID, "add", "/metadata_public", map[string]any{"hr": map[string]string{"group": group}}))
	s.signsInByPassword(t, user).do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
}

func (s *stack) signsInByPassword(t *testing.T, user *demo.KratosUser) caller {
	t.Helper()
	again := s.kratos.App()
	must(t, again.Login(t.Context(), user.Email, password))
	return s.withToken(again)
}

// mailed are users whose only second factor, if Kratos takes it, are mailed codes. They could not add a passkey without them.
func (s *stack) mailed(t *testing.T) (all []crowdMember) {
	t.Helper()
	for _, group := range []string{"strict", "graced", "available", "campaign"} {
		user, _ := s.app(t)
		s.joins(t, user, group)
		all = append(all, crowdMember{group + ", mailed codes", group, user, nil})
	}
	stranger := s.kratos.App() // who has never been here
	must(t, stranger.Register(t.Context(), newEmail(), password, "Eve"))
	if unclear := s.explains(t, stranger).Has.Unclear; !slices.Equal(unclear, []string{"code"}) {
		t.Errorf("of a user who has never been here, unclear are %v", unclear)
	}
	must(t, s.kratos.DeleteIdentity(t.Context(), stranger.IdentityID))
	return all
}

// crowd are users of all groups with all kinds of holdings.
func (s *stack) crowd(t *testing.T) (all []crowdMember) {
	t.Helper()
	add := func(rule, group, name string, held holding) crowdMember {
		t.Helper()
		user, device := held(t, s)
		s.joins(t, user, group)
		all = append(all, crowdMember{rule + ", " + name, rule, user, device})
		return all[len(all)-1]
	}
	for _, group := range []string{"strict", "graced", "available", "campaign"} {
		for name, held := range holdings {
			add(group, group, name, held)
		}
	}
	for _, name := range []string{"nothing", "a passkey", "a passkey and codes", "a key without a PIN"} {
		add("two", "two", name, holdings[name])
		add("past", "past", name, holdings[name])
		add("", "others", name, holdings[name])
	}
	add("two", "two", "a passkey of one device", holdsDevicePasskey)
	for in, out := false, false; !in || !out; {
		user, _ := s.app(t)
		s.joins(t, user, "pilot")
		rule := ""
		if policy.New(policy.Terms{}, policy.Rule{Name: "pilot", Percent: 50}).For(policy.Subject{ID: user.IdentityID}, time.Now()).Rule != "" {
			rule = "pilot"
		}
		in, out = in || rule != "", out || rule == ""
		all = append(all, crowdMember{"pilot", rule, user, nil})
	}
	admin := add("admins", "strict", "a passkey", holdsPasskey)
	s.giveRole(t, admin.user, "admin")
	employee := s.kratos.App()
	email := newEmail()
	_, err := s.kratos.CreateIdentityOf(t.Context(), "employee", map[string]string{"email": email}, password)
	must(t, err)
	must(t, employee.Login(t.Context(), email, password))
	s.withToken(employee).do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	return append(all, crowdMember{"employees, nothing", "employees", employee, nil})
}

// deactivated is a user who is not counted.
func (s *stack) deactivated(t *testing.T) uuid.UUID {
	t.Helper()
	user, _ := s.app(t)
	s.joins(t, user, "strict")
	must(t, s.kratos.SetState(t.Context(), user.IdentityID, "inactive"))
	return user.IdentityID
}
