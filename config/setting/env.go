package setting

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/v2"
)

// readEnv returns the settings in the environment, nested as in latchkey.yml. Names are looked up among the known ones,
// because they contain underscores themselves. An empty variable sets an empty value. Variables with the prefix that are
// neither settings nor others are faults.
func readEnv(environ []string, fields Fields, others func(name string) bool) (map[string]any, Faults) {
	known := make(map[string]Field)
	for _, f := range fields.Leaves() {
		known[f.Env()] = f
	}
	var faults Faults
	transform := func(name, value string) (string, any) {
		f, ok := known[name]
		switch {
		case ok:
			return f.Path, f.parseEnv(value)
		case !others(name):
			faults = append(faults, unknownVariable(name, fields, known))
		}
		return "", nil
	}
	k := koanf.New(".")
	provider := env.Provider(".", env.Opt{
		Prefix:        envPrefix,
		TransformFunc: transform,
		EnvironFunc:   func() []string { return environ },
	})
	if err := k.Load(provider, nil); err != nil {
		return nil, append(faults, Fault{Source: "environment", Wrong: "cannot be read: " + err.Error(), Remedy: "Set variables as LATCHKEY_NAME=value."})
	}
	return k.Raw(), faults
}

func unknownVariable(name string, fields Fields, known map[string]Field) Fault {
	if group, ok := fields.groupNamed(name); ok {
		return Fault{Path: name, Source: "environment", Wrong: "is a group of settings, which has no variable of its own.",
			Remedy: "Set its settings one by one, such as " + group.Fields.Leaves()[0].Env() + "."}
	}
	for _, f := range known {
		if f.isList() && strings.HasPrefix(name, f.Env()+"_") {
			return Fault{Path: name, Source: "environment", Wrong: "is not a setting of Latchkey.",
				Remedy: "Set the whole list in " + f.Env() + ": " + f.envExample() + "."}
		}
	}
	names := make([]string, 0, len(known))
	for n := range known {
		names = append(names, strings.ToLower(n))
	}
	slices.Sort(names)
	remedy := "Unset it; docs/config.md lists all names."
	if n := nearest(name, names); n != "" {
		remedy = "Did you mean " + strings.ToUpper(n) + "?"
	}
	return Fault{Path: name, Source: "environment", Wrong: "is not a setting of Latchkey.", Remedy: remedy}
}

// parseEnv converts the text of a variable into the value that YAML would have. Text that cannot be converted remains
// text, and the decoder reports it.
func (f Field) parseEnv(text string) any {
	var parsed any
	var err error
	if !f.isText() {
		text = strings.TrimSpace(text)
	}
	switch {
	case f.isGroupList():
		err = json.Unmarshal([]byte(text), &parsed)
	case f.isList():
		return f.parseList(text)
	case f.Default.CanInt() && f.Default.Type() != durationType:
		parsed, err = strconv.Atoi(text)
	case f.Default.Type().Name() == "bool":
		parsed, err = strconv.ParseBool(text)
	default:
		return text
	}
	if err != nil {
		return text
	}
	return parsed
}

// parseList reads a list in either form: separated by commas, or as JSON. What looks like JSON and is not remains text. A
// secret may look like anything.
func (f Field) parseList(text string) any {
	var list []any
	if strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &list) == nil {
		return list
	}
	split := splitList(text)
	if f.Secret {
		return split
	}
	for _, element := range split {
		if strings.ContainsRune("[{\"'", firstRune(element.(string))) {
			return text
		}
	}
	return split
}

// firstRune returns the first rune, or a letter for an empty text.
func firstRune(text string) rune {
	for _, r := range text {
		return r
	}
	return 'x'
}

// envExample shows how a list is written in the environment.
func (f Field) envExample() string {
	if f.isGroupList() {
		return "JSON such as " + f.exampleValue()
	}
	return `one,two or the JSON ["one","two"]`
}

// splitList splits at commas; an empty text is an empty list.
func splitList(text string) []any {
	list := []any{}
	if strings.TrimSpace(text) == "" {
		return list
	}
	for element := range strings.SplitSeq(text, ",") {
		list = append(list, strings.TrimSpace(element))
	}
	return list
}

// envSource names the variable that sets a path, or the list that an element's path is part of.
func envSource(path string) string {
	path, _, _ = strings.Cut(path, "[")
	return Field{Path: path}.Env()
}
