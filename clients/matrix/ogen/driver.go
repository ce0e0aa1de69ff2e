// Calls with the client that ogen makes, and writes what the caller gets.
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

	"github.com/ogen-go/ogen/validate"

	client "matrix/generated/api"
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

// arguments makes those of a method: a context, and structures for the body and the parameters.
func arguments(method reflect.Type, ctx context.Context, asked request) ([]reflect.Value, error) {
	made := []reflect.Value{reflect.ValueOf(ctx)}
	for index := 1; index < method.NumIn(); index++ {
		if method.IsVariadic() && index == method.NumIn()-1 {
			break
		}
		kind := method.In(index)
		if kind.Kind() == reflect.Pointer {
			body := reflect.New(kind.Elem())
			if err := json.Unmarshal(asked.Body, body.Interface()); err != nil {
				return nil, err
			}
			made = append(made, body)
			continue
		}
		parameters := reflect.New(kind).Elem()
		for name, value := range asked.Parameters {
			field := parameters.FieldByNameFunc(func(known string) bool { return strings.EqualFold(known, name) })
			field.SetString(value)
		}
		made = append(made, parameters)
	}
	return made, nil
}

// statusOf tells the status of an answer: a field of it, or the end of its type's name.
func statusOf(value reflect.Value) *int {
	value = reflect.Indirect(value)
	if field := value.FieldByName("StatusCode"); field.IsValid() && field.Kind() == reflect.Int {
		status := int(field.Int())
		return &status
	}
	name := strings.TrimSuffix(value.Type().Name(), "Headers")
	for status := 100; status < 600; status++ {
		text := strings.NewReplacer(" ", "", "-", "").Replace(http.StatusText(status))
		if status != http.StatusOK && text != "" && strings.HasSuffix(name, text) {
			return &status
		}
	}
	return nil
}

func call(ctx context.Context, api *client.Client, line []byte) reply {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return reply{Failure: err.Error()}
	}
	method := reflect.ValueOf(api).MethodByName(strings.ToUpper(asked.Operation[:1]) + asked.Operation[1:])
	if !method.IsValid() {
		return reply{Failure: "there is no method for " + asked.Operation}
	}
	made, err := arguments(method.Type(), ctx, asked)
	if err != nil {
		return reply{Failure: err.Error()}
	}
	results := method.Call(made)
	if failure, _ := results[1].Interface().(error); failure != nil {
		fmt.Fprintln(os.Stderr, failure)
		told := reply{Raised: true, Type: fmt.Sprintf("%T", errors.Unwrap(failure))}
		var unexpected *validate.UnexpectedStatusCodeError
		if errors.As(failure, &unexpected) {
			told.Status = &unexpected.StatusCode
		}
		return told
	}
	value := results[0]
	if value.Kind() == reflect.Interface {
		value = value.Elem()
	}
	told := reply{Status: statusOf(value), Type: value.Type().String(), Value: value.Interface()}
	told.Raised = told.Status != nil && *told.Status >= 400
	if _, isWritten := told.Value.(json.Marshaler); !isWritten {
		told.Value = nil
	}
	return told
}

// bearer gives every scheme the token; its methods are made with the client, one for each scheme.
type bearer struct{ token string }

func main() {
	api, err := client.NewClient(os.Getenv("DEFENDER_ACTIONS_BASE_URL"), bearer{os.Getenv("DEFENDER_ACTIONS_TOKEN")})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		written, err := json.Marshal(call(context.Background(), api, lines.Bytes()))
		if err != nil {
			written, _ = json.Marshal(reply{Failure: err.Error()})
		}
		fmt.Println(string(written))
	}
}
