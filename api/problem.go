package api

import (
	"errors"
	"maps"

	"github.com/labstack/echo/v4"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/authz"
	"latchkey/fault"
	"latchkey/limit"
	"latchkey/oidc"
	"latchkey/recovery"
	"latchkey/standing"
	"latchkey/transport"
	"latchkey/webauthnsvc"
)

var errHookKey = errors.New("wrong or missing hook key")

// problem is one line of the table: everything that a client learns about an error, except its members. The text of an
// error is only logged.
type problem struct {
	err    error // matched by errors.Is
	status int
	code   string
	title  string
	hint   string
}

// problems is read from top to bottom; the first match counts, and an error without a match is internal.
var problems = []problem{
	{fault.ErrCeremonyExpired, 400, "ceremony_expired", "The ceremony has expired.", "Begin again; begin and finish must be less than five minutes apart."},
	{fault.ErrCeremonyInvalid, 400, "ceremony_invalid", "The ceremony token is not valid here.", "Send the token of the matching begin, from the same session and the same browser."},
	{fault.ErrCeremonySpent, 409, "ceremony_spent", "The ceremony has already been finished.", "Begin again; a ceremony can be finished only once."},
	{errMethod, 405, "method_not_allowed", "This method is not allowed here.", "Use one of the methods in the Allow header."},
	{errTooLarge, 413, "payload_too_large", "The request body is too large.", "Send at most 64 KiB."},
	{errMediaType, 415, "unsupported_media_type", "The request body is not declared as JSON.", "Send Content-Type: application/json."},
	{fault.ErrInvalidRequest, 400, "invalid_request", "The request is not valid.", "Compare it with /openapi.yaml."},
	{recovery.ErrCodeRejected, 400, "recovery_code_rejected", "The recovery code was not accepted.", "Compare it with your list; each code works once. After five wrong codes, codes are locked for 15 minutes; passkeys still work."},
	{fault.ErrUnauthenticated, 401, "unauthenticated", "No valid Kratos session.", "Sign in at Kratos, then try again."},
	{fault.ErrCookieConflict, 400, "cookie_conflict", "The browser sent session cookies of different identities.", "Delete the cookies of this site and its subdomains in the browser, then sign in again."},
	{admin.ErrKeyInvalid, 401, "unauthenticated", "No valid admin key.", "Send Authorization: Bearer with a key from `latchkey keys create`. A key created by an admin ends with that admin's role."},
	{errHookKey, 401, "unauthenticated", "No valid hook key.", "Operators: have Kratos' web_hook send kratos.hooks.key in the X-Hook-Key header."},
	{fault.ErrIdentityInactive, 403, "identity_inactive", "The identity is not active.", "Ask an administrator to activate it."},
	{standing.ErrSecondFactorRequired, 403, "enrolment_required", "A second way to sign in must be set up first.", "Send the user to /setup."},
	{standing.ErrEnrolmentRequired, 403, "enrolment_required", "A passkey must be set up first.", "Send the user to /setup."},
	{oidc.ErrNotOurClient, 400, "invalid_request", "The sign-in request does not come from this Kratos.", "Operators: compare client_id and redirect_uri with kratos.login and kratos.browser_url."},
	{standing.ErrEnrolmentCodeRequired, 403, "forbidden", "Users with a role need an enrolment code to set up their first passkey.", "Ask another admin for an enrolment code, or the operator to run `latchkey enrolment-code`; then redeem it at /recover."},
	{admin.ErrForbidden, 403, "forbidden", "The key's scopes, or your role, do not allow this.", "Use a key that has the scope, or ask an admin; a role is metadata_public.latchkey_role at Kratos."},
	{admin.ErrOneself, 403, "forbidden", "Admins cannot act on their own account.", "Ask another admin; your own keys count as you."},
	{admin.ErrAbove, 403, "forbidden", "This user's role is above yours.", "Ask an admin whose role is at least as high."},
	{admin.ErrOperatorsKey, 403, "forbidden", "The key is the operator's.", "Ask the operator to run `latchkey keys revoke`, or use a key of the operator's."},
	{admin.ErrPasskeyTooNew, 403, "forbidden", "Your passkey is too new to make changes.", "Ask another admin to confirm it, or the operator to run `latchkey passkeys confirm`; or wait until it is as old as admin.passkey_age."},
	{admin.ErrSameAdmin, 403, "forbidden", "Requests must be approved by another admin.", "Ask another admin; a key counts as the admin who created it."},
	{admin.ErrNotRequester, 403, "forbidden", "Only the admin who requested the code can collect it.", "Ask that admin to collect it."},
	{recovery.ErrRoleHasNoCodes, 403, "forbidden", "Users with a role cannot have recovery codes.", "Set up a second passkey, or get an enrolment code from another admin or from the operator (`latchkey enrolment-code`)."},
	{fault.ErrIdentityDeleted, 410, "identity_deleted", "Kratos no longer has this account.", "Register again, or ask support if the account should still exist. Operators: an identity is also missing while Kratos has another or a restored database."},
	{fault.ErrIdentityNotFound, 404, "not_found", "No such identity.", "Check the ID; it may have been deleted at Kratos."},
	{fault.ErrNoPasskeyHere, 404, "not_found", "The user has no passkey that can be used here.", "Use another way; GET /v1/session lists them for this page's origin."},
	{fault.ErrNotFound, 404, "not_found", "Not found.", "Check the URL and the ID."},
	{fault.ErrAlreadyRegistered, 409, "already_registered", "This passkey is already registered.", "Sign in with it, or use another authenticator."},
	{fault.ErrLimitReached, 409, "limit_reached", "The identity has the maximum number of passkeys.", "Remove one that is no longer used, then try again."},
	{fault.ErrAuthenticatorNotAllowed, 403, "authenticator_not_allowed", "This authenticator is not allowed here.", "Use one that your organisation has approved. Operators: `wanted` is what it lacks of the profile in webauthn.profiles."},
	{fault.ErrLastPasskey, 409, "last_passkey", "The last usable passkey cannot be removed.", "Add another passkey first."},
	{fault.ErrBeingReset, 409, "conflict", "Support is resetting this account.", "Wait a moment, sign in again, then try again."},
	{admin.ErrResetDecided, 409, "conflict", "The state of the request does not allow this.", "Fetch it again: it may have been approved, cancelled, carried out, collected or expired, or may not be approved yet."},
	{admin.ErrRequesterNotAllowed, 409, "conflict", "The admin who requested this is no longer allowed to.", "Cancel it and request it again."},
	{admin.ErrMayBeAnothers, 409, "conflict", "This passkey may belong to another user and cannot be resumed.", "Revoke it; its owner can set up a new one."},
	{fault.ErrCodesJustMade, 409, "conflict", "Codes were created for this account a moment ago.", "Use those, which that request returned. If they are lost, try again in ten seconds."},
	{fault.ErrConflict, 409, "conflict", "This was changed at the same time by another request.", "Fetch it again, then try again."},
	{recovery.ErrLocked, 423, "locked", "Too many wrong recovery codes.", "Wait as long as Retry-After says, or use a passkey, which still works."},
	{recovery.ErrRecoveryCodesOff, 404, "not_found", "Recovery codes are disabled.", "Operators: recovery_codes.enabled enables them."},
	{limit.ErrLimited, 429, "rate_limited", "Too many requests.", "Wait as long as Retry-After says."},
	{standing.ErrClocksDiffer, 500, "clocks_differ", "The clocks of Kratos and Latchkey differ too much.", "Signing in again does not help: send the request ID to the operator of this service. Operators: synchronise the clocks; see Clocks in docs/operations.md."},
	{fault.ErrKratosRefused, 409, "kratos_refused", "Kratos refuses this sign-in.", "Trying again does not help: sign in another way, or send the request ID to support. Operators: the log has Kratos' reason."},
	{fault.ErrKratosMisconfigured, 500, "kratos_misconfigured", "Latchkey and Kratos are not configured for each other.", "Trying again does not help: send the request ID to the operator of this service. Operators: the log names the setting or the cause."},
	{fault.ErrKratosUnavailable, 503, "kratos_unavailable", "Kratos is not responding.", "Try again in a moment."},
	{fault.ErrStoreUnavailable, 503, "store_unavailable", "The database is not responding.", "Try again in a moment."},
}

