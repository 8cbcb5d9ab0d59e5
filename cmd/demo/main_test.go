package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"latchkey/demo"
)

func TestUsage(t *testing.T) {
	for _, test := range []struct {
		args           []string
		code           int
		stdout, stderr string
	}{
		{[]string{"--help"}, 0, "--keep DIR", ""},
		{[]string{"--nonsense"}, 2, "", "nonsense"},
		{[]string{"beside"}, 1, "", "usage: demo beside --keep DIR"},
		{[]string{"beside", "--keep", "."}, 1, "", "docker-compose.yml"},
		{[]string{"settings"}, 1, "", "usage: demo settings FOLDER"},
		{[]string{"start"}, 2, "", `"start" is not understood`},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), test.args, &stdout, &stderr); code != test.code {
			t.Errorf("%q: exit code %d, want %d", test.args, code, test.code)
		}
		if !strings.Contains(stdout.String(), test.stdout) || !strings.Contains(stderr.String(), test.stderr) {
			t.Errorf("%q printed %q and %q", test.args, &stdout, &stderr)
		}
	}
}

// The guide is correct while the demo runs, and Ctrl-C is not a failure.
func TestGuide(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it runs a real Kratos")
	}
	ctx, interrupt := context.WithCancel(t.Context())
	reader, stdout := io.Pipe()
	exited, code := make(chan struct{}), -1
	go func() {
		defer close(exited)
		code = run(ctx, nil, stdout, t.Output())
		stdout.Close()
	}()
	defer func() {
		interrupt()
		reader.Close()
		<-exited
	}()
	said, read := make([]byte, 16<<10), 0
	for !strings.Contains(string(said[:read]), "Ctrl-C ends it") {
		n, err := reader.Read(said[read:])
		if read += n; err != nil {
			t.Fatalf("the guide breaks off: %v\n%s", err, said[:read])
		}
	}
	go io.Copy(io.Discard, reader) // otherwise the demo blocks until its output is read
	guide := string(said[:read])
	key := regexp.MustCompile(`export KEY=(\S+)`).FindStringSubmatch(guide)
	if key == nil {
		t.Fatalf("there is no key:\n%s", guide)
	}
	calls := 0
	for _, found := range regexp.MustCompile(`curl .*?'?(http://127\.0\.0\.1:\d+/admin/v1/[^'\s]+)`).FindAllStringSubmatch(guide, -1) {
		calls++
		if status := get(t, found[1], key[1]); status != http.StatusOK {
			t.Errorf("%s answers %d", found[1], status)
		}
	}
	if calls != 3 {
		t.Errorf("%d calls that only read", calls)
	}
	if app := regexp.MustCompile(`Sample application +(\S+)`).FindStringSubmatch(guide); app == nil || get(t, app[1], "") != http.StatusOK {
		t.Errorf("the sample application does not answer: %q", app)
	}
	if console := regexp.MustCompile(`the console is at (\S+)`).FindStringSubmatch(guide); console == nil || get(t, console[1], "") != http.StatusOK {
		t.Errorf("the console does not answer: %q", console)
	}
	agent := regexp.MustCompile(`support@example.com\s+password\s+(\S+)\s+enrolment code\s+(\S+)`).FindStringSubmatch(guide)
	if agent == nil {
		t.Fatalf("there is no account for support:\n%s", guide)
	}
	latchkey, kratos := regexp.MustCompile(`Latchkey +(\S+)`).FindStringSubmatch(guide)[1], regexp.MustCompile(`Ory Kratos +(\S+)`).FindStringSubmatch(guide)[1]
	if status := enrol(t, &demo.Kratos{PublicURL: kratos}, latchkey, agent[1], agent[2]); status != http.StatusOK {
		t.Errorf("the code lets the agent begin: %d", status)
	}
	interrupt()
	if <-exited; code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func get(t *testing.T, address, key string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// enrol signs in, redeems the enrolment code and returns the status of the begin of a registration.
func enrol(t *testing.T, kratos *demo.Kratos, latchkey, password, code string) (status int) {
	t.Helper()
	agent := kratos.App()
	if err := agent.Login(t.Context(), supportEmail, password); err != nil {
		t.Fatal(err)
	}
	for _, call := range [][2]string{{"/v1/recovery-codes/redeem", `{"code":"` + code + `"}`}, {"/v1/registration/begin", "{}"}} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, latchkey+call[0], strings.NewReader(call[1]))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Session-Token", agent.Token())
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if status = resp.StatusCode; status != http.StatusOK {
			t.Errorf("%s answers %d", call[0], status)
		}
	}
	return status
}
