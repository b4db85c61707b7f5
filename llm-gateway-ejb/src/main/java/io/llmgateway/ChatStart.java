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
import io.llmgateway.routing.constraint.PreferenceReader;
import java.util.ArrayList;
import java.util.List;

/** Begins a chat at a candidate, with the request as that one can take it. */
final class ChatStart implements AttemptStart<Opening> {
  private final Providers providers;
  private final ModelLayer layer;
  private final ChatRequest request;
  private final Candidate preferred;
  private final String given;
  private final boolean asItIs;

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
    this.asItIs = PreferenceReader.requiresParameters(request.body());
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
    ChatRequest more = request.withBody(AssistantPrefix.append(request.body(), given));
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
      FittedRequest fitted = fitted(candidate);
      return asItIs ? changed(fitted, candidate) : null;
    } catch (ChatException e) {
      return e;
    }
  }

  /** Who wants all parameters kept is told of the first that would not be. */
  private ChatException changed(FittedRequest fitted, Candidate candidate) {
    List<String> changes = new ArrayList<>(fitted.adjusted());
    changes.addAll(
        providers.adjusted(
            fitted.provider(), fitted.request().withModel(candidate.upstreamModel())));
    return changes.isEmpty() ? null : notTaken(changes.get(0));
  }

  private static ChatException notTaken(String change) {
    int equals = change.indexOf('=');
    String field = equals < 0 ? change : change.substring(0, equals);
    return new ChatException.Final(
        ErrorCode.UNSUPPORTED_PARAMETER,
        "This model does not take '%s' as it is, and require_parameters is set.".formatted(field),
        field);
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
            change -> adjust(change, adjusted));
    ChatStream stream =
        model.chat(fitted.request().withModel(candidate.upstreamModel()), cancellation);
    ReasoningFields shown = ReasoningFields.asked(request.body());
    if (shown != ReasoningFields.CONTENT) {
      stream = new StepStream(stream, shown);
    }
    return Opening.of(
        given == null ? stream : new ContinuedStream(stream, given), List.copyOf(adjusted));
  }

  /** What the model layer changes is known only now, and before anybody is called. */
  private void adjust(String change, List<String> adjusted) {
    if (asItIs) {
      throw notTaken(change);
    }
    adjusted.add(change);
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