var (
	problemInternal = problem{nil, 500, "internal", "Something went wrong on our side.", "Send the request ID to the operator of this service; the log has the details."}
	problemRejected = problem{nil, 400, "passkey_rejected", "The passkey was not accepted.", "Begin again, with another passkey if there is one."}
	problemOrigin   = problem{nil, 403, "forbidden_origin", "Requests from this origin are not allowed.", "Add the page's origin to serve.public.allowed_origins, or call from an origin of the relying party."}
	problemAAL2     = problem{nil, 403, "aal2_required", "Kratos requires a second factor for this session.", "Send the browser to redirect_browser_to, then try again."}
	problemDemand   = problem{nil, 401, "insufficient_authentication", "The session does not meet what the application demands.", "Step up, or send the browser to X-Latchkey-Page, then try again."}
	problemStepUp   = problem{nil, 403, "step_up_required", "The session is not fresh enough for this.", "Use one of the listed ways, then try again."}
)

// retryAfter is in every 503, in seconds: long enough for a restart, short enough for a waiting user.
const retryAfter = 2

// document is a problem document (RFC 9457).
type document map[string]any

// describe finds the line of the table and the members that go with it.
func describe(err error) (problem, document) {
	var (
		refusal *webauthnsvc.Refusal
		origin  *transport.ForbiddenOrigin
		aal2    *account.AAL2Required
		demand  *authz.Challenge
		login   *unraised
		stepUp  *standing.StepUpRequired
		field   *fault.FieldError
		limited *limit.Limited
		code    *recovery.CodeRejected
		locked  *recovery.Locked
		router  *echo.HTTPError
		again   *webauthnsvc.Repeated
		barred  *webauthnsvc.NotAllowed
		busy    *fault.KratosBusy
	)
	switch {
	case errors.As(err, &refusal) && refusal.Reason != webauthnsvc.ReasonIdentityDeleted:
		return describeRefusal(refusal)
	case errors.As(err, &origin) && origin.Origin != "":
		return problemOrigin, document{"origin": origin.Origin}
	case errors.As(err, &origin):
		return problemOrigin, nil
	case errors.As(err, &demand):
		return problemDemand, demanded(demand)
	case errors.As(err, &login):
		return problemAAL2, document{"redirect_browser_to": login.RedirectTo, "session": login.session}
	case errors.As(err, &aal2):
		return problemAAL2, document{"redirect_browser_to": aal2.RedirectTo}
	case errors.As(err, &stepUp):
		return problemStepUp, document{"ways": stepUp.Ways}
	case errors.As(err, &field):
		// A field's problem describes its form, and never repeats what was sent.
		return lookUp(fault.ErrInvalidRequest), document{"field": field.Field, "detail": field.Field + " " + field.Problem + "."}
	case errors.Is(err, oidc.ErrNotOurClient):
		return lookUp(err), document{"field": "client_id or redirect_uri"}
	case errors.As(err, &busy):
		return lookUp(fault.ErrKratosUnavailable), document{"retry_after": busy.Seconds}
	case errors.As(err, &limited):
		return lookUp(limit.ErrLimited), document{"retry_after": limited.Seconds}
	case errors.As(err, &code):
		return lookUp(recovery.ErrCodeRejected), document{"tries_left": code.TriesLeft}
	case errors.As(err, &again):
		return lookUp(err), document{"passkey": again.Passkey}
	case errors.As(err, &barred):
		return lookUp(err), barred.Members()
	case errors.As(err, &locked):
		return lookUp(recovery.ErrLocked), document{"retry_after": locked.Seconds()}
	case reasonOf(err) != "":
		return lookUp(err), document{"reason": reasonOf(err)}
	case errors.As(err, &router) && router.Code == 405: // echo has set Allow
		return lookUp(errMethod), nil
	case errors.As(err, &router) && router.Code == 404:
		return lookUp(fault.ErrNotFound), nil
	}
	return lookUp(err), nil
}

