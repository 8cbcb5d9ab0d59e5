package setting

import (
	"regexp"
	"strconv"
	"strings"
)

var plainName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,60}$`)

// join appends a name to a path. Names that no setting can have are quoted and shortened, so that a fault stays on one
// line.
func join(path, key string) string {
	if !plainName.MatchString(key) {
		key = strconv.Quote(key[:min(len(key), 40)])
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

// parent removes the last name or index of a path.
func parent(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

// isWithin reports whether path is whole or a part of it.
func isWithin(path, whole string) bool {
	rest, ok := strings.CutPrefix(path, whole)
	return ok && whole != "" && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
