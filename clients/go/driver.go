// The driver makes one call for each line of stdin, and writes what its caller then holds.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"reflect"
	"strings"

	"defender-actions-go/generated/defender"
)

type object map[string]json.RawMessage

// property reads a property of an object; what is not there, or of another type, is the zero value.
func property[T any](of object, name string) T {
	var value T
	if json.Unmarshal(of[name], &value) != nil {
		log.Printf("no %T at %s", value, name)
	}
	return value
}

type response interface {
	StatusCode() int
	Bytes() []byte
}

type call func(ctx context.Context, parameters, body object) (response, error)

type answer struct {
	Status *int    `json:"status"`
	Type   string  `json:"type"`
	Value  any     `json:"value"`
	Text   *string `json:"text"`
	// Those of one name, joined.
	Headers map[string]string `json:"headers,omitempty"`
}

func calls(client *defender.ClientWithResponses) map[string]call {
	return map[string]call{
		"blockFile": func(ctx context.Context, parameters, body object) (response, error) {
			return client.BlockFileWithResponse(ctx, property[string](parameters, "sha1"),
				defender.BlockFileRequest{Comment: property[string](body, "Comment")})
		},
		"unblockFile": func(ctx context.Context, parameters, body object) (response, error) {
			return client.UnblockFileWithResponse(ctx, property[string](parameters, "sha1"),
				defender.UnblockFileRequest{Comment: property[string](body, "Comment")})
		},
		"stopAndQuarantineFile": func(ctx context.Context, parameters, body object) (response, error) {
			return client.StopAndQuarantineFileWithResponse(ctx, property[string](parameters, "id"),
				defender.StopAndQuarantineFileRequest{
					Comment: property[string](body, "Comment"),
					Sha1:    property[string](body, "Sha1"),
				})
		},
		"unrestrictCodeExecution": func(ctx context.Context, parameters, body object) (response, error) {
			return client.UnrestrictCodeExecutionWithResponse(ctx, property[string](parameters, "id"),
				defender.UnrestrictCodeExecutionRequest{Comment: property[string](body, "Comment")})
		},
	}
}

func main() {
	// The token is asked for at each call: one is valid for about an hour.
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("DEFENDER_ACTIONS_TOKEN"))
		return nil
	}
	// An action is asked for once, and at no other place.
	refuse := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client, err := defender.NewClientWithResponses(os.Getenv("DEFENDER_ACTIONS_BASE_URL"),
		defender.WithHTTPClient(&http.Client{CheckRedirect: refuse}), defender.WithRequestEditorFn(authorize))
	if err != nil {
		log.Fatal(err)
	}
	table := calls(client)
	requests, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var request struct {
			Operation  string
			Parameters object
			Body       object
		}
		if err := requests.Decode(&request); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		var answer any = map[string]string{"failure": fmt.Sprintf("driver.go has no call for `%s`", request.Operation)}
		if call, known := table[request.Operation]; known {
			answer = describe(call(context.Background(), request.Parameters, request.Body))
		}
		if err := answers.Encode(answer); err != nil {
			log.Fatal(err)
		}
	}
}

// describe tells what the caller holds.
func describe(response response, err error) answer {
	if err != nil {
		log.Print(err)
		return answer{Type: fmt.Sprintf("%T", err)}
	}
	status := response.StatusCode()
	answer := answer{Status: &status, Type: "nil", Headers: map[string]string{}}
	http := reflect.ValueOf(response).Elem().FieldByName("HTTPResponse").Interface().(*http.Response)
	for name, values := range http.Header {
		answer.Headers[name] = strings.Join(values, ", ")
	}
	if value := decoded(response); value != nil {
		name := strings.TrimPrefix(fmt.Sprintf("%T", value), "*")
		answer.Type, answer.Value = strings.ReplaceAll(name, "defender.", ""), value
		return answer
	}
	if text := string(response.Bytes()); text != "" {
		answer.Text = &text
	}
	return answer
}

// decoded is the action, in a field that is named after its status (JSON201), or the error of the service.
func decoded(response response) any {
	fields := reflect.ValueOf(response).Elem()
	for i := range fields.NumField() {
		field := fields.Field(i)
		if strings.HasPrefix(fields.Type().Field(i).Name, "JSON") && !field.IsNil() {
			return field.Interface()
		}
	}
	failure := new(defender.ErrorResponse)
	if json.Unmarshal(response.Bytes(), failure) == nil && failure.Error.Code != "" {
		return failure
	}
	return nil
}