// demanded are the members of a challenge, with those of what is to be done.
func demanded(challenge *authz.Challenge) document {
	_, members := describe(challenge.Remedy)
	all := document{"unmet": challenge.Unmet, "detail": challenge.Description()}
	maps.Copy(all, members)
	if challenge.ACRValues != "" {
		all["acr_values"] = challenge.ACRValues
	}
	if seconds := challenge.MaxAge(); seconds > 0 {
		all["max_age"] = seconds
	}
	return all
}

// moreReasons distinguish errors of one code, such as refusals for other reasons than a missing role or scope.
var moreReasons = []struct {
	err    error
	reason string
}{
	{admin.ErrOneself, "oneself"},
	{admin.ErrAbove, "role_above"},
	{admin.ErrOperatorsKey, "operators_key"},
	{admin.ErrSameAdmin, "same_admin"},
	{admin.ErrNotRequester, "not_requester"},
	{admin.ErrPasskeyTooNew, "passkey_too_new"},
	{recovery.ErrRoleHasNoCodes, "role_has_no_codes"},
	{standing.ErrEnrolmentCodeRequired, "enrolment_code_required"},
	{standing.ErrSecondFactorRequired, "second_factor"},
	{fault.ErrNoPasskeyHere, "no_passkey_here"},
	{fault.ErrBeingReset, "being_reset"},
}

