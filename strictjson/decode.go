package strictjson

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"errors"
	"strings"

	"latchkey/fault"
)

// Value is a part of a JSON text, unchanged.
type Value = jsontext.Value

// Decode decodes a JSON object strictly: no unknown or duplicate members, no invalid UTF-8, names in their exact case,
// nothing after the object. A Value in it may have unknown members. Errors: *fault.FieldError.
func Decode(body []byte, into any) error {
	err := json.Unmarshal(body, into, json.RejectUnknownMembers(true))
	var semantic *json.SemanticError
	switch {
	case err == nil && Value(body).Kind() != '{': // null would pass for an empty object
		return &fault.FieldError{Field: "body", Problem: "is not a JSON object"}
	case err == nil:
		return nil
	case errors.As(err, &semantic):
		return &fault.FieldError{Field: fieldName(semantic.JSONPointer), Problem: "is unknown, or of the wrong type"}
	default:
		return &fault.FieldError{Field: "body", Problem: "is not JSON, repeats a member or is not UTF-8"}
	}
}

// Unmarshal decodes a JSON text as Decode does, except that it ignores unknown members, at any depth.
func Unmarshal(text []byte, into any) error { return json.Unmarshal(text, into) }

// fieldName returns the name of the invalid member, no longer than our own names can be: requests are not echoed.
func fieldName(pointer jsontext.Pointer) string {
	name := strings.TrimPrefix(string(pointer), "/")
	if name == "" || len(name) > 32 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/0123456789") != "" {
		return "body"
	}
	return name
}
