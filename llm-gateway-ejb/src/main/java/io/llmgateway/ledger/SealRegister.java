package io.llmgateway.ledger;

import io.llmgateway.audit.AuditTrail;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The seals in the data source of the server; each method is a JTA transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class SealRegister {
  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private AuditTrail audit;
  @Inject private Clock clock;

  public SealRegister() {}

  SealRegister(DataSource connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  private <T> T with(SqlWork<T> work) {
    return SqlWork.on(connections, work);
  }

  public Optional<Seal> find(LocalDate date) {
    return with(
        connection -> Optional.ofNullable(new SealTables(connection).of(date)).map(this::seal));
  }

  /**
   * @param before only seals of earlier days, or null
   * @return newest first
   */
  public List<Seal> list(LocalDate before, int limit) {
    return with(
        connection -> {
          SealTables tables = new SealTables(connection);
          String end = before == null ? "A" : before.toString();
          List<Seal> seals = new ArrayList<>();
          for (String date : tables.dates(end, limit)) {
            seals.add(seal(tables.of(LocalDate.parse(date))));
          }
          return seals;
        });
  }

  /**
   * Seals a day, unless that has been done, by whichever node.
   *
   * @param principal who asks for it, or null for the gateway itself
   * @return the day's seal
   */
  public Seal add(LocalDate date, LedgerInspection.Standing standing, String principal) {
    return with(
        connection -> {
          new NodeTables(connection).lockGuard();
          SealTables tables = new SealTables(connection);
          SealTables.StoredSeal known = tables.of(date);
          if (known != null) {
            return seal(known);
          }
          SealTables.StoredSeal last = tables.last();
          Seal seal =
              new Seal(
                  date,
                  InstantConverter.utc(clock.instant()),
                  last == null ? CanonicalForm.NO_HASH : last.hash(),
                  standing.heads(),
                  standing.balances());
          tables.insert(seal);
          if (principal != null) {
            audit.record(
                principal,
                "ledger.seal",
                date.toString(),
                Json.createObjectBuilder().add("hash", seal.hash()).build());
          }
          return seal;
        });
  }

  private Seal seal(SealTables.StoredSeal stored) {
    return Seal.parse(stored.lines());
  }
}