func reasonOf(err error) string {
	for _, f := range moreReasons {
		if errors.Is(err, f.err) {
			return f.reason
		}
	}
	return ""
}

func lookUp(err error) problem {
	for _, p := range problems {
		if errors.Is(err, p.err) {
			return p
		}
	}
	return problemInternal
}

// refusalDetails explain each reason and its remedy.
var refusalDetails = map[webauthnsvc.Reason][2]string{
	webauthnsvc.ReasonOriginMismatch:          {"The page's origin is not one of the relying party's origins.", "Operators: if the received origin is yours, add it to webauthn.rp[].origins, spelled exactly as received."},
	webauthnsvc.ReasonRPIDMismatch:            {"The response is for another RP ID.", "Operators: compare webauthn.rp[].id with the rpId that the page used."},
	webauthnsvc.ReasonChallengeMismatch:       {"The response belongs to another ceremony.", "Begin again, and send each response with the token of its own begin."},
	webauthnsvc.ReasonTypeMismatch:            {"The response has the wrong type: a registration for a login, or the reverse.", "Use navigator.credentials.create to register and .get to sign in."},
	webauthnsvc.ReasonUserPresenceMissing:     {"The authenticator did not report user presence.", "Begin again and touch the authenticator when asked."},
	webauthnsvc.ReasonUserVerificationMissing: {"The authenticator did not verify the user by PIN or biometrics, or that does not count.", "Set up a PIN or fingerprint on it, or use another authenticator. A PIN that a key got later counts once the key was used with it for a step-up in a session that began with another factor."},
	webauthnsvc.ReasonMalformed:               {"The credential cannot be parsed.", "Send the result of PublicKeyCredential.toJSON() unchanged."},
	webauthnsvc.ReasonKeyUnusable:             {"The authenticator created a key that cannot be used for verification.", "Use another authenticator."},
	webauthnsvc.ReasonNotAccepted:             {"The passkey was not accepted.", "Use another passkey, or another way to sign in. If nothing works, the account may be deactivated: ask support."},
	webauthnsvc.ReasonBackupFlags:             {"The authenticator changed its statement on whether this passkey can be synced.", "Sign in with another passkey or another way, then remove this passkey and set up a new one. If nothing else is left, use a recovery code, or ask support to revoke the passkey. Operators: webauthn.backup_flags can accept the change."},
	webauthnsvc.ReasonClone:                   {"The sign counter went backwards, which can mean that the passkey was copied.", "Use another passkey, and have this one checked."},
}

func describeRefusal(refusal *webauthnsvc.Refusal) (problem, document) {
	p := problemRejected
	details := refusalDetails[refusal.Reason]
	p.hint = details[1]
	members := document{"reason": refusal.Reason, "detail": details[0]}
	if refusal.Expected != nil {
		members["expected"], members["received"] = refusal.Expected, refusal.Received
	}
	if refusal.Signal != nil {
		members["signal"] = refusal.Signal
	}
	return p, members
}
