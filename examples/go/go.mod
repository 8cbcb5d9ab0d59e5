module example

go 1.27.0

require latchkey v0.0.0

replace latchkey => ../..
