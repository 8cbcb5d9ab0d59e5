package latchkey_test

import (
	"strings"
	"testing"
)

// TestImportsAreGrouped wants the standard library first, then outside packages, then packages of this module.
func TestImportsAreGrouped(t *testing.T) {
	for _, imports := range importsByFolder(t) {
		for i, after := range imports {
			if i == 0 || imports[i-1].file != after.file {
				continue
			}
			if before := imports[i-1]; importGroup(before.path) > importGroup(after.path) {
				t.Errorf("%s:%d: %s is below %s, which belongs to a later group", after.file, after.line, after.path, before.path)
			}
		}
	}
}

// importGroup returns the position of an import's group in its file.
func importGroup(path string) int {
	root, _, _ := strings.Cut(path, "/")
	switch {
	case root == module:
		return 2
	case strings.Contains(root, "."):
		return 1
	}
	return 0
}
