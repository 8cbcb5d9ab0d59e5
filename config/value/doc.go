// Package value owns the kinds of values in the settings that have rules of their own: secrets, database URLs, and hosts
// and origins as browsers understand them. It returns what is wrong with a value; package config knows in which setting.
package value
