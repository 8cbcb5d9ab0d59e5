package demo

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"syscall"
)

// portTries is how often servers are started on other ports: where ports cannot be reserved, another program may take
// one before the server does.
const portTries = 5

var errPortTaken = errors.New("port taken meanwhile")

// Ports are the ports of a stack, all on loopback. 0 stands for any free one.
type Ports struct {
	App                           int
	KratosPublic, KratosAdmin     int
	LatchkeyPublic, LatchkeyAdmin int
}

// UsualPorts are the ports in the documentation of Kratos and of Latchkey.
var UsualPorts = Ports{App: 4455, KratosPublic: 4433, KratosAdmin: 4434, LatchkeyPublic: 4477, LatchkeyAdmin: 4478}

// settle reserves a port for each server. It replaces 0 and ports that are in use by free ones, and reports the latter.
func (p *Ports) settle(progress io.Writer) (*Reservation, error) {
	all := &Reservation{}
	for i, port := range []*int{&p.App, &p.KratosPublic, &p.KratosAdmin, &p.LatchkeyPublic, &p.LatchkeyAdmin} {
		wanted := *port
		if wanted != 0 && portFree(wanted) && all.reserve(wanted) == nil {
			continue
		}
		if err := all.reserve(0); err != nil {
			return nil, errors.Join(err, all.Release())
		}
		*port = all.Ports[len(all.Ports)-1]
		if wanted != 0 {
			name := []string{"The sample application", "Kratos", "Kratos' admin API", "Latchkey", "Latchkey's admin API"}[i]
			fmt.Fprintf(progress, "Port %d is taken by another program. %s gets %d instead.\n", wanted, name, *port)
		}
	}
	return all, nil
}

// Reservation keeps ports of loopback for servers that start later, stop, and start again. Addresses have to be known
// before a server starts, since the configurations of Kratos and Latchkey name each other's.
//
// Each port is bound by a socket that does not listen. The kernel gives a bound port to no outgoing connection and to no
// socket that asks for any port. A server that sets SO_REUSEADDR (Go's net package and nginx do) can still listen on it,
// and until it does, connections are refused. Only Linux lets two sockets bind the same port in this way. Elsewhere the
// ports are merely free at the time of the reservation.
type Reservation struct {
	Ports   []int
	sockets []*os.File
}

// ReservePorts reserves n free ports until Release.
func ReservePorts(n int) (*Reservation, error) {
	r := &Reservation{}
	for range n {
		if err := r.reserve(0); err != nil {
			return nil, errors.Join(err, r.Release())
		}
	}
	return r, nil
}

// Release gives the ports back. Servers that listen on them are not affected.
func (r *Reservation) Release() error {
	var faults []error
	for _, socket := range r.sockets {
		faults = append(faults, socket.Close())
	}
	r.sockets = nil
	return errors.Join(faults...)
}

// reserve adds one port; 0 stands for any free one.
func (r *Reservation) reserve(port int) error {
	port, sockets, err := bindPort(port)
	if err != nil {
		return fmt.Errorf("reserving a port: %w", err)
	}
	r.Ports, r.sockets = append(r.Ports, port), append(r.sockets, sockets...)
	return nil
}

// portFree reports whether a server could listen on the port, on both address families of loopback: browsers try ::1 first
// for localhost, and would reach a server of another program there.
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
