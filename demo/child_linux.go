package demo

import "syscall"

// apart gives a child a process group of its own, so that Ctrl-C reaches us alone and we end it in order; and it dies
// with us, however we end.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
