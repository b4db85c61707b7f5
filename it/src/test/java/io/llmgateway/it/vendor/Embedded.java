package io.llmgateway.it.vendor;

import io.llmgateway.it.simulator.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Vectors that tell their text. */
final class Embedded {
  private Embedded() {}

  static List<Object> vector(String text) {
    return Json.array(text.length(), 0.5, -1);
  }

  /**
   * @return OpenAI's list of them, as many vendors have it
   */
  static List<Object> data(Doc texts) {
    List<Object> data = new ArrayList<>();
    List<Doc> all = texts.text() == null ? texts.items() : List.of(texts);
    for (int i = 0; i < all.size(); i++) {
      Map<String, Object> entry =
          Json.object("object", "embedding", "index", i, "embedding", vector(all.get(i).text()));
      data.add(entry);
    }
    return data;
  }
}
