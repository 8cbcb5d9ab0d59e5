package check

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// A user registers, signs in with a passkey, and gets a session of Kratos', which therefore reaches its OpenID provider; support's
// account is ready, and everything that the guide names answers. Each service is started by its command in docker-compose.yml.
func TestComposeDemoRuns(t *testing.T) {
	t.Parallel()
	s := composeStack(t)
	s.start("kratos", s.kratos, "http://localhost:4433/health/ready")
	s.start("latchkey", s.latchkey, "http://localhost:4477/health/ready")
	output := s.start("demo", s.demo, "http://localhost:3000/")
	guide := output.String() // it is written before the first answer

	for _, address := range []string{"http://localhost:4477/admin", "http://localhost:4477/setup", "http://localhost:3000/", "http://localhost:3000/app.js"} {
		if status := s.call(http.MethodGet, address, "", nil, nil); status != http.StatusOK {
			t.Errorf("%s answers %d", address, status)
		}
	}
	for _, address := range []string{"Sample application   http://localhost:3000", "the console is at http://localhost:4477/admin", "admin API http://localhost:4478"} {
		if !strings.Contains(guide, s.here.Replace(address)) {
			t.Errorf("the guide does not say: %s", address)
		}
	}
	kratos := &demo.Kratos{PublicURL: s.here.Replace("http://localhost:4433")}
	account := regexp.MustCompile(`password +(\S+)\s+enrolment code +(\S+)`).FindStringSubmatch(guide)
	if account == nil {
		t.Fatalf("there is no account in the guide:\n%s", guide)
	}
	agent := kratos.App()
	if err := agent.Login(t.Context(), "support@example.com", account[1]); err != nil {
		t.Fatal(err)
	}
	if status := s.call(http.MethodPost, "http://localhost:4477/v1/recovery-codes/redeem", agent.Token(), map[string]string{"code": account[2]}, nil); status != http.StatusOK {
		t.Errorf("the enrolment code: %d", status)
	}

	user, key := kratos.App(), webauthntest.New(s.here.Replace("http://localhost:3000"))
	if err := user.Register(t.Context(), "ann@example.com", "correct horse battery", "Ann"); err != nil {
		t.Fatal(err)
	}
	s.ceremony("registration", user.Token(), struct{}{}, key.Create, nil)
	var signedIn struct{ Session struct{ Kind, Token string } }
	s.ceremony("login", "", map[string]string{"session": "token"}, key.Get, &signedIn)
	if signedIn.Session.Kind != "token" || signedIn.Session.Token == "" {
		t.Errorf("the login ends in %+v", signedIn)
	}
}
