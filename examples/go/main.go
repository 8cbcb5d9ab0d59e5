// Command example is a Go application whose routes Latchkey protects. See README.md.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"latchkey/client"
	"latchkey/client/proof"
)

func main() {
	latchkey := client.New(os.Getenv("LATCHKEY_URL"), os.Getenv("APP_URL"))
	nonces := proof.NewNonces()
	guard := proof.NewVerifier(os.Getenv("ISSUER"), os.Getenv("APP_URL")).Or(latchkey, nonces.Use)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /nonce", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, nonces.New()) })
	mux.Handle("GET /{$}", guard.Require(client.Demand{}, http.HandlerFunc(home)))
	mux.Handle("GET /files/", http.StripPrefix("/files", guard.Require(client.Demand{}, http.HandlerFunc(file))))
	mux.Handle("POST /transfer", guard.Require(client.Demand{Level: "aal2", MaxAge: 5 * time.Minute}, http.HandlerFunc(transfer)))
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN"), mux))
}

func home(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, "Hello", client.Of(r).IdentityID)
}

func file(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, r.URL.Path, "of", client.Of(r).IdentityID)
}

func transfer(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, "Transferred for", client.Of(r).IdentityID, "at", client.Of(r).Level)
}
