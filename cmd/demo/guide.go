package main

import (
	"io"
	"text/template"
	"time"

	"latchkey/demo"
)

var guide = template.Must(template.New("guide").Parse(`
Everything is up, after {{.Took}}.

  Sample application   {{.AppURL}}    called Harbour, like all pages here
  Latchkey             {{.Latchkey.PublicURL}}    admin API {{.Latchkey.AdminURL}}
  Ory Kratos           {{.Kratos.BrowserURL}}{{if .FrontEnds}}    admin API {{.Kratos.AdminURL}}{{end}}
{{- with .Keep}}
  Kept in              {{.}}
{{- end}}

What to click

  1. Open {{.AppURL}} and choose "Create an account". Any address will do, no mail is sent;
     use a password of eight letters or more.
  2. You land on a page of Latchkey's. "Create a passkey" asks your device: fingerprint, face, PIN or
     security key. (In Chrome without any of them: developer tools, More tools, WebAuthn,
     "Enable virtual authenticator environment", Add.)
  3. "Continue" brings you back to the application: you are signed in with your password. "Open the
     vault": a password is not enough for that page, so Latchkey asks for the passkey first, unless you
     have just used it to create recovery codes.
  4. "Sign out", then "Sign in", then "Sign in with a passkey". No password was needed, and the session is
     Kratos' own: the application asks Kratos whose it is. Now the vault opens at once.
  5. "Sign out" and "Sign in" again, with the last button, "Sign in with a passkey via Kratos": Kratos
     knows Latchkey as an OpenID provider, sends you there and takes you back.
  6. "Your passkeys": rename one, add another, remove one.
{{with .FrontEnds}}
examples/plain, examples/react, examples/vue and examples/next are sites of another origin. Start one of them
beside this, as its README says: {{index . 0}} is known here.
{{end}}
Open the console

  A support agent's account is ready: {{.Support.Email}}
    password        {{.Support.Password}}
    enrolment code  {{.Support.Code}}    works once, within an hour

  1. In another browser profile, or after "Sign out" in the application, open
     {{.Latchkey.PublicURL}}/recover?return_to={{.Latchkey.PublicURL}}/admin
  2. Sign in with that password. The page asks for a recovery code: enter the enrolment code, which
     people with a role have instead, and set up a passkey. "Continue" leads to the console, which asks
     for that passkey once.
  3. From then on the console is at {{.Latchkey.PublicURL}}/admin

The same, seen by support's programs

  export KEY={{.Key}}

  # find the user, with every factor here and at Kratos
  curl -s -H "Authorization: Bearer $KEY" '{{.Latchkey.AdminURL}}/admin/v1/identities?identifier=you@example.com'

  # list all passkeys, newest first
  curl -s -H "Authorization: Bearer $KEY" {{.Latchkey.AdminURL}}/admin/v1/passkeys

  # revoke one (put its id in place of ID) and end its owner's sessions at Kratos
  curl -s -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \
    -d '{"reason": "lost phone", "end_sessions": true}' {{.Latchkey.AdminURL}}/admin/v1/passkeys/ID/revoke

  # who did what
  curl -s -H "Authorization: Bearer $KEY" {{.Latchkey.AdminURL}}/admin/v1/audit-events

{{if .FrontEnds}}Ctrl-C ends it{{if not .Keep}} and removes all data{{end}}.
{{- else}}docker compose --profile demo down --volumes ends it and removes all data.{{end}}
`))

// shown is what the guide is about.
type shown struct {
	*demo.Stack
	FrontEnds []string // origins of examples; empty: the parts run in containers
	Support   support
	Key, Keep string
	Took      time.Duration
}

// writeGuide writes the addresses of the parts, and what to try.
func writeGuide(w io.Writer, what shown) error {
	what.Took = what.Took.Round(100 * time.Millisecond)
	return guide.Execute(w, what)
}
