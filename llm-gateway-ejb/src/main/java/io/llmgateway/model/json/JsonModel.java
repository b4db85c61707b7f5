package io.llmgateway.model.json;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import jakarta.json.JsonObject;

/**
 * A model that answers with JSON although it does not by itself.
 *
 * <p>An object of any shape goes to a client that wants a stream as it arrives. A document that has
 * a schema is passed on when it is whole and valid, for only then the model can be asked once more.
 * Reasoning and tool calls go on at once. An answer that was cut short ({@code length}), was
 * withheld ({@code content_filter}) or calls tools is not checked, as with OpenAI.
 *
 * <p>Both calls are in the usage that is reported. A caller that sets money aside sets it aside for
 * two.
 */
public final class JsonModel implements LanguageModel {

  /** What the model does by itself. */
  public enum Ability {
    /** It does not know {@code response_format}. */
    NONE,
    /** It knows {@code json_object}, and no schemas. */
    OBJECTS,
    /** The same, and refuses it when the conversation does not speak of JSON. */
    OBJECTS_BY_NAME,
    /** It knows schemas, too, and refuses {@code json_object} in the same way. */
    ALL_BY_NAME
  }

  private final LanguageModel model;
  private final Ability ability;
  private final boolean askAgain;

  /**
   * @param askAgain whether a second call of the model may be made, which costs its tokens
   */
  public JsonModel(LanguageModel model, Ability ability, boolean askAgain) {
    this.model = model;
    this.ability = ability;
    this.askAgain = askAgain;
  }

  /**
   * @throws ChatException.Retryable INVALID, here or from the stream, when the model does not
   *     answer with such a document, asked twice
   */
  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    JsonWish wish = JsonWish.of(request.body());
    if (wish == null || wish.schema() != null && ability == Ability.ALL_BY_NAME) {
      return model.chat(request, cancellation);
    }
    if (wish.schema() == null && ability != Ability.NONE) {
      JsonObject body = request.body();
      body = ability == Ability.OBJECTS ? body : JsonWish.speakingOfJson(body);
      return model.chat(request.withBody(body), cancellation);
    }
    ChatRequest asked = request.withBody(wish.asked(request.body(), ability != Ability.NONE));
    return new JsonAnswer(model, asked, wish, askAgain, cancellation);
  }
}
