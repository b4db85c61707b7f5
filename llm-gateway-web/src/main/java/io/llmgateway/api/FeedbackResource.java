package io.llmgateway.api;

import io.llmgateway.Feedbacks;
import io.llmgateway.HttpConfiguration;
import io.llmgateway.api.exchange.Exchange;
import io.llmgateway.api.exchange.Exchanges;
import io.llmgateway.api.exchange.RequestBody;
import io.llmgateway.api.json.Field;
import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.api.json.Sums;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.routing.feedback.Feedback;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.Set;

/** What a client thinks of an answer. */
@Path("/v1/feedback")
@RequiresApiKey
@ApplicationScoped
public class FeedbackResource {
  private static final Set<String> FIELDS = Set.of("request_id", "score", "comment");
  private static final int LONGEST_ID = 200;
  private static final int LONGEST_COMMENT = 2_000;
  private static final int DECIMALS = 3;

  @Inject private HttpConfiguration configuration;
  @Inject private Exchanges exchanges;
  @Inject private Feedbacks feedbacks;

  @POST
  public void create(@Context HttpServletRequest http, @Suspended AsyncResponse response) {
    Exchange exchange = Exchange.of(http);
    RequestBody body = RequestBody.of(http, configuration.current().maxBody());
    exchanges.run(http, response, () -> answer(exchange, body.read()));
  }

  private Response answer(Exchange exchange, JsonObject body) {
    for (String name : body.keySet()) {
      if (!FIELDS.contains(name)) {
        throw new ChatException.Final(
            ErrorCode.INVALID_REQUEST, "There is no such field here.", name);
      }
    }
    Feedback said =
        feedbacks.say(
            exchange.caller(),
            text(Field.of(body, "request_id").required(), LONGEST_ID),
            score(Field.of(body, "score").required()),
            comment(Field.of(body, "comment")));
    JsonBytes out = new JsonBytes(512);
    write(said, out);
    return Response.ok(out.toByteArray()).type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static BigDecimal score(Field score) {
    score.decimal(-1, 1);
    BigDecimal value = ((JsonNumber) score.value()).bigDecimalValue().stripTrailingZeros();
    if (value.scale() > DECIMALS) {
      throw score.invalid("Invalid 'score': expected at most " + DECIMALS + " decimals.");
    }
    return value;
  }

  private static String comment(Field comment) {
    return comment.present() ? text(comment, LONGEST_COMMENT) : null;
  }

  private static String text(Field field, int longest) {
    String text = field.nonEmptyText();
    if (text.length() > longest || text.indexOf('\0') >= 0) {
      throw field.invalid(
          "Invalid '%s': expected at most %d characters, and none of them NUL."
              .formatted(field.path(), longest));
    }
    return text;
  }

  private static void write(Feedback said, JsonBytes out) {
    out.ascii("{\"object\":\"feedback\",\"id\":")
        .string(said.id())
        .ascii(",\"request_id\":")
        .string(said.requestId())
        .ascii(",\"model\":")
        .string(said.model())
        .ascii(",\"score\":")
        .ascii(Sums.written(said.score()))
        .ascii(",\"comment\":")
        .string(said.comment())
        .ascii(",\"created_at\":")
        .string(said.createdAt().toString())
        .ascii(",\"updated_at\":")
        .string(said.updatedAt().toString())
        .ascii("}");
  }
}
