package setting

import (
	"encoding/json"
	"reflect"
	"strconv"

	"latchkey/duration"
)

// Schema returns the JSON Schema (draft 2020-12) of the settings. It expresses the tags, and no checks across settings.
func (fields Fields) Schema(id, title string) ([]byte, error) {
	root := groupSchema(fields)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = id
	root["title"] = title
	out, err := json.MarshalIndent(root, "", "  ")
	return append(out, '\n'), err
}

func groupSchema(fields Fields) map[string]any {
	properties := make(map[string]any, len(fields))
	for _, f := range fields {
		property := f.schema()
		property["description"] = f.Comment
		properties[f.Key] = property
	}
	return map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
}

func (f Field) schema() map[string]any {
	switch {
	case f.isGroup():
		group := groupSchema(f.Fields)
		if f.Absent != "" {
			group["minProperties"] = 1
			return group
		}
		group["type"] = []string{"object", "null"} // a group whose settings are all commented out
		return group
	case f.isGroupList():
		element := groupSchema(f.Fields)
		element["required"] = requiredKeys(f.Fields)
		list := map[string]any{"type": "array", "items": element}
		if !f.Optional {
			list["minItems"], list["default"] = 1, plain(f.Default)
		}
		return list
	case f.isMap():
		value := map[string]any{"type": []string{"string", "number", "boolean"}}
		names := map[string]any{"type": "object", "additionalProperties": map[string]any{
			"anyOf": []any{value, map[string]any{"type": "array", "minItems": 1, "items": value}},
		}}
		if f.Absent != "" {
			names["minProperties"] = 1
		}
		return names
	case f.isList():
		list := map[string]any{"type": "array", "items": map[string]any{"type": "string", "minLength": max(1, f.MinBytes)}}
		if !f.Optional || f.Absent != "" {
			list["minItems"] = 1
		}
		if f.Single {
			list["type"], list["minLength"] = []string{"array", "string"}, 1
		}
		if f.Single && f.Default.Len() > 0 {
			list["default"] = f.plainDefault()
		}
		return list
	}
	scalar := f.scalarSchema()
	if !f.isInList() && !f.Default.IsZero() {
		scalar["default"] = plain(f.Default)
	}
	return scalar
}

func (f Field) scalarSchema() map[string]any {
	switch {
	case f.Default.Type() == durationType:
		return map[string]any{
			"type":     []string{"string", "integer"},
			"pattern":  duration.Pattern,
			"maximum":  0, // a bare 0 needs no unit
			"minimum":  0,
			"examples": []string{"15m", "30d"},
		}
	case f.Default.Kind() == reflect.Bool:
		return map[string]any{"type": "boolean"}
	case f.Default.CanInt():
		number := map[string]any{"type": "integer"}
		for keyword, bound := range map[string]string{"minimum": f.Min, "maximum": f.Max} {
			if n, err := strconv.Atoi(bound); err == nil {
				number[keyword] = n
			}
		}
		return number
	case len(f.Enum) > 0:
		return map[string]any{"type": "string", "enum": f.Enum}
	case f.Optional:
		return map[string]any{"type": "string"}
	default:
		return map[string]any{"type": "string", "minLength": 1}
	}
}

func requiredKeys(fields Fields) []string {
	var out []string
	for _, f := range fields {
		if !f.Optional {
			out = append(out, f.Key)
		}
	}
	return out
}
