import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import defender.actions.ApiClient;
import defender.actions.ApiException;
import defender.actions.ApiResponse;
import defender.actions.api.FilesApi;
import defender.actions.api.MachinesApi;
import defender.actions.model.BlockFileRequest;
import defender.actions.model.ErrorResponse;
import defender.actions.model.StopAndQuarantineFileRequest;
import defender.actions.model.UnblockFileRequest;
import defender.actions.model.UnrestrictCodeExecutionRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the call that each line of standard input asks for, and writes what the caller gets. */
final class Driver {
  interface Call {
    ApiResponse<?> send(JsonNode parameters, JsonNode body) throws ApiException;
  }

  private final ObjectMapper mapper =
      ApiClient.createDefaultObjectMapper()
          // Without these two, nulls inside unknown properties are left out when an action is
          // written, and their fractions become doubles.
          .setDefaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Map<String, Call> calls;

  Driver(String baseUrl, String token) {
    ApiClient client =
        new ApiClient()
            .setObjectMapper(mapper)
            .setRequestInterceptor(
                request -> request.header("Authorization", "Bearer " + token));
    client.updateBaseUri(baseUrl);
    FilesApi files = new FilesApi(client);
    MachinesApi machines = new MachinesApi(client);
    calls =
        Map.ofEntries(
            entry(
                "blockFile",
                (parameters, body) ->
                    files.blockFileWithHttpInfo(
                        text(parameters, "sha1"),
                        new BlockFileRequest().comment(text(body, "Comment")))),
            entry(
                "unblockFile",
                (parameters, body) ->
                    files.unblockFileWithHttpInfo(
                        text(parameters, "sha1"),
                        new UnblockFileRequest().comment(text(body, "Comment")))),
            entry(
                "stopAndQuarantineFile",
                (parameters, body) ->
                    machines.stopAndQuarantineFileWithHttpInfo(
                        text(parameters, "id"),
                        new StopAndQuarantineFileRequest()
                            .comment(text(body, "Comment"))
                            .sha1(text(body, "Sha1")))),
            entry(
                "unrestrictCodeExecution",
                (parameters, body) ->
                    machines.unrestrictCodeExecutionWithHttpInfo(
                        text(parameters, "id"),
                        new UnrestrictCodeExecutionRequest().comment(text(body, "Comment")))));
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).textValue();
  }

  private Map<String, Object> answer(String line) {
    try {
      JsonNode request = mapper.readTree(line);
      String operation = text(request, "operation");
      Call call = calls.get(operation);
      if (call == null) {
        return Map.of("failure", "Driver.java has no call for `" + operation + "`");
      }
      ApiResponse<?> response = call.send(request.path("parameters"), request.path("body"));
      return held(
          response.getStatusCode(), response.getData(), "null", null, response.getHeaders());
    } catch (ApiException error) {
      // The code 0 says that there was no answer, or none that could be decoded.
      Integer status = error.getCode() == 0 ? null : error.getCode();
      HttpHeaders headers = error.getResponseHeaders();
      return held(
          status,
          decoded(error),
          "ApiException",
          error.getResponseBody(),
          headers == null ? Map.of() : headers.map());
    } catch (Exception unforeseen) {
      return held(null, null, unforeseen.getClass().getSimpleName(), null, Map.of());
    }
  }

  /** The service's error; null where a gateway answered with nothing, or with HTML. */
  private ErrorResponse decoded(ApiException error) {
    try {
      String body = error.getResponseBody();
      return body == null ? null : mapper.readValue(body, ErrorResponse.class);
    } catch (JsonProcessingException noJson) {
      return null;
    }
  }

  private static Map<String, Object> held(
      Integer status,
      Object value,
      String typeWithoutValue,
      String body,
      Map<String, List<String>> headers) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", status);
    answer.put("type", value == null ? typeWithoutValue : value.getClass().getSimpleName());
    answer.put("value", value);
    answer.put("text", value != null || body == null || body.isEmpty() ? null : body);
    Map<String, String> joined = new LinkedHashMap<>();
    headers.forEach((name, values) -> joined.put(name, String.join(", ", values)));
    answer.put("headers", joined);
    return answer;
  }

  public static void main(String[] arguments) throws Exception {
    Driver driver =
        new Driver(
            System.getenv("DEFENDER_ACTIONS_BASE_URL"), System.getenv("DEFENDER_ACTIONS_TOKEN"));
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      out.println(driver.mapper.writeValueAsString(driver.answer(line)));
    }
  }
}
