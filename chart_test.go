package latchkey_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// Each value of the chart is in the manual.
func TestManualHasEachValueOfTheChart(t *testing.T) {
	t.Parallel()
	var values map[string]any
	if err := yaml.Unmarshal([]byte(markdown(t, "deploy/helm/values.yaml")), &values); err != nil {
		t.Fatal(err)
	}
	manual := markdown(t, "docs/kubernetes.md")
	names := chartValues("", values)
	if len(names) < 20 {
		t.Fatalf("found only %d values", len(names))
	}
	for _, name := range names {
		if !strings.Contains(manual, "`"+name+"`") {
			t.Errorf("docs/kubernetes.md does not describe %s", name)
		}
	}
}

// chartValues returns the values that have no others below them, as paths. Two are as the operator likes.
func chartValues(path string, value any) (names []string) {
	table, ok := value.(map[string]any)
	if !ok || len(table) == 0 || path == "secrets.files" || path == "resources" {
		return []string{path}
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		names = append(names, chartValues(strings.TrimPrefix(path+"."+name, "."), table[name])...)
	}
	return names
}
