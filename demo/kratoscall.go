package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// KratosError is a refusal by Kratos, for tests to examine.
type KratosError struct {
	Status     int
	ID         string // such as session_refresh_required
	Reason     string // Kratos' text
	RedirectTo string // where Kratos redirects the browser instead
}

func (e *KratosError) Error() string {
	return fmt.Sprintf("kratos answered %d %s: %s", e.Status, e.ID, e.Reason)
}

// call sends body as JSON, decodes the response into the value that into points to (nil: ignored), and returns a
// *KratosError for every status from 300.
func call(ctx context.Context, client *http.Client, method, address, token string, body, into any) error {
	var payload io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		payload = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, address, payload)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("X-Session-Token", token)
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return refusal(resp.StatusCode, answer)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}

// refusal reads both forms of Kratos' errors: an error object, and a flow that carries messages.
func refusal(status int, answer []byte) *KratosError {
	var said struct {
		Error struct {
			ID      string `json:"id"`
			Reason  string `json:"reason"`
			Message string `json:"message"`
		} `json:"error"`
		RedirectTo string `json:"redirect_browser_to"`
		flow
	}
	refused := &KratosError{Status: status}
	if json.Unmarshal(answer, &said) != nil {
		return refused
	}
	refused.ID, refused.RedirectTo = said.Error.ID, said.RedirectTo
	refused.Reason = said.Error.Reason
	if refused.Reason == "" {
		refused.Reason = said.Error.Message
	}
	for _, text := range said.messages() {
		refused.Reason += text
	}
	return refused
}

// flow is the part of a self-service flow that a KratosUser needs.
type flow struct {
	ID string `json:"id"`
	UI struct {
		Messages []message `json:"messages"`
		Nodes    []struct {
			Messages   []message `json:"messages"`
			Attributes struct {
				Name  string `json:"name"`
				ID    string `json:"id"`
				Value any    `json:"value"`
				Text  struct {
					Context struct {
						Secret string `json:"secret"`
					} `json:"context"`
				} `json:"text"`
			} `json:"attributes"`
		} `json:"nodes"`
	} `json:"ui"`
}

type message struct {
	Text string `json:"text"`
}

func (f flow) messages() []string {
	var texts []string
	for _, m := range f.UI.Messages {
		texts = append(texts, m.Text)
	}
	for _, node := range f.UI.Nodes {
		for _, m := range node.Messages {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// value returns the value of the input with this name, or "".
func (f flow) value(name string) string {
	for _, node := range f.UI.Nodes {
		if text, ok := node.Attributes.Value.(string); ok && node.Attributes.Name == name {
			return text
		}
	}
	return ""
}

// secret returns the text of the text node with this ID.
func (f flow) secret(id string) string {
	for _, node := range f.UI.Nodes {
		if node.Attributes.ID == id {
			return node.Attributes.Text.Context.Secret
		}
	}
	return ""
}

func userClient(jar http.CookieJar) *http.Client {
	return &http.Client{
		Timeout:       30 * time.Second,
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
