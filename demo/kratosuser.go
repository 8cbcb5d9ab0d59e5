package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/totp"
)

const sessionCookie = "ory_kratos_session"

// KratosUser is a user at Kratos' public API, with a browser or an app. It follows Kratos' self-service flows.
type KratosUser struct {
	Email      string
	IdentityID uuid.UUID // after Register or Login
	SessionID  uuid.UUID // after Register or Login

	base   string
	kind   string // of flows: browser or api
	client *http.Client
	token  string
}

// App returns a user with a native app, which holds a session token.
func (k *Kratos) App() *KratosUser {
	return &KratosUser{base: k.PublicURL, kind: "api", client: userClient(nil)}
}

// Browser returns a user with a browser, which holds cookies. It needs a Kratos without Secure, because Go's cookie jar
// does not send Secure cookies over http.
func (k *Kratos) Browser() *KratosUser {
	jar, _ := cookiejar.New(nil) // it never fails
	return &KratosUser{base: k.BrowserURL, kind: "browser", client: userClient(jar)}
}

// Token returns the session token of an app.
func (u *KratosUser) Token() string { return u.token }

// Cookie returns the session cookie of a browser, as name and value, or nil.
func (u *KratosUser) Cookie() *http.Cookie {
	base, err := url.Parse(u.base)
	if err != nil || u.client.Jar == nil {
		return nil
	}
	for _, cookie := range u.client.Jar.Cookies(base) {
		if cookie.Name == sessionCookie {
			return cookie
		}
	}
	return nil
}

// Continue takes over the session that another login has created: the token of an app, or the cookie's value of a browser.
func (u *KratosUser) Continue(session string) {
	if u.client.Jar == nil {
		u.token = session
		return
	}
	base, _ := url.Parse(u.base) // ours
	u.client.Jar.SetCookies(base, []*http.Cookie{{Name: sessionCookie, Value: session, Path: "/"}})
}

// Register creates an account with a password and signs in.
func (u *KratosUser) Register(ctx context.Context, email, password, name string) error {
	return u.signIn(ctx, "registration", nil, email, map[string]any{
		"method": "password", "password": password, "traits": map[string]string{"email": email, "name": name},
	})
}

// Login signs in with a password, with a new session.
func (u *KratosUser) Login(ctx context.Context, email, password string) error {
	return u.signIn(ctx, "login", nil, email, map[string]any{
		"method": "password", "password": password, "identifier": email,
	})
}

// Refresh signs in again with a password; the current session becomes privileged.
func (u *KratosUser) Refresh(ctx context.Context, password string) error {
	return u.signIn(ctx, "login", url.Values{"refresh": {"true"}}, u.Email, map[string]any{
		"method": "password", "password": password, "identifier": u.Email,
	})
}

// StepUp raises the current session to aal2 with the secret from EnrolTOTP.
func (u *KratosUser) StepUp(ctx context.Context, secret string) error {
	code, err := totp.Code(secret, time.Now())
	if err != nil {
		return err
	}
	return u.signIn(ctx, "login", url.Values{"aal": {"aal2"}}, u.Email, map[string]any{"method": "totp", "totp_code": code})
}

func (u *KratosUser) signIn(ctx context.Context, name string, query url.Values, email string, form map[string]any) error {
	opened, err := u.open(ctx, name, query)
	if err != nil {
		return err
	}
	var signed struct {
		Token   string `json:"session_token"`
		Session struct {
			ID       uuid.UUID `json:"id"`
			Identity struct {
				ID uuid.UUID `json:"id"`
			} `json:"identity"`
		} `json:"session"`
		Identity struct {
			ID uuid.UUID `json:"id"`
		} `json:"identity"`
	}
	if err := u.submit(ctx, name, opened, form, &signed); err != nil {
		return err
	}
	if signed.Session.ID == uuid.Nil {
		return errors.New("kratos returned no session; check the session hook")
	}
	u.Email, u.SessionID = email, signed.Session.ID
	if signed.Token != "" {
		u.token = signed.Token
	}
	for _, id := range []uuid.UUID{signed.Session.Identity.ID, signed.Identity.ID} {
		if id != uuid.Nil {
			u.IdentityID = id
		}
	}
	return nil
}

