package io.llmgateway.routing.prompt;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a request asks of a model. Everything beyond the numbers is worked out at its first use and
 * kept, because most routes ask for none of it; for one thread.
 */
public final class PromptTraits {
  /** More of a question says nothing new about its kind. */
  private static final int LONGEST_QUESTION = 4_000;

  private static final int CHARACTERS_PER_TOKEN = 3;
  private static final Set<String> IMAGES = Set.of("image_url", "input_image", "image");

  private final JsonObject body;
  private final long inputTokens;
  private final long maxOutputTokens;
  private final boolean streamed;
  private Boolean images;
  private String question;
  private TaskType task;
  private Language language;

  /**
   * @param body the request document, of a chat or of embeddings
   * @param inputTokens the prompt's length by estimate
   * @param maxOutputTokens the client's own limit per answer, or 0 when it set none
   */
  public PromptTraits(JsonObject body, long inputTokens, long maxOutputTokens, boolean streamed) {
    this.body = body;
    this.inputTokens = inputTokens;
    this.maxOutputTokens = maxOutputTokens;
    this.streamed = streamed;
  }

  public long inputTokens() {
    return inputTokens;
  }

  public long maxOutputTokens() {
    return maxOutputTokens;
  }

  public boolean streamed() {
    return streamed;
  }

  /** The document itself, for what nobody has a name for here. */
  public JsonObject body() {
    return body;
  }

  /**
   * @return false for embeddings, which have no output
   */
  public boolean answered() {
    return body.containsKey("messages") || !body.containsKey("input");
  }

  public boolean images() {
    if (images == null) {
      images = messages().stream().anyMatch(PromptTraits::showsAnImage);
    }
    return images;
  }

  public boolean tools() {
    return body.get("tools") instanceof JsonArray tools && !tools.isEmpty()
        || body.get("functions") instanceof JsonArray functions && !functions.isEmpty();
  }

  public boolean jsonSchema() {
    return "json_schema".equals(responseFormat());
  }

  public boolean jsonMode() {
    return "json_object".equals(responseFormat());
  }

  /**
   * @return what a model must be able to do to take the request as it is, in the catalogue's words
   */
  public Set<String> capabilities() {
    Set<String> needed = new TreeSet<>();
    if (images()) {
      needed.add("vision");
    }
    if (tools()) {
      needed.add("tools");
    }
    if (jsonSchema()) {
      needed.add("json_schema");
    }
    if (jsonMode()) {
      needed.add("json_mode");
    }
    return needed;
  }

  /**
   * @return the kind of work, by rules
   */
  public TaskType task() {
    if (task == null) {
      task = TaskClassifier.classify(this);
    }
    return task;
  }

  /**
   * @return the language of the question
   */
  public Language language() {
    if (language == null) {
      language = Language.of(question());
    }
    return language;
  }

  /**
   * @return the last thing that the user said, or its beginning; may be empty
   */
  String question() {
    if (question == null) {
      question = lastQuestion();
    }
    return question;
  }

  private String lastQuestion() {
    JsonArray messages = messages();
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i) instanceof JsonObject message && "user".equals(text(message, "role"))) {
        StringBuilder said = new StringBuilder();
        addText(message.get("content"), said);
        return said.toString();
      }
    }
    return "";
  }

  private static void addText(JsonValue content, StringBuilder to) {
    int room = LONGEST_QUESTION - to.length();
    if (content instanceof JsonString string) {
      String text = string.getString();
      to.append(text, 0, Math.min(room, text.length()));
    } else if (content instanceof JsonArray parts) {
      parts.forEach(part -> addText(part, to));
    } else if (content instanceof JsonObject part && part.containsKey("text")) {
      addText(part.get("text"), to);
    }
  }

  /**
   * @return the same for all requests of one conversation: what the client calls it ({@code
   *     prompt_cache_key}), or else everything up to the first thing the user said, in 64 bits
   */
  public long conversation() {
    ConversationHash hash = new ConversationHash();
    String named = text(body, "prompt_cache_key");
    if (named != null && !named.isEmpty()) {
      hash.add(named);
      return hash.value();
    }
    hash.add(body.get("tools"));
    for (JsonValue value : messages()) {
      hash.add(value);
      if (value instanceof JsonObject message && "user".equals(text(message, "role"))) {
        break;
      }
    }
    hash.add(body.get("input"));
    return hash.value();
  }

  /**
   * @return how much of the prompt was most likely part of the request before, in tokens: all but
   *     the last question, when anything stands before it
   */
  public long repeatedTokens() {
    if (messages().size() < 2) {
      return 0;
    }
    return Math.max(0, inputTokens - 1 - question().length() / CHARACTERS_PER_TOKEN);
  }

  private JsonArray messages() {
    return body.get("messages") instanceof JsonArray messages
        ? messages
        : JsonValue.EMPTY_JSON_ARRAY;
  }

  private static boolean showsAnImage(JsonValue value) {
    return value instanceof JsonObject message
        && message.get("content") instanceof JsonArray parts
        && parts.stream()
            .anyMatch(
                part -> part instanceof JsonObject object && IMAGES.contains(text(object, "type")));
  }

  private String responseFormat() {
    return body.get("response_format") instanceof JsonObject format ? text(format, "type") : "";
  }

  private static String text(JsonObject object, String name) {
    return object.get(name) instanceof JsonString text ? text.getString() : "";
  }
}
