package io.llmgateway.ledger;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The journal as operators read it, in standard SQL. */
@Stateless
public class JournalReader {
  /** How far the time in an id may be ahead of the time of booking. */
  private static final Duration AHEAD = Duration.ofHours(1);

  @PersistenceContext(unitName = "gateway")
  private EntityManager database;

  public JournalReader() {}

  JournalReader(EntityManager database) {
    this.database = database;
  }

  /**
   * @return one page, in the order of ids
   */
  public List<EntryView> entries(EntryQuery query) {
    List<String> ids = ids(query);
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<String, List<EntryView.Line>> postings = postings(ids);
    List<EntryView> entries = new ArrayList<>();
    SqlQuery found =
        new SqlQuery(
                "select e.id, e.kind, e.reference, e.created_at, e.principal, e.reason,"
                    + " e.reverses, e.chain, e.block from journal_entry e")
            .whereIn("e.id", ids)
            .then(" order by e.id");
    for (Object[] e : found.rows(database)) {
      entries.add(
          new EntryView(
              (String) e[0],
              (String) e[1],
              (String) e[2],
              SqlQuery.time(e[3]),
              (String) e[4],
              (String) e[5],
              (String) e[6],
              SqlQuery.whole(e[7]),
              SqlQuery.whole(e[8]),
              postings.getOrDefault((String) e[0], List.of())));
    }
    return List.copyOf(entries);
  }

  /** Along the index of the postings when they select the entries, else along the entries. */
  private List<String> ids(EntryQuery query) {
    boolean byPosting = query.ledgerAccount() != null;
    boolean head = query.kind() != null || query.reference() != null || timed(query);
    String id = byPosting ? "p.entry_id" : "e.id";
    SqlQuery found =
        new SqlQuery(
                (byPosting ? "select distinct p.entry_id from posting p" : "select e.id")
                    + (byPosting && head ? " join journal_entry e on e.id = p.entry_id" : "")
                    + (byPosting ? "" : " from journal_entry e"))
            .where("p.ledger_account =", query.ledgerAccount())
            .where("e.reference =", query.reference())
            .where("e.kind =", query.kind() == null ? null : query.kind().name());
    if (query.from() != null) {
      found.where(id + " >=", UsageReader.firstIdOf(query.from()));
      found.where("e.created_at >=", query.from());
    }
    if (query.to() != null) {
      found.where(id + " <", UsageReader.firstIdOf(query.to().plus(AHEAD)));
      found.where("e.created_at <", query.to());
    }
    found.where(id + " >", query.after()).then(" order by " + id);
    return found.rows(database, query.limit()).stream().map(row -> (String) row[0]).toList();
  }

  private Map<String, List<EntryView.Line>> postings(List<String> ids) {
    Map<String, List<EntryView.Line>> postings = new HashMap<>();
    SqlQuery found =
        new SqlQuery(
                "select p.entry_id, p.line_no, p.ledger_account, p.amount, p.currency"
                    + " from posting p")
            .whereIn("p.entry_id", ids)
            .then(" order by p.entry_id, p.line_no");
    for (Object[] p : found.rows(database)) {
      postings
          .computeIfAbsent((String) p[0], id -> new ArrayList<>())
          .add(
              new EntryView.Line(
                  ((Number) p[1]).intValue(),
                  (String) p[2],
                  new Amount((BigDecimal) p[3], (String) p[4])));
    }
    return postings;
  }

  /**
   * @param at only what was booked before this time, or null for everything
   * @return a line for each ledger account and currency; per currency, debits equal credits
   */
  public List<BalanceLine> trialBalance(Instant at) {
    SqlQuery sums =
        new SqlQuery(
                "select p.ledger_account, p.currency,"
                    + " sum(case when p.amount < 0 then -p.amount else 0 end),"
                    + " sum(case when p.amount > 0 then p.amount else 0 end) from posting p"
                    + (at == null ? "" : " join journal_entry e on e.id = p.entry_id"))
            .where("e.created_at <", at)
            .then(" group by p.ledger_account, p.currency order by p.ledger_account, p.currency");
    List<BalanceLine> lines = new ArrayList<>();
    for (Object[] sum : sums.rows(database)) {
      String currency = (String) sum[1];
      lines.add(
          new BalanceLine(
              (String) sum[0],
              new Amount(SqlQuery.exact(sum[2]), currency),
              new Amount(SqlQuery.exact(sum[3]), currency)));
    }
    return List.copyOf(lines);
  }

  private static boolean timed(EntryQuery query) {
    return query.from() != null || query.to() != null;
  }
}
