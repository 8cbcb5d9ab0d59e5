package people

import (
	"context"
	"time"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/store"

	"github.com/google/uuid"
)

// Who did what a person's activity tells of.
const (
	ByYou     = "you"     // in a session of the person
	BySupport = "support" // an admin; which one is not for the person
	BySystem  = "system"
	ByUnknown = "unknown" // somebody who was not signed in
)

// Activity is one page of a person's own audit events, newest first.
type Activity struct {
	Events        []ActivityEvent `json:"events"`
	NextPageToken string          `json:"next_page_token,omitempty"`
}

// ActivityEvent is an audit event as the person concerned sees it. What staff wrote as reason, and where they sat, is
// theirs.
type ActivityEvent struct {
	ID        uuid.UUID        `json:"id"`
	At        time.Time        `json:"at"`
	Type      string           `json:"type"`
	By        string           `json:"by"`
	Passkey   *ActivityPasskey `json:"passkey"`
	IP        string           `json:"ip"`         // empty where support or the system did it
	UserAgent string           `json:"user_agent"` // likewise
}

// ActivityPasskey is the passkey concerned; the name is null when it has been removed.
type ActivityPasskey struct {
	ID   uuid.UUID `json:"id"`
	Name *string   `json:"name"`
}

// Activity lists up to size of the caller's own events, from where token says; "" is the newest. FieldError.
func (s *Service) Activity(ctx context.Context, session account.Session, size int, token string) (*Activity, error) {
	id := session.Identity.ID
	before, err := s.openActivityPage(id, token)
	if err != nil {
		return nil, err
	}
	// One more than asked for tells whether there is a next page.
	events, err := s.store.AuditEvents(ctx, store.AuditFilter{IdentityID: &id}, store.Page{Before: before, Size: size + 1})
	if err != nil {
		return nil, fault.OfStore(err)
	}
	rows, err := s.store.PasskeysOf(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	names := map[uuid.UUID]*string{}
	for i := range rows {
		names[rows[i].ID] = &rows[i].Name
	}
	activity := &Activity{Events: []ActivityEvent{}}
	for i, e := range events {
		if i == size {
			activity.NextPageToken = s.seal.Page(activityOf(id), events[i-1].ID)
			break
		}
		shown := ActivityEvent{ID: e.ID, At: e.At, Type: e.Type, By: byWhom(id, e.ActorKind, e.ActorID)}
		if shown.By == ByYou || shown.By == ByUnknown {
			shown.IP, shown.UserAgent = e.IP, e.UserAgent
		}
		if e.PasskeyID != uuid.Nil {
			shown.Passkey = &ActivityPasskey{e.PasskeyID, names[e.PasskeyID]}
		}
		activity.Events = append(activity.Events, shown)
	}
	return activity, nil
}

func byWhom(person uuid.UUID, kind, id string) string {
	switch {
	case kind == "identity" && id == person.String():
		return ByYou
	case kind == "identity" || kind == "admin_key":
		return BySupport
	case kind == "system":
		return BySystem
	default:
		return ByUnknown
	}
}

// activityOf names a person's list, so that no page token of another person opens in it.
func activityOf(id uuid.UUID) string { return "activity " + id.String() }

func (s *Service) openActivityPage(id uuid.UUID, token string) (before uuid.UUID, err error) {
	if token == "" {
		return uuid.Nil, nil
	}
	return s.seal.OpenPage(activityOf(id), token)
}
