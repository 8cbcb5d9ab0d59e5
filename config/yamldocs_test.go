package config

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"go.yaml.in/yaml/v3"
)

var yamlBlock = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")

// Readers copy the YAML of the manual into their configuration, so each block must parse and be a mapping or a list.
func TestManualsYAMLParses(t *testing.T) {
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := 0
	for _, page := range append(pages, "../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range yamlBlock.FindAllSubmatch(text, -1) {
			blocks++
			var node yaml.Node
			if err := yaml.Unmarshal(block[1], &node); err != nil {
				t.Errorf("%s: %v in\n%s", page, err, block[1])
			} else if len(node.Content) != 1 || node.Content[0].Kind == yaml.ScalarNode {
				t.Errorf("%s: want a mapping or a list, got\n%s", page, block[1])
			}
		}
	}
	if blocks < 10 {
		t.Errorf("found only %d blocks of YAML", blocks)
	}
}
