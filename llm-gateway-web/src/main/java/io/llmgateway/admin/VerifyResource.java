package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Finding;
import io.llmgateway.ledger.Seal;
import io.llmgateway.ledger.VerificationSummary;
import io.llmgateway.ledger.Verifications;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Verifies the whole ledger and answers when that is done: about a minute for each few million
 * usage records. The command {@code VerifyLedger} does the same without a server.
 */
@Path("/admin/api/ledger/verify")
@ApplicationScoped
public class VerifyResource {
  @Inject private Verifications verifications;

  /** At most {@code limit} findings; their number is that of all. */
  @GET
  @Described(
      value = "Verifies chains, balances and sums, and names what is wrong.",
      query = {"after", "limit"},
      answer = "LedgerVerification")
  public Response verify(@Context UriInfo uri) {
    return run(ListQuery.of(uri).limit(), List.of());
  }

  /** With a seal that was kept elsewhere, as it was exported: the chains must still hold it. */
  @POST
  @Described(
      value = "Verifies against a seal that was kept elsewhere too.",
      query = {"after", "limit"},
      body = "LedgerSeal",
      answer = "LedgerVerification")
  public Response verify(@Context UriInfo uri, @Context HttpServletRequest http) {
    return run(ListQuery.of(uri).limit(), List.of(SealAnswer.read(http)));
  }

  private Response run(int limit, List<Seal> kept) {
    List<Finding> findings = new ArrayList<>();
    VerificationSummary summary = verifications.run(limit, kept, findings::add);
    JsonBytes rows = new JsonBytes(256);
    Members counts = new Members(rows);
    new TreeMap<>(summary.rows()).forEach(counts::number);
    counts.end();
    JsonBytes heads = new JsonBytes(256);
    SealAnswer.heads(summary.heads(), heads);
    JsonBytes out = new JsonBytes(1024);
    Members.of("ledger_verification", out)
        .flag("clean", summary.findings() == 0)
        .time("at", summary.at())
        .number("took_ms", summary.took().toMillis())
        .json("rows", rows.toString())
        .json("heads", heads.toString())
        .number("archived_blocks_checked", summary.archivedChecked())
        .number("archived_blocks_unchecked", summary.archivedUnchecked())
        .number("finding_count", summary.findings())
        .json("findings", list(findings).toString())
        .end();
    return ListAnswer.json(Response.ok(), out);
  }

  private static JsonBytes list(List<Finding> findings) {
    JsonBytes out = new JsonBytes(1024).ascii("[");
    String separator = "";
    for (Finding finding : findings) {
      out.ascii(separator);
      new Members(out)
          .text("code", finding.code().text())
          .text("row", finding.row())
          .text("message", finding.message())
          .end();
      separator = ",";
    }
    return out.ascii("]");
  }
}
