//go:build ignore

// Lays a folder out as a module proxy serves it: `go run module.go FOLDER PATH VERSION PROXY`.
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func main() {
	log.SetFlags(0)
	folder, of, proxy := os.Args[1], module.Version{Path: os.Args[2], Version: os.Args[3]}, os.Args[4]
	path, err := module.EscapePath(of.Path)
	check(err)
	versions := filepath.Join(proxy, path, "@v")
	check(os.MkdirAll(versions, 0o777))
	named := func(extension string) string { return filepath.Join(versions, of.Version+extension) }

	archive, err := os.Create(named(".zip"))
	check(err)
	// It refuses what the go command would not take.
	check(zip.CreateFromDir(archive, of, folder))
	check(archive.Close())
	mod, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	check(err)
	check(os.WriteFile(named(".mod"), mod, 0o666))
	info, err := json.Marshal(map[string]string{"Version": of.Version})
	check(err)
	check(os.WriteFile(named(".info"), info, 0o666))
	check(os.WriteFile(filepath.Join(versions, "list"), []byte(of.Version+"\n"), 0o666))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
