package row

// Key returns the field of a sealed key.
func Key(sealed *[]byte) []any { return []any{sealed} }
