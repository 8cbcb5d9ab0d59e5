package api_test

import (
	"fmt"

	"github.com/pb33f/libopenapi-validator/cache"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/helpers"
	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/utils"
)

// conditionCache keeps what the strict checker compiles of a schema's conditions (if, oneOf, anyOf). The checker looks
// them up under the hash of their schema, but stores none: it would compile them again for each response, which took a
// third of the time of this package.
type conditionCache struct {
	cache.SchemaCache
	conditions map[uint64]*base.Schema
	options    *config.ValidationOptions
	version    float32
}

// newConditionCache finds the conditions of all responses.
func newConditionCache(model *v3.Document) *conditionCache {
	c := &conditionCache{SchemaCache: cache.NewDefaultCache(), conditions: map[uint64]*base.Schema{}, version: helpers.VersionToFloat(model.Version)}
	seen := map[uint64]bool{}
	for _, item := range model.Paths.PathItems.FromOldest() {
		for _, operation := range item.GetOperations().FromOldest() {
			for _, response := range operation.Responses.Codes.FromOldest() {
				for _, media := range response.Content.FromOldest() {
					c.collect(media.Schema, seen)
				}
			}
		}
	}
	return c
}

func (c *conditionCache) collect(proxy *base.SchemaProxy, seen map[uint64]bool) {
	if proxy == nil || proxy.Schema() == nil {
		return
	}
	schema := proxy.Schema()
	hash := schema.GoLow().Hash()
	if seen[hash] {
		return
	}
	seen[hash] = true
	for _, list := range [][]*base.SchemaProxy{schema.OneOf, schema.AnyOf, {schema.If}} {
		for _, condition := range list {
			if condition != nil && condition.Schema() != nil {
				c.conditions[condition.Schema().GoLow().Hash()] = condition.Schema()
			}
		}
	}
	for _, list := range [][]*base.SchemaProxy{schema.AllOf, schema.OneOf, schema.AnyOf, {schema.If, schema.Then, schema.Else}} {
		for _, part := range list {
			c.collect(part, seen)
		}
	}
	if schema.Items != nil && schema.Items.IsA() {
		c.collect(schema.Items.A, seen)
	}
	for _, member := range schema.Properties.FromOldest() {
		c.collect(member, seen)
	}
}

// Load implements cache.SchemaCache. A condition that does not compile is left to the checker, which then reports it.
func (c *conditionCache) Load(key uint64) (*cache.SchemaCacheEntry, bool) {
	if entry, found := c.SchemaCache.Load(key); found {
		return entry, true
	}
	schema, known := c.conditions[key]
	if !known {
		return nil, false
	}
	entry, err := c.compile(key, schema)
	if err != nil {
		return nil, false
	}
	c.Store(key, entry)
	return entry, true
}

// compile does the same as the checker's strict.Validator.compileSchema.
func (c *conditionCache) compile(key uint64, schema *base.Schema) (*cache.SchemaCacheEntry, error) {
	rendered, err := schema.RenderInlineWithContext(base.NewInlineRenderContextForValidation())
	if err != nil {
		return nil, err
	}
	text, err := utils.ConvertYAMLtoJSON(rendered)
	if err != nil {
		return nil, err
	}
	compiled, err := helpers.NewCompiledSchemaWithVersion(fmt.Sprintf("condition-%x", key), text, c.options, c.version)
	return &cache.SchemaCacheEntry{Schema: schema, CompiledSchema: compiled}, err
}
