package api

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

// contract is the OpenAPI document; the tests hold it against the routes and against every answer.
//
//go:embed openapi.yaml
var contract []byte

func serveContract(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "public, max-age=3600")
	return c.Blob(http.StatusOK, "application/yaml", contract)
}
