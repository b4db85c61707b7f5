package io.llmgateway.admin;

import io.llmgateway.routing.feedback.Feedback;
import io.llmgateway.routing.feedback.FeedbackQuery;
import io.llmgateway.routing.feedback.FeedbackSum;
import io.llmgateway.routing.feedback.FeedbackTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** What clients have said of answers. */
@Path("/admin/api/feedback")
@ApplicationScoped
public class AdminFeedbackResource {
  private static final int MOST_SUMS = 10_000;
  private static final Columns<Feedback> WORD =
      new Columns<Feedback>("feedback")
          .text("id", Feedback::id)
          .text("request_id", Feedback::requestId)
          .text("call_id", Feedback::callId)
          .text("account", Feedback::account)
          .text("key", Feedback::key)
          .text("model", Feedback::model)
          .text("provider", Feedback::provider)
          .text("channel", Feedback::channel)
          .text("task", Feedback::task)
          .sum("score", Feedback::score)
          .text("comment", Feedback::comment)
          .time("created_at", Feedback::createdAt)
          .time("updated_at", Feedback::updatedAt);
  private static final Columns<FeedbackSum> SUM =
      new Columns<FeedbackSum>("feedback_summary")
          .text("model", FeedbackSum::model)
          .text("task", FeedbackSum::task)
          .number("count", FeedbackSum::count)
          .sum("average", FeedbackSum::average)
          .number("good", FeedbackSum::good)
          .number("bad", FeedbackSum::bad);

  @Inject private FeedbackTable table;

  @GET
  @Described(
      value = "What clients have said of answers, oldest first.",
      query = {"request_id", "account", "model", "task"},
      pages = true,
      answer = "Feedback")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri, "request_id", "account", "model", "task");
    List<Feedback> found =
        table.list(
            new FeedbackQuery(
                query.text("request_id"),
                query.text("account"),
                query.text("model"),
                query.text("task"),
                query.limit() + 1,
                query.after()));
    return ListAnswer.page(found, query.limit(), Feedback::id, WORD::json);
  }

  @GET
  @Path("/summary")
  @Described(
      value = "Sums of what was said, by model and task.",
      query = {"account"},
      list = true,
      csv = true,
      answer = "FeedbackSummary")
  public Response summary(@Context UriInfo uri, @Context HttpHeaders headers) {
    ListQuery query = ListQuery.withoutPages(uri, "account");
    List<FeedbackSum> found = table.sums(query.text("account"), MOST_SUMS);
    return ListAnswer.page(found, MOST_SUMS, row -> null, SUM, headers, "feedback-summary");
  }
}
