package webauthntest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
)

// The flags of authenticator data (L3 §6.1).
const (
	flagUP = 1 << 0
	flagUV = 1 << 2
	flagBE = 1 << 3
	flagBS = 1 << 4
	flagAT = 1 << 6
)

// attest responds to a registration.
func (a *Authenticator) attest(p *Passkey, options creationOptions) ([]byte, error) {
	clientData, err := a.clientData("webauthn.create", options.Challenge)
	if err != nil {
		return nil, err
	}
	p.Counter += a.CounterStep
	authData := a.authenticatorData(p, flagAT)
	authData = append(authData, a.AAGUID[:]...)
	authData = binary.BigEndian.AppendUint16(authData, uint16(len(p.ID)))
	authData = append(authData, p.ID...)
	if a.Tamper.PublicKey != nil {
		authData = append(authData, a.Tamper.PublicKey...)
	} else {
		authData = append(authData, p.key.cose...)
	}
	authData = apply(a.Tamper.AuthenticatorData, authData)
	format, statement, err := a.statement(p, authData, clientData)
	if err != nil {
		return nil, err
	}
	object, err := marshal(map[string]any{"fmt": format, "attStmt": statement, "authData": authData})
	if err != nil {
		return nil, err
	}
	extensions := map[string]any{}
	if options.Extensions.CredProps {
		extensions["credProps"] = map[string]any{"rk": a.Discoverable}
	}
	return a.credential(p, map[string]any{
		"clientDataJSON":     encode(clientData),
		"authenticatorData":  encode(authData),
		"attestationObject":  encode(apply(a.Tamper.AttestationObject, object)),
		"transports":         a.Transports,
		"publicKey":          encode(p.key.spki),
		"publicKeyAlgorithm": p.key.algorithm,
	}, extensions)
}

// statement is that of Attest, or empty for "none", else a self attestation (L3 §8.2).
func (a *Authenticator) statement(p *Passkey, authData, clientData []byte) (format string, statement any, err error) {
	if a.Attest != nil {
		hash := sha256.Sum256(clientData)
		return a.Attest(NewPasskey{authData, hash[:], p.ID, a.AAGUID, p.key.signer})
	}
	if a.Format == "none" {
		return a.Format, map[string]any{}, nil
	}
	signature, err := a.signature(p, authData, clientData)
	return a.Format, map[string]any{"alg": int(p.key.algorithm), "sig": signature}, err
}

// assert responds to a login.
func (a *Authenticator) assert(p *Passkey, options requestOptions) ([]byte, error) {
	clientData, err := a.clientData("webauthn.get", options.Challenge)
	if err != nil {
		return nil, err
	}
	p.Counter += a.CounterStep
	authData := apply(a.Tamper.AuthenticatorData, a.authenticatorData(p, 0))
	signature, err := a.signature(p, authData, clientData)
	if err != nil {
		return nil, err
	}
	response := map[string]any{
		"clientDataJSON":    encode(clientData),
		"authenticatorData": encode(authData),
		"signature":         encode(signature),
	}
	if a.Discoverable {
		response["userHandle"] = encode(p.UserHandle)
	}
	answered := *p
	answered.ID = a.Tamper.credentialID(p.ID)
	extensions := map[string]any{}
	if options.Extensions.AppID != "" {
		extensions["appid"] = p.RPID == options.Extensions.AppID
	}
	return a.credential(&answered, response, extensions)
}

func (a *Authenticator) clientData(kind, challenge string) ([]byte, error) {
	members := map[string]any{"type": kind, "challenge": challenge, "origin": a.Origin, "crossOrigin": false}
	if a.Tamper.ClientData != nil {
		a.Tamper.ClientData(members)
	}
	written, err := json.Marshal(members)
	return apply(a.Tamper.RawClientData, written), err
}

func (a *Authenticator) authenticatorData(p *Passkey, flags byte) []byte {
	for flag, set := range map[byte]bool{flagUP: a.UserPresent, flagUV: a.UserVerified, flagBE: a.BackupEligible, flagBS: a.BackedUp} {
		if set {
			flags |= flag
		}
	}
	rpID := p.RPID
	if a.Tamper.RPID != "" {
		rpID = a.Tamper.RPID
	}
	hash := sha256.Sum256([]byte(rpID))
	return binary.BigEndian.AppendUint32(append(hash[:], flags), p.Counter)
}

func (a *Authenticator) signature(p *Passkey, authData, clientData []byte) ([]byte, error) {
	hash := sha256.Sum256(clientData)
	signature, err := p.key.sign(slices.Concat(authData, hash[:]))
	return apply(a.Tamper.Signature, signature), err
}

func (a *Authenticator) credential(p *Passkey, response, extensions map[string]any) ([]byte, error) {
	members := map[string]any{
		"id":                      encode(p.ID),
		"rawId":                   encode(p.ID),
		"type":                    "public-key",
		"authenticatorAttachment": nil,
		"response":                response,
		"clientExtensionResults":  extensions,
	}
	if a.Attachment != "" {
		members["authenticatorAttachment"] = a.Attachment
	}
	if a.Tamper.Credential != nil {
		a.Tamper.Credential(members)
	}
	return json.Marshal(members)
}

func encode(value []byte) string { return base64.RawURLEncoding.EncodeToString(value) }

type descriptor struct {
	ID string `json:"id"`
}

type creationOptions struct {
	Challenge string `json:"challenge"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
	Algorithms []struct {
		Algorithm Algorithm `json:"alg"`
	} `json:"pubKeyCredParams"`
	Exclude    []descriptor `json:"excludeCredentials"`
	Extensions struct {
		CredProps bool `json:"credProps"`
	} `json:"extensions"`
}

type requestOptions struct {
	Challenge string       `json:"challenge"`
	RPID      string       `json:"rpId"`
	Allow     []descriptor `json:"allowCredentials"`
	// Extensions has the FIDO AppID, for keys of the U2F API (L3 §10.1.1).
	Extensions struct {
		AppID string `json:"appid"`
	} `json:"extensions"`
}
