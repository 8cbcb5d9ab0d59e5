package api_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"latchkey/webauthnsvc/webauthntest"
)

// snippets returns the code blocks of that language in docs/verify-proof.md.
func snippets(t *testing.T, language string) string {
	t.Helper()
	page, err := os.ReadFile("../docs/verify-proof.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, block := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllSubmatch(page, -1) {
		all = append(all, string(block[1]))
	}
	if len(all) == 0 {
		t.Fatalf("docs/verify-proof.md has no block in %s", language)
	}
	return strings.Join(all, "\n")
}

// trial is one token for the snippets, with the expected result.
type trial struct {
	Name     string `json:"name"`
	Token    string `json:"token"`
	Issuer   string `json:"issuer"`
	Audience string `json:"audience"`
	Nonce    string `json:"nonce"`
	Type     string `json:"type"`
	want     string // part of the error; "" passes
}

const proofType, receiptType = "latchkey-proof+jwt", "latchkey-receipt+jwt"

// trials are real tokens of a harness, and an attacker's variants.
func trials(t *testing.T) (list []trial, keys json.RawMessage, confirmed string) {
	h := newHarness(t, minting, withProofs)
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	const nonce = "n-0S6_WzA2Mj"
	proofOf := func(p *person, d *webauthntest.Authenticator) string {
		b := p.begin("login", object{"audience": audience, "nonce": nonce})
		return p.finish("login", b, p.getWith(d, b)).want(200).object()["proof"].(string)
	}
	proof := proofOf(ada, phone)
	confirmed = ada.confirm(phone, transfer).want(200).object()["receipt"].(string)
	kratos := h.app().with("Authorization", basic("kratos client", kratosSecret))
	idToken := kratos.form("/oauth2/token", tokenForm(h.code(phone))).want(200).object()["id_token"].(string)
	keys = decode[struct{ Keys json.RawMessage }](t, h.app().get("/.well-known/jwks.json").want(200).body).Keys
	foreign := newHarness(t, withProofs)
	bob := foreign.person("bob@example.com")
	tablet := device()
	bob.register(tablet).want(201)
	foreignProof := proofOf(bob, tablet)
	at := func(by time.Duration) string {
		h.clock.advance(by)
		defer h.clock.advance(-by)
		return proofOf(ada, phone)
	}
	part := func(header string) string { return base64.RawURLEncoding.EncodeToString([]byte(header)) }
	parts := strings.Split(proof, ".")
	forged := strings.Replace(decodePart(t, parts[1]), `"acr":"urn`, `"acr":"xrn`, 1)
	none := part(`{"alg":"none","typ":"`+proofType+`"}`) + "." + parts[1] + "."
	good := func(name, token, want string) trial {
		return trial{name, token, baseURL, audience, nonce, proofType, want}
	}
	return []trial{
		good("a proof", proof, ""),
		{"for another audience", proof, baseURL, otherAudience, nonce, proofType, "issuer or audience"},
		{"for another login", proof, baseURL, audience, "another nonce", proofType, "nonce"},
		{"without the nonce", proof, baseURL, audience, "", proofType, "nonce"},
		{"of another issuer", proof, "https://other.example", audience, nonce, proofType, "issuer or audience"},
		good("expired", at(-61*time.Second), "expired or not yet valid"),
		good("from the future", at(2*time.Minute), "expired or not yet valid"),
		good("of another Latchkey", foreignProof, "unknown key"),
		good("an ID token", idToken, "not a"),
		good("a receipt as a proof", confirmed, "not a"),
		good("changed claims", parts[0]+"."+part(forged)+"."+parts[2], "signature"),
		good("no signature", parts[0]+"."+parts[1]+"."+part(strings.Repeat("\x00", 64)), "signature"),
		good("alg none", none, "not a"),
		good("half a token", parts[0]+"."+parts[1], "JWT"),
		{"a receipt", confirmed, baseURL, audience, "", receiptType, ""},
		{"a proof as a receipt", proof, baseURL, audience, nonce, receiptType, "not a"},
	}, keys, confirmed
}

