package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
)

// textField is one place of the contract where a client may write text.
type textField struct {
	method, path string // the path as the contract writes it
	in           string // body or query
	name         []string
	operation    *v3.Operation
}

// key names a field as tests do: "POST /v1/login/begin identifier".
func (f textField) key() string {
	return f.method + " " + f.path + " " + strings.Join(f.name, ".")
}

// textFields are all that the served contract has, below the tags that are not left out.
func textFields(t *testing.T, c caller, except ...string) []textField {
	t.Helper()
	got := c.do(t, http.MethodGet, "/openapi.yaml", nil)
	got.want(t, http.StatusOK, nil)
	document, err := libopenapi.NewDocument(got.body)
	must(t, err)
	model, err := document.BuildV3Model()
	must(t, err)
	var fields []textField
	for path, item := range model.Model.Paths.PathItems.FromOldest() {
		for method, operation := range item.GetOperations().FromOldest() {
			if slices.ContainsFunc(operation.Tags, func(tag string) bool { return slices.Contains(except, tag) }) {
				continue
			}
			at := textField{method: strings.ToUpper(method), path: path, operation: operation}
			for _, parameter := range slices.Concat(item.Parameters, operation.Parameters) {
				if parameter.In == "query" && isText(parameter.Schema.Schema()) {
					at.in, at.name = "query", []string{parameter.Name}
					fields = append(fields, at)
				}
			}
			if schema := bodyOf(operation); schema != nil {
				at.in = "body"
				fields = append(fields, fieldsOf(t, at, nil, schema)...)
			}
		}
	}
	return fields
}

func bodyOf(operation *v3.Operation) *base.Schema {
	if operation.RequestBody == nil {
		return nil
	}
	content, ok := operation.RequestBody.Content.Get("application/json")
	if !ok {
		return nil
	}
	return content.Schema.Schema()
}

func isText(schema *base.Schema) bool {
	return slices.Contains(schema.Type, "string") && len(schema.Enum) == 0 && schema.Const == nil
}

// fieldsOf walks a schema. A member of an array has the array's name.
func fieldsOf(t *testing.T, at textField, name []string, schema *base.Schema) []textField {
	t.Helper()
	if len(schema.AllOf)+len(schema.AnyOf)+len(schema.OneOf) > 0 {
		t.Fatalf("%s %s: combined schemas are not walked yet", at.method, at.path)
	}
	switch {
	case isText(schema):
		at.name = slices.Clone(name)
		return []textField{at}
	case slices.Contains(schema.Type, "array"):
		return fieldsOf(t, at, name, schema.Items.A.Schema())
	}
	var fields []textField
	if schema.Properties != nil {
		for member, proxy := range schema.Properties.FromOldest() {
			fields = append(fields, fieldsOf(t, at, append(slices.Clone(name), member), proxy.Schema())...)
		}
	}
	return fields
}

// bodyWith is a request's body with all that is required, and with text in that field.
func (f textField) bodyWith(text string) any { return sample(bodyOf(f.operation), f.name, text) }

// sample is a value of that schema; along path it leads to text.
func sample(schema *base.Schema, path []string, text string) any {
	switch {
	case schema.Const != nil:
		return schema.Const.Value
	case len(schema.Enum) > 0:
		return schema.Enum[0].Value
	case slices.Contains(schema.Type, "array"):
		return []any{sample(schema.Items.A.Schema(), path, text)}
	case slices.Contains(schema.Type, "string"):
		if path != nil {
			return text
		}
		return "xxxxxxxxxxxx"
	case slices.Contains(schema.Type, "object"):
		value := map[string]any{}
		for member, proxy := range schema.Properties.FromOldest() {
			switch {
			case len(path) > 0 && path[0] == member:
				value[member] = sample(proxy.Schema(), path[1:], text)
			case slices.Contains(schema.Required, member):
				value[member] = sample(proxy.Schema(), nil, text)
			}
		}
		return value
	}
	return nil
}
