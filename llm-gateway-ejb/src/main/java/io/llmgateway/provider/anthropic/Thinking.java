package io.llmgateway.provider.anthropic;

import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.Turn;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.List;

/** Whether the model thinks, and what says so. */
record Thinking(JsonObject field, boolean on, String effort) {
  private static final Thinking NOTHING_SAID = new Thinking(null, false, null);
  private static final long LEAST_BUDGET = 1024;

  static Thinking of(
      String model,
      Asked asked,
      List<Turn> turns,
      long limit,
      AnthropicOptions options,
      ReplayMemory memory) {
    String choice = asked.toolChoice();
    boolean forced = choice != null && !choice.equals("auto") && !choice.equals("none");
    // refused with a forced tool, and after calls without their thinking
    boolean can = !forced && AnthropicMessages.canThink(turns, memory);
    JsonObject own = asked.object("thinking");
    if (own != null) {
      return own(own, can, asked, limit);
    }
    String effort = asked.text("reasoning_effort");
    if (effort == null || effort.equals("none") || effort.equals("minimal")) {
      return new Thinking(null, false, effort(asked));
    }
    if (!can) {
      asked.leftOut("reasoning_effort");
      return NOTHING_SAID;
    }
    if (options.adaptive().matcher(model).matches()) {
      JsonObject adaptive = JsonText.json().createObjectBuilder().add("type", "adaptive").build();
      return new Thinking(adaptive, true, effort.equals("xhigh") ? "max" : effort);
    }
    long budget = budget(effort, limit);
    if (budget < LEAST_BUDGET) {
      asked.leftOut("reasoning_effort"); // too little output for any thinking
      return NOTHING_SAID;
    }
    return new Thinking(enabled(budget), true, null);
  }

  private static Thinking own(JsonObject own, boolean can, Asked asked, long limit) {
    boolean on = !"disabled".equals(JsonText.text(own, "type"));
    if (!on) {
      return new Thinking(own, false, effort(asked));
    }
    boolean tooMuch =
        own.get("budget_tokens") instanceof JsonNumber budget && budget.longValue() >= limit;
    if (!can || tooMuch && limit <= LEAST_BUDGET) {
      asked.leftOut("thinking");
      return new Thinking(null, false, effort(asked));
    }
    if (tooMuch) {
      asked.changed("thinking.budget_tokens", limit - 1); // it is a part of the output
      return new Thinking(enabled(limit - 1), true, effort(asked));
    }
    return new Thinking(own, true, effort(asked));
  }

  private static String effort(Asked asked) {
    JsonObject config = asked.object("output_config");
    return config == null ? null : JsonText.text(config, "effort");
  }

  /** A share of the output: the answer needs room, too. */
  private static long budget(String effort, long limit) {
    long share =
        switch (effort) {
          case "low" -> limit / 4;
          case "medium" -> limit / 2;
          default -> limit * 4 / 5;
        };
    return Math.min(Math.max(share, LEAST_BUDGET), limit - 1);
  }

  private static JsonObject enabled(long budget) {
    return JsonText.json()
        .createObjectBuilder()
        .add("type", "enabled")
        .add("budget_tokens", budget)
        .build();
  }
}
