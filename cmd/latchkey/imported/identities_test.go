package imported

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestReadIdentities(t *testing.T) {
	id := uuid.MustParse("7cbe1b1b-7e5f-4e5e-8d5a-8ab1d6a7b9a0")
	for content, want := range map[string]string{
		"":                                       "",
		"\"a,\"\"b\"," + id.String():             "",
		"a\n":                                    "wrong number of fields",
		"a," + id.String() + ",x":                "wrong number of fields",
		"user_id,identity":                       "line 1",
		"a," + uuid.Nil.String():                 "line 1",
		"," + id.String():                        "line 1",
		strings.Repeat("a,"+id.String()+"\n", 2): "line 2",
	} {
		path := filepath.Join(t.TempDir(), "users.csv")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := readIdentities(path)
		switch {
		case (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want):
			t.Errorf("%q: %v, want %q", content, err, want)
		case content != "" && want == "" && !maps.Equal(got, map[string]uuid.UUID{`a,"b`: id}):
			t.Errorf("%q: %v", content, got)
		}
	}
}
