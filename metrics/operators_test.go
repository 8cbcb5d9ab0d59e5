package metrics_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	alertsFile    = "../deploy/alerts.yml"
	alertsTests   = "../deploy/alerts_test.yml"
	dashboardFile = "../deploy/grafana.json"
)

// dashboard is the part of Grafana's model that these tests look at.
type dashboard struct {
	Panels []panel
}

type panel struct {
	ID         int
	Type       string
	Title      string
	Datasource struct{ UID string }
	GridPos    struct{ X, Y, W, H int }
	Targets    []struct {
		Datasource   struct{ UID string }
		Expr         string
		LegendFormat string
	}
}

func readDashboard(t *testing.T) (d dashboard) {
	t.Helper()
	if err := json.Unmarshal([]byte(read(t, dashboardFile)), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Panels) < 20 {
		t.Fatalf("%d panels", len(d.Panels))
	}
	return d
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Rules and panels of a metric that does not exist, or of a label that it does not have, would stay silent.
func TestAlertsAndDashboardUseWhatExists(t *testing.T) {
	scraped := filled(t).scrape()
	known := names(scraped)
	selector := regexp.MustCompile(`((?:latchkey|process|go)_[a-z_]+)(?:\{([^}]*)\})?`)
	matcher := regexp.MustCompile(`([a-z]+)(?:=~|!~|!=|=)"([^"]*)"`)
	values := read(t, "../docs/metrics.md") + read(t, "../api/openapi.yaml")
	for file, expressions := range map[string][]string{alertsFile: rules(t), dashboardFile: panelExpressions(t)} {
		for _, expression := range expressions {
			for _, used := range selector.FindAllStringSubmatch(expression, -1) {
				metric := strings.TrimSuffix(strings.TrimSuffix(used[1], "_bucket"), "_count")
				if !strings.HasPrefix(metric, "latchkey_") {
					if !strings.Contains(scraped, "\n"+metric+" ") {
						t.Errorf("%s uses %s, which does not exist", file, metric)
					}
					continue
				}
				i := slices.IndexFunc(known, func(name string) bool { return strings.HasPrefix(name, metric+"{") })
				if i < 0 {
					t.Errorf("%s uses %s, which does not exist", file, used[1])
					continue
				}
				for _, m := range matcher.FindAllStringSubmatch(used[2], -1) {
					if label := m[1]; label != "job" && !regexp.MustCompile(`[{,]`+label+`[,}]`).MatchString(known[i]) {
						t.Errorf("%s: %s has no label %s", file, metric, label)
					}
					for value := range strings.SplitSeq(m[2], "|") {
						if m[1] != "job" && !regexp.MustCompile(`\b`+value+`\b`).MatchString(values) {
							t.Errorf("%s: %s=%q occurs neither in docs/metrics.md nor in api/openapi.yaml", file, m[1], value)
						}
					}
				}
			}
		}
	}
}

// rules returns the alert rules as they stand in the file, one each.
func rules(t *testing.T) []string {
	t.Helper()
	all := strings.Split(read(t, alertsFile), "- alert: ")[1:]
	if len(all) < 15 {
		t.Fatalf("%d alert rules", len(all))
	}
	return all
}

func panelExpressions(t *testing.T) (all []string) {
	t.Helper()
	for _, p := range readDashboard(t).Panels {
		for _, target := range p.Targets {
			all = append(all, target.Expr)
		}
	}
	return all
}

// Prometheus accepts the rules and the expressions of the dashboard, and the rules fire when they should, and only then.
func TestPromtool(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is missing; on Debian: apt-get install prometheus")
	}
	var recorded strings.Builder
	recorded.WriteString("groups:\n  - name: dashboard\n    rules:\n")
	for i, expression := range panelExpressions(t) {
		expression = strings.NewReplacer("$__rate_interval", "5m", "$job", "latchkey").Replace(expression)
		fmt.Fprintf(&recorded, "      - {record: 'panel:%d', expr: %q}\n", i, expression)
	}
	panels := filepath.Join(t.TempDir(), "panels.yml")
	if err := os.WriteFile(panels, []byte(recorded.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	read(t, alertsFile) // Go's cache of test results does not know what promtool reads
	read(t, alertsTests)
	for _, args := range [][]string{{"check", "rules", alertsFile, panels}, {"test", "rules", alertsTests}} {
		if out, err := exec.CommandContext(t.Context(), promtool, args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %v: %v\n%s", args, err, out)
		}
	}
}

// Each rule has values with which it fires, and values with which it does not.
func TestEachAlertIsTested(t *testing.T) {
	tests := read(t, alertsTests)
	for _, rule := range rules(t) {
		name := strings.Fields(rule)[0]
		if n := len(regexp.MustCompile(`alertname: `+name+`\b`).FindAllString(tests, -1)); n < 2 {
			t.Errorf("%s has %d tests", name, n)
		}
		if !regexp.MustCompile(`labels: \{severity: (critical|warning)\}`).MatchString(rule) {
			t.Errorf("%s has no severity", name)
		}
	}
}

// The panels neither overlap nor leave gaps, and read from the data source that is chosen.
func TestDashboardIsWellFormed(t *testing.T) {
	taken, ids := make(map[[2]int]string), make(map[int]bool)
	for _, p := range readDashboard(t).Panels {
		if ids[p.ID] || p.ID == 0 || p.Title == "" {
			t.Errorf("panel %d %q", p.ID, p.Title)
		}
		ids[p.ID] = true
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				if other := taken[[2]int{x, y}]; other != "" || x >= 24 {
					t.Fatalf("%s is on %s, or beyond the edge", p.Title, other)
				}
				taken[[2]int{x, y}] = p.Title
			}
		}
		if p.Type == "row" {
			continue
		}
		if len(p.Targets) == 0 || p.Datasource.UID != "${datasource}" {
			t.Errorf("%s has %d targets, of %q", p.Title, len(p.Targets), p.Datasource.UID)
		}
		for _, target := range p.Targets {
			if target.Datasource.UID != "${datasource}" || !strings.Contains(target.Expr, `{job=~"$job"`) {
				t.Errorf("%s: the chosen source and job do not count: %s", p.Title, target.Expr)
			}
			shown := regexp.MustCompile(`\{\{([a-z]+)\}\}`).FindAllStringSubmatch(target.LegendFormat, -1)
			for _, label := range shown {
				if !regexp.MustCompile(`by \([a-z, ]*\b`+label[1]+`\b`).MatchString(target.Expr) && label[1] != "instance" {
					t.Errorf("%s: the legend has %s, and %s has not", p.Title, label[1], target.Expr)
				}
			}
		}
	}
	for y := range len(taken) / 24 {
		if taken[[2]int{0, y}] == "" || taken[[2]int{23, y}] == "" {
			t.Fatalf("line %d has a gap", y)
		}
	}
}
