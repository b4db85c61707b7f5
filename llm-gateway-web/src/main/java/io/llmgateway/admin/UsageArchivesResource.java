package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Month;
import io.llmgateway.ledger.UsageArchive;
import io.llmgateway.ledger.UsageArchives;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;

/** Months whose usage records have gone from the database to files. */
@Path("/admin/api/usage-archives")
@ApplicationScoped
public class UsageArchivesResource {
  @Inject private UsageArchives archives;

  @GET
  @Described(value = "Archived months, oldest first.", pages = true, answer = "UsageArchive")
  public Response list(@Context UriInfo uri) {
    ListQuery query = ListQuery.of(uri);
    Month after = query.after() == null ? null : month("after", query.after());
    return ListAnswer.page(
        archives.list(after, query.limit() + 1),
        query.limit(),
        archive -> archive.month().toString(),
        UsageArchiveAnswer::write);
  }

  /** Answers when the month is in its files, which may take minutes. */
  @POST
  @Described(
      value =
          "Writes a month's usage records to files, reads them back, and removes them from the"
              + " database; or finds the archive that the month has.",
      body = "NewUsageArchive",
      answer = "UsageArchive",
      status = 201)
  public Response archive(@Context HttpServletRequest http) {
    ChangeBody body = ChangeBody.of(http, "month");
    Month month = month("month", body.field("month").required().text());
    UsageArchives.Made made = archives.archive(month, Operator.of(http));
    return answer(made.archive(), made.fresh() ? 201 : 200);
  }

  @GET
  @Path("/{month}")
  @Described(value = "The archive of one month, with its manifest.", answer = "UsageArchive")
  public Response get(@Context UriInfo uri, @PathParam("month") String month) {
    ListQuery.none(uri);
    return answer(archives.get(month("month", month)), 200);
  }

  private Response answer(UsageArchive archive, int status) {
    JsonBytes out = new JsonBytes(1024);
    UsageArchiveAnswer.write(archive, archives.manifest(archive).orElse(null), out);
    return ListAnswer.json(Response.status(status), out);
  }

  private static Month month(String name, String text) {
    try {
      return Month.parse(text);
    } catch (DateTimeException e) {
      throw ListQuery.invalid(name, "expected a month such as 2026-10");
    }
  }
}
