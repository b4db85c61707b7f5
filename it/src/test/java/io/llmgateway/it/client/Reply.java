package io.llmgateway.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.simulator.Doc;
import java.util.List;
import java.util.Map;

/**
 * A whole answer of the gateway.
 *
 * @param headers by lower-case name
 */
public record Reply(int status, Map<String, List<String>> headers, String body) {

  /**
   * @throws IllegalArgumentException when the body is not JSON
   */
  public Doc json() {
    return Doc.parse(body);
  }

  /**
   * @return the first value, or null
   */
  public String header(String name) {
    List<String> values = headers.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  public Doc error() {
    return json().at("error");
  }

  /** Asserts the status and the whole error envelope, and that nothing of the inside shows. */
  public Reply assertError(int expectedStatus, String expectedCode) {
    assertEquals(expectedStatus, status, () -> "status of: " + this);
    assertEquals(expectedCode, error().at("code").text(), () -> "code of: " + this);
    return assertEnvelope();
  }

  /** Asserts OpenAI's envelope, whatever the status and the code. */
  public Reply assertEnvelope() {
    assertTrue(Doc.isJson(body), () -> "not JSON: " + this);
    assertTrue(
        String.valueOf(header("content-type")).startsWith("application/json"),
        () -> "content type of: " + this);
    Doc error = error();
    assertNotNull(error.at("message").text(), () -> "no message: " + this);
    assertFalse(error.at("message").text().isBlank(), () -> "blank message: " + this);
    assertNotNull(error.at("type").text(), () -> "no type: " + this);
    assertNotNull(error.at("code").text(), () -> "no code: " + this);
    assertTrue(error.has("param"), () -> "no param: " + this);
    assertNotNull(header("x-request-id"), () -> "no x-request-id: " + this);
    for (String trace : List.of("Exception", "\tat ", "io.llmgateway", "jakarta.", "<html")) {
      assertFalse(body.contains(trace), () -> "shows its inside: " + this);
    }
    return this;
  }

  public Reply assertOk() {
    assertEquals(200, status, () -> "status of: " + this);
    return this;
  }

  @Override
  public String toString() {
    String shown = body.length() > 600 ? body.substring(0, 600) + "..." : body;
    return status + " " + headers + " " + shown;
  }
}
