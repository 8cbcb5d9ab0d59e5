//go:build !linux

package demo

import "syscall"

// apart gives a child a process group of its own, so that Ctrl-C reaches us alone and we end it in order. Only Linux also
// ties a child to its parent; elsewhere Close has to be called.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
