package io.llmgateway.it.rooms.offence.ledger;

import jakarta.persistence.EntityManager;

/** Verifies what the container reads for it. */
public class LedgerVerification {
  EntityManager database;
}
