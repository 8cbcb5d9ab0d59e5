package trial

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
)

// softPasskey is a passkey in memory: ES256, verifying its user, without attestation. It does what an authenticator and a browser
// do together, for the one login of a canary.
type softPasskey struct {
	origin     string
	rpID       string
	id, handle []byte
	key        *ecdsa.PrivateKey
}

// The flags of authenticator data (L3 §6.1): user present, user verified, attested credential data.
const (
	flagPresent, flagVerified, flagAttested = 1 << 0, 1 << 2, 1 << 6
)

// options are the members of creation and request options that it reads.
type options struct {
	Challenge string `json:"challenge"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
}

// create returns RegistrationResponseJSON (L3 §5.5).
func (p *softPasskey) create(publicKey json.RawMessage) (any, error) {
	var o options
	err := json.Unmarshal(publicKey, &o)
	if err != nil {
		return nil, err
	}
	if p.handle, err = base64.RawURLEncoding.DecodeString(o.User.ID); err != nil {
		return nil, err
	}
	if p.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, err
	}
	p.rpID, p.id = o.RP.ID, make([]byte, 32)
	rand.Read(p.id)
	cose, err := p.cose()
	if err != nil {
		return nil, err
	}
	data := slices.Concat(p.authenticatorData(flagAttested), make([]byte, 16), []byte{0, byte(len(p.id))}, p.id, cose)
	attestation := slices.Concat([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"), []byte{byte(len(data))}, data) // CBOR
	clientData, err := p.clientData("webauthn.create", o.Challenge)
	return p.credential(map[string]any{
		"clientDataJSON": base64url(clientData), "attestationObject": base64url(attestation), "transports": []string{"internal"},
	}), err
}

// get returns AuthenticationResponseJSON (L3 §5.5).
func (p *softPasskey) get(publicKey json.RawMessage) (any, error) {
	var o options
	if err := json.Unmarshal(publicKey, &o); err != nil {
		return nil, err
	}
	clientData, err := p.clientData("webauthn.get", o.Challenge)
	if err != nil {
		return nil, err
	}
	data, hash := p.authenticatorData(0), sha256.Sum256(clientData)
	digest := sha256.Sum256(append(data[:len(data):len(data)], hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, p.key, digest[:])
	return p.credential(map[string]any{
		"clientDataJSON": base64url(clientData), "authenticatorData": base64url(data), "signature": base64url(signature),
		"userHandle": base64url(p.handle),
	}), err
}

// cose returns the public key as a COSE_Key (RFC 9053 §7.1.1), in CBOR.
func (p *softPasskey) cose() ([]byte, error) {
	point, err := p.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte{0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}, point[1:33], []byte{0x22, 0x58, 32}, point[33:]), nil
}

func (p *softPasskey) authenticatorData(flags byte) []byte {
	hash := sha256.Sum256([]byte(p.rpID))
	return binary.BigEndian.AppendUint32(append(hash[:], flags|flagPresent|flagVerified), 0)
}

func (p *softPasskey) clientData(kind, challenge string) ([]byte, error) {
	return json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": p.origin, "crossOrigin": false})
}

func (p *softPasskey) credential(response map[string]any) any {
	return map[string]any{
		"id": base64url(p.id), "rawId": base64url(p.id), "type": "public-key", "authenticatorAttachment": "platform",
		"response": response, "clientExtensionResults": map[string]any{},
	}
}

func base64url(value []byte) string { return base64.RawURLEncoding.EncodeToString(value) }
