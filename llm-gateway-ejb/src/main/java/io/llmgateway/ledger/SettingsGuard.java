package io.llmgateway.ledger;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** For whoever changes what all nodes have in memory. */
@Stateless
public class SettingsGuard {
  @PersistenceContext(unitName = "gateway")
  private EntityManager database;

  public SettingsGuard() {}

  SettingsGuard(EntityManager database) {
    this.database = database;
  }

  /**
   * Makes every node read accounts, keys, prices and rates anew once the open transaction has
   * committed; until then, other changes wait.
   */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void changed() {
    database
        .createNativeQuery("update ledger_guard set version = version + 1 where name = ?")
        .setParameter(1, LedgerGuard.SETTINGS)
        .executeUpdate();
  }
}
