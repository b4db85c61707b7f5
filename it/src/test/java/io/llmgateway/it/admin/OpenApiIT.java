package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the admin API says what the running gateway does. */
class OpenApiIT {
  private static final String SCHEMAS = "#/components/schemas/";

  private static Tenant tenant;
  private static Http auditor;
  private static Doc description;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("described").models("echo").start();
    tenant.postChat("echo", "x").assertOk();
    auditor = Http.as(Operator.AUDITOR, tenant.server());
    description = auditor.get("/admin/api/openapi.json").assertOk().json();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void describesThePathsOfTheContract() {
    for (String path :
        Set.of(
            "/admin/api/accounts",
            "/admin/api/accounts/{name}",
            "/admin/api/keys",
            "/admin/api/keys/{name}",
            "/admin/api/wallets/{account}/entries",
            "/admin/api/usage",
            "/admin/api/usage/summary",
            "/admin/api/ledger/entries",
            "/admin/api/ledger/trial-balance",
            "/admin/api/audit")) {
      assertTrue(description.at("paths", path, "get").present(), path);
    }
  }

  @Test
  void namesTheParametersThatEachPathTakes() {
    paths()
        .forEach(
            (path, operations) -> {
              Doc get = new Doc(operations).at("get");
              if (get.present() && !path.contains("{id}")) {
                Reply refused = auditor.get(real(path) + "?nonsense=1");
                String message =
                    refused.assertError(400, "invalid_request").error().at("message").text();
                assertEquals(taken(message), described(get), path + ": " + message);
              }
            });
  }

  @Test
  void namesTheFieldsOfEachRow() {
    paths()
        .forEach(
            (path, operations) -> {
              Doc get = new Doc(operations).at("get");
              String schema = row(get);
              if (schema != null && !path.endsWith("/summary") && !path.contains("{id}")) {
                Doc first = auditor.get(real(path)).assertOk().json().at("data", 0);
                if (first.value() instanceof Map<?, ?> row) {
                  Map<?, ?> fields =
                      (Map<?, ?>)
                          description.at("components", "schemas", schema, "properties").value();
                  assertTrue(fields.keySet().containsAll(row.keySet()), path + ": " + row.keySet());
                }
              }
            });
  }

  private static Map<String, Object> paths() {
    Map<String, Object> paths = new TreeMap<>();
    ((Map<?, ?>) description.at("paths").value()).forEach((k, v) -> paths.put((String) k, v));
    assertTrue(paths.size() >= 10, paths.keySet().toString());
    return paths;
  }

  private static String real(String path) {
    return path.replaceAll("\\{\\w+\\}", tenant.name());
  }

  private static Set<String> described(Doc operation) {
    Set<String> names = new TreeSet<>();
    for (Doc parameter : operation.at("parameters").items()) {
      if ("query".equals(parameter.at("in").text())) {
        names.add(parameter.at("name").text());
      }
    }
    return names;
  }

  /** The names that the refusal of an unknown one lists. */
  private static Set<String> taken(String message) {
    if (!message.contains("list: ")) {
      return Set.of();
    }
    String names = message.substring(message.indexOf("list: ") + 6, message.length() - 1);
    return new TreeSet<>(Arrays.asList(names.split(", ")));
  }

  /**
   * @return the schema of the rows of a list, or null
   */
  private static String row(Doc operation) {
    String reference =
        operation
            .at("responses", "200", "content", "application/json", "schema")
            .at("properties", "data", "items", "$ref")
            .text();
    return reference == null ? null : reference.substring(SCHEMAS.length());
  }
}
