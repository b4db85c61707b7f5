package io.llmgateway.catalog;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the generated part of docs/providers.md out of the catalogue. */
final class ProvidersPage {
  static final String BEGIN = "<!-- generated from the catalogue: begin -->\n";
  static final String END = "<!-- generated from the catalogue: end -->\n";

  /** Paths of the wires, where the card gives none. */
  private static final Map<String, String> PATHS =
      Map.of(
          "openai", "/chat/completions, /embeddings",
          "anthropic", "/v1/messages",
          "gemini", "/models/{model}:generateContent",
          "dashscope", "/api/v1/services/aigc/...",
          "hunyuan", "/ (ChatCompletions)",
          "wenxin", "/chat/{suffix}",
          "spark", "/{version}/chat (WebSocket)",
          "sensenova", "/v1/llm/chat-completions",
          "ollama", "/api/chat");

  private ProvidersPage() {}

  static String text(Catalog catalog) {
    StringBuilder page = new StringBuilder(BEGIN);
    page.append("## With a default address\n\n");
    page.append(
        """
        A provider with an environment variable gets a channel as soon as the variable is set. The others are
        declared: `gateway.channel.<name>.provider=...` with an `api-key`.

        | provider | who | environment variable | base URL | models | with a price | notes |
        |---|---|---|---|---|---|---|
        """);
    catalog.providers().stream()
        .filter(card -> card.baseUrl() != null && !card.wire().equals("demo"))
        .forEach(card -> page.append(addressed(card)));
    page.append(
        """

        ## Where you give the address

        | provider | who | key | notes |
        |---|---|---|---|
        """);
    catalog.providers().stream()
        .filter(card -> card.baseUrl() == null)
        .forEach(card -> page.append(unaddressed(card)));
    page.append(
        """

        ## What each one speaks and can do

        Capabilities are those of at least one of its models; a model's own are in `GET /v1/models`. "Left out"
        are request fields that the provider would refuse, "renamed" what it calls otherwise, "bounded" what is
        brought into its range.

        | provider | wire | authentication | endpoints | capabilities | known limits | verified live |
        |---|---|---|---|---|---|---|
        """);
    catalog.providers().stream()
        .filter(card -> !card.wire().equals("demo"))
        .forEach(card -> page.append(abilities(card)));
    return page.append(END).toString();
  }

  private static String addressed(ProviderCard card) {
    long priced = card.models().stream().filter(model -> model.price() != null).count();
    return row(
        "`" + card.id() + "`",
        card.name(),
        card.environmentVariable() == null ? "none" : "`" + card.environmentVariable() + "`",
        "`" + card.baseUrl() + "`",
        String.valueOf(card.models().size()),
        (priced + " " + currencies(card)).trim(),
        notes(card));
  }

  private static String currencies(ProviderCard card) {
    return card.models().stream()
        .filter(model -> model.price() != null)
        .map(model -> model.price().currency())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String unaddressed(ProviderCard card) {
    String key =
        !card.requiresApiKey()
            ? "if the server wants one"
            : card.environmentVariable() == null
                ? "required"
                : "required, or `" + card.environmentVariable() + "`";
    return row("`" + card.id() + "`", card.name(), key, notes(card));
  }

  private static String abilities(ProviderCard card) {
    Map<String, String> options = card.wireOptions();
    Set<String> capabilities = new TreeSet<>();
    card.models().forEach(model -> capabilities.addAll(model.capabilities()));
    String header = options.get("auth-header");
    return row(
        "`" + card.id() + "`",
        "`" + card.wire() + "`",
        "`" + options.getOrDefault("auth", header == null ? "bearer" : "header " + header) + "`",
        "`" + path(card) + "`",
        card.models().isEmpty() ? "as the models" : String.join(", ", capabilities),
        limits(options),
        "no");
  }

  private static String path(ProviderCard card) {
    Map<String, String> options = card.wireOptions();
    return options.getOrDefault("chat-path", options.getOrDefault("path", PATHS.get(card.wire())));
  }

  private static String limits(Map<String, String> options) {
    Map<String, String> said = new TreeMap<>();
    Map<String, String> words =
        Map.of(
            "allow", "only",
            "drop", "left out",
            "rename", "renamed",
            "clamp", "bounded",
            "no-sampling", "no temperature for",
            "adaptive", "adaptive thinking for");
    words.forEach(
        (option, word) -> {
          if (options.containsKey(option)) {
            said.put(word, "`" + options.get(option).replace("|", "\\|") + "`");
          }
        });
    return said.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining("; "));
  }

  static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String notes(ProviderCard card) {
    String name = "/catalog/" + card.id() + ".json";
    try (InputStream in = ProvidersPage.class.getResourceAsStream(name);
        JsonReader reader = Json.createReader(in)) {
      JsonObject file = reader.readObject();
      return file.getString("notes", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
