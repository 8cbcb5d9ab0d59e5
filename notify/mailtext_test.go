package notify

import (
	"bytes"
	"encoding/json"
	"maps"
	"mime"
	netmail "net/mail"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/store"
)

// Text that an attacker may have written never appears in a mail: neither the browser's own name nor the reason.
func TestMailOmitsForeignText(t *testing.T) {
	t.Parallel()
	server := newMailServer(t, demo.MailOptions{})
	m := newTestMailer(t, testMail(server, SecurityNone), nil)
	e := happened("passkey.clone_suspected")
	e.UserAgent = "Firefox/1 <a href=https://evil.example>\r\nBcc: eve@example.com"
	e.IP, e.Reason, e.Metadata = "<script>evil.example", "evil.example", []byte(`{"name":"evil.example"}`)
	if out := deliver(t, m, e); out != delivered {
		t.Fatal(out)
	}
	_, text, html := parts(t, server.Received()[0].Message)
	if all := server.Received()[0].Message + text + html; strings.Contains(all, "evil") || strings.Contains(all, "eve@") || strings.Contains(all, "<script") {
		t.Errorf("%s", all)
	}
	if !strings.Contains(text, "From: Firefox\n") {
		t.Errorf("not the browser that is known: %s", text)
	}

	e = happened("passkey.revoked")
	e.ActorKind, e.ActorID, e.IP = "admin_key", uuid.NewString(), "198.51.100.9"
	_, text, _ = parts(t, composed(t, m, e, ""))
	if strings.Contains(text, "198.51") || strings.Contains(text, "Firefox") || !strings.Contains(text, "By: support\n") {
		t.Errorf("where staff sit: %s", text)
	}
	e.ActorKind = "identity" // an admin who signed in to the console
	if _, text, _ = parts(t, composed(t, m, e, "")); strings.Contains(text, "198.51") || !strings.Contains(text, "By: support\n") {
		t.Errorf("where staff sit: %s", text)
	}
}

