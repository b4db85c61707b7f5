package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static io.llmgateway.model.JsonDocuments.text;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Sends no more tools than the model takes: those that {@code tool_choice} names, those that the
 * conversation has used, and then those whose words are most like what is asked. The order stays,
 * and the same request always gets the same tools.
 */
public final class ToolSelector implements LanguageModel {
  /** So many messages, from the last backwards, say what is asked. */
  private static final int RECENT = 6;

  private final LanguageModel inner;
  private final int most;
  private final Consumer<String> adjusted;

  /**
   * @param most tools that the model takes, at least 1
   * @param adjusted learns how many tools were sent ({@code tools=16}); called before {@code chat}
   *     returns
   */
  public ToolSelector(LanguageModel inner, int most, Consumer<String> adjusted) {
    if (most < 1) {
      throw new IllegalArgumentException("most must be at least 1: " + most);
    }
    this.inner = inner;
    this.most = most;
    this.adjusted = adjusted;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    JsonObject body = request.body();
    if (!(body.get("tools") instanceof JsonArray tools) || tools.size() <= most) {
      return inner.chat(request, cancellation);
    }
    JsonArrayBuilder chosen = JSON.createArrayBuilder();
    best(tools, request).forEach(i -> chosen.add(tools.get(i)));
    adjusted.accept("tools=" + most);
    JsonObject fewer = JSON.createObjectBuilder(body).add("tools", chosen).build();
    return inner.chat(request.withBody(fewer), cancellation);
  }

  private List<Integer> best(JsonArray tools, ChatRequest request) {
    JsonObject body = request.body();
    Set<String> needed = used(body.get("messages"));
    OfferedTools offered = OfferedTools.of(request);
    Set<String> allowed = offered.tools().keySet();
    ToolRelevance relevance = new ToolRelevance(tools, recentText(body.get("messages")));
    double[] scores = new double[tools.size()];
    for (int i = 0; i < scores.length; i++) {
      OfferedTools.Tool tool =
          tools.get(i) instanceof JsonObject definition ? OfferedTools.tool(definition) : null;
      String name = tool == null ? "" : tool.name();
      boolean named = allowed.contains(name) && allowed.size() < tools.size();
      scores[i] = relevance.of(i) + (named ? 2e9 : 0) + (needed.contains(name) ? 1e9 : 0);
    }
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .limit(most)
        .sorted()
        .toList();
  }

  private static Set<String> used(JsonValue messages) {
    Set<String> names = new HashSet<>();
    if (messages instanceof JsonArray array) {
      for (JsonValue message : array) {
        if (message instanceof JsonObject object
            && object.get("tool_calls") instanceof JsonArray calls) {
          for (JsonValue call : calls) {
            OfferedTools.Tool tool =
                call instanceof JsonObject made ? OfferedTools.tool(made) : null;
            names.add(tool == null ? "" : tool.name());
          }
        }
      }
    }
    return names;
  }

  private static String recentText(JsonValue messages) {
    StringBuilder asked = new StringBuilder();
    if (messages instanceof JsonArray array) {
      for (JsonValue value : array.subList(Math.max(0, array.size() - RECENT), array.size())) {
        JsonObject message = value instanceof JsonObject object ? object : null;
        if (message != null && !"system".equals(text(message, "role"))) {
          texts(message.get("content"), asked);
        }
      }
    }
    return asked.toString();
  }

  private static void texts(JsonValue content, StringBuilder out) {
    if (content instanceof JsonArray parts) {
      for (JsonValue part : parts) {
        String text = part instanceof JsonObject object ? text(object, "text") : null;
        out.append(text == null ? "" : text).append('\n');
      }
    } else {
      String text = JsonDocuments.written(content);
      out.append(text == null ? "" : text).append('\n');
    }
  }
}
