package compromised

import (
	"context"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/metadata"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc/authenticator"
)

// The reasons of the events of passkeys.
const (
	reasonSuspended = "model_compromised"
	reasonResumed   = "model_cleared"
)

func (s *Service) reportModel(ctx context.Context, m metadata.Compromise, held store.Held, list *metadata.List) error {
	now := s.now()
	report := store.CompromisedModel{
		ID: store.NewID(), Model: m.Model, Name: m.Name, Status: m.Status, Action: s.cfg.Action, Publisher: list.Publisher, Number: int64(list.Number),
		Held: held, SeenAt: now, DueAt: now.Add(s.cfg.After),
	}
	if err := s.store.ReportModel(ctx, report, s.reportEvent(report)); err != nil {
		return err
	}
	s.cfg.Log.Warn("the list of authenticators reports a model as compromised", m.Model.Member(), m.Model.ID(), "model", m.Name, "status", m.Status,
		"passkeys", held.Passkeys, "action", report.Action, "due_at", report.DueAt, "remedy", "to keep its passkeys: webauthn.metadata.compromised_exempt")
	return nil
}

// repeatReport reports a model anew whose report was acted on, with the passkeys that there are now.
func (s *Service) repeatReport(ctx context.Context, report store.CompromisedModel, held store.Held) (store.CompromisedModel, error) {
	report.Held, report.DueAt, report.ActedAt = held, s.now().Add(s.cfg.After), nil
	if err := s.store.RepeatModel(ctx, report.ID, held, report.DueAt, s.reportEvent(report)); err != nil {
		return report, err
	}
	s.cfg.Log.Warn("a compromised model has many new passkeys and is reported anew", report.Model.Member(), report.Model.ID(), "model", report.Name,
		"passkeys", held.Passkeys, "action", report.Action, "due_at", report.DueAt)
	return report, nil
}

func (s *Service) reportEvent(report store.CompromisedModel) store.AuditEvent {
	return s.event(audit.ModelCompromised, report, map[string]any{
		"number": report.Number, "passkeys": report.Held.Passkeys, "identities": report.Held.Identities, "without_another": report.Held.WithoutAnother,
		"due_at": report.DueAt,
	})
}

func (s *Service) endReport(ctx context.Context, report store.CompromisedModel, number int64, cause string) error {
	event := s.event(audit.ModelCleared, report, map[string]any{"passkeys": report.Acted})
	event.Reason = cause
	return s.store.EndModel(ctx, report.ID, number, cause, event)
}

func (s *Service) finishReport(ctx context.Context, report store.CompromisedModel) error {
	if report.ActedAt != nil {
		return nil
	}
	kind := audit.ModelSuspended
	if report.Action == store.ActionMark {
		kind = audit.ModelMarked
	}
	return s.store.FinishModel(ctx, report.ID, func(passkeys int64) store.AuditEvent {
		return s.event(kind, report, map[string]any{"passkeys": passkeys})
	})
}

// event returns an event about a model, by Latchkey itself.
func (s *Service) event(kind string, report store.CompromisedModel, details map[string]any) store.AuditEvent {
	event := s.audit.Event(kind, audit.Request{}, audit.System, audit.Nothing)
	return audit.With(audit.With(event, details), map[string]any{
		"report_id": report.ID, report.Model.Member(): report.Model.ID(), "model": report.Name, "status": report.Status, "action": report.Action,
	})
}

func (s *Service) actOnPasskey(ctx context.Context, report store.CompromisedModel, row store.Passkey) error {
	kind := audit.PasskeySuspended
	if report.Action == store.ActionMark {
		kind = audit.PasskeyMarked
	}
	event := s.passkeyEvent(kind, row, reasonSuspended)
	event = audit.With(event, map[string]any{"report_id": report.ID, "status": report.Status})
	ended, err := s.store.ActOnPasskey(ctx, store.CompromisedPasskey{
		ReportID: report.ID, PasskeyID: row.ID, Suspend: report.Action == store.ActionSuspend,
		Ending: standing.EndingAt(event.At, uuid.Nil), Event: event,
	})
	if err != nil {
		return err
	}
	s.sessions.Settle(ctx, ended)
	return nil
}

func (s *Service) resumePasskey(ctx context.Context, row store.Passkey) error {
	return s.store.ResumeCompromised(ctx, row.ID, s.passkeyEvent(audit.PasskeyResumed, row, reasonResumed))
}

func (s *Service) passkeyEvent(kind string, row store.Passkey, reason string) store.AuditEvent {
	event := s.audit.Event(kind, audit.Request{}, audit.System, audit.AboutPasskey(row.IdentityID, row.ID))
	event.Reason = reason
	return authenticator.Describe(event, row)
}
