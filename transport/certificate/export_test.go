package certificate

// CheckAlways looks at the files at each handshake.
func (c *Certificate) CheckAlways() { c.every = 0 }
