package api_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// point returns a valid EC2 key, for tests to modify.
func point(t *testing.T, curve elliptic.Curve) (x, y []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	half := (len(raw) - 1) / 2
	return raw[1 : 1+half], raw[1+half:]
}

func unhex(text string) []byte {
	raw, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return raw
}

// modulus returns an odd number with that many bits, whose factors do not matter.
func modulus(bits int) []byte {
	raw := make([]byte, bits/8)
	_, _ = rand.Read(raw)
	raw[0] |= 0x80
	raw[len(raw)-1] |= 1
	return raw
}

// A key that cannot verify signatures, or for which signatures can be made without a private key, is not stored.
func TestBadKeysAreNotStored(t *testing.T) {
	t.Parallel()
	x, y := point(t, elliptic.P256())
	x384, y384 := point(t, elliptic.P384())
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	off := bytes.Clone(y)
	off[31] ^= 1
	good := []byte{1, 0, 1}
	even := modulus(2048)
	even[255] &^= 1

	bad := map[string]map[int]any{
		"P-256 point off the curve":     {1: 2, 3: -7, -1: 1, -2: x, -3: off},
		"P-256 point at zero":           {1: 2, 3: -7, -1: 1, -2: make([]byte, 32), -3: make([]byte, 32)},
		"P-256 coordinates not reduced": {1: 2, 3: -7, -1: 1, -2: bytes.Repeat([]byte{0xff}, 32), -3: y},
		"P-256 x cut short":             {1: 2, 3: -7, -1: 1, -2: x[1:], -3: y},
		"P-256 x with a leading zero":   {1: 2, 3: -7, -1: 1, -2: append([]byte{0}, x...), -3: y},
		"P-256 y as a sign bit":         {1: 2, 3: -7, -1: 1, -2: x, -3: true},
		"P-256 without y":               {1: 2, 3: -7, -1: 1, -2: x},
		"ES256 on P-384":                {1: 2, 3: -7, -1: 2, -2: x384, -3: y384},
		"ES384 on P-256":                {1: 2, 3: -35, -1: 1, -2: x, -3: y},
		"ES512 on P-256":                {1: 2, 3: -36, -1: 1, -2: x, -3: y},
		"ES256 saying P-384":            {1: 2, 3: -7, -1: 2, -2: x, -3: y},
		"EC2 without a curve":           {1: 2, 3: -7, -2: x, -3: y},
		"EC2 with algorithm EdDSA":      {1: 2, 3: -8, -1: 1, -2: x, -3: y},
		"EC2 with algorithm RS256":      {1: 2, 3: -257, -1: 1, -2: x, -3: y},
		"secp256k1":                     {1: 2, 3: -47, -1: 8, -2: x, -3: y},
		"Ed25519 neutral element":       {1: 1, 3: -8, -1: 6, -2: unhex("0100000000000000000000000000000000000000000000000000000000000000")},
		"Ed25519 of order 2":            {1: 1, 3: -8, -1: 6, -2: unhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")},
		"Ed25519 of order 4":            {1: 1, 3: -8, -1: 6, -2: make([]byte, 32)},
		"Ed25519 of order 8":            {1: 1, 3: -8, -1: 6, -2: unhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")},
		"Ed25519 not canonical, small":  {1: 1, 3: -8, -1: 6, -2: unhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")},
		"Ed25519 not canonical":         {1: 1, 3: -8, -1: 6, -2: unhex("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")},
		"Ed25519 off the curve":         {1: 1, 3: -8, -1: 6, -2: unhex("0200000000000000000000000000000000000000000000000000000000000000")},
		"Ed25519 of 31 bytes":           {1: 1, 3: -8, -1: 6, -2: []byte(public[:31])},
		"Ed25519 without a curve":       {1: 1, 3: -8, -2: []byte(public)},
		"X25519":                        {1: 1, 3: -8, -1: 4, -2: []byte(public)},
		"OKP with algorithm ES256":      {1: 1, 3: -7, -1: 6, -2: []byte(public)},
		"Ed25519 by its own algorithm":  {1: 1, 3: -19, -1: 6, -2: []byte(public)},
		"RSA 1024":                      {1: 3, 3: -257, -1: modulus(1024), -2: good},
		"RSA 2040":                      {1: 3, 3: -257, -1: modulus(2040), -2: good},
		"RSA 8192":                      {1: 3, 3: -257, -1: modulus(8192), -2: good},
		"RSA even modulus":              {1: 3, 3: -257, -1: even, -2: good},
		"RSA no modulus":                {1: 3, 3: -257, -1: []byte{}, -2: good},
		"RSA even exponent":             {1: 3, 3: -257, -1: modulus(2048), -2: []byte{1, 0, 0}},
		"RSA exponent 1":                {1: 3, 3: -257, -1: modulus(2048), -2: []byte{1}},
		"RSA exponent 0":                {1: 3, 3: -257, -1: modulus(2048), -2: []byte{0}},
		"RSA exponent of 33 bits":       {1: 3, 3: -257, -1: modulus(2048), -2: []byte{1, 0, 0, 0, 1}},
		"RSA exponent of 9 bytes":       {1: 3, 3: -257, -1: modulus(2048), -2: bytes.Repeat([]byte{1}, 9)},
		"RSA without an exponent":       {1: 3, 3: -257, -1: modulus(2048)},
		"RSA with algorithm PS256":      {1: 3, 3: -37, -1: modulus(2048), -2: good},
		"RSA with algorithm RS1":        {1: 3, 3: -65535, -1: modulus(2048), -2: good},
		"RSA with algorithm ES256":      {1: 3, 3: -7, -1: modulus(2048), -2: good},
		"ML-DSA of zeros":               {1: 7, 3: -48, -1: make([]byte, 1312)},
		"ML-DSA with a vector of zeros": {1: 7, 3: -49, -1: append(modulus(32*8), make([]byte, 1952-32)...)},
		"ML-DSA cut short":              {1: 7, 3: -48, -1: modulus(1311 * 8)},
		"ML-DSA-44 saying ML-DSA-65":    {1: 7, 3: -49, -1: modulus(1312 * 8)},
		"ML-DSA-87":                     {1: 7, 3: -50, -1: modulus(2592 * 8)},
		"ML-DSA with its seed":          {1: 7, 3: -48, -1: modulus(1312 * 8), -2: make([]byte, 32)},
		"ML-DSA with algorithm ES256":   {1: 7, 3: -7, -1: modulus(1312 * 8)},
		"ML-DSA without a key":          {1: 7, 3: -48},
		"symmetric":                     {1: 4, 3: 5, -1: make([]byte, 32)},
		"no key type":                   {3: -7, -1: 1, -2: x, -3: y},
		"no algorithm":                  {1: 2, -1: 1, -2: x, -3: y},
		"empty":                         {},
		"EC2 with its private key":      {1: 2, 3: -7, -1: 1, -2: x, -3: y, -4: make([]byte, 32)},
		"Ed25519 with its private key":  {1: 1, 3: -8, -1: 6, -2: []byte(public), -4: make([]byte, 32)},
		"RSA with its private exponent": {1: 3, 3: -257, -1: modulus(2048), -2: good, -3: make([]byte, 256)},
		"RSA with its primes":           {1: 3, 3: -257, -1: modulus(2048), -2: good, -4: make([]byte, 128), -5: make([]byte, 128)},
		"with a key ID":                 {1: 2, 2: []byte{1}, 3: -7, -1: 1, -2: x, -3: y},
		"with key_ops":                  {1: 2, 3: -7, 4: []int{2}, -1: 1, -2: x, -3: y},
		"with an unknown label":         {1: 2, 3: -7, -1: 1, -2: x, -3: y, 70000: "x"},
		"with a private label":          {1: 2, 3: -7, -1: 1, -2: x, -3: y, -70001: "x"},
	}
	h := newHarness(t, func(h *harness) { h.rules.MLDSA = true })
	ada := h.person("ada@example.com")
	for name, members := range bad {
		t.Run(name, func(t *testing.T) {
			cose, err := webauthntest.COSE(members)
			if err != nil {
				t.Fatal(err)
			}
			hostile := device(func(a *webauthntest.Authenticator) { a.Tamper.PublicKey = cose })
			ada.caller.t = t
			ada.register(hostile).wantReason("key_unusable")
		})
	}
	if h.count("passkeys") != 0 {
		t.Error("a bad key was stored")
	}
	// The same with valid keys, so that the key is the reason for the refusal.
	for name, members := range map[string]map[int]any{
		"ES256":    {1: 2, 3: -7, -1: 1, -2: x, -3: y},
		"ES384":    {1: 2, 3: -35, -1: 2, -2: x384, -3: y384},
		"EdDSA":    {1: 1, 3: -8, -1: 6, -2: []byte(public)},
		"RSA 2048": {1: 3, 3: -257, -1: modulus(2048), -2: good},
		"RSA 4096": {1: 3, 3: -257, -1: modulus(4096), -2: []byte{3}},
		"ML-DSA":   {1: 7, 3: -48, -1: modulus(1312 * 8)},
	} {
		cose, err := webauthntest.COSE(members)
		if err != nil {
			t.Fatal(err)
		}
		person := h.person(name + "@example.com")
		if got := person.register(device(func(a *webauthntest.Authenticator) { a.Tamper.PublicKey = cose })); got.status != 201 {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

// offersOf returns the algorithms of a registration, in their order.
func (h *harness) offersOf(email string) string {
	b := h.person(email).begin("registration", object{})
	options := decode[struct {
		PubKeyCredParams []struct{ Alg int }
	}](h.t, b.PublicKey)
	return fmt.Sprint(options.PubKeyCredParams)
}

// Every offered algorithm can be registered and used; the offer is this list, in this order.
func TestOfferedAlgorithms(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	if got := h.offersOf("order@example.com"); got != "[{-8} {-7} {-35} {-36} {-257}]" {
		t.Errorf("offers %s", got)
	}
	for _, algorithm := range []webauthntest.Algorithm{webauthntest.ES256, webauthntest.EdDSA, webauthntest.ES384, webauthntest.ES512, webauthntest.RS256} {
		h.worksWith(algorithm)
	}
	cose, err := webauthntest.COSE(map[int]any{1: 7, 3: -48, -1: modulus(1312 * 8)})
	if err != nil {
		t.Fatal(err)
	}
	hostile := device(func(a *webauthntest.Authenticator) { a.Tamper.PublicKey = cose })
	h.person("not-offered@example.com").register(hostile).wantReason("key_unusable")
}

// With webauthn.ml_dsa, ML-DSA comes first, also beside the curves that min_ec_bits leaves; without it, the passkeys that exist work.
func TestMLDSA(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.MLDSA = true })
	if got := h.offersOf("order@example.com"); got != "[{-48} {-49} {-8} {-7} {-35} {-36} {-257}]" {
		t.Errorf("offers %s", got)
	}
	for _, algorithm := range []webauthntest.Algorithm{webauthntest.MLDSA44, webauthntest.MLDSA65} {
		h.worksWith(algorithm)
	}
	phone := device(func(a *webauthntest.Authenticator) { a.Algorithm = webauthntest.MLDSA65 })
	person := h.person("off@example.com")
	person.register(phone).want(201)
	off := h.replica(func(h *harness) { h.rules.MLDSA = false })
	if got := off.offersOf("later@example.com"); got != "[{-8} {-7} {-35} {-36} {-257}]" {
		t.Errorf("offers %s", got)
	}
	off.signIn(person.id, person.email).login(phone).want(200)
}

// worksWith registers passkeys with an algorithm, and uses them.
func (h *harness) worksWith(algorithm webauthntest.Algorithm) {
	for _, format := range []string{"none", "packed"} {
		a := device(func(a *webauthntest.Authenticator) { a.Algorithm, a.Format, a.CounterStep = algorithm, format, 1 })
		person := h.person(fmt.Sprint(algorithm, format))
		person.register(a).want(201)
		person.login(a).want(200)
		person.stepUp(a).want(200)
		a.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
		person.login(a).wantReason("not_accepted")
		if format == "packed" { // a wrong self attestation, which was not asked for
			h.person("w" + person.email).register(a).want(201)
		}
	}
}
