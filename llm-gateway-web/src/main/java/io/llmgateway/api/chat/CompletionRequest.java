package io.llmgateway.api.chat;

import io.llmgateway.api.json.Field;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Set;

/**
 * A legacy completions request, which is served by chat models: each prompt becomes one chat with
 * one user message. What a chat model can not do is refused, never ignored.
 *
 * <p>Source: <a href="https://platform.openai.com/docs/api-reference/completions/create">Create
 * completion</a>.
 *
 * @param chats one for each prompt, in order, never empty
 * @param prompts as the client wrote them
 * @param echo whether the answer repeats the prompt
 */
public record CompletionRequest(List<ChatRequest> chats, List<String> prompts, boolean echo) {
  private static final int MOST_PROMPTS = 128;
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Set<String> OWN_FIELDS =
      Set.of("prompt", "suffix", "echo", "best_of", "logprobs");

  /**
   * @throws ChatException.Final naming the field at fault
   */
  public static CompletionRequest read(JsonObject body) {
    String model = Field.of(body, "model").required().nonEmptyText();
    List<String> prompts = prompts(Field.of(body, "prompt").required());
    boolean stream = ChatRequestReader.flag(body, "stream");
    int choices = ChatRequestReader.choices(body);
    ChatRequestReader.checkSampling(body);
    refuseWhatChatCanNotDo(body, choices);
    boolean includeUsage = ChatRequestReader.includeUsage(body, stream);
    long maxTokens = ChatRequestReader.tokenLimit(body, "max_tokens");
    List<ChatRequest> chats =
        prompts.stream()
            .map(prompt -> chatBody(body, prompt))
            .map(
                chat ->
                    new ChatRequest(
                        model,
                        chat,
                        stream,
                        includeUsage,
                        choices,
                        maxTokens,
                        PromptBound.ofChat(chat)))
            .toList();
    return new CompletionRequest(chats, prompts, ChatRequestReader.flag(body, "echo"));
  }

  private static List<String> prompts(Field prompt) {
    if (prompt.isText()) {
      return List.of(prompt.text());
    }
    if (!prompt.isArray()) {
      throw prompt.wrongType("a string or an array of strings");
    }
    List<Field> items = prompt.items();
    if (items.isEmpty() || items.size() > MOST_PROMPTS) {
      throw prompt.invalid(
          "Invalid 'prompt': expected between 1 and %d prompts, but got %d."
              .formatted(MOST_PROMPTS, items.size()));
    }
    if (items.get(0).isNumber() || items.get(0).isArray()) {
      throw unsupported("prompt", "Prompts as token arrays are not supported; send text.");
    }
    return items.stream().map(Field::text).toList();
  }

  private static void refuseWhatChatCanNotDo(JsonObject body, int choices) {
    Field suffix = Field.of(body, "suffix");
    if (suffix.present() && !suffix.text().isEmpty()) {
      throw unsupported("suffix", "'suffix' is not supported by chat models.");
    }
    Field logprobs = Field.of(body, "logprobs");
    if (logprobs.present()) {
      logprobs.whole(0, 5);
      throw unsupported("logprobs", "'logprobs' is not supported here; use /v1/chat/completions.");
    }
    Field bestOf = Field.of(body, "best_of");
    if (bestOf.present() && bestOf.whole(1, 128) != choices) {
      throw unsupported("best_of", "'best_of' other than 'n' is not supported by chat models.");
    }
  }

  private static JsonObject chatBody(JsonObject body, String prompt) {
    JsonObjectBuilder chat = JSON.createObjectBuilder();
    body.forEach(
        (name, value) -> {
          if (!OWN_FIELDS.contains(name)) {
            chat.add(name, value);
          }
        });
    return chat.add(
            "messages",
            JSON.createArrayBuilder()
                .add(JSON.createObjectBuilder().add("role", "user").add("content", prompt)))
        .build();
  }

  /**
   * @return what stands before the answer of a choice: its prompt when it is to be echoed, else an
   *     empty text
   */
  String before(int choice) {
    return echo ? prompts.get(choice / chats.get(0).choices()) : "";
  }

  private static ChatException.Final unsupported(String param, String message) {
    return new ChatException.Final(ErrorCode.UNSUPPORTED_PARAMETER, message, param);
  }
}
