package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static io.llmgateway.model.JsonDocuments.object;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.model.stream.EventStep;
import io.llmgateway.model.stream.StepStream;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends tools whose schemas the model can follow, and gives the arguments back in the shape that
 * the client knows; calls in the history are put into the model's shape. Arguments that can not be
 * read go on as they are: {@link ArgumentRepair} around this judges them.
 */
public final class SchemaSimplifier implements LanguageModel {
  private final LanguageModel inner;
  private final SchemaSkill skill;
  private final Consumer<String> adjusted;

  /**
   * @param adjusted learns that schemas were simplified; called before {@code chat} returns
   */
  public SchemaSimplifier(LanguageModel inner, SchemaSkill skill, Consumer<String> adjusted) {
    this.inner = inner;
    this.skill = skill;
    this.adjusted = adjusted;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    if (!(request.body().get("tools") instanceof JsonArray given)) {
      return inner.chat(request, cancellation);
    }
    Map<String, Shape> shapes = new HashMap<>();
    JsonArray tools = simplified(given, shapes);
    if (tools.equals(given)) {
      return inner.chat(request, cancellation);
    }
    adjusted.accept("tools.parameters");
    JsonObjectBuilder body = JSON.createObjectBuilder(request.body()).add("tools", tools);
    if (request.body().get("messages") instanceof JsonArray messages) {
      body.add("messages", mapped(messages, shapes));
    }
    ChatStream answer = inner.chat(request.withBody(body.build()), cancellation);
    return new StepStream(answer, new OriginalArguments(shapes));
  }

  private JsonArray simplified(JsonArray tools, Map<String, Shape> shapes) {
    JsonArrayBuilder out = JSON.createArrayBuilder();
    for (JsonValue value : tools) {
      JsonObject function = value instanceof JsonObject tool ? object(tool, "function") : null;
      JsonObject parameters = function == null ? null : object(function, "parameters");
      if (parameters == null) {
        out.add(value);
        continue;
      }
      SimplifiedSchema simple = SimplifiedSchema.of(parameters, skill);
      shapes.put(function.getString("name", ""), simple.shape());
      JsonObjectBuilder changed = JSON.createObjectBuilder(function);
      changed.add("parameters", simple.schema());
      if (!simple.schema().equals(parameters)) {
        // a promise about the original schema, which is not what the provider sees
        changed.remove("strict");
      }
      out.add(JSON.createObjectBuilder(value.asJsonObject()).add("function", changed));
    }
    return out.build();
  }

  private static JsonArray mapped(JsonArray messages, Map<String, Shape> shapes) {
    JsonArrayBuilder out = JSON.createArrayBuilder();
    for (JsonValue value : messages) {
      if (value instanceof JsonObject message && message.get("tool_calls") instanceof JsonArray a) {
        JsonArrayBuilder calls = JSON.createArrayBuilder();
        a.forEach(call -> calls.add(call(call, shapes)));
        out.add(JSON.createObjectBuilder(message).add("tool_calls", calls));
      } else {
        out.add(value);
      }
    }
    return out.build();
  }

  private static JsonValue call(JsonValue value, Map<String, Shape> shapes) {
    JsonObject function = value instanceof JsonObject call ? object(call, "function") : null;
    Shape shape = function == null ? null : shapes.get(function.getString("name", ""));
    JsonObject arguments =
        shape == null ? null : JsonRepair.object(function.getString("arguments", ""));
    if (arguments == null) {
      return value;
    }
    String simple = shape.toSimplified(arguments).toString();
    return JSON.createObjectBuilder(value.asJsonObject())
        .add("function", JSON.createObjectBuilder(function).add("arguments", simple))
        .build();
  }

  /** Where a call stands in an answer. */
  private record Place(int choice, int index) {}

  /** Arguments that are held until they can be mapped. */
  private static final class OriginalArguments implements EventStep {
    private record Held(Shape shape, StringBuilder text) {}

    private final Map<String, Shape> shapes;
    private final Map<Place, Held> held = new LinkedHashMap<>();

    OriginalArguments(Map<String, Shape> shapes) {
      this.shapes = shapes;
    }

    @Override
    public void accept(ChatEvent event, Consumer<ChatEvent> out) {
      if (event instanceof ChatEvent.ToolCallDelta delta) {
        Held call = held.get(new Place(delta.choice(), delta.index()));
        if (call != null) {
          call.text().append(delta.arguments());
          return;
        }
      } else if (event instanceof ChatEvent.ToolCallStart start) {
        flush(start.choice(), false, false, out);
        Shape shape = shapes.getOrDefault(start.name(), Shape.SAME);
        if (shape != Shape.SAME) {
          held.put(new Place(start.choice(), start.index()), new Held(shape, new StringBuilder()));
        }
      } else if (event instanceof ChatEvent.Finish finish) {
        String reason = finish.reason();
        flush(finish.choice(), true, reason.equals("stop") || reason.equals("tool_calls"), out);
      }
      out.accept(event);
    }

    /**
     * @param all else only those whose end can be seen
     * @param repair whether careless writing may be put right: not when the answer was cut off
     */
    private void flush(int choice, boolean all, boolean repair, Consumer<ChatEvent> out) {
      held.entrySet()
          .removeIf(
              entry -> {
                Place place = entry.getKey();
                String text = entry.getValue().text().toString();
                boolean whole = JsonDocuments.parse(text) instanceof JsonObject;
                if (place.choice() != choice || !all && !whole) {
                  return false;
                }
                JsonObject read = whole || repair ? JsonRepair.object(text) : null;
                String original =
                    read == null ? text : entry.getValue().shape().toOriginal(read).toString();
                if (!original.isEmpty()) {
                  out.accept(new ChatEvent.ToolCallDelta(choice, place.index(), original));
                }
                return true;
              });
    }
  }
}
