package io.llmgateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.model.ArgumentRepair;
import io.llmgateway.model.MendedArguments;
import io.llmgateway.model.SchemaSimplifier;
import io.llmgateway.model.SchemaSkill;
import io.llmgateway.model.SerialToolCalls;
import io.llmgateway.model.ToolCallShim;
import io.llmgateway.model.ToolSelector;
import io.llmgateway.model.image.ImageInliner;
import io.llmgateway.model.image.ImageLimits;
import io.llmgateway.model.image.ImageSource;
import io.llmgateway.model.json.JsonModel;
import io.llmgateway.model.reasoning.ReasoningExtractor;
import io.llmgateway.model.stream.StreamedModel;
import io.llmgateway.routing.Candidate;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Puts around a candidate's model what it needs to look complete. Safe for use by many threads. */
final class ModelLayer {
  /** As many models as are in use, and those of the configurations before. */
  private static final long MOST_PLANS = 20_000;

  private static final ImageLimits IMAGES = ImageLimits.USUAL;

  private final ImageSource images;
  private final BiPredicate<ProviderCard, String> takes;
  private final Cache<Known, LayerPlan> plans =
      Caffeine.newBuilder().maximumSize(MOST_PLANS).build();

  /** What a plan depends on: the very cards, which a new configuration makes anew. */
  private record Known(ProviderCard provider, ModelCard card, String upstreamModel) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Known known
          && provider == known.provider
          && card == known.card
          && upstreamModel.equals(known.upstreamModel);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * System.identityHashCode(provider) + System.identityHashCode(card))
          + upstreamModel.hashCode();
    }
  }

  /**
   * @param images fetches images by their addresses
   * @param takes whether a provider's wire has words for a field of the request
   */
  ModelLayer(ImageSource images, BiPredicate<ProviderCard, String> takes) {
    this.images = images;
    this.takes = takes;
  }

  /**
   * @throws IllegalArgumentException naming the option of the candidate that can not be read
   */
  LayerPlan plan(Candidate candidate) {
    return plans.get(
        new Known(candidate.provider(), candidate.card(), candidate.upstreamModel()),
        known -> LayerPlan.of(candidate, takes));
  }

  /**
   * @param body as the client sent it: how it is fitted to a candidate may change whether that one
   *     thinks, so what may be emulated counts
   * @return whether an answer to the request may take a second call of the model
   */
  boolean asksTwice(JsonObject body, List<Candidate> candidates) {
    return (offersTools(body) || wantsSchema(body) != null)
        && candidates.stream().map(this::plan).anyMatch(plan -> asksTwice(body, plan));
  }

  private static boolean asksTwice(JsonObject body, LayerPlan plan) {
    boolean checked = plan.arguments() == LayerPlan.Arguments.CHECKED && offersTools(body);
    return plan.askAgain() && (checked || emulatesJson(body, worst(plan)));
  }

  /**
   * @return whether the answer is put together from what the model writes in other words, so that
   *     nobody else can go on in the middle of it
   */
  static boolean emulates(JsonObject body, LayerPlan plan) {
    return plan.promptsTools() && offersTools(body) || emulatesJson(body, worst(plan));
  }

  /** What the model is able to at least, however the request is fitted to it. */
  private static JsonModel.Ability worst(LayerPlan plan) {
    return !plan.jsonThinks() && plan.thinks() ? JsonModel.Ability.NONE : plan.json();
  }

  private static boolean emulatesJson(JsonObject body, JsonModel.Ability ability) {
    String wish = wantsSchema(body);
    return wish != null
        && ability != null
        && (ability == JsonModel.Ability.NONE
            || wish.equals("json_schema") && ability != JsonModel.Ability.ALL_BY_NAME);
  }

  private static boolean offersTools(JsonObject body) {
    return body.get("tools") instanceof JsonArray tools && !tools.isEmpty();
  }

  /**
   * @return which JSON the client wants, or null
   */
  private static String wantsSchema(JsonObject body) {
    return body.get("response_format") instanceof JsonObject format
            && format.get("type") instanceof JsonString type
            && type.getString().startsWith("json_")
        ? type.getString()
        : null;
  }

  /** Some refuse to write JSON while they think; then they are asked for it in words. */
  private static JsonModel.Ability json(JsonObject body, LayerPlan plan) {
    return thinks(body, plan) ? worst(plan) : plan.json();
  }

  /**
   * @param body as it was fitted to the model
   */
  private static boolean thinks(JsonObject body, LayerPlan plan) {
    JsonValue flag = body.get("enable_thinking");
    String type =
        body.get("thinking") instanceof JsonObject thinking
                && thinking.get("type") instanceof JsonString word
            ? word.getString()
            : "";
    boolean off = flag == JsonValue.FALSE || type.equals("disabled");
    boolean on = flag == JsonValue.TRUE || type.equals("enabled");
    return plan.thinks() && !off && (on || plan.thinksUnasked());
  }

  /**
   * @param request as it was fitted to the candidate
   * @param adjusted learns what is changed in it beyond that, before the model is called
   */
  LanguageModel around(
      LanguageModel wire, LayerPlan plan, ChatRequest request, Consumer<String> adjusted) {
    JsonObject body = request.body();
    LanguageModel model = streamed(wire, plan, body);
    if (plan.tags() != LayerPlan.Tags.NONE) {
      model = new ReasoningExtractor(model, plan.tags() == LayerPlan.Tags.BEGUN);
    }
    if (plan.inlineImages() && PromptImages.in(body) > 0) {
      model = new ImageInliner(model, images, IMAGES);
    }
    model = withTools(model, plan, body, adjusted);
    JsonModel.Ability json = json(body, plan);
    if (json == null || wantsSchema(body) == null) {
      return model;
    }
    if (emulatesJson(body, json)) {
      boolean words = json == JsonModel.Ability.NONE;
      adjusted.accept("response_format=" + (words ? "prompt" : "json_object"));
    }
    return new JsonModel(model, json, plan.askAgain());
  }

  private static LanguageModel streamed(LanguageModel wire, LayerPlan plan, JsonObject body) {
    return switch (plan.streams()) {
      case AS_ASKED -> wire;
      case WHOLE -> StreamedModel.never(wire);
      case STREAMED -> StreamedModel.always(wire);
      case STREAMED_WHEN_THINKING -> thinks(body, plan) ? StreamedModel.always(wire) : wire;
    };
  }

  private static LanguageModel withTools(
      LanguageModel inner, LayerPlan plan, JsonObject body, Consumer<String> adjusted) {
    LanguageModel model = inner;
    if (plan.promptsTools()) {
      model = new ToolCallShim(model, plan.dialect(), adjusted);
    } else if (plan.serial()) {
      model = new SerialToolCalls(model, adjusted);
    }
    if (!offersTools(body)) {
      return model;
    }
    if (!plan.schemas().equals(SchemaSkill.FULL)) {
      model = new SchemaSimplifier(model, plan.schemas(), adjusted);
    }
    model =
        switch (plan.arguments()) {
          case AS_IS -> model;
          case REPAIRED -> new MendedArguments(model);
          case CHECKED -> new ArgumentRepair(model, plan.askAgain());
        };
    return plan.maxTools() > 0 ? new ToolSelector(model, plan.maxTools(), adjusted) : model;
  }
}
