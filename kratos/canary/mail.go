package canary

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"latchkey/kratos/inspect"
)

// ErrNoCode reports that Kratos sent the canary no code, or that the code did not become known.
var ErrNoCode = errors.New("no code")

// LoginByCode signs in with a code that Kratos mails to the canary, as an app does. Kratos shows the mail to admins only in its
// development mode; elsewhere ask returns the code that its recipient has. Its error is ErrNoCode, a *inspect.Refusal, or
// inspect.ErrNotKratos.
func (i *Identity) LoginByCode(ctx context.Context, ask func(context.Context) (string, error)) error {
	flow, err := i.kratos.Login(ctx)
	if err != nil {
		return err
	}
	known, err := i.mails(ctx)
	if err != nil {
		return err
	}
	form := map[string]any{"method": "code", "identifier": i.address}
	var session struct{}
	err = i.submit(ctx, "login", flow, form, &session)
	refused, ok := errors.AsType[*inspect.Refusal](err)
	if !ok || !refused.Says(messageCodeSent) {
		return errors.Join(ErrNoCode, err)
	}
	code, err := i.code(ctx, known)
	if err == nil && code == "" {
		code, err = ask(ctx)
	}
	if err != nil {
		return err
	}
	form["code"] = code
	err = i.submit(ctx, "login", flow, form, &session)
	if refused, ok := errors.AsType[*inspect.Refusal](err); ok && refused.Says(messageWrongLoginCode) {
		return errors.Join(ErrNoCode, err)
	}
	return err
}

// What Kratos says when it has sent a code, and of a code that is wrong.
const (
	messageCodeSent       = 1010014
	messageWrongLoginCode = 4010008
)

// mail is a message in Kratos' queue.
type mail struct {
	ID        string `json:"id"`
	Recipient string `json:"recipient"`
	Body      string `json:"body"`
}

// mails returns those to the canary, the latest first.
func (i *Identity) mails(ctx context.Context) (list []mail, err error) {
	got, err := i.kratos.Call(ctx, http.MethodGet, i.kratos.AdminURL+"/admin/courier/messages?recipient="+url.QueryEscape(i.address), nil)
	if err != nil {
		return nil, err
	}
	err = got.Decode(http.StatusOK, &list)
	return slices.DeleteFunc(list, func(m mail) bool { return !strings.EqualFold(m.Recipient, i.address) }), err // of a proxy that drops the query
}

var codeInMail = regexp.MustCompile(`\b[0-9]{6}\b`)

// code returns the code in a mail that was not known before, or "" if Kratos does not show what is in it.
func (i *Identity) code(ctx context.Context, known []mail) (string, error) {
	seen := map[string]bool{}
	for _, one := range known {
		seen[one.ID] = true
	}
	for range 10 {
		list, err := i.mails(ctx)
		if err != nil {
			return "", err
		}
		for _, one := range list {
			if !seen[one.ID] {
				return codeInMail.FindString(one.Body), nil
			}
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
	return "", ErrNoCode
}
