package io.llmgateway.ledger;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Looks at the whole ledger as it is at one moment, which may take minutes: on a connection of its
 * own, in no JTA transaction.
 */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class LedgerInspection {
  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource connections;

  @Inject private Clock clock;

  public LedgerInspection() {}

  LedgerInspection(DataSource connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /** Where all chains end, and what the ledger accounts sum to there. */
  public record Standing(List<ChainHead> heads, Map<String, String> balances) {}

  /**
   * @param archives where the archives of usage records lie, or null
   */
  public VerificationSummary verify(
      int limit, List<Seal> kept, Path archives, Consumer<Finding> reader) {
    try (Connection connection = connections.getConnection()) {
      return new LedgerVerification(connection, limit, reader, clock, archives).run(kept);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  public Standing standing() {
    try (Connection connection = connections.getConnection();
        LedgerSnapshot snapshot = new LedgerSnapshot(connection)) {
      SealTables tables = new SealTables(connection);
      List<ChainHead> heads = tables.heads();
      return new Standing(heads, tables.balances(heads));
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }
}