func composed(t *testing.T, m *mailer, e store.AuditEvent, language string) string {
	t.Helper()
	message, err := m.compose(store.NewID(), m.letter(e, language), &netmail.Address{Address: "ada@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := message.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// happenedAs returns an event of a type, or of one variant of it, as the messages name it.
func happenedAs(kind string) store.AuditEvent {
	eventType, detail, _ := strings.Cut(kind, "/")
	e := happened(eventType)
	switch detail {
	case "first":
		e.Metadata = []byte(`{"kind":"password"}`)
	case "adopted":
		e.Metadata = []byte(`{"adopted":true}`)
	case "fresh_session":
		e.Metadata = []byte(`{"kind":"totp","how":"fresh_session"}`)
	default:
		e.Reason = detail
	}
	if kind == "recovery_codes.ended" { // by staff; the others have a reason
		e.ActorKind, e.ActorID = "admin_key", uuid.NewString()
	}
	return e
}

func TestMailTexts(t *testing.T) {
	t.Parallel()
	server := &demo.MailServer{Address: "127.0.0.1:25"}
	settings := testMail(server, SecurityNone)
	settings.AppName, settings.SupportURL, settings.SupportEmail = `Ha"rb<ou>r & Söhne`, "", "help@harbour.test"
	m := newTestMailer(t, settings, nil)
	pages, err := filepath.Glob("../web/elements/messages.??.js")
	if err != nil || len(pages) != len(Languages()) || len(languages["en"].Events) != 34 {
		t.Fatalf("mails are in %q, pages in %q (%v); %d events", Languages(), pages, err, len(languages["en"].Events))
	}
	for _, language := range Languages() {
		if s := languages[language]; !slices.Equal(slices.Sorted(maps.Keys(s.Events)), slices.Sorted(maps.Keys(languages["en"].Events))) ||
			!slices.Equal(slices.Sorted(maps.Keys(s.Factors)), slices.Sorted(maps.Keys(languages["en"].Factors))) {
			t.Errorf("%s has other texts than English", language)
		}
	}
	for kind := range languages["en"].Events {
		for _, language := range Languages() {
			header, text, html := parts(t, composed(t, m, happenedAs(kind), language))
			subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
			if err != nil || !strings.Contains(subject, settings.AppName) || header.Get("Content-Language") != language {
				t.Errorf("%s, %s: %v", kind, language, header)
			}
			message := languages[language].Events[kind]
			if english := languages["en"].Events[kind]; message.NotMe != english.NotMe || strings.Contains(message.What, "{factor}") != strings.Contains(english.What, "{factor}") {
				t.Errorf("%s, %s: %+v", kind, language, message)
			}
			if right := strings.Contains(html, `dir="rtl"`) && !strings.Contains(html, "text-align:left"); right != (language == "ar") {
				t.Errorf("%s, %s: it begins on the wrong side", kind, language)
			}
			for _, sentence := range []string{message.What, message.IfYou, message.IfNot, message.Subject} {
				if len(sentence) < 20 || strings.Contains(strings.NewReplacer("{app}", "", "{factor}", "").Replace(sentence), "{") {
					t.Errorf("%s, %s: %q", kind, language, sentence)
				}
			}
			page := settings.PasskeysURL
			if message.NotMe {
				page = settings.NotMeURL
			}
			if strings.ContainsAny(text, "{}") || !strings.Contains(text, "help@harbour.test") || !strings.Contains(text, page) || !strings.Contains(text, settings.AppName) {
				t.Errorf("%s, %s: %s", kind, language, text)
			}
			if strings.Contains(html, "<ou>") || !strings.Contains(html, "&lt;ou&gt;") || !strings.Contains(html, `href="`+page+`"`) {
				t.Errorf("%s, %s: %s", kind, language, html)
			}
		}
	}
	for language, want := range map[string]string{"": "en", "de": "de", "de-AT": "de", "DE_de": "de", "pt-BR": "pt", "ar": "ar", "tlh": "en", "<x>": "en"} {
		if got := m.sentences(language).Lang; got != want {
			t.Errorf("%q is answered in %s", language, got)
		}
	}
}

// The mail's question names the factor, and its button leads to the page that takes the answer.
func TestMailOfFactors(t *testing.T) {
	t.Parallel()
	m := newTestMailer(t, testMail(&demo.MailServer{Address: "127.0.0.1:25"}, SecurityNone), nil)
	for kind, want := range map[string]string{"totp": "an authenticator app", "deviceauthn": "another second factor", "<b>": "another second factor"} {
		e := happened("factor.appeared")
		e.Metadata, _ = json.Marshal(map[string]any{"factor_id": uuid.NewString(), "kind": kind})
		if _, text, _ := parts(t, composed(t, m, e, "en")); !strings.Contains(text, "This was added to your Harbour account: "+want) ||
			!strings.Contains(text, "/passkeys\n") || strings.Contains(text, "<b>") {
			t.Errorf("%s: %s", kind, text)
		}
	}
	for kind, want := range map[string]string{"password": "a new password", "oidc": "a link to another sign-in service", "address": "an email address or phone number"} {
		e := happened("factor.appeared")
		e.Metadata, _ = json.Marshal(map[string]string{"kind": kind})
		if _, text, _ := parts(t, composed(t, m, e, "en")); !strings.Contains(text, "Your Harbour account has "+want) || !strings.Contains(text, "security key") {
			t.Errorf("%s: %s", kind, text)
		}
	}
	now := happened("").At
	for how, wants := range map[string]bool{"": true, "fresh_session": true, "first_passkey": false, "import": false} {
		e := happened("factor.appeared")
		e.Metadata, _ = json.Marshal(map[string]string{"kind": "totp", "how": how})
		if m.wants(e, now) != wants {
			t.Errorf("%q: wants %v", how, !wants)
		}
	}
	if m.wants(happened("passkey.imported"), now) {
		t.Error("an import by the operator is mailed")
	}
	added := happened("passkey.registered")
	added.PasskeyID = uuid.New()
	if _, text, _ := parts(t, composed(t, m, added, "en")); !strings.Contains(text, "This was not me:\nhttps://passkeys.harbour.test/not-me?passkey="+added.PasskeyID.String()+"\n") {
		t.Errorf("%s", text)
	}
	// A reason by an admin is free text, and does not select a text.
	bySupport := happened("passkey.suspended")
	bySupport.ActorKind, bySupport.ActorID, bySupport.Reason = "admin_key", uuid.NewString(), "older_than_verification"
	if _, text, _ := parts(t, composed(t, m, bySupport, "en")); !strings.Contains(text, "Support suspended a passkey") {
		t.Errorf("%s", text)
	}
}
