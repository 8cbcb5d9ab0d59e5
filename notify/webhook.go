package notify

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"latchkey/store"
)

type webhook struct {
	Webhook
	signers []*standardwebhooks.Webhook
	client  *http.Client
	now     func() time.Time
}

func newWebhook(w Webhook, cfg Config) (*webhook, error) {
	if faults := w.Check(); len(faults) > 0 {
		return nil, fmt.Errorf("notify: invalid settings of webhook %s: %v", w.Name, faults)
	}
	hook := &webhook{Webhook: w, now: cfg.Now, client: newClient(cfg)}
	for _, secret := range w.Secrets {
		signer, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			return nil, errors.New("notify: a webhook secret is not Base64")
		}
		hook.signers = append(hook.signers, signer)
	}
	return hook, nil
}

func (w *webhook) name() string { return "webhook:" + w.Name }

func (w *webhook) wants(event store.AuditEvent, _ time.Time) bool {
	for _, pattern := range w.Events {
		if matched, _ := path.Match(pattern, event.Type); matched {
			return true
		}
	}
	return len(w.Events) == 0
}

// message is the body of a request.
type message struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      eventData `json:"data"`
}

// eventData is an audit event as the admin API returns it.
type eventData struct {
	ID         uuid.UUID       `json:"id"`
	IdentityID *uuid.UUID      `json:"identity_id"`
	Actor      actor           `json:"actor"`
	PasskeyID  *uuid.UUID      `json:"passkey_id"`
	RequestID  string          `json:"request_id"`
	IP         string          `json:"ip"`
	UserAgent  string          `json:"user_agent"`
	Reason     string          `json:"reason"`
	Metadata   json.RawMessage `json:"metadata"`
}

type actor struct {
	Kind string `json:"kind"`
	ID   string `json:"id,omitempty"`
}

func bodyOf(e store.AuditEvent) ([]byte, error) {
	details := e.Metadata
	if details == nil {
		details = json.RawMessage("{}")
	}
	return json.Marshal(message{Type: e.Type, Timestamp: e.At.UTC(), Data: eventData{
		ID: e.ID, IdentityID: orNil(e.IdentityID), Actor: actor{e.ActorKind, e.ActorID}, PasskeyID: orNil(e.PasskeyID),
		RequestID: e.RequestID, IP: e.IP, UserAgent: e.UserAgent, Reason: e.Reason, Metadata: details,
	}})
}

func orNil(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

func (w *webhook) atMost(string) int { return 0 }

// deliver posts one event. Only a complete response with a status of 2xx is a success. The message's ID is the same for each attempt, so that receivers can detect duplicates.
func (w *webhook) deliver(ctx context.Context, _ uuid.UUID, event store.AuditEvent) outcome {
	body, err := bodyOf(event)
	if err != nil {
		return hopeless("event_unreadable")
	}
	request, err := w.request(ctx, "msg_"+event.ID.String(), body)
	if err != nil {
		return again("unreachable")
	}
	switch status, _, why := call(w.client, request); {
	case why != "":
		return again(why)
	case status/100 != 2:
		return again("status_" + strconv.Itoa(status))
	}
	return delivered
}

func (w *webhook) request(ctx context.Context, id string, body []byte) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	now := w.now()
	var signatures []string
	for _, signer := range w.signers {
		signature, err := signer.Sign(id, now, body)
		if err != nil {
			return nil, fmt.Errorf("sign: %w", err)
		}
		signatures = append(signatures, signature)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "latchkey")
	request.Header.Set(standardwebhooks.HeaderWebhookID, id)
	request.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	request.Header.Set(standardwebhooks.HeaderWebhookSignature, strings.Join(signatures, " "))
	return request, nil
}

// Check returns what is wrong with a webhook, by name of the setting, each as the end of a sentence.
func (w Webhook) Check() map[string]string {
	faults := map[string]string{}
	if wrong := addressFault(w.URL, "its signature"); wrong != "" {
		faults["url"] = wrong
	}
	if len(w.Secrets) == 0 {
		faults["secrets"] = "contains no secret."
	}
	for _, secret := range w.Secrets {
		key, ok := strings.CutPrefix(secret, "whsec_")
		decoded, err := base64.StdEncoding.DecodeString(key)
		if !ok || err != nil || len(decoded) < 24 || len(decoded) > 64 {
			faults["secrets"] = `has a line that is not "whsec_" and 24 to 64 bytes in Base64.`
		}
	}
	for _, pattern := range w.Events {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			faults["events"] = "contains an invalid pattern; write types such as passkey.removed, or passkey.* for all of a kind."
		}
	}
	return faults
}
