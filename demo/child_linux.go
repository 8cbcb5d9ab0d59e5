package demo

import "syscall"

// apart gives a child its own process group, so that Ctrl-C reaches only this process, which ends its children in
// order; and the child dies with this process, however that ends.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
