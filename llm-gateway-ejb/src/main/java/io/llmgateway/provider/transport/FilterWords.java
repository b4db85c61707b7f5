package io.llmgateway.provider.transport;

import io.llmgateway.chat.FilterHit;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the words of a refusal by a content policy say of what it objects to. What does not speak of
 * an answer is about the prompt: that is looked at first.
 */
final class FilterWords {
  /** Numbers by the shape that they stand in: see {@code outcomes.txt}. */
  private static final Set<String> ANSWERS = Set.of("base_resp 1027", "engine 10014");

  /** Parts of codes: Volcengine Ark, and its MaaS v2. */
  private static final List<String> CODES = List.of("output", "resptext");

  /** Parts of messages: DashScope, Zhipu. */
  private static final List<String> MESSAGES =
      List.of("output data", "output text", "generated", "completion", "生成", "输出");

  /** Parts of messages that speak of both. */
  private static final List<String> BOTH = List.of("input or generat", "输入或生成", "input or output");

  private FilterWords() {}

  static FilterHit hit(ErrorWords words) {
    String reason = reason(words);
    return ofAnswer(words) ? FilterHit.answer(reason) : FilterHit.prompt(reason);
  }

  /** Codes only: a message may quote the prompt. */
  private static String reason(ErrorWords words) {
    for (String code : words.codes()) {
      if (!code.isBlank()) {
        return code;
      }
    }
    return FilterHit.FIELD;
  }

  private static boolean ofAnswer(ErrorWords words) {
    for (String code : words.codes()) {
      if (ANSWERS.contains(words.shape() + " " + code) || contains(CODES, code)) {
        return true;
      }
    }
    return words.message() != null
        && !contains(BOTH, words.message())
        && contains(MESSAGES, words.message());
  }

  private static boolean contains(List<String> parts, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return parts.stream().anyMatch(lower::contains);
  }
}
