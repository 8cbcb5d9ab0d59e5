package demo

import "encoding/base64"

// settingsTemplate is the body of the settings hook, the same as in deploy/kratos.
const settingsTemplate = "kratosconf/latchkey-settings.jsonnet"

// SettingsHook is the web_hook with which Kratos asks Latchkey before it changes a user's settings, for
// KratosOptions.SettingsHooks. The key is kratos.hooks.key of Latchkey.
func SettingsHook(latchkeyURL, key string) map[string]any {
	body, err := kratosconf.ReadFile(settingsTemplate)
	if err != nil {
		panic(err) // it is embedded
	}
	return map[string]any{"hook": "web_hook", "config": map[string]any{
		"url":      latchkeyURL + "/hooks/kratos/settings",
		"method":   "POST",
		"body":     "base64://" + base64.StdEncoding.EncodeToString(body),
		"auth":     map[string]any{"type": "api_key", "config": map[string]any{"in": "header", "name": "X-Hook-Key", "value": key}},
		"response": map[string]any{"parse": true},
	}}
}
