package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Origin;
import io.llmgateway.ledger.Stated;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What rows of prices, exchange rates and terms have in common. */
final class PricingAnswer {
  private PricingAnswer() {}

  /** Begins a row's document. */
  static Members begin(String kind, Stated<?, ?> row, JsonBytes out) {
    return Members.of(kind, out)
        .text("id", row.id())
        .text("origin", row.origin().name().toLowerCase(Locale.ROOT))
        .text("source", row.source())
        .text("principal", row.principal())
        .time("valid_from", row.validFrom())
        .time("written_at", row.writtenAt());
  }

  static <S, W> Response created(Stated<S, W> row, BiConsumer<Stated<S, W>, JsonBytes> writer) {
    JsonBytes out = new JsonBytes(512);
    writer.accept(row, out);
    return ListAnswer.json(Response.status(Response.Status.CREATED), out);
  }

  static <S, W> Response createdAll(
      List<Stated<S, W>> rows, BiConsumer<Stated<S, W>, JsonBytes> writer) {
    JsonBytes out = new JsonBytes(1024).ascii("{\"object\":\"list\",\"data\":[");
    String separator = "";
    for (Stated<S, W> row : rows) {
      out.ascii(separator);
      writer.accept(row, out);
      separator = ",";
    }
    return ListAnswer.json(Response.status(Response.Status.CREATED), out.ascii("]}"));
  }

  /**
   * @return what the list is filtered by, or null
   */
  static Origin origin(ListQuery query) {
    List<String> names =
        Stream.of(Origin.values()).map(o -> o.name().toLowerCase(Locale.ROOT)).toList();
    String name = query.oneOf("origin", names);
    return name == null ? null : Origin.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
