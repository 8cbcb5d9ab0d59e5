//go:build !linux

package demo

import "syscall"

// Only Linux ties a child to its parent; elsewhere Close has to be called.
func dieWithParent() *syscall.SysProcAttr { return nil }
