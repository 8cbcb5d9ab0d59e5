package restore

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/store"
)

// maxLine is longer than any event.
const maxLine = 1 << 20

// Events are events of the audit log from outside of the database, as the latest of each kind that matters here.
type Events struct {
	name   string
	all    []seen // every event, for the question whether the database has it
	last   time.Time
	states map[uuid.UUID]*state // of passkeys
	codes  map[uuid.UUID]event  // of identities: the latest event about their own codes
	sets   map[uuid.UUID]event  // of identities: the latest time they created a set of their own
	issued map[issued]event     // of codes from support: the latest event that ended those before it
	resets map[uuid.UUID]event  // of identities: the latest reset that was carried out
	ended  map[uuid.UUID]event  // of resets that were carried out, and of bulk revocations that were carried out or cancelled
	// of requests for approval, resets and bulk revocations: the latest decision, or that it was carried out
	decided map[uuid.UUID]event
	keys    map[uuid.UUID]event // of admin keys: created or revoked
	factor  map[uuid.UUID]event // of factors: disowned or confirmed
}

type event struct {
	audit.Entry
	details
}

// details are the members of the metadata that matter here.
type details struct {
	Left         *int      `json:"left"`
	BySupport    bool      `json:"by_support"`
	KeyID        uuid.UUID `json:"key_id"`
	FactorID     uuid.UUID `json:"factor_id"`
	ResetID      uuid.UUID `json:"reset_id"`
	RevocationID uuid.UUID `json:"revocation_id"`
	ApprovalID   uuid.UUID `json:"approval_id"`
	Name         string    `json:"name"`
}

type seen struct {
	id       uuid.UUID
	nameless bool // it names no identity: it never did, or the identity was erased
	erasure  bool
}

// state is what became of a passkey.
type state struct {
	came, gone, suspension, clone, used event // zero: never
	// model is the latest suspension or resumption because the model is compromised, which serve repeats. It is no suspension above.
	model event
}

// wasOfModel reports whether it was suspended because of its model last, and staff have not decided since.
func (s *state) wasOfModel() bool {
	return s.model.Type == audit.PasskeySuspended && !s.suspension.At.After(s.model.At)
}

// issued are the codes of one kind that support has issued to a user. A new one replaces them.
type issued struct {
	identity uuid.UUID
	kind     string
}

// ReadFile reads a file of events; without a name it returns nil. Errors: those of Read.
func ReadFile(name string) (*Events, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--events: %w", err)
	}
	defer file.Close()
	events, err := Read(name, file)
	if err != nil {
		return nil, fmt.Errorf("--events: %w", err)
	}
	return events, nil
}

// Read reads events in the format of `latchkey audit export`, or as webhooks send them, one a line in any order. name is for
// people. Errors: those of reading, and that a line is no event.
func Read(name string, r io.Reader) (*Events, error) {
	e := &Events{
		name: name, states: map[uuid.UUID]*state{}, codes: map[uuid.UUID]event{}, resets: map[uuid.UUID]event{}, decided: map[uuid.UUID]event{},
		sets: map[uuid.UUID]event{}, issued: map[issued]event{}, ended: map[uuid.UUID]event{}, keys: map[uuid.UUID]event{}, factor: map[uuid.UUID]event{},
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	number := 1
	for ; lines.Scan(); number++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		one, err := parse(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("line %d is no event as `latchkey audit export` writes it: %w", number, err)
		}
		e.add(one)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", number, err)
	}
	if len(e.all) == 0 {
		return nil, errors.New("there is no event in it")
	}
	return e, nil
}

func parse(line []byte) (event, error) {
	var text struct {
		audit.Entry
		// Of a webhook, which has type and time outside of the event.
		Data      *audit.Entry `json:"data"`
		Timestamp time.Time    `json:"timestamp"`
	}
	if err := json.Unmarshal(line, &text); err != nil {
		return event{}, err
	}
	one := event{Entry: text.Entry}
	if text.Data != nil {
		one.Entry = *text.Data
		one.Type, one.At = text.Type, text.Timestamp
	}
	if one.ID == uuid.Nil || one.Type == "" || one.At.IsZero() {
		return event{}, errors.New("it lacks id, type or time")
	}
	if len(one.Metadata) > 0 {
		if json.Unmarshal(one.Metadata, &one.details) != nil { // of some types, these members are something else
			one.Left = nil // or it may be a zero that is not there
		}
	}
	return one, nil
}

