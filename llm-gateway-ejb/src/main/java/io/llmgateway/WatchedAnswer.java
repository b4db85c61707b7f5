package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.FilterHit;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer that is watched for a content policy that stops it; passes everything on as it is. What
 * is stopped is told of once.
 */
final class WatchedAnswer extends PassedAnswer {
  private static final String FILTERED = "content_filter";

  private final FilterWatch watch;
  private final int longest;
  private final Map<Integer, StringBuilder> given = new TreeMap<>();
  private FilterHit hit;
  private boolean told;

  /**
   * @param longest so many characters of each choice are remembered; 0 for none
   */
  WatchedAnswer(Answer answer, FilterWatch watch, int longest) {
    super(answer);
    this.watch = watch;
    this.longest = longest;
  }

  @Override
  public ChatEvent next() {
    ChatEvent event;
    try {
      event = answer.next();
    } catch (ChatException.Filtered e) {
      stopped(e.hit(), 0);
      throw e;
    }
    FilterHit said = event == null ? null : FilterHit.in(event);
    if (said != null) {
      hit = said;
    } else if (event instanceof ChatEvent.Finish finish) {
      if (finish.reason().equals(FILTERED)) {
        stopped(hit == null ? FilterHit.answer(FILTERED) : hit, finish.choice());
      }
    } else if (longest > 0) {
      remember(event);
    }
    return event;
  }

  private void stopped(FilterHit by, int choice) {
    if (!told) {
      told = true;
      StringBuilder text = given.get(choice);
      watch.stopped(answer, by, text == null ? "" : text.toString());
    }
  }

  private void remember(ChatEvent event) {
    if (event instanceof ChatEvent.TextDelta delta) {
      remember(delta.choice(), delta.text());
    } else if (event instanceof ChatEvent.ToolCallStart start) {
      remember(start.choice(), "\n" + start.name() + " ");
    } else if (event instanceof ChatEvent.ToolCallDelta delta) {
      remember(delta.choice(), delta.arguments());
    }
  }

  private void remember(int choice, String text) {
    StringBuilder so = given.computeIfAbsent(choice, c -> new StringBuilder());
    int room = longest - so.length();
    so.append(text, 0, Math.min(room, text.length()));
  }
}
