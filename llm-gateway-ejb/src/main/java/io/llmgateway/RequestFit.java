package io.llmgateway;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.model.reasoning.ReasoningFields;
import io.llmgateway.routing.Candidate;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a request fit for a candidate, or says why that can not be. What is not known of a
 * candidate is not held against it: its provider has the last word.
 */
final class RequestFit {
  /** A prompt's tokens are counted by another model's encoding; so far may that be off. */
  private static final BigDecimal DOUBT = new BigDecimal("1.25");

  private static final List<String> LIMITS = List.of("max_tokens", "max_completion_tokens");

  private RequestFit() {}

  /**
   * @param preferred the candidate that the request was meant for; what belongs to another model or
   *     provider is taken from the request
   * @param plan of the candidate
   * @throws ChatException.Final when the candidate can not take the request
   */
  static FittedRequest of(
      ChatRequest request, Candidate candidate, Candidate preferred, LayerPlan plan) {
    requireChoices(request, candidate);
    requireImages(request, candidate.card());
    requireRoom(request, candidate.card());
    List<String> adjusted = new ArrayList<>(0);
    JsonObject body = request.body();
    if (!candidate.publicModel().equals(preferred.publicModel())) {
      body = limited(body, candidate.card(), adjusted);
    }
    boolean foreign = !candidate.provider().id().equals(preferred.provider().id());
    if (foreign) {
      body = ToolCallIds.fitting(ForeignTraces.without(body, adjusted), adjusted);
    }
    body = reasoned(body, plan, adjusted);
    AssistantPrefix.Marked marked =
        AssistantPrefix.fitting(body, candidate.provider(), foreign, adjusted);
    return new FittedRequest(
        request.withBody(marked.body()), marked.provider(), List.copyOf(adjusted));
  }

  private static JsonObject reasoned(JsonObject body, LayerPlan plan, List<String> adjusted) {
    JsonObject fitted = ReasoningFields.without(body);
    fitted = plan.thinking() == null ? fitted : plan.thinking().fitting(fitted, adjusted);
    return plan.history() == null ? fitted : plan.history().fitting(fitted, adjusted);
  }

  private static void requireChoices(ChatRequest request, Candidate candidate) {
    if (request.choices() > 1 && !sends(candidate, "n")) {
      throw refused("n", "answers with one choice only");
    }
  }

  /** Whether the wire passes the field on. */
  static boolean sends(Candidate candidate, String field) {
    Map<String, String> options = candidate.provider().wireOptions(candidate.upstreamModel());
    String allowed = options.get("allow");
    return (allowed == null || names(allowed).contains(field))
        && !names(options.getOrDefault("drop", "")).contains(field);
  }

  private static List<String> names(String text) {
    return List.of(text.trim().split("\\s*,\\s*"));
  }

  private static void requireImages(ChatRequest request, ModelCard card) {
    if (card != null && card.lacks("vision") && PromptImages.in(request.body()) > 0) {
      throw refused("messages", "does not take images");
    }
  }

  private static void requireRoom(ChatRequest request, ModelCard card) {
    if (card == null || card.contextWindow() == 0) {
      return;
    }
    BigDecimal most = DOUBT.multiply(BigDecimal.valueOf(card.contextWindow()));
    if (BigDecimal.valueOf(request.inputTokensBound()).compareTo(most) > 0
        && BigDecimal.valueOf(TokenEstimate.prompt(request.body())).compareTo(most) > 0) {
      throw new ChatException.Final(
          ErrorCode.CONTEXT_LENGTH_EXCEEDED,
          "This model's context holds %d tokens, and the prompt has more."
              .formatted(card.contextWindow()),
          "messages");
    }
  }

  private static ChatException refused(String param, String what) {
    return new ChatException.Final(
        ErrorCode.UNSUPPORTED_PARAMETER, "This model " + what + ".", param);
  }

  /** A limit that was meant for another model may be more than this one can write. */
  private static JsonObject limited(JsonObject body, ModelCard card, List<String> adjusted) {
    if (card == null || card.maxOutputTokens() == 0) {
      return body;
    }
    JsonObject limited = body;
    for (String name : LIMITS) {
      if (body.get(name) instanceof JsonNumber limit
          && limit.bigDecimalValue().compareTo(BigDecimal.valueOf(card.maxOutputTokens())) > 0) {
        limited =
            JsonProvider.provider()
                .createObjectBuilder(limited)
                .add(name, card.maxOutputTokens())
                .build();
        adjusted.add(name + "=" + card.maxOutputTokens());
      }
    }
    return limited;
  }
}
