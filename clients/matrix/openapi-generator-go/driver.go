// Calls with the client that openapi-generator makes, and writes what the caller gets.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"

	client "matrix/generated"
)

type request struct {
	Operation  string
	Parameters map[string]string
	Body       json.RawMessage
}

type reply struct {
	Failure string  `json:"failure,omitempty"`
	Status  *int    `json:"status"`
	Type    string  `json:"type"`
	Value   any     `json:"value"`
	Text    *string `json:"text"`
	Raised  bool    `json:"raised"`
}

// find returns the method of an operation, whose name is that of the operation with a capital letter.
func find(api *client.APIClient, operation string) (reflect.Value, bool) {
	name := strings.ToUpper(operation[:1]) + operation[1:]
	services := reflect.ValueOf(api).Elem()
	for index := range services.NumField() {
		field := services.Field(index)
		if !services.Type().Field(index).IsExported() || field.Kind() != reflect.Pointer {
			continue
		}
		if method := field.MethodByName(name); method.IsValid() {
			return method, true
		}
	}
	return reflect.Value{}, false
}

// withBody gives a request that is being built its body.
func withBody(building reflect.Value, body json.RawMessage) (reflect.Value, error) {
	for index := range building.NumMethod() {
		method := building.Method(index)
		if method.Type().NumIn() == 1 && method.Type().NumOut() == 1 && method.Type().Out(0) == building.Type() {
			value := reflect.New(method.Type().In(0))
			if err := json.Unmarshal(body, value.Interface()); err != nil {
				return building, err
			}
			return method.Call([]reflect.Value{value.Elem()})[0], nil
		}
	}
	return building, errors.New("there is no method for the body")
}

func call(ctx context.Context, api *client.APIClient, line []byte) reply {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return reply{Failure: err.Error()}
	}
	method, found := find(api, asked.Operation)
	if !found {
		return reply{Failure: "there is no method for " + asked.Operation}
	}
	arguments := []reflect.Value{reflect.ValueOf(ctx)}
	for _, value := range asked.Parameters {
		arguments = append(arguments, reflect.ValueOf(value))
	}
	building, err := withBody(method.Call(arguments)[0], asked.Body)
	if err != nil {
		return reply{Failure: err.Error()}
	}
	results := building.MethodByName("Execute").Call(nil)
	var told reply
	response, _ := results[len(results)-2].Interface().(*http.Response)
	if response != nil {
		told.Status = &response.StatusCode
	}
	failure, _ := results[len(results)-1].Interface().(error)
	told.Type = "nothing"
	if failure != nil {
		told.Raised = true
		told.Type = fmt.Sprintf("%T", failure)
		fmt.Fprintln(os.Stderr, failure)
		return told
	}
	if len(results) == 3 && !results[0].IsZero() {
		told.Type = results[0].Type().String()
		told.Value = results[0].Interface()
	}
	return told
}

func main() {
	configuration := client.NewConfiguration()
	configuration.Servers = client.ServerConfigurations{{URL: os.Getenv("DEFENDER_ACTIONS_BASE_URL")}}
	api := client.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), client.ContextAccessToken, os.Getenv("DEFENDER_ACTIONS_TOKEN"))
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		written, err := json.Marshal(call(ctx, api, lines.Bytes()))
		if err != nil {
			written, _ = json.Marshal(reply{Failure: err.Error()})
		}
		fmt.Println(string(written))
	}
}
