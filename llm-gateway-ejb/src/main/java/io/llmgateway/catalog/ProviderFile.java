package io.llmgateway.catalog;

import jakarta.json.JsonConfig;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of one {@code catalog/<provider>.json}. A field that is not known here is an error, so
 * that a misspelt fact can not be lost silently.
 *
 * <pre>
 * id, name, wire      required
 * baseUrl             absent when each channel must give its own
 * environmentVariable the variable whose presence makes a channel; absent when there is none
 * requiresApiKey      required
 * wireOptions         differences to the plain wire: text by name, as the wire package defines them
 * notes               for people
 * models              required, may be empty; see {@link ModelEntry}
 * </pre>
 */
final class ProviderFile {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "wire",
          "baseUrl",
          "environmentVariable",
          "requiresApiKey",
          "wireOptions",
          "notes",
          "models");
  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

  private final String file;

  ProviderFile(String file) {
    this.file = file;
  }

  /**
   * @return a factory whose readers refuse an object that names a field twice
   */
  static JsonReaderFactory readers() {
    return JsonProvider.provider()
        .createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
  }

  /**
   * @throws CatalogException naming the file and the field at fault
   */
  ProviderCard read(JsonObject json) {
    Fields fields = new Fields(file, json, FIELDS);
    return new ProviderCard(
        fields.matching("id", ID),
        fields.text("name"),
        fields.text("wire"),
        baseUrl(fields),
        json.containsKey("environmentVariable")
            ? fields.matching("environmentVariable", VARIABLE)
            : null,
        fields.flag("requiresApiKey"),
        fields.textsByName("wireOptions"),
        models(fields));
  }

  private URI baseUrl(Fields fields) {
    String text = fields.optionalText("baseUrl");
    if (text == null) {
      return null;
    }
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw fields.wrong("baseUrl", "not a URL: " + text);
    }
    if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
      throw fields.wrong("baseUrl", "not an absolute http or https URL: " + text);
    }
    if (text.endsWith("/") || uri.getQuery() != null || uri.getFragment() != null) {
      throw fields.wrong("baseUrl", "ends in a slash, or has a query or fragment: " + text);
    }
    return uri;
  }

  private List<ModelCard> models(Fields fields) {
    List<ModelCard> models = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int i = 0;
    for (JsonValue value : fields.array("models")) {
      String place = file + ": models[" + i++ + "]";
      if (!(value instanceof JsonObject object)) {
        throw new CatalogException(place, "not an object");
      }
      ModelCard model = new ModelEntry(place).read(object);
      requireNew(place, names, model.id());
      model.aliases().forEach(alias -> requireNew(place, names, alias));
      models.add(model);
    }
    requireReplacements(models, names);
    return models;
  }

  private void requireReplacements(List<ModelCard> models, Set<String> names) {
    Set<String> leaving = new HashSet<>();
    for (ModelCard model : models) {
      if (model.traits().retirement() != null) {
        leaving.add(model.id());
        leaving.addAll(model.aliases());
      }
    }
    int i = 0;
    for (ModelCard model : models) {
      Retirement retirement = model.traits().retirement();
      String replacement = retirement == null ? null : retirement.replacement();
      if (replacement != null && (!names.contains(replacement) || leaving.contains(replacement))) {
        throw new CatalogException(
            file + ": models[" + i + "].retirement",
            "replacement: no model that stays: " + replacement);
      }
      i++;
    }
  }

  private static void requireNew(String place, Set<String> names, String name) {
    if (!names.add(name)) {
      throw new CatalogException(place, "the name " + name + " is taken by another model");
    }
  }
}
