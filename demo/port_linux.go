package demo

import (
	"errors"
	"os"
	"syscall"
)

var loopback6 = [16]byte{15: 1}

// bindTries limits the search for a port that is free on both.
const bindTries = 5

// bindPort binds a port of 127.0.0.1 and the same one of ::1, where the machine has that.
func bindPort(wanted int) (port int, sockets []*os.File, err error) {
	for range bindTries {
		v4, err := bind(syscall.AF_INET, &syscall.SockaddrInet4{Port: wanted, Addr: [4]byte{127, 0, 0, 1}})
		if err != nil {
			return 0, nil, err
		}
		if port, err = boundPort(v4); err != nil {
			return 0, nil, errors.Join(err, v4.Close())
		}
		v6, err := bind(syscall.AF_INET6, &syscall.SockaddrInet6{Port: port, Addr: loopback6})
		switch {
		case err == nil:
			return port, []*os.File{v4, v6}, nil
		case errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, syscall.EAFNOSUPPORT): // no IPv6
			return port, []*os.File{v4}, nil
		case wanted != 0 || !errors.Is(err, syscall.EADDRINUSE):
			return 0, nil, errors.Join(err, v4.Close())
		}
		defer v4.Close() // after the next try, so that the kernel picks another port
	}
	return 0, nil, syscall.EADDRINUSE
}

// bind returns a bound socket that does not listen. Children do not inherit it.
func bind(family int, address syscall.Sockaddr) (*os.File, error) {
	fd, err := syscall.Socket(family, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, syscall.IPPROTO_TCP)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	socket := os.NewFile(uintptr(fd), "reserved port")
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		return nil, errors.Join(os.NewSyscallError("setsockopt", err), socket.Close())
	}
	if err := syscall.Bind(fd, address); err != nil {
		return nil, errors.Join(os.NewSyscallError("bind", err), socket.Close())
	}
	return socket, nil
}

func boundPort(socket *os.File) (int, error) {
	address, err := syscall.Getsockname(int(socket.Fd()))
	if err != nil {
		return 0, os.NewSyscallError("getsockname", err)
	}
	return address.(*syscall.SockaddrInet4).Port, nil
}
