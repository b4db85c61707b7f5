package io.llmgateway.admin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the description of the admin API as <a href="https://spec.openapis.org/oas/v3.0.3">OpenAPI
 * 3.0</a> from the resources themselves, so that it is the same on every server and never behind.
 */
final class OpenApiDocument {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)\\}");

  /** A variable that says what it looks like. */
  private static final Pattern SHAPE = Pattern.compile("\\{(\\w+):[^}]*\\}");

  private static final String JSON = "application/json";
  private static final Map<String, String> PAGING =
      Map.of(
          "limit", "How many rows a page has at the most, 1 to 1000; 100 when absent.",
          "after", "The last_id of the page before.");

  private OpenApiDocument() {}

  /** Of these resources. */
  static JsonObject of(Collection<Class<?>> resources) {
    Map<String, Map<String, JsonObject>> paths = new TreeMap<>();
    for (Class<?> resource : resources) {
      for (Method method : resource.getDeclaredMethods()) {
        String verb = verb(method);
        if (verb != null) {
          paths
              .computeIfAbsent(path(resource, method), p -> new TreeMap<>())
              .put(verb, operation(resource, method, verb));
        }
      }
    }
    JsonObjectBuilder all = Json.createObjectBuilder();
    paths.forEach(
        (path, operations) -> {
          JsonObjectBuilder item = Json.createObjectBuilder();
          operations.forEach(item::add);
          all.add(path, item);
        });
    return Json.createObjectBuilder()
        .add("openapi", "3.0.3")
        .add(
            "info",
            Json.createObjectBuilder().add("title", "llm-gateway admin API").add("version", "1"))
        .add("security", Json.createArrayBuilder().add(basic()))
        .add("paths", all)
        .add(
            "components",
            Json.createObjectBuilder()
                .add(
                    "securitySchemes",
                    Json.createObjectBuilder()
                        .add(
                            "operator",
                            Json.createObjectBuilder().add("type", "http").add("scheme", "basic")))
                .add("schemas", schemas()))
        .build();
  }

  /**
   * @return such as {@code get}, or null when the method answers no request
   */
  private static String verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return verb.value().toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  private static String path(Class<?> resource, Method method) {
    Path below = method.getAnnotation(Path.class);
    String path = resource.getAnnotation(Path.class).value();
    return below == null ? path : path + SHAPE.matcher(below.value()).replaceAll("{$1}");
  }

  private static JsonObject operation(Class<?> resource, Method method, String verb) {
    Described said = method.getAnnotation(Described.class);
    JsonObjectBuilder operation = Json.createObjectBuilder();
    operation.add("operationId", resource.getSimpleName() + "." + method.getName());
    operation.add("summary", said == null ? resource.getSimpleName() : said.value());
    operation.add(
        "description",
        "Needs the role gateway-admin" + (audits(method, verb) ? " or gateway-auditor." : "."));
    JsonArrayBuilder parameters = Json.createArrayBuilder();
    Matcher variables = VARIABLE.matcher(path(resource, method));
    while (variables.find()) {
      parameters.add(parameter(variables.group(1), "path", true, null));
    }
    if (said != null) {
      Arrays.stream(said.query()).forEach(q -> parameters.add(parameter(q, "query", false, null)));
      if (said.pages()) {
        new TreeMap<>(PAGING)
            .forEach((n, text) -> parameters.add(parameter(n, "query", false, text)));
      }
      if (!said.body().isEmpty() || said.csvBody()) {
        operation.add(
            "requestBody",
            Json.createObjectBuilder()
                .add("required", true)
                .add("content", said.csvBody() ? csv() : json(ref(said.body()))));
      }
    }
    return operation.add("parameters", parameters).add("responses", responses(said)).build();
  }

  private static boolean audits(Method method, String verb) {
    return verb.equals("get") && !method.isAnnotationPresent(AdminsOnly.class);
  }

  private static JsonObject parameter(String name, String in, boolean required, String text) {
    JsonObjectBuilder parameter =
        Json.createObjectBuilder()
            .add("name", name)
            .add("in", in)
            .add("required", required)
            .add("schema", Json.createObjectBuilder().add("type", "string"));
    return (text == null ? parameter : parameter.add("description", text)).build();
  }

  private static JsonObject responses(Described said) {
    JsonObjectBuilder content =
        Json.createObjectBuilder(json(said == null ? ref("Object") : answer(said)));
    if (said != null && said.csv()) {
      content.addAll(Json.createObjectBuilder(csv()));
    }
    return Json.createObjectBuilder()
        .add(
            Integer.toString(said == null ? 200 : said.status()),
            Json.createObjectBuilder().add("description", "Done.").add("content", content))
        .add(
            "default",
            Json.createObjectBuilder()
                .add("description", "Refused, or failed.")
                .add("content", json(ref("Error"))))
        .build();
  }

  private static JsonObject answer(Described said) {
    if (!said.pages() && !said.list()) {
      return ref(said.answer());
    }
    JsonObjectBuilder list =
        Json.createObjectBuilder()
            .add("object", type("string", false))
            .add(
                "data",
                Json.createObjectBuilder().add("type", "array").add("items", ref(said.answer())))
            .add("has_more", type("boolean", false))
            .add("last_id", type("string", true));
    return Json.createObjectBuilder().add("type", "object").add("properties", list).build();
  }

  private static JsonObject type(String name, boolean nullable) {
    return Json.createObjectBuilder().add("type", name).add("nullable", nullable).build();
  }

  private static JsonObject json(JsonObject schema) {
    return Json.createObjectBuilder()
        .add(JSON, Json.createObjectBuilder().add("schema", schema))
        .build();
  }

  private static JsonObject csv() {
    return Json.createObjectBuilder()
        .add(
            "text/csv",
            Json.createObjectBuilder()
                .add("schema", Json.createObjectBuilder().add("type", "string")))
        .build();
  }

  private static JsonObject ref(String schema) {
    return Json.createObjectBuilder().add("$ref", "#/components/schemas/" + schema).build();
  }

  private static JsonObject basic() {
    return Json.createObjectBuilder().add("operator", Json.createArrayBuilder(List.of())).build();
  }

  /** The documents of requests and answers, by name. */
  static JsonObject schemas() {
    try (InputStream file = OpenApiDocument.class.getResourceAsStream("openapi-schemas.json");
        JsonReader reader = Json.createReader(file)) {
      return reader.readObject();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
