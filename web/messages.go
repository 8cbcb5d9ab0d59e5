package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// messages are the sentences of the pages by dotted key. Scripts import the file they stand in; the shells are rendered
// with them here, so that a sentence is written once.
type messages map[string]string

// mustMessages reads pages/messages.en.js, which is JSON but for what stands before the first brace and after the last.
func mustMessages() messages {
	file, err := assets.ReadFile("pages/messages.en.js")
	if err != nil {
		panic(err)
	}
	var tree map[string]any
	body := file[bytes.IndexByte(file, '{') : bytes.LastIndexByte(file, '}')+1]
	if err := json.Unmarshal(body, &tree); err != nil {
		panic(fmt.Errorf("pages/messages.en.js: %w", err))
	}
	m := messages{}
	m.flatten("", tree)
	return m
}

func (m messages) flatten(prefix string, tree map[string]any) {
	for key, value := range tree {
		switch value := value.(type) {
		case string:
			m[prefix+key] = value
		case map[string]any:
			m.flatten(prefix+key+".", value)
		default:
			panic(fmt.Errorf("pages/messages.en.js: %s%s is neither sentence nor section", prefix, key))
		}
	}
}

func (m messages) text(key string) string { return m[key] }

// sentence is "t" in the templates; {app} is the application's name. A key that is not there fails the page.
func (w *Web) sentence(key string) (string, error) {
	s, ok := w.messages[key]
	if !ok {
		return "", fmt.Errorf("pages/messages.en.js has no %q", key)
	}
	return strings.ReplaceAll(s, "{app}", w.cfg.AppName), nil
}
