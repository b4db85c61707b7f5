package io.llmgateway.catalog;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All providers that the gateway knows facts of, by id. Immutable.
 *
 * <p>The facts are files beside the classes, {@code catalog/<provider>.json}, listed in {@code
 * catalog/index.json}; {@link ProviderFile} says what may stand in one.
 */
public final class Catalog {
  private final Map<String, ProviderCard> providers;

  /**
   * @throws CatalogException when two providers share an id or an environment variable
   */
  public Catalog(Collection<ProviderCard> cards) {
    Map<String, ProviderCard> byId = new TreeMap<>();
    Map<String, String> byVariable = new TreeMap<>();
    for (ProviderCard card : cards) {
      if (byId.put(card.id(), card) != null) {
        throw new CatalogException(card.id(), "two providers have this id");
      }
      if (card.environmentVariable() != null
          && byVariable.put(card.environmentVariable(), card.id()) != null) {
        throw new CatalogException(
            card.id(), card.environmentVariable() + " is another provider's variable, too");
      }
    }
    this.providers = Collections.unmodifiableMap(byId);
  }

  /**
   * Reads the files that the gateway ships. Costs some ten milliseconds: once at start.
   *
   * @throws CatalogException when a file is missing or breaks the rules
   */
  public static Catalog load() {
    return read(name -> Catalog.class.getResourceAsStream("/catalog/" + name));
  }

  /**
   * Reads the files that the gateway ships, and those of a folder: a provider of the folder stands
   * in for a shipped one of the same id.
   *
   * @param folder holds {@code <provider>.json} files
   * @throws CatalogException naming the file and the field that break a rule
   */
  public static Catalog load(Path folder) {
    Map<String, ProviderCard> cards = new TreeMap<>();
    load().providers().forEach(card -> cards.put(card.id(), card));
    JsonReaderFactory json = ProviderFile.readers();
    for (Path file : files(folder)) {
      String place = file.toString();
      if (!(parse(json, name -> open(file), place) instanceof JsonObject object)) {
        throw new CatalogException(place, "not a JSON object");
      }
      ProviderCard card = new ProviderFile(place).read(object);
      if (!file.getFileName().toString().equals(card.id() + ".json")) {
        throw new CatalogException(place, "id: is not the file's name: " + card.id());
      }
      cards.put(card.id(), card);
    }
    return new Catalog(cards.values());
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new CatalogException(folder.toAbsolutePath().toString(), "can not be read", e);
    }
  }

  private static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new CatalogException(file.toString(), "can not be read", e);
    }
  }

  /**
   * @param files opens a file of the catalogue by its name, or gives null when there is none
   */
  static Catalog read(Function<String, InputStream> files) {
    JsonReaderFactory json = ProviderFile.readers();
    List<ProviderCard> cards = new ArrayList<>();
    for (JsonValue id : parse(json, files, "index.json").asJsonArray()) {
      String name = ((JsonString) id).getString() + ".json";
      ProviderCard card = new ProviderFile(name).read(parse(json, files, name).asJsonObject());
      if (!name.equals(card.id() + ".json")) {
        throw new CatalogException(name, "id: is not the file's name: " + card.id());
      }
      cards.add(card);
    }
    return new Catalog(cards);
  }

  private static JsonValue parse(
      JsonReaderFactory json, Function<String, InputStream> files, String name) {
    try (InputStream in = files.apply(name)) {
      if (in == null) {
        throw new CatalogException(name, "no such file");
      }
      try (JsonReader reader = json.createReader(in)) {
        return reader.readValue();
      }
    } catch (IOException | jakarta.json.JsonException e) {
      throw new CatalogException(name, "can not be read: " + e.getMessage(), e);
    }
  }

  public Optional<ProviderCard> provider(String id) {
    return Optional.ofNullable(providers.get(id));
  }

  /**
   * @return every provider, in the alphabetical order of ids
   */
  public Collection<ProviderCard> providers() {
    return providers.values();
  }

  /**
   * @return every name that a catalogue model may be called by: id, aliases, {@code provider/id};
   *     but no alias that differs from an id in upper and lower case alone
   */
  public Set<String> modelNames() {
    Set<String> names = new HashSet<>();
    Set<String> ids = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<String> aliases = new ArrayList<>();
    for (ProviderCard card : providers()) {
      for (ModelCard model : card.models()) {
        if (model.callable() && card.baseUrl() != null) {
          ids.add(model.id());
          names.add(model.id());
          names.add(card.id() + "/" + model.id());
          aliases.addAll(model.aliases());
        }
      }
    }
    aliases.removeIf(ids::contains);
    names.addAll(aliases);
    return names;
  }

  /**
   * @param name an id, an alias, or {@code provider/id}; where several providers sell a model of
   *     that name, the first in the alphabetical order of their ids speaks
   */
  public Optional<ModelCard> model(String name) {
    for (ProviderCard card : providers()) {
      String own = name.startsWith(card.id() + "/") ? name.substring(card.id().length() + 1) : name;
      Optional<ModelCard> found = card.model(own);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * @return by each name of a model that a provider takes out of service, and that no other one
   *     keeps
   */
  public Map<String, Retirement> retirements() {
    Map<String, Retirement> leaving = new TreeMap<>();
    Set<String> staying = new HashSet<>();
    for (ProviderCard card : providers()) {
      for (ModelCard model : card.models()) {
        List<String> names = new ArrayList<>(model.aliases());
        names.add(model.id());
        Retirement retirement = model.traits().retirement();
        if (retirement == null) {
          staying.addAll(names);
        } else {
          names.add(card.id() + "/" + model.id());
          names.forEach(name -> leaving.putIfAbsent(name, retirement));
        }
      }
    }
    leaving.keySet().removeAll(staying);
    return leaving;
  }
}
