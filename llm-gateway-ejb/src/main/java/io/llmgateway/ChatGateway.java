package io.llmgateway;

import io.llmgateway.admission.Caller;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.provider.Providers;
import io.llmgateway.routing.Candidate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The life of a chat request: let in, routed, paid in advance, answered by the first candidate that
 * can, and settled at the end of the {@link Answer}.
 */
@ApplicationScoped
public class ChatGateway {
  private final Reception reception;
  private final Failover failover;
  private final Providers providers;

  @Inject
  public ChatGateway(Reception reception, Failover failover, Providers providers) {
    this.reception = reception;
    this.failover = failover;
    this.providers = providers;
  }

  /** For the container's proxy only. */
  protected ChatGateway() {
    this(null, null, null);
  }

  /**
   * Answers a chat request; returns with the first useful event at hand.
   *
   * @param part where the answer is kept; when it is there already, nothing is called and nothing
   *     charged
   * @return the answer, which the caller pulls to its end or closes
   * @throws ChatException when the request is not let in, not payable, or no candidate answers;
   *     then nothing has been charged and nothing stays held
   */
  public Answer chat(Caller caller, ChatRequest request, Call call, Claim.Part part) {
    String stored = part.stored();
    return stored == null ? paid(caller, request, call, part) : ReplayedAnswer.of(stored);
  }

  private Answer paid(Caller caller, ChatRequest request, Call call, Claim.Part part) {
    Demand demand = Demand.of(caller, request, call);
    RequestTimer timer = reception.timer(demand);
    try {
      Bill bill = reception.open(demand);
      return begin(request, bill, timer, part);
    } catch (RuntimeException e) {
      timer.ended(e);
      throw e;
    }
  }

  private Answer begin(ChatRequest request, Bill bill, RequestTimer timer, Claim.Part part) {
    long before = System.nanoTime();
    try {
      Attempts.Begun<Opening> begun =
          failover
              .attempts(bill.route(), bill.demand().call(), request.stream(), bill)
              .first((candidate, cancellation) -> open(candidate, request, cancellation));
      timer.upstream(System.nanoTime() - before);
      AnswerRecorder recorder = new AnswerRecorder(part, begun.attempt());
      return new PaidAnswer(begun.value(), begun.attempt(), bill, timer, recorder);
    } catch (RuntimeException e) {
      timer.upstream(System.nanoTime() - before);
      bill.settleAfter(e);
      throw e;
    }
  }

  private Opening open(Candidate candidate, ChatRequest request, Cancellation cancellation) {
    return Opening.of(
        providers
            .chat(candidate.provider(), candidate.endpoint())
            .chat(request.withModel(candidate.upstreamModel()), cancellation));
  }
}
