package io.llmgateway.admin;

import io.llmgateway.ledger.EntryQuery;
import io.llmgateway.ledger.EntryView;
import io.llmgateway.ledger.JournalEntry;
import io.llmgateway.ledger.JournalReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The journal. As CSV, a line for each posting; an entry without postings has one line too. */
@Path("/admin/api/ledger/entries")
@ApplicationScoped
public class EntriesResource {
  private static final int CSV_PAGE = 1_000;

  @Inject private JournalReader journal;

  @GET
  @Described(
      value = "The journal with all postings; as CSV a line for each posting.",
      query = {"ledger_account", "reference", "kind", "from", "to"},
      pages = true,
      csv = true,
      answer = "JournalEntry")
  public Response list(@Context UriInfo uri, @Context HttpHeaders headers) {
    ListQuery query = ListQuery.of(uri, "ledger_account", "reference", "kind", "from", "to");
    boolean csv = CsvExport.wanted(headers);
    int limit = csv && !query.given("limit") ? CSV_PAGE : query.limit();
    EntryQuery wanted =
        new EntryQuery(
            query.text("ledger_account"),
            query.text("reference"),
            kind(query),
            query.time("from"),
            query.time("to"),
            csv ? limit : limit + 1,
            query.after());
    if (!wanted.indexed()) {
      throw ListQuery.invalid(
          "kind",
          "it needs ledger_account or reference beside it, or from and to at most 31 days apart");
    }
    if (csv) {
      boolean all = !query.given("limit");
      return CsvExport.of(
          "journal",
          EntryColumns.LINE,
          new RowPages<>(
              all ? limit : Integer.MAX_VALUE,
              after -> journal.entries(wanted.after(after)),
              EntryView::id),
          query.after(),
          EntryColumns::lines);
    }
    return ListAnswer.page(journal.entries(wanted), limit, EntryView::id, EntryColumns::json);
  }

  private static JournalEntry.Kind kind(ListQuery query) {
    List<String> words =
        Arrays.stream(JournalEntry.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();
    String word = query.oneOf("kind", words);
    return word == null ? null : JournalEntry.Kind.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
