package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any arguments that fit any schema survive the way to the model and back. */
class SimplifiedSchemaPropertyTest {
  /** A schema and a value that fits it. */
  private record Pair(JsonObject schema, JsonValue value) {}

  private final Random random = new Random(21);
  private int names;

  @Test
  void everyValueComesBack() {
    for (int i = 0; i < 10_000; i++) {
      names = 0;
      Pair pair = object(0);
      assertNull(SchemaCheck.fault(pair.schema(), pair.value()));
      SchemaSkill skill = new SchemaSkill(random.nextInt(4), random.nextBoolean(), false);
      SimplifiedSchema simple = SimplifiedSchema.of(pair.schema(), skill);
      JsonValue sent = simple.shape().toSimplified(pair.value());
      String about = pair.schema() + " " + pair.value() + " " + skill + " " + simple.schema();
      assertNull(SchemaCheck.fault(simple.schema(), sent), about);
      assertEquals(pair.value(), simple.shape().toOriginal(sent), about);
    }
  }

  private Pair any(int depth) {
    return switch (random.nextInt(depth > 3 ? 3 : 7)) {
      case 0 -> new Pair(type("string").build(), JSON.createValue("s" + random.nextInt(9)));
      case 1 -> new Pair(type("integer").build(), JSON.createValue(random.nextInt(9)));
      case 2 -> new Pair(type("boolean").build(), JsonValue.TRUE);
      case 3 -> nullable(any(depth + 1));
      case 4 -> array(depth);
      case 5 -> union(depth);
      default -> object(depth + 1);
    };
  }

  private static JsonObjectBuilder type(String name) {
    return JSON.createObjectBuilder().add("type", name);
  }

  private Pair nullable(Pair pair) {
    JsonObject schema =
        JSON.createObjectBuilder()
            .add("anyOf", JSON.createArrayBuilder().add(pair.schema()).add(type("null")))
            .build();
    return new Pair(schema, pair.value());
  }

  private Pair array(int depth) {
    Pair item = any(depth + 1);
    JsonArrayBuilder values = JSON.createArrayBuilder();
    for (int n = random.nextInt(3); n > 0; n--) {
      values.add(item.value());
    }
    return new Pair(type("array").add("items", item.schema()).build(), values.build());
  }

  /** Two objects, of which the value is the first or the second. */
  private Pair union(int depth) {
    Pair one = object(depth + 1);
    Pair other = object(depth + 1);
    JsonObject schema =
        JSON.createObjectBuilder()
            .add("anyOf", JSON.createArrayBuilder().add(one.schema()).add(other.schema()))
            .build();
    return new Pair(schema, random.nextBoolean() ? one.value() : other.value());
  }

  private Pair object(int depth) {
    JsonObjectBuilder properties = JSON.createObjectBuilder();
    JsonObjectBuilder values = JSON.createObjectBuilder();
    JsonArrayBuilder required = JSON.createArrayBuilder();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      // the next object's names, joined: they meet when it is lifted
      String name = "p" + names + (random.nextInt(4) == 0 ? "_p" + (names + 1) : "");
      names++;
      Pair pair = any(depth + 1);
      properties.add(name, pair.schema());
      values.add(name, pair.value());
      if (random.nextBoolean()) {
        required.add(name);
      }
    }
    return new Pair(
        type("object").add("properties", properties).add("required", required).build(),
        values.build());
  }
}
