// Package text owns the rules for text that people write and others read: names, reasons, and text from clients that is
// recorded. Misleading text is refused if its writer can correct it, and cleaned if it is only recorded. The package
// leaves to its callers which field a fault concerns.
package text
