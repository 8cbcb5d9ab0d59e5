// Package strictjson reads JSON as it was sent: with names that are exact and occur once. It owns the decoder. What
// members there are, and what they mean, belongs to the callers: Decode serves those that define all members (bodies of
// requests), and Read those that must allow for members which they do not know (what browsers and authenticators send).
package strictjson

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/json/jsontext"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
)

// Object has the members of a JSON object by their exact names, without those that are null. Values are parts of the
// bytes that were read.
type Object map[string]json.RawMessage

// Read reads a JSON object strictly. encoding/json matches names in any case and takes the last of several, so a check
// elsewhere could see another value than the one that is used. Here each name occurs once, and a name that differs from
// a known one only in its case is refused, as are invalid UTF-8 and data after the object. Other members are allowed.
func Read(raw []byte, known ...string) (Object, error) {
	decoder := jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true)) // found refuses them with less memory
	if start, err := decoder.ReadToken(); err != nil || start.Kind() != jsontext.BeginObject.Kind() {
		return nil, errors.New("not a JSON object")
	}
	found := Object{}
	for decoder.PeekKind() != jsontext.EndObject.Kind() {
		name, value, err := readMember(decoder, raw, known)
		if err != nil {
			return nil, err
		}
		if _, twice := found[name]; twice {
			return nil, errors.New("a member occurs twice")
		}
		if err := checkCase(name, known); err != nil {
			return nil, err
		}
		found[name] = value
	}
	if _, err := decoder.ReadToken(); err != nil { // the closing brace
		return nil, errNotJSON
	}
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("data after the JSON object")
	}
	maps.DeleteFunc(found, func(_ string, value json.RawMessage) bool { return value == nil })
	return found, nil
}

// errNotJSON replaces the decoder's errors, which quote what was sent.
var errNotJSON = errors.New("not JSON, or not UTF-8")

// readMember returns the next name and its value, nil for null.
func readMember(decoder *jsontext.Decoder, raw []byte, known []string) (name string, value json.RawMessage, err error) {
	read, err := decoder.ReadValue()
	if err != nil {
		return "", nil, errNotJSON
	}
	if name, err = nameOf(read, known); err != nil {
		return "", nil, errNotJSON
	}
	if read, err = decoder.ReadValue(); err != nil {
		return "", nil, errNotJSON
	}
	if read.Kind() == jsontext.Null.Kind() {
		return name, nil, nil
	}
	end := decoder.InputOffset()
	return name, raw[end-int64(len(read)) : end : end], nil // the decoder uses the memory of read again
}

// nameOf returns the text of a JSON string, without a copy if it is a known one.
func nameOf(quoted jsontext.Value, known []string) (string, error) {
	text, err := unquote(quoted)
	for _, exact := range known {
		if string(text) == exact {
			return exact, err
		}
	}
	return string(text), err
}

func checkCase(name string, known []string) error {
	for _, exact := range known {
		if name != exact && strings.EqualFold(name, exact) {
			return fmt.Errorf("%s is spelled in another case", exact)
		}
	}
	return nil
}

// base64url is base64url without padding (WebAuthn L3 §3). Strict, so that each value has one spelling.
var base64url = base64.RawURLEncoding.Strict()

// Bytes returns a required member in base64url.
func (o Object) Bytes(name string) ([]byte, error) {
	if o[name] == nil {
		return nil, fmt.Errorf("%s is missing", name)
	}
	encoded, err := o.text(name)
	if err != nil {
		return nil, err
	}
	value := make([]byte, base64url.DecodedLen(len(encoded)))
	n, err := base64url.Decode(value, encoded)
	if err != nil || bytes.ContainsAny(encoded, "\r\n") { // which the decoder would ignore
		return nil, fmt.Errorf("%s is not base64url without padding", name)
	}
	return value[:n], nil
}

// String returns a string, "" if the member is absent.
func (o Object) String(name string) (string, error) {
	if o[name] == nil {
		return "", nil
	}
	value, err := o.text(name)
	return string(value), err
}

// text returns the text of a string.
func (o Object) text(name string) ([]byte, error) {
	raw := o[name]
	if raw[0] != '"' {
		return nil, fmt.Errorf("%s is not a string", name)
	}
	value, err := unquote(raw)
	if err != nil {
		return nil, fmt.Errorf("%s is not a string", name)
	}
	return value, nil
}

// unquote returns the text of a JSON string, without a copy if nothing in it is escaped.
func unquote[T ~[]byte](quoted T) ([]byte, error) {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1], nil
	}
	return jsontext.AppendUnquote(nil, quoted)
}

// Bool returns a boolean, false if the member is absent.
func (o Object) Bool(name string) (bool, error) {
	switch string(o[name]) {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	}
	return false, fmt.Errorf("%s is not a boolean", name)
}

// Strings returns the strings of an array. Elements of other types are ignored, and so is a value that is no array.
func (o Object) Strings(name string) (values []string) {
	var elements []json.RawMessage
	if json.Unmarshal(o[name], &elements) != nil {
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
