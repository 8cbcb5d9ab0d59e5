//go:build !linux

package demo

import "syscall"

// apart gives a child its own process group, so that Ctrl-C reaches only this process, which ends its children in
// order. Only Linux also ties a child to its parent; elsewhere Close must be called.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
