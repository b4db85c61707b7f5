package io.llmgateway.model.json;

import io.llmgateway.chat.ChatEvent;
import java.util.function.Consumer;

/** The text of one choice, until it is known whether it is what was asked for. */
final class JsonChoice {
  private final int index;
  private final JsonFinder finder;
  private final JsonFollower follower;
  private final StringBuilder answer = new StringBuilder();
  private String problem;
  private boolean toolCalled;

  /**
   * @param follower passes the document on as it arrives; null when it is to be checked first
   */
  JsonChoice(int index, JsonFinder finder, JsonFollower follower) {
    this.index = index;
    this.finder = finder;
    this.follower = follower;
  }

  void text(String text, Consumer<ChatEvent> out) {
    answer.append(text);
    if (follower != null) {
      follower.accept(text, part -> emit(part, out));
    }
  }

  void toolCalled() {
    toolCalled = true;
  }

  void finish(ChatEvent.Finish finish, Consumer<ChatEvent> out) {
    if (toolCalled || !finish.reason().equals("stop")) {
      unchecked(finish.reason().equals("length"), out);
    } else if (follower != null && follower.began()) {
      problem = finder.in(follower.document()).problem();
    } else {
      JsonFinder.Found found = finder.in(answer.toString());
      problem = found.problem();
      if (problem == null) {
        emit(found.text(), out);
      }
    }
    if (problem == null) {
      out.accept(finish);
    }
  }

  /** What there is; of a document that was cut short, without what stands before it. */
  private void unchecked(boolean cut, Consumer<ChatEvent> out) {
    if (follower != null && follower.began()) {
      return;
    }
    JsonFollower part = new JsonFollower();
    if (cut) {
      part.accept(answer.toString(), text -> {});
    }
    emit(part.began() ? part.document() : answer.toString(), out);
  }

  private void emit(String text, Consumer<ChatEvent> out) {
    if (!text.isEmpty()) {
      out.accept(new ChatEvent.TextDelta(index, text, null));
    }
  }

  /**
   * @return what is wrong with the answer, or null
   */
  String problem() {
    return problem;
  }

  /** Whether some of it is with the client already. */
  boolean wrote() {
    return follower != null && follower.began() || toolCalled;
  }

  String answer() {
    return answer.toString();
  }
}
