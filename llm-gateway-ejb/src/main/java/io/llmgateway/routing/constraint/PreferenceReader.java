package io.llmgateway.routing.constraint;

import io.llmgateway.chat.ChatException;
import io.llmgateway.routing.prompt.TaskType;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what a client wishes of the route: {@code gateway}, and {@code provider} and {@code models}
 * the way OpenRouter's clients write them. Where both say something, {@code gateway} counts.
 *
 * <p>Source of the latter: <a href="https://openrouter.ai/docs/features/provider-routing">Provider
 * routing</a>, <a href="https://openrouter.ai/docs/features/model-routing">Model routing</a>. What
 * of it can not be honoured ({@code quantizations}) is refused, not ignored.
 */
public final class PreferenceReader {
  private static final Set<String> SHARED =
      Set.of(
          "order",
          "only",
          "ignore",
          "max_price",
          "sort",
          "allow_fallbacks",
          "require_parameters",
          "data_collection",
          "zdr");
  private static final Set<String> OWN = with(SHARED, "region", "task", "quality", "models");

  /** Fields of {@code gateway} that other rooms read. */
  private static final Set<String> OF_OTHERS = Set.of("cache");

  private static final Set<String> PRICES = Set.of("prompt", "completion", "request", "image");

  private final List<Wish> sources = new ArrayList<>(2);

  private PreferenceReader(JsonObject body) {
    Wish gateway = new Wish("gateway", body.get("gateway"));
    if (gateway.present()) {
      gateway.requireOnly(with(OWN, OF_OTHERS.toArray(String[]::new)));
      sources.add(gateway);
    }
    Wish provider = new Wish("provider", body.get("provider"));
    if (provider.present()) {
      provider.requireOnly(SHARED);
      sources.add(provider);
    }
  }

  /**
   * @param body the request document
   * @throws ChatException.Final INVALID_REQUEST naming the field at fault
   */
  public static RoutePreferences read(JsonObject body) {
    if (!speaksOfRoutes(body)) {
      return RoutePreferences.NONE;
    }
    return new PreferenceReader(body).preferences(new Wish("models", body.get("models")));
  }

  /**
   * @return whether the client may wish anything of the route
   */
  public static boolean speaksOfRoutes(JsonObject body) {
    return body.containsKey("gateway")
        || body.containsKey("provider")
        || body.containsKey("models");
  }

  /**
   * @param body of a request whose wishes were read already
   * @return whether the client wants its request taken as it is, or not at all
   */
  public static boolean requiresParameters(JsonObject body) {
    return Stream.of("gateway", "provider")
        .map(body::get)
        .filter(JsonObject.class::isInstance)
        .map(source -> source.asJsonObject().get("require_parameters"))
        .filter(Objects::nonNull)
        .findFirst()
        .filter(JsonValue.TRUE::equals)
        .isPresent();
  }

  private RoutePreferences preferences(Wish models) {
    Wish sort = find("sort");
    return new RoutePreferences(
        models.present() ? models.texts() : texts("models"),
        texts("order"),
        texts("only"),
        texts("ignore"),
        ceiling(find("max_price")),
        regions(find("region")),
        sort == null ? null : SortBy.valueOf(sort.oneOf(SortBy.NAMES).toUpperCase(Locale.ROOT)),
        flag("allow_fallbacks", true),
        flag("require_parameters", false),
        retention(),
        task(find("task")),
        quality(find("quality")));
  }

  private Wish find(String name) {
    for (Wish source : sources) {
      Wish wish = source.at(name);
      if (wish.present()) {
        return wish;
      }
    }
    return null;
  }

  private List<String> texts(String name) {
    Wish wish = find(name);
    return wish == null ? List.of() : wish.texts();
  }

  private boolean flag(String name, boolean otherwise) {
    Wish wish = find(name);
    return wish == null ? otherwise : wish.flag();
  }

  private static PriceCeiling ceiling(Wish wish) {
    if (wish == null) {
      return PriceCeiling.NONE;
    }
    if (!wish.isObject()) {
      return new PriceCeiling(wish.price(), wish.price(), null, null);
    }
    wish.requireOnly(PRICES);
    return new PriceCeiling(
        price(wish.at("prompt")),
        price(wish.at("completion")),
        price(wish.at("request")),
        price(wish.at("image")));
  }

  private static BigDecimal price(Wish wish) {
    return wish.present() ? wish.price() : null;
  }

  private static List<String> regions(Wish wish) {
    if (wish == null) {
      return List.of();
    }
    List<String> regions =
        wish.textOrTexts().stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    for (String region : regions) {
      if (!AccountPolicy.isRegion(region)) {
        throw wish.invalid("is not a region such as cn or eu-west-1");
      }
    }
    return regions;
  }

  private DataRetention retention() {
    boolean none = flag("zdr", false);
    Wish collection = find("data_collection");
    boolean deny = collection != null && collection.oneOf(List.of("allow", "deny")).equals("deny");
    return none ? DataRetention.NONE : deny ? DataRetention.LIMITED : null;
  }

  private static TaskType task(Wish wish) {
    return wish == null ? null : TaskType.of(wish.oneOf(TaskType.NAMES)).orElseThrow();
  }

  private static Quality quality(Wish wish) {
    return wish == null ? null : Quality.of(wish.oneOf(Quality.NAMES)).orElseThrow();
  }

  /**
   * @param names of the wish, the most telling first
   * @return where the request says it, in {@code gateway} or in {@code provider}
   */
  public static String place(JsonObject body, List<String> names) {
    for (String holder : List.of("gateway", "provider")) {
      for (String name : names) {
        if (body.get(holder) instanceof JsonObject wishes && wishes.containsKey(name)) {
          return holder + "." + name;
        }
      }
    }
    return "gateway." + names.get(0);
  }

  /**
   * @return the model that is asked for when the request names none: the first of {@code models};
   *     null when there is none either
   */
  public static String firstModel(JsonObject body) {
    Wish models = new Wish("models", body.get("models"));
    if (!models.present() || body.get("models") == JsonValue.NULL) {
      return null;
    }
    List<String> names = models.texts();
    return names.isEmpty() ? null : names.get(0);
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
