package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/caep"
	"latchkey/store"
)

// setSink delivers to one receiver.
type setSink struct {
	SETReceiver
	sign   func(context.Context, SET) (string, error)
	client *http.Client
	// timeout limits a single token: an event may have several, and a slow receiver gets all of them.
	timeout time.Duration
}

func newSETSink(r SETReceiver, cfg Config) (*setSink, error) {
	if faults := r.Check(); len(faults) > 0 {
		return nil, fmt.Errorf("notify: invalid settings of the receiver %s: %v", r.Name, faults)
	}
	if cfg.SignSET == nil {
		return nil, errors.New("notify: receivers of security event tokens need SignSET")
	}
	return &setSink{SETReceiver: r, sign: cfg.SignSET, client: newClient(cfg), timeout: cfg.Timeout}, nil
}

func (s *setSink) name() string { return "set:" + s.Name }

func (s *setSink) wants(event store.AuditEvent, _ time.Time) bool {
	return slices.ContainsFunc(caep.Of(event), s.subscribes)
}

func (s *setSink) subscribes(e caep.Event) bool {
	return len(s.Events) == 0 || slices.Contains(s.Events, e.Type)
}

func (s *setSink) atMost(string) int { return 0 }

// pushesAtOnce is how many tokens about one audit event are pushed at a time: each session that ends with a passkey has one, and
// all must arrive within one timeout.
const pushesAtOnce = 8

// deliver pushes all that an audit event means to the receiver, each in a token of its own: the first by itself, so that a receiver
// that is down is called once. What it refuses for good must not hide the rest, such as that sessions ended.
func (s *setSink) deliver(ctx context.Context, _ uuid.UUID, event store.AuditEvent) outcome {
	tokens := s.tokens(event)
	if len(tokens) == 0 {
		return delivered
	}
	outcomes := make([]outcome, len(tokens))
	if outcomes[0] = s.push(ctx, tokens[0]); outcomes[0].state == store.DeliveryPending {
		return outcomes[0]
	}
	var pushing sync.WaitGroup
	free := make(chan struct{}, pushesAtOnce)
	for i, token := range tokens[1:] {
		free <- struct{}{}
		pushing.Go(func() {
			outcomes[i+1] = s.push(ctx, token)
			<-free
		})
	}
	pushing.Wait()
	return worst(outcomes)
}

// worst returns an outcome that calls for another attempt if there is one, else one that is hopeless.
func worst(outcomes []outcome) outcome {
	result := delivered
	for _, out := range outcomes {
		switch {
		case out.state == store.DeliveryDead:
			result = out
		case out != delivered:
			return out
		}
	}
	return result
}

// tokens returns those about an audit event. A token has the same ID in each attempt, also after the database was restored, so that
// receivers can detect duplicates.
func (s *setSink) tokens(event store.AuditEvent) (tokens []SET) {
	alike := map[string]int{}
	for _, e := range caep.Of(event) {
		if !s.subscribes(e) {
			continue
		}
		// By what it says, not by its place: a release that adds a meaning between two attempts must not give the ID of a token
		// that was delivered to another one.
		key := strings.Join([]string{s.name(), e.URI(), e.Claims.CredentialType, e.Claims.ChangeType}, " ")
		alike[key]++
		tokens = append(tokens, SET{
			ID:          uuid.NewSHA1(event.ID, fmt.Append(nil, key, " ", alike[key])),
			Audience:    s.Audience,
			Transaction: event.ID,
			Subject:     s.subject(event.IdentityID, e.SessionID),
			Events:      map[string]any{e.URI(): e.Claims},
		})
	}
	return tokens
}

// subject identifies the user, and one session of that user if there is a session.
func (s *setSink) subject(identity, session uuid.UUID) map[string]any {
	user := map[string]any{"format": SubjectIssSub, "iss": s.SubjectIssuer, "sub": identity}
	if s.Subject == SubjectOpaque {
		user = opaque(identity.String())
	}
	if session == uuid.Nil {
		return user
	}
	return map[string]any{"format": "complex", "user": user, "session": opaque(session.String())}
}

func opaque(id string) map[string]any { return map[string]any{"format": SubjectOpaque, "id": id} }

// verification is the event by which a receiver is tested (Shared Signals Framework 1.0, section 8.1.4).
const verification = "https://schemas.openid.net/secevent/ssf/event-type/verification"

// verify pushes a token that concerns no user. Its subject is the stream, which has the name of the receiver.
func (s *setSink) verify(ctx context.Context) outcome {
	return s.push(ctx, SET{ID: store.NewID(), Audience: s.Audience, Subject: opaque(s.Name), Events: map[string]any{verification: struct{}{}}})
}

// push delivers one token. Only 202 is a success: a receiver that answers something else, such as 200 with a page, does not
// follow RFC 8935, and may not have read the token.
func (s *setSink) push(ctx context.Context, set SET) outcome {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	token, err := s.sign(ctx, set)
	if err != nil {
		return again("not_signed")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, strings.NewReader(token))
	if err != nil {
		return again("unreachable")
	}
	request.Header.Set("Content-Type", "application/secevent+jwt")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "latchkey")
	if s.Authorization != "" {
		request.Header.Set("Authorization", s.Authorization)
	}
	status, body, why := call(s.client, request)
	switch {
	case why != "":
		return again(why)
	case status == http.StatusAccepted:
		return delivered
	case status == http.StatusBadRequest:
		return refusedSET(body)
	default:
		return again("status_" + strconv.Itoa(status))
	}
}

// refusedSET reads why a receiver refuses a token (RFC 8935 §2.3). It would refuse the same malformed token again; the other
// reasons are settings, which can be corrected, or keys that it has not read yet.
func refusedSET(body []byte) outcome {
	var answer struct {
		Err string `json:"err"`
	}
	_ = json.Unmarshal(body, &answer) // anything else is no known reason
	switch answer.Err {
	case "invalid_request":
		return hopeless("set_invalid_request")
	case "invalid_key", "invalid_issuer", "invalid_audience", "authentication_failed", "access_denied":
		return again("set_" + answer.Err)
	default:
		return again("status_400")
	}
}

// Check returns what is wrong with a receiver, by name of the setting, each as the end of a sentence.
func (r SETReceiver) Check() map[string]string {
	faults := map[string]string{}
	if wrong := addressFault(r.URL, "the signature of a token and the header Authorization"); wrong != "" {
		faults["url"] = wrong
	}
	if r.Audience == "" || strings.TrimSpace(r.Audience) != r.Audience {
		faults["audience"] = "is empty, or begins or ends with a space."
	}
	if strings.ContainsFunc(r.Authorization, func(c rune) bool { return c < ' ' || c > '~' }) {
		faults["authorization"] = "contains more than one line, or characters that a header cannot contain."
	}
	for _, kind := range r.Events {
		if !slices.Contains(caep.Types, kind) {
			faults["events"] = "contains " + strconv.Quote(kind) + ", which is none of " + strings.Join(caep.Types, ", ") + "."
		}
	}
	if r.Subject != SubjectIssSub && r.Subject != SubjectOpaque {
		faults["subject"] = "is neither iss_sub nor opaque."
	}
	if r.Subject == SubjectIssSub && r.SubjectIssuer == "" {
		faults["subject_issuer"] = "is empty."
	}
	return faults
}
