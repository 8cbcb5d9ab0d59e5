package setting

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// strictYAML is a koanf.Parser that also reports what a lenient one accepts: duplicate keys, a second document,
// anchors. It continues after a fault, so that all are found at once, and records the line of each setting.
//
// Anchors and aliases are refused because settings do not need them, and because a few lines of them can expand into
// gigabytes.
type strictYAML struct {
	file   string
	faults Faults
	lines  map[string]int // by path, as in Fault.Path
}

// Unmarshal returns the settings of the first document. Faults are in y.faults, including a syntax error, which leaves
// the result empty.
func (y *strictYAML) Unmarshal(source []byte) (map[string]any, error) {
	y.lines = make(map[string]int)
	documents := yaml.NewDecoder(bytes.NewReader(source))
	var document yaml.Node
	if err := documents.Decode(&document); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		y.fault("", 0, "is not YAML: "+syntaxError(err), "Correct the line named; indent with spaces, and quote values that contain `: ` or ` #`.")
		return nil, nil
	}
	if err := documents.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		y.fault("", 0, "has more than one YAML document.", "Keep one, and remove the line `---` that starts the next.")
	}
	switch root := y.value("", document.Content[0]).(type) {
	case nil:
		return nil, nil
	case map[string]any:
		return root, nil
	default:
		y.fault("", document.Content[0].Line, "is "+kindOf(root)+", not settings by name.", "Begin each setting with its name and a colon, such as `dsn: sqlite://latchkey.db`.")
		return nil, nil
	}
}

// Marshal implements koanf.Parser.
func (y *strictYAML) Marshal(values map[string]any) ([]byte, error) { return yaml.Marshal(values) }

func (y *strictYAML) value(path string, node *yaml.Node) any {
	if node.Anchor != "" || node.Kind == yaml.AliasNode {
		y.fault(path, node.Line, "uses a YAML anchor or alias.", "Write the value out in each place.")
		return nil
	}
	switch node.Kind {
	case yaml.MappingNode:
		return y.group(path, node)
	case yaml.SequenceNode:
		list := make([]any, len(node.Content))
		for i, element := range node.Content {
			at := path + "[" + strconv.Itoa(i) + "]"
			y.lines[at] = element.Line
			list[i] = y.value(at, element)
		}
		return list
	default:
		if node.ShortTag() == "!!timestamp" {
			return node.Value // as it is written
		}
		var scalar any
		if err := node.Decode(&scalar); err != nil { // the error repeats the value, which may be a secret
			y.fault(path, node.Line, "does not fit its YAML tag "+node.Tag+".", "Remove the tag.")
			return nil
		}
		return scalar
	}
}

func (y *strictYAML) group(path string, node *yaml.Node) any {
	group := make(map[string]any, len(node.Content)/2)
	first := make(map[string]int)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		at := join(path, key.Value)
		if key.Kind != yaml.ScalarNode || key.Anchor != "" {
			y.fault(path, key.Line, "has a key that is not a plain name.", "Use the names of the manual: `latchkey config example` shows all.")
			continue
		}
		if line, twice := first[key.Value]; twice {
			y.fault(at, key.Line, fmt.Sprintf("is set twice, on line %d before.", line), "Keep one of the two.")
			continue
		}
		first[key.Value], y.lines[at] = key.Line, key.Line
		group[key.Value] = y.value(at, value)
	}
	return group
}

func (y *strictYAML) fault(path string, line int, wrong, remedy string) {
	y.faults = append(y.faults, Fault{Path: path, Source: y.at(line), Wrong: wrong, Remedy: remedy})
}

func (y *strictYAML) at(line int) string {
	if line == 0 {
		return y.file
	}
	return y.file + ":" + strconv.Itoa(line)
}

// source returns where a path was set: the line of the path itself, or of its parent.
func (y *strictYAML) source(path string) string {
	for ; path != ""; path = parent(path) {
		if line, ok := y.lines[path]; ok {
			return y.at(line)
		}
	}
	return y.file
}

func syntaxError(err error) string { return strings.TrimPrefix(err.Error(), "yaml: ") + "." }
