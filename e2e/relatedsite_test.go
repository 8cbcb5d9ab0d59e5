package e2e_test

import (
	"testing"

	"latchkey/demo"
)

// testSignInOnAnotherSite is at a page of a related origin on another site than Latchkey, whose cookies the browser keeps
// from it. The SDK signs in there, and the elements use its session.
func testSignInOnAnotherSite(t *testing.T, s *stack, tb *tab) {
	t.Helper()
	remote := stack{latchkey: &demo.Latchkey{PublicURL: oldHome}}
	tb.open(partner + "/blank")

	t.Log("another site's page has no session, and its browser keeps no cookie for it")
	remote.run(tb, `return latchkey.list()`).refusedWith(tb, "unauthenticated")
	remote.run(tb, `return latchkey.login({ session: 'cookie' })`).refusedWith(tb, "invalid_request")

	t.Log("signs in by the SDK, and uses the session")
	login := value[struct {
		Session struct{ Kind, ID, Token string }
	}](tb, remote.run(tb, `return latchkey.login()`))
	if login.Session.Kind != "token" || login.Session.Token == "" {
		t.Fatalf("got a session of kind %q, want a token", login.Session.Kind)
	}
	remember("session token", login.Session.Token)
	listed := value[struct{ Passkeys []passkey }](tb, remote.run(tb, `return latchkey.list()`))
	if len(listed.Passkeys) != 2 {
		t.Errorf("got %+v, want two passkeys", listed.Passkeys)
	}
	value[any](tb, remote.run(tb, `const [oldest] = (await latchkey.list()).passkeys; await latchkey.stepUp(); return latchkey.rename(oldest.id, 'Partner')`))

	t.Log("the elements use it, too; after a reload the page has to bring it")
	evaluate[any](tb, `Promise.all([import('`+oldHome+`/elements/passkeys.js'), import('`+oldHome+`/elements/login.js')]).then(() => {
		document.body.innerHTML = '<main><latchkey-passkeys></latchkey-passkeys></main>'; })`)
	tb.see("Partner")
	tb.open(partner + "/blank")
	remote.run(tb, `return latchkey.list()`).refusedWith(tb, "unauthenticated")
	value[any](tb, remote.run(tb, `latchkey.useToken('`+login.Session.Token+`'); return latchkey.session()`))

	t.Log("signs out: the token has ended, and the page has forgotten it")
	value[any](tb, remote.run(tb, `return latchkey.signOut()`))
	value[any](tb, remote.run(tb, `return latchkey.signOut()`)) // there is nothing left to end
	remote.run(tb, `latchkey.useToken('`+login.Session.Token+`'); return latchkey.session()`).refusedWith(tb, "unauthenticated")
	value[any](tb, remote.run(tb, `latchkey.useToken(null)`))

	t.Log("signs in by the element")
	evaluate[any](tb, `import('`+oldHome+`/elements/login.js').then(() => {
		addEventListener('latchkey-signed-in', (event) => { window.signedIn = event.detail.login.session.kind });
		document.body.innerHTML = '<main><latchkey-login></latchkey-login></main>'; })`)
	tb.press("Sign in with a passkey")
	tb.await("be signed in", `window.signedIn === 'token'`)
	value[any](tb, remote.run(tb, `return latchkey.list()`))
}
