package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.moderation.FilterPolicy;
import io.llmgateway.routing.Candidate;
import java.util.function.Consumer;

/** Watches the attempts of one request, and its answer, for content policies that stop them. */
final class FilterWatch {
  private final ContentFilters filters;
  private final Bill bill;
  private final FilterPolicy policy;

  FilterWatch(ContentFilters filters, Bill bill, FilterPolicy policy) {
    this.filters = filters;
    this.bill = bill;
    this.policy = policy;
  }

  /** The same, where what is stopped is noticed and, if wanted, makes others be asked. */
  AttemptStart<Opening> over(ChatStart start) {
    return new WatchedStart<>(start, this::requireSomething);
  }

  /** The same for what has no parts. */
  AttemptStart<EmbeddingAnswer> over(EmbeddingStart start) {
    return new WatchedStart<>(start, answer -> {});
  }

  /** The same answer, where what is stopped is noticed. */
  Answer over(Answer answer) {
    return new WatchedAnswer(answer, this, policy == FilterPolicy.REVIEW ? filters.maxText() : 0);
  }

  /**
   * @param given what the client has of the answer, as far as it is kept
   */
  void stopped(Answer answer, FilterHit hit, String given) {
    Candidate candidate =
        bill.route().candidates().stream()
            .filter(c -> c.channel().equals(answer.channel()))
            .filter(c -> c.upstreamModel().equals(answer.upstreamModel()))
            .findFirst()
            .orElse(bill.route().candidates().get(0));
    stopped(candidate, hit, given);
  }

  private void stopped(Candidate candidate, FilterHit hit, String given) {
    filters.stopped(bill.demand(), candidate, hit, given, policy);
  }

  private void requireSomething(Opening opening) {
    if (policy != FilterPolicy.NEXT_CANDIDATE || bill.demand().choices() != 1) {
      return;
    }
    try {
      ChatException.Filtered withheld = WithheldAnswer.in(opening);
      if (withheld != null) {
        throw withheld;
      }
    } catch (RuntimeException e) {
      opening.rest().close();
      throw e;
    }
  }

  private final class WatchedStart<T> implements AttemptStart<T> {
    private final AttemptStart<T> start;
    private final Consumer<T> check;

    private WatchedStart(AttemptStart<T> start, Consumer<T> check) {
      this.start = start;
      this.check = check;
    }

    @Override
    public ChatException unfit(Candidate candidate) {
      return start.unfit(candidate);
    }

    @Override
    public T begin(Candidate candidate, Cancellation cancellation) {
      try {
        T begun = start.begin(candidate, cancellation);
        check.accept(begun);
        return begun;
      } catch (ChatException.Filtered e) {
        stopped(candidate, e.hit(), "");
        throw policy == FilterPolicy.NEXT_CANDIDATE ? e.askingOthers() : e;
      }
    }

    @Override
    public void discard(T begun) {
      start.discard(begun);
    }
  }
}
