package io.llmgateway.routing;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which public names a channel answers for. */
final class Offers {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}");

  private final Map<String, ModelSettings> models;

  private final Catalog catalog;

  Offers(Map<String, ModelSettings> models, Catalog catalog) {
    this.models = models;
    this.catalog = catalog;
  }

  /**
   * @param name the property that lists the models: {@code public=upstream,other}
   */
  List<Offer> of(ProviderCard card, String name, ConfigView view) {
    List<String> entries = view.list(name);
    boolean own = card.baseUrl() != null && card.models().stream().anyMatch(ModelCard::callable);
    if (entries.isEmpty() && !own) {
      throw new ConfigException(
          name, "is required with provider " + card.id() + ", which has no models of its own");
    }
    return entries.isEmpty() ? ofCatalogue(card) : declared(card, name, entries);
  }

  /** All models that the catalogue knows of: by id, by alias, and by {@code provider/id}. */
  List<Offer> ofCatalogue(ProviderCard card) {
    List<Offer> offers = new ArrayList<>();
    for (ModelCard model : card.models()) {
      if (!model.callable()) {
        continue;
      }
      Offer offer = offer(card, model.id(), model.id(), model);
      offers.add(offer);
      model.aliases().forEach(alias -> offers.add(offer.under(alias)));
      offers.add(offer.under(card.id() + "/" + model.id()));
    }
    return offers;
  }

  private List<Offer> declared(ProviderCard card, String name, List<String> entries) {
    List<Offer> offers = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String publicModel = equals < 0 ? entry : entry.substring(0, equals).trim();
      String upstream = equals < 0 ? null : entry.substring(equals + 1).trim();
      if (!NAME.matcher(publicModel).matches() || upstream != null && upstream.isEmpty()) {
        throw new ConfigException(name, "neither a model nor public=upstream: " + entry);
      }
      if (!taken.add(publicModel)) {
        throw new ConfigException(name, "names " + publicModel + " twice");
      }
      ModelCard model = find(card, upstream == null ? publicModel : upstream);
      if (upstream == null) {
        upstream = model == null ? publicModel : model.id();
      }
      offers.add(offer(card, publicModel, upstream, model));
    }
    for (Offer offer : List.copyOf(offers)) {
      String qualified = card.id() + "/" + offer.publicModel();
      if (taken.add(qualified)) {
        offers.add(offer.under(qualified));
      }
    }
    return offers;
  }

  private Offer offer(ProviderCard provider, String publicModel, String upstream, ModelCard card) {
    ModelFacts facts = models.getOrDefault(publicModel, ModelSettings.NONE).facts();
    ModelCard known = facts.baseModel() == null ? card : based(provider, facts, upstream, card);
    return new Offer(publicModel, publicModel, upstream, facts.over(known, upstream));
  }

  /** The facts of the base model; its price is the base model's own. */
  private ModelCard based(
      ProviderCard provider, ModelFacts facts, String upstream, ModelCard card) {
    ModelCard base = find(provider, facts.baseModel());
    base = base != null ? base : catalog.model(facts.baseModel()).orElseThrow();
    return new ModelCard(
        upstream,
        card == null ? List.of() : card.aliases(),
        base.type(),
        base.contextWindow(),
        base.maxOutputTokens(),
        base.capabilities(),
        card == null ? null : card.price(),
        base.traits());
  }

  private static ModelCard find(ProviderCard card, String name) {
    return card.model(name).orElse(null);
  }
}
