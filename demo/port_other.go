//go:build !linux

package demo

import (
	"fmt"
	"net"
	"os"
)

// bindPort finds a port that is currently free. It is not reserved until a server listens there.
func bindPort(wanted int) (port int, sockets []*os.File, err error) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", wanted))
	if err != nil {
		return 0, nil, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil, nil
}
