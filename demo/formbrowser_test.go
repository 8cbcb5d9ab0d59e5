package demo

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"latchkey/webauthnsvc/webauthntest"
)

// formBrowser is a browser without scripts: it fills in forms and follows redirects.
type formBrowser struct {
	t      *testing.T
	client *http.Client
	at     string // its current address
	page   string // the current page
}

func newFormBrowser(t *testing.T) *formBrowser {
	jar, _ := cookiejar.New(nil) // never fails
	return &formBrowser{t: t, client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

func (s *formBrowser) open(address string) string {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.do(req)
	return s.page
}

func (s *formBrowser) post(address string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, address, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.do(req)
}

func (s *formBrowser) do(req *http.Request) *http.Response {
	s.t.Helper()
	resp, err := s.client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	s.at, s.page = resp.Request.URL.String(), string(body)
	return resp
}

var (
	formElement  = regexp.MustCompile(`(?s)<form method="post" action="([^"]*)" id="([^"]*)">(.*?)</form>`)
	inputElement = regexp.MustCompile(`(?s)<(?:input|button)[^>]* name="([^"]*)"[^>]*>|<button name="([^"]*)"[^>]*>`)
	valueOf      = regexp.MustCompile(`value="([^"]*)"`)
)

// submit fills in the form with that ID and sends it. Other fields keep their values.
func (s *formBrowser) submit(id string, filled url.Values) string {
	s.t.Helper()
	for _, form := range formElement.FindAllStringSubmatch(s.page, -1) {
		if form[2] != id {
			continue
		}
		values := url.Values{}
		for _, input := range inputElement.FindAllStringSubmatch(form[3], -1) {
			if value := valueOf.FindStringSubmatch(input[0]); value != nil {
				values.Set(html.UnescapeString(input[1]), html.UnescapeString(value[1]))
			}
		}
		for name := range filled {
			values.Set(name, filled.Get(name))
		}
		req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, html.UnescapeString(form[1]), strings.NewReader(values.Encode()))
		if err != nil {
			s.t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		s.do(req)
		return s.page
	}
	s.t.Fatalf("there is no form %q at %s: %s", id, s.at, s.page)
	return ""
}

// json posts as a script of a page at origin does, and decodes a successful response.
func (s *formBrowser) json(origin, address string, body, into any) int {
	s.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, address, strings.NewReader(string(text)))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", origin)
	resp := s.do(req)
	if resp.StatusCode < 300 {
		if err := json.Unmarshal([]byte(s.page), into); err != nil {
			s.t.Fatal(err)
		}
	}
	return resp.StatusCode
}

type begunCeremony struct {
	Ceremony  string          `json:"ceremony"`
	PublicKey json.RawMessage `json:"publicKey"`
}

// ceremony does what the SDK does on a page of that origin, and returns the status of the finish. Its kind is
// registration, login or step-up.
func (s *formBrowser) ceremony(kind, origin, latchkey string, options any, authenticator *webauthntest.Authenticator, into any) int {
	s.t.Helper()
	var begun begunCeremony
	if status := s.json(origin, latchkey+"/v1/"+kind+"/begin", options, &begun); status != http.StatusOK {
		s.t.Fatalf("%s/begin: %d %s", kind, status, s.page)
	}
	authenticator.Origin = origin
	sign := authenticator.Get
	if kind == "registration" {
		sign = authenticator.Create
	}
	credential, err := sign(begun.PublicKey)
	if err != nil {
		s.t.Fatal(err)
	}
	finish := map[string]any{"ceremony": begun.Ceremony, "credential": json.RawMessage(credential)}
	return s.json(origin, latchkey+"/v1/"+kind+"/finish", finish, into)
}

// addPasskey does what Latchkey's /setup does.
func (s *formBrowser) addPasskey(latchkey string, authenticator *webauthntest.Authenticator) {
	s.t.Helper()
	if status := s.ceremony("registration", latchkey, latchkey, map[string]any{}, authenticator, &struct{}{}); status != http.StatusCreated {
		s.t.Fatalf("registration/finish: %d %s", status, s.page)
	}
}

// signIn does what app.js does on the application's login page.
func (s *formBrowser) signIn(app, latchkey string, authenticator *webauthntest.Authenticator) {
	s.t.Helper()
	options := map[string]string{"session": "cookie"}
	if status := s.ceremony("login", app, latchkey, options, authenticator, &struct{}{}); status != http.StatusOK {
		s.t.Fatalf("login/finish: %d %s", status, s.page)
	}
}
