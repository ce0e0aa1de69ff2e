set -eu
export GOMODCACHE="$DOWNLOADS/go" GOPROXY="file://$DOWNLOADS/go/cache/download" GOSUMDB=off GOFLAGS=-modcacherw
path=github.com/defender-actions/defender-actions-go
rm -rf stage
mkdir -p stage/defender
cp README.md "$CLIENTS/../LICENSE-APACHE" "$CLIENTS/../LICENSE-MIT" stage
cp generated/defender/client.go stage/defender
runtime=$(go list -m -f '{{.Path}}@{{.Version}}' github.com/oapi-codegen/runtime)
(
  cd stage
  go mod init "$path"
  go mod edit -go=1.25.0 -require="$runtime"
  # Adds what the client needs, in the versions that are downloaded.
  go build -mod=mod ./...
)
go run package/module.go stage "$path" "v$VERSION" "$OUT"
