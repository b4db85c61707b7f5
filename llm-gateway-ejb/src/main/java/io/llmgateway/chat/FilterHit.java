package io.llmgateway.chat;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.util.Locale;
import java.util.Objects;

/**
 * A provider's content policy has stopped a call. Within an answer it stands in the field {@value
 * #FIELD} of the choice, before its finish.
 *
 * @param side what the policy objects to
 * @param reason the provider's own word for it, at most {@value #LONGEST} characters; never null
 * @param withdraw whether something of the choice was given before, which the provider takes back
 */
public record FilterHit(Side side, String reason, boolean withdraw) {
  /** The name of the field of a choice. */
  public static final String FIELD = "content_filter";

  private static final int LONGEST = 200;

  /** What a content policy objects to. */
  public enum Side {
    PROMPT,
    ANSWER;

    /**
     * @return in lower case, as it is written
     */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FilterHit {
    Objects.requireNonNull(side);
    reason = reason.length() > LONGEST ? reason.substring(0, LONGEST) : reason;
  }

  public static FilterHit prompt(String reason) {
    return new FilterHit(Side.PROMPT, reason, false);
  }

  public static FilterHit answer(String reason) {
    return new FilterHit(Side.ANSWER, reason, false);
  }

  /** The same in a choice of which something was given: then it is the answer that is stopped. */
  public FilterHit after(boolean output) {
    return output ? new FilterHit(Side.ANSWER, reason, true) : this;
  }

  /**
   * @return what says so in an answer
   */
  public ChatEvent.ChoiceFields event(int choice) {
    JsonProvider json = JsonProvider.provider();
    JsonObject said =
        json.createObjectBuilder()
            .add("direction", side.word())
            .add("reason", reason)
            .add("withdraw", withdraw)
            .build();
    return new ChatEvent.ChoiceFields(
        choice, JsonObject.EMPTY_JSON_OBJECT, json.createObjectBuilder().add(FIELD, said).build());
  }

  /**
   * @return what the event says, or null when it says no such thing
   */
  public static FilterHit in(ChatEvent event) {
    if (event instanceof ChatEvent.ChoiceFields fields
        && fields.fields().get(FIELD) instanceof JsonObject said
        && said.containsKey("direction")) {
      boolean prompt = said.getString("direction").equals(Side.PROMPT.word());
      return new FilterHit(
          prompt ? Side.PROMPT : Side.ANSWER,
          said.getString("reason", ""),
          said.getBoolean("withdraw", false));
    }
    return null;
  }
}
