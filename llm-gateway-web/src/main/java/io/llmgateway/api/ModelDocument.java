package io.llmgateway.api;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Price;
import io.llmgateway.ledger.PriceList;
import io.llmgateway.ledger.PricedModel;
import io.llmgateway.routing.PublicModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** A model as OpenAI describes one, and what the gateway knows beyond that. */
@ApplicationScoped
public class ModelDocument {
  private final PriceList prices;
  private final Clock clock;

  @Inject
  public ModelDocument(PriceList prices, Clock clock) {
    this.prices = prices;
    this.clock = clock;
  }

  /** For the container's proxy only. */
  protected ModelDocument() {
    this(null, null);
  }

  /** Appends the document. When a model was made is not known, so {@code created} is 0. */
  void write(PublicModel model, JsonBytes out) {
    String provider = model.providers().get(0);
    out.ascii("{\"id\":")
        .string(model.id())
        .ascii(",\"object\":\"model\",\"created\":0,\"owned_by\":")
        .string(provider)
        .ascii(",\"provider\":")
        .string(provider)
        .ascii(",\"context_window\":");
    writeKnown(model.contextWindow(), out);
    out.ascii(",\"max_output_tokens\":");
    writeKnown(model.maxOutputTokens(), out);
    String separator = ",\"capabilities\":[";
    for (String capability : model.capabilities().stream().sorted().toList()) {
      out.ascii(separator).string(capability);
      separator = ",";
    }
    out.ascii(model.capabilities().isEmpty() ? ",\"capabilities\":[]" : "]");
    if (model.card() != null) {
      TraitsDocument.write(model.card().traits(), out);
    }
    out.ascii(",\"pricing\":");
    writePricing(model, provider, out);
    out.ascii("}");
  }

  private static void writeKnown(long tokens, JsonBytes out) {
    if (tokens > 0) {
      out.number(tokens);
    } else {
      out.ascii("null");
    }
  }

  private void writePricing(PublicModel model, String provider, JsonBytes out) {
    String upstream = model.card() == null ? model.id() : model.card().id();
    PricedModel priced = new PricedModel(model.id(), provider, upstream);
    Price price = prices.find(priced, clock.instant()).orElse(null);
    if (price == null) {
      out.ascii("null");
      return;
    }
    out.ascii("{\"unit\":\"1M tokens\",\"currency\":").string(price.currency());
    PricingDocument.write(price.card(), out);
    out.ascii("}");
  }
}
