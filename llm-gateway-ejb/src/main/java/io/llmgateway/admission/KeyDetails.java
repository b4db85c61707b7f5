package io.llmgateway.admission;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** A key's terms as details of an audit event; a secret is no part of them. */
final class KeyDetails {
  private KeyDetails() {}

  static JsonObject of(KeyTerms terms) {
    JsonArrayBuilder models = Json.createArrayBuilder();
    terms.models().forEach(models::add);
    JsonObjectBuilder details =
        Json.createObjectBuilder()
            .add("account", terms.account())
            .add("models", models)
            .add("state", terms.enabled() ? "enabled" : "disabled")
            .add("requests_per_minute", terms.requestsPerMinute())
            .add("tokens_per_minute", terms.tokensPerMinute())
            .add("concurrent", terms.concurrent());
    text(details, "expires_at", terms.expires());
    text(details, "budget_amount", terms.budget() == null ? null : terms.budget().amount());
    text(details, "budget_period", terms.budget() == null ? null : terms.budget().period());
    return details.build();
  }

  private static void text(JsonObjectBuilder details, String name, Object value) {
    if (value == null) {
      details.addNull(name);
    } else {
      details.add(name, value.toString());
    }
  }
}
