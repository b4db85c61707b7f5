package io.llmgateway.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the generated part of docs/models.md out of the catalogue. */
final class ModelsPage {
  private ModelsPage() {}

  static String text(Catalog catalog) {
    StringBuilder page = new StringBuilder(ProvidersPage.BEGIN);
    catalog.providers().stream()
        .filter(card -> !card.models().isEmpty() && !card.wire().equals("demo"))
        .forEach(card -> page.append(section(card)));
    return page.append(ProvidersPage.END).toString();
  }

  private static String section(ProviderCard card) {
    StringBuilder section =
        new StringBuilder("## `" + card.id() + "`\n\n")
            .append("| model | context | output | can | can not | price | more |\n")
            .append("|---|---|---|---|---|---|---|\n");
    for (ModelCard model : card.models()) {
      section.append(
          ProvidersPage.row(
              "`" + model.id() + "`",
              tokens(model.contextWindow()),
              tokens(model.maxOutputTokens()),
              String.join(", ", new TreeSet<>(model.capabilities())),
              String.join(", ", new TreeSet<>(model.traits().lacks())),
              price(model.price()),
              more(model)));
    }
    return section.append("\n").toString();
  }

  private static String tokens(long tokens) {
    return tokens == 0 ? "?" : String.valueOf(tokens);
  }

  private static String price(PriceCard price) {
    if (price == null) {
      return "?";
    }
    UnitPrices units = price.prices();
    return List.of(units.input(), units.output()).stream()
            .map(amount -> amount.toPlainString())
            .collect(Collectors.joining(" / "))
        + (units.cacheRead() == null ? "" : " (cached " + units.cacheRead().toPlainString() + ")")
        + " "
        + price.currency()
        + (price.variants().isEmpty() ? "" : ", and variants");
  }

  private static String more(ModelCard model) {
    List<String> said = new ArrayList<>();
    ModelTraits traits = model.traits();
    if (!model.type().equals("chat")) {
      said.add(model.type());
    }
    if (!model.aliases().isEmpty()) {
      said.add("also `" + String.join("`, `", model.aliases()) + "`");
    }
    if (!model.callable()) {
      said.add(traits.base() ? "base model" : "not callable");
    }
    if (!traits.filing().status().equals("unknown")) {
      said.add("filing: " + traits.filing().status());
    }
    Retirement retirement = traits.retirement();
    if (retirement != null) {
      said.add(
          "retired"
              + (retirement.date() == null ? "?" : " " + retirement.date())
              + (retirement.replacement() == null ? "" : " -> `" + retirement.replacement() + "`"));
    }
    return String.join("; ", said);
  }
}
