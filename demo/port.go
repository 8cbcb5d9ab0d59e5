package demo

import (
	"errors"
	"net"
	"strconv"
	"syscall"
)

// FreePorts are n different ports that nobody listens on now on loopback. Somebody may take one before its use.
func FreePorts(n int) ([]int, error) {
	var ports []int
	for range n {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close() // only after the last, so that they differ
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

// portFree tells whether a server could listen there on loopback, by both families: browsers try ::1 for localhost first,
// and would meet whoever sits there.
func portFree(port int) bool {
	for _, host := range []string{"127.0.0.1", "::1"} {
		listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil && !(host == "::1" && noSuchAddress(err)) {
			return false
		}
		if err == nil {
			listener.Close()
		}
	}
	return true
}

// noSuchAddress: this machine has no IPv6.
func noSuchAddress(err error) bool {
	return errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)
}
