package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.moderation.FilterPolicy;
import io.llmgateway.routing.Candidate;

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
    return new WatchedStart(start);
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

  private final class WatchedStart implements AttemptStart<Opening> {
    private final ChatStart start;

    private WatchedStart(ChatStart start) {
      this.start = start;
    }

    @Override
    public ChatException unfit(Candidate candidate) {
      return start.unfit(candidate);
    }

    @Override
    public Opening begin(Candidate candidate, Cancellation cancellation) {
      try {
        Opening opening = start.begin(candidate, cancellation);
        if (policy == FilterPolicy.NEXT_CANDIDATE && bill.demand().choices() == 1) {
          requireSomething(opening);
        }
        return opening;
      } catch (ChatException.Filtered e) {
        stopped(candidate, e.hit(), "");
        throw policy == FilterPolicy.NEXT_CANDIDATE ? e.askingOthers() : e;
      }
    }

    private void requireSomething(Opening opening) {
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

    @Override
    public void discard(Opening begun) {
      start.discard(begun);
    }
  }
}
