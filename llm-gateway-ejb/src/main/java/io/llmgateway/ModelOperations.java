package io.llmgateway;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.ModelCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.ModelBook;
import io.llmgateway.routing.ModelFacts;
import io.llmgateway.routing.Offer;
import io.llmgateway.routing.PublicModel;
import io.llmgateway.routing.Router;
import io.llmgateway.routing.RoutingSettings;
import io.llmgateway.routing.StoredModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What operators say of models: facts before those of the configuration, which stand before those
 * of the catalogue. A change is in force on this node when its method returns, and on the others
 * with their next heartbeat.
 */
@ApplicationScoped
public class ModelOperations {
  private ModelBook book;
  private StoredModels models;
  private StoredChannels channels;
  private Router router;
  private Catalog catalog;

  /** For the container's proxy. */
  ModelOperations() {}

  @Inject
  ModelOperations(
      ModelBook book,
      StoredModels models,
      StoredChannels channels,
      Router router,
      Catalog catalog) {
    this.book = book;
    this.models = models;
    this.channels = channels;
    this.router = router;
    this.catalog = catalog;
  }

  /**
   * @return all models that are listed or spoken of, by name
   */
  public List<ModelView> list() {
    Map<String, PublicModel> listed = new TreeMap<>();
    router.models().forEach(model -> listed.put(model.id(), model));
    TreeSet<String> names = new TreeSet<>(listed.keySet());
    models.stored().forEach(stored -> names.add(stored.model()));
    return names.stream().map(name -> view(name, listed.get(name))).toList();
  }

  /**
   * @param name any name of the model
   * @throws ChatException.Final NOT_FOUND
   */
  public ModelView get(String name) {
    String model = publicName(name);
    PublicModel known = router.model(model).orElse(null);
    if (known == null && models.of(model) == null) {
      throw new ChatException.Final(ErrorCode.NOT_FOUND, "There is no model " + name + ".");
    }
    return view(model, known);
  }

  /**
   * @param changes by the names of the configuration, such as {@code context-window}; a fact whose
   *     value is null is taken away
   * @throws ChatException.Final NOT_FOUND; INVALID_REQUEST naming the fact that can not be used
   */
  public ModelView change(String principal, String name, Map<String, String> changes) {
    String model = get(name).model();
    changes.forEach(ModelOperations::requireUsable);
    book.change(
        principal,
        model,
        before -> {
          Map<String, String> after = new TreeMap<>(before);
          after.putAll(changes);
          after.values().removeIf(Objects::isNull);
          requireTaken(model, after);
          return after;
        });
    models.reload();
    return get(model);
  }

  /**
   * Takes away all that operators have said of the model through the admin API.
   *
   * @return what held until now
   * @throws ChatException.Final NOT_FOUND also when nothing was said
   */
  public ModelView reset(String principal, String name) {
    ModelView before = get(name);
    if (models.of(before.model()) == null) {
      throw new ChatException.Final(
          ErrorCode.NOT_FOUND, "Nothing was said here of the model " + name + ".");
    }
    book.change(principal, before.model(), said -> Map.of());
    models.reload();
    return before;
  }

  private static void requireUsable(String setting, String value) {
    if (!ModelFacts.SETTINGS.contains(setting)) {
      throw ChannelCheck.invalid(field(setting), "there is no such fact of a model");
    }
    if (value != null && (value.isBlank() || value.chars().anyMatch(c -> c < ' '))) {
      throw ChannelCheck.invalid(field(setting), "expected text without control characters");
    }
  }

  /** Finds out whether the routes could be made of it, without making them. */
  private void requireTaken(String model, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>();
    models.stored().stream()
        .filter(stored -> !stored.model().equals(model) && models.problem(stored.model()) == null)
        .forEach(stored -> all.putAll(stored.properties()));
    all.putAll(new StoredModel(model, settings, null, null).properties());
    try {
      RoutingSettings.from(models.declared().overridden(all), catalog);
    } catch (ConfigException e) {
      String prefix = StoredModel.property(model, "");
      if (!e.name().startsWith(prefix)) {
        throw e;
      }
      String why = e.getMessage().substring(e.name().length() + 2);
      throw ChannelCheck.invalid(field(e.name().substring(prefix.length())), why);
    }
  }

  private String publicName(String name) {
    for (ChannelSettings channel : channels.inForce()) {
      for (Offer offer : channel.offers()) {
        if (offer.name().equals(name)) {
          return offer.publicModel();
        }
      }
    }
    return name;
  }

  private ModelView view(String model, PublicModel known) {
    StoredModel stored = models.of(model);
    String problem = models.problem(model);
    Map<String, String> said = stored == null || problem != null ? Map.of() : stored.settings();
    ConfigView declared = models.declared();
    Map<String, String> held = CardFacts.of(known == null ? null : known.card());
    Map<String, String> shipped = CardFacts.of(shipped(model));
    Map<String, ModelView.Fact> facts = new TreeMap<>();
    for (String setting : ModelFacts.SETTINGS) {
      String configured = declared.text(StoredModel.property(model, setting)).orElse(null);
      facts.put(
          setting, fact(said.get(setting), configured, held.get(setting), shipped.get(setting)));
    }
    return new ModelView(
        model,
        known == null ? List.of() : known.providers(),
        facts,
        problem,
        stored == null ? null : stored.createdAt(),
        stored == null ? null : stored.changedAt());
  }

  private static ModelView.Fact fact(String said, String configured, String held, String shipped) {
    if (said != null) {
      return new ModelView.Fact(said, ModelView.Source.ADMIN_API);
    }
    if (configured != null) {
      return new ModelView.Fact(configured, ModelView.Source.CONFIGURATION);
    }
    if (held == null) {
      return new ModelView.Fact(null, ModelView.Source.UNKNOWN);
    }
    return new ModelView.Fact(
        held, held.equals(shipped) ? ModelView.Source.CATALOGUE : ModelView.Source.DERIVED);
  }

  /** What the catalogue says of it at the channel that goes first. */
  private ModelCard shipped(String model) {
    ModelCard found = null;
    int highest = Integer.MIN_VALUE;
    for (ChannelSettings channel : channels.inForce()) {
      for (Offer offer : channel.offers()) {
        if (offer.name().equals(model) && channel.priority() > highest) {
          found = channel.provider().model(offer.upstreamModel()).orElse(null);
          highest = channel.priority();
        }
      }
    }
    return found;
  }

  private static String field(String setting) {
    return setting.replace('-', '_');
  }
}
