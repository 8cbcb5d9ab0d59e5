// Package setting handles settings that a Go struct declares by its tags: it loads them from a YAML file, from the
// environment and from files with single values, checks them by their tags, and describes them as an example, a manual
// and a JSON Schema. All faults are found at once, each with its place and remedy.
//
// The tags of a field are its rules:
//
//	koanf    the name in the file
//	enum     the only values allowed
//	min max  inclusive bounds of a number or a duration
//	minbytes the least length of each text in a list, for the schema
//	optional may be empty
//	absent   of a group, a list or a map: what is so without it, for one that must not be there and empty
//	single   of a list: one element may be written as a text, without the list
//	example  the value in the example, commented out, of a setting without a default
//	secret   never printed; its type must redact it
//
// A setting whose type is a pointer may be left out, where zero is a value. A map has names that the operator chooses, each
// with one or several texts, numbers or truth values, all kept as texts.
//
// It does not know which settings there are, nor rules that tags cannot express: those are in package config.
package setting
