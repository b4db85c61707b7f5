package io.llmgateway.model.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks documents against a JSON schema: the assertions and applicators of draft 2020-12
 * (https://json-schema.org/draft/2020-12/json-schema-validation) that requests to models use.
 * OpenAPI's {@code nullable} counts, too. References stay within the schema. {@code format},
 * keywords that are not known and references that lead nowhere assert nothing, nor does a schema
 * that takes too long: the model is not to blame for that.
 */
public final class SchemaValidator {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");
  private static final int MOST_PROBLEMS = 8;
  private static final int DEPTH = 64;

  /** Alternatives within alternatives multiply: so many checks are made for one document. */
  private static final int CHECKS = 200_000;

  private final JsonValue root;
  private int checks;

  /**
   * @param schema an object, or true or false
   */
  public SchemaValidator(JsonValue schema) {
    this.root = schema;
  }

  /**
   * @return what is wrong with the document, each with the place where, such as {@code $.a[0]};
   *     empty when nothing is; not more than a few
   */
  public List<String> problems(JsonValue document) {
    List<String> problems = new ArrayList<>(0);
    new SchemaValidator(root).check(root, document, "$", 0, problems);
    return List.copyOf(problems);
  }

  private void check(
      JsonValue schema, JsonValue value, String at, int depth, List<String> problems) {
    if (problems.size() >= MOST_PROBLEMS || depth > DEPTH || ++checks > CHECKS) {
      return;
    }
    if (JsonValue.FALSE.equals(schema)) {
      problems.add(at + " must not be there");
    } else if (schema instanceof JsonObject object) {
      object(object, value, at, depth + 1, problems);
    }
  }

  private void object(
      JsonObject schema, JsonValue value, String at, int depth, List<String> problems) {
    if (schema.get("$ref") instanceof JsonString ref) {
      JsonValue target = target(ref.getString());
      if (target != null) {
        check(target, value, at, depth, problems);
      }
    }
    if (value == JsonValue.NULL && JsonValue.TRUE.equals(schema.get("nullable"))) {
      return;
    }
    if (!isOf(schema.get("type"), value)) {
      problems.add(at + " must be of type " + schema.get("type") + ", and is " + typeOf(value));
      return;
    }
    ValueRules.check(schema, value, at, problems);
    combined(schema, value, at, depth, problems);
    if (value instanceof JsonObject members) {
      members(schema, members, at, depth, problems);
    } else if (value instanceof JsonArray items) {
      items(schema, items, at, depth, problems);
    }
  }

  private void combined(
      JsonObject schema, JsonValue value, String at, int depth, List<String> problems) {
    if (schema.get("allOf") instanceof JsonArray all) {
      all.forEach(each -> check(each, value, at, depth, problems));
    }
    if (schema.get("anyOf") instanceof JsonArray any && matches(any, value, depth) == 0) {
      problems.add(at + " matches none of anyOf" + nearest(any, value, at, depth));
    }
    if (schema.get("oneOf") instanceof JsonArray one) {
      int matches = matches(one, value, depth);
      if (matches == 0) {
        problems.add(at + " matches none of oneOf" + nearest(one, value, at, depth));
      } else if (matches > 1 && checks <= CHECKS) {
        problems.add(at + " matches " + matches + " of oneOf");
      }
    }
    if (schema.containsKey("not") && fits(schema.get("not"), value, depth) && checks <= CHECKS) {
      problems.add(at + " matches what it must not");
    }
    if (schema.containsKey("if")) {
      JsonValue branch = schema.get(fits(schema.get("if"), value, depth) ? "then" : "else");
      if (branch != null) {
        check(branch, value, at, depth, problems);
      }
    }
  }

  private int matches(JsonArray schemas, JsonValue value, int depth) {
    int matches = 0;
    for (JsonValue each : schemas) {
      matches += fits(each, value, depth) ? 1 : 0;
    }
    return matches;
  }

  private boolean fits(JsonValue schema, JsonValue value, int depth) {
    List<String> problems = new ArrayList<>(0);
    check(schema, value, "$", depth, problems);
    return problems.isEmpty();
  }

  /** What is wrong by the alternative that is met best, for the model to learn from. */
  private String nearest(JsonArray schemas, JsonValue value, String at, int depth) {
    List<String> best = null;
    for (JsonValue each : schemas) {
      List<String> problems = new ArrayList<>(0);
      check(each, value, at, depth, problems);
      best = best == null || problems.size() < best.size() ? problems : best;
    }
    return best == null || best.isEmpty() ? "" : ": " + best.get(0);
  }

  private void members(
      JsonObject schema, JsonObject members, String at, int depth, List<String> problems) {
    JsonObject known = objectOf(schema.get("properties"));
    JsonObject patterns = objectOf(schema.get("patternProperties"));
    JsonValue others = schema.get("additionalProperties");
    for (Map.Entry<String, JsonValue> member : members.entrySet()) {
      String name = member.getKey();
      String place = at + "." + name;
      boolean described = known.containsKey(name);
      if (described) {
        check(known.get(name), member.getValue(), place, depth, problems);
      }
      for (Map.Entry<String, JsonValue> pattern : patterns.entrySet()) {
        if (ValueRules.finds(pattern.getKey(), name)) {
          described = true;
          check(pattern.getValue(), member.getValue(), place, depth, problems);
        }
      }
      if (!described && others != null) {
        check(others, member.getValue(), place, depth, problems);
      }
      if (schema.containsKey("propertyNames")) {
        JsonValue asText = JSON.createValue(name);
        check(schema.get("propertyNames"), asText, place, depth, problems);
      }
    }
  }

  private void items(
      JsonObject schema, JsonArray items, String at, int depth, List<String> problems) {
    JsonValue rest = schema.get("items");
    JsonArray first =
        schema.get("prefixItems") instanceof JsonArray prefix ? prefix : JsonValue.EMPTY_JSON_ARRAY;
    int matching = 0;
    for (int i = 0; i < items.size(); i++) {
      JsonValue each = i < first.size() ? first.get(i) : rest;
      if (each != null) {
        check(each, items.get(i), at + "[" + i + "]", depth, problems);
      }
      if (schema.containsKey("contains") && fits(schema.get("contains"), items.get(i), depth)) {
        matching++;
      }
    }
    if (schema.containsKey("contains") && matching == 0) {
      problems.add(at + " has no item that it must contain");
    }
  }

  private JsonValue target(String ref) {
    if (!ref.startsWith("#")) {
      return null;
    }
    JsonValue at = root;
    for (String step : ref.substring(1).split("/")) {
      if (!step.isEmpty()) {
        String name = step.replace("~1", "/").replace("~0", "~");
        at = at instanceof JsonObject object ? object.get(name) : null;
      }
    }
    return at;
  }

  private static boolean isOf(JsonValue type, JsonValue value) {
    if (type instanceof JsonArray types) {
      return types.isEmpty() || types.stream().anyMatch(each -> isOf(each, value));
    }
    return !(type instanceof JsonString name) || is(name.getString(), value);
  }

  /**
   * @return whether the value is of a JSON schema's type; of one that is not known is everything
   */
  public static boolean is(String type, JsonValue value) {
    return type.equals(typeOf(value))
        || type.equals("integer") && value instanceof JsonNumber number && whole(number)
        || !TYPES.contains(type);
  }

  /** By the specification 1.0 is an integer. */
  private static boolean whole(JsonNumber number) {
    BigDecimal value = number.bigDecimalValue();
    return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
  }

  private static String typeOf(JsonValue value) {
    return switch (value.getValueType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case NUMBER -> "number";
      case TRUE, FALSE -> "boolean";
      case NULL -> "null";
    };
  }

  private static JsonObject objectOf(JsonValue value) {
    return value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }
}