func decodePart(t *testing.T, part string) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// runTrials runs the snippets on all trials in a separate process, which answers with one error text for each.
func runTrials(t *testing.T, command *exec.Cmd, list []trial, keys json.RawMessage) {
	t.Helper()
	input, err := json.Marshal(map[string]any{"trials": list, "keys": keys})
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(input), &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	said := decode[[]string](t, stdout.Bytes())
	if len(said) != len(list) {
		t.Fatalf("%d answers to %d trials", len(said), len(list))
	}
	for i, trial := range list {
		if (said[i] == "") != (trial.want == "") || !strings.Contains(said[i], trial.want) {
			t.Errorf("%s: got %q, want %q", trial.Name, said[i], trial.want)
		}
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestProofDocsInGo(t *testing.T) {
	list, keys, _ := trials(t)
	list = list[:len(list)-2] // the snippet is for proofs
	dir := t.TempDir()
	write(t, dir, "go.mod", "module verify\n\ngo 1.26\n")
	write(t, dir, "proof.go", snippets(t, "go"))
	write(t, dir, "main.go", `package main

import (
	"encoding/json"
	"os"
)

func main() {
	var input struct {
		Trials []struct{ Token, Issuer, Audience, Nonce string }
		Keys   []Key
	}
	if err := json.NewDecoder(os.Stdin).Decode(&input); err != nil {
		panic(err)
	}
	said := []string{}
	for _, t := range input.Trials {
		text := ""
		if proof, err := VerifyProof(t.Token, input.Keys, t.Issuer, t.Audience, t.Nonce); err != nil {
			text = err.Error()
		} else if proof.Subject == "" || proof.PasskeyID == "" || proof.ACR == "" || proof.ID == "" {
			text = "members are missing"
		}
		said = append(said, text)
	}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		panic(err)
	}
}
`)
	command := exec.Command("go", "run", ".")
	command.Dir = dir
	runTrials(t, command, list, keys)
}

// node runs a module next to the snippets of the page.
func node(t *testing.T, program string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("this test runs JavaScript by node, which is missing; on Debian or Ubuntu: sudo apt-get install -y --no-install-recommends nodejs")
	}
	dir := t.TempDir()
	write(t, dir, "verify.mjs", snippets(t, "js"))
	write(t, dir, "main.mjs", program)
	return exec.Command(path, filepath.Join(dir, "main.mjs"))
}

func TestProofDocsInJavaScript(t *testing.T) {
	list, keys, _ := trials(t)
	runTrials(t, node(t, `
import { readFileSync } from 'node:fs';
import { verifyToken } from './verify.mjs';
const { trials, keys } = JSON.parse(readFileSync(0, 'utf8'));
const said = [];
for (const { token, ...rest } of trials) {
  said.push(await verifyToken(token, { keys, ...rest }).then((c) => (c.sub && c.passkey_id && c.acr ? '' : 'members are missing'), (e) => e.message));
}
console.log(JSON.stringify(said));
`), list, keys)
}

func TestReceiptDocsInJavaScript(t *testing.T) {
	_, _, confirmed := trials(t)
	claims := decode[object](t, []byte(decodePart(t, strings.Split(confirmed, ".")[1])))
	command := node(t, `
import { readFileSync } from 'node:fs';
import { signedByPasskey } from './verify.mjs';
const receipt = JSON.parse(readFileSync(0, 'utf8'));
const good = { rpId: 'example.com', origin: 'https://app.example.com' };
console.log(JSON.stringify([
  await signedByPasskey(receipt, good),
  await signedByPasskey({ ...receipt, payload: receipt.payload.replace('12.00', '92.00') }, good),
  await signedByPasskey(receipt, { ...good, rpId: 'example.org' }),
  await signedByPasskey(receipt, { ...good, origin: 'https://evil.example' }),
]));
`)
	command.Stdin = bytes.NewReader(encode(t, claims))
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != "[true,false,false,false]" {
		t.Errorf("got %s, want [true,false,false,false]", got)
	}
}
