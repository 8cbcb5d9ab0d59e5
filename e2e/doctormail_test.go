package e2e_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/doctor"
)

// TestDoctorCanaryMail has doctor sign in with codes that Kratos mails.
func TestDoctorCanaryMail(t *testing.T) {
	t.Parallel()
	d := gatedDoctored(t, func(k *demo.KratosOptions, _ *demo.LatchkeyOptions) { k.Code = "first" })
	const hooks = `4455/", hooks`
	bypass := canarySeed{seed: seed{want: "gate.login"}, edit: []string{hooks, `4455/", code: {hooks: [{hook: revoke_active_sessions}]}, hooks`}}
	all := slices.Concat(notRight, notChecked)
	mailed := []string{"--canary", "--canary-mail", "ops@example.com"}
	if got := d.findings(t, all, nil, "--canary"); !slices.Equal(got, []string{"gate.login"}) {
		t.Errorf("without an address: %v", got)
	}
	if mails := d.mailsTo(t, "canary-"); len(mails) > 0 {
		t.Errorf("without an address, Kratos sends a code: %v", mails)
	}
	if got := d.findings(t, all, nil, mailed...); len(got) > 0 {
		t.Errorf("of a set-up that works: %v", got)
	}
	if mails := d.mailsTo(t, "ops+canary-"); len(mails) == 0 {
		t.Error("no mail to the address")
	}
	restore := d.sow(t, bypass)
	if got := d.findings(t, faults, nil, mailed...); !slices.Equal(got, []string{bypass.want}) {
		t.Errorf("%s: doctor finds %v", bypass.want, got)
	}
	restore()
	d.leavesNothing(t)
}

// TestDoctorCanaryAsks has doctor ask for the code, which Kratos shows to no admin outside its development mode.
func TestDoctorCanaryAsks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := gatedDoctored(t, func(k *demo.KratosOptions, _ *demo.LatchkeyOptions) { k.Code, k.Secure, k.Dir = "first", true, dir })
	mails, err := sql.Open("sqlite", filepath.Join(dir, "kratos.sqlite")+"?_pragma=busy_timeout(5000)")
	must(t, err)
	defer mails.Close()
	ask := func(enter func(code string) string) (report doctor.Report) {
		cmd := d.latchkey.Command("doctor", "--json", "--canary", "--canary-mail", "ops@example.com")
		in, err := cmd.StdinPipe()
		must(t, err)
		var asked strings.Builder
		cmd.Stderr = writerFunc(func(p []byte) (int, error) {
			if asked.Write(p); strings.HasSuffix(asked.String(), "ops@example.com: ") {
				var body string
				err := mails.QueryRow(`SELECT body FROM courier_messages WHERE recipient LIKE 'ops+canary-%' AND template_type = 'login_code_valid' ORDER BY created_at DESC`).Scan(&body)
				_, _ = io.WriteString(in, enter(regexp.MustCompile(`\b[0-9]{6}\b`).FindString(body)))
				return len(p), errors.Join(err, in.Close())
			}
			return len(p), nil
		})
		output, err := cmd.Output()
		must(t, err)
		must(t, json.Unmarshal(output, &report))
		if !strings.Contains(asked.String(), "ops@example.com: ") {
			t.Errorf("doctor does not ask: %q", asked.String())
		}
		return report
	}
	for said, enter := range map[string]func(string) string{
		"the login gate stops password, recovery by code, recovery by link, code": func(code string) string { return code + "\n" },
		"mailed code: no code was entered":                                        func(string) string { return "\n" },
		"mailed code: no code\n":                                                  func(string) string { return "000000\n" },
	} {
		if report := ask(enter); !slices.ContainsFunc(report.Findings, func(f doctor.Finding) bool { return f.Check == "gate.login" && strings.Contains(f.Wrong, said) }) {
			t.Errorf("%s: %+v", said, report.Findings[max(0, len(report.Findings)-4):])
		}
	}
	d.leavesNothing(t)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// mailsTo are the kinds of codes in Kratos' queue for addresses that begin like this.
func (d *doctored) mailsTo(t *testing.T, beginning string) (kinds []string) {
	t.Helper()
	var queue []struct {
		Recipient string `json:"recipient"`
		Kind      string `json:"template_type"`
	}
	caller{d.kratos.AdminURL, nil}.do(t, "GET", "/admin/courier/messages?page_size=250", nil).want(t, 200, &queue)
	for _, one := range queue {
		if strings.HasPrefix(one.Recipient, beginning) && one.Kind == "login_code_valid" {
			kinds = append(kinds, one.Kind)
		}
	}
	return kinds
}