func (e *Events) add(one event) {
	e.all = append(e.all, seen{one.ID, one.IdentityID == nil, one.Type == audit.IdentityErased})
	if one.At.After(e.last) {
		e.last = one.At
	}
	if one.PasskeyID != nil {
		e.addToPasskey(one)
	}
	if one.IdentityID != nil {
		e.addToCodes(*one.IdentityID, one)
	}
	e.addToRequests(one)
	switch one.Type {
	case audit.AdminReset:
		later(e.ended, one.ResetID, one)
		if one.IdentityID != nil {
			later(e.resets, *one.IdentityID, one)
		}
	case audit.RevocationDone, audit.RevocationCancelled:
		later(e.ended, one.RevocationID, one)
	case audit.AdminKeyCreated, audit.AdminKeyRevoked:
		later(e.keys, one.KeyID, one)
	case audit.FactorDisowned, audit.FactorConfirmed:
		later(e.factor, one.FactorID, one)
	}
}

// addToRequests keeps decisions, and what was done because of one, which names the request.
func (e *Events) addToRequests(one event) {
	switch {
	case one.ApprovalID != uuid.Nil && one.Type != audit.ApprovalRequested:
		later(e.decided, one.ApprovalID, one)
	case slices.Contains([]string{audit.ResetApproved, audit.ResetCancelled, audit.ResetExpired, audit.AdminReset}, one.Type):
		later(e.decided, one.ResetID, one)
	case slices.Contains([]string{audit.RevocationApproved, audit.RevocationCancelled, audit.RevocationExpired, audit.RevocationDone}, one.Type):
		later(e.decided, one.RevocationID, one)
	}
}

func (e *Events) addToCodes(identity uuid.UUID, one event) {
	switch one.Type {
	case audit.CodesCreated:
		later(e.sets, identity, one)
		later(e.codes, identity, one)
	case audit.CodesRedeemed:
		if one.BySupport {
			later(e.issued, issued{identity, store.CodeSupport}, one)
			return
		}
		later(e.codes, identity, one)
	case audit.CodesEnded:
		later(e.codes, identity, one)
	case audit.CodeBySupport:
		later(e.issued, issued{identity, store.CodeSupport}, one)
	case audit.EnrolmentCodeCreated, audit.EnrolmentCodeRedeemed:
		later(e.issued, issued{identity, store.CodeEnrolment}, one)
	case audit.AdminReset: // ends all
		later(e.codes, identity, one)
		later(e.issued, issued{identity, store.CodeSupport}, one)
		later(e.issued, issued{identity, store.CodeEnrolment}, one)
	}
}

func (e *Events) addToPasskey(one event) {
	s := e.states[*one.PasskeyID]
	if s == nil {
		s = &state{}
		e.states[*one.PasskeyID] = s
	}
	switch one.Type {
	case audit.PasskeyRegistered, audit.PasskeyImported:
		keep(&s.came, one)
	case audit.PasskeyRemoved, audit.PasskeyRevoked:
		keep(&s.gone, one)
	case audit.PasskeySuspended, audit.PasskeyResumed:
		if one.Actor.Kind == audit.System.Kind && strings.HasPrefix(one.Reason, audit.ReasonsOfModels) {
			keep(&s.model, one)
			return
		}
		keep(&s.suspension, one)
	case audit.CloneSuspected:
		keep(&s.clone, one)
	case audit.LoginSucceeded, audit.StepUpSucceeded, audit.ConfirmationSigned, audit.GateProven:
		keep(&s.used, one)
	}
}

// keep keeps the later of two events.
func keep(latest *event, one event) {
	if latest.ID == uuid.Nil || one.At.After(latest.At) {
		*latest = one
	}
}

func later[K comparable](latest map[K]event, of K, one event) {
	kept := latest[of]
	keep(&kept, one)
	latest[of] = kept
}

func (e event) happened() bool { return e.ID != uuid.Nil }

// identity returns whom the event is about, or the zero ID.
func (e event) identity() uuid.UUID {
	if e.IdentityID == nil {
		return uuid.Nil
	}
	return *e.IdentityID
}
