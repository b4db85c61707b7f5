package io.llmgateway.catalog;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one provider.
 *
 * @param id the provider's id: {@code deepseek}
 * @param name the name for people
 * @param wire the wire format that reaches it: {@code openai}, {@code demo}
 * @param baseUrl the default address, or null when each channel must give one
 * @param environmentVariable the variable whose presence makes a channel, or null
 * @param requiresApiKey whether a channel without a key makes no sense
 * @param wireOptions differences to the plain wire, as the wire package defines them; one for some
 *     models only has their patterns after an at sign: {@code drop@o1*,o3*}
 * @param models what it sells
 */
public record ProviderCard(
    String id,
    String name,
    String wire,
    URI baseUrl,
    String environmentVariable,
    boolean requiresApiKey,
    Map<String, String> wireOptions,
    List<ModelCard> models) {
  public ProviderCard {
    wireOptions = Map.copyOf(wireOptions);
    models = List.copyOf(models);
  }

  /**
   * @param options for all models; they stand in for those that are for some models only, too
   * @return the same provider with these differences over those that it has
   */
  public ProviderCard with(Map<String, String> options) {
    if (options.isEmpty()) {
      return this;
    }
    Map<String, String> merged = new HashMap<>(wireOptions);
    merged.keySet().removeIf(name -> options.containsKey(ModelOptions.name(name)));
    merged.putAll(options);
    return new ProviderCard(
        id, name, wire, baseUrl, environmentVariable, requiresApiKey, merged, models);
  }

  /**
   * @param name an id or an alias
   */
  public Optional<ModelCard> model(String name) {
    return models.stream()
        .filter(model -> model.id().equals(name) || model.aliases().contains(name))
        .findFirst();
  }

  /**
   * @param model the model's name at the provider
   * @return the options as they hold for this model
   */
  public Map<String, String> wireOptions(String model) {
    return ModelOptions.of(wireOptions, model);
  }
}
