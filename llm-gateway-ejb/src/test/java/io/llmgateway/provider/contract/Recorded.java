package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one vendor's wire sounds like: {@code wires/<name>.txt}. Each part begins with a line {@code
 * == name: content type}; its bytes follow as they are sent. The first part is the card: wire and
 * options, as JSON.
 */
record Recorded(String name, JsonObject card, Map<String, Part> parts) {

  /** Bytes, and what they claim to be. */
  record Part(String head, byte[] body) {}

  static Recorded of(String name) {
    Map<String, Part> parts = new LinkedHashMap<>();
    String[] sections = text(name).split("(?m)^== ");
    for (int i = 1; i < sections.length; i++) {
      int end = sections[i].indexOf('\n');
      String[] title = sections[i].substring(0, end).split(": ", 2);
      String body = sections[i].substring(end + 1);
      parts.put(title[0], new Part(title[1], body.getBytes(StandardCharsets.UTF_8)));
    }
    byte[] card = parts.remove("card").body();
    return new Recorded(
        name, (JsonObject) JsonText.parse(new String(card, StandardCharsets.UTF_8)), parts);
  }

  private static String text(String name) {
    try (InputStream in = Recorded.class.getResourceAsStream("/wires/" + name + ".txt")) {
      assertNotNull(in, name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String wire() {
    return card.getString("wire");
  }

  Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    card.forEach(
        (key, value) -> {
          if (!key.equals("wire") && !key.equals("refuses") && value instanceof JsonString text) {
            options.put(key, text.getString());
          }
        });
    return options;
  }

  /**
   * @return whether the wire says clearly that it has no such capability
   */
  boolean refuses(String capability) {
    return card.get("refuses") instanceof JsonArray refused
        && refused.getValuesAs(JsonString.class).stream()
            .anyMatch(text -> text.getString().equals(capability));
  }

  Part part(String part) {
    Part found = parts.get(part);
    assertNotNull(found, name + " has no " + part);
    return found;
  }

  @Override
  public String toString() {
    return name;
  }
}
