package api

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/gate"
	"latchkey/strictjson"
)

const maxHookBytes = 1 << 20

// hookCall is the body of Kratos' template; other members are ignored.
type hookCall struct {
	FlowID     uuid.UUID    `json:"flow_id"`
	FlowType   string       `json:"flow_type"` // browser or api
	IdentityID uuid.UUID    `json:"identity_id"`
	SessionID  uuid.UUID    `json:"session_id"`
	Methods    []hookMethod `json:"methods"`
	Pass       string       `json:"pass"`
	// SessionCookie is Kratos' session cookie as "name=value", from versions that do not name the session to a settings
	// hook.
	SessionCookie hookCookie `json:"session_cookie"`
}

// hookCookie never prints its value: fmt and slog show the address of a pointer.
type hookCookie struct{ pair *string }

func (c *hookCookie) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &c.pair) }

// hookMethod is one of Kratos' authentication_methods.
type hookMethod struct {
	Method      string    `json:"method"`
	AAL         string    `json:"aal"`
	CompletedAt time.Time `json:"completed_at"`
	Provider    string    `json:"provider"`
}

func readHook(c echo.Context) (hookCall, error) {
	var call hookCall
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, maxHookBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return call, errTooLarge
	case err != nil || strictjson.Unmarshal(body, &call) != nil:
		return call, &fault.FieldError{Field: "body", Problem: "is not what the template in docs/gates.md sends"}
	case call.FlowID == uuid.Nil:
		return call, &fault.FieldError{Field: "flow_id", Problem: "is missing"}
	case call.IdentityID == uuid.Nil:
		return call, &fault.FieldError{Field: "identity_id", Problem: "is missing"}
	}
	return call, nil
}

func (h hookCall) login(recovery bool) gate.KratosLogin {
	login := gate.KratosLogin{
		FlowID: h.FlowID, IdentityID: h.IdentityID, SessionID: h.SessionID,
		Browser: h.FlowType == "browser", Recovery: recovery, Pass: h.Pass,
	}
	for _, m := range h.Methods {
		login.Methods = append(login.Methods, account.Method{Name: m.Method, AAL: m.AAL, CompletedAt: m.CompletedAt, Provider: m.Provider})
	}
	return login
}

// The messages that Kratos adds to its flow. Login pages branch on their IDs, which must not change.
const (
	messageShowPasskey    = 9100001
	messageUsePasskey     = 9100002
	messagePasskeyInstead = 9100003
	messageProvePasskey   = 9100004
)

func hookMessage(id int, text string, hints map[string]string) any {
	message := map[string]any{"id": id, "text": text, "type": "error", "context": hints}
	return map[string]any{"messages": []any{map[string]any{"instance_ptr": "#/", "messages": []any{message}}}}
}

// flowPage returns the address of a flow at its page.
func flowPage(address string, flowID uuid.UUID) string {
	page, err := url.Parse(address)
	if err != nil || address == "" {
		return ""
	}
	query := page.Query()
	query.Set("flow", flowID.String())
	page.RawQuery = query.Encode()
	return page.String()
}
