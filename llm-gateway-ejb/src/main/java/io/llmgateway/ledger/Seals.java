package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Seals all chains once a day (UTC), on whichever node comes first. */
@ApplicationScoped
public class Seals {
  private static final Logger LOG = Logger.getLogger(Seals.class.getName());

  private SealRegister register;
  private LedgerInspection inspection;
  private Clock clock;
  private volatile LocalDate sealed;

  /** For the container's proxy. */
  Seals() {}

  @Inject
  Seals(SealRegister register, LedgerInspection inspection, Clock clock) {
    this.register = register;
    this.inspection = inspection;
    this.clock = clock;
  }

  /** Makes today's seal when there is none; called every few minutes. */
  public void tend() {
    LocalDate today = today();
    if (today.equals(sealed)) {
      return;
    }
    try {
      if (register.find(today).isEmpty()) {
        Seal seal = register.add(today, inspection.standing(), null);
        LOG.log(Level.INFO, "the ledger is sealed for {0}: {1}", new Object[] {today, seal.hash()});
      }
      sealed = today;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the ledger could not be sealed, will retry", e);
    }
  }

  /**
   * Makes today's seal on behalf of an operator.
   *
   * @return the seal, which may have been there before
   */
  public Seal make(String principal) {
    LocalDate today = today();
    return register
        .find(today)
        .orElseGet(() -> register.add(today, inspection.standing(), principal));
  }

  /**
   * @param before only seals of earlier days, or null
   * @return newest first
   */
  public List<Seal> list(LocalDate before, int limit) {
    return register.list(before, limit);
  }

  /**
   * @throws ChatException.Final NOT_FOUND
   */
  public Seal get(LocalDate date) {
    return register
        .find(date)
        .orElseThrow(
            () ->
                new ChatException.Final(ErrorCode.NOT_FOUND, "There is no seal of " + date + "."));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
