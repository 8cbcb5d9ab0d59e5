package checkup

import "testing"

func TestCheckMail(t *testing.T) {
	for address, right := range map[string]bool{
		"": true, "ops@example.com": true, "Ann <ops@example.com>": false, "ops+tag@example.com": false, "ops": false, `"o p s"@example.com`: false,
	} {
		if err := checkMail(address, true); (err == nil) != right {
			t.Errorf("%q: %v", address, err)
		}
	}
	if checkMail("ops@example.com", false) == nil {
		t.Error("accepted without --canary")
	}
}
