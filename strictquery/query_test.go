package strictquery

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"latchkey/fault"
)

func TestQuery(t *testing.T) {
	tests := []struct{ raw, field string }{
		{"", ""},
		{"id=6f9619ff-8b86-4d01-b42d-00cf4fc964ff&yes=true&at=2026-05-03T10:00:00Z&text=a&size=7&ids=6f9619ff-8b86-4d01-b42d-00cf4fc964ff,6f9619ff-8b86-4d01-b42d-00cf4fc964fe", ""},
		{"ids=", "ids"},
		{"ids=6f9619ff-8b86-4d01-b42d-00cf4fc964ff,", "ids"},
		{"ids=6f9619ff-8b86-4d01-b42d-00cf4fc964ff,6f9619ff-8b86-4d01-b42d-00cf4fc964ff,6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "ids"},
		{"id=6F9619FF8B864D01B42D00CF4FC964FF", "id"},
		{"yes=1", "yes"},
		{"at=today", "at"},
		{"text=", "text"},
		{"text=%00", "text"},
		{"size=0", "size"},
		{"size=8", "size"},
		{"text=a&text=b", "text"},
		{"other=1", "query"},
		{"text=%zz", "query"},
	}
	for _, test := range tests {
		q := Read(test.raw, "id", "yes", "at", "text", "size", "ids")
		q.ID("id")
		q.IDs("ids", 2)
		q.YesOrNo("yes")
		q.At("at")
		q.Text("text")
		q.Size("size", 5, 7)
		field := ""
		if wrong := (*fault.FieldError)(nil); errors.As(q.Err(), &wrong) {
			field = wrong.Field
		}
		if field != test.field {
			t.Errorf("%q: the error is about %q, want %q", test.raw, field, test.field)
		}
	}
}

func TestAbsent(t *testing.T) {
	q := Read("text=a", "id", "text", "size")
	if q.ID("id") != nil || q.Size("size", 5, 7) != 5 || *q.Text("text") != "a" || q.Has("id") || !q.Has("id", "text") || q.Err() != nil {
		t.Errorf("absent parameters are read as present: %+v", q)
	}
}

func TestResolve(t *testing.T) {
	ada := uuid.New()
	find := func(name string) (uuid.UUID, error) {
		if name != "ada" {
			return uuid.Nil, &fault.FieldError{Field: "name", Problem: "is unknown"}
		}
		return ada, nil
	}
	q := Read("name=ada", "name", "id")
	if q.Resolve("name", "id", find); q.Err() != nil || *q.ID("id") != ada {
		t.Errorf("found: %+v", q)
	}
	for _, raw := range []string{"name=bob", "name=", "name=ada&id=" + ada.String()} {
		q := Read(raw, "name", "id")
		if q.Resolve("name", "id", find); q.Err() == nil {
			t.Errorf("%s is accepted", raw)
		}
	}
	q = Read("", "name", "id")
	if q.Resolve("name", "id", find); q.Err() != nil || q.ID("id") != nil {
		t.Errorf("absent: %+v", q)
	}
}
