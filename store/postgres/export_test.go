package postgres

// Tables are those on which the probe checks the rights.
var Tables = tables
