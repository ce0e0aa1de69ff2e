import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Calls with a client that openapi-generator makes for Java, whatever its library, and writes what
 * the caller gets. A method has the name of its operation.
 */
final class Driver {
  private static final String PACKAGE = "org.openapitools.client";

  private final ObjectMapper mapper =
      new ObjectMapper()
          .findAndRegisterModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Object client;
  private final List<Object> apis = new ArrayList<>();

  Driver(File classes, String baseUrl, String token) throws Exception {
    Class<?> clientType = Class.forName(PACKAGE + ".ApiClient");
    client = clientType.getConstructor().newInstance();
    Method baseUri = find(client, "updateBaseUri", 1);
    (baseUri != null ? baseUri : find(client, "setBasePath", 1)).invoke(client, baseUrl);
    Method interceptor = find(client, "setRequestInterceptor", 1);
    if (interceptor != null) {
      Consumer<HttpRequest.Builder> withToken =
          request -> request.header("Authorization", "Bearer " + token);
      interceptor.invoke(client, withToken);
    } else {
      clientType.getMethod("setBearerToken", String.class).invoke(client, token);
    }
    for (String file : new File(classes, PACKAGE.replace('.', '/') + "/api").list()) {
      if (file.endsWith("Api.class")) {
        Class<?> api = Class.forName(PACKAGE + ".api." + file.replace(".class", ""));
        apis.add(api.getConstructor(clientType).newInstance(client));
      }
    }
  }

  private static Method find(Object target, String name, int parameters) {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == parameters) {
        return method;
      }
    }
    return null;
  }

  private static Object get(Object target, String name) throws Exception {
    return find(target, name, 0).invoke(target);
  }

  private Object body(Class<?> type, JsonNode json) throws Exception {
    try {
      return type.getMethod("fromJson", String.class).invoke(null, json.toString());
    } catch (NoSuchMethodException noGson) {
      return mapper.treeToValue(json, type);
    }
  }

  private Object value(Object model) throws Exception {
    if (model == null || !model.getClass().getName().startsWith(PACKAGE + ".model.")) {
      return null;
    }
    Method toJson = find(model, "toJson", 0);
    return toJson != null ? mapper.readTree((String) toJson.invoke(model)) : model;
  }

  private Map<String, Object> answer(String line) throws Exception {
    JsonNode request = mapper.readTree(line);
    String operation = request.path("operation").textValue();
    List<Object> arguments = new ArrayList<>();
    request.path("parameters").forEach(parameter -> arguments.add(parameter.asText()));
    for (Object api : apis) {
      Method method = find(api, operation + "WithHttpInfo", arguments.size() + 1);
      if (method != null) {
        Class<?> type = method.getParameterTypes()[arguments.size()];
        arguments.add(body(type, request.path("body")));
        return call(api, method, arguments.toArray());
      }
    }
    return Map.of("failure", "there is no method for " + operation);
  }

  private Map<String, Object> call(Object api, Method method, Object[] arguments) throws Exception {
    try {
      Object response = method.invoke(api, arguments);
      Method code = find(response, "getStatusCode", 0);
      code.setAccessible(true);
      Object status = code.invoke(response);
      boolean isSpring = find(response, "getBody", 0) != null;
      Object model = get(response, isSpring ? "getBody" : "getData");
      return held(isSpring ? get(status, "value") : status, model, false);
    } catch (InvocationTargetException failed) {
      Throwable error = failed.getCause();
      System.err.println(error);
      Object status = null;
      if (find(error, "getCode", 0) != null) {
        status = get(error, "getCode");
      } else if (find(error, "getRawStatusCode", 0) != null) {
        status = get(error, "getRawStatusCode");
      }
      // The code 0 says that there was no answer, or none that could be decoded.
      return held(Integer.valueOf(0).equals(status) ? null : status, error, true);
    }
  }

  private Map<String, Object> held(Object status, Object received, boolean raised)
      throws Exception {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", status);
    answer.put("type", received == null ? "null" : received.getClass().getSimpleName());
    answer.put("value", value(received));
    answer.put("text", null);
    answer.put("raised", raised);
    return answer;
  }

  public static void main(String[] arguments) throws Exception {
    Driver driver =
        new Driver(
            new File(arguments[0]),
            System.getenv("DEFENDER_ACTIONS_BASE_URL"),
            System.getenv("DEFENDER_ACTIONS_TOKEN"));
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      out.println(driver.mapper.writeValueAsString(driver.answer(line)));
    }
  }
}
