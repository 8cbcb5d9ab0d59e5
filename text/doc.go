// Package text owns the rules for text that people write and others read: names, reasons, and what a client sends that
// ends in a record. Text that could mislead its reader is refused where a person can correct it, and blanked where it is
// only recorded.
package text
