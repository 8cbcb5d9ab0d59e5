package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	strictjson "github.com/go-json-experiment/json"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/gate"
)

// Hooks configures Kratos' web_hooks and the login gate.
type Hooks struct {
	Key          string // that Kratos sends as X-Hook-Key; "": hooks are disabled
	CookieDomain string // parent domain of Kratos and Latchkey; "": both have one host
	LoginUI      string // selfservice.flows.login.ui_url of Kratos
	SettingsUI   string // selfservice.flows.settings.ui_url of Kratos; "": a step-up leads to the first return_to
}

const (
	headerHookKey = "X-Hook-Key"
	passCookie    = "latchkey_pass" // Kratos' template names it, so it has no prefix
	maxHookBytes  = 1 << 20
)

var errHookKey = errors.New("wrong or missing hook key")

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

// receiveHook answers 204, or a refusal that prevents Kratos from creating a session. With any other response, or none,
// Kratos creates none either.
func (s *Server) receiveHook(c echo.Context) error {
	if s.cfg.Hooks.Key == "" {
		return fault.ErrNotFound
	}
	if !sameKey(c.Request().Header.Get(headerHookKey), s.cfg.Hooks.Key) {
		return errHookKey
	}
	call, err := readHook(c)
	if err != nil {
		return err
	}
	ctx, req := c.Request().Context(), s.request(c)
	req.IP, req.UserAgent = "", "" // Kratos', which say nothing about the user
	switch event := c.Param("event"); event {
	case "registration":
		err = s.rules.Gate.IdentityRegistered(ctx, req, call.FlowID, call.IdentityID)
	case "login", "recovery":
		err = s.rules.Gate.PassLogin(ctx, req, call.login(event == "recovery"))
	case "settings":
		err = s.passSettings(ctx, req, call)
	default:
		err = fault.ErrNotFound
	}
	var refusal *gate.Refusal
	if errors.As(err, &refusal) {
		noteProblem(c, "login_gate", refusal)
		return writeJSON(c, http.StatusForbidden, contentJSON, s.interrupt(refusal))
	}
	var unchanged *gate.SettingsRefusal
	if errors.As(err, &unchanged) {
		noteProblem(c, "settings_gate", unchanged)
		return writeJSON(c, http.StatusForbidden, contentJSON, s.interruptSettings(call, unchanged))
	}
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// sameKey takes the same time for all keys, whatever their length.
func sameKey(given, want string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

func readHook(c echo.Context) (hookCall, error) {
	var call hookCall
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, maxHookBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return call, errTooLarge
	case err != nil || strictjson.Unmarshal(body, &call) != nil:
		return call, &fault.FieldError{Field: "body", Problem: "is not what the template in docs/kratos.md sends"}
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

// interrupt formats a refusal for Kratos.
func (s *Server) interrupt(refusal *gate.Refusal) any {
	id, text := messageShowPasskey, "This account is protected by a passkey. Confirm with your passkey, then sign in again."
	hints := map[string]string{}
	switch {
	case refusal.Recovery:
		id, text = messagePasskeyInstead, "This account is protected by a passkey. Sign in with your passkey, or contact support."
	case refusal.Token == "":
		id, text = messageUsePasskey, "This account is protected by a passkey. Sign in with your passkey."
	default:
		hints["step_up_url"] = s.cfg.BaseURL + "/step-up?" + url.Values{"gate": {refusal.Token}}.Encode()
	}
	return hookMessage(id, text, hints)
}

func hookMessage(id int, text string, hints map[string]string) any {
	message := map[string]any{"id": id, "text": text, "type": "error", "context": hints}
	return map[string]any{"messages": []any{map[string]any{"instance_ptr": "#/", "messages": []any{message}}}}
}

// backToLogin gives the browser its pass, and returns the address of the login flow that waits for it.
func (s *Server) backToLogin(c echo.Context, pass *gate.Pass) string {
	c.SetCookie(&http.Cookie{
		Name: passCookie, Value: pass.Secret, Path: "/", Domain: s.cfg.Hooks.CookieDomain,
		MaxAge: int(gate.Lifetime.Seconds()), Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	page := flowPage(s.cfg.Hooks.LoginUI, pass.FlowID)
	if page == "" {
		return s.cfg.BaseURL + "/login" // the address was checked when the configuration was loaded
	}
	return page
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
