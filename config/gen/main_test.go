package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestCommittedFileIsWhatTheSourceGives(t *testing.T) {
	sources, err := readSources("..")
	if err != nil {
		t.Fatal(err)
	}
	want, err := generate(sources...)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../comments_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("comments_gen.go is not what the comments in package config give: run `make generate`")
	}
}

func TestFieldWithoutACommentIsRefused(t *testing.T) {
	_, err := generate([]byte("package p\n\ntype T struct {\n\tName string `koanf:\"name\"`\n}\n"))
	if err == nil || !strings.Contains(err.Error(), "T.Name") {
		t.Errorf("got %v, want an error that names T.Name", err)
	}
}
