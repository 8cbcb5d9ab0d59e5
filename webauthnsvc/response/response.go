// Package response reads what a browser returns of a ceremony (RegistrationResponseJSON and AuthenticationResponseJSON, WebAuthn L3
// §5.1). It owns which members count and of which types they are; whether they are right is webauthnsvc's to decide. Only the
// members that are used reach go-webauthn, whose typed parse would refuse a whole response for an odd type in any other: password
// managers send extension outputs that were not requested, and members of their own.
package response

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/attestation"
	"latchkey/strictjson"
	"latchkey/webauthnsvc/appid"
)

// Assertion reads the response to a login, a step-up or a confirmation.
func Assertion(credential []byte) (*protocol.ParsedCredentialAssertionData, error) {
	public, response, err := readCredential(credential, "clientDataJSON", "authenticatorData", "signature", "userHandle")
	if err != nil {
		return nil, err
	}
	clientDataJSON, clientData, err := readClientData(response)
	if err != nil {
		return nil, err
	}
	read := protocol.CredentialAssertionResponse{PublicKeyCredential: public.credential}
	read.ClientExtensionResults.AppID = appid.Output(public.extensions)
	if read.AssertionResponse.AuthenticatorData, err = response.Bytes("authenticatorData"); err != nil {
		return nil, err
	}
	if read.AssertionResponse.Signature, err = response.Bytes("signature"); err != nil {
		return nil, err
	}
	if _, sent := response["userHandle"]; sent { // null and absent are the same, and an empty one is none
		if read.AssertionResponse.UserHandle, err = response.Bytes("userHandle"); err != nil {
			return nil, err
		}
	}
	read.AssertionResponse.ClientDataJSON = withoutClientData
	parsed, err := read.Parse()
	if err != nil {
		return nil, err
	}
	if len(parsed.RawID) > 1023 || len(parsed.Response.UserHandle) > 64 {
		return nil, errors.New("credential ID or user handle too long")
	}
	parsed.Raw.AssertionResponse.ClientDataJSON, parsed.Response.CollectedClientData = clientDataJSON, clientData
	return parsed, nil
}

// Registration reads the response to a registration. go-webauthn gets the attestation object without its statement: one that
// was not requested must not make a registration fail, whatever it is. The whole object is returned beside it.
func Registration(credential []byte) (*protocol.ParsedCredentialCreationData, *attestation.Object, error) {
	public, response, err := readCredential(credential, "clientDataJSON", "attestationObject", "transports")
	if err != nil {
		return nil, nil, err
	}
	clientDataJSON, clientData, err := readClientData(response)
	if err != nil {
		return nil, nil, err
	}
	read := protocol.CredentialCreationResponse{PublicKeyCredential: public.credential}
	read.ClientExtensionResults = credProps(public.extensions)
	read.AttestationResponse.Transports = response.Strings("transports")
	object, err := readObject(response)
	if err != nil {
		return nil, nil, err
	}
	if read.AttestationResponse.AttestationObject, err = object.Bare(); err != nil {
		return nil, nil, err
	}
	read.AttestationResponse.ClientDataJSON = withoutClientData
	parsed, err := read.Parse()
	if err != nil {
		return nil, nil, err
	}
	parsed.Raw.AttestationResponse.ClientDataJSON, parsed.Response.CollectedClientData = clientDataJSON, clientData
	return parsed, object, nil
}

func readObject(response strictjson.Object) (*attestation.Object, error) {
	raw, err := response.Bytes("attestationObject")
	if err != nil {
		return nil, err
	}
	return attestation.Read(raw)
}

// publicKeyCredential is what both responses have in common.
type publicKeyCredential struct {
	credential protocol.PublicKeyCredential
	extensions json.RawMessage
}

// readCredential reads the members around the response, and the members of the response by their names. known are
// those that the caller reads.
func readCredential(raw []byte, known ...string) (publicKeyCredential, strictjson.Object, error) {
	var public publicKeyCredential
	outer, err := strictjson.Read(raw, "id", "rawId", "type", "response", "authenticatorAttachment", "clientExtensionResults")
	if err != nil {
		return public, nil, err
	}
	if public.credential.RawID, err = outer.Bytes("rawId"); err != nil {
		return public, nil, err
	}
	if _, err = outer.Bytes("id"); err != nil {
		return public, nil, err
	}
	public.credential.ID, _ = outer.String("id") // go-webauthn compares it with rawId
	if public.credential.Type, err = outer.String("type"); err != nil {
		return public, nil, err
	}
	public.credential.AuthenticatorAttachment, _ = outer.String("authenticatorAttachment") // only recorded
	public.extensions = outer["clientExtensionResults"]
	response, err := strictjson.Read(outer["response"], known...)
	if err != nil {
		return public, nil, fmt.Errorf("response: %w", err)
	}
	return public, response, nil
}

// credProps returns the extension output that Latchkey requests at registrations (L3 §10.1.3), if it has the right type.
func credProps(extensions json.RawMessage) (outputs protocol.AuthenticationExtensionsClientOutputs) {
	all, _ := strictjson.Read(extensions)
	properties, _ := strictjson.Read(all["credProps"])
	var discoverable *bool
	if err := json.Unmarshal(properties["rk"], &discoverable); err == nil {
		outputs.CredProps = &protocol.CredentialPropertiesOutput{RK: discoverable}
	}
	return outputs
}
