package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * An answer that goes into the cache when it has been given to its end, and is one that can be
 * given again: every choice came to an end of its own accord.
 */
final class KeepingAnswer extends PassedAnswer {
  private static final Set<String> WHOLE = Set.of("stop", "tool_calls", "function_call");

  private final EventScript script;
  private final int choices;
  private final CacheUse use;
  private final BiConsumer<CharSequence, Usage> keep;
  private final int begunBy;
  private int finished;
  private boolean unfit;
  private Usage billed;

  /**
   * @param choices how many were asked for
   * @param keep takes the document of a whole answer, once
   */
  KeepingAnswer(
      Answer answer,
      EventScript script,
      int choices,
      CacheUse use,
      BiConsumer<CharSequence, Usage> keep) {
    super(answer);
    this.script = script;
    this.choices = choices;
    this.use = use;
    this.keep = keep;
    this.begunBy = answer.attempts();
  }

  @Override
  public CacheUse cacheUse() {
    return use;
  }

  @Override
  public ChatEvent next() {
    ChatEvent event = answer.next();
    if (event == null) {
      end();
      return null;
    }
    script.add(event);
    if (event instanceof ChatEvent.Finish finish) {
      finished++;
      unfit |= !WHOLE.contains(finish.reason());
    } else if (event instanceof ChatEvent.UsageReported usage) {
      billed = usage.usage();
    }
    return event;
  }

  private void end() {
    boolean ofOneAttempt = answer.attempts() == begunBy;
    if (billed != null && !unfit && finished == choices && ofOneAttempt) {
      CharSequence document = script.document();
      if (document != null) {
        keep.accept(document, billed);
      }
    }
    billed = null;
  }
}
