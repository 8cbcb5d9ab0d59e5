# One static binary and the certificates it needs to speak https, run by a user without rights.
#
#   docker build --build-arg VERSION=v1.2.3 -t latchkey .
FROM golang:1.27 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=development
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.release=${VERSION}" -o /out/latchkey ./cmd/latchkey \
 && mkdir /out/data

FROM scratch AS runtime
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/latchkey /usr/local/bin/latchkey
# With SQLite the database and its secret live here, relative to the working directory: mount a volume on it.
COPY --from=build --chown=65532:65532 /out/data /var/lib/latchkey
ENV PATH=/usr/local/bin
WORKDIR /var/lib/latchkey
USER 65532:65532
EXPOSE 4477 4478
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["latchkey", "health"]
ENTRYPOINT ["latchkey"]
CMD ["serve"]

# The sample app of `docker compose --profile demo up`, with the command that it gives support its account with.
FROM build AS build-demo
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /out/demo ./cmd/demo && mkdir /out/demo-data

FROM runtime AS demo
COPY --from=build-demo /out/demo /usr/local/bin/demo
COPY --from=build-demo --chown=65532:65532 /out/demo-data /var/lib/demo
WORKDIR /var/lib/demo
HEALTHCHECK NONE
ENTRYPOINT ["demo"]

# The last one is what is built without --target.
FROM runtime
