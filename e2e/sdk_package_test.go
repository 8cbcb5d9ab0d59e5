package e2e_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/web"
)

// consumer is a front end that uses the package, as its author's editor and compiler see it.
const consumer = `
import { BROWSER_CODES, createLatchkey, diagnose, LatchkeyError, SERVER_CODES } from 'latchkey-web';
import type { Capabilities, Code, Diagnosis, Latchkey, Login, Passkey, Standing } from 'latchkey-web';

const latchkey: Latchkey = createLatchkey({ baseUrl: 'https://passkeys.example.com' });

export async function tour(): Promise<string[]> {
  const made: Passkey = await latchkey.register({ name: 'Laptop', attachment: 'platform', hints: ['client-device'] });
  const upgraded: Passkey | null = await latchkey.upgrade();
  const login: Login = await latchkey.login({ identifier: 'ada@example.com', session: 'cookie' });
  const picked: Login = await latchkey.autofill({ returnTo: '/' });
  const standing: Standing = await latchkey.session();
  const can: Capabilities = await latchkey.capabilities();
  const { receipt } = await latchkey.confirm({ payload: 'Pay 12.00 EUR' });
  const { codes } = await latchkey.newRecoveryCodes();
  const { left } = await latchkey.recoveryCodes();
  const { events } = await latchkey.activity({ pageToken: 'x' });
  await latchkey.redeem(codes[0], { gate: 'x' });
  await latchkey.rename(made.id, 'x');
  await latchkey.remove(made.id);
  latchkey.cancel();
  const { redirect_to } = await latchkey.stepUp({ gate: 'x' });
  return [upgraded?.name ?? '', login.identity_id, picked.passkey.name, standing.next, String(can.passkeys), receipt,
    String(left), events[0].type, redirect_to ?? '', ...(await latchkey.list()).passkeys.map(({ name }) => name)];
}

export async function told(error: unknown): Promise<Diagnosis | Code> {
  if (!(error instanceof LatchkeyError)) throw error;
  if (error.code === 'gesture_missing') return error.code;
  const ways: string[] = error.ways.map(({ way }) => way);
  const known: readonly string[] = [...BROWSER_CODES, ...SERVER_CODES, ...ways];
  return known.includes(error.code) ? diagnose(error) : error.code;
}
`

// wrong are lines that a compiler must refuse.
var wrong = []string{
	`latchkey.register({ nmae: 'x' })`,
	`latchkey.login({ session: 'cokie' })`,
	`latchkey.confirm({})`,
	`latchkey.remove(7)`,
	`latchkey.list().then(({ passkeys }) => passkeys[0].secret)`,
}

// packSDK puts the npm package into dir, as a server serves it.
func packSDK(t *testing.T, dir string) (path string) {
	t.Helper()
	served := httptest.NewRecorder()
	web.New(web.Config{Version: "v1.0.0"}).Handler().ServeHTTP(served, httptest.NewRequest("GET", "/sdk/latchkey-web.tgz", nil))
	path = filepath.Join(dir, "latchkey-web.tgz")
	must(t, os.WriteFile(path, served.Body.Bytes(), 0o644))
	return path
}

// TestSDKPackage installs the package from a running Latchkey and compiles a front end with it, as with a bundler. It needs no
// Kratos.
func TestSDKPackage(t *testing.T) {
	t.Parallel()
	dir, web, err := t.TempDir(), "", error(nil)
	if web, err = filepath.Abs("../web"); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) { must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)) }
	run := func(in, name string, args ...string) (string, error) {
		command := exec.CommandContext(t.Context(), name, args...)
		command.Dir = in
		output, err := command.CombinedOutput()
		return string(output), err
	}
	ok := func(in, name string, args ...string) string {
		t.Helper()
		output, err := run(in, name, args...)
		if err != nil {
			t.Fatalf("%s %q: %v\n%s", name, args, err, output)
		}
		return output
	}
	nobody := &demo.Kratos{PublicURL: "http://127.0.0.1:1", BrowserURL: "http://localhost:1", AdminURL: "http://127.0.0.1:1"}
	latchkey := startLatchkey(t, demo.LatchkeyOptions{Kratos: nobody, DSN: "sqlite://" + filepath.Join(t.TempDir(), "latchkey.db")})
	write("package.json", `{"name": "front-end", "private": true, "type": "module"}`)
	ok(dir, "npm", "install", "--silent", "--no-audit", "--no-fund", "--cache", t.TempDir(), latchkey.PublicURL+"/sdk/latchkey-web.tgz")
	manifest, err := os.ReadFile(filepath.Join(dir, "node_modules", "latchkey-web", "package.json"))
	must(t, err)
	if strings.Contains(string(manifest), `"version": "0.0.0"`) {
		t.Errorf("the version is not that of the build:\n%s", manifest)
	}

	// The compiler's own library of the DOM needs no check: that took two thirds of the time.
	compile := []string{"--strict", "--skipDefaultLibCheck", "--noEmit", "--target", "es2022", "--module", "nodenext", "app.ts"}
	tsc := filepath.Join(web, "node_modules", ".bin", "tsc")
	write("app.ts", consumer)
	ok(dir, tsc, compile...)
	write("app.ts", "export function wrong() {\n"+strings.Join(wrong, ";\n")+";\n}\n"+consumer)
	refused, err := run(dir, tsc, compile...)
	if err == nil || strings.Count(refused, "error TS") != len(wrong) {
		t.Errorf("%v, %s", err, refused)
	}
	for i, line := range wrong {
		if !strings.Contains(refused, fmt.Sprintf("app.ts(%d,", i+2)) {
			t.Errorf("the compiler takes %s", line)
		}
	}

	// Outside a browser, as in server-side rendering, the modules load, and the SDK reports what it needs.
	write("server.mjs", `import { createLatchkey } from 'latchkey-web';
		import 'latchkey-web/elements/login';
		const can = await createLatchkey().capabilities();
		const code = await createLatchkey().register().catch((error) => error.code);
		console.log(can.passkeys, code);`)
	if said := strings.TrimSpace(ok(dir, "node", "server.mjs")); said != "false insecure_context" {
		t.Errorf("on a server it says %q", said)
	}
}
