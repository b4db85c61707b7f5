package io.llmgateway.model;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;

/**
 * Lets no tool call out whose arguments are not complete, readable and as the tool's schema wants
 * them, nor an answer without a call where {@code tool_choice} demands one. Carelessly written
 * arguments are repaired; for others the model is asked once more, when that is allowed; else the
 * answer fails. Text and reasoning go on at once, a call when it is complete.
 *
 * <p>When the answer was cut off (by the length limit, by a filter), nothing is repaired: a call
 * that is not complete is left out, and the client sees the reason.
 */
public final class ArgumentRepair implements LanguageModel {
  private final LanguageModel inner;
  private final boolean askAgain;

  /**
   * @param askAgain whether a second call of the model may be made, which costs its tokens; both
   *     usages are reported as one
   */
  public ArgumentRepair(LanguageModel inner, boolean askAgain) {
    this.inner = inner;
    this.askAgain = askAgain;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    OfferedTools tools = OfferedTools.of(request);
    ChatStream answer = inner.chat(request, cancellation);
    if (!tools.offered()) {
      return answer;
    }
    SecondAsk second =
        askAgain && request.choices() == 1 ? new SecondAsk(inner, request, cancellation) : null;
    return new CheckedAnswer(answer, tools, second);
  }
}
