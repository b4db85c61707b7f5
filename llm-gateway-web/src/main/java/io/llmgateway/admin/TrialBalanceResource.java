package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.BalanceLine;
import io.llmgateway.ledger.JournalReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All ledger accounts with their debits and credits, which are equal per currency. */
@Path("/admin/api/ledger/trial-balance")
@ApplicationScoped
public class TrialBalanceResource {
  private static final Columns<BalanceLine> LINE =
      new Columns<BalanceLine>("trial_balance_line")
          .text("ledger_account", BalanceLine::ledgerAccount)
          .text("currency", line -> line.debit().currency())
          .sum("debit", line -> line.debit().value())
          .sum("credit", line -> line.credit().value())
          .sum("balance", line -> line.balance().value());

  @Inject private JournalReader journal;

  /** Of everything that was booked before {@code at}, or of everything. */
  @GET
  @Described(
      value = "Debits and credits of all ledger accounts, of now or of a time.",
      query = {"at"},
      csv = true,
      answer = "TrialBalance")
  public Response balance(@Context UriInfo uri, @Context HttpHeaders headers) {
    Instant at = ListQuery.withoutPages(uri, "at").time("at");
    List<BalanceLine> lines = journal.trialBalance(at);
    if (CsvExport.wanted(headers)) {
      return CsvExport.whole("trial-balance", LINE, lines);
    }
    JsonBytes out = new JsonBytes(4096);
    Members.of("trial_balance", out)
        .time("at", at)
        .list("data", lines, LINE::json)
        .list("totals", List.copyOf(totals(lines).entrySet()), TrialBalanceResource::total)
        .end();
    return ListAnswer.json(Response.ok(), out);
  }

  private static Map<String, Amount> totals(List<BalanceLine> lines) {
    Map<String, Amount> totals = new TreeMap<>();
    lines.forEach(line -> totals.merge(line.debit().currency(), line.balance(), Amount::plus));
    return totals;
  }

  private static void total(Map.Entry<String, Amount> total, JsonBytes out) {
    new Members(out)
        .text("currency", total.getKey())
        .sum("balance", total.getValue().value())
        .end();
  }
}
