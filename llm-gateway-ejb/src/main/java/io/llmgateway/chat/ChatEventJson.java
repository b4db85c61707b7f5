package io.llmgateway.chat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonGenerator;

/**
 * The events of an answer as JSON, to keep them: each is an array that begins with a word for its
 * type. What has been written can be read for as long as answers are kept, so words and places are
 * added, never changed.
 */
public final class ChatEventJson {
  private static final String STARTED = "started";
  private static final String RESPONSE = "response";
  private static final String TEXT = "text";
  private static final String REASONING = "reasoning";
  private static final String TOOL = "tool";
  private static final String ARGUMENTS = "arguments";
  private static final String CHOICE = "choice";
  private static final String FINISH = "finish";
  private static final String USAGE = "usage";
  private static final String REFUSED = "refused";
  private static final String AGAIN = "again";

  private ChatEventJson() {}

  /** Appends the event to an array that is being written. */
  public static void write(ChatEvent event, JsonGenerator out) {
    out.writeStartArray();
    if (event instanceof ChatEvent.TextDelta e) {
      out.write(TEXT).write(e.choice()).write(e.text());
      object(e.logprobs(), out);
    } else if (event instanceof ChatEvent.ReasoningDelta e) {
      out.write(REASONING).write(e.choice()).write(e.text());
    } else if (event instanceof ChatEvent.ToolCallStart e) {
      out.write(TOOL).write(e.choice()).write(e.index()).write(e.id());
      out.write(e.type()).write(e.name());
    } else if (event instanceof ChatEvent.ToolCallDelta e) {
      out.write(ARGUMENTS).write(e.choice()).write(e.index()).write(e.arguments());
    } else if (event instanceof ChatEvent.ChoiceFields e) {
      out.write(CHOICE).write(e.choice()).write(e.delta()).write(e.fields());
    } else if (event instanceof ChatEvent.Finish e) {
      out.write(FINISH).write(e.choice()).write(e.reason());
    } else {
      writeOfResponse(event, out);
    }
    out.writeEnd();
  }

  private static void writeOfResponse(ChatEvent event, JsonGenerator out) {
    if (event instanceof ChatEvent.Started e) {
      out.write(STARTED);
      text(e.model(), out);
      out.write(e.fields());
    } else if (event instanceof ChatEvent.ResponseFields e) {
      out.write(RESPONSE).write(e.fields());
    } else if (event instanceof ChatEvent.UsageReported e) {
      out.write(USAGE);
      write(e.usage(), out);
      out.write(e.raw());
    } else if (event instanceof ChatEvent.UsageRefused e) {
      out.write(REFUSED).write(e.raw());
      text(e.reason(), out);
    } else if (event instanceof ChatEvent.AskedAgain e) {
      out.write(AGAIN).write(e.said());
    } else {
      throw new IllegalArgumentException("no words for " + event.getClass());
    }
  }

  /** Appends a usage to an array that is being written. */
  public static void write(Usage usage, JsonGenerator out) {
    out.writeStartArray()
        .write(usage.inputTokens())
        .write(usage.outputTokens())
        .write(usage.cacheReadTokens())
        .write(usage.cacheWriteTokens())
        .write(usage.reasoningTokens())
        .writeEnd();
  }

  private static void object(JsonObject value, JsonGenerator out) {
    if (value == null) {
      out.writeNull();
    } else {
      out.write(value);
    }
  }

  private static void text(String value, JsonGenerator out) {
    if (value == null) {
      out.writeNull();
    } else {
      out.write(value);
    }
  }

  /**
   * @throws IllegalArgumentException when no event was written so
   */
  public static ChatEvent read(JsonArray in) {
    return switch (in.getString(0)) {
      case TEXT -> new ChatEvent.TextDelta(in.getInt(1), in.getString(2), object(in, 3));
      case REASONING -> new ChatEvent.ReasoningDelta(in.getInt(1), in.getString(2));
      case TOOL ->
          new ChatEvent.ToolCallStart(
              in.getInt(1), in.getInt(2), in.getString(3), in.getString(4), in.getString(5));
      case ARGUMENTS -> new ChatEvent.ToolCallDelta(in.getInt(1), in.getInt(2), in.getString(3));
      case CHOICE -> new ChatEvent.ChoiceFields(in.getInt(1), object(in, 2), object(in, 3));
      case FINISH -> new ChatEvent.Finish(in.getInt(1), in.getString(2));
      case STARTED -> new ChatEvent.Started(text(in, 1), object(in, 2));
      case RESPONSE -> new ChatEvent.ResponseFields(object(in, 1));
      case USAGE -> new ChatEvent.UsageReported(readUsage(in.getJsonArray(1)), object(in, 2));
      case REFUSED -> new ChatEvent.UsageRefused(object(in, 1), text(in, 2));
      case AGAIN -> new ChatEvent.AskedAgain(in.getString(1));
      default -> throw new IllegalArgumentException("no event is written as " + in.getString(0));
    };
  }

  public static Usage readUsage(JsonArray in) {
    return new Usage(
        in.getJsonNumber(0).longValueExact(),
        in.getJsonNumber(1).longValueExact(),
        in.getJsonNumber(2).longValueExact(),
        in.getJsonNumber(3).longValueExact(),
        in.getJsonNumber(4).longValueExact());
  }

  private static JsonObject object(JsonArray in, int at) {
    return in.isNull(at) ? null : in.getJsonObject(at);
  }

  private static String text(JsonArray in, int at) {
    return in.isNull(at) ? null : in.getString(at);
  }
}
