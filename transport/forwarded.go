package transport

import (
	"iter"
	"net/netip"
	"slices"
	"strings"
)

// addressesInList returns the entries of X-Forwarded-For from right to left: the last one is the nearest hop's. One that
// is not an address is the zero Addr; empty ones are skipped (RFC 9110 §5.6.1).
func addressesInList(lines []string) iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for _, line := range slices.Backward(lines) {
			for more := true; more; {
				var entry string
				if line, entry, more = cutLast(line, false); entry != "" && !yield(node(entry)) {
					return
				}
			}
		}
	}
}

// addressesInForwarded is addressesInList for Forwarded (RFC 7239 §4). An element without exactly one `for` is the zero
// Addr, too.
func addressesInForwarded(lines []string) iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for _, line := range slices.Backward(lines) {
			for more := true; more; {
				var element string
				if line, element, more = cutLast(line, true); element != "" && !yield(forIn(element)) {
					return
				}
			}
		}
	}
}

// cutLast cuts at the last comma, outside quoted strings if there are any. It reads from the right, since the left part
// may be the client's: an open quote there must not swallow what the proxy appended.
func cutLast(list string, quotes bool) (before, last string, found bool) {
	quoted := false
	for i := len(list) - 1; i >= 0; i-- {
		switch {
		case quotes && list[i] == '"' && !isEscaped(list, i):
			quoted = !quoted
		case list[i] == ',' && !quoted:
			return list[:i], strings.Trim(list[i+1:], " \t"), true
		}
	}
	return "", strings.Trim(list, " \t"), false
}

// isEscaped reports whether an odd number of backslashes precedes the byte at i.
func isEscaped(text string, i int) bool {
	n := i
	for n > 0 && text[n-1] == '\\' {
		n--
	}
	return (i-n)%2 == 1
}

// forIn returns the address in the `for` of one element.
func forIn(element string) netip.Addr {
	var value string
	seen := 0
	for rest, more := element, true; more; {
		var pair string
		pair, rest, more = cutPair(rest)
		name, text, _ := strings.Cut(pair, "=")
		if strings.EqualFold(strings.Trim(name, " \t"), "for") {
			value = strings.Trim(text, " \t")
			seen++
		}
	}
	if seen != 1 {
		return netip.Addr{}
	}
	return node(value)
}

// cutPair cuts at the first semicolon outside quoted strings.
func cutPair(element string) (pair, rest string, more bool) {
	quoted := false
	for i := range len(element) {
		switch {
		case element[i] == '"' && !isEscaped(element, i):
			quoted = !quoted
		case element[i] == ';' && !quoted:
			return element[:i], element[i+1:], true
		}
	}
	return element, "", false
}

// node returns the address of a hop in any of its spellings: with or without port, brackets, quotes and zone. An
// obfuscated or unknown node (RFC 7239 §6) and anything else is the zero Addr.
func node(text string) netip.Addr {
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		text = unquote(text[1 : len(text)-1])
	}
	host, port := text, ""
	if inner, bracketed := strings.CutPrefix(text, "["); bracketed {
		var closed bool
		if host, port, closed = strings.Cut(inner, "]"); !closed || !strings.Contains(host, ":") || port != "" && port[0] != ':' {
			return netip.Addr{}
		}
	} else if i := strings.IndexByte(text, ':'); i >= 0 && i == strings.LastIndexByte(text, ':') {
		host, port = text[:i], text[i:]
	}
	addr, err := netip.ParseAddr(host)
	if err != nil || port != "" && !isPort(port[1:]) {
		return netip.Addr{}
	}
	addr = addr.Unmap().WithZone("")
	if addr.IsUnspecified() || addr.IsMulticast() {
		return netip.Addr{}
	}
	return addr
}

// isPort accepts a number, or an obfuscated port (RFC 7239 §6.3), which begins with an underscore.
func isPort(text string) bool {
	if hidden, ok := strings.CutPrefix(text, "_"); ok {
		return hidden != "" && strings.Trim(hidden, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == ""
	}
	return text != "" && len(text) <= 5 && strings.Trim(text, "0123456789") == ""
}

// unquote removes the backslashes of a quoted string.
func unquote(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var plain strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		plain.WriteByte(text[i])
	}
	return plain.String()
}
