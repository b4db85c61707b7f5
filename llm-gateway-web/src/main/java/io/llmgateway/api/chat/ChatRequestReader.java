package io.llmgateway.api.chat;

import io.llmgateway.api.json.Field;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.routing.constraint.PreferenceReader;
import jakarta.json.JsonObject;
import java.util.List;

/**
 * Checks the types and ranges of every field of OpenAI's Chat Completions that the gateway knows,
 * and makes a {@link ChatRequest}. Fields that it does not know pass unseen.
 *
 * <p>Source: <a href="https://platform.openai.com/docs/api-reference/chat/create">Create chat
 * completion</a>. Looser than that where vendors allow more ({@code stop} with up to 16 texts,
 * system messages anywhere, any {@code reasoning_effort}): the provider then has the last word.
 */
public final class ChatRequestReader {
  private static final int MOST_STOPS = 16;
  private static final int MOST_CHOICES = 128;
  private static final long MOST_TOKENS = 1_000_000_000L;
  private static final List<String> TEXTS =
      List.of(
          "user",
          "reasoning_effort",
          "service_tier",
          "verbosity",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_retention");
  private static final List<String> FLAGS =
      List.of("stream", "logprobs", "parallel_tool_calls", "store");
  private static final List<String> OBJECTS =
      List.of("metadata", "logit_bias", "audio", "prediction", "web_search_options");

  private ChatRequestReader() {}

  /**
   * @throws ChatException.Final naming the field at fault
   */
  public static ChatRequest read(JsonObject body) {
    String model = model(body);
    MessageRules.check(Field.of(body, "messages").required());
    ToolRules.check(body);
    checkSampling(body);
    checkPlainTypes(body);
    boolean stream = flag(body, "stream");
    return new ChatRequest(
        model,
        body,
        stream,
        includeUsage(body, stream),
        choices(body),
        Math.max(tokenLimit(body, "max_completion_tokens"), tokenLimit(body, "max_tokens")),
        PromptBound.ofChat(body));
  }

  /**
   * @return the requested model; where there is none, the first of {@code models}, as OpenRouter's
   *     clients may write it
   */
  static String model(JsonObject body) {
    Field model = Field.of(body, "model");
    String first = model.present() ? null : PreferenceReader.firstModel(body);
    return first == null ? model.required().nonEmptyText() : first;
  }

  static boolean flag(JsonObject body, String name) {
    Field field = Field.of(body, name);
    return field.present() && field.flag();
  }

  static boolean includeUsage(JsonObject body, boolean stream) {
    Field options = Field.of(body, "stream_options");
    if (!options.present()) {
      return false;
    }
    options.object();
    if (!stream) {
      throw options.invalid(
          "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
    }
    Field include = options.at("include_usage");
    return include.present() && include.flag();
  }

  static int choices(JsonObject body) {
    Field n = Field.of(body, "n");
    return n.present() ? (int) n.whole(1, MOST_CHOICES) : 1;
  }

  static long tokenLimit(JsonObject body, String name) {
    Field limit = Field.of(body, name);
    return limit.present() ? limit.whole(1, MOST_TOKENS) : 0;
  }

  static void checkSampling(JsonObject body) {
    decimal(body, "temperature", 0, 2);
    decimal(body, "top_p", 0, 1);
    decimal(body, "presence_penalty", -2, 2);
    decimal(body, "frequency_penalty", -2, 2);
    Field seed = Field.of(body, "seed");
    if (seed.present()) {
      seed.whole(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    checkStop(Field.of(body, "stop"));
  }

  private static void checkPlainTypes(JsonObject body) {
    Field topLogprobs = Field.of(body, "top_logprobs");
    if (topLogprobs.present()) {
      topLogprobs.whole(0, 20);
    }
    for (String name : TEXTS) {
      Field field = Field.of(body, name);
      if (field.present()) {
        field.text();
      }
    }
    for (String name : FLAGS) {
      flag(body, name);
    }
    for (String name : OBJECTS) {
      Field field = Field.of(body, name);
      if (field.present()) {
        field.object();
      }
    }
    Field modalities = Field.of(body, "modalities");
    if (modalities.present()) {
      modalities.items().forEach(Field::text);
    }
  }

  private static void decimal(JsonObject body, String name, long least, long most) {
    Field field = Field.of(body, name);
    if (field.present()) {
      field.decimal(least, most);
    }
  }

  private static void checkStop(Field stop) {
    if (!stop.present() || stop.isText()) {
      return;
    }
    if (!stop.isArray()) {
      throw stop.wrongType("a string or an array of strings");
    }
    List<Field> texts = stop.items();
    if (texts.size() > MOST_STOPS) {
      throw stop.invalid(
          "Invalid 'stop': array too long. Expected an array with maximum length %d, but got %d."
              .formatted(MOST_STOPS, texts.size()));
    }
    texts.forEach(Field::text);
  }
}
