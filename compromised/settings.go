package compromised

import (
	"time"

	"latchkey/authenticator"
	"latchkey/metadata"
	"latchkey/store"
)

// settles is how long after its start a replica leaves alone what one with milder settings has decided: that may be one of before a
// rolling restart.
const settles = 15 * time.Minute

// ends returns why an open report ends; "": it goes on. If replicas have different settings, the mildest hold, so that they do not
// undo each other for ever: exempt before mark before suspend.
func (s *Service) ends(report store.CompromisedModel, list *said) string {
	switch {
	case s.exempt(report.Model):
		return store.ReportExempt
	case list.clears(report):
		return store.ReportCleared
	case list != nil && list.publisher != report.Publisher && !list.reports(report.Model): // whose numbers cannot be compared
		return store.ReportReplaced
	case report.Action == s.cfg.Action:
		return ""
	case s.cfg.Action == store.ActionMark || list.reports(report.Model) && s.overrules(report.SeenAt):
		return store.ReportReplaced
	}
	s.differ(report.Model, "action", report.Action)
	return ""
}

// overrules reports whether this replica may replace what one with milder settings decided at a time: once after each start, and
// not what is decided later. at is before that, then.
func (s *Service) overrules(at time.Time) bool {
	settled := s.started.Add(settles)
	return at.Before(settled) && !s.now().Before(settled)
}

// mayReport reports whether this replica may report a model that has no open report: not if another replica has just ended the
// same report because of its settings.
func (s *Service) mayReport(m metadata.Compromise, reports []store.CompromisedModel, list *said) bool {
	for _, r := range reports { // newest first
		if r.Model != m.Model {
			continue
		}
		same := r.Action == s.cfg.Action && r.Publisher == list.publisher
		if r.EndedFor == store.ReportExempt || r.EndedFor == store.ReportReplaced && same {
			if !s.overrules(*r.EndedAt) {
				s.differ(r.Model, "ended", r.EndedFor)
				return false
			}
		}
		return true
	}
	return true
}

func (s *Service) differ(model authenticator.Model, what, decided string) {
	s.cfg.Log.Warn("another replica has decided otherwise about a compromised model", model.Member(), model.ID(), what, decided,
		"remedy", "give all replicas the same settings under webauthn.metadata; after a restart, the new ones hold within half an hour")
}

// resumable returns the models whose passkeys are resumed if no report suspends them: those that the list does not report, or to
// which the settings do nothing. A list says nothing of an unknown model: an imported U2F key has lost its key identifier.
func (s *Service) resumable(list *metadata.List, says *said) store.Resumable {
	switch {
	case s.cfg.Action == store.ActionMark:
		return store.Resumable{But: true}
	case says == nil:
		return store.Resumable{Models: s.cfg.Exempt}
	}
	return store.Resumable{Models: append(s.affected(list.Compromised()), authenticator.Model{}), But: true}
}
