package io.llmgateway.it.vendor;

import io.llmgateway.it.simulator.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes JSON documents in few words. */
final class Json {
  private Json() {}

  /**
   * @param members names and values in turn
   */
  static Map<String, Object> object(Object... members) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], members[i + 1]);
    }
    return object;
  }

  static List<Object> array(Object... items) {
    return new ArrayList<>(Arrays.asList(items));
  }

  static String text(Object value) {
    return JsonWriter.write(value);
  }
}
