package demo

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"syscall"
)

// Ports of a whole stack, all on loopback. 0 stands for any that is free.
type Ports struct {
	App                           int
	KratosPublic, KratosAdmin     int
	LatchkeyPublic, LatchkeyAdmin int
}

// UsualPorts are those that the documentation of Kratos and ours speaks of.
var UsualPorts = Ports{App: 4455, KratosPublic: 4433, KratosAdmin: 4434, LatchkeyPublic: 4477, LatchkeyAdmin: 4478}

// settle fills in free ports, also for those that somebody else has, and says so.
func (p *Ports) settle(progress io.Writer) error {
	free, err := FreePorts(5)
	if err != nil {
		return err
	}
	for i, port := range []*int{&p.App, &p.KratosPublic, &p.KratosAdmin, &p.LatchkeyPublic, &p.LatchkeyAdmin} {
		if *port != 0 && portFree(*port) {
			continue
		}
		if *port != 0 {
			name := []string{"The sample application", "Kratos", "Kratos' admin API", "Latchkey", "Latchkey's admin API"}[i]
			fmt.Fprintf(progress, "Port %d is taken by another program. %s gets %d instead.\n", *port, name, free[i])
		}
		*port = free[i]
	}
	return nil
}

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
		if err == nil {
			listener.Close()
		} else if host == "127.0.0.1" || !hasNoIPv6(err) {
			return false
		}
	}
	return true
}

func hasNoIPv6(err error) bool {
	return errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)
}
