package device

import (
	"slices"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                                  "Firefox on Linux",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36":                                           "Chrome on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":                           "Edge on Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15":                                   "Safari on Mac",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1":              "Chrome on iPhone",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 EdgiOS/140.0 Mobile/15E148 Safari/605.1.15": "Edge on iPhone",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36":                     "Samsung Internet on Android",
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                                          "Chrome on ChromeOS",
		"Go-http-client/1.1":           "",
		"":                             "",
		"Firefox/1 <script>on Linuxes": "",
		"okhttp/4.12 (Android)":        "",
	} {
		if got := In("en").Name(Of(agent)); got != want {
			t.Errorf("%.60s… is %q, want %q", agent, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for accept, want := range map[string]string{
		"": "Security key", "de-CH,de;q=0.9,en;q=0.8": "Sicherheitsschlüssel", "xx, FR ;q=0.5, de": "Clé de sécurité", "tlh": "Security key",
		"*": "Security key", ";;,-,": "Security key", strings.Repeat("x,", 20) + "de": "Security key",
	} {
		if got := In(accept).SecurityKey; got != want {
			t.Errorf("%q: %q, want %q", accept, got, want)
		}
	}
	for language, w := range words {
		name := w.Name(Device{"Firefox", "Linux"})
		if slices.Contains([]string{w.SecurityKey, w.Phone, w.PasswordManager, w.Device}, "") || !strings.Contains(name, "Firefox") || !strings.Contains(name, "Linux") || strings.Contains(name, "{") {
			t.Errorf("%s: %+v gives %q", language, w, name)
		}
	}
}
