package e2e_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"latchkey/demo"
)

// TestFirefox follows a user in another engine: how the SDK handles its responses and errors, and whether the pages
// work.
func TestFirefox(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{})
	user, _ := s.browser(t)
	f := startFirefox(t)
	device := f.newDevice()
	pages := s.latchkey.PublicURL
	f.open(pages + "/setup")
	f.see("Please sign in first")
	cookie := user.Cookie()
	f.command("WebDriver:AddCookie", map[string]any{"cookie": map[string]any{
		"name": cookie.Name, "value": cookie.Value, "path": "/", "httpOnly": true, "sameSite": "Lax",
	}}, nil)

	f.open(pages + "/setup")
	device.knowsPerson(false) // NotAllowedError
	f.press("Create a passkey")
	f.see("No passkey was created.")
	device.knowsPerson(true)
	f.press("Create a passkey")
	f.see("Your passkey is ready")
	if held := device.passkeys(); held != 1 {
		t.Fatalf("the device holds %d passkeys", held)
	}

	f.open(pages + "/login")
	f.press("Sign in with a passkey") // while its offer to fill in the field is pending
	f.see("Your passkey was accepted")

	f.open(pages + "/passkeys")
	f.see("On one device only")
	f.press("Add another passkey") // a step-up, then InvalidStateError
	f.see("This device already has a passkey for your account.")
	f.press("Rename “Firefox on Linux”")
	f.fill(`input[name="name"]`, "Red fox")
	f.press("Save")
	f.see("The passkey is now called “Red fox”.")
	f.press("Remove “Red fox”")
	f.see("This cannot be undone.")
	f.press("Remove passkey")
	f.see("You removed your last passkey, “Red fox”")
}

// hearFailures records the failure events of elements, with the browser's own exceptions.
const hearFailures = `(window.failures = [], addEventListener('latchkey-failed', ({detail: {error}}) =>
	failures.push(error.code + ' of ' + error.cause + ' (' + error.cause?.constructor?.name + ')')), true)`

func (f *firefox) open(address string) {
	f.t.Helper()
	f.command("WebDriver:Navigate", map[string]any{"url": address}, nil)
	var listening bool
	must(f.t, f.ask(hearFailures, &listening))
}

// ask evaluates an expression in the page.
func (f *firefox) ask(expression string, into any) error {
	var got struct {
		Value json.RawMessage `json:"value"`
	}
	if err := f.call("WebDriver:ExecuteScript", map[string]any{"script": "return " + expression, "args": []any{}}, &got); err != nil {
		return err
	}
	return json.Unmarshal(got.Value, into)
}

func (f *firefox) see(text string) {
	f.t.Helper()
	f.await("see "+strconv.Quote(text), shadow+`.text().includes(`+strconv.Quote(text)+`)`)
}

func (f *firefox) await(what, expression string) {
	f.t.Helper()
	came := inTime(patience, func() bool {
		var yes bool
		return f.ask(expression, &yes) == nil && yes
	})
	if !came {
		f.t.Fatalf("waited in vain to %s\n%s", what, f.state())
	}
}

// press presses the mouse on the button or link of that name.
func (f *firefox) press(name string) {
	f.t.Helper()
	control := shadow + `.control(` + strconv.Quote(name) + `)`
	f.await("find "+strconv.Quote(name), shadow+`.middle(`+control+`) !== null`)
	f.command("WebDriver:ElementClick", f.element(control), nil)
}

// fill replaces what is in a field, by keyboard.
func (f *firefox) fill(selector, text string) {
	f.t.Helper()
	field := shadow + `.first(` + strconv.Quote(selector) + `)`
	f.await("find "+selector, `!!`+field)
	f.command("WebDriver:ElementClear", f.element(field), nil)
	parameters := f.element(field)
	parameters["text"] = text
	f.command("WebDriver:ElementSendKeys", parameters, nil)
}

// element names one to a command; the key of the reference is that of the WebDriver standard.
func (f *firefox) element(expression string) map[string]any {
	f.t.Helper()
	var found map[string]string
	must(f.t, f.ask(expression, &found))
	return map[string]any{"id": found["element-6066-11e4-a52e-4f735466cecf"]}
}

func (f *firefox) state() string {
	var text string
	if err := f.ask(allText, &text); err != nil {
		return "(the page does not answer)"
	}
	var failures []string
	_ = f.ask(`window.failures ?? []`, &failures) // a page without elements has none
	return "Firefox is at " + text + "\nfailures: " + strings.Join(failures, "; ")
}

// softDevice is Firefox' virtual authenticator; its passkeys stay on it.
type softDevice struct {
	f  *firefox
	id string
}

func (f *firefox) newDevice() *softDevice {
	f.t.Helper()
	var made struct {
		Value string `json:"value"`
	}
	f.command("WebAuthn:AddVirtualAuthenticator", map[string]any{
		"protocol": "ctap2_1", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
		"isUserConsenting": true, "isUserVerified": true,
	}, &made)
	return &softDevice{f, made.Value}
}

func (d *softDevice) knowsPerson(yes bool) {
	d.f.t.Helper()
	d.f.command("WebAuthn:SetUserVerified", map[string]any{"authenticatorId": d.id, "isUserVerified": yes}, nil)
}

// passkeys is how many it holds.
func (d *softDevice) passkeys() int {
	d.f.t.Helper()
	var held struct {
		Value []json.RawMessage `json:"value"`
	}
	d.f.command("WebAuthn:GetCredentials", map[string]any{"authenticatorId": d.id}, &held)
	return len(held.Value)
}
