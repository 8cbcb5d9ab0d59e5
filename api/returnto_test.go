package api_test

import "testing"

// A login returns to an address that is allowed.
func TestReturnTo(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	for wish, want := range map[string]string{"//evil.example": origin + "/home", origin + "/home/x": origin + "/home/x", "/passkeys": baseURL + "/passkeys"} {
		b := ada.begin("login", object{})
		got := ada.post("/v1/login/finish", object{"ceremony": b.Ceremony, "credential": jsonRaw(ada.getWith(phone, b)), "return_to": wish}).want(200).object()
		if got["return_to"] != want {
			t.Errorf("%s became %v", wish, got["return_to"])
		}
	}
}
