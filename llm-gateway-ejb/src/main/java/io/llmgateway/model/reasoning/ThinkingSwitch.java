package io.llmgateway.model.reasoning;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a model is told to think, and how much.
 *
 * @param style the field that turns it on and off
 * @param efforts the values of {@code reasoning_effort} that the model takes, from less to more;
 *     empty when it takes none. What the client asks for becomes the nearest one, the greater of
 *     two
 * @param leastBudget in tokens
 * @param mostBudget in tokens; 0 when the model takes no budget
 */
public record ThinkingSwitch(Style style, List<String> efforts, long leastBudget, long mostBudget) {

  /** The field that turns thinking on and off. */
  public enum Style {
    /** {@code reasoning_effort} alone; off is the least that the model takes. */
    EFFORT,
    /** {@code thinking: {"type": "enabled"}}, its budget inside as {@code budget_tokens}. */
    TYPE,
    /** {@code thinking: {"enabled": true}}. */
    ENABLED,
    /** {@code enable_thinking: true}, its budget beside it as {@code thinking_budget}. */
    FLAG,
    /** {@code chat_template_kwargs: {"enable_thinking": true}} (vLLM, SGLang). */
    TEMPLATE,
    /** The model thinks always, or never, whatever it is told. */
    FIXED
  }

  /** What an effort is worth where only a budget can be given, by place in the list of efforts. */
  private static final long[] BUDGETS = {0, 512, 1024, 4096, 16_384, 32_768, 65_536};

  private static final JsonProvider JSON = JsonProvider.provider();

  public ThinkingSwitch {
    Objects.requireNonNull(style);
    efforts = List.copyOf(efforts);
    if (!ThinkingWish.EFFORTS.containsAll(efforts)) {
      throw new IllegalArgumentException("no efforts: " + efforts);
    }
    if (leastBudget < 0 || mostBudget < 0 || mostBudget > 0 && mostBudget < leastBudget) {
      throw new IllegalArgumentException("no range: " + leastBudget + ".." + mostBudget);
    }
  }

  /**
   * @param adjusted learns of each field of the client's that is not sent as it is
   * @return the same body when the client says nothing about thinking
   */
  public JsonObject fitting(JsonObject body, List<String> adjusted) {
    ThinkingWish wish = ThinkingWish.of(body);
    JsonObjectBuilder said = JSON.createObjectBuilder();
    say(wish, body, said);
    JsonObject fields = said.build();
    JsonObjectBuilder out = JSON.createObjectBuilder();
    boolean changed = false;
    for (Map.Entry<String, JsonValue> field : body.entrySet()) {
      String name = field.getKey();
      boolean ours = ThinkingWish.FIELDS.contains(name) || fields.containsKey(name);
      if (!ours) {
        out.add(name, field.getValue());
      } else if (!field.getValue().equals(fields.get(name))) {
        changed = true;
        adjusted.add(name);
      }
    }
    fields.forEach(out::add);
    return changed ? out.build() : body;
  }

  private void say(ThinkingWish wish, JsonObject body, JsonObjectBuilder out) {
    boolean off = Boolean.FALSE.equals(wish.on());
    if (wish.on() != null) {
      turn(!off, budget(wish), body, out);
    }
    if (!efforts.isEmpty()) {
      String effort = off ? offEffort() : nearest(wish);
      if (effort != null) {
        out.add("reasoning_effort", effort);
      }
    }
  }

  private void turn(boolean on, long budget, JsonObject body, JsonObjectBuilder out) {
    switch (style) {
      case TYPE -> {
        JsonObjectBuilder thinking = JSON.createObjectBuilder();
        thinking.add("type", on ? "enabled" : "disabled");
        if (on && budget > 0) {
          thinking.add("budget_tokens", budget);
        }
        out.add("thinking", thinking);
      }
      case ENABLED -> out.add("thinking", JSON.createObjectBuilder().add("enabled", on));
      case FLAG -> {
        out.add("enable_thinking", on);
        if (on && budget > 0) {
          out.add("thinking_budget", budget);
        }
      }
      case TEMPLATE -> {
        JsonObjectBuilder template =
            body.get(ThinkingWish.TEMPLATE) instanceof JsonObject given
                ? JSON.createObjectBuilder(given)
                : JSON.createObjectBuilder();
        out.add(ThinkingWish.TEMPLATE, template.add("enable_thinking", on));
      }
      case EFFORT, FIXED -> {}
    }
  }

  /** Some refuse an effort beside thinking that is turned off; so it goes only where it turns. */
  private String offEffort() {
    return style == Style.EFFORT ? efforts.get(0) : null;
  }

  private String nearest(ThinkingWish wish) {
    int wanted = place(wish);
    if (wanted < 0) {
      return null;
    }
    String best = null;
    int distance = Integer.MAX_VALUE;
    for (String effort : efforts) {
      int off = Math.abs(ThinkingWish.EFFORTS.indexOf(effort) - wanted);
      if (!effort.equals("none") && off <= distance) {
        best = effort;
        distance = off;
      }
    }
    return best;
  }

  /**
   * @return the effort's place in the list of all, a budget's next one, or -1
   */
  private static int place(ThinkingWish wish) {
    if (wish.effort() != null) {
      return ThinkingWish.EFFORTS.indexOf(wish.effort());
    }
    if (wish.budget() < 0) {
      return -1;
    }
    int place = 1;
    while (place < BUDGETS.length - 1 && BUDGETS[place] < wish.budget()) {
      place++;
    }
    return place;
  }

  private long budget(ThinkingWish wish) {
    if (mostBudget == 0) {
      return -1;
    }
    long wanted = wish.budget();
    if (wanted < 0 && wish.effort() != null && efforts.isEmpty()) {
      wanted = BUDGETS[ThinkingWish.EFFORTS.indexOf(wish.effort())];
    }
    return wanted < 0 ? -1 : Math.max(leastBudget, Math.min(mostBudget, wanted));
  }
}
