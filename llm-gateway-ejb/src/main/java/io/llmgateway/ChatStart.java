package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.model.reasoning.ReasoningFields;
import io.llmgateway.model.stream.StepStream;
import io.llmgateway.provider.Providers;
import io.llmgateway.routing.Candidate;
import java.util.ArrayList;
import java.util.List;

/** Begins a chat at a candidate, with the request as that one can take it. */
final class ChatStart implements AttemptStart<Opening> {
  private final Providers providers;
  private final ModelLayer layer;
  private final ChatRequest request;
  private final Candidate preferred;
  private final String given;

  /** Of the candidate that was looked at last; a race may have several threads here. */
  private volatile Fit last;

  private ChatStart(
      Providers providers,
      ModelLayer layer,
      ChatRequest request,
      Candidate preferred,
      String given) {
    this.providers = providers;
    this.layer = layer;
    this.request = request;
    this.preferred = preferred;
    this.given = given;
  }

  /**
   * @param preferred the candidate that the request was meant for
   */
  static ChatStart of(
      Providers providers, ModelLayer layer, ChatRequest request, Candidate preferred) {
    return new ChatStart(providers, layer, request, preferred, null);
  }

  /**
   * @param given what the client has of the answer already; only candidates that go on with it are
   *     fit
   */
  ChatStart after(String given) {
    ChatRequest more = RequestFit.with(request, AssistantPrefix.append(request.body(), given));
    return new ChatStart(providers, layer, more, preferred, given);
  }

  @Override
  public ChatException unfit(Candidate candidate) {
    if (given != null && !goesOn(candidate)) {
      return new ChatException.Final(
          ErrorCode.UNSUPPORTED_PARAMETER,
          "This model does not go on with a given beginning of its answer.");
    }
    try {
      fitted(candidate);
      return null;
    } catch (ChatException e) {
      return e;
    }
  }

  @Override
  public Opening begin(Candidate candidate, Cancellation cancellation) {
    FittedRequest fitted = fitted(candidate);
    List<String> adjusted = new ArrayList<>(fitted.adjusted());
    LanguageModel model =
        layer.around(
            providers.chat(fitted.provider(), candidate.endpoint(), adjusted::add),
            layer.plan(candidate),
            fitted.request(),
            adjusted::add);
    ChatStream stream =
        model.chat(fitted.request().withModel(candidate.upstreamModel()), cancellation);
    ReasoningFields shown = ReasoningFields.asked(request.body());
    if (shown != ReasoningFields.CONTENT) {
      stream = new StepStream(stream, shown);
    }
    return Opening.of(
        given == null ? stream : new ContinuedStream(stream, given), List.copyOf(adjusted));
  }

  private boolean goesOn(Candidate candidate) {
    return AssistantPrefix.continues(candidate.provider())
        && !ModelLayer.emulates(request.body(), layer.plan(candidate));
  }

  /** What {@link #unfit} has looked at, {@link #begin} does not work out again. */
  private FittedRequest fitted(Candidate candidate) {
    Fit known = last;
    if (known == null || !known.holdsFor(candidate)) {
      known =
          new Fit(candidate, RequestFit.of(request, candidate, preferred, layer.plan(candidate)));
      last = known;
    }
    return known.request();
  }

  /** A request as a candidate takes it, whatever its key and its deadlines. */
  private record Fit(Candidate candidate, FittedRequest request) {
    boolean holdsFor(Candidate other) {
      return candidate.provider() == other.provider()
          && candidate.card() == other.card()
          && candidate.publicModel().equals(other.publicModel());
    }
  }

  @Override
  public void discard(Opening begun) {
    begun.rest().close();
  }
}
