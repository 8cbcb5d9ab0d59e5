package people

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/device"
	"latchkey/fault"
	"latchkey/recovery"
	"latchkey/store"
)

// removalsRead is how many of the latest removals of each kind are searched for names.
const removalsRead = 100

// The values of ActivityEvent.By.
const (
	ByYou     = "you"     // the user
	BySupport = "support" // an admin; users do not see which one
	BySystem  = "system"
	ByUnknown = "unknown" // a client that was not signed in
)

// Activity is one page of a user's own audit events, newest first.
type Activity struct {
	Events        []ActivityEvent `json:"events"`
	NextPageToken string          `json:"next_page_token,omitempty"`
}

// ActivityEvent is an audit event as its user sees it: without the reason, address and browser of an admin.
type ActivityEvent struct {
	ID        uuid.UUID        `json:"id"`
	At        time.Time        `json:"at"`
	Type      string           `json:"type"`
	By        string           `json:"by"`
	Passkey   *ActivityPasskey `json:"passkey"`
	IP        string           `json:"ip"`         // empty if support or the system did it
	UserAgent string           `json:"user_agent"` // likewise
	Device    *device.Device   `json:"device"`     // as UserAgent says; nil if unknown
}

// ActivityPasskey is the passkey that an event concerns; Name is null if it is unknown: the audit log keeps that
// of a passkey that the user or an admin removed, or a reset.
type ActivityPasskey struct {
	ID   uuid.UUID `json:"id"`
	Name *string   `json:"name"`
}

// Activity lists up to size events of the session's identity, from the position in token; "" starts at the newest.
// Errors: *fault.FieldError for an invalid token.
func (s *Service) Activity(ctx context.Context, session account.Session, size int, token string) (*Activity, error) {
	id := session.Identity.ID
	before, err := s.openActivityPage(id, token)
	if err != nil {
		return nil, err
	}
	// One more than requested shows whether there is a next page.
	events, err := s.store.AuditEvents(ctx, store.AuditFilter{IdentityID: &id}, store.Page{Before: before, Size: size + 1})
	if err != nil {
		return nil, fault.OfStore(err)
	}
	names, err := s.namesIn(ctx, id, events)
	if err != nil {
		return nil, err
	}
	activity := &Activity{Events: []ActivityEvent{}}
	for i, e := range events {
		if i == size {
			activity.NextPageToken = s.seal.Page(activityOf(id), events[i-1].ID)
			break
		}
		view := ActivityEvent{ID: e.ID, At: e.At, Type: e.Type, By: actorOf(id, e.ActorKind, e.ActorID)}
		if view.By == ByYou || view.By == ByUnknown {
			view.IP, view.UserAgent, view.Device = e.IP, e.UserAgent, device.Known(e.UserAgent)
		}
		if e.PasskeyID != uuid.Nil {
			view.Passkey = &ActivityPasskey{e.PasskeyID, names[e.PasskeyID]}
		}
		activity.Events = append(activity.Events, view)
	}
	return activity, nil
}

// namesIn returns the names of the passkeys that events concern. Those that are gone have the name in the event of their
// removal, which is read only if there are any.
func (s *Service) namesIn(ctx context.Context, identityID uuid.UUID, events []store.AuditEvent) (map[uuid.UUID]*string, error) {
	rows, err := s.store.PasskeysOf(ctx, identityID)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	names := map[uuid.UUID]*string{}
	for i := range rows {
		names[rows[i].ID] = &rows[i].Name
	}
	gone := func(e store.AuditEvent) bool { return e.PasskeyID != uuid.Nil && names[e.PasskeyID] == nil }
	if !slices.ContainsFunc(events, gone) {
		return names, nil
	}
	for _, removal := range []string{audit.PasskeyRemoved, audit.PasskeyRevoked, audit.AdminReset} {
		removals, err := s.store.AuditEvents(ctx, store.AuditFilter{IdentityID: &identityID, Type: &removal}, store.Page{Size: removalsRead})
		if err != nil {
			return nil, fault.OfStore(err)
		}
		for _, e := range removals {
			var details struct {
				Name  *string              `json:"name"`
				Steps []recovery.ResetStep `json:"steps"`
			}
			if json.Unmarshal(e.Metadata, &details) != nil {
				continue
			}
			if details.Name != nil {
				names[e.PasskeyID] = details.Name
			}
			for _, step := range details.Steps {
				for _, p := range step.Passkeys {
					names[p.ID] = &p.Name
				}
			}
		}
	}
	return names, nil
}

func actorOf(userID uuid.UUID, kind, id string) string {
	switch {
	case kind == store.ActorIdentity && id == userID.String():
		return ByYou
	case kind == store.ActorIdentity || kind == store.ActorAdminKey:
		return BySupport
	case kind == store.ActorSystem:
		return BySystem
	default:
		return ByUnknown
	}
}

// activityOf is the name of a user's list. A page token of one list does not open in another.
func activityOf(id uuid.UUID) string { return "activity " + id.String() }

func (s *Service) openActivityPage(id uuid.UUID, token string) (before uuid.UUID, err error) {
	if token == "" {
		return uuid.Nil, nil
	}
	return s.seal.OpenPage(activityOf(id), token)
}
