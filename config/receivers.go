package config

import (
	"path"
	"slices"

	"latchkey/config/setting"
)

// checkReceivers warns if the report of a compromised model reaches no admin: with the defaults, half a day later its passkeys are suspended.
func checkReceivers(r *setting.Report, m Metadata, n Notify) {
	reaches := n.Mail.Server != "" && n.Mail.AdminAlerts != "" ||
		slices.ContainsFunc(n.Webhooks, func(w Webhook) bool { return len(w.Events) == 0 || slices.ContainsFunc(w.Events, reportsModels) })
	if m.isSet() && m.Compromised == "suspend" && !reaches {
		r.Warn("webauthn.metadata.compromised", "is suspend, and the report before it reaches no admin: only the log, doctor and the metrics have it.",
			"Set notify.mail.admin_alerts, or a webhook that gets model.compromised; or write mark here.")
	}
}

// reportsModels reports whether a pattern of a webhook selects the report of a model.
func reportsModels(pattern string) bool {
	matched, err := path.Match(pattern, "model.compromised")
	return matched && err == nil
}
