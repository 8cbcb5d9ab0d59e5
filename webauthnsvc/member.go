package webauthnsvc

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// members are the members of a JSON object by their exact names, without those that are null.
type members map[string]json.RawMessage

// readMembers reads a JSON object strictly. encoding/json matches names in any case and takes the last of several, so
// a check elsewhere could see another value than the one that is used. Here each name occurs once, and a name that
// differs from a known one only in its case is refused. Other members are allowed.
func readMembers(raw []byte, known ...string) (members, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, errors.New("not a JSON object")
	}
	found := members{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string) // the decoder accepts nothing else here
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		if err := found.checkName(name, known); err != nil {
			return nil, err
		}
		found[name] = value
	}
	if _, err := decoder.Token(); err != nil { // the closing brace
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("data after the JSON object")
	}
	for name, value := range found {
		if string(value) == "null" {
			delete(found, name)
		}
	}
	return found, nil
}

func (m members) checkName(name string, known []string) error {
	if _, twice := m[name]; twice {
		return errors.New("a member occurs twice")
	}
	for _, exact := range known {
		if name != exact && strings.EqualFold(name, exact) {
			return fmt.Errorf("%s is spelled in another case", exact)
		}
	}
	return nil
}

// bytesOf returns a required member: base64url without padding (WebAuthn L3 §3), so that each value has one spelling.
func bytesOf(from members, name string) ([]byte, error) {
	encoded, err := stringOf(from, name)
	if err != nil {
		return nil, err
	}
	if from[name] == nil {
		return nil, fmt.Errorf("%s is missing", name)
	}
	value, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil || strings.ContainsAny(encoded, "\r\n") { // which the decoder would ignore
		return nil, fmt.Errorf("%s is not base64url without padding", name)
	}
	return value, nil
}

// stringOf returns a string, "" if the member is absent.
func stringOf(from members, name string) (value string, err error) {
	if from[name] == nil {
		return "", nil
	}
	if err := json.Unmarshal(from[name], &value); err != nil {
		return "", fmt.Errorf("%s is not a string", name)
	}
	return value, nil
}

// boolOf returns a boolean, false if the member is absent.
func boolOf(from members, name string) (value bool, err error) {
	if from[name] == nil {
		return false, nil
	}
	if err := json.Unmarshal(from[name], &value); err != nil {
		return false, fmt.Errorf("%s is not a boolean", name)
	}
	return value, nil
}

// stringsOf returns the strings of an array. Elements of other types are ignored, and so is a value that is no array.
func stringsOf(raw json.RawMessage) (values []string) {
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) != nil {
		return nil
	}
	for _, element := range elements {
		var value *string
		if json.Unmarshal(element, &value) == nil && value != nil {
			values = append(values, *value)
		}
	}
	return values
}
