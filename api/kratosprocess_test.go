package api_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// kratosProcess is set in the process that answers as Kratos.
const kratosProcess = "LATCHKEY_TEST_ANSWER_AS_KRATOS"

// startKratosProcess runs this test binary as a Kratos that knows every identity and every session: token ory_st_<uuid>
// is a session of identity <uuid>. It is a separate process so that its work does not count as Latchkey's.
func startKratosProcess(b *testing.B) (url string) {
	b.Helper()
	_, out := startSelf(b, kratosProcess)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// answerAsKratos serves on a port that the system chooses, and prints its address, until it is killed.
func answerAsKratos() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", listener.Addr())
	signedIn := time.Now().UTC().Add(-time.Minute)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sessions/whoami", func(w http.ResponseWriter, r *http.Request) {
		id := strings.TrimPrefix(r.Header.Get("X-Session-Token"), "ory_st_")
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, kratosSession, id, signedIn.Add(24*time.Hour).Format(time.RFC3339), signedIn.Format(time.RFC3339), identityJSON(id, signedIn))
	})
	mux.HandleFunc("GET /admin/identities/{id}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, identityJSON(r.PathValue("id"), signedIn))
	})
	return http.Serve(listener, mux)
}

func identityJSON(id string, at time.Time) string {
	return fmt.Sprintf(kratosIdentityAnswer, id, at.Format(time.RFC3339))
}

// Both have the members and the size of real responses.
const (
	kratosSession = `{"id":"%[1]s","active":true,"expires_at":"%[2]s","authenticated_at":"%[3]s",` +
		`"authenticator_assurance_level":"aal1","authentication_methods":[{"method":"password","aal":"aal1","completed_at":"%[3]s"}],` +
		`"issued_at":"%[3]s","identity":%[4]s,"devices":[{"id":"9c2f3e3a-5a0e-4b5d-8f5e-0d8f6b7f4c11","ip_address":"192.0.2.7:40000",` +
		`"user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36","location":""}]}`
	kratosIdentityAnswer = `{"id":"%[1]s","schema_id":"default","schema_url":"http://localhost:4433/schemas/ZGVmYXVsdA","state":"active",` +
		`"state_changed_at":"%[2]s","traits":{"email":"%[1]s@example.com","name":"Ada"},"verifiable_addresses":[{"id":"%[1]s",` +
		`"value":"%[1]s@example.com","verified":true,"via":"email","status":"completed","verified_at":"%[2]s","created_at":"%[2]s",` +
		`"updated_at":"%[2]s"}],"recovery_addresses":[{"id":"%[1]s","value":"%[1]s@example.com","via":"email","created_at":"%[2]s",` +
		`"updated_at":"%[2]s"}],"metadata_public":null,"created_at":"%[2]s","updated_at":"%[2]s","organization_id":null}`
)
