package api_test

import (
	"path/filepath"
	"testing"
)

// The middleware for servers decides about the tokens of the trials as docs/verify-proof.md says.
func TestProofsInExpress(t *testing.T) {
	list, keys, _ := trials(t)
	list = list[:len(list)-2] // those for receipts
	for i := range list {
		if want := list[i].want; want != "" && (want != "not a" || list[i].Name == "alg none") {
			list[i].want = "invalid"
		}
	}
	server, err := filepath.Abs("../web/server/proof.js")
	if err != nil {
		t.Fatal(err)
	}
	command := node(t, `
import { readFileSync } from 'node:fs';
import { proofIn, verifier } from '`+server+`';
const { trials, keys } = JSON.parse(readFileSync(0, 'utf8'));
const at = [];
globalThis.fetch = async (address) => { at.push(address); return Response.json({ keys: [{ kty: 'RSA', kid: 'x' }, ...keys] }); };
const said = [];
for (const { token, issuer, audience, nonce } of trials) {
  const verify = verifier({ issuer: issuer + '/', audience, useNonce: async (one) => one === nonce }, 1000);
  const authorization = 'Bearer ' + token;
  const proof = proofIn({ authorization });
  const got = proof ? await verify(proof, { level: 'aal2', maxAge: 60 }) : 'not a proof';
  said.push(typeof got === 'string' ? got : got.sub && got.acr ? '' : 'members are missing');
}
if (at.some((address) => !/^http.*[^/]\/\.well-known\/jwks\.json$/.test(address))) throw new Error(at.join(' '));
console.log(JSON.stringify(said));
`)
	runTrials(t, command, list, keys)
}
