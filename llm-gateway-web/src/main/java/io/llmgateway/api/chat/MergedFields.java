package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields that the gateway does not know, gathered over a stream: texts are concatenated, arrays
 * appended, anything else is replaced by the later value; null replaces nothing.
 */
final class MergedFields {
  private final Map<String, Object> values = new LinkedHashMap<>();

  void merge(JsonObject more) {
    more.forEach(this::mergeMember);
  }

  private void mergeMember(String name, JsonValue value) {
    switch (value.getValueType()) {
      case STRING:
        Object text = values.get(name);
        if (!(text instanceof StringBuilder)) {
          values.put(name, text = new StringBuilder());
        }
        ((StringBuilder) text).append(((JsonString) value).getChars());
        break;
      case ARRAY:
        if (values.get(name) instanceof ItemList items) {
          items.items.addAll(value.asJsonArray());
        } else {
          values.put(name, new ItemList(value.asJsonArray()));
        }
        break;
      case NULL:
        values.putIfAbsent(name, value);
        break;
      default:
        values.put(name, value);
        break;
    }
  }

  private static final class ItemList {
    final List<JsonValue> items;

    ItemList(JsonArray items) {
      this.items = new ArrayList<>(items);
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Writes an object. */
  void write(JsonBytes out) {
    String separator = "{";
    for (Map.Entry<String, Object> member : values.entrySet()) {
      out.ascii(separator);
      writeMember(member, out);
      separator = ",";
    }
    out.ascii(separator.equals("{") ? "{}" : "}");
  }

  /** Writes the members of an object that has members already. */
  void writeMembers(JsonBytes out) {
    for (Map.Entry<String, Object> member : values.entrySet()) {
      out.ascii(",");
      writeMember(member, out);
    }
  }

  private static void writeMember(Map.Entry<String, Object> member, JsonBytes out) {
    out.string(member.getKey()).ascii(":");
    Object value = member.getValue();
    if (value instanceof StringBuilder text) {
      out.string(text);
    } else if (value instanceof ItemList list) {
      String separator = "[";
      for (JsonValue item : list.items) {
        out.ascii(separator).value(item);
        separator = ",";
      }
      out.ascii(list.items.isEmpty() ? "[]" : "]");
    } else {
      out.value((JsonValue) value);
    }
  }
}
