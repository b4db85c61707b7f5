package io.llmgateway.api;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.catalog.DailyWindow;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.PriceVariant;
import io.llmgateway.catalog.UnitPrices;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.List;

/** The prices of a model with its tiers and hours, as members of a document that is open. */
public final class PricingDocument {
  private PricingDocument() {}

  public static void write(PriceCard card, JsonBytes out) {
    prices(card.prices(), out);
    if (card.variants().isEmpty()) {
      return;
    }
    String separator = ",\"variants\":[";
    for (PriceVariant variant : card.variants()) {
      out.ascii(separator).ascii("{\"above_input_tokens\":").number(variant.aboveInputTokens());
      if (variant.window() != null) {
        window(variant.window(), out);
      }
      prices(variant.prices(), out);
      out.ascii("}");
      separator = ",";
    }
    out.ascii("]");
  }

  private static void window(DailyWindow window, JsonBytes out) {
    out.ascii(",\"from\":").string(window.from().toString());
    out.ascii(",\"to\":").string(window.to().toString());
    out.ascii(",\"zone\":").string(window.zone().getId());
    List<DayOfWeek> days = window.days().stream().sorted().toList();
    String separator = ",\"days\":[";
    for (DayOfWeek day : days) {
      out.ascii(separator).number(day.getValue());
      separator = ",";
    }
    out.ascii("]");
  }

  private static void prices(UnitPrices prices, JsonBytes out) {
    price("input", prices.input(), out);
    price("output", prices.output(), out);
    price("cache_read", prices.cacheRead(), out);
    price("cache_write", prices.cacheWrite(), out);
    price("reasoning", prices.reasoning(), out);
    price("request", prices.request(), out);
    price("image", prices.image(), out);
  }

  private static void price(String name, BigDecimal price, JsonBytes out) {
    if (price != null) {
      out.ascii(",").string(name).ascii(":").ascii(price.stripTrailingZeros().toPlainString());
    }
  }
}
