package device

import "testing"

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

func TestPasskeyName(t *testing.T) {
	for what, test := range map[string]struct {
		a    Authenticator
		want string
	}{
		"known provider":                     {Authenticator{Provider: "Example Keys", Transports: []string{"usb"}, CrossPlatform: true}, "Example Keys"},
		"phone by QR code":                   {Authenticator{Transports: []string{"hybrid", "internal"}, CrossPlatform: true, BackupEligible: true, UserAgent: firefox}, "Phone"},
		"security key":                       {Authenticator{Transports: []string{"nfc", "usb"}, CrossPlatform: true, UserAgent: firefox}, "Security key"},
		"security key, no attachment":        {Authenticator{Transports: []string{"ble"}, UserAgent: firefox}, "Security key"},
		"security key, no transports":        {Authenticator{CrossPlatform: true, UserAgent: firefox}, "Security key"},
		"password manager, no transports":    {Authenticator{CrossPlatform: true, BackupEligible: true, UserAgent: firefox}, "Firefox on Linux"},
		"password manager of odd attachment": {Authenticator{Transports: []string{"internal"}, CrossPlatform: true, UserAgent: firefox}, "Firefox on Linux"},
		"this device":                        {Authenticator{Transports: []string{"internal"}, UserAgent: firefox}, "Firefox on Linux"},
		"nothing but a browser":              {Authenticator{UserAgent: firefox}, "Firefox on Linux"},
		"app, synced":                        {Authenticator{Transports: []string{"internal"}, BackupEligible: true, UserAgent: "okhttp/4.12"}, "Password manager"},
		"nothing":                            {Authenticator{}, "Device"},
	} {
		if got := In("en").PasskeyName(test.a, []string{"Phone 1", test.want + " (3)"}); got != test.want {
			t.Errorf("%s: %q, want %q", what, got, test.want)
		}
		if got := In("en").PasskeyName(test.a, []string{test.want, test.want + " (2)"}); got != test.want+" (3)" {
			t.Errorf("%s, the third: %q", what, got)
		}
	}
}
