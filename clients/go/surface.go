//go:build ignore

// Prints the exported declarations of the Go source on stdin, without comments.
package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"log"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Methods that say nothing new: those of an interface that is printed, and those of each type with unknown properties.
var (
	clients   = []string{"Client", "ClientWithResponses"}
	accessors = []string{"Get", "Set", "MarshalJSON", "UnmarshalJSON"}
)

var spaces = regexp.MustCompile(`(\S) +`)

func main() {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "stdin", os.Stdin, parser.SkipObjectResolution)
	if err != nil {
		log.Fatal(err)
	}
	ast.FileExports(file)
	for _, declaration := range file.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok {
			if slices.Contains(clients, receiver(function)) || isAccessor(function) {
				continue
			}
			function.Body = nil
		} else if general := declaration.(*ast.GenDecl); general.Tok == token.IMPORT {
			continue
		}
		var text bytes.Buffer
		if err := format.Node(&text, files, declaration); err != nil {
			log.Fatal(err)
		}
		// Blank lines are what comments leave behind; columns would change with the longest name in them.
		fmt.Println(spaces.ReplaceAllString(strings.ReplaceAll(text.String(), "\n\n", "\n"), "$1 "))
	}
}

func isAccessor(function *ast.FuncDecl) bool {
	return function.Recv != nil && slices.Contains(accessors, function.Name.Name)
}

// receiver is the name of the type whose method this is.
func receiver(function *ast.FuncDecl) string {
	if function.Recv == nil {
		return ""
	}
	switch of := function.Recv.List[0].Type.(type) {
	case *ast.StarExpr:
		return of.X.(*ast.Ident).Name
	case *ast.Ident:
		return of.Name
	}
	return ""
}
