package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"testing"
)

// Only a server that asks for a reserved port gets it: neither an outgoing connection nor a socket that asks for any
// port does. The server can listen, stop and listen again.
func TestReservedPort(t *testing.T) {
	reserved, err := ReservePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	port := reserved.Ports[0]
	address := fmt.Sprintf("127.0.0.1:%d", port)
	for range 2 {
		if conn, err := net.Dial("tcp", address); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("connecting before a server listens: %v, %v", conn, err)
		}
		wantKept(t, port)
		server, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if conn, err := net.Dial("tcp", address); err != nil {
			t.Error(err)
		} else {
			conn.Close()
		}
		server.Close()
	}
	wantKept(t, port)
	if err := reserved.Release(); err != nil {
		t.Error(err)
	}
}

// ipLocalPortRange is IP_LOCAL_PORT_RANGE of ip(7), Linux 6.3: the ports that the kernel may pick for one socket.
const ipLocalPortRange = 51

// wantKept lets the kernel choose from a single port, first one that is not reserved.
func wantKept(t *testing.T, port int) {
	t.Helper()
	target, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	dial := func(port int) error { return dialFrom(port, target.Addr().String()) }
	if err := onUnusedPort(t, dial); errors.Is(err, syscall.ENOPROTOOPT) {
		t.Skip("this kernel has no IP_LOCAL_PORT_RANGE")
	} else if err != nil {
		t.Fatalf("an outgoing connection does not get a free port: %v", err)
	}
	if err := dial(port); !errors.Is(err, syscall.EADDRNOTAVAIL) {
		t.Errorf("an outgoing connection from the reserved port: %v", err)
	}
	if err := onUnusedPort(t, listenOn); err != nil {
		t.Fatalf("a server does not get a free port: %v", err)
	}
	if err := listenOn(port); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("a server that asked for any port, of which only the reserved one was left: %v", err)
	}
}

// onUnusedPort calls do with ports that were just free, until it succeeds: another program may take one in between.
func onUnusedPort(t *testing.T, do func(port int) error) error {
	t.Helper()
	var failed error
	for range portTries {
		reserved, err := ReservePorts(1)
		if err != nil {
			t.Fatal(err)
		}
		if err := reserved.Release(); err != nil {
			t.Fatal(err)
		}
		if failed = do(reserved.Ports[0]); failed == nil {
			return nil
		}
	}
	return failed
}

func dialFrom(port int, address string) error {
	conn, err := (&net.Dialer{Control: onlyPort(port)}).Dial("tcp", address)
	if err == nil {
		conn.Close()
	}
	return err
}

func listenOn(port int) error {
	listener, err := (&net.ListenConfig{Control: onlyPort(port)}).Listen(context.Background(), "tcp4", "127.0.0.1:0")
	if err == nil {
		listener.Close()
	}
	return err
}

func onlyPort(port int) func(_, _ string, c syscall.RawConn) error {
	return func(_, _ string, c syscall.RawConn) error {
		var failed error
		err := c.Control(func(fd uintptr) {
			failed = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, ipLocalPortRange, port<<16|port)
		})
		return errors.Join(err, failed)
	}
}