// EnrolTOTP sets up an authenticator app in the settings flow, and returns its secret. The session must be privileged.
func (u *KratosUser) EnrolTOTP(ctx context.Context) (secret string, err error) {
	opened, err := u.open(ctx, "settings", nil)
	if err != nil {
		return "", err
	}
	secret = opened.secret("totp_secret_key")
	code, err := totp.Code(secret, time.Now())
	if err != nil {
		return "", err
	}
	return secret, u.submit(ctx, "settings", opened, map[string]any{"method": "totp", "totp_code": code}, nil)
}

// ChangeSettings opens the settings flow and submits one form of it. The session must be privileged.
func (u *KratosUser) ChangeSettings(ctx context.Context, form map[string]any) error {
	opened, err := u.open(ctx, "settings", nil)
	if err != nil {
		return err
	}
	return u.submit(ctx, "settings", opened, form, nil)
}

// EnrolLookupSecrets sets up Kratos' own backup codes. The session must be privileged.
func (u *KratosUser) EnrolLookupSecrets(ctx context.Context) error {
	opened, err := u.open(ctx, "settings", nil)
	if err != nil {
		return err
	}
	for _, action := range []string{"lookup_secret_regenerate", "lookup_secret_confirm"} {
		if err := u.submit(ctx, "settings", opened, map[string]any{"method": "lookup_secret", action: true}, nil); err != nil {
			return err
		}
	}
	return nil
}

// PasskeyOptions opens Kratos' own settings flow and returns its creation options for a passkey, as JSON, with the flow
// that AddPasskey finishes. Browsers only.
func (u *KratosUser) PasskeyOptions(ctx context.Context) (options, flowID string, err error) {
	opened, err := u.open(ctx, "settings", nil)
	if err != nil {
		return "", "", err
	}
	if options = opened.value("passkey_create_data"); options == "" {
		return "", "", errors.New("kratos offers no passkey: start it with KratosOptions.Passkeys")
	}
	return options, opened.ID, nil
}

// AddPasskey submits a new credential, as Kratos' settings page does: the call that is the reason for this project,
// because Kratos answers 403 session_refresh_required once the session is older than privileged_session_max_age.
func (u *KratosUser) AddPasskey(ctx context.Context, flowID, credential string) error {
	var opened flow
	if err := call(ctx, u.client, http.MethodGet, u.base+"/self-service/settings/flows?id="+url.QueryEscape(flowID), u.token, nil, &opened); err != nil {
		return err
	}
	return u.submit(ctx, "settings", opened, map[string]any{"method": "passkey", "passkey_settings_register": credential}, nil)
}

func (u *KratosUser) open(ctx context.Context, name string, query url.Values) (flow, error) {
	var opened flow
	address := u.base + "/self-service/" + name + "/" + u.kind + "?" + query.Encode()
	err := call(ctx, u.client, http.MethodGet, address, u.token, nil, &opened)
	return opened, err
}

func (u *KratosUser) submit(ctx context.Context, name string, opened flow, form map[string]any, into any) error {
	if token := opened.value("csrf_token"); token != "" {
		form["csrf_token"] = token
	}
	address := u.base + "/self-service/" + name + "?flow=" + url.QueryEscape(opened.ID)
	return call(ctx, u.client, http.MethodPost, address, u.token, form, into)
}

// AddNative sets up a WebAuthn credential by Kratos' own method, passkey or webauthn, in the settings flow. create is
// navigator.credentials.create. The session must be privileged. Browsers only.
func (u *KratosUser) AddNative(ctx context.Context, method string, create func(publicKey []byte) ([]byte, error)) error {
	opened, err := u.open(ctx, "settings", nil)
	if err != nil {
		return err
	}
	data, field := "webauthn_register_trigger", "webauthn_register"
	if method == "passkey" {
		data, field = "passkey_create_data", "passkey_settings_register"
	}
	var options struct {
		PublicKey         json.RawMessage `json:"publicKey"`
		CredentialOptions struct {
			PublicKey json.RawMessage `json:"publicKey"`
		} `json:"credentialOptions"`
	}
	if err := json.Unmarshal([]byte(opened.value(data)), &options); err != nil {
		return fmt.Errorf("kratos offers no %s: start it with KratosOptions.Passkeys: %w", method, err)
	}
	credential, err := create(slices.Concat(options.PublicKey, options.CredentialOptions.PublicKey))
	if err != nil {
		return err
	}
	return u.submit(ctx, "settings", opened, map[string]any{
		"method": method, field: string(credential), "webauthn_register_displayname": "Blue key",
	}, nil)
}
